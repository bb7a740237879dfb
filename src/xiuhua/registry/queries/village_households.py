"""The households of a village in code order, page by page, and their numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, FilteredRelation, Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.registry.models import Household, Person
from xiuhua.registry.queries.heads import HEAD
from xiuhua.registry.queries.question_scope import open_to
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


def household_numbers(village: str) -> tuple[int, int]:
    """Return how many households a village has now, and how many people belong to them."""
    households = Household.objects.filter(place_code=village, valid_to=None)
    people = Person.objects.filter(household__place_code=village, household__valid_to=None, left_on=None)
    return households.count(), people.count()


def questions_of(viewer: Actor, place: str, households: Collection[UUID] | None = None) -> Mapping[UUID, int]:
    """Return how many questions are open on each household of a place (or of these) that has some; one query."""
    rows = open_to(viewer, place)
    if households is not None:
        rows = rows.filter(household_id__in=households)
    return dict(rows.order_by().values_list("household_id").annotate(n=Count("*")))


def household_lines(
    village: str, *, counts: Mapping[UUID, int], asked: bool, after: str | None, size: int
) -> tuple[tuple[HouseholdLine, ...], str | None]:
    """Return a page of the present households of a village after a household code, and the key of the next page.

    ``counts`` says how many questions are open on each; with ``asked`` only those that have some are listed. The
    caller has established that the viewer may see them.
    """
    rows = Household.objects.filter(place_code=village, valid_to=None)
    if asked:
        rows = rows.filter(id__in=[*counts])
    if after:
        rows = rows.filter(code__gt=after)
    found = list(with_columns(rows.order_by("code"))[: size + 1])
    page = found[:size]
    return tuple(_lines(page, counts)), page[-1][1] if len(found) > size else None


def with_columns(rows: QuerySet[Household], *more: str) -> QuerySet[Household, tuple[Any, ...]]:
    """Return what the tables themselves hold of a line, from its id on, then ``more`` columns."""
    now = FilteredRelation("statement", condition=Q(statement__valid_to=None))
    stated = ("now__per_head_income", "now__exit_status", "now__exit_year")
    return rows.alias(now=now).values_list("id", "code", "natural_village", *stated, *more)


def lines_of(viewer: Actor, place: str, page: Sequence[Sequence[Any]]) -> Iterable[HouseholdLine]:
    """Yield what lists say of these households of one place, given by the columns of a line; two queries."""
    return _lines(page, questions_of(viewer, place, [row[0] for row in page]))


def _lines(page: Sequence[Sequence[Any]], counts: Mapping[UUID, int]) -> Iterable[HouseholdLine]:
    ids = [row[0] for row in page]
    heads: dict[UUID, str] = {}
    members: defaultdict[UUID, int] = defaultdict(int)
    people = Person.objects.filter(household_id__in=ids, left_on=None)
    for household, relation, name in people.values_list("household_id", "relation", "name"):
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


def _status(words: str) -> Text | None:
    """Return the exit status as it was stated, with the English of the entry that it means."""
    if not words:
        return None
    entry = EXIT_STATUSES.find(words)
    return Text(words, entry.name.en if entry else words)
