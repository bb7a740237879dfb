"""Which files are read and which are refused, by their content."""

import csv
import datetime
import io
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook, PasswordError

from rules.exchange.sheets import (
    HEADERS,
    ROW,
    SHEET,
    cells_of,
    compound_file,
    repacked,
    sharing_texts,
    text_sheet,
    with_cells,
    xlsx,
)
from xiuhua.platform.exchange.reading import Limits, RawSheet, SheetRefused, read_sheet

MEBIBYTE = 1 << 20
GOOD = xlsx([HEADERS, ROW])


def refusal(data: bytes, limits: Limits | None = None) -> str:
    """Return the code with which the file is refused."""
    with pytest.raises(SheetRefused) as caught:
        read_sheet(data, name="表.xlsx", limits=limits)
    return caught.value.problem.code


def test_rows_come_with_their_numbers_and_again_and_again() -> None:
    sheet = read_sheet(xlsx([HEADERS, ROW, [], ROW]), name="人员.xlsx")
    assert (sheet.name, sheet.title, sheet.width) == ("人员.xlsx", "表1", 4)
    assert list(sheet) == [(1, HEADERS), (2, ROW), (3, ("",) * 4), (4, ROW)]
    assert list(sheet) == list(sheet)


def test_a_table_that_starts_further_down_and_right_keeps_its_places() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_row(3, 2, HEADERS)
    sheet.write_row(4, 2, ROW)
    book.close()
    read = read_sheet(target.getvalue(), name="x")
    assert cells_of(read)[3:] == [("", "", *HEADERS), ("", "", *ROW)]
    assert read.width == 6


def test_kinds_of_cells_are_kept() -> None:
    cells = (1.5, True, datetime.date(2014, 12, 1), datetime.datetime.fromisoformat("2014-12-01T08:30"), "文字", "")
    assert cells_of(read_sheet(xlsx([cells, cells]), name="x"))[0][:5] == cells[:5]


def test_the_first_worksheet_with_content_is_taken_hidden_ones_last() -> None:
    data = xlsx([], [("选项", "是")], [HEADERS], [ROW], hidden=(1,))
    sheet = read_sheet(data, name="x")
    assert sheet.title == "表3"
    assert [other.title for other in sheet.others()] == ["表4", "表2"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_text_sheets_in_every_encoding_and_delimiter(encoding: str, delimiter: str) -> None:
    rows = [HEADERS, ("620199000000001", "何、慧，珍", "620199198808300153", "2485.5")]
    sheet = read_sheet(text_sheet(rows, encoding=encoding, delimiter=delimiter), name="人员.csv")
    assert cells_of(sheet) == rows


def test_text_sheets_lose_their_wrappers_only() -> None:
    raw = '户编号,证件号码,备注,公式\n="620199000000001","=""62019919880830015X""",\'0042,=A1+1\n,,"多\n行",\n'
    rows = cells_of(read_sheet(raw.encode(), name="x.csv"))
    assert rows[1] == ("620199000000001", "62019919880830015X", "0042", "=A1+1")
    assert rows[2] == ("", "", "多\n行", "")


def test_rows_of_text_sheets_are_all_as_wide_as_the_widest() -> None:
    rows = cells_of(read_sheet(b"a,b\n\n1,2,3,,,\n,,,,\n", name="x.csv"))
    assert rows == [("a", "b", ""), ("", "", ""), ("1", "2", "3"), ("", "", "")]


@pytest.mark.parametrize(
    "data",
    [
        b"not a workbook",
        b"%PDF-1.7\n1,2,3\n",
        b"<html><table><tr><td>1</td></tr></table></html>",
        '\ufeff<?xml version="1.0"?><Workbook/>'.encode(),
        b"\x89PNG\r\n\x1a\n\0\0\0",
        bytes(range(1, 9)) + b",1,2\n",
        b"{\\rtf1 a,b}",
        compound_file("WordDocument"),
    ],
)
def test_not_a_workbook(data: bytes) -> None:
    assert refusal(data) == "not_a_workbook"


def test_an_archive_without_a_workbook_is_none() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("word/document.xml", "<a/>")
        archive.writestr("[Content_Types].xml", "<Types/>")
    assert refusal(target.getvalue()) == "not_a_workbook"


def test_encrypted_workbooks(tmp_path: Path) -> None:
    data = compound_file("EncryptionInfo", "EncryptedPackage")
    file = tmp_path / "表.xlsx"
    file.write_bytes(data)
    with pytest.raises(PasswordError):
        CalamineWorkbook.from_path(file)
    assert refusal(data) == "workbook_encrypted"


def test_an_archive_with_encrypted_parts_is_encrypted() -> None:
    data = bytearray(GOOD)
    at = data.find(b"PK\x01\x02")
    struct.pack_into("<H", data, at + 8, 1)
    assert refusal(bytes(data)) == "workbook_encrypted"


def test_older_and_other_formats_say_what_to_save_as() -> None:
    assert refusal(compound_file("Workbook")) == "workbook_old_format"
    assert refusal(compound_file("Book")) == "workbook_old_format"
    for part in ("content.xml", "xl/workbook.bin"):
        data = repacked(GOOD, lambda parts, part=part: parts.update({part: b"<a/>"}))
        assert refusal(data) == "workbook_old_format"


@pytest.mark.parametrize("data", [b"", b" \r\n ", xlsx([]), xlsx([], []), b",,,\n,,\n", b"\xef\xbb\xbf\n"])
def test_empty(data: bytes) -> None:
    assert refusal(data) == "sheet_empty"


def test_a_file_that_is_too_large() -> None:
    assert refusal(GOOD, Limits(file_bytes=100)) == "file_too_large"


def test_a_zip_bomb_by_its_ratio() -> None:
    data = repacked(GOOD, lambda parts: parts.update({"xl/sharedStrings.xml": b" " * (40 * MEBIBYTE)}))
    assert len(data) < MEBIBYTE
    assert refusal(data) == "workbook_unpacks_too_large"


def test_a_zip_bomb_by_its_total_and_by_its_parts() -> None:
    assert refusal(GOOD, Limits(unpacked_bytes=1000)) == "workbook_unpacks_too_large"
    assert refusal(GOOD, Limits(parts=3)) == "workbook_too_many_parts"


def test_a_zip_that_lies_about_its_size() -> None:
    data = bytearray(repacked(GOOD, lambda parts: parts.update({"xl/big.xml": b"x" * MEBIBYTE})))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        local = archive.getinfo("xl/big.xml").header_offset
    central = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, local + 22, 100)
    struct.pack_into("<I", data, central + 24, 100)
    assert refusal(bytes(data)) == "workbook_damaged"


