"""Which rows are records and which are blank, totals or notes; and that no row with a code is ever lost."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules.exchange.sheets import HEADERS, KINDS, ROW, ParsedRow, parsed_rows, text_sheet, xlsx
from xiuhua.platform.exchange.reading import Recognised, read_sheet, recognise

HEADER = ("序号", "县", *HEADERS, "人数", "备注")
GOOD = (1, "永登县", *ROW, 3, "")


def recognised(rows: Sequence[Sequence[Any]], *, as_text: bool = False) -> Recognised:
    everything = [HEADER, *rows]
    data = text_sheet(everything) if as_text else xlsx(everything)
    return recognise(read_sheet(data, name="表"), KINDS)


def kept(*rows: Sequence[Any]) -> list[int]:
    both = [[number for number, _ in recognised(rows, as_text=way).data_rows()] for way in (False, True)]
    assert both[0] == both[1]
    return both[0]


@pytest.mark.parametrize(
    "row",
    [
        (),
        ("", " ", "　", "\u00a0"),
        (2,),
        ("", "", "", "", "", "", "", "只有备注"),
        ("合计", "", "", "", "", 2485.5, 3),
        ("合 计", "", 900, 3176, "", 2485.5),
        ("", "总计：", "900户", "", "3,176人"),
        ("", "永登县小计", "", "", "", 100),
        ("本表共计", "", 12),
        ("Total", "", 12),
        ("填表人：何某", "", "审核人：田某", "", "", "2017年9月"),
        ("注：本表由乡镇填报", ""),
        ("备注：一式两份", "", "", "县扶贫办存档"),
        ("单位（盖章）", "单位盖章", ""),
    ],
)
def test_rows_that_are_no_records(row: Sequence[Any]) -> None:
    assert kept(GOOD, row, GOOD, row) == [2, 4]


@pytest.mark.parametrize(
    "row",
    [
        ("合计", "", "620199000000001", "", "", 2485.5),
        ("", "小计", "", "", "620199198808300153"),
        ("合计", "", "", "", 620199198808300153.0),
        ("填表人：", "", "", "何慧珍", "62019919880830015X"),
        ("合计", "", "H001", ""),
        ("", "", "", "", "620199198808300153"),
        (3, "", "", "何慧珍"),
        ("", "", "", "", "", 2485.5),
    ],
)
def test_rows_that_are_records_however_odd(row: Sequence[Any]) -> None:
    assert kept(GOOD, row, GOOD) == [2, 3, 4]


def test_household_cells_that_are_blank_on_members_rows_stay_blank() -> None:
    member = (2, "", "", "田巧仓", "620199198405319845")
    assert [cells[2] for _, cells in recognised([GOOD, member, ("合计", "", 1)]).data_rows()] == [ROW[0], ""]


@settings(max_examples=100)
@given(
    words=st.lists(
        st.sampled_from(["", "合计", "总计", "小计", "注：", "填表人：", "900", "户"]), min_size=5, max_size=5
    ),
    where=st.integers(0, 1),
    code=st.from_regex(r"[0-9]{12,18}[0-9X]", fullmatch=True),
)
def test_a_row_with_a_code_is_never_left_out(words: tuple[str, ...], where: int, code: str) -> None:
    row = [*words[:2], "", words[2], "", words[3], words[4]]
    row[(2, 4)[where]] = code
    assert [number for number, _ in recognised([GOOD, row], as_text=True).data_rows()] == [2, 3]


def test_every_cell_has_its_value_or_its_own_problem() -> None:
    bad = (2, "=1+1", "620199000000002", "#N/A", 620199198808300153.0, "三千元", "5.5", "")
    good, wrong = parsed_rows(recognised([GOOD, bad]))
    assert good == ParsedRow(2, ["永登县", ROW[0], "何慧珍", ROW[2], 248550, 3], [], [])
    assert wrong.values == ["=1+1", "620199000000002", None, None, None, None]
    assert [(position, problem.code) for position, problem in wrong.errors] == [
        (2, "excel_error"),
        (3, "number_lost_digits"),
        (4, "not_an_amount"),
        (5, "not_a_whole_number"),
    ]
    assert [(position, problem.code) for position, problem in wrong.warnings] == [(0, "formula_text")]
