"""The figures of a place that are added up by village, now or as of a day, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Sum

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import CollectiveIncome, Household, Membership, Statement
from xiuhua.registry.queries.days import held
from xiuhua.registry.queries.income_figures import household_incomes
from xiuhua.registry.rules.ledger import LINE_KINDS
from xiuhua.registry.rules.village_sums import (
    COLLECTIVE,
    EXTRA,
    HOUSEHOLDS,
    PEOPLE,
    STATED,
    UNSTATED,
    added,
    fewest_ledgers,
    in_order,
    stated_code,
    without_few,
)

_HOUSEHOLDS, _VILLAGES = QUERIES["registry.households"], QUERIES["registry.villages"]


@dataclass(frozen=True, slots=True)
class VillageSums:
    """A village with its figures by name: counts, and money in cents. One that is not there is not known."""

    code: str
    name: str
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PlaceSums:
    """A place with its figures as of a day, incomes of one year, and those of its villages in code order."""

    place: PlaceLine
    year: int
    day: date
    figures: Mapping[str, int]
    villages: tuple[VillageSums, ...]


def place_sums(
    viewer: Actor, code: str, *, year: int | None = None, day: date | None = None, today: date
) -> PlaceSums | None:
    """Return the figures of a place; ``None`` where it is absent or the viewer sees no households there.

    Without a year it is that of the day, without a day today.
    """
    place = accounts.place(viewer, code)
    if place is None or not reaches(viewer, _HOUSEHOLDS, code):
        return None
    on = day or today
    villages = village_sums(viewer, code, year=year or on.year, day=on, today=today)
    return PlaceSums(place, year or on.year, on, added(each.figures for each in villages), villages)


def village_sums(viewer: Actor, code: str, *, year: int, day: date, today: date) -> tuple[VillageSums, ...]:
    """Return the figures of each village of a place in code order, incomes of one year, as of a day.

    The viewer sees the households there: whoever asks has established it.
    """
    then = None if day == today else day
    names = villages_in(viewer, code, on=then)
    found: defaultdict[str, dict[str, int]] = defaultdict(lambda: {HOUSEHOLDS: 0, PEOPLE: 0})
    for village, figure, value in _counted(viewer, code, year, then):
        sums = found[village]
        sums[figure] = sums.get(figure, 0) + value
    fewest = fewest_ledgers(catalogue.policy(), on=day, region=code)
    return tuple(
        VillageSums(village, name, in_order(without_few(_with_unstated(found[village]), fewest)))
        for village, name in names.items()
    )


def _counted(viewer: Actor, code: str, year: int, day: date | None) -> Iterator[tuple[str, str, int]]:
    """Yield village, figure and what is to be added to it."""
    households = within(Household.objects.filter(held(day)), viewer, _HOUSEHOLDS, place=code)
    for village, n in households.order_by().values_list("place_code").annotate(n=Count("*")):
        yield village, HOUSEHOLDS, n
    members = within(Membership.objects.filter(held(day)), viewer, _HOUSEHOLDS, place=code)
    for village, n in members.order_by().values_list("place_code").annotate(n=Count("*")):
        yield village, PEOPLE, n
    statements = within(Statement.objects.filter(held(day)), viewer, _HOUSEHOLDS, place=code).order_by()
    for village, *said, n in statements.values_list("place_code", *STATED).annotate(n=Count("*")):
        for field, words in zip(STATED, said, strict=True):
            yield village, stated_code(field, words), n
    incomes = CollectiveIncome.objects.filter(year=year, **({} if day is None else {"stated_on__lte": day}))
    stated = within(incomes, viewer, _VILLAGES, place=code).order_by()
    for village, cents in stated.values_list("place_code").annotate(cents=Sum("amount")):
        yield village, COLLECTIVE, int(cents)
    for income in household_incomes(viewer, code, year=year, day=day):
        yield income.place_code, f"ledgers.{income.basis}", 1
        if income.complete:
            yield income.place_code, f"complete.{income.basis}", 1
            for kind in (*LINE_KINDS, EXTRA):
                yield income.place_code, f"income.{income.basis}.{kind}", getattr(income.sums, kind)


def _with_unstated(figures: dict[str, int]) -> dict[str, int]:
    """Add the households of which no statement holds to those that state nothing."""
    for field in STATED:
        stated = sum(value for code, value in figures.items() if code.startswith(f"{field}."))
        unstated = f"{field}.{UNSTATED}"
        figures[unstated] = figures.get(unstated, 0) + figures[HOUSEHOLDS] - stated
    return figures
