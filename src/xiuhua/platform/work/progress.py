"""How a running job says how far it is.

The counts go to a small file and not to the job's row: an import writes everything in one transaction, and
until that ends nobody else may write to SQLite, nor see what the transaction wrote.
"""

import os
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol
from uuid import UUID

import orjson

WRITE_EVERY_SECONDS = 0.5

_stop = threading.Event()


class Progress(Protocol):
    """What a job calls. ``total`` is kept from the last call that named it."""

    def step(self, done: int, total: int | None = None) -> None:
        """Say how much is done. Raise :class:`Stopping` where the worker is about to end."""
        ...


class Stopping(Exception):
    """The worker is about to end: let go, roll back, and let the next worker take the job up again."""


@dataclass(frozen=True, slots=True)
class Count:
    """How far a job is, and for how long it has run."""

    done: int = 0
    total: int | None = None
    elapsed_ms: int = 0


class FileProgress:
    """Keeps the count of one running job, writing it at most twice a second."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._began = time.monotonic()
        self._written = float("-inf")
        self._done, self._total = 0, None

    def step(self, done: int, total: int | None = None) -> None:
        """Count, and write the count down if the last writing is long enough ago."""
        self._done = done
        self._total = total if total is not None else self._total
        if _stop.is_set():
            raise Stopping
        instant = time.monotonic()
        if instant - self._written >= WRITE_EVERY_SECONDS:
            self._written = instant
            write_count(self._path, self.count())

    def count(self) -> Count:
        """Return the count as it is now."""
        return Count(self._done, self._total, int((time.monotonic() - self._began) * 1000))


def write_count(path: Path, count: Count) -> None:
    """Replace the file in one step, so that a reader never sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".new")
    beside.write_bytes(orjson.dumps(count))
    os.replace(beside, path)


def read_count(path: Path) -> Count:
    """Return the count of a running job; nothing done where there is no file yet."""
    try:
        return Count(**orjson.loads(path.read_bytes()))
    except FileNotFoundError:
        return Count()


def progress_path(home: Path, job_id: UUID) -> Path:
    """Return the file of a job's count."""
    return home / "jobs" / f"{job_id}.json"


def stop_jobs() -> None:
    """Ask the running job to let go at its next step; the worker calls this when it is told to end."""
    _stop.set()
