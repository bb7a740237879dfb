"""An installation that is used through the command line only, and put back to how it was for each test."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from support.copies import Copies
from support.nursery import MAIN, Nursery
from support.served import rows
from xiuhua.platform.journal.heads import FILE_NAME as HEADS
from xiuhua.platform.journal.tables import TABLES

TOUCHED = "version"
"""The column of who touched a record last, which undoing sets as well."""


@dataclass(frozen=True, slots=True)
class Office:
    """Its database, as it is put back and as it is used; every call is a process of its own."""

    url: str
    base: str
    home: Path
    heads: bytes
    copies: Copies
    nursery: Nursery

    def put_back(self) -> None:
        """Let the database and the signed heads be as they were at first."""
        self.copies.put(self.base, self.url)
        (self.home / HEADS).write_bytes(self.heads)

    def run(self, *words: str | Path, code: int = 0) -> Any:
        """Run a verb and return its result: standard output holds one JSON document, or nothing."""
        child = self.nursery.start(MAIN, list(map(str, words)))
        ended = self.nursery.end_of(child)
        assert ended == code, child.err.read_text("utf-8")
        said = child.said()
        return json.loads(said) if said else None

    def preview(self, sheet: Path, *more: str) -> dict[str, Any]:
        """Return the review of a sheet."""
        found: dict[str, Any] = self.run("import", sheet, "--preview", "--json", *more)
        return found

    def accept(self, sheet: Path, what: str = "good", *, code: int = 0) -> dict[str, Any]:
        """Take a sheet in."""
        taken: dict[str, Any] = self.run("import", sheet, "--accept", what, "--json", code=code)
        return taken

    def is_whole(self) -> bool:
        """Say whether the journal is whole, and every row says what it says."""
        return bool(self.run("verify", "--rows")["whole"])

    def register(self) -> dict[str, list[tuple[Any, ...]]]:
        """Return every row of the domain, without the marks of who touched it last."""
        self.copies.wait_alone(self.url)
        found = {}
        for name, spec in sorted(TABLES.items()):
            columns = [field.column for field in spec.fields.values() if field.name != TOUCHED]
            quoted = ", ".join(f'"{column}"' for column in columns)
            found[name] = sorted(rows(self.url, f'SELECT {quoted} FROM "{name}"'), key=str)
        return found


@contextmanager
def office(
    base: str, *, home: Path, folder: Path, copies: Copies, patches: Mapping[str, Any] | None = None, **more: str
) -> Iterator[Office]:
    """Yield an installation whose database is at first a copy of ``base``, with ``home`` as its data folder."""
    url = copies.copy(base)
    environment = {"XIUHUA_HOME": str(home), "DATABASE_URL": url, "XIUHUA_TEST": "1", **more}
    with Nursery(folder, environment, patches=patches) as nursery:
        yield Office(url, base, home, (home / HEADS).read_bytes(), copies, nursery)
