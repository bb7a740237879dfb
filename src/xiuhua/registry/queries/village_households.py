"""The households of a village in code order, page by page, and their numbers."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.registry.models import Household, Person, Statement
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
    found = list(rows.order_by("code").values_list("id", "code", "natural_village")[: size + 1])
    page = found[:size]
    return tuple(_lines(page, counts)), page[-1][1] if len(found) > size else None


def lines_of(viewer: Actor, place: str, page: Sequence[tuple[UUID, str, str]]) -> Iterable[HouseholdLine]:
    """Yield what lists say of these households (id, code, natural village) of one place; three queries."""
    return _lines(page, questions_of(viewer, place, [row[0] for row in page]))


def _lines(page: Sequence[tuple[UUID, str, str]], counts: Mapping[UUID, int]) -> Iterable[HouseholdLine]:
    ids = [row[0] for row in page]
    heads: dict[UUID, str] = {}
    members: defaultdict[UUID, int] = defaultdict(int)
    people = Person.objects.filter(household_id__in=ids, left_on=None)
    for household, relation, name in people.values_list("household_id", "relation", "name"):
        members[household] += 1
        if RELATIONS.code(relation) == HEAD:
            heads[household] = name
    columns = ("household_id", "per_head_income", "exit_status", "exit_year")
    present = Statement.objects.filter(household_id__in=ids, valid_to=None)
    stated = {household: values for household, *values in present.values_list(*columns)}
    for household, code, natural_village in page:
        income, status, year = stated.get(household, (None, "", None))
        yield HouseholdLine(
            household,
            code,
            natural_village,
            heads.get(household, ""),
            members[household],
            income,
            _status(status),
            year,
            counts.get(household, 0),
        )


def _status(words: str) -> Text | None:
    """Return the exit status as it was stated, with the English of the entry that it means."""
    if not words:
        return None
    entry = EXIT_STATUSES.find(words)
    return Text(words, entry.name.en if entry else words)
