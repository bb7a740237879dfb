"""The income ledger: to which income year lines belong, and which lines cannot stand in it.

A ledger is one household's income of one year on one basis: the calendar year, or October of the year before to
September. The basis follows from the periods of the lines and is never mixed. Periods are half-open; money is in cents.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple
from uuid import UUID

from xiuhua.kernel.money import yuan
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.findings import Found

BASIS_KEY: Final = "registry.income_year"
DAY: Final = timedelta(days=1)


class IncomeSource(StrEnum):
    """Where income comes from."""

    WAGE = "wage"
    BUSINESS = "business"
    PROPERTY = "property"
    TRANSFER = "transfer"


PRODUCTION_EXPENSE: Final = "expense"
"""The other kind of line: what was spent to earn, above all on seed, fertiliser and animals."""

LINE_KINDS: Final = (*IncomeSource, PRODUCTION_EXPENSE)


class Qualifier(StrEnum):
    """How exact an amount is: 一万余元 is more than 10,000."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"
    NEARLY = "nearly"


class Basis(StrEnum):
    """Which twelve months a year of income is."""

    CALENDAR = "calendar"
    OCTOBER = "october"


_SPENDING_WORDS: Final = ("支出", "成本", "开支", "花费")
"""Words in the name of an income that say it was spent."""


class Period(NamedTuple):
    """Days from ``first`` until ``end``, which is not one of them."""

    first: date
    end: date

    @property
    def last(self) -> date:
        """Return the last day."""
        return self.end - DAY


class IncomeYear(NamedTuple):
    """A year on a basis. The year from October 2016 to September 2017 is that of 2017."""

    year: int
    basis: Basis

    @property
    def period(self) -> Period:
        """Return its twelve months."""
        if self.basis is Basis.CALENDAR:
            return Period(date(self.year, 1, 1), date(self.year + 1, 1, 1))
        return Period(date(self.year - 1, 10, 1), date(self.year, 10, 1))

    def holds(self, period: Period) -> bool:
        """Say whether a period lies wholly inside."""
        months = self.period
        return months.first <= period.first and period.end <= months.end


class Line(NamedTuple):
    """One line as the rules see it; what was not said is ``None``."""

    kind: str
    project: str
    person: UUID | None
    period: Period | None
    amount: int | None
    qualifier: str = Qualifier.EXACT


class Held(NamedTuple):
    """A ledger that there is: ``rest`` are the periods of its lines that a wish leaves alone.

    ``touched`` says that the wish changes or removes some of its lines.
    """

    income_year: IncomeYear
    complete: bool
    rest: tuple[Period, ...]
    touched: bool = False


class Settled(NamedTuple):
    """The income year of a ledger, and the one under which it was held before, where its lines fit another now."""

    income_year: IncomeYear
    moved: IncomeYear | None = None


def years_of(period: Period) -> tuple[IncomeYear, ...]:
    """Return the income years in which a period lies, the calendar year first.

    >>> [(y.year, y.basis.value) for y in years_of(Period(date(2017, 3, 1), date(2017, 12, 21)))]
    [(2017, 'calendar')]
    >>> [(y.year, y.basis.value) for y in years_of(Period(date(2017, 11, 1), date(2018, 1, 1)))]
    [(2017, 'calendar'), (2018, 'october')]
    """
    first = period.first
    october = first.year + 1 if first.month >= 10 else first.year
    known = (IncomeYear(first.year, Basis.CALENDAR), IncomeYear(october, Basis.OCTOBER))
    return tuple(each for each in known if each.holds(period))


def default_basis(policy: Policy, *, on: date, region: str) -> Basis:
    """Return the basis that policy makes the default in a place at a time."""
    return Basis(policy.at(BASIS_KEY, on=on, region=region).value)


