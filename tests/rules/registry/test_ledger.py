"""The income ledger: to which year lines belong, which lines cannot stand in it, how sheets write amounts."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.registry.rows import POLICY, cases
from xiuhua.kernel.measures import NotAMeasure, measured, thousandths
from xiuhua.kernel.money import cents
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.rules.ledger import (
    Basis,
    Held,
    IncomeYear,
    Line,
    Period,
    Settled,
    check_line,
    find_overlaps,
    settle,
    years_of,
)
from xiuhua.registry.rules.ledger_words import quantity_said, read_amount, read_project

REGION = "620122101200"
DAY = timedelta(days=1)


def periods(days: Any) -> list[Period]:
    return [Period(first, last + DAY) for first, last in days]


def income_year(words: str) -> IncomeYear:
    year, basis = words.split()[:2]
    return IncomeYear(int(year), Basis(basis))


def held(case: dict[str, Any]) -> list[Held]:
    return [
        Held(income_year(words), "记完" in words, tuple(periods(days)), touched="动" in words)
        for words, days in case.get("已有", {}).items()
    ]


@pytest.mark.parametrize("case", cases("ledger.yaml"), ids=lambda case: case["例"])
def test_the_year_and_basis_follow_from_the_days(case: dict[str, Any]) -> None:
    basis = Basis(case["口径"]) if "口径" in case else None
    found = settle(periods(case["日期"]), held(case), year=case.get("年"), basis=basis, policy=POLICY, region=REGION)
    if "拒绝" in case:
        assert isinstance(found, Found)
        assert found.problem.code == case["拒绝"]
        assert found.row + 1 == case.get("第", 1)
        return
    assert isinstance(found, Settled)
    assert found.income_year == income_year(case["结果"])
    assert found.moved == (income_year(case["原来"]) if "原来" in case else None)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 500))
def test_every_period_of_a_few_months_lies_in_a_year_and_one_of_more_than_a_year_in_none(
    first: date, days: int
) -> None:
    period = Period(first, first + timedelta(days=days + 1))
    found = years_of(period)
    assert all(each.period.first <= period.first and period.end <= each.period.end for each in found)
    if days < 90:
        assert found
    if days >= 366:
        assert not found


def test_where_a_place_sets_the_other_default_it_holds() -> None:
    local = POLICY.overlaid(with_default("october", region="620122000000"))
    days = periods([[date(2017, 3, 1), date(2017, 6, 30)]])
    here = settle(days, [], year=None, basis=None, policy=local, region=REGION)
    elsewhere = settle(days, [], year=None, basis=None, policy=local, region="620123100200")
    assert [each.income_year.basis for each in (here, elsewhere)] == ["october", "calendar"]


def with_default(basis: str, *, region: str) -> Any:
    known = next(value for value in POLICY.values if value.key == "registry.income_year")
    return type(POLICY)((type(known)(**{**fields(known), "value": basis, "region": region}),), "local")


def fields(value: Any) -> dict[str, Any]:
    return {name: getattr(value, name) for name in type(value).__dataclass_fields__}


YEAR = Period(date(2017, 1, 1), date(2018, 1, 1))


@pytest.mark.parametrize(
    ("line", "problems"),
    [
        (Line("wage", "外出务工", None, YEAR, 320_000), []),
        (Line("wage", "外出务工", None, YEAR, 0), []),
        (Line("wage", "牡丹种植劳务费", None, YEAR, 320_000), []),
        (Line("wage", "外出务工", None, None, 320_000), ["amount_without_period"]),
        (Line("wage", "外出务工", None, YEAR, None), ["line_without_amount"]),
        (Line("wage", "外出务工", None, YEAR, None, "more_than"), ["amount_without_number"]),
        (Line("wage", "外出务工", None, YEAR, -1), ["expense_as_income"]),
        (Line("business", "化肥种子支出", None, YEAR, 27_000), ["expense_as_income"]),
        (Line("business", "养殖成本", None, YEAR, 27_000), ["expense_as_income"]),
        (Line("expense", "化肥种子支出", None, YEAR, 27_000), []),
        (Line("expense", "化肥种子", None, YEAR, -27_000), ["expense_negative"]),
        (Line("wage", "外出务工", None, Period(YEAR.end, YEAR.first), 1), ["period_reversed"]),
        (Line("wage", "外出务工", None, Period(YEAR.first, YEAR.first), 1), ["period_reversed"]),
    ],
)
def test_what_cannot_be_one_line(line: Line, problems: list[str]) -> None:
    assert [problem.code for problem in check_line(line)] == problems


def line(first: str, end: str, *, project: str = "租金", person: int = 0) -> Line:
    who = UUID(int=person) if person else None
    return Line("property", project, who, Period(date.fromisoformat(first), date.fromisoformat(end)), 1)


@pytest.mark.parametrize(
    ("lines", "pairs"),
    [
        ([line("2017-01-01", "2017-07-01"), line("2017-07-01", "2018-01-01")], []),
        ([line("2017-01-01", "2017-07-02"), line("2017-07-01", "2018-01-01")], [(0, 1)]),
        ([line("2017-07-01", "2018-01-01"), line("2017-01-01", "2017-07-02")], [(0, 1)]),
        ([line("2017-01-01", "2018-01-01"), line("2017-01-01", "2018-01-01", project="入股")], []),
        ([line("2017-01-01", "2018-01-01", person=1), line("2017-01-01", "2018-01-01", person=2)], []),
        ([line("2017-01-01", "2018-01-01", person=1), line("2017-01-01", "2018-01-01")], []),
        (
            [line("2017-01-01", "2018-01-01"), line("2017-02-01", "2017-03-01"), line("2017-05-01", "2017-06-01")],
            [(0, 1), (0, 2)],
        ),
    ],
)
def test_the_same_days_bring_the_same_income_once(lines: list[Line], pairs: list[tuple[int, int]]) -> None:
    assert list(find_overlaps(lines)) == pairs


@pytest.mark.parametrize(
    ("written", "amount", "qualifier"),
    [
        ("660", "660", "exact"),
        ("3,200.50元", "3200.50", "exact"),
        ("￥3200", "3200", "exact"),
        ("1万余元", "10000", "more_than"),
        ("1万多元", "10000", "more_than"),
        ("3000余元", "3000", "more_than"),
        ("３０００元以上", "3000", "more_than"),
        ("超过5000", "5000", "more_than"),
        ("约3000元", "3000", "about"),
        ("3000元左右", "3000", "about"),
        ("近2万元", "20000", "nearly"),
        ("1.25万", "12500", "exact"),
        ("-270", "-270", "exact"),
    ],
)
def test_amounts_as_sheets_write_them(written: str, amount: str, qualifier: str) -> None:
    found = read_amount(written)
    assert found is not None
    assert (found.cents, found.qualifier.value) == (cents(amount), qualifier)


@pytest.mark.parametrize("written", ["", "三千元", "三千左右", "1,20", "约3000以上", "12/5", "若干", "9" * 16])
def test_what_is_no_amount(written: str) -> None:
    assert read_amount(written) is None


def test_a_column_in_ten_thousands_holds_for_numbers_without_a_unit() -> None:
    found = [read_amount(written, ten_thousands=True) for written in ("0.385", "1余", "3850元", "1万余元", "2万")]
    assert [each and each.cents for each in found] == [385_000, 1_000_000, 385_000, 1_000_000, 2_000_000]


@pytest.mark.parametrize(
    ("written", "text", "quantity", "unit"),
    [
        ("土地流转租金(11亩)", "土地流转租金", 11_000, "亩"),
        ("土地流转租金（3.5 亩）", "土地流转租金", 3_500, "亩"),
        ("养羊（20只）", "养羊", 20_000, "只"),
        ("务工（6个月）", "务工", 6_000, "个月"),
        ("低保金(2017年)", "低保金(2017年)", None, ""),
        ("(11亩)", "(11亩)", None, ""),
        ("租金(0亩)", "租金(0亩)", None, ""),
        ("土地流转", "土地流转", None, ""),
    ],
)
def test_a_quantity_stands_in_brackets_at_the_end(written: str, text: str, quantity: int | None, unit: str) -> None:
    found = read_project(written)
    assert (found.text, found.quantity, found.unit) == (text, quantity, unit)


def test_a_price_for_one_is_said_exactly_or_as_about() -> None:
    assert quantity_said(66_000, 11_000, "亩").zh == "11 亩 × 60 元"
    assert quantity_said(66_000, 11_000, "亩").en == "11 mu × 60 yuan"
    assert quantity_said(100_000, 7_000, "头").zh == "7 头 × 约 142.86 元"


@pytest.mark.parametrize("text", ["0", "-1", "1.0005", "eleven", "Infinity", "1" * 20])
def test_a_measure_is_a_number_above_nothing_with_three_decimals(text: str) -> None:
    with pytest.raises(NotAMeasure):
        thousandths(text)


@given(st.integers(1, 10**14))
def test_a_measure_is_written_as_it_is_read(amount: int) -> None:
    assert thousandths(measured(amount)) == amount
