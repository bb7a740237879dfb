"""One door for uploaded sheets: bytes in, rows with their numbers out, or a refusal."""

import posixpath
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import Any, TypeAlias
from xml.parsers import expat
from zipfile import ZipFile

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from xiuhua.platform.exchange.reading.archive import Unread, look_through
from xiuhua.platform.exchange.reading.delimited import open_delimited
from xiuhua.platform.exchange.reading.limits import MEBIBYTE, Limits, refused

Row: TypeAlias = tuple[int, tuple[Any, ...]]
"""A row number as Excel shows it (1-based) and the cells from column A on: str, float, bool, date and the like."""
Merge: TypeAlias = tuple[tuple[int, int], tuple[int, int]]
"""First and last cell of merged cells, each as 0-based (row, column)."""

COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
DIRECTORY_ENTRY = 128
ENCRYPTED_STREAMS = ("EncryptionInfo", "EncryptedPackage")
OLD_STREAMS = ("Workbook", "Book")
MERGES_UP_TO_ROW = 40


@dataclass(frozen=True)
class RawSheet:
    """One worksheet of a file; iterating, as often as you like, yields its rows in order.

    ``title`` is the worksheet's name, empty for a text file. ``merged`` names merged cells near the top only.
    """

    name: str
    title: str
    width: int
    merged: tuple[Merge, ...] = ()
    _rows: Callable[[], Iterator[Row]] = field(default=lambda: iter(()), repr=False, kw_only=True)
    _others: Callable[[], Iterator["RawSheet"]] = field(default=lambda: iter(()), repr=False, kw_only=True)

    def __iter__(self) -> Iterator[Row]:
        return self._rows()

    def others(self) -> Iterator["RawSheet"]:
        """Yield the other worksheets of the same file that hold anything; each is loaded only when asked for."""
        return self._others()


def read_sheet(data: bytes, *, name: str, limits: Limits | None = None) -> RawSheet:
    """Return the first worksheet that holds anything, the visible ones first; ``name`` is the file's name.

    What a file is, its content says, never its extension. Raise ``SheetRefused`` for everything else: no workbook,
    encrypted, an older format, damaged, beyond the limits, empty.
    """
    limits = limits or Limits()
    if len(data) > limits.file_bytes:
        size, limit = (f"{number / MEBIBYTE:,.0f}" for number in (len(data), limits.file_bytes))
        raise refused("file_too_large", name=name, size=size, limit=limit)
    if not data.strip():
        raise refused("sheet_empty", name=name)
    if data.startswith(COMPOUND_FILE):
        raise _compound_file_refused(data, name=name)
    if data.startswith(b"PK"):
        unread = look_through(data, name=name, limits=limits)
        first = next(_worksheets(data, unread, name=name, skip=0), None)
        if first is None:
            raise refused("sheet_empty", name=name)
        return first
    text = open_delimited(data, name=name, limits=limits)
    return RawSheet(name, "", text.width, _rows=text.rows)


def _compound_file_refused(data: bytes, *, name: str) -> Exception:
    """Tell an encrypted workbook from an old one by the names in the container's directory."""
    for code, streams in (("workbook_encrypted", ENCRYPTED_STREAMS), ("workbook_old_format", OLD_STREAMS)):
        for stream in streams:
            at = data.find(f"{stream}\0".encode("utf-16-le"))
            while at >= 0:
                if at % DIRECTORY_ENTRY == 0:
                    return refused(code, name=name, format=".xls")
                at = data.find(f"{stream}\0".encode("utf-16-le"), at + 1)
    return refused("not_a_workbook", name=name)


