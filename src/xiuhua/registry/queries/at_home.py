"""Who belongs to a household, for pages on which people are ticked."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Membership
from xiuhua.registry.rules.causes import MERGED
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
    """Return who belongs to these households as far as the viewer sees them, the head first; one query.

    For one that joined another it is whoever went along and is still there: they answer for what was begun with it.
    """
    rows = Membership.objects.filter(
        Q(valid_to=None) | Q(end_cause=MERGED), household_id__in=set(households), household__erased_on=None
    )
    here = rows.filter(person__left_on=None).exclude(person__name="")
    seen = within(here, viewer, QUERIES["registry.households"]).order_by("person__code", "person_id")
    found: defaultdict[UUID, list[AtHome]] = defaultdict(list)
    columns = ("household_id", "person_id", "person__name", "person__relation")
    for household, key, name, relation in seen.values_list(*columns):
        is_head = RELATIONS.code(relation) == "head"
        found[household].append(AtHome(key, name, value_words("relation", relation), is_head))
    return {home: tuple(sorted(people, key=lambda each: not each.is_head)) for home, people in found.items()}
