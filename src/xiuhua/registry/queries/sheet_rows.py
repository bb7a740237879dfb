"""The present households of a place one after the other, in parts, for sheets of modules above."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.iteration import chunks
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household, Person, Statement
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.rules.codes import RELATIONS
from xiuhua.registry.stored import STATED_FIELDS

AT_ONCE: Final = 500
"""Households read at once."""

_HOUSEHOLDS = QUERIES["registry.households"]


@dataclass(frozen=True, slots=True)
class HouseholdRow:
    """A household of a sheet: who stands for it, how many people belong to it, what is stated now by field."""

    id: UUID
    place_code: str
    code: str
    natural_village: str
    head: str
    people: int
    stated: Mapping[str, Any]


class Called(NamedTuple):
    """By which code and head a household is found in a sheet."""

    code: str
    head: str


def households_on_record(viewer: Actor, code: str) -> int:
    """Return how many present households of a place the viewer sees; one query."""
    return _present(viewer, code).count()


def household_rows(viewer: Actor, code: str) -> Iterator[tuple[HouseholdRow, ...]]:
    """Yield the present households of a place in the order of village and code, some hundred at a time."""
    columns = ("id", "place_code", "code", "natural_village")
    chosen = _present(viewer, code).order_by("place_code", "code").values_list(*columns)
    for part in chunks(chosen.iterator(AT_ONCE), AT_ONCE):
        ids = [row[0] for row in part]
        heads, people = _people(ids)
        stated = {row.pop("household_id"): row for row in _stated(ids)}
        yield tuple(HouseholdRow(*row, heads.get(row[0], ""), people[row[0]], stated.get(row[0], {})) for row in part)


def households_called(viewer: Actor, ids: Iterable[UUID]) -> Mapping[UUID, Called]:
    """Return code and head of these households as far as the viewer sees them; two queries."""
    rows = within(Household.objects.filter(id__in=set(ids)), viewer, _HOUSEHOLDS)
    codes = dict(rows.values_list("id", "code"))
    heads = heads_of(codes)
    return {key: Called(code, heads.get(key, "")) for key, code in codes.items()}


def _present(viewer: Actor, code: str) -> QuerySet[Household]:
    return within(Household.objects.filter(valid_to=None), viewer, _HOUSEHOLDS, place=code)


def _people(ids: list[UUID]) -> tuple[Mapping[UUID, str], Counter[UUID]]:
    """Return who heads each of these households, and how many people belong to it."""
    heads: dict[UUID, str] = {}
    people: Counter[UUID] = Counter()
    rows = Person.objects.filter(household_id__in=ids, left_on=None)
    for household, relation, name in rows.values_list("household_id", "relation", "name"):
        people[household] += 1
        if RELATIONS.code(relation) == "head":
            heads[household] = name
    return heads, people


def _stated(ids: list[UUID]) -> Iterator[dict[str, Any]]:
    rows = Statement.objects.filter(household_id__in=ids, valid_to=None)
    yield from rows.values("household_id", *STATED_FIELDS)
