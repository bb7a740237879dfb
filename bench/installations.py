"""Installations that live for one measurement: a data folder, an empty database, and fresh processes inside them."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from tests.support.postgres import Postgres

ROOT = Path(__file__).resolve().parent.parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"
ENGINES = (SQLITE, POSTGRESQL)
ANSWER = "answer: "


class Failed(RuntimeError):
    """A process of a measurement ended badly or took too long."""


@dataclass(frozen=True, slots=True)
class Installation:
    """A data folder and a database of its own."""

    engine: str
    home: Path
    database_url: str

    @property
    def folder(self) -> Path:
        """Return where everything of this installation lies."""
        return self.home.parent

    def environment(self, **more: str) -> dict[str, str]:
        """Return the environment of a process of this installation."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("XIUHUA_", "DJANGO_"))}
        return {**kept, "XIUHUA_HOME": str(self.home), "DATABASE_URL": self.database_url, **more}

    def start(self, target: str, *, prepare: bool = True, **arguments: Any) -> "subprocess.Popen[str]":
        """Start ``module:function`` of ``bench.inside`` in a fresh interpreter; ``prepare`` sets Django up first."""
        return subprocess.Popen(
            [sys.executable, "-m", "bench.inside", target, json.dumps(arguments), "prepare" if prepare else "plain"],
            env=self.environment(),
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, target: str, *, seconds: float = 900.0, prepare: bool = True, **arguments: Any) -> Any:
        """Run ``module:function`` of ``bench.inside`` in a fresh interpreter and return its answer."""
        return answer(self.start(target, prepare=prepare, **arguments), seconds)

    def fill(self, target: str, *, seconds: float, **arguments: Any) -> Any:
        """Fill it like :meth:`run`; where it was filled so before, return what was answered then."""
        notes = self.folder / "filled.json"
        filled = json.loads(notes.read_text("utf-8")) if notes.exists() else {}
        name = f"{target} {json.dumps(arguments, sort_keys=True)}"
        if name not in filled:
            filled[name] = self.run(target, seconds=seconds, **arguments)
            notes.write_text(json.dumps(filled), "utf-8")
        return filled[name]


@contextmanager
def installation(engine: str, kept: Path | None = None) -> Iterator[Installation]:
    """Make an empty installation and remove it afterwards; one that is ``kept`` in a folder stays there for next time.

    PostgreSQL is the server of ``DATABASE_URL`` where that names one, in a database made for the purpose, else a
    server started for the purpose from the binaries of the development requirements. What is kept has its own server.
    """
    folder = Path(tempfile.mkdtemp(prefix="xh-bench-")) if kept is None else kept / engine
    folder.mkdir(parents=True, exist_ok=True)
    try:
        if engine == SQLITE:
            yield Installation(engine, folder / "home", f"sqlite:///{folder / 'bench.sqlite3'}")
        else:
            with _postgres(None if kept is None else folder / "server") as url:
                yield Installation(engine, folder / "home", url)
    finally:
        if kept is None:
            shutil.rmtree(folder, ignore_errors=True)


def answer(process: "subprocess.Popen[str]", seconds: float) -> Any:
    """Return what a process answered. Whatever happens, neither it nor anything it started stays behind."""
    try:
        said, _ = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired as error:
        raise Failed(f"took longer than {seconds:.0f} s") from error
    finally:
        end(process)
    answers = [line.removeprefix(ANSWER) for line in said.splitlines() if line.startswith(ANSWER)]
    if process.returncode != 0 or not answers:
        raise Failed(f"ended with code {process.returncode}\n{said}")
    return json.loads(answers[-1])


def end(process: "subprocess.Popen[str]") -> None:
    """End a process and its group."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    process.wait(10)


@contextmanager
def _postgres(kept: Path | None) -> Iterator[str]:
    given = os.environ.get("DATABASE_URL", "")
    if kept is None and given.startswith("postgres"):
        name = f"xiuhua_bench_{os.getpid()}"
        statement = sql.SQL("{} DATABASE {}")
        with psycopg.connect(given, autocommit=True) as connection:
            connection.execute(statement.format(sql.SQL("CREATE"), sql.Identifier(name)))
        try:
            yield urlsplit(given)._replace(path=f"/{name}").geturl()
        finally:
            with psycopg.connect(given, autocommit=True) as connection:
                connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        return
    server = Postgres(durable=True, kept=kept)
    try:
        server.start()
        # What is kept lives in the server's own database, which is there from the beginning.
        yield server.create() if kept is None else server.url()
    finally:
        server.stop()
