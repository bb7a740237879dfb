"""Whole databases as test data: one is filled once and copied for each test, on a real file or a real server."""

import itertools
import shutil
import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from django.db import connections
from django.db.utils import ConnectionHandler

from support.databases import SQLITE, EmptyDatabase
from xiuhua.site.database import database
from xiuhua.site.migrating import bring_up_to_date

_numbers = itertools.count(1)


@dataclass(slots=True)
class Copies:
    """Makes databases of the run's engine; ``folder`` takes the files of SQLite."""

    engine: str
    folder: Path
    empty: EmptyDatabase
    _migrated: dict[str, str] = field(default_factory=dict)

    def migrated(self, engine: str | None = None) -> str:
        """Return the ``DATABASE_URL`` of a new database with all tables and no rows."""
        engine = engine or self.engine
        if engine not in self._migrated:
            url = self.empty() if engine == self.engine else self._file()
            with opened("default", url):  # a migration of the task queue writes to the default one, whatever is asked
                bring_up_to_date("default")
            self._migrated[engine] = url
        return self.copy(self._migrated[engine])

    def copy(self, url: str) -> str:
        """Return the ``DATABASE_URL`` of a copy of a database to which nobody is connected."""
        new = self._file() if url.startswith(SQLITE) else url.rpartition("/")[0] + f"/copy_{next(_numbers)}"
        self.put(url, new)
        return new

    def put(self, url: str, over: str) -> None:
        """Put a copy of a database in the place of another one, if there is one."""
        self.drop(over)
        source, target = database(url), database(over)
        if url.startswith(SQLITE):
            for ending in ("", "-wal"):
                if Path(source["NAME"] + ending).exists():
                    shutil.copyfile(source["NAME"] + ending, target["NAME"] + ending)
            return
        with closing(_server(source)) as server:
            server.execute(f'CREATE DATABASE "{target["NAME"]}" TEMPLATE "{source["NAME"]}"')

    def wait_alone(self, url: str, seconds: float = 20) -> None:
        """Wait until nobody else is connected: a server notices only after a while that its client was killed."""
        if url.startswith(SQLITE):
            return
        with closing(_server(database(url))) as server:
            until = time.monotonic() + seconds
            statement = "SELECT count(*) FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
            while server.execute(statement, [database(url)["NAME"]]).fetchone()[0]:
                assert time.monotonic() < until, "somebody stays connected"
                time.sleep(0.002)

    def drop(self, url: str) -> None:
        """Remove a database and end whoever is still connected to it."""
        settings = database(url)
        if url.startswith(SQLITE):
            for path in Path(settings["NAME"]).parent.glob(Path(settings["NAME"]).name + "*"):
                path.unlink()
            return
        with closing(_server(settings)) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{settings["NAME"]}" WITH (FORCE)')

    def _file(self) -> str:
        return f"sqlite:///{self.folder / f'copy-{next(_numbers)}.sqlite3'}"


@contextmanager
def opened(alias: str, url: str) -> Iterator[None]:
    """Make a database known to Django under an alias; the alias ``default`` is lent to it."""
    settings: Any = ConnectionHandler({"default": database(url)}).settings["default"]
    known = connections.settings.get(alias)
    before = connections[alias] if known is not None else None
    if before is not None:
        before.close()
    connections.settings[alias] = settings
    connections[alias] = connections.create_connection(alias)
    try:
        yield
    finally:
        connections[alias].close()
        del connections[alias]
        del connections.settings[alias]
        if before is not None:
            connections.settings[alias] = known
            connections[alias] = before


def raw(url: str) -> Any:
    """Return a connection of the bare driver that commits each statement: the hand of somebody who tampers."""
    if url.startswith(SQLITE):
        return sqlite3.connect(database(url)["NAME"], isolation_level=None, timeout=20)
    settings = database(url)
    return psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"], autocommit=True)


def _server(settings: dict[str, Any]) -> "psycopg.Connection[Any]":
    return psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname="postgres", autocommit=True)