def _worksheets(data: bytes, unread: dict[str, Unread], *, name: str, skip: int) -> Iterator[RawSheet]:
    """Yield the worksheets with content, visible before hidden, from number ``skip`` of that order on."""
    workbook = _guarded(partial(CalamineWorkbook.from_filelike, BytesIO(data)), name=name)
    worksheets = [sheet for sheet in workbook.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    worksheets.sort(key=lambda sheet: sheet.visible != SheetVisibleEnum.Visible)
    parts = _sheet_parts(data) if unread else {}
    for number, metadata in enumerate(worksheets[skip:], skip + 1):
        title = metadata.name
        sheet = _guarded(partial(workbook.get_sheet_by_name, title), name=name)
        left_out = unread.get(parts.get(title, ""), {})
        if sheet.start is None and not left_out:
            continue
        others = partial(_worksheets, data, unread, name=name, skip=number)
        yield _raw_sheet(sheet, left_out, name=name, others=others)


def _raw_sheet(
    sheet: CalamineSheet, left_out: Unread, *, name: str, others: Callable[[], Iterator[RawSheet]]
) -> RawSheet:
    first_column = sheet.start[1] if sheet.start else 0
    read_width = sheet.end[1] + 1 if sheet.end else 0
    width = max(
        read_width,
        max((column + 1 for cells in left_out.values() for column in cells), default=0),
    )
    merged = tuple((first, last) for first, last in sheet.merged_cell_ranges or () if first[0] < MERGES_UP_TO_ROW)

    def rows() -> Iterator[Row]:
        plain = _padded(sheet, before=first_column, after=width - read_width)
        return _completed(plain, left_out, width=width) if left_out else plain

    return RawSheet(name, sheet.name, width, merged, _rows=rows, _others=others)


def _padded(sheet: CalamineSheet, *, before: int, after: int) -> Iterator[Row]:
    """Yield the rows from column A on; the reader starts at the first column in use (but at the first row)."""
    rows = enumerate(map(tuple, sheet.iter_rows()), 1)
    if not before and not after:
        return rows
    lead, trail = ("",) * before, ("",) * after
    return ((number, (*lead, *cells, *trail)) for number, cells in rows)


def _completed(rows: Iterator[Row], left_out: Unread, *, width: int) -> Iterator[Row]:
    """Yield the rows with the texts of cells that the reader left out."""
    number = 0
    for number, cells in rows:
        texts = left_out.get(number)
        yield number, _with_texts(cells, texts) if texts else cells
    for later in sorted(row for row in left_out if row > number):
        for between in range(number + 1, later):
            yield between, ("",) * width
        yield later, _with_texts(("",) * width, left_out[later])
        number = later


def _with_texts(cells: Sequence[Any], texts: dict[int, str]) -> tuple[Any, ...]:
    return tuple(texts.get(index, cell) if cell == "" else cell for index, cell in enumerate(cells))


def _sheet_parts(data: bytes) -> dict[str, str]:
    """Return which part of the archive holds each worksheet, by title."""
    with ZipFile(BytesIO(data)) as archive:
        sheets = _elements(archive.read("xl/workbook.xml"), "sheet")
        relations = _elements(archive.read("xl/_rels/workbook.xml.rels"), "Relationship")
    targets = {each["Id"]: posixpath.normpath(posixpath.join("/xl", each["Target"]))[1:] for each in relations}
    return {
        each["name"]: targets[relation]
        for each in sheets
        for attribute, relation in each.items()
        if attribute.endswith(":id") and relation in targets
    }


def _elements(document: bytes, local_name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    parser = expat.ParserCreate()

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(":")[2] == local_name:
            found.append(attributes)

    parser.StartElementHandler = start
    parser.Parse(document, True)
    return found


def _guarded(call: Callable[[], Any], *, name: str) -> Any:
    """Run the spreadsheet reader; whatever it cannot take, its own panics included, is a refusal of the file."""
    try:
        return call()
    except PasswordError as error:
        raise refused("workbook_encrypted", name=name) from error
    except (CalamineError, OSError, ValueError) as error:
        raise refused("workbook_damaged", name=name) from error
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit | MemoryError):
            raise
        raise refused("workbook_damaged", name=name) from error
