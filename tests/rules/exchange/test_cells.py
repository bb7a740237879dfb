"""The same fact typed in different ways gives the same value; what cannot be read is never guessed."""

import datetime
import math
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from xiuhua.kernel.money import MAXIMUM_CENTS, cents, yuan
from xiuhua.platform.exchange.reading import (
    Bad,
    Doubtful,
    PartialDate,
    amount,
    code_text,
    coordinate,
    free_text,
    identity,
    is_formula_text,
    month_or_date,
    text,
    whole_date,
    whole_number,
    yes_no,
)

NOON = datetime.datetime.fromisoformat("2014-12-01T12:30")
PARSERS = (amount, code_text, coordinate, free_text, identity, month_or_date, whole_date, whole_number, yes_no)


def code(result: Any) -> str:
    """Return the code of a problem; the result must be one."""
    assert type(result) is Bad
    return result.problem.code


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (" 何慧珍 ", "何慧珍"),
        ("张　三", "张 三"),
        ("张\u00a0\u00a0三", "张 三"),
        ("第一行\n第二行", "第一行 第二行"),
        ("第一行_x000D_\n第二行", "第一行 第二行"),
        ("\u200b何\ufeff财", "何财"),
        ("ＡＢｃ１２３", "ABc123"),
        ("乡（镇）外县内务工", "乡(镇)外县内务工"),
        ("因病，因残；缺技术：是", "因病，因残；缺技术：是"),
        ("'620199", "620199"),
        ("＇620199", "620199"),
        ("买买提·艾力", "买买提·艾力"),
        (202.0, "202"),
        (-0.0, "0"),
        (2485.5, "2485.5"),
        (0.1 + 0.2, "0.3"),
        (13999595367.0, "13999595367"),
        (7, "7"),
        (True, "TRUE"),
        (None, ""),
        ("", ""),
        ("　", ""),
        (datetime.date(2014, 12, 1), "2014-12-01"),
        (datetime.datetime.fromisoformat("2014-12-01"), "2014-12-01"),
        (NOON, "2014-12-01 12:30:00"),
        (datetime.time(8, 30), "08:30:00"),
    ],
)
def test_text(cell: Any, expected: str) -> None:
    assert text(cell) == expected


@pytest.mark.parametrize(
    ("value", "formula"),
    [
        *[(each, True) for each in ("=1+1", "=HYPERLINK(1)", "+A1", "-A1", "@SUM(A1)", "-1+2", "=5", "@5", "-缺技术")],
        *[(each, False) for each in ("-350", "+8613999595367", "-3,000.50", "-5%", "--", "-", "", "=", "a=b", "- ")],
    ],
)
def test_text_that_looks_like_a_formula_is_kept_and_asked_about(value: str, formula: bool) -> None:
    assert is_formula_text(value) is formula
    result = free_text(value)
    if formula:
        assert type(result) is Doubtful
        assert (result.value, result.problem.code) == (value, "formula_text")
    else:
        assert result == text(value)


def test_full_width_signs_do_not_become_formulas() -> None:
    assert free_text("＝1+1") == "＝1+1"
    assert free_text("＠某人") == "＠某人"


@pytest.mark.parametrize("error", ["#N/A", "#VALUE!", "#REF!", "#DIV/0!", "#name?"])
@pytest.mark.parametrize("parse", [free_text, code_text, identity])
def test_excel_errors_are_no_text(parse: Callable[[Any], Any], error: str) -> None:
    assert code(parse(error)) == "excel_error"


def test_a_number_sign_alone_is_text() -> None:
    assert free_text("#12") == "#12"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("620199000000001", "620199000000001"),
        (" 6201 9900 0000 001 ", "620199000000001"),
        ("６２０１９９", "620199"),
        (620102100200.0, "620102100200"),
        ("620102100200.0", "620102100200"),
        (13999595367, "13999595367"),
        (123456789012345.0, "123456789012345"),
        ("+8613999595367", "+8613999595367"),
        ("1.5", "1.5"),
        ("", ""),
    ],
)
def test_codes(cell: Any, expected: str) -> None:
    assert code_text(cell) == expected


LOST = (620199198808300153.0, 1e15, "6.20199E+17", "6.20199e+17", "6E+17", "620199198808300160.0", math.inf, math.nan)


@pytest.mark.parametrize("cell", LOST)
@pytest.mark.parametrize("parse", [code_text, identity])
def test_numbers_that_lost_digits(parse: Callable[[Any], Any], cell: Any) -> None:
    assert code(parse(cell)) == "number_lost_digits"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("62019919571102139x", "62019919571102139X"),
        ("62019919571102139ｘ", "62019919571102139X"),
        (" 620199 19571102 139X ", "62019919571102139X"),
        ("'６２０１９９195711021398", "620199195711021398"),
        ("62019919790312864143b1", "62019919790312864143B1"),
        (620199880830015.0, "620199880830015"),
        ("不详", "不详"),
        ("", ""),
    ],
)
def test_identity_numbers(cell: Any, expected: str) -> None:
    assert identity(cell) == expected


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (2485.0, 248500),
        (4624.66, 462466),
        (-350.0, -35000),
        ("-350", -35000),
        ("－350", -35000),
        ("−350", -35000),
        ("3,000.50", 300050),
        ("３，０００", 300000),
        ("３０００", 300000),
        ("3000元", 300000),
        ("¥1,234,567.8", 123456780),
        ("￥ 12", 1200),
        (" 0 ", 0),
        ("2485.0", 248500),
        (".5", 50),
        ("5.", 500),
        (7, 700),
        (0.005, 1),
        (-0.005, -1),
        (1.005, 101),
        (2.675, 268),
        (2.674999, 267),
        (1234.5649999999998, 123457),
        ("4624.6666", 462467),
        ("", None),
        (None, None),
        ("　", None),
    ],
)
def test_amounts(cell: Any, expected: int | None) -> None:
    assert amount(cell) == expected


