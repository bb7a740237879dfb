"""The product as people start it: ``xiuhua serve`` as a process of its own, with its own data folder."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg

from support.source import ROOT

COMMAND = Path(sys.executable).parent / "xiuhua"
START_SECONDS = 180.0


@dataclass(slots=True)
class Served:
    """A running installation: its address, its data folder, and what it has said so far."""

    url: str
    home: Path
    process: "subprocess.Popen[str]"
    said: list[str] = field(default_factory=list)

    def wait_for(self, text: str, seconds: float = START_SECONDS) -> None:
        """Wait until it says something. Fail with all it said when it ends before, or takes too long."""
        until = time.monotonic() + seconds
        while not any(text in line for line in self.said):
            assert self.process.poll() is None, "it ended: " + "".join(self.said)
            assert time.monotonic() < until, f"it did not say {text!r}: " + "".join(self.said)
            time.sleep(0.05)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Send a signal and return the exit code."""
        self.process.send_signal(number)
        return self.process.wait(20)


def environment(home: Path, database_url: str, **more: str) -> dict[str, str]:
    """Return the environment of a process with a data folder and a database of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIUHUA_", "DJANGO_"))}
    return {**kept, "XIUHUA_HOME": str(home), "DATABASE_URL": database_url, **more}


def run_command(
    *words: str, home: Path, database_url: str, seconds: float = 300.0, **more: str
) -> "subprocess.CompletedProcess[str]":
    """Run a verb to its end and return its exit code and both outputs."""
    return subprocess.run(
        [str(COMMAND), *words],
        env=environment(home, database_url, **more),
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )


@contextmanager
def serving(*words: str, home: Path, database_url: str, port: int | None = None, **more: str) -> Iterator[Served]:
    """Serve on a free port until the block ends; the block begins when the address answers."""
    port = port or free_port()
    process = subprocess.Popen(
        [str(COMMAND), "serve", "--port", str(port), *words],
        env=environment(home, database_url, **more),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    served = Served(f"http://127.0.0.1:{port}/", home, process)
    threading.Thread(target=_listen, args=(served,), daemon=True).start()
    try:
        served.wait_for(served.url)
        yield served
    finally:
        if process.poll() is None:
            served.stop()


def worker_of(served: Served) -> int:
    """Return the process that holds the worker's lock."""
    for pid in children(served):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            if os.path.realpath(handle).endswith("worker.lock"):
                return pid
    raise AssertionError("no worker")


def running() -> dict[int, int]:
    """Return the parent of every process that runs; one that has ended and is not yet fetched does not count."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def children(served: Served) -> list[int]:
    """Return every process below the one that was started."""
    parents, found, wanted = running(), [], {served.process.pid}
    while wanted:
        wanted = {pid for pid, parent in parents.items() if parent in wanted}
        found += wanted
    return found


def rows(database_url: str, statement: str) -> list[tuple[Any, ...]]:
    """Read what another process has stored, past the product."""
    if database_url.startswith("sqlite:///"):
        with closing(sqlite3.connect(database_url.removeprefix("sqlite:///"), timeout=20)) as opened:
            return opened.execute(statement).fetchall()
    with psycopg.connect(database_url) as connection:
        return connection.execute(statement).fetchall()


def free_port() -> int:
    """Return a port that nobody listens on at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        number: int = probe.getsockname()[1]
    return number


def _listen(served: Served) -> None:
    for line in served.process.stderr or ():
        served.said.append(line)
