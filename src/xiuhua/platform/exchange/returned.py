"""A sheet that was exported here and comes back: what of it somebody changed, told from what only stands there.

Whatever a row says as the export said it is untouched, whatever became of the record since: such cells are filled with
what is stored now, so that only edits are judged. Rows that are not there any more say nothing.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.rules.places import shared
from xiuhua.platform.exchange.commands import made_here
from xiuhua.platform.exchange.contract import ExportKind, Run, cells_of
from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.reading.headers import normal_form
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.exchange.reading.workbook import Row
from xiuhua.platform.exchange.stamps import (
    NO_VERSION,
    UNTOUCHABLE,
    VERSION_HEADER,
    Stamp,
    is_marked,
    is_stamp,
    read_key,
    read_stamp,
    read_version,
)

TORN_ROWS = 20
"""So many rows missing in one piece at the end are no deletion by hand, where they are a quarter of the sheet."""
TORN_PART = 4


class RowKeys(NamedTuple):
    """Of which records a row speaks, which version it saw, and whether somebody changed it."""

    keys: tuple[UUID, ...]
    version: UUID | None
    edited: bool


@dataclass(slots=True)
class Misplaced:
    """A row whose keys cannot be taken: where, and why."""

    number: int
    index: int
    header: str
    value: str
    problem: Problem


@dataclass(slots=True)
class Returned:
    """The rows of a returned export: by number whose they are, which cannot be taken, and how many are not there."""

    stamp: Stamp
    columns: tuple[FoundColumn, ...]
    rows: dict[int, RowKeys] = field(default_factory=dict)
    wrong: list[Misplaced] = field(default_factory=list)
    added: dict[int, UUID | None] = field(default_factory=dict)
    """New rows, with the record to which their code belongs, if it is one of the sheet's."""
    left_out: int = 0

    @property
    def edited(self) -> dict[UUID, UUID | None]:
        """Return the records in which something was changed, with the versions that they had."""
        found = {row.keys[0]: row.version for row in self.rows.values() if row.edited}
        versions = {row.keys[0]: row.version for row in self.rows.values()}
        found.update({record: versions[record] for record in self.added.values() if record is not None})
        return found

    def by_record(self) -> dict[UUID, list[int]]:
        """Return the numbers of the rows of each record, in the order of the sheet."""
        found: defaultdict[UUID, list[int]] = defaultdict(list)
        for number, row in self.rows.items():
            found[row.keys[0]].append(number)
        return found


def read_returned(found: Recognised, exported: ExportKind, run: Run) -> Returned | None:
    """Return what a sheet is that was exported here; ``None`` for any other sheet.

    Raise ``SheetRefused``: ``export_cut_off``, ``export_rows_missing``, ``export_keys_missing``,
    ``export_stamp_changed``, ``export_from_elsewhere``, ``export_of_other_kind``, ``export_of_other_territory``.
    """
    headers = (*(f"{each}{UNTOUCHABLE}" for each in exported.keys), VERSION_HEADER)
    places = {normal_form(each.header): each for each in found.columns}
    columns = tuple(place for each in headers if (place := places.get(normal_form(each))))
    stamped = _find_stamp(found.sheet)
    if stamped is None and not columns:
        return None
    name = found.sheet.name
    if stamped is None:
        raise SheetRefused(Problem("export_cut_off", values={"name": name}))
    stamp = _checked(stamped, name, found, exported, run)
    if len(columns) < len(headers):
        lacking = [each for each in headers if normal_form(each) not in places]
        raise SheetRefused(Problem("export_keys_missing", values={"name": name, "columns": lacking}))
    back = Returned(stamp, columns)
    _Reader(found, exported, run, back).read()
    return back


def _find_stamp(rows: Any) -> str | None:
    """Return the stamp of the last row, wherever somebody has sorted it to."""
    return next((cell for _, cells in rows for cell in reversed(cells) if is_stamp(cell)), None)


def _checked(cell: str, name: str, found: Recognised, exported: ExportKind, run: Run) -> Stamp:
    stamp, sound = read_stamp(cell, run.keyring)
    if stamp is None or (not sound and made_here(stamp.export)):
        raise SheetRefused(Problem("export_stamp_changed", values={"name": name}))
    if not sound:
        raise SheetRefused(Problem("export_from_elsewhere", values={"name": name}))
    if stamp.kind != found.kind.code:
        label = found.kind.label
        values = {"name": name, "kind_zh": label.zh, "kind_en": label.en}
        raise SheetRefused(Problem("export_of_other_kind", values=values))
    if not run.actor.operator and not _meets(stamp.place_code, run):
        raise SheetRefused(Problem("export_of_other_territory", values={"name": name, "place": stamp.place_code}))
    return stamp


