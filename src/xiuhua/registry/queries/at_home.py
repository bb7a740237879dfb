"""Who belongs to a household, for pages on which people are ticked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Person
from xiuhua.registry.rules.codes import RELATIONS
from xiuhua.registry.rules.shown import value_words


@dataclass(frozen=True, slots=True)
class AtHome:
    """Somebody who belongs to a household now."""

    id: UUID
    name: str
    relation: Text
    is_head: bool


def people_at_home(viewer: Actor, households: Iterable[UUID]) -> Mapping[UUID, tuple[AtHome, ...]]:
    """Return who belongs to these households as far as the viewer sees them, the head first; one query."""
    rows = Person.objects.filter(household_id__in=set(households), left_on=None)
    seen = within(rows, viewer, QUERIES["registry.households"]).order_by("code", "id")
    found: defaultdict[UUID, list[AtHome]] = defaultdict(list)
    for household, key, name, relation in seen.values_list("household_id", "id", "name", "relation"):
        is_head = RELATIONS.code(relation) == "head"
        found[household].append(AtHome(key, name, value_words("relation", relation), is_head))
    return {home: tuple(sorted(people, key=lambda each: not each.is_head)) for home, people in found.items()}
