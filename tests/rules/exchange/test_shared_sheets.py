"""The sheets that a county office holds: every row read, every cell that must be refused here refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from rules.exchange.sheets import VILLAGES, column, parsed_rows
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import (
    Recognised,
    SheetKind,
    amount,
    code_text,
    free_text,
    identity,
    read_sheet,
    recognise,
    whole_date,
    whole_number,
    yes_no,
)
from xiuhua.platform.exchange.writing import Mark, marked_workbook

PERSON_HEADERS = (
    *(
        "序号",
        "县(市、区、旗)",
        "乡(镇)",
        "行政村",
        "自然村",
        "户编号",
        "人编号",
        "姓名",
        "证件号码",
        "人数",
        "与户主关系",
    ),
    *("民族", "文化程度", "在校生状况", "健康状况", "劳动技能", "务工状况", "务工时间(月)", "参加大病医疗", "脱贫属性"),
    *("贫困户属性", "主要致贫原因", "危房户", "饮水安全", "饮水困难", "人均纯收入", "联系电话"),
)
PARSERS = {
    "户编号": code_text,
    "人编号": code_text,
    "证件号码": identity,
    "联系电话": code_text,
    "序号": whole_number,
    "人数": whole_number,
    "务工时间(月)": whole_number,
    "人均纯收入": amount,
    **dict.fromkeys(("参加大病医疗", "危房户", "饮水安全", "饮水困难"), yes_no),
}
PERSONS = SheetKind(
    "persons",
    Text("人员表", "persons"),
    tuple(
        column(header, header, PARSERS.get(header, free_text), identifies=header in ("户编号", "人编号", "证件号码"))
        for header in PERSON_HEADERS
    ),
)
INCOME = SheetKind(
    "income",
    Text("收入台账", "income ledger"),
    (
        column("household_code", "户编号", code_text, required=True, identifies=True),
        column("category", "收入类别"),
        column("item", "项目"),
        column("amount", "金额", amount, synonyms=("金额(元)",), required=True),
        column("from", "起始日期", whole_date),
        column("to", "截止日期", whole_date),
        column("receipt", "凭证"),
        column("complete", "台账是否完整", yes_no),
    ),
)
KINDS = (PERSONS, VILLAGES, INCOME)


@pytest.fixture(name="sheets")
def folder(shared_data: Path) -> Path:
    return shared_data / "sheets"


@pytest.fixture(name="expected")
def expected_findings(sheets: Path) -> dict[str, Any]:
    return json.loads((sheets / "expected.json").read_text("utf-8"))


def found(file: Path) -> Recognised:
    return recognise(read_sheet(file.read_bytes(), name=file.name), KINDS)


def bad_cells(recognised: Recognised) -> list[tuple[int, str, str, str]]:
    """Return (sequence number, header, code, value) of every cell that cannot be read."""
    return [
        (row.values[0], recognised.used[position].header, problem.code, problem.values["value"])
        for row in parsed_rows(recognised)
        for position, problem in row.errors
    ]


def test_the_person_list(sheets: Path, expected: dict[str, Any]) -> None:
    recognised = found(sheets / "persons.xlsx")
    assert (recognised.kind, recognised.header_row_numbers, recognised.first_data_row) == (PERSONS, (3,), 4)
    assert len(recognised.used) == len(PERSON_HEADERS)
    rows = list(parsed_rows(recognised))
    assert len(rows) == expected["persons"]["rows"]
    assert len({row.values[5] for row in rows}) == expected["persons"]["households"]
    assert not any(row.warnings for row in rows)
    assert sorted(bad_cells(recognised)) == sorted(
        (each["sequence"], each["column"], "not_an_amount", each["value"])
        for each in expected["errors"]
        if each["kind"] == "income_not_a_number"
    )


def test_the_gbk_file_reads_like_the_workbook(sheets: Path) -> None:
    workbook, text = (found(sheets / name) for name in ("persons.xlsx", "persons_gbk.csv"))
    for one, other in zip(parsed_rows(workbook), parsed_rows(text), strict=False):
        assert one.values == other.values
        assert one.errors == other.errors
    assert sum(1 for _ in text.data_rows()) == 400


def test_the_villages(sheets: Path, expected: dict[str, Any]) -> None:
    recognised = found(sheets / "villages.xlsx")
    assert recognised.kind is VILLAGES
    at = recognised.position("income")
    pilot = recognised.position("pilot")
    assert at is not None
    assert pilot is not None
    assert dict(recognised.used[at].parameters) == {"year": 2017}
    rows = list(parsed_rows(recognised))
    assert not any(row.errors or row.warnings for row in rows)
    incomes = [row.values[at] for row in rows]
    assert {
        "total": len(incomes),
        "none": sum(not each for each in incomes),
        "below_50000": sum(0 < (each or 0) < 5_000_000 for each in incomes),
        "at_least_50000": sum((each or 0) >= 5_000_000 for each in incomes),
        "pilots": sum(row.values[pilot] for row in rows),
    } == expected["villages"]


def test_the_income_ledger(sheets: Path, expected: dict[str, Any]) -> None:
    recognised = found(sheets / "income_2017.xlsx")
    assert recognised.kind is INCOME
    rows = list(parsed_rows(recognised))
    assert len(rows) == expected["income_lines"]
    assert not any(row.errors or row.warnings for row in rows)
    assert [row.values[3] for row in rows[:2]] == [66_000, 320_000]


def test_the_person_list_comes_back_marked_and_reads_the_same(sheets: Path) -> None:
    recognised = found(sheets / "persons.xlsx")
    marks = [
        Mark(row.number, recognised.used[position].index, Text("不是金额", "not an amount"))
        for row in parsed_rows(recognised)
        for position, _ in row.errors
    ]
    data = marked_workbook(recognised.sheet, header_rows=recognised.header_row_numbers, marks=marks)
    again = recognise(read_sheet(data, name="again"), KINDS)
    assert again.header_row_numbers == recognised.header_row_numbers
    assert [row.values for row in parsed_rows(again)] == [row.values for row in parsed_rows(recognised)]