@pytest.mark.parametrize("kept", [40, 400, -60])
def test_a_file_cut_short(kept: int) -> None:
    assert refusal(GOOD[:kept]) == "workbook_damaged"


def test_broken_markup() -> None:
    data = repacked(GOOD, lambda parts: parts.update({SHEET: parts[SHEET][:-200] + b"<<<"}))
    assert refusal(data) == "workbook_damaged"


LONG = "长" * 10_000
SHARED = "xl/sharedStrings.xml"


def ended_in_a_comment(parts: dict[str, bytes]) -> None:
    """Write what looks like the end of a text into the middle of a long one."""
    half = LONG[:5_000].encode()
    parts[SHARED] = parts[SHARED].replace(half, half + b"<!-- </si> -->", 1)


def ended_in_an_attribute(parts: dict[str, bytes]) -> None:
    """Readers look for the end of a tag behind what is in quotes, whatever it is."""
    parts[SHARED] = parts[SHARED].replace(b"<si><t>", b'<si><t ">x</si>">')


def numbered_in_an_attribute(parts: dict[str, bytes]) -> None:
    """Name the short text where a pattern would look, and the long one where the reader does."""
    parts[SHEET] = re.sub(rb't="s"(><v>)0', rb't="s" z="s\g<1>1</v></c>"\g<1>0', parts[SHEET])


def with_spaces(parts: dict[str, bytes]) -> None:
    parts[SHEET] = parts[SHEET].replace(b"<v>", b"<v >").replace(b't="s"', b"t='s'")


def with_prefixes(parts: dict[str, bytes]) -> None:
    text = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", parts[SHARED])
    parts[SHARED] = text.replace(b"xmlns=", b"xmlns:x=")


@pytest.mark.parametrize(
    "change", [None, ended_in_a_comment, ended_in_an_attribute, numbered_in_an_attribute, with_spaces, with_prefixes]
)
def test_a_long_text_in_many_cells(change: Callable[[dict[str, bytes]], None] | None) -> None:
    """The file is small, and its archive declares nothing large."""
    data = sharing_texts([[LONG, "短"] * 10] * 10)
    assert len(data) < 10_000
    assert refusal(repacked(data, change or dict), Limits(text_bytes=2_000_000)) == "workbook_texts_too_large"
    assert read_sheet(data, name="x").width == 20


@pytest.mark.parametrize("change", [None, with_prefixes])
def test_a_long_text_among_many_short_ones(change: Callable[[dict[str, bytes]], None] | None) -> None:
    data = repacked(sharing_texts([[LONG, "短"], *[["短"] * 20] * 100]), change or dict)
    assert len(list(read_sheet(data, name="x", limits=Limits(text_bytes=200_000)))) == 101


@pytest.mark.parametrize("comment", [0, MEBIBYTE, 3 * MEBIBYTE], ids=str)
def test_entities_are_refused_before_they_are_read(comment: int) -> None:
    before = b"<!--" + b"x" * comment + b"-->"
    laughs = b'<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;">]>'

    def change(parts: dict[str, bytes]) -> None:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b"<workbook", before + laughs + b"<workbook", 1)

    assert refusal(repacked(GOOD, change)) == "workbook_with_document_type"


