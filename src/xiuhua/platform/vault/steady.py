"""Who writes while one master key follows another: nobody begins to write with the old one once the new one is there.

Writers go through a gate together and hold a second lock while they write. Whoever changes the key closes the gate,
waits for those inside, and is then alone: so that a change waits for nobody who comes later.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_GATE, _INSIDE = "master.gate", "master.inside"


@contextmanager
def steady(home: Path) -> Iterator[None]:
    """Write under one master key; waits only while another one is put in its place."""
    gate, inside = _opened(home, _GATE), _opened(home, _INSIDE)
    try:
        fcntl.flock(gate, fcntl.LOCK_SH)
        fcntl.flock(inside, fcntl.LOCK_SH)
        fcntl.flock(gate, fcntl.LOCK_UN)
        yield
    finally:
        os.close(inside)
        os.close(gate)


@contextmanager
def still(home: Path) -> Iterator[None]:
    """Wait until nobody writes, and let nobody begin meanwhile."""
    gate, inside = _opened(home, _GATE), _opened(home, _INSIDE)
    try:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(inside, fcntl.LOCK_EX)
        yield
    finally:
        os.close(inside)
        os.close(gate)


def _opened(home: Path, name: str) -> int:
    path, flags = f"{home}/{name}", os.O_RDWR | os.O_CREAT
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        home.mkdir(parents=True, exist_ok=True)
        return os.open(path, flags, 0o600)
