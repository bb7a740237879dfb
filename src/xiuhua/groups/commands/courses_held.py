"""Who came to a course, as the signed list says, and what each of them says of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from django.db import models
from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.course_facts import course_changed, places_of_courses, seat_changed
from xiuhua.groups.commands.courses import seat
from xiuhua.groups.commands.meeting_words import Sealing, Words
from xiuhua.groups.commands.training_needs import need_changed
from xiuhua.groups.commands.training_words import TRAINING
from xiuhua.groups.facts import Places
from xiuhua.groups.models import Course, CourseSeat, Member, TrainingNeed
from xiuhua.groups.rules.training import (
    Attended,
    CourseState,
    NeedState,
    SeatAnswer,
    judge_attendance,
    judge_present,
    judge_recording,
    judge_saying,
    meets,
)
from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_REASON, _USEFUL, _WANTED = (f"groups_course_seat.{name}" for name in ("reason", "useful", "still_wanted"))

LongWords = Annotated[str, Field(max_length=400), Personal]


class MemberCame(Value):
    """Whether a member came; whoever did not has a reason."""

    member_id: UUID
    came: Annotated[Literal["present", "away"], *TRAINING["came"]]
    reason: Annotated[Words, *TRAINING["reason"]] = ""


class RecordCourse(Command):
    """Record from the signed list who came to a course; recording it again corrects it.

    Refused: 5184, 5187, 5189, 5190, 5192–5194: the course is over, everybody on its list is answered once, and
    whoever came was a member that day.
    """

    code: ClassVar[str] = "groups.record_course"
    label: ClassVar[Text] = Text("登记培训", "record a course")

    course_id: UUID
    answers: Annotated[tuple[MemberCame, ...], Field(max_length=400), *TRAINING["answers"]]
    also: Annotated[tuple[UUID, ...], Field(max_length=200), *TRAINING["also"]] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The course."""
        return (self.course_id,)


class SayOfCourse(Command):
    """Say of a course that one attended whether it was enough: then the need that it answers is met, else it stays.

    Refused: 5190, 5195–5199.
    """

    code: ClassVar[str] = "groups.say_of_course"
    label: ClassVar[Text] = Text("说培训有没有用", "say what a course was worth")

    course_id: UUID
    seat_id: UUID
    enough: Annotated[bool, *TRAINING["enough"]]
    useful: Annotated[LongWords, *TRAINING["useful"]] = ""
    still_wanted: Annotated[LongWords, *TRAINING["still_wanted"]] = ""

    def roots(self) -> tuple[UUID, ...]:
        """The course."""
        return (self.course_id,)


def held_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    record, say = COMMANDS[RecordCourse.code], COMMANDS[SayOfCourse.code]
    return (
        CommandType(RecordCourse, _record, places_of_courses, record, root_model=Course, own=True),
        CommandType(
            SayOfCourse, _say, _places_of_seats, say, root_model=Course, find_records=_needs_of_seats, own=True
        ),
    )


def _places_of_seats(commands: Sequence[SayOfCourse]) -> Places:
    rows = CourseSeat.objects.filter(id__in={each.seat_id for each in commands})
    known = {(seat, course): place for seat, course, place in rows.values_list("id", "course_id", "place_code")}
    found = [known.get((each.seat_id, each.course_id)) for each in commands]
    return [(place,) if place is not None else None for place in found]


def _needs_of_seats(commands: Sequence[SayOfCourse]) -> set[tuple[type[models.Model], UUID]]:
    rows = CourseSeat.objects.filter(id__in={each.seat_id for each in commands}, need__isnull=False)
    return {(TrainingNeed, each) for each in rows.values_list("need_id", flat=True)}


def _record(commands: Sequence[RecordCourse], context: Context) -> list[Decided]:
    using = context.using
    courses = Course.objects.using(using).in_bulk({each.course_id for each in commands})
    seats: defaultdict[UUID, dict[UUID, CourseSeat]] = defaultdict(dict)
    for each in CourseSeat.objects.using(using).filter(course_id__in=courses).select_related("member").order_by("id"):
        seats[each.course_id][each.member_id] = each
    walked_in = Member.objects.using(using).in_bulk({member for each in commands for member in each.also})
    sealing = Sealing(context, {each.group_id for known in seats.values() for each in known.values()})
    return [
        _recorded(each, courses[each.course_id], seats[each.course_id], walked_in, sealing, context)
        for each in commands
    ]


