"""The households of a village in code order, page by page, and their numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, FilteredRelation, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.worded import Worded
from xiuhua.registry.models import Household, Membership, Person
from xiuhua.registry.queries.days import held
from xiuhua.registry.queries.heads import HEAD
from xiuhua.registry.queries.question_scope import Open, open_to
from xiuhua.registry.rules.codes import EXIT_STATUSES, RELATIONS


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household in the list of its village. Income is the stated one per head in cents, ``None`` for unstated."""

    id: UUID
    code: str
    natural_village: str
    head: str
    members: int
    income: int | None
    exit_status: Text | None
    exit_year: int | None
    questions: int


def household_numbers(village: str, day: date | None = None) -> tuple[int, int]:
    """Return how many households a village has, now or on a day, and how many people belong to them."""
    if day is not None:
        households = Household.objects.filter(held(day), place_code=village)
        return households.count(), Membership.objects.filter(held(day), place_code=village).count()
    return _PRESENT.first(village=village) or 0, _PEOPLE.first(village=village) or 0


_PRESENT: Final = Worded(
    lambda gap: (
        Household.objects.filter(valid_to=None, place_code=gap("village"))
        .order_by()
        .values("place_code")
        .annotate(n=Count("*"))
        .values_list("n", flat=True)
    )
)
_PEOPLE: Final = Worded(
    lambda gap: (
        Person.objects.filter(household__place_code=gap("village"), household__valid_to=None, left_on=None)
        .order_by()
        .values("household__place_code")
        .annotate(n=Count("*"))
        .values_list("n", flat=True)
    )
)


def questions_of(viewer: Actor, place: str, households: Collection[UUID] | None = None) -> Mapping[UUID, int]:
    """Return how many questions are open on each household of a place (or of these) that has some; one query."""
    if households is None:
        return dict(_BY_HOUSEHOLD.answers(viewer, place))
    rows = open_to(viewer, place).filter(household_id__in=households)
    return dict(rows.order_by().values_list("household_id").annotate(n=Count("*")))


_BY_HOUSEHOLD: Final = Open(lambda rows: rows.order_by().values_list("household_id").annotate(n=Count("*")))


def household_lines(
    village: str, *, day: date | None = None, counts: Mapping[UUID, int], asked: bool, after: str | None, size: int
) -> tuple[tuple[HouseholdLine, ...], str | None]:
    """Return a page of the households of a village after a household code, and the key of the next page.

    They are the present ones, or those of a ``day``.

    ``counts`` says how many questions are open on each; with ``asked`` only those that have some are listed. The
    caller has established that the viewer may see them.
    """
    rows = Household.objects.filter(held(day), place_code=village)
    if asked:
        rows = rows.filter(id__in=[*counts])
    if after:
        rows = rows.filter(code__gt=after)
    found = list(with_columns(rows.order_by("code"), day=day)[: size + 1])
    page = found[:size]
    return tuple(_lines(page, counts, day)), page[-1][1] if len(found) > size else None


def with_columns(
    rows: QuerySet[Household], *more: str, day: date | None = None
) -> QuerySet[Household, tuple[Any, ...]]:
    """Return what the tables themselves hold of a line, now or on a day, from its id on, then ``more`` columns."""
    stated_then = held(day, since="statement__valid_from", until="statement__valid_to")
    now = FilteredRelation("statement", condition=stated_then)
    stated = ("now__per_head_income", "now__exit_status", "now__exit_year")
    return rows.alias(now=now).values_list("id", "code", "natural_village", *stated, *more)


def lines_of(
    viewer: Actor, place: str, page: Sequence[Sequence[Any]], day: date | None = None
) -> Iterable[HouseholdLine]:
    """Yield what lists say of these households of one place, given by the columns of a line; at most two queries."""
    return _lines(page, {} if day else questions_of(viewer, place, [row[0] for row in page]), day)


def _lines(page: Sequence[Sequence[Any]], counts: Mapping[UUID, int], day: date | None) -> Iterable[HouseholdLine]:
    ids = [row[0] for row in page]
    heads: dict[UUID, str] = {}
    members: defaultdict[UUID, int] = defaultdict(int)
    for household, relation, name in _people(ids, day):
        members[household] += 1
        if RELATIONS.code(relation) == HEAD:
            heads[household] = name
    for household, code, natural_village, income, status, year in page:
        yield HouseholdLine(
            household,
            code,
            natural_village,
            heads.get(household, ""),
            members[household],
            income,
            _status(status or ""),
            year,
            counts.get(household, 0),
        )


def _people(households: Sequence[UUID], day: date | None) -> Iterable[tuple[UUID, str, str]]:
    """Return household, relation and name of who belongs to these households, now or on a day.

    An erased one is not told with its people, some of whom live elsewhere now.
    """
    if day is None:
        present = Person.objects.filter(household_id__in=households, left_on=None)
        return present.values_list("household_id", "relation", "name")
    then = Membership.objects.filter(held(day), household_id__in=households)
    rows = then.values_list("household_id", "person__relation", "person__name", "household__erased_on")
    return ((home, "" if gone else relation, "" if gone else name) for home, relation, name, gone in rows)


def _status(words: str) -> Text | None:
    """Return the exit status as it was stated, with the English of the entry that it means."""
    if not words:
        return None
    entry = EXIT_STATUSES.find(words)
    return Text(words, entry.name.en if entry else words)
