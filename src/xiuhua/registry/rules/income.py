"""Net income per head: what a complete ledger gives by the formula, the divisor and the line that policy sets.

Amounts are cents. Nothing is decided by a figure: it stands beside what a sheet states, and says what would explain the
difference.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from xiuhua.kernel.figures import share
from xiuhua.kernel.policy import NoPolicy, Policy, PolicyValue
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.causes import REGISTERED
from xiuhua.registry.rules.ledger import PRODUCTION_EXPENSE, IncomeSource, IncomeYear

FORMULA_KEY: Final = "registry.net_income"
DIVISOR_KEY: Final = "registry.income_divisor"
SERIES_KEY: Final = "registry.poverty_line"
YUAN: Final = 100


class Divisor(StrEnum):
    """By whom an income is divided."""

    MEMBERS_AT_YEAR_END = "members_at_year_end"


@dataclass(frozen=True, slots=True)
class Formula:
    """How net income is made. ``lacking`` says which parts of it no line of a ledger holds: then there is no figure."""

    name: str
    words: Text
    minus: frozenset[str]
    lacking: Text | None
    policy: PolicyValue


@dataclass(frozen=True, slots=True)
class YearLine:
    """The poverty line of a year: cents per head, the series that it comes from, its source."""

    amount: int
    series: str
    title: Text
    policy: PolicyValue


@dataclass(frozen=True, slots=True)
class Terms:
    """On what a ledger is computed: formula, divisor in words, and the year's line, where there is one."""

    formula: Formula
    divisor: Text
    divisor_policy: PolicyValue
    line: YearLine | None


class Sums(NamedTuple):
    """What a ledger adds up to, by source; ``extra`` is the part of all income that is marked as extra.

    ``inexact`` counts the amounts that are not exact.
    """

    wage: int = 0
    business: int = 0
    property: int = 0
    transfer: int = 0
    expense: int = 0
    extra: int = 0
    inexact: int = 0


class StatedIncome(NamedTuple):
    """A net income per head that a source states, in cents, from one day until another (``None``: still)."""

    amount: int
    since: date
    until: date | None
    source: Text
    size: int | None


class Explanation(NamedTuple):
    """A way of reckoning that gives the stated figure to the yuan."""

    code: str
    words: Text


class Without(NamedTuple):
    """What is left where the largest source goes: which it is, its share in percent, the net income without it."""

    source: IncomeSource
    amount: int
    share: str
    net: int


def terms_at(policy: Policy, income_year: IncomeYear, *, region: str) -> Terms:
    """Return the terms in force in a place on the last day of an income year."""
    on = income_year.period.last
    name: str = policy.at(FORMULA_KEY, on=on, region=region).value
    chosen = policy.at(f"{FORMULA_KEY}.{name}", on=on, region=region)
    lacking = chosen.value.get("lacking")
    formula = Formula(
        name, _text(chosen.value["words"]), frozenset(chosen.value["minus"]), lacking and _text(lacking), chosen
    )
    divisor = policy.at(DIVISOR_KEY, on=on, region=region)
    Divisor(divisor.value["people"])
    return Terms(formula, _text(divisor.value["words"]), divisor, line_at(policy, income_year, region=region))


def has_terms(policy: Policy, income_year: IncomeYear, *, region: str) -> bool:
    """Say whether policy sets how a year's net income is reckoned in a place."""
    try:
        terms_at(policy, income_year, region=region)
    except NoPolicy:
        return False
    return True


def line_at(policy: Policy, income_year: IncomeYear, *, region: str) -> YearLine | None:
    """Return the line with which an income year is compared; ``None`` where the series has none for that year."""
    on = income_year.period.last
    try:
        series = policy.at(SERIES_KEY, on=on, region=region).value
        amount = policy.at(f"{SERIES_KEY}.{series['name']}", on=on, region=region)
    except NoPolicy:
        return None
    return YearLine(amount.value, series["name"], _text(series["title"]), amount)


def belonged_on(day: date, *, since: date, until: date | None, cause: str, born: date | None) -> bool:
    """Say whether somebody counts as a member on a day.

    A source that first names a person does not say since when, so that day is open; nobody belongs before birth.
    """
    begun = cause == REGISTERED or since <= day
    return begun and (until is None or until > day) and (born is None or born <= day)


def stated_for(stated: Iterable[StatedIncome], income_year: IncomeYear) -> StatedIncome | None:
    """Return what was stated on the last day of an income year, else first after it: lists are written after the year.

    A sheet does not say of which year its figure is, so that nothing nearer can be known.
    """
    last = income_year.period.last
    known = sorted(stated, key=lambda each: each.since)
    held = [each for each in known if each.since <= last and (each.until is None or each.until > last)]
    return next((each for each in (*reversed(held), *known) if each in held or each.since > last), None)


