"""Finding the kind of a sheet, its header rows and what each column holds."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any, NamedTuple

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.reading.archive import column_letters
from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.reading.headers import normal_form
from xiuhua.platform.exchange.reading.kinds import Column, FoundColumn, Parameters, Recognised, SheetKind
from xiuhua.platform.exchange.reading.limits import SheetRefused, refused
from xiuhua.platform.exchange.reading.workbook import Merge, RawSheet, Row

HEADER_WITHIN_ROWS = 20
HEADER_DEPTH = 3
FEWEST_COLUMNS = 2
NUMBERING = ("甲", "乙", "丙", "丁")
TEN_THOUSAND_YUAN = "万元"
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)年")
_YEAR_IN_HEADER = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")

Corrections = Mapping[str | int, str | None]
"""Header (as written) or 0-based column index → field, or ``None`` for a column to leave out."""


class _Candidate(NamedTuple):
    """One reading of some rows as the header of a kind."""

    kind: SheetKind
    rows: tuple[Row, ...]
    columns: tuple[FoundColumn, ...]
    matched: int
    missing: int

    @property
    def rank(self) -> tuple[bool, int, float, int, int]:
        """Prefer all required columns, then most columns, then the largest part of the kind, then few early rows."""
        part = self.matched / len(self.kind.columns)
        return (not self.missing, self.matched, part, -len(self.rows), -self.rows[0][0])


def recognise(sheet: RawSheet, kinds: Sequence[SheetKind], *, corrections: Corrections | None = None) -> Recognised:
    """Return the kind and the columns of a sheet, or of another sheet of the same file if this one has no known header.

    ``corrections`` are a person's word on what columns hold and go before everything else. Raise ``SheetRefused``:
    ``no_header``, ``unknown_correction``, and with ``found`` ``columns_missing``, ``header_without_year`` and
    ``header_twice``.
    """
    corrections = corrections or {}
    fields = {column.field for kind in kinds for column in kind.columns} | {None}
    for which, field in corrections.items():
        if field not in fields:
            raise refused("unknown_correction", given=f"{which} = {field}")
    first = _best(sheet, kinds, corrections)
    if first and not first.missing:
        return _checked(sheet, first, corrections)
    for other in sheet.others():
        candidate = _best(other, kinds, corrections)
        if candidate and not candidate.missing:
            return _checked(other, candidate, corrections)
    if first is None or first.matched < min(FEWEST_COLUMNS, len(first.kind.columns)):
        raise refused("no_header", name=sheet.name, rows=HEADER_WITHIN_ROWS)
    return _checked(sheet, first, corrections)


def _best(sheet: RawSheet, kinds: Sequence[SheetKind], corrections: Corrections) -> _Candidate | None:
    top = list(islice(sheet, HEADER_WITHIN_ROWS))
    candidates = [
        candidate
        for kind in kinds
        for rows in _stretches(top)
        if (candidate := _candidate(kind, rows, sheet.merged, corrections)).matched
    ]
    return max(candidates, key=lambda candidate: candidate.rank, default=None)


def _stretches(top: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    for start, (_, cells) in enumerate(top):
        if any(map(text, cells)):
            for depth in range(1, HEADER_DEPTH + 1):
                if start + depth <= len(top):
                    yield tuple(top[start : start + depth])


def _candidate(kind: SheetKind, rows: tuple[Row, ...], merged: Sequence[Merge], corrections: Corrections) -> _Candidate:
    by_header, by_index = _read_corrections(kind, corrections)
    levels = [list(map(_as_written, cells)) for _, cells in rows]
    filled = [_spread(level, number - 1, merged) for level, (number, _) in zip(levels, rows, strict=True)]
    columns = []
    corrected = set()
    for index in range(max(map(len, levels))):
        names = _names(levels, filled, index)
        if not names and index not in by_index:
            continue
        header, column, parameters = _match(kind, names, by_header)
        if index in by_index:
            column, parameters = by_index[index], {}
        if index in by_index or any(normal_form(each) in by_header for each in names):
            corrected.add(index)
        columns.append(FoundColumn(index, header, column, parameters))
    settled = {each.column.field for each in columns if each.column and each.index in corrected}
    columns = [
        replace(each, column=None, parameters={})
        if each.column and each.column.field in settled and each.index not in corrected
        else each
        for each in columns
    ]
    fields = {each.column.field for each in columns if each.column}
    missing = sum(1 for column in kind.columns if column.required and column.field not in fields)
    matched = sum(1 for each in columns if each.column and each.header)
    return _Candidate(kind, rows, tuple(columns), matched, missing)


def _read_corrections(
    kind: SheetKind, corrections: Corrections
) -> tuple[dict[str, Column | None], dict[int, Column | None]]:
    by_header: dict[str, Column | None] = {}
    by_index: dict[int, Column | None] = {}
    for which, field in corrections.items():
        column = kind.column(field) if field is not None else None
        if isinstance(which, int):
            by_index[which] = column
        else:
            by_header[normal_form(which)] = column
    return by_header, by_index


def _as_written(cell: Any) -> str:
    return cell if isinstance(cell, str) else text(cell)


def _spread(level: list[str], row: int, merged: Sequence[Merge]) -> list[str]:
    """Return a header row with each group's name over all the columns of the group.

    Merged cells say how far a group goes; where the row has none, as in a text file, it goes to the next name.
    """
    spans = [(first[1], last[1]) for first, last in merged if first[0] == row and last[1] > first[1]]
    spread = list(level)
    if spans:
        for first, last in spans:
            for index in range(first + 1, min(last + 1, len(spread))):
                spread[index] = spread[index] if spread[index].strip() else level[first]
        return spread
    name = ""
    for index, written in enumerate(spread):
        name = written if written.strip() else name
        spread[index] = name
    return spread


def _names(levels: Sequence[list[str]], filled: Sequence[list[str]], index: int) -> list[str]:
    """Return the names a column can go by, the most exact first: with all groups above it, …, its own alone."""
    own = [level[index] if index < len(level) else "" for level in levels]
    lowest = max((at for at, written in enumerate(own) if written.strip()), default=None)
    if lowest is None:
        return []
    names: list[str] = []
    path = own[lowest]
    names.append(path)
    for above in range(lowest - 1, -1, -1):
        group = filled[above][index] if index < len(filled[above]) else ""
        if group.strip() and normal_form(group) != normal_form(path):
            path = f"{group} {path}"
            names.append(path)
    return names[::-1]


def _match(
    kind: SheetKind, names: Sequence[str], by_header: Mapping[str, Column | None]
) -> tuple[str, Column | None, Parameters]:
    for written in names:
        normal = normal_form(written)
        if normal in by_header:
            return written, by_header[normal], {}
        found = kind.match(normal)
        if found:
            return written, *found
    return names[-1] if names else "", None, {}


def _checked(sheet: RawSheet, candidate: _Candidate, corrections: Corrections) -> Recognised:
    here = {each.index for each in candidate.columns} | {normal_form(each.header) for each in candidate.columns}
    for which in corrections:
        if (which if isinstance(which, int) else normal_form(which)) not in here:
            raise refused("unknown_correction", given=which)
    numbers = tuple(number for number, _ in candidate.rows)
    columns = _dated(sheet, numbers[0], candidate.columns)
    found = Recognised(candidate.kind, sheet, numbers, columns, _first_data_row(sheet, numbers, columns))
    if found.missing:
        raise SheetRefused(
            Problem(
                "columns_missing",
                values={
                    "name": sheet.name,
                    "kind_zh": candidate.kind.label.zh,
                    "kind_en": candidate.kind.label.en,
                    "columns": [column.header for column in found.missing],
                },
            ),
            found,
        )
    seen: dict[tuple[str, Any], FoundColumn] = {}
    for each in found.used:
        if each.column is None:
            continue
        if each.column.yearly and "year" not in each.parameters:
            values = {"name": sheet.name, "header": " ".join(each.header.split()), "example": each.column.header}
            raise SheetRefused(Problem("header_without_year", each.column.field, values), found)
        key = (each.column.field, each.parameters.get("year") or tuple(sorted(each.parameters.items())))
        before = seen.setdefault(key, each)
        if before is not each:
            problem = Problem("header_twice", each.column.field, _both(before, each, name=sheet.name))
            raise SheetRefused(problem, found)
    return found


def _dated(sheet: RawSheet, header: int, columns: tuple[FoundColumn, ...]) -> tuple[FoundColumn, ...]:
    """Return the columns; yearly ones with the year and unit of their own header, else of the lines above the table."""
    if not any(each.column and each.column.yearly for each in columns):
        return columns
    lines = [text(cell) for number, cells in islice(sheet, HEADER_WITHIN_ROWS) if number < header for cell in cells]
    above = normal_form(" ; ".join(lines))
    return tuple(
        replace(each, parameters={**_year_and_unit(normal_form(each.header), above), **each.parameters})
        if each.column and each.column.yearly
        else each
        for each in columns
    )


def _year_and_unit(header: str, above: str) -> Parameters:
    years = [set(_YEAR_IN_HEADER.findall(header)), set(_YEAR.findall(above))]
    year = next((found.pop() for found in years if len(found) == 1), None)
    in_ten_thousands = TEN_THOUSAND_YUAN in header or ("元)" not in header and f"单位:{TEN_THOUSAND_YUAN}" in above)
    unit: Parameters = {"unit": TEN_THOUSAND_YUAN} if in_ten_thousands else {}
    return {**unit, "year": int(year)} if year else unit


def _both(before: FoundColumn, after: FoundColumn, *, name: str) -> dict[str, str]:
    return {
        "name": name,
        "header": " ".join(before.header.split()),
        "column": column_letters(before.index),
        "other_header": " ".join(after.header.split()),
        "other_column": column_letters(after.index),
    }


def _first_data_row(sheet: RawSheet, header: tuple[int, ...], columns: Sequence[FoundColumn]) -> int:
    """Return the row after the header, after cells merged downwards from it, and after a row that numbers columns."""
    last = header[-1]
    indexes = {each.index for each in columns}
    for (top, left), (bottom, _) in sheet.merged:
        if top + 1 in header and left in indexes and last < bottom + 1 <= last + HEADER_DEPTH:
            last = bottom + 1
    for number, cells in islice(sheet, last, last + 1):
        if _numbers_columns(cells):
            return number + 1
    return last + 1


def _numbers_columns(cells: Sequence[Any]) -> bool:
    """Say whether a row only counts the columns, as in statistical tables: 甲, 乙, 1, 2, 3, …"""
    marks = [mark for mark in map(text, cells) if mark and mark not in NUMBERING]
    if len(marks) <= FEWEST_COLUMNS or not (marks[0].isascii() and marks[0].isdigit()):
        return False
    return marks == [str(int(marks[0]) + step) for step in range(len(marks))]