def settle(
    periods: Sequence[Period],
    held: Collection[Held],
    *,
    year: int | None,
    basis: Basis | None,
    policy: Policy,
    region: str,
) -> Settled | Found:
    """Return the ledger to which lines with these periods belong, or the line that fits none.

    ``held`` are the household's ledgers. Where both bases are possible, it is the ledger that there is, else the
    default of policy. A ledger that is not complete moves to the other basis when all its lines fit it.
    """
    own = next((each for each in held if each.touched), None)
    rest = own.rest if own else ()
    every = (*periods, *rest)
    if not every:
        there = [each.income_year for each in held if _named(each.income_year, year, basis)]
        named = [own.income_year] if own else there
        return Settled(named[0]) if len(named) == 1 else Found(0, Problem("ledger_not_named", "year"))
    fitting = _common(every, year, basis)
    if not fitting:
        wanted = own.income_year.year if own and year is None else year
        return _misfit(periods, rest, wanted, basis)
    if own and own.income_year in fitting:
        return Settled(own.income_year)
    known = {each.income_year for each in held}
    there = [each for each in fitting if each in known]
    if there and not own:
        return Settled(_chosen(there, every, policy, region))
    target = _chosen(fitting, every, policy, region)
    if target in known:
        return Found(0, Problem("ledger_there_already", "year", {"year": target.year}))
    return Settled(target, own.income_year if own else _movable(target, held))


def check_line(line: Line) -> Iterator[Problem]:
    """Yield what is wrong with one line by itself."""
    if line.amount is None:
        exact = line.qualifier == Qualifier.EXACT
        yield Problem("line_without_amount" if exact else "amount_without_number", "amount")
    elif line.period is None:
        yield Problem("amount_without_period", "period")
    if line.period is not None and line.period.end <= line.period.first:
        yield Problem("period_reversed", "period")
    word = next((word for word in _SPENDING_WORDS if word in line.project), "")
    negative = line.amount is not None and line.amount < 0
    if line.kind == PRODUCTION_EXPENSE and negative:
        yield Problem("expense_negative", "amount")
    elif line.kind != PRODUCTION_EXPENSE and (negative or word):
        said = yuan(line.amount or 0) if negative else word
        yield Problem("expense_as_income", "amount" if negative else "project", {"word": said})


def find_overlaps(lines: Sequence[Line]) -> Iterator[tuple[int, int]]:
    """Yield pairs of lines (earlier, later) of one kind, project and person whose periods overlap.

    The same days cannot bring the same income twice; two payments a year are two periods.
    """
    same: dict[tuple[str, str, UUID | None], list[tuple[Period, int]]] = {}
    for at, line in enumerate(lines):
        if line.period is not None:
            same.setdefault((line.kind, line.project, line.person), []).append((line.period, at))
    for dated in same.values():
        dated.sort()
        (longest, holder), *following = dated
        for period, at in following:
            if period.first < longest.end:
                yield min(at, holder), max(at, holder)
            if period.end > longest.end:
                longest, holder = period, at


def _named(income_year: IncomeYear, year: int | None, basis: Basis | None) -> bool:
    return year in (None, income_year.year) and basis in (None, income_year.basis)


def _common(periods: Iterable[Period], year: int | None, basis: Basis | None) -> list[IncomeYear]:
    """Return the income years, among those that are named, in which all periods lie."""
    common: list[IncomeYear] | None = None
    for period in periods:
        found = years_of(period)
        common = [each for each in (found if common is None else common) if each in found]
    return [each for each in common or () if _named(each, year, basis)]


def _chosen(fitting: Sequence[IncomeYear], periods: Iterable[Period], policy: Policy, region: str) -> IncomeYear:
    """Return the one income year that fits, or of two the one that policy prefers at the end of the periods."""
    if len(fitting) == 1:
        return fitting[0]
    preferred = default_basis(policy, on=max(period.last for period in periods), region=region)
    return next(each for each in fitting if each.basis is preferred)


def _movable(target: IncomeYear, held: Iterable[Held]) -> IncomeYear | None:
    """Return the ledger of the same year that becomes the target's, because all its lines fit there too."""
    for each in held:
        if each.income_year.year == target.year and not each.complete and all(map(target.holds, each.rest)):
            return each.income_year
    return None


def _misfit(periods: Sequence[Period], rest: Sequence[Period], year: int | None, basis: Basis | None) -> Found:
    """Return the first line that lies outside of the named year, or with which the lines fit no year together."""
    before = list(rest)
    for at, period in enumerate(periods):
        before.append(period)
        said = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        if year is not None and not _common([period], year, basis):
            return Found(at, Problem("line_outside_year", "period", {**said, "year": year}))
        if not _common(before, year, basis):
            return Found(at, Problem("ledger_mixes_bases", "period", said))
    return Found(0, Problem("ledger_not_named", "year"))
