"""Sheets going out: the same sheet again with its wrong cells marked, and plain tables.

Everything is written as what it is: text stays text, whatever it starts with, so that no file holds a formula or a link
that a sheet brought in, and long numbers keep their digits.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.reading.headers import normal_form
from xiuhua.platform.exchange.reading.workbook import Row

PROBLEMS_HEADER = "问题 Problems"
RED = "#FF9C9C"
AMBER = "#FFD966"
GREY = "#EFEFEF"

LONGEST_TEXT = 32_767
LONGEST_TITLE = 31
MOST_COMMENTS = 5_000
"""Cells with a comment; a spreadsheet opens slowly with more. Colour and the last column are not limited."""
EXACT_WHOLE = 10**15
FIRST_DATE = date(1900, 3, 1)
MADE = datetime(1980, 1, 1, tzinfo=UTC)
"""What a file says of when it was made: nothing, so that the same rows are the same file."""


class Mark(NamedTuple):
    """One thing wrong with, or asked about, a cell: row number (1-based) and column index (0-based) as in the sheet.

    ``column`` is ``None`` where the problem is the row's as a whole.
    """

    row: int
    column: int | None
    reason: Text
    warning: bool = False


def marked_workbook(
    rows: Iterable[Row],
    *,
    header_rows: Sequence[int],
    marks: Iterable[Mark],
    title: str = "",
    language: str = "zh",
    temporary: Path | None = None,
) -> bytes:
    """Return the sheet again as an xlsx file, wrong cells red and doubtful ones amber, with the reason as a comment.

    ``rows`` are all rows of the sheet, titles and header included, equally wide, in order; ``header_rows`` their
    numbers as recognised. A last column lists the problems of each row in words; reading the file again ignores it, and
    one that is already there is replaced. ``temporary`` is the folder for the writer's own files, which hold the cells
    in the clear while the file is made.
    """
    by_row: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_row[mark.row].append(mark)
    book = _Book(title, temporary)
    page = _MarkedPage(book, header_rows, language)
    last_header, last_row = max(header_rows), 0
    for last_row, cells in rows:
        page.write(last_row, cells, by_row.get(last_row, ()))
    if last_row > last_header:
        book.sheet.autofilter(last_header - 1, 0, last_row - 1, page.problems_column)
    book.sheet.freeze_panes(last_header, 0)
    return book.close()


def plain_workbook(
    headers: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str = "", temporary: Path | None = None
) -> bytes:
    """Return a table as an xlsx file with its header frozen.

    Text is written as text, numbers as numbers (whole ones of more than 15 digits as text), ``date`` and ``datetime``
    as dates, ``None`` as a blank cell, anything else as its text.
    """
    book = _Book(title, temporary)
    header_format = book.format(bold=True, bg_color=GREY, text_wrap=True)
    for index, header in enumerate(headers):
        book.sheet.write_string(0, index, header[:LONGEST_TEXT], header_format)
    for number, cells in enumerate(rows, 1):
        for index, cell in enumerate(cells):
            book.write(number, index, cell)
    book.sheet.set_column(0, max(len(headers) - 1, 0), 16)
    book.sheet.freeze_panes(1, 0)
    return book.close()


class _Book:
    """One workbook with one worksheet, written row by row."""

    def __init__(self, title: str, temporary: Path | None) -> None:
        self._target = BytesIO()
        options: dict[str, Any] = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        if temporary is not None:
            options["tmpdir"] = str(temporary)
        self._book = Workbook(self._target, options)
        self._book.set_properties({"created": MADE})
        self.sheet: Worksheet = self._book.add_worksheet(sheet_title(title))
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """Return the format with these properties, made once."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self._book.add_format(properties)
        return self._formats[key]

    def write(self, row: int, column: int, cell: Any, **properties: Any) -> None:
        """Write a cell (0-based position) as what it is; a blank one only where it has a colour."""
        if cell is None or cell == "":
            if properties:
                self.sheet.write_blank(row, column, None, self.format(**properties))
        elif isinstance(cell, bool):
            self.sheet.write_boolean(row, column, cell, self.format(**properties) if properties else None)
        elif isinstance(cell, int | float | Decimal) and _is_exact_number(cell):
            self.sheet.write_number(row, column, float(cell), self.format(**properties) if properties else None)
        elif isinstance(cell, datetime) and cell.tzinfo is None and cell.date() >= FIRST_DATE:
            self.sheet.write_datetime(row, column, cell, self.format(num_format="yyyy-mm-dd hh:mm:ss", **properties))
        elif isinstance(cell, date) and not isinstance(cell, datetime) and cell >= FIRST_DATE:
            self.sheet.write_datetime(row, column, cell, self.format(num_format="yyyy-mm-dd", **properties))
        else:
            # The format “text” keeps digits whole also when a person mends the cell.
            written = (cell if isinstance(cell, str) else text(cell))[:LONGEST_TEXT]
            self.sheet.write_string(row, column, written, self.format(num_format="@", **properties))

    def close(self) -> bytes:
        """Finish the file and return it."""
        self._book.close()
        return self._target.getvalue()


