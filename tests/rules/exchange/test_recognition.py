"""How a sheet's kind, header and columns are found, and how a person's word goes before."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from rules.exchange.sheets import HEADERS, KINDS, PERSONS, ROW, VILLAGES, column, text_sheet, xlsx
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import (
    Recognised,
    SheetKind,
    SheetRefused,
    free_text,
    normal_form,
    read_sheet,
    recognise,
)

TITLE = ("兰州市贫困人口信息表（示例）",)


def found(data: bytes, *, corrections: Mapping[str | int, str | None] | None = None) -> Recognised:
    return recognise(read_sheet(data, name="表.xlsx"), KINDS, corrections=corrections)


def refused(data: bytes, *, corrections: Mapping[str | int, str | None] | None = None) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        found(data, corrections=corrections)
    return caught.value


def fields(recognised: Recognised) -> dict[str, str]:
    return {each.header: each.column.field for each in recognised.columns if each.column}


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("县（市、区、旗）", "县(市,区,旗)"),
        (" 务工时间\n（月） ", "务工时间(月)"),
        ("务工时间_x000D_\n(月)", "务工时间（月）"),
        ("＊姓名：", "姓名"),
        ("人均　纯收入", "人均纯收入"),
        ("【户编号】", "(户编号)"),
        ("Ｎａｍｅ", "NAME"),
        (2017.0, "2017"),
    ],
)
def test_headers_are_compared_by_what_they_say(written: Any, same: str) -> None:
    assert normal_form(written) == normal_form(same)
    assert normal_form(normal_form(written)) == normal_form(written)


def test_headers_that_say_different_things_differ() -> None:
    headers = ("姓名", "户主姓名", "人均纯收入", "人均纯收入(元)", "致贫原因1", "致贫原因2")
    assert len({normal_form(each) for each in headers}) == len(headers)


def test_a_header_is_found_under_titles_and_group_headers() -> None:
    groups = ("户籍信息", "", "人员信息", "")
    data = xlsx([TITLE, (), groups, HEADERS, ROW], merge=("A1:D1", "A3:B3", "C3:D3"))
    recognised = found(data)
    assert recognised.kind is PERSONS
    assert recognised.header_row_numbers == (4,)
    assert recognised.first_data_row == 5
    assert [each.header for each in recognised.columns] == list(HEADERS)
    assert list(recognised.data_rows()) == [(5, ROW)]


def test_the_header_is_reported_exactly_as_written() -> None:
    written = ("县 (市、区、旗)", "户编号*", " 姓\n名 ", "身份证号", "务工时间(月)", "备注")
    recognised = found(xlsx([written, ("永登县", *ROW[:3], 5, "无")]))
    assert [each.header for each in recognised.columns] == list(written)
    assert [each.column.field if each.column else None for each in recognised.columns] == [
        *("county", "household_code", "name", "identity", "months"),
        None,
    ]
    assert recognised.position("identity") == 3
    assert recognised.position("income") is None


@pytest.mark.parametrize("as_text", [False, True])
def test_a_header_of_two_rows_is_read_together(as_text: bool) -> None:
    upper = ("户编号", "户主", "", "家庭成员", "", "人均纯收入")
    lower = ("", "姓名", "电话", "姓名", "证件号码", "")
    body = ("620199000000001", "何德发", "1", "何慧珍", "620199198808300153", "2485")
    rows = [TITLE, upper, lower, body]
    data = text_sheet(rows) if as_text else xlsx(rows, merge=("A2:A3", "B2:C2", "D2:E2", "F2:F3"))
    recognised = found(data)
    assert recognised.header_row_numbers == (2, 3)
    assert fields(recognised) == {
        "户编号": "household_code",
        "户主 姓名": "head_name",
        "姓名": "name",
        "证件号码": "identity",
        "人均纯收入": "income",
    }
    assert [number for number, _ in recognised.data_rows()] == [4]


def test_a_group_name_reaches_no_further_than_its_merged_cells() -> None:
    upper = ("户主", "", "", "")
    lower = ("民族", "电话", "姓名", "户编号")
    recognised = found(xlsx([upper, lower, ("汉", "1", "何慧珍", "620199000000001")], merge=("A1:B1",)))
    assert fields(recognised) == {"姓名": "name", "户编号": "household_code"}


@pytest.mark.parametrize("as_text", [False, True])
def test_rows_between_header_and_data_are_passed_over(as_text: bool) -> None:
    header = (*HEADERS, "收入", "")
    below = ("", "", "", "", "工资性", "经营性")
    numbering = ("甲", "乙", 1, 2, 3, 4)
    rows = [header, below, numbering, (*ROW, 1, 2)]
    merge = ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1")
    recognised = found(text_sheet(rows) if as_text else xlsx(rows, merge=merge))
    assert recognised.header_row_numbers == (1,)
    assert [number for number, _ in recognised.data_rows()][-1] == 4
    if not as_text:
        assert recognised.first_data_row == 4


def test_years_in_headers_become_parameters() -> None:
    header = ("行政村", "行政村代码", "2016年集体经济收入", "２０１７年集体经济收入（元）", "2018年人口")
    recognised = found(xlsx([header, ("道顺村", "620121100200", 0, 2400, 5)]))
    assert recognised.kind is VILLAGES
    assert [(each.header, dict(each.parameters)) for each in recognised.used[2:]] == [
        ("2016年集体经济收入", {"year": 2016}),
        ("２０１７年集体经济收入（元）", {"year": 2017}),
    ]


def test_the_kind_with_all_it_needs_wins_over_the_kind_with_more_columns() -> None:
    small = SheetKind("small", Text("小表", "small"), (column("code", "户编号", required=True),))
    sheet = read_sheet(xlsx([("户编号", "人数", "人均纯收入"), ("1", "2", "3")]), name="x")
    assert recognise(sheet, (PERSONS, small)).kind is small


def test_another_worksheet_is_tried_when_the_first_says_nothing() -> None:
    recognised = found(xlsx([("说明", "请填写下一张表")], [("选项", "是")], [HEADERS, ROW]))
    assert recognised.sheet.title == "表3"
    assert list(recognised.data_rows()) == [(2, ROW)]


@pytest.mark.parametrize(
    "rows", [[ROW, ROW], [("随便", "写的"), ("没有", "表头")], [("姓名", "电话"), ("何慧珍", "1")]]
)
def test_no_header(rows: Sequence[Sequence[Any]]) -> None:
    assert refused(xlsx(rows)).problem.code == "no_header"


def test_a_header_after_the_first_rows_is_not_looked_for() -> None:
    assert found(xlsx([*[("说明",)] * 19, HEADERS, ROW])).header_row_numbers == (20,)
    assert refused(xlsx([*[("说明",)] * 20, HEADERS, ROW])).problem.code == "no_header"


def test_columns_that_are_missing_are_named_and_can_be_assigned() -> None:
    data = xlsx([("户编号", "成员", "人均纯收入"), ("620199000000001", "何慧珍", 1)])
    refusal = refused(data)
    assert refusal.problem.code == "columns_missing"
    assert refusal.problem.values["columns"] == ["姓名"]
    assert [each.header for each in refusal.found.columns] == ["户编号", "成员", "人均纯收入"]
    for which in ("成员", 1):
        assert fields(found(data, corrections={which: "name"})) == {
            "户编号": "household_code",
            "成员": "name",
            "人均纯收入": "income",
        }


def test_the_same_field_twice_is_refused_and_can_be_settled() -> None:
    data = xlsx([(*HEADERS, "身份证 号"), (*ROW, "620199198808300153")])
    refusal = refused(data)
    assert refusal.problem == Problem(
        "header_twice",
        "identity",
        {"name": "表.xlsx", "header": "证件号码", "column": "C", "other_header": "身份证 号", "other_column": "E"},
    )
    assert found(data, corrections={4: None}).used[2].index == 2
    assert found(data, corrections={"证件号码": None}).used[-1].index == 4
    assert found(data, corrections={4: "identity"}).used[-1].index == 4


def test_the_same_pattern_twice_is_refused_only_for_the_same_year() -> None:
    header = ("行政村", "行政村代码", "2017年集体经济收入", "2017年集体经济收入(元)")
    assert refused(xlsx([header, ("a", "b", 1, 2)])).problem.code == "header_twice"


def test_unknown_columns_may_stand_twice() -> None:
    assert found(xlsx([(*HEADERS, "备注", "备注"), (*ROW, 1, 2)])).kind is PERSONS


def test_a_correction_moves_a_field() -> None:
    data = xlsx([("户编号", "姓名", "真实姓名"), ("620199000000001", "甲", "何慧珍")])
    assert fields(found(data, corrections={"真实姓名": "name"})) == {"户编号": "household_code", "真实姓名": "name"}


def test_all_headers_can_be_assigned_by_place_alone() -> None:
    data = xlsx([TITLE, ("编码", "名字"), ("620199000000001", "何慧珍")])
    recognised = found(data, corrections={0: "household_code", 1: "name"})
    assert recognised.header_row_numbers == (2,)
    assert [each.header for each in recognised.used] == ["编码", "名字"]


def test_a_column_without_a_header_can_be_assigned() -> None:
    data = xlsx([("户编号", "", "人数"), ("620199000000001", "何慧珍", 3)])
    recognised = found(data, corrections={1: "name"})
    assert [(each.index, each.header) for each in recognised.used] == [(0, "户编号"), (1, ""), (2, "人数")]


@pytest.mark.parametrize("corrections", [{"姓名": "nothing"}, {"没有这一列": "name"}, {99: "name"}])
def test_corrections_that_fit_nothing(corrections: Mapping[str | int, str | None]) -> None:
    assert refused(xlsx([HEADERS, ROW]), corrections=corrections).problem.code == "unknown_correction"


def test_a_kind_cannot_give_a_header_two_meanings() -> None:
    for columns in (
        (column("a", "姓名"), column("a", "名字")),
        (column("a", "务工时间(月)"), column("b", "月", synonyms=("务工时间（月）",))),
    ):
        with pytest.raises(ValueError, match="two columns"):
            SheetKind("x", Text("表", "sheet"), columns)
    assert SheetKind("x", Text("表", "sheet"), (column("a", "姓名", free_text),)).column("b") is None