def _recorded(
    command: RecordCourse,
    course: Course,
    seats: Mapping[UUID, CourseSeat],
    members: Mapping[UUID, Member],
    sealing: Sealing,
    context: Context,
) -> Decided:
    roles = COMMANDS[RecordCourse.code].roles
    seen = [
        each for key in command.also if (each := members.get(key)) and context.actor.reaches(each.place_code, roles)
    ]
    if len(seen) < len(command.also):
        return Refused((Problem("not_found", "also"),))
    problems = judge_recording(course, today=context.today)
    answers = [SeatAnswer(each.member_id, Attended(each.came), each.reason) for each in command.answers]
    came = [
        seats[each.member_id].member for each in answers if each.came is Attended.PRESENT and each.member_id in seats
    ]
    said = {key for key, each in seats.items() if each.enough is not None}
    problems = problems or (
        *judge_attendance(seats, answers, command.also, said=said),
        *judge_present([*came, *seen], course.place_code, on=course.first_on),
    )
    if problems:
        return Refused(problems)
    changes: list[Change] = list(_came(answers, seats, sealing))
    changes += [seat(course.id, each, invited=False, came=Attended.PRESENT.value) for each in seen]
    result = {"course": str(course.id)}
    if course.state != CourseState.HELD:
        who = {"ended_on": context.today, "ended_by": context.actor.person_id}
        changes.append(course_changed(course, {"state": CourseState.HELD.value, **who}))
    return Accepted(changes, (course.place_code,), result) if changes else Unchanged(result)


def _came(answers: Sequence[SeatAnswer], seats: Mapping[UUID, CourseSeat], sealing: Sealing) -> Iterator[Change]:
    for each in answers:
        row = seats[each.member_id]
        reason = each.reason if each.came is Attended.AWAY else ""
        # Whether the member has said something does not change here, but what was recorded is not undone after it.
        after: dict[str, object] = {"came": each.came.value, "enough": row.enough} if row.came != each.came else {}
        if not sealing.same(row.group_id, _REASON, row.reason, reason):
            sealing.begun(row.group_id)
            after["reason"] = sealing.sealed(row.group_id, _REASON, reason)
        if after:
            yield seat_changed(row, after)


def _say(commands: Sequence[SayOfCourse], context: Context) -> list[Decided]:
    rows = CourseSeat.objects.using(context.using).select_related("course", "need")
    seats = rows.in_bulk({each.seat_id for each in commands})
    sealing = Sealing(context, {each.group_id for each in seats.values()})
    outcomes: list[Decided] = []
    for command in commands:
        row = seats[command.seat_id]
        problems = judge_saying(
            row.course.state,
            row.came,
            own=context.actor.operator or context.actor.person_id == row.account_id,
            said=row.enough is not None,
            enough=command.enough,
            still_wanted=command.still_wanted,
        )
        if problems:
            outcomes.append(Refused(problems))
            continue
        sealing.begun(row.group_id)
        after = {
            "enough": command.enough,
            "useful": sealing.sealed(row.group_id, _USEFUL, command.useful),
            "still_wanted": sealing.sealed(row.group_id, _WANTED, command.still_wanted),
            "said_on": context.today,
        }
        changes: list[Change] = [seat_changed(row, {name: each for name, each in after.items() if each != ""})]
        row.enough = command.enough
        met = row.need is not None and meets(row.need.state, enough=command.enough)
        if met:
            changes.append(need_changed(row.need, {"state": NeedState.MET.value, "ended_on": context.today}))
            row.need.state = NeedState.MET.value
        result = {"course": str(row.course_id), "met": met}
        outcomes.append(Accepted(changes, (row.place_code,), result, (row.group_id,)))
    return outcomes
