"""Which households an export held: kept by village as short marks, so that a household can be told, and nobody else.

A place, a filter and a day would not tell it: what was recorded on the day is corrected later, and a filter by
questions cannot be asked again. So the export keeps who was in it, in eight bytes each.
"""

import base64
import hashlib
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from xiuhua.platform.exchange.contract import ExportRow

MARK: Final = 8
"""Bytes of a mark: of a million households two have the same one in an export once in thirty million exports."""


class Contained:
    """Counts, while an export is written, the households of its rows by village."""

    def __init__(self) -> None:
        self._found: dict[str, dict[UUID, None]] = {}

    def add(self, row: ExportRow) -> None:
        """Take down a row; one that tells nobody is passed over."""
        if row.told_in:
            self._found.setdefault(row.told_in, {})[row.keys[0]] = None

    def marks(self, export_id: UUID) -> tuple[tuple[str, str], ...]:
        """Return each village with the marks of its households."""
        return tuple((village, marks_of(export_id, found)) for village, found in sorted(self._found.items()))


def marks_of(export_id: UUID, records: Iterable[UUID]) -> str:
    """Return the marks of records in one export, sorted, so that their order tells nothing."""
    return base64.b64encode(b"".join(sorted(_mark(export_id, each) for each in records))).decode()


def holds(marks: str, export_id: UUID, record: UUID) -> bool:
    """Say whether a record is among marks.

    >>> export, home = UUID(int=1), UUID(int=2)
    >>> holds(marks_of(export, [home]), export, home), holds(marks_of(export, [home]), export, export)
    (True, False)
    """
    kept, wanted = base64.b64decode(marks), _mark(export_id, record)
    return any(kept[at : at + MARK] == wanted for at in range(0, len(kept), MARK))


def _mark(export_id: UUID, record: UUID) -> bytes:
    return hashlib.blake2b(record.bytes, digest_size=MARK, key=export_id.bytes).digest()
