"""A course as its page shows it, and who can be typed on its list."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Course, CourseSeat, Member
from xiuhua.groups.queries.training_lines import CourseLine, SeatLine, course_lines, seat_lines
from xiuhua.groups.queries.training_seen import COURSES, courses_seen, looked_after, told_to
from xiuhua.groups.rules.training import CourseState, judge_recording
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.naming import names_of_people, names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import reaches


@dataclass(frozen=True, slots=True)
class CoursePage:
    """A course with its list: all of it for whoever records it, else whom the viewer sees. ``mine`` is their own seat.

    ``may`` says what the viewer can do with it now: record who came, cancel it, say what it was worth.
    """

    line: CourseLine
    places: tuple[PlaceLine, ...]
    seats: tuple[SeatLine, ...]
    mine: SeatLine | None
    may: Mapping[str, bool]


def course_page(viewer: Actor, course_id: UUID, *, on: date) -> CoursePage | None:
    """Return a course, or ``None`` where it is absent or outside; the same number of queries for every course."""
    if not (viewer.operator or COURSES.allows(viewer.roles())):
        return None
    row = courses_seen(Course.objects.filter(id=course_id), viewer).first()
    if row is None:
        return None
    trains = reaches(viewer, COMMANDS["groups.record_course"], row.place_code)
    rows = CourseSeat.objects.filter(course_id=row.id).order_by("place_code", "member__valid_from", "member_id")
    seats = seat_lines(rows if trains else told_to(rows, viewer, on=on))
    own = [each for each in seats if each.account_id == viewer.person_id]
    mine = next((each for each in own if each.may_say), own[0] if own else None)
    return CoursePage(
        line=course_lines([row], on=on)[0],
        places=breadcrumb(viewer, row.place_code),
        seats=seats,
        mine=mine,
        may={
            "record": trains and not judge_recording(row, today=on),
            "cancel": trains and row.state == CourseState.PLANNED,
            "say": mine is not None and row.state == CourseState.HELD and mine.may_say,
        },
    )


def members_who_may_have_come(viewer: Actor, course_id: UUID, *, on: date) -> tuple[tuple[UUID, str, str], ...]:
    """Return the members of the course's place that day who are not on its list, with name and village."""
    row = courses_seen(Course.objects.filter(id=course_id), viewer).first()
    if row is None:
        return ()
    rows = looked_after(Member.objects.filter(place_code__range=bounds(row.place_code)), viewer, on=on)
    there = rows.filter(Q(valid_to=None) | Q(valid_to__gt=row.first_on), valid_from__lte=row.first_on)
    listed = there.exclude(id__in=CourseSeat.objects.filter(course_id=row.id).values("member_id"))
    found = list(listed.order_by("place_code", "valid_from", "id").values_list("id", "account_id", "place_code"))
    people, places = names_of_people(each[1] for each in found), names_of_places(each[2] for each in found)
    return tuple((member, people.get(account, ""), places.get(code, code)) for member, account, code in found)