NO_AMOUNTS = (
    *("三千元", "3000元左右", "约3000", "-", "—", "/", "无", "NaN", "inf", "1.2万", "1.5E+3", "3,00", "1,2345", ",5"),
    *("(350)", "3 000", "1.2.3", "--5", "5-", "元", ".", "二〇一七", "٣", "²", "#N/A", "=1+1"),
    *(math.nan, math.inf, -math.inf, True, datetime.date(2014, 12, 1), datetime.timedelta(1)),
)


@pytest.mark.parametrize("cell", NO_AMOUNTS)
def test_what_is_no_amount(cell: Any) -> None:
    assert code(amount(cell)) == "not_an_amount"


@pytest.mark.parametrize("cell", [1e13, -1e300, "620199198808300153", "9" * 30, 620199198808300153.0])
def test_amounts_that_are_too_large(cell: Any) -> None:
    assert code(amount(cell)) == "amount_too_large"


@given(st.integers(-(10**12), 10**12))
def test_an_amount_is_the_same_as_number_and_as_text(value: int) -> None:
    written = yuan(value)
    assert amount(written) == amount(float(written)) == amount(f"{written}元") == value == cents(written)


@given(st.floats(-1e9, 1e9))
@example(0.285)
@example(1.115)
def test_floats_are_rounded_half_up_as_a_spreadsheet_shows_them(value: float) -> None:
    shown = Decimal(f"{value:.15g}")
    assert amount(value) == int((shown * 100).to_integral_value(ROUND_HALF_UP))


@pytest.mark.parametrize(
    ("cell", "expected"), [(5.0, 5), ("5", 5), ("５", 5), ("5.0", 5), ("1,200", 1200), (-1.0, -1), (3, 3), ("", None)]
)
def test_whole_numbers(cell: Any, expected: int | None) -> None:
    assert whole_number(cell) == expected


@pytest.mark.parametrize(
    "cell", [5.5, "5.5", "五", "5个月", "-", True, math.nan, math.inf, 1e300, datetime.date(2017, 1, 1)]
)
def test_what_is_no_whole_number(cell: Any) -> None:
    assert code(whole_number(cell)) == "not_a_whole_number"


def test_yes_and_no() -> None:
    for cell in ("是", " 是", "有", "1", 1.0, 1, "Y", "y", "ｙ", "yes", True, "√"):
        assert yes_no(cell) is True
    for cell in ("否", "无", "0", 0.0, "N", "n", "no", False, "×", "没有"):
        assert yes_no(cell) is False
    for cell in ("", None, " "):
        assert yes_no(cell) is None
    for cell in ("也许", "2", 2.0, "-", "是否"):
        assert code(yes_no(cell)) == "not_yes_or_no"


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (103.9201, 103920100),
        ("35.967", 35967000),
        ("３５.９６７°", 35967000),
        (-0.0000005, -1),
        (180.0, 180000000),
        ("", None),
    ],
)
def test_coordinates(cell: Any, expected: int | None) -> None:
    assert coordinate(cell) == expected


@pytest.mark.parametrize("cell", ["103°55'12\"", "东经103", 181.0, "-", math.nan, True, 1e300])
def test_what_is_no_coordinate(cell: Any) -> None:
    assert code(coordinate(cell)) == "not_a_coordinate"


ANY_CELL = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
    st.text(max_size=30),
    st.text(st.sampled_from("0123456789０９.,，-－+=@#'元¥年月日/ 　\u00a0\u200bxXeE是否无_x000D_\n"), max_size=24),
)


@given(ANY_CELL)
@example("_x00_x000D_0D_")
@example("' ' '")
@example("＿x000D＿")
def test_text_takes_anything_and_settles_at_once(cell: Any) -> None:
    once = text(cell)
    assert text(once) == once
    assert once == once.strip()
    assert not once.startswith("'")


@given(ANY_CELL)
@pytest.mark.parametrize("parse", PARSERS)
def test_no_cell_crashes_a_parser(parse: Callable[[Any], Any], cell: Any) -> None:
    result = parse(cell)
    if type(result) in (Bad, Doubtful):
        assert result.problem.values["value"] == text(result.problem.values["value"])
    if text(cell) == "" and not isinstance(cell, bool):
        assert result in ("", None)


@given(ANY_CELL)
@pytest.mark.parametrize("parse", [code_text, identity, free_text])
def test_texts_stay_what_they_are_when_read_again(parse: Callable[[Any], Any], cell: Any) -> None:
    result = parse(cell)
    if isinstance(result, str):
        assert parse(result) == result


@given(ANY_CELL)
def test_values_stay_what_they_are_when_written_and_read_again(cell: Any) -> None:
    money = amount(cell)
    if isinstance(money, int):
        assert abs(money) < MAXIMUM_CENTS
        assert amount(yuan(money)) == money
    number = whole_number(cell)
    if isinstance(number, int):
        assert whole_number(str(number)) == number
    when = month_or_date(cell)
    if isinstance(when, PartialDate):
        assert month_or_date(str(when)) == when