def add_up(lines: Iterable[tuple[str, int, bool, bool]]) -> Sums:
    """Add up lines of (kind, cents, is extra, is exact)."""
    sums = dict.fromkeys(Sums._fields, 0)
    for kind, amount, extra, exact in lines:
        sums[kind] += amount
        sums["extra"] += amount if extra and kind != PRODUCTION_EXPENSE else 0
        sums["inexact"] += not exact
    return Sums(**sums)


def by_source(sums: Sums) -> Mapping[IncomeSource, int]:
    """Return the income by source, in the order of the form."""
    return {source: getattr(sums, source.value) for source in IncomeSource}


def gross_income(sums: Sums) -> int:
    """Return all income before anything is subtracted."""
    return sums.wage + sums.business + sums.property + sums.transfer


def net_income(sums: Sums, formula: Formula) -> int:
    """Return the income of the whole household by a formula."""
    return gross_income(sums) - (sums.expense if PRODUCTION_EXPENSE in formula.minus else 0)


def per_head(amount: int, people: int) -> int:
    """Return an amount divided by people, rounded half up to the cent.

    >>> per_head(100_000, 3), per_head(-100_000, 3), per_head(5, 2)
    (33333, -33333, 3)
    """
    return (2 * amount + people) // (2 * people)


def why_no_figure(*, complete: bool, people: int, formula: Formula) -> Text | None:
    """Return why there is no net income per head, or ``None`` where there is one."""
    if not complete:
        return Text("台账还没有记完", "the ledger is not complete")
    if formula.lacking:
        return formula.lacking
    if people <= 0:
        return Text("年末没有登记在册的人", "nobody was registered at the end of the year")
    return None


def without_largest(sums: Sums, formula: Formula) -> Without | None:
    """Return what is left without the largest source. With business its expenses go too."""
    source, amount = max(by_source(sums).items(), key=lambda pair: pair[1])
    if not amount:
        return None
    left = sums._replace(**{source.value: 0, **({"expense": 0} if source is IncomeSource.BUSINESS else {})})
    return Without(source, amount, share(amount, gross_income(sums)), net_income(left, formula))


def explanations(
    stated: int,
    *,
    sums: Sums,
    formula: Formula,
    people: int,
    stated_size: int | None,
    others: Sequence[tuple[Text, int]],
) -> tuple[Explanation, ...]:
    """Return what would explain a stated net income per head: reckonings that match it to the yuan.

    ``others`` are the household's other complete ledgers by name, with their net income per head.
    """
    net = net_income(sums, formula)
    own = per_head(net, people)
    if _same_yuan(own, stated):
        return ()
    found = [
        ("before_expenses", _BEFORE_EXPENSES, per_head(gross_income(sums), people)),
        ("household_total", _HOUSEHOLD_TOTAL, net),
        ("household_gross", _HOUSEHOLD_GROSS, gross_income(sums) if sums.expense else own),
        ("without_transfers", _WITHOUT_TRANSFERS, per_head(net - sums.transfer, people)),
        ("without_extra", _WITHOUT_EXTRA, per_head(net - sums.extra, people)),
    ]
    if stated_size:
        words = Text(
            f"表里按 {stated_size} 人除，这里按 {people} 人", f"the sheet divides by {stated_size}, not by {people}"
        )
        found.append(("stated_size", words, per_head(net, stated_size)))
    for name, amount in others:
        words = Text(f"表里用的是{name.zh}的台账", f"the sheet states the ledger of {name.en}")
        found.append(("other_ledger", words, amount))
    return tuple(
        Explanation(code, words) for code, words, amount in found if amount != own and _same_yuan(amount, stated)
    )


_BEFORE_EXPENSES: Final = Text("表里没有减去生产经营性支出", "the sheet does not subtract production expenses")
_HOUSEHOLD_TOTAL: Final = Text("表里是全户的数，不是人均", "the sheet states the whole household's, not per head")
_HOUSEHOLD_GROSS: Final = Text(
    "表里是全户的总收入，没有减支出，也不是人均", "the sheet states the household's whole income before expenses"
)
_WITHOUT_TRANSFERS: Final = Text("表里没有算转移性收入", "the sheet leaves out transfer income")
_WITHOUT_EXTRA: Final = Text("表里没有算新增收入", "the sheet leaves out the extra income")


def _same_yuan(one: int, other: int) -> bool:
    return abs(one - other) < YUAN


def _text(value: Mapping[str, Any]) -> Text:
    return Text(value["zh"], value["en"])