@pytest.mark.parametrize(
    ("cells", "rows", "code"),
    [
        ('<c r="XFD1"><v>1</v></c>', "", "too_many_columns"),
        ("<c r='XFD1'><v>1</v></c>", "", "too_many_columns"),
        ('<c r = "xfd1"><v>1</v></c>', "", "too_many_columns"),
        ('<c\nr="XFD1" t="n"><v>1</v></c>', "", "too_many_columns"),
        ('<c t=">" r="XFD1"><v>1</v></c>', "", "too_many_columns"),
        ("", '<row r="1048576"><c r="A1048576"><v>1</v></c></row>', "too_many_rows"),
        ("", '<row r="1048576"><c><v>1</v></c></row>', "too_many_rows"),
        ('<c r="C900000"><v>1</v></c>', "", "too_many_rows"),
        ('<c r="KN1"><v>1</v></c>', '<row r="199999"><c r="A199999"><v>1</v></c></row>', "too_many_cells"),
    ],
)
def test_a_far_away_cell_does_not_fill_the_memory(cells: str, rows: str, code: str) -> None:
    assert refusal(with_cells(cells, rows=rows)) == code


def test_cells_that_are_only_formatted_do_not_count() -> None:
    far = '<row r="1048576" spans="1:4"><c r="A1048576" s="0"/><c r="XFD1048576" s="0"/></row>'
    data = with_cells('<c r="XFD1" s="0"/>', rows=f'{far}<row r="1048575"></row>')
    assert cells_of(read_sheet(data, name="x")) == [HEADERS]


def test_wide_sheets_within_the_limits_are_read() -> None:
    header = [f"列{number}" for number in range(300)]
    sheet = read_sheet(xlsx([header, header]), name="x")
    assert (sheet.width, len(cells_of(sheet))) == (300, 2)


@pytest.mark.parametrize("limits", [Limits(rows=9), Limits(rows=10, columns=3), Limits(rows=10, columns=4, cells=39)])
@pytest.mark.parametrize("as_text", [False, True])
def test_rows_columns_and_cells_are_bounded(limits: Limits, as_text: bool) -> None:
    rows = [HEADERS, *[ROW] * 9]
    data = text_sheet(rows) if as_text else xlsx(rows)
    assert refusal(data, limits).startswith("too_many_")
    assert len(cells_of(read_sheet(data, name="x", limits=Limits(rows=10, columns=4, cells=40)))) == 10


def test_text_in_no_known_encoding() -> None:
    assert refusal("户编号,姓名\n1,何".encode("gbk") + b"\xff\xff\n") == "text_encoding_unknown"
    assert refusal(b"\xff\xfea,b") == "text_encoding_unknown"


def test_a_quotation_mark_that_is_never_closed() -> None:
    rows = text_sheet([HEADERS] * 3) + b'1,"' + b"x,\n" * csv.field_size_limit()
    assert refusal(rows) == "text_sheet_damaged"


def test_excel_errors_and_formulas_without_a_result_are_given_at_their_cells() -> None:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("一 & 二")
    sheet.write_row(0, 0, HEADERS)
    sheet.write_formula("A2", "=VLOOKUP(1,B:B,1)", None, "#N/A")
    sheet.write_formula("B2", "=A1", None, "何慧珍")
    sheet.write_formula("F4", "=1/0", None, "#DIV/0!")
    book.close()

    def forget_results(parts: dict[str, bytes]) -> None:
        parts[SHEET] = parts[SHEET].replace(b"</row>", b'<c r="G1"><f>1&lt;2</f></c></row>', 1)

    sheet_read = read_sheet(repacked(target.getvalue(), forget_results), name="x")
    rows = cells_of(sheet_read)
    assert rows[0] == (*HEADERS, "", "", "=1<2")
    assert rows[1][:2] == ("#N/A", "何慧珍")
    assert rows[2] == ("",) * 7
    assert rows[3][5] == "#DIV/0!"


def test_a_formula_whose_result_is_the_empty_text_stays_blank() -> None:
    empty = '<row r="2"><c r="A2" t="str"><f>IF(1,"","x")</f><v></v></c><c r="B2"><v>5</v></c></row>'
    assert cells_of(read_sheet(with_cells("", rows=empty), name="x"))[1] == ("", 5.0, "", "")


def test_large_parts_are_looked_through_across_blocks() -> None:
    rows = [(f"{number:015d}", "何慧珍" * 10, "620199198808300153", 1.5) for number in range(20_000)]
    data = xlsx([HEADERS, *rows])
    late = repacked(data, lambda parts: parts.update({SHEET: parts[SHEET].replace(b'r="D20001"', b'r="XFD20001"')}))
    assert len(cells_of(read_sheet(data, name="x"))) == 20_001
    assert refusal(late) == "too_many_columns"


@settings(max_examples=150)
@given(st.data())
def test_damage_anywhere_is_refused_or_read_but_never_crashes(data: st.DataObject) -> None:
    damaged = bytearray(GOOD)
    for at in data.draw(st.lists(st.integers(0, len(GOOD) - 1), min_size=1, max_size=4)):
        damaged[at] ^= data.draw(st.integers(1, 255))
    try:
        sheet = read_sheet(bytes(damaged), name="x")
    except SheetRefused:
        return
    assert isinstance(sheet, RawSheet)
    assert list(sheet)


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_any_bytes_are_refused_or_read_but_never_crash(data: bytes) -> None:
    try:
        sheet = read_sheet(data, name="x")
    except SheetRefused:
        return
    assert list(sheet)
