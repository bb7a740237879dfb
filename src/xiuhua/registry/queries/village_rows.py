"""The villages of a territory with what every page of places counts: one row a village, four queries, any size.

Households and questions come as counts from the database; incomes come summed by village. Which class an income
belongs to is decided by the one rule for it, on these rows.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.db.models import Count, FilteredRelation, Q, QuerySet, Sum

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.policy import NoPolicy, Policy, PolicyValue
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.worded import Gaps
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import CollectiveIncome, Household, Village
from xiuhua.registry.queries.days import held
from xiuhua.registry.queries.question_scope import asked_by_village
from xiuhua.registry.rules.question_names import question_name
from xiuhua.registry.rules.villages import (
    PREFIX,
    ClassCount,
    ClassScheme,
    classify,
    count_classes,
    scheme_at,
    scheme_names,
)

VILLAGES, HOUSEHOLDS = QUERIES["registry.villages"], QUERIES["registry.households"]
FIRST_YEAR, LAST_YEAR = 1949, 2200


@dataclass(frozen=True, slots=True)
class VillageRow:
    """A village for one income year: cents or ``None`` for unknown; ``households`` is ``None`` where they stay unseen.

    Positions are millionths of a degree.
    """

    code: str
    name: str
    poor: bool | None
    pilot: bool | None
    longitude: int | None
    latitude: int | None
    income: int | None
    class_code: str
    households: int | None
    questions: int

    @property
    def placed(self) -> bool:
        """Say whether the village can be drawn on a map."""
        return self.longitude is not None and self.latitude is not None


@dataclass(frozen=True, slots=True)
class AskedKind:
    """One kind of open question: how many are open, in how many households."""

    code: str
    name: Text
    questions: int
    households: int


@dataclass(frozen=True, slots=True)
class SchemeChoice:
    """A class scheme that can be chosen."""

    name: str
    title: Text


@dataclass(frozen=True, slots=True)
class Basis:
    """On what villages are classed: income year, scheme with its policy value, the day for which both hold (``as_of``).

    ``on`` is the day for which somebody asks: ``day`` where that is one gone by, else the day on which they look.
    """

    year: int
    years: tuple[int, ...]
    default_year: int
    scheme: ClassScheme
    default_scheme: str
    schemes: tuple[SchemeChoice, ...]
    policy: PolicyValue
    as_of: date
    on: date
    day: date | None = None

    @property
    def chosen(self) -> dict[str, str]:
        """Return what differs from the default, as arguments of an address: moving on keeps it."""
        given = {"on": self.day.isoformat()} if self.day else {}
        given |= {"year": str(self.year)} if self.year != self.default_year else {}
        return given if self.scheme.name == self.default_scheme else {**given, "scheme": self.scheme.name}


def years_in(viewer: Actor, code: str, day: date | None = None) -> tuple[int, ...]:
    """Return the years of which a place holds incomes, ascending, stated by a ``day`` if one is given; one query."""
    return tuple(_YEARS.answers(viewer, place=code, **_as_of(day)))


def basis_for(
    code: str, *, years: Sequence[int], year: int | None, scheme: str | None, on: date, day: date | None = None
) -> Basis | None:
    """Return on what the villages of a place are classed, or ``None`` for a scheme that policy does not know.

    ``years`` are those with incomes there, ascending. Without a year it is the last of them, without a scheme
    the one that policy makes the default there. The scheme is taken as in force at the end of the income year,
    or today where none was. ``day`` is one gone by for which somebody asks.
    """
    on = day or on
    default_year = years[-1] if years else on.year
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        year = default_year
    policy, as_of = catalogue.policy(), min(on, date(year, 12, 31))
    at = as_of if _in_force(policy, PREFIX, as_of, code) else on
    default: str = policy.at(PREFIX, on=at, region=code).value
    schemes = {name: _in_force(policy, f"{PREFIX}.{name}", at, code) for name in scheme_names(policy)}
    value = schemes.get(scheme or default)
    if value is None:
        return None
    titles = {name: scheme_at(policy, on=at, region=code, name=name).title for name, each in schemes.items() if each}
    return Basis(
        year=year,
        years=tuple(sorted({*years, year})),
        default_year=default_year,
        scheme=scheme_at(policy, on=at, region=code, name=scheme or default),
        default_scheme=default,
        schemes=tuple(SchemeChoice(name, title) for name, title in titles.items()),
        policy=value,
        as_of=as_of,
        on=on,
        day=day,
    )


def read_villages(viewer: Actor, code: str, basis: Basis) -> tuple[tuple[VillageRow, ...], tuple[AskedKind, ...]]:
    """Return the open villages of a place in code order, and what is asked there by kind.

    For a day gone by they are those of that day, and nothing is asked: when a question was settled is not kept.
    """
    names = villages_in(viewer, code, on=basis.day)
    then = _as_of(basis.day)
    facts = {row[0]: row[1:] for row in _FACTS.answers(viewer, place=code, year=basis.year, **then)}
    households = dict(_HOUSEHOLDS_BY_VILLAGE.answers(viewer, place=code, **then))
    asked, by_village = _asked(viewer, code) if basis.day is None else ((), dict[str, int]())
    nothing = (None, None, None, None, None)
    rows = []
    for village, name in names.items():
        poor, pilot, longitude, latitude, income = facts.get(village, nothing)
        seen = reaches(viewer, HOUSEHOLDS, village)
        rows.append(
            VillageRow(
                village,
                name,
                poor,
                pilot,
                longitude,
                latitude,
                income,
                classify(income, basis.scheme),
                households.get(village, 0) if seen else None,
                by_village.get(village, 0),
            )
        )
    return tuple(rows), asked


def counted(rows: Iterable[VillageRow], scheme: ClassScheme) -> tuple[ClassCount, ...]:
    """Return how many of these villages are in each class."""
    return count_classes((row.income for row in rows), scheme)


def _as_of(day: date | None) -> dict[str, date]:
    return {} if day is None else {"day": day}


def _stated_by(gap: Gaps, prefix: str = "") -> dict[str, Any]:
    return {f"{prefix}stated_on__lte": gap("day")} if "day" in gap else {}


def _facts(gap: Gaps, seen: Inside) -> QuerySet[Village, tuple[Any, ...]]:
    stated = Q(collectiveincome__year=gap("year"), **_stated_by(gap, "collectiveincome__"))
    this_year = FilteredRelation("collectiveincome", condition=stated)
    rows = seen(Village.objects.annotate(stated=this_year), VILLAGES)
    columns = rows.values_list("place_code", "poor", "pilot", "longitude", "latitude")
    return columns.annotate(income=Sum("stated__amount")).order_by()


_YEARS: Final = Seen(
    lambda gap, seen: (
        seen(CollectiveIncome.objects.filter(**_stated_by(gap)), VILLAGES)
        .order_by("year")
        .values_list("year", flat=True)
        .distinct()
    ),
    VILLAGES,
)
_FACTS: Final = Seen(_facts, VILLAGES)
_HOUSEHOLDS_BY_VILLAGE: Final = Seen(
    lambda gap, seen: (
        seen(Household.objects.filter(held(gap("day") if "day" in gap else None)), HOUSEHOLDS)
        .values_list("place_code")
        .annotate(n=Count("*"))
        .order_by()
    ),
    HOUSEHOLDS,
)


def _asked(viewer: Actor, code: str) -> tuple[tuple[AskedKind, ...], dict[str, int]]:
    kinds: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    by_village: defaultdict[str, int] = defaultdict(int)
    for village, kind, questions, households in asked_by_village(viewer, code):
        kinds[kind][0] += questions
        kinds[kind][1] += households
        by_village[village] += questions
    return tuple(AskedKind(kind, question_name(kind), *sums) for kind, sums in kinds.items()), by_village


def _in_force(policy: Policy, key: str, on: date, region: str) -> PolicyValue | None:
    try:
        return policy.at(key, on=on, region=region)
    except NoPolicy:
        return None
