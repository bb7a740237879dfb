"""The marks by which a sheet is known when it comes back: keys of its rows, and the stamp of its last row.

Each mark carries a keyed check, so that a changed one shows, and one of another installation too.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.vault.keyring import Keyring

VERSION_HEADER = "版本号（勿改）"
UNTOUCHABLE = "（勿改）"
"""What headers of columns end with that are the program's own."""
NO_VERSION = UUID(int=0)
"""The version of a record that nobody has written yet."""

_CHECK = 8
_MARK = 16
_STAMP = "xiuhua"
_FORM = "1"
_KEY = re.compile(r"([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-([0-9a-f]{8})")
_VERSION = re.compile(rf"{_KEY.pattern}-([0-9a-f]{{16}})")
_BETWEEN = "\x1f"


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the last row says of a whole export, for the program: which it was, of what, and how many rows."""

    export: UUID
    kind: str
    place_code: str
    as_of: date
    rows: int
    digest: str

    def sealed(self, ring: Keyring) -> str:
        """Return the stamp as its cell holds it."""
        said = ";".join(map(str, self._parts()))
        return f"{said};{_check(ring, 'stamp', said)}"

    def _parts(self) -> tuple[object, ...]:
        return (
            _STAMP, _FORM, self.export, self.kind, self.place_code, self.as_of.isoformat(), self.rows, self.digest,
        )  # fmt: skip


def is_stamp(cell: Any) -> bool:
    """Say whether a cell holds a stamp, sound or not."""
    return isinstance(cell, str) and cell.startswith(f"{_STAMP};")


def read_stamp(cell: str, ring: Keyring) -> tuple[Stamp | None, bool]:
    """Return what a stamp says, as far as that can be read, and whether its check is right."""
    said, _, check = cell.strip().rpartition(";")
    parts = said.split(";")
    try:
        _, _, export, kind, place_code, as_of, rows, digest = parts
        stamp = Stamp(UUID(export), kind, place_code, date.fromisoformat(as_of), int(rows), digest)
    except ValueError:
        return None, False
    return stamp, _holds(ring, "stamp", said, check)


def key_cells(ring: Keyring, kind: str, keys: Sequence[UUID], version: UUID | None, mark: str) -> list[str]:
    """Return the cells with a row's keys and version; each is bound to those before it."""
    bound, cells = kind, []
    for key in keys:
        bound = f"{bound};{key}"
        cells.append(f"{key}-{_check(ring, 'key', bound)}")
    version = version or NO_VERSION
    cells.append(f"{version}-{_check(ring, 'version', f'{bound};{version}')}-{mark}")
    return cells


def read_key(cell: str, ring: Keyring, kind: str, before: Sequence[UUID]) -> UUID | None:
    """Return the id in a key's cell that stands behind others, or ``None`` where it was changed."""
    found = _KEY.fullmatch(cell)
    if found is None:
        return None
    bound = ";".join((kind, *map(str, before), found[1]))
    return UUID(found[1]) if _holds(ring, "key", bound, found[2]) else None


def read_version(cell: str, ring: Keyring, kind: str, keys: Sequence[UUID]) -> tuple[UUID, str] | None:
    """Return the version and the mark of a row, or ``None`` where the cell was changed."""
    found = _VERSION.fullmatch(cell)
    if found is None:
        return None
    bound = ";".join((kind, *map(str, keys), found[1]))
    return (UUID(found[1]), found[3]) if _holds(ring, "version", bound, found[2]) else None


def row_mark(ring: Keyring, keys: Sequence[UUID], cells: Iterable[Any]) -> str:
    """Return a keyed digest of what a row says, the same before and after a spreadsheet has saved it."""
    return ring.digest(_said(keys, cells))[:_MARK]


def is_marked(ring: Keyring, keys: Sequence[UUID], cells: Iterable[Any], mark: str) -> bool:
    """Say whether a row still says what it was marked with, perhaps under an earlier master key."""
    return any(digest[:_MARK] == mark for digest in ring.digests(_said(keys, cells)))


def _said(keys: Sequence[UUID], cells: Iterable[Any]) -> bytes:
    return lossy(_BETWEEN.join((*map(str, keys), *map(text, cells)))).encode()


def lossy(written: str) -> str:
    """Return a text as it is after a program saved it in the old Chinese code page, which lacks some characters.

    >>> lossy("139••••••67")
    '139??????67'
    """
    return written if written.isascii() else written.encode("gbk", "replace").decode("gbk")


def _check(ring: Keyring, what: str, said: str) -> str:
    return ring.digest(f"export {what};{said}".encode())[:_CHECK]


def _holds(ring: Keyring, what: str, said: str, check: str) -> bool:
    return any(digest[:_CHECK] == check for digest in ring.digests(f"export {what};{said}".encode()))
