"""Net income per head: formula, divisor and line of policy; what explains a difference; the largest source."""

from datetime import date
from typing import Any

import pytest

from rules.registry.rows import POLICY, cases
from xiuhua.kernel.figures import share
from xiuhua.kernel.money import cents
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.income import (
    Sums,
    add_up,
    belonged_on,
    explanations,
    gross_income,
    line_at,
    net_income,
    per_head,
    terms_at,
    why_no_figure,
    without_largest,
)
from xiuhua.registry.rules.ledger import Basis, IncomeYear

REGION = "620122101200"
YEAR = IncomeYear(2017, Basis.CALENDAR)
TERMS = terms_at(POLICY, YEAR, region=REGION)


def sums(case: dict[str, Any]) -> Sums:
    amounts = {kind: cents(str(amount)) for kind, amount in case["收入"].items()}
    return Sums(**amounts, extra=cents(str(case.get("新增", 0))))


@pytest.mark.parametrize("case", cases("income.yaml"), ids=lambda case: case["例"])
def test_net_income_per_head_and_what_explains_a_difference(case: dict[str, Any]) -> None:
    found, people = sums(case), case["人"]
    assert per_head(net_income(found, TERMS.formula), people) == cents(str(case["人均"]))
    if "表中" in case:
        others = [(Text("2017年", "2017"), cents(str(case["另一本"])))] if "另一本" in case else []
        told = explanations(
            cents(str(case["表中"])),
            sums=found,
            formula=TERMS.formula,
            people=people,
            stated_size=case.get("表中人数"),
            others=others,
        )
        assert [each.code for each in told] == case["说明"]


def test_the_first_household_of_the_page() -> None:
    found = add_up([("property", 66_000, True, True), ("wage", 320_000, True, True)])
    assert (gross_income(found), found.extra) == (386_000, 386_000)
    assert [share(part, found.extra) for part in (found.property, found.wage)] == ["17.1", "82.9"]


def test_extra_is_income_and_what_is_not_exact_is_counted() -> None:
    found = add_up([("wage", 100, True, False), ("expense", 40, True, True), ("transfer", 7, False, False)])
    assert found == Sums(wage=100, expense=40, transfer=7, extra=100, inexact=2)


def test_the_default_terms() -> None:
    assert TERMS.formula.name == "short"
    assert TERMS.formula.minus == {"expense"}
    assert not TERMS.formula.policy.verified
    assert TERMS.line is not None
    assert (TERMS.line.amount, TERMS.line.series) == (295_200, "statistical")
    assert not TERMS.line.policy.verified


@pytest.mark.parametrize(
    ("year", "basis", "amount"),
    [(2016, "calendar", 295_200), (2018, "october", 299_500), (2020, "october", 400_000), (2021, "calendar", None)],
)
def test_the_line_is_that_of_the_year_or_none(year: int, basis: str, amount: int | None) -> None:
    found = line_at(POLICY, IncomeYear(year, Basis(basis)), region=REGION)
    assert (found and found.amount) == amount


def test_a_formula_whose_parts_no_line_holds_gives_no_figure() -> None:
    chosen = next(value for value in POLICY.values if value.key == "registry.net_income")
    fields = {name: getattr(chosen, name) for name in type(chosen).__dataclass_fields__}
    local = POLICY.overlaid(type(POLICY)((type(chosen)(**{**fields, "value": "long"}),), "local"))
    formula = terms_at(local, YEAR, region=REGION).formula
    why_not = why_no_figure(complete=True, people=3, formula=formula)
    assert why_not is not None
    assert "折旧" in why_not.zh


@pytest.mark.parametrize(("complete", "people", "there"), [(True, 3, True), (False, 3, False), (True, 0, False)])
def test_a_figure_needs_a_complete_ledger_and_people(complete: bool, people: int, there: bool) -> None:
    assert (why_no_figure(complete=complete, people=people, formula=TERMS.formula) is None) is there


@pytest.mark.parametrize(
    ("since", "until", "cause", "born", "counts"),
    [
        ("2017-01-01", None, "birth", None, True),
        ("2017-12-31", None, "marriage", None, True),
        ("2018-01-01", None, "marriage", None, False),
        ("2018-06-20", None, "registered", "1970-03-05", True),
        ("2018-06-20", None, "registered", "2017-12-31", True),
        ("2018-06-20", None, "registered", "2018-01-01", False),
        ("2016-01-01", "2017-12-31", "registered", None, False),
        ("2016-01-01", "2018-01-01", "registered", None, True),
    ],
)
def test_who_is_a_member_on_the_last_day(
    since: str, until: str | None, cause: str, born: str | None, counts: bool
) -> None:
    given = {
        "since": date.fromisoformat(since),
        "until": until and date.fromisoformat(until),
        "born": born and date.fromisoformat(born),
    }
    assert belonged_on(YEAR.period.last, cause=cause, **given) is counts


def test_without_the_largest_source() -> None:
    left = without_largest(Sums(wage=800_000, transfer=200_000, expense=0), TERMS.formula)
    assert left is not None
    assert (left.source, left.amount, left.share, left.net) == ("wage", 800_000, "80.0", 200_000)


def test_the_expenses_of_a_business_go_with_it() -> None:
    left = without_largest(Sums(wage=100_000, business=900_000, expense=400_000), TERMS.formula)
    assert left is not None
    assert left.net == 100_000


def test_where_there_is_no_income_there_is_no_largest_source() -> None:
    assert without_largest(Sums(expense=100), TERMS.formula) is None
