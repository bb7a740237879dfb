"""Which database a run uses, and empty ones for tests that start the product as a process of its own."""

import itertools
import os
from collections.abc import Callable
from pathlib import Path

from support.postgres import NoPostgres, Postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"


class TestDatabase:
    """The engine chosen for this run and the place of its files."""

    __test__ = False

    def __init__(self, engine: str, folder: Path) -> None:
        self.engine = engine
        self.folder = folder
        self.missing = ""
        self._server: Postgres | None = None
        self._numbers = itertools.count(1)

    def start(self) -> None:
        """Start what the engine needs; where PostgreSQL cannot run, ``missing`` says why."""
        if self.engine == POSTGRESQL:
            server = Postgres()
            try:
                server.start()
            except NoPostgres as error:
                server.stop()
                self.missing = f"PostgreSQL ({error})"
            else:
                self._server = server
        if not self.missing:
            os.environ["DATABASE_URL"] = self.empty()

    def stop(self) -> None:
        """Stop the server, where there is one."""
        if self._server is not None:
            self._server.stop()

    def empty(self) -> str:
        """Return the ``DATABASE_URL`` of a new, empty, unmigrated database of the chosen engine."""
        if self._server is not None:
            return self._server.create()
        return f"sqlite:///{self.folder / f'empty-{next(self._numbers)}.sqlite3'}"


EmptyDatabase = Callable[[], str]
