"""What the handlers of courses share: where a course is, who may invite whom, what changes."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol
from uuid import UUID

from xiuhua.groups.facts import Places
from xiuhua.groups.models import Course, CourseSeat, Relation
from xiuhua.groups.rules.relations import in_force, standing
from xiuhua.groups.rules.training import RESTS_ON
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Context

TEACHER, END_REASON = "groups_course.teacher", "groups_course.end_reason"


class OfCourse(Protocol):
    """A command about one course."""

    @property
    def course_id(self) -> UUID:
        """The course's id."""


def places_of_courses(commands: Sequence[OfCourse]) -> Places:
    """Return the place of each course."""
    codes = dict(Course.objects.filter(id__in={each.course_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.course_id],) if each.course_id in codes else None for each in commands]


def in_charge(place_code: str, relations: Iterable[Relation], context: Context) -> tuple[Problem, ...]:
    """Return why the actor may not invite members of a group: no relation on which their post rests is in force."""
    if context.actor.operator:
        return ()
    related = list(relations)
    kinds = [kind for role, kind in RESTS_ON.items() if context.actor.reaches(place_code, frozenset({role.value}))]
    if any(in_force(related, kind, context.today) for kind in kinds):
        return ()
    return standing(related, kinds[0], context.today) if kinds else (Problem("not_found", "member_ids"),)


def course_changed(course: Course, after: Mapping[str, object]) -> Update:
    """Return the change of what differs in a course."""
    changed = {name: value for name, value in after.items() if getattr(course, name) != value}
    before = {name: getattr(course, name) for name in changed}
    return Update(Course, course.id, course.id, before, changed, subject=course.id)


def seat_changed(seat: CourseSeat, after: Mapping[str, object]) -> Update:
    """Return the change of a member's seat."""
    before = {name: getattr(seat, name) for name in after}
    return Update(CourseSeat, seat.id, seat.course_id, before, after, subject=seat.group_id)
