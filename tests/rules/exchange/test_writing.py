"""The same sheet again with its wrong cells marked, and plain tables."""

import datetime
import io
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from rules.exchange.sheets import HEADERS, KINDS, ROW, cells_of, parsed_rows, text_sheet, xlsx
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import RawSheet, Recognised, read_sheet, recognise
from xiuhua.platform.exchange.writing import AMBER, PROBLEMS_HEADER, RED, Mark, marked_workbook, plain_workbook

CHECK_DIGIT = Text("校验位不对", "the check digit is wrong")
UNUSUAL = Text("收入为负，请确认", "the income is negative, please confirm")
MISSING = Text("没有户主", "there is no head")
WRONG = ("620199000000002", "=田巧仓", "620199198808300150", -350)
ROWS = [("某县人员表",), (), HEADERS, ROW, WRONG, (), ("620199000000003", "何财", 620199198808300153.0, "三千元")]
MARKS = (
    Mark(5, 2, CHECK_DIGIT),
    Mark(5, 3, UNUSUAL, warning=True),
    Mark(5, 2, MISSING, warning=True),
    Mark(7, 3, UNUSUAL, warning=True),
    Mark(7, None, MISSING, warning=True),
)


def opened(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]


def colour(sheet: Worksheet, cell: str) -> str | None:
    fill = sheet[cell].fill
    return f"#{fill.fgColor.rgb[2:]}" if fill.fill_type else None


def recognised(data: bytes) -> Recognised:
    return recognise(read_sheet(data, name="表"), KINDS)


def marked(rows: Sequence[Sequence[Any]] = ROWS, **options: Any) -> tuple[RawSheet, bytes]:
    found = recognised(xlsx(rows))
    return found.sheet, marked_workbook(
        found.sheet, header_rows=found.header_row_numbers, marks=MARKS, title="人员", **options
    )


def test_wrong_cells_are_red_and_doubtful_ones_amber_with_the_reason() -> None:
    sheet = opened(marked()[1])
    assert sheet.title == "人员"
    assert (colour(sheet, "C5"), colour(sheet, "D5"), colour(sheet, "D7")) == (RED, AMBER, AMBER)
    assert [colour(sheet, cell) for cell in ("A4", "B5", "C4", "C7")] == [None] * 4
    assert "校验位不对\n没有户主" in sheet["C5"].comment.text
    assert sheet["C4"].comment is None
    assert sheet.freeze_panes == "A4"


def test_a_last_column_lists_the_problems_in_words() -> None:
    sheet = opened(marked()[1])
    assert sheet["E3"].value == PROBLEMS_HEADER
    assert sheet["E5"].value == "证件号码：校验位不对\n人均纯收入：收入为负，请确认\n证件号码：没有户主"
    assert sheet["E7"].value == "人均纯收入：收入为负，请确认\n没有户主"
    assert (colour(sheet, "E5"), colour(sheet, "E7"), sheet["E4"].value) == (RED, AMBER, None)


def test_the_problems_are_told_in_english_too() -> None:
    sheet = opened(marked(language="en")[1])
    assert sheet["E7"].value == "人均纯收入: the income is negative, please confirm\nthere is no head"
    assert sheet["C5"].comment.text.startswith("the check digit is wrong")


def test_every_cell_is_what_it_was_and_no_text_becomes_a_formula() -> None:
    original, data = marked()
    again = cells_of(read_sheet(data, name="表"))
    assert [cells[:4] for cells in again] == cells_of(original)
    cell = opened(data)["B5"]
    assert (cell.value, cell.data_type) == ("=田巧仓", "s")


def test_reading_the_marked_sheet_again_gives_the_same() -> None:
    before, after = recognised(xlsx(ROWS)), recognised(marked()[1])
    assert after.header_row_numbers == before.header_row_numbers == (3,)
    assert [each.column for each in after.columns] == [*(each.column for each in before.columns), None]
    assert [(row.number, row.values, row.errors) for row in parsed_rows(after)] == [
        (row.number, row.values, row.errors) for row in parsed_rows(before)
    ]


