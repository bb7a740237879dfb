"""A course is planned for members of groups, or cancelled."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.course_facts import END_REASON, TEACHER, course_changed, in_charge, places_of_courses
from xiuhua.groups.commands.meeting_words import Words
from xiuhua.groups.commands.training_words import TRAINING
from xiuhua.groups.facts import Places
from xiuhua.groups.models import Course, CourseSeat, Member, Relation, TrainingNeed
from xiuhua.groups.rules.training import (
    CourseState,
    judge_cancelling,
    judge_days,
    judge_inviting,
    subject_problem,
    subjects,
    terms,
)
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.naming import organisations_around
from xiuhua.platform.journal.changes import Change, Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused


class PlanCourse(Command):
    """Plan a course for members of the groups of a place. Whoever has a need that it answers is invited by that.

    Refused: 5003, 5012, 5175, 5182–5188.
    """

    code: ClassVar[str] = "groups.plan_course"
    label: ClassVar[Text] = Text("安排培训", "plan a course")

    place_code: Annotated[str, Field(pattern=r"^\d{12}$")]
    course_id: UUID
    title: Annotated[str, Field(min_length=1, max_length=80), *TRAINING["title"]]
    subject: Annotated[str, Field(max_length=40), *TRAINING["about"]]
    first_on: Annotated[date, *TRAINING["first_on"]]
    last_on: Annotated[date, *TRAINING["last_on"]]
    hours: Annotated[int, Field(ge=1), *TRAINING["hours"]]
    venue: Annotated[str, Field(min_length=1, max_length=80), *TRAINING["venue"]]
    organiser_id: Annotated[UUID, *TRAINING["organiser"]]
    teacher: Annotated[Words, *TRAINING["teacher"]] = ""
    need_ids: Annotated[tuple[UUID, ...], Field(max_length=200), *TRAINING["needs"]] = ()
    member_ids: Annotated[tuple[UUID, ...], Field(max_length=200), *TRAINING["members"]] = ()


class CancelCourse(Command):
    """Cancel a course that was not held, with the reason; the needs that it was to answer stay open.

    Refused: 5190, 5191.
    """

    code: ClassVar[str] = "groups.cancel_course"
    label: ClassVar[Text] = Text("取消培训", "cancel a course")

    course_id: UUID
    reason: Annotated[Words, Field(min_length=1), *TRAINING["end_reason"]]

    def roots(self) -> tuple[UUID, ...]:
        """The course."""
        return (self.course_id,)


def course_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    cancel = COMMANDS[CancelCourse.code]
    return (
        CommandType(PlanCourse, _plan, _places_named, COMMANDS[PlanCourse.code], own=True),
        CommandType(CancelCourse, _cancel, places_of_courses, cancel, root_model=Course, own=True),
    )


def _places_named(commands: Sequence[PlanCourse]) -> Places:
    known = place_ids({each.place_code for each in commands})
    return [(each.place_code,) if each.place_code in known else None for each in commands]


class _Inviting:
    """Who is named by a list of commands, with what their groups answer to."""

    def __init__(self, commands: Sequence[PlanCourse], context: Context) -> None:
        using = context.using
        self._context = context
        self.needs: Mapping[UUID, TrainingNeed] = TrainingNeed.objects.using(using).in_bulk(
            {need for each in commands for need in each.need_ids}
        )
        ids = {member for each in commands for member in each.member_ids}
        ids |= {each.member_id for each in self.needs.values()}
        self.members: Mapping[UUID, Member] = Member.objects.using(using).in_bulk(ids)
        self._relations: defaultdict[UUID, list[Relation]] = defaultdict(list)
        groups = {each.group_id for each in self.members.values()}
        for relation in Relation.objects.using(using).filter(group_id__in=groups):
            self._relations[relation.group_id].append(relation)
        counties = {ancestor(each.place_code, Level.COUNTY) for each in commands}
        self.organisers = {each: organisations_around(each, using=using) for each in counties}

    def named(self, command: PlanCourse) -> tuple[dict[UUID, Member], dict[UUID, TrainingNeed]] | None:
        """Return the members and the needs, by member, of a command; ``None`` where one is not to be found.

        What lies beyond the actor's territory is not there for them.
        """
        needs = [self.needs.get(each) for each in command.need_ids]
        members = [self.members.get(each) for each in command.member_ids]
        if not all(self._is_seen(each) for each in (*needs, *members)):
            return None
        by_member = {each.member_id: each for each in needs if each is not None}
        everybody = {each.id: each for each in members if each is not None}
        return everybody | {each: self.members[each] for each in by_member}, by_member

    def _is_seen(self, row: Member | TrainingNeed | None) -> bool:
        roles = COMMANDS[PlanCourse.code].roles
        return row is not None and self._context.actor.reaches(row.place_code, roles)

    def charge_problems(self, members: Mapping[UUID, Member]) -> tuple[Problem, ...]:
        """Return why the actor may not invite members of one of their groups."""
        places = {each.group_id: each.place_code for each in members.values()}
        found = [in_charge(place, self._relations[group], self._context) for group, place in places.items()]
        return next((each for each in found if each), ())


def _plan(commands: Sequence[PlanCourse], context: Context) -> list[Decided]:
    inviting = _Inviting(commands, context)
    outcomes: list[Decided] = []
    for command in commands:
        named = inviting.named(command)
        if named is None:
            outcomes.append(Refused((Problem("not_found", "member_ids"),)))
            continue
        members, needs = named
        place, rule = command.place_code, terms(context.policy, on=context.today, region=command.place_code)
        known = subjects(context.policy, on=context.today, region=place)
        problems = (
            *subject_problem(command.subject, known),
            *judge_days(command.first_on, command.last_on, command.hours, rule),
            *judge_inviting(place, members.values(), needs.values(), subject=command.subject, on=command.first_on),
            *inviting.charge_problems(members),
        )
        if command.organiser_id not in inviting.organisers[ancestor(place, Level.COUNTY)]:
            problems = (*problems, Problem("organisation_not_here", "organiser_id"))
        if problems:
            outcomes.append(Refused(problems))
            continue
        context.keyring.begin((command.course_id,))
        changes = list(_planned(command, members, needs, context))
        result = {"course": str(command.course_id)}
        outcomes.append(Accepted(changes, (place,), result, (command.course_id,)))
    return outcomes


def _planned(
    command: PlanCourse, members: Mapping[UUID, Member], needs: Mapping[UUID, TrainingNeed], context: Context
) -> Iterator[Change]:
    plain = ("place_code", "title", "subject", "first_on", "last_on", "hours", "venue", "organiser_id")
    teacher = context.keyring.seal(command.course_id, TEACHER, command.teacher) if command.teacher else ""
    yield Insert(
        Course,
        {
            "id": command.course_id,
            **{name: getattr(command, name) for name in plain},
            "teacher": teacher,
            "state": CourseState.PLANNED.value,
            "planned_on": context.today,
            "planned_by": context.actor.person_id,
            "ended_on": None,
            "ended_by": None,
            "end_reason": "",
        },
    )
    for key, member in members.items():
        need = needs.get(key)
        yield seat(command.course_id, member, invited=True, need_id=need.id if need else None)


def seat(course_id: UUID, member: Member, *, invited: bool, need_id: UUID | None = None, came: str = "") -> Insert:
    """Return the row of a member at a course."""
    return Insert(
        CourseSeat,
        {
            "id": derived_id(course_id, "seat", str(member.id)),
            "course_id": course_id,
            "group_id": member.group_id,
            "member_id": member.id,
            "need_id": need_id,
            "account_id": member.account_id,
            "place_code": member.place_code,
            "invited": invited,
            "came": came,
            "reason": "",
            "enough": None,
            "useful": "",
            "still_wanted": "",
            "said_on": None,
        },
    )


def _cancel(commands: Sequence[CancelCourse], context: Context) -> list[Decided]:
    courses = Course.objects.using(context.using).in_bulk({each.course_id for each in commands})
    context.keyring.load(courses)
    outcomes: list[Decided] = []
    for command in commands:
        course = courses[command.course_id]
        problems = judge_cancelling(course.state)
        if problems:
            outcomes.append(Refused(problems))
            continue
        after = {
            "state": CourseState.CANCELLED.value,
            "ended_on": context.today,
            "ended_by": context.actor.person_id,
            "end_reason": context.keyring.seal(course.id, END_REASON, command.reason),
        }
        changes = [course_changed(course, after)]
        outcomes.append(Accepted(changes, (course.place_code,), {"course": str(course.id)}))
        course.state = CourseState.CANCELLED.value
    return outcomes
