"""What ``xiuhua import`` says to a person: every error where it stands, warnings by kind."""

import pytest

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import Finding
from xiuhua.platform.exchange.importing import TurnedDown
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised
from xiuhua.platform.exchange.reading.workbook import read_sheet
from xiuhua.registry.sheets.people_columns import PEOPLE
from xiuhua.site.command_line.findings import ROWS_NAMED, tell_errors, tell_turned_down, tell_warnings

INCOME, PHONE = "人均纯收入\n（元）", "联系电话"
INCOMES, PHONES = "income_negative_is_possible", "phone_not_11_digits"
HINT = "--preview --json"


def unusual(code: str, column: str, *rows: int) -> list[Finding]:
    return [
        Finding(row, 5, column, "-5", "warning", Problem(code, values={"value": "-5", "digits": 11})) for row in rows
    ]


def said(capsys: pytest.CaptureFixture[str]) -> list[str]:
    out, err = capsys.readouterr()
    assert out == ""
    return err.splitlines()


def test_an_error_is_said_with_row_and_column_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    problem = Problem("not_an_amount", values={"value": "三千元"})
    tell_errors(Finding(row, 5, INCOME, "三千元", "error", problem) for row in (9, 12))
    first, second = said(capsys)
    assert first.startswith("第 9 行 人均纯收入 （元）：“三千元”不是金额。")
    assert " / row 9, 人均纯收入 （元）: “三千元” is not an amount" in first
    assert "第 12 行" in second


def test_warnings_of_a_kind_are_one_line_with_their_number_and_first_rows(capsys: pytest.CaptureFixture[str]) -> None:
    many = range(20, 20 + ROWS_NAMED + 1)
    tell_warnings([*unusual(INCOMES, INCOME, 9, 12), *unusual(PHONES, PHONE, *many)])
    incomes, phones, hint = said(capsys)
    assert incomes.startswith("要确认 2 格（第 9、12 行），例如第 9 行 人均纯收入 （元）：")
    assert " / 2 to confirm (rows 9, 12), such as row 9, 人均纯收入 （元）: " in incomes
    assert phones.startswith("要确认 6 格（第 20、21、22、23、24 等行），例如第 20 行 联系电话：")
    assert "(rows 20, 21, 22, 23, 24 and more)" in phones
    assert HINT in hint


def test_a_warning_that_stands_alone_needs_no_counting(capsys: pytest.CaptureFixture[str]) -> None:
    tell_warnings(unusual(INCOMES, INCOME, 9))
    (only,) = said(capsys)
    assert only.startswith("要确认：第 9 行 人均纯收入 （元）：")
    assert " / to confirm: row 9, 人均纯收入 （元）: " in only


def test_a_good_row_that_the_register_refused_is_named_too(capsys: pytest.CaptureFixture[str]) -> None:
    raw = read_sheet("户编号,姓名\n".encode(), name="list.csv")
    column = FoundColumn(0, "户编号", PEOPLE.column("household_code"), {})
    found = Recognised(PEOPLE, raw, (1,), (column,), 2)
    taken = Problem("household_code_taken", "household_code", {"value": "620199000001"})
    others = Problem("batch_not_taken")
    tell_turned_down([TurnedDown("k", "l", 4, (taken,)), TurnedDown("k", "l", 5, (others,))], found)
    (only,) = said(capsys)
    assert only.startswith("第 4 行 户编号：户编号 620199000001")
    assert " / row 4, 户编号: Household code 620199000001" in only
