"""Who sees what members need to learn and what they learned, and which courses somebody sees."""

from collections.abc import Iterable
from datetime import date
from typing import Final, TypeVar

from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from xiuhua.groups.access import QUERIES
from xiuhua.groups.models import Course, Relation
from xiuhua.groups.rules.training import RESTS_ON
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import within

COURSES: Final = QUERIES["groups.courses"]
TRAINING: Final = QUERIES["groups.training"]

Row = TypeVar("Row", bound=Model)


def looked_after(rows: QuerySet[Row], viewer: Actor, *, on: date) -> QuerySet[Row]:
    """Return the rows of groups whose training the viewer looks after, by the relation on which the post rests.

    Rows have the columns ``group_id`` and ``place_code``.
    """
    return rows if viewer.operator else rows.filter(_looked_after(viewer, on))


def told_to(rows: QuerySet[Row], viewer: Actor, *, on: date) -> QuerySet[Row]:
    """Return the rows that are the viewer's own, of a village whose group they lead, or of a group they look after.

    Rows have the columns ``account_id``, ``group_id`` and ``place_code``.
    """
    if viewer.operator:
        return rows
    seen = _looked_after(viewer, on) | _inside(viewer.territories(frozenset({Role.GROUP_LEADER.value})))
    if viewer.person_id is not None:
        seen |= Q(account_id=viewer.person_id)
    return rows.filter(seen)


def courses_seen(rows: QuerySet[Course], viewer: Actor) -> QuerySet[Course]:
    """Return the courses of the viewer's territory, and of wider places that cover some of it."""
    if viewer.operator:
        return rows
    above = {ancestor(code, level) for code in viewer.territories(COURSES.roles) for level in Level}
    inside = within(Course.objects.all(), viewer, COURSES)
    return rows.filter(Q(id__in=inside.values("id")) | Q(place_code__in=above))


def _inside(territories: Iterable[str]) -> Q:
    found = Q(pk__in=[])
    for territory in territories:
        found |= Q(place_code__range=bounds(territory))
    return found


def _looked_after(viewer: Actor, on: date) -> Q:
    found = Q(pk__in=[])
    for role, kind in RESTS_ON.items():
        territories = viewer.territories(frozenset({role.value}))
        if territories:
            rows = Relation.objects.filter(group_id=OuterRef("group_id"), kind=kind.value, valid_from__lte=on)
            found |= _inside(territories) & Q(Exists(rows.filter(Q(valid_to=None) | Q(valid_to__gt=on))))
    return found
