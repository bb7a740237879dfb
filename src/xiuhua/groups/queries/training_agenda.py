"""What training waits for: needs without a course, courses to be recorded, one's own courses; one query each."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, Min, OuterRef, Q

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Course, CourseSeat, TrainingNeed
from xiuhua.groups.queries.training_seen import looked_after
from xiuhua.groups.rules.training import Attended, CourseState, NeedState, subjects
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor, lies_in
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal import catalogue


@dataclass(frozen=True, slots=True)
class SubjectWaiting:
    """A subject that members in a territory of the viewer need, and no course answers; ``first`` is wanted soonest."""

    territory: str
    code: str
    subject: Text
    count: int
    first: date | None


@dataclass(frozen=True, slots=True)
class CourseWaiting:
    """A course that is over and not recorded."""

    id: UUID
    title: str
    last_on: date


@dataclass(frozen=True, slots=True)
class OwnCourse:
    """A course to which the viewer is invited, or of which they have not said what it was worth (``said_due``)."""

    id: UUID
    title: str
    venue: str
    first_on: date
    last_on: date
    said_due: bool


def needs_without_course(viewer: Actor, *, on: date) -> tuple[SubjectWaiting, ...]:
    """Return by territory and subject how many open needs the viewer looks after that no course answers."""
    answered = CourseSeat.objects.filter(need_id=OuterRef("id")).filter(
        Q(course__state=CourseState.PLANNED) | Q(course__state=CourseState.HELD, came=Attended.PRESENT, enough=None)
    )
    rows = TrainingNeed.objects.filter(~Exists(answered), state=NeedState.OPEN, member__valid_to=None)
    found = looked_after(rows, viewer, on=on).order_by().values_list("place_code", "subject")
    territories = viewer.territories(COMMANDS["groups.plan_course"].roles)
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    days: defaultdict[tuple[str, str], list[date]] = defaultdict(list)
    for code, subject, number, first in found.annotate(number=Count("id"), first=Min("wanted_by")):
        key = (next((each for each in territories if lies_in(code, each)), code), subject)
        counts[key] += number
        days[key] += [first] if first else []
    names = subjects(catalogue.policy(), on=on)
    return tuple(
        SubjectWaiting(place, code, names[code], counts[place, code], min(days[place, code], default=None))
        for place, code in sorted(counts, key=lambda key: (key[0], [*names, key[1]].index(key[1])))
        if code in names
    )


def courses_unrecorded(viewer: Actor, *, on: date) -> tuple[CourseWaiting, ...]:
    """Return the courses that are over, not recorded, and the viewer's to record, the earliest first."""
    rows = within(Course.objects.all(), viewer, COMMANDS["groups.record_course"])
    found = rows.filter(state=CourseState.PLANNED, last_on__lte=on).order_by("last_on", "id")
    return tuple(CourseWaiting(each.id, each.title, each.last_on) for each in found if _records(viewer, each))


def own_courses(viewer: Actor, *, on: date) -> tuple[OwnCourse, ...]:
    """Return the courses to which the viewer is invited and those of which they have not said what it was worth."""
    if viewer.person_id is None:
        return ()
    due = Q(course__state=CourseState.HELD, came=Attended.PRESENT, enough=None)
    coming = Q(course__state=CourseState.PLANNED, course__last_on__gte=on)
    rows = CourseSeat.objects.filter(due | coming, account_id=viewer.person_id).select_related("course")
    return tuple(
        OwnCourse(
            each.course_id,
            each.course.title,
            each.course.venue,
            each.course.first_on,
            each.course.last_on,
            each.course.state == CourseState.HELD,
        )
        for each in rows.order_by("course__first_on", "id")
    )


def _records(viewer: Actor, course: Course) -> bool:
    """Say whether a course is the viewer's to record: who planned it, else the office of its own level.

    >>> from types import SimpleNamespace
    >>> _records(Actor(None), SimpleNamespace(planned_by=None, place_code="620122101000"))
    False
    """
    if viewer.operator or (viewer.person_id is not None and course.planned_by == viewer.person_id):
        return True
    of_county = course.place_code == ancestor(course.place_code, Level.COUNTY)
    role = Role.ORGANISATION_DEPARTMENT if of_county else Role.TOWNSHIP_OFFICER
    return viewer.reaches(course.place_code, frozenset({role.value}))