def test_marking_a_marked_sheet_replaces_the_last_column() -> None:
    found = recognised(marked()[1])
    data = marked_workbook(found.sheet, header_rows=(3,), marks=[Mark(4, 0, MISSING)])
    sheet = opened(data)
    assert [sheet.cell(3, column).value for column in range(1, 7)] == [*HEADERS, PROBLEMS_HEADER, None]
    assert (sheet["E4"].value, sheet["E5"].value) == ("户编号：没有户主", None)


def test_blank_cells_can_be_marked() -> None:
    data = marked_workbook(
        read_sheet(text_sheet([HEADERS, ("620199000000001", "", "", "")]), name="x"),
        header_rows=(1,),
        marks=[Mark(2, 1, MISSING)],
    )
    sheet = opened(data)
    assert (colour(sheet, "B2"), sheet["B2"].value) == (RED, None)
    assert sheet["A2"].number_format == "@"


def test_cells_of_every_kind_can_be_written_again() -> None:
    row = (
        *("x" * 40_000, float("nan"), float("inf"), True, None, datetime.time(8, 30), datetime.timedelta(1)),
        *(datetime.date(2014, 12, 1), datetime.datetime.fromisoformat("2014-12-01T08:30"), datetime.date(1800, 1, 1)),
    )
    header = [str(number) for number in range(len(row))]
    data = marked_workbook([(1, header), (2, row)], header_rows=(1,), marks=[])
    assert cells_of(read_sheet(data, name="x"))[1][:-1] == (
        *("x" * 32_767, "nan", "inf", True, "", "08:30:00", "1 day, 0:00:00"),
        *(datetime.date(2014, 12, 1), datetime.datetime.fromisoformat("2014-12-01T08:30"), "1800-01-01"),
    )


def test_headers_of_several_rows_stay_where_they_were() -> None:
    rows = [("户编号", "户主", ""), ("", "姓名", "姓名"), ("620199000000001", "何德发", "何慧珍")]
    data = marked_workbook(
        [(number, row) for number, row in enumerate(rows, 1)], header_rows=(1, 2), marks=[Mark(3, 0, MISSING)]
    )
    sheet = opened(data)
    assert (sheet["D1"].value, sheet["D2"].value, sheet["D3"].value) == (None, PROBLEMS_HEADER, "户编号：没有户主")
    assert sheet.freeze_panes == "A3"


def test_temporary_files_go_where_they_are_told_and_are_gone(tmp_path: Path) -> None:
    assert marked(temporary=tmp_path)[1]
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(OSError, match="nowhere"):
        marked(temporary=tmp_path / "nowhere")


def test_a_plain_table_keeps_long_numbers_and_starts_no_formula() -> None:
    rows = [
        ("620199198808300153", 10**16, 3, Decimal("2485.5"), True, None),
        ("=1+1", -5, 1.5, datetime.date(2017, 9, 12), "https://example.org", "2017"),
    ]
    data = plain_workbook(["证件号码", "长", "数", "值", "是", "空"], iter(rows), title="导出: [2017]/人员")
    again = cells_of(read_sheet(data, name="x"))
    assert again[1] == ("620199198808300153", str(10**16), 3.0, 2485.5, True, "")
    assert again[2] == ("=1+1", -5.0, 1.5, datetime.date(2017, 9, 12), "https://example.org", "2017")
    sheet = opened(data)
    assert (sheet["A3"].data_type, sheet["E3"].hyperlink, sheet.freeze_panes) == ("s", None, "A2")
    assert sheet.title == "导出   2017  人员"


def test_a_table_without_rows_is_still_a_table() -> None:
    assert cells_of(read_sheet(plain_workbook(["户编号"], []), name="x")) == [("户编号",)]


def test_a_file_does_not_say_when_it_was_made() -> None:
    """The same rows are the same file, at whatever time somebody asks for it."""
    made = openpyxl.load_workbook(io.BytesIO(plain_workbook(["a"], [["b"]]))).properties
    assert made.created.year == 1980