class _MarkedPage:
    """Writes the rows of a marked sheet; it learns headers and width from the header rows as they pass."""

    def __init__(self, book: _Book, header_rows: Sequence[int], language: str) -> None:
        self._book = book
        self._header_rows = frozenset(header_rows)
        self._last_header = max(header_rows)
        self._language = language
        self._headers: dict[int, str] = {}
        self._comments = 0
        self.problems_column = 0

    def write(self, number: int, cells: Sequence[Any], marks: Sequence[Mark]) -> None:
        """Write one row with its marks."""
        is_header = number in self._header_rows
        if is_header:
            self._learn(cells)
        by_column: dict[int, list[Mark]] = defaultdict(list)
        for mark in marks:
            if mark.column is not None:
                by_column[mark.column].append(mark)
        below = number > self._last_header
        for index, cell in enumerate(cells):
            if index == self.problems_column and (is_header or below):
                continue
            properties: Mapping[str, Any] = {"bold": True, "bg_color": GREY, "text_wrap": True} if is_header else {}
            if index in by_column:
                properties = {"bg_color": _colour(by_column[index])}
                self._comment(number, index, by_column[index])
            self._book.write(number - 1, index, cell, **properties)
        if number == self._last_header:
            self._book.write(number - 1, self.problems_column, PROBLEMS_HEADER, bold=True, bg_color=GREY)
            self._book.sheet.set_column(0, max(self.problems_column - 1, 0), 14)
            self._book.sheet.set_column(self.problems_column, self.problems_column, 60)
        elif marks:
            listed = "\n".join(self._sentence(mark) for mark in marks)
            colour = _colour(marks)
            self._book.write(number - 1, self.problems_column, listed, bg_color=colour, text_wrap=True)

    def _learn(self, cells: Sequence[Any]) -> None:
        ours = normal_form(PROBLEMS_HEADER)
        self.problems_column = len(cells)
        for index, cell in enumerate(cells):
            if normal_form(cell) == ours:
                self.problems_column = index
            elif text(cell):
                self._headers[index] = text(cell)

    def _sentence(self, mark: Mark) -> str:
        reason = mark.reason.in_language(self._language)
        if mark.column is None:
            return reason
        header = self._headers.get(mark.column, "")
        return f"{header}: {reason}" if self._language.startswith("en") else f"{header}：{reason}"

    def _comment(self, number: int, index: int, marks: Sequence[Mark]) -> None:
        if self._comments < MOST_COMMENTS:
            self._comments += 1
            reasons = "\n".join(mark.reason.in_language(self._language) for mark in marks)
            self._book.sheet.write_comment(number - 1, index, reasons[:LONGEST_TEXT], {"x_scale": 2.5, "y_scale": 1.5})


def _colour(marks: Sequence[Mark]) -> str:
    return AMBER if all(mark.warning for mark in marks) else RED


def _is_exact_number(cell: float | Decimal) -> bool:
    """Say whether a spreadsheet can hold the number: a float as it is, a whole number up to 15 digits."""
    if isinstance(cell, int):
        return abs(cell) < EXACT_WHOLE
    return math.isfinite(cell)


def sheet_title(title: str) -> str | None:
    """Return a title that a spreadsheet accepts for a worksheet, or ``None`` for its own."""
    kept = "".join(" " if letter in "[]:*?/\\" else letter for letter in title).strip().strip("'")[:LONGEST_TITLE]
    return kept or None
