"""What the handlers of this module read before they decide: each kind once for a whole list of commands."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from xiuhua.groups.access import OF_THE_GROUP
from xiuhua.groups.models import Leadership, Member, Relation, WorkGroup
from xiuhua.groups.rules.membership import over
from xiuhua.groups.rules.relations import RelationKind, standing
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.contract import Context

Places = list[tuple[str, ...] | None]
"""For each command the codes of its places; ``None`` where what it names does not exist."""


class OfGroup(Protocol):
    """A command about one group."""

    @property
    def group_id(self) -> UUID:
        """The group's id."""


def places_of_groups(commands: Sequence[OfGroup]) -> Places:
    """Return the village of each group, also of those that are over."""
    codes = dict(WorkGroup.objects.filter(id__in={each.group_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.group_id],) if each.group_id in codes else None for each in commands]


def groups_by_id(commands: Iterable[OfGroup], *, using: str = "default") -> Mapping[UUID, WorkGroup]:
    """Return the groups that commands name."""
    return WorkGroup.objects.using(using).in_bulk({each.group_id for each in commands})


def relations_of(commands: Iterable[OfGroup], *, using: str = "default") -> Mapping[UUID, list[Relation]]:
    """Return every relation of the groups that commands name, past ones included."""
    found: defaultdict[UUID, list[Relation]] = defaultdict(list)
    for each in Relation.objects.using(using).filter(group_id__in={each.group_id for each in commands}):
        found[each.group_id].append(each)
    return found


def present_members(commands: Iterable[OfGroup], *, using: str = "default") -> Mapping[UUID, list[Member]]:
    """Return who belongs to the groups that commands name, in the order in which they joined."""
    found: defaultdict[UUID, list[Member]] = defaultdict(list)
    rows = Member.objects.using(using).filter(group_id__in={each.group_id for each in commands}, valid_to=None)
    for each in rows.order_by("valid_from", "id"):
        found[each.group_id].append(each)
    return found


def leaderships(commands: Iterable[OfGroup], *, using: str = "default") -> Mapping[UUID, Leadership]:
    """Return who leads each of the groups that commands name now, by group."""
    rows = Leadership.objects.using(using).filter(group_id__in={each.group_id for each in commands}, valid_to=None)
    return {each.group_id: each for each in rows}


def acting(group: WorkGroup, relations: Iterable[Relation], context: Context) -> tuple[Problem, ...]:
    """Return why the actor may not act in a group: it is over, or not entrusted to the township."""
    problems = over("group_over", group)
    if problems or context.actor.reaches(group.place_code, OF_THE_GROUP):
        return problems
    return standing(relations, RelationKind.ENTRUSTED, context.today)
