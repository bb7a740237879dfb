"""Real files of every sort for the tests of reading: made by openpyxl, xlsxwriter, zipfile and csv."""

import csv
import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import openpyxl
import xlsxwriter

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import (
    Bad,
    Column,
    Doubtful,
    RawSheet,
    Recognised,
    SheetKind,
    amount,
    code_text,
    coordinate,
    free_text,
    identity,
    whole_number,
    yes_no,
)

SHEET = "xl/worksheets/sheet1.xml"
HEADERS = ("户编号", "姓名", "证件号码", "人均纯收入")
ROW = ("620199000000001", "何慧珍", "620199198808300153", 2485.5)

_USE = Text("测试", "tests")


def column(field: str, header: str, parse: Callable[[Any], Any] = free_text, **more: Any) -> Column:
    """Return a column of a kind made for a test."""
    return Column(field=field, header=header, parse=parse, used_by=_USE, **more)


PERSONS = SheetKind(
    "persons",
    Text("人员表", "persons"),
    (
        column("county", "县（市、区、旗）", scope="record", synonyms=("县",)),
        column("household_code", "户编号", code_text, scope="record", required=True, identifies=True),
        column("name", "姓名", required=True, personal=True),
        column("identity", "证件号码", identity, synonyms=("身份证号",), identifies=True, personal=True),
        column("size", "人数", whole_number, scope="record"),
        column("months", "务工时间（月）", whole_number),
        column("safe_water", "饮水安全", yes_no, scope="record"),
        column("income", "人均纯收入", amount, scope="record"),
        column("head_name", "户主姓名", scope="record", personal=True),
    ),
)

VILLAGES = SheetKind(
    "villages",
    Text("行政村", "villages"),
    (
        column("county", "县(市、区)"),
        column("township", "乡(镇)"),
        column("village", "行政村", required=True),
        column("code", "行政村代码", code_text, required=True, identifies=True),
        column("poor", "是否贫困村", yes_no),
        column("pilot", "先期试点", yes_no),
        column("income", "集体经济收入", amount, pattern=r"(?P<year>20\d\d)年集体经济收入(\(元\))?", yearly=True),
        column("source", "主要收入来源"),
        column("longitude", "经度", coordinate),
        column("latitude", "纬度", coordinate),
    ),
)

KINDS = (PERSONS, VILLAGES)


def xlsx(*sheets: Iterable[Sequence[Any]], hidden: Sequence[int] = (), merge: Sequence[str] = ()) -> bytes:
    """Return a workbook made by openpyxl, one worksheet per list of rows; ``merge`` names ranges of the first."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        sheet = book.create_sheet(f"表{number + 1}")
        for row in rows:
            sheet.append(list(row))
        if number in hidden:
            sheet.sheet_state = "hidden"
    for cells in merge:
        book.worksheets[0].merge_cells(cells)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def sharing_texts(rows: Iterable[Sequence[str]]) -> bytes:
    """Return a workbook in which cells share their texts, as Excel writes it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    return target.getvalue()


def text_sheet(rows: Iterable[Sequence[Any]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """Return a text sheet made by the csv writer."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows(rows)
    return target.getvalue().encode(encoding)


def repacked(data: bytes, change: Callable[[dict[str, bytes]], None], **options: Any) -> bytes:
    """Return an archive with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def with_cells(cells: str, *, rows: str = "") -> bytes:
    """Return a workbook whose first row has these more cells, and with more rows, both as XML."""

    def change(parts: dict[str, bytes]) -> None:
        head, _, tail = parts[SHEET].partition(b"</row>")
        parts[SHEET] = head + cells.encode() + b"</row>" + rows.encode() + tail

    return repacked(xlsx([HEADERS]), change)


def compound_file(*streams: str) -> bytes:
    """Return a container as old workbooks and encrypted ones use, with small streams of these names."""
    free, end, fat_mark = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    sectors = [b"", b""] + [stream.encode().ljust(4096, b"\0") for stream in streams]
    fat = [fat_mark, end]
    entries = [_directory_entry("Root Entry", kind=5, start=end, size=0, child=1)]
    for number, stream in enumerate(streams):
        start = len(fat)
        fat += [*range(start + 1, start + 8), end]
        following = number + 2 if number + 1 < len(streams) else free
        entries.append(_directory_entry(stream, kind=2, start=start, size=4096, right=following))
    sectors[0] = struct.pack("<128I", *fat, *[free] * (128 - len(fat)))
    sectors[1] = b"".join(entries).ljust(512, b"\0")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, end, 0, end, 0)
    header += struct.pack("<109I", 0, *[free] * 108)
    return header + b"".join(sectors)


def _directory_entry(
    name: str, *, kind: int, start: int, size: int, right: int = 0xFFFFFFFF, child: int = 0xFFFFFFFF
) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<BBIII", kind, 1, 0xFFFFFFFF, right, child)
    return (
        encoded.ljust(64, b"\0") + struct.pack("<H", len(encoded)) + links + bytes(36) + struct.pack("<IQ", start, size)
    )


def cells_of(sheet: RawSheet) -> list[tuple[Any, ...]]:
    """Return all rows of a sheet, which must be numbered from 1 without a gap."""
    rows = list(sheet)
    assert [number for number, _ in rows] == list(range(1, len(rows) + 1))
    return [cells for _, cells in rows]


@dataclass
class ParsedRow:
    """One data row: its number, its values in the order of the recognised columns, and its problems by place there."""

    number: int
    values: list[Any]
    errors: list[tuple[int, Problem]]
    warnings: list[tuple[int, Problem]]


def parsed_rows(recognised: Recognised) -> Iterator[ParsedRow]:
    """Yield the data rows of a sheet, each cell parsed by its column; a cell in error has the value ``None``."""
    for number, cells in recognised.data_rows():
        row = ParsedRow(number, [], [], [])
        for position, each in enumerate(recognised.used):
            assert each.column is not None
            result = each.column.parse(cells[each.index])
            if type(result) is Bad:
                row.errors.append((position, result.problem))
                result = None
            elif type(result) is Doubtful:
                row.warnings.append((position, result.problem))
                result = result.value
            row.values.append(result)
        yield row