def _meets(place_code: str, run: Run) -> bool:
    """Say whether a place lies in the actor's territory, or holds a part of it."""
    return any(shared(post.place_code, place_code) is not None for post in run.actor.posts)


class _Reader:
    """Reads the keys of every row."""

    def __init__(self, found: Recognised, exported: ExportKind, run: Run, back: Returned) -> None:
        self._found, self._run, self._back = found, run, back
        self._kind, self._ring = found.kind.code, run.keyring
        named = sorted(((name_of(each), each.index) for each in found.used), key=lambda pair: pair[0])
        self._marked = [index for name, index in named if name != "sequence"]
        self._group = next((each.index for each in found.used if name_of(each) == exported.group), None)
        self._sequence = next((each.index for each in found.used if name_of(each) == "sequence"), None)
        self._seen: dict[tuple[UUID, ...], int] = {}
        self._codes: dict[str, UUID] = {}
        self._above: UUID | None = None
        self._loose: list[tuple[int, str, UUID | None]] = []
        self._last = 0

    def read(self) -> None:
        """Fill what is known of the rows."""
        for number, cells in cells_of(self._found, self._run):
            self._row(number, cells)
        for number, code, above in self._loose:
            self._back.added[number] = self._codes.get(code) if code else above
        if self._run.rows is None:
            self._count()

    def _row(self, number: int, cells: Sequence[Any]) -> None:
        back, columns = self._back, self._back.columns
        written = [text(cells[each.index]) for each in columns]
        group = "" if self._group is None else text(cells[self._group])
        if not any(written):
            self._loose.append((number, group, self._above))
            return
        keys: list[UUID] = []
        for column, cell in zip(columns[:-1], written, strict=False):
            key = read_key(cell, self._ring, self._kind, keys)
            if key is None:
                self._refuse(number, column, cell, Problem("export_key_changed", values={"column": column.header}))
                return
            keys.append(key)
        read = read_version(written[-1], self._ring, self._kind, keys)
        if read is None:
            problem = Problem("export_key_changed", values={"column": columns[-1].header})
            self._refuse(number, columns[-1], written[-1], problem)
            return
        whose, (version, mark) = tuple(keys), read
        if whose in self._seen:
            values = {"other": self._seen[whose]}
            self._refuse(number, columns[-2], written[-2], Problem("export_row_twice", values=values))
            return
        self._seen[whose] = number
        self._above = whose[0]
        if group:
            self._codes.setdefault(group, whose[0])
        edited = not is_marked(self._ring, whose, [cells[index] for index in self._marked], mark)
        back.rows[number] = RowKeys(whose, None if version == NO_VERSION else version, edited)
        if self._sequence is not None:
            said = text(cells[self._sequence])
            self._last = max(self._last, int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0)

    def _refuse(self, number: int, column: FoundColumn, value: str, problem: Problem) -> None:
        self._back.wrong.append(Misplaced(number, column.index, column.header, value, problem))

    def _count(self) -> None:
        """Count the rows that are not there, and refuse a sheet whose end was lost."""
        back, total = self._back, self._back.stamp.rows
        back.left_out = max(total - len(back.rows) - len(back.wrong), 0)
        torn = back.left_out >= TORN_ROWS and back.left_out * TORN_PART >= total
        if torn and self._sequence is not None and self._last == total - back.left_out:
            values = {"name": self._found.sheet.name, "rows": total, "there": total - back.left_out}
            raise SheetRefused(Problem("export_rows_missing", values=values))


def name_of(found: FoundColumn) -> str:
    """Return by what a column is known in an export: its field, with the year where its header holds one."""
    name = found.column.field if found.column else ""
    year = found.parameters.get("year")
    return f"{name}:{year}" if year else name


def rows_of(back: Returned, found: Recognised, run: Run, records: Mapping[UUID, Any]) -> Iterator[Row]:
    """Yield the rows that belong to some records, and the new ones, with cells mended on the spot."""
    for number, cells in cells_of(found, run):
        row = back.rows.get(number)
        if (row is not None and row.keys[0] in records) or number in back.added:
            yield number, tuple(cells)
