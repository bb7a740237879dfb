"""What members of groups need to learn, by subject, and the courses of a place; one's own and a member's record."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Course, CourseSeat, Member, TrainingNeed, WorkGroup
from xiuhua.groups.queries.groups import present_group
from xiuhua.groups.queries.memberships import own_memberships
from xiuhua.groups.queries.seen import relations_of, seen_group
from xiuhua.groups.queries.training_lines import CourseLine, NeedLine, SeatLine, course_lines, need_lines, seat_lines
from xiuhua.groups.queries.training_seen import COURSES, TRAINING, courses_seen, looked_after, told_to
from xiuhua.groups.rules.relations import in_force
from xiuhua.groups.rules.training import RESTS_ON, CourseState, NeedState, subjects, terms
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.policy import PolicyValue
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal import catalogue

PAST: Final = 20
"""So many courses that are over are listed."""

SHOWN: Final = 200
"""So many needs are listed at once, in the order of the villages' codes."""

INVITED: Final = 300
"""So many members are offered to be invited; where there are more, townships plan their own courses."""


@dataclass(frozen=True, slots=True)
class SubjectLine:
    """A subject with how many open needs the viewer sees of it."""

    code: str
    name: Text
    count: int


@dataclass(frozen=True, slots=True)
class PlaceTraining:
    """The training of a place: courses to come and over, and open needs, ``more`` of which are not listed."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    subjects: tuple[SubjectLine, ...]
    needs: tuple[NeedLine, ...]
    ahead: tuple[CourseLine, ...]
    over: tuple[CourseLine, ...]
    sees_needs: bool
    may_plan: bool
    group_id: UUID | None
    rule: PolicyValue
    more: int

    @property
    def unplanned(self) -> tuple[NeedLine, ...]:
        """The needs for which no course is planned."""
        return tuple(each for each in self.needs if each.planned is None)


@dataclass(frozen=True, slots=True)
class GroupTraining:
    """What the page of a group shows of training: the courses to which its members are invited, needs by subject.

    ``sees_members`` says that the viewer may see the record of each member.
    """

    courses: tuple[tuple[UUID, str, date], ...]
    subjects: tuple[SubjectLine, ...]
    sees_members: bool


@dataclass(frozen=True, slots=True)
class Attendance:
    """A seat with its course."""

    seat: SeatLine
    course: CourseLine


@dataclass(frozen=True, slots=True)
class Record:
    """What a member needs to learn, and every course to which the member was invited or came, the latest first."""

    name: str
    needs: tuple[NeedLine, ...]
    courses: tuple[Attendance, ...]

    @property
    def open_needs(self) -> tuple[NeedLine, ...]:
        """The needs that are not met."""
        return tuple(each for each in self.needs if each.state is NeedState.OPEN)


def place_training(viewer: Actor, code: str, *, on: date, subject: str = "") -> PlaceTraining | None:
    """Return the training of a place, of one subject where it is asked for, or ``None`` where the place is absent."""
    found = place(viewer, code)
    if found is None or not (viewer.operator or COURSES.allows(viewer.roles())):
        return None
    needs = _open_needs(viewer, on=on).filter(place_code__range=bounds(code))
    above = {ancestor(code, level) for level in Level}
    rows = courses_seen(Course.objects.filter(Q(place_code__range=bounds(code)) | Q(place_code__in=above)), viewer)
    ahead = list(rows.filter(state=CourseState.PLANNED).order_by("first_on", "id"))
    over = list(rows.exclude(state=CourseState.PLANNED).order_by("-first_on", "-id")[:PAST])
    lines = course_lines([*ahead, *over], on=on)
    counted = _counted(needs, on=on, region=code)
    wanted = needs.filter(subject=subject) if subject else needs
    listed = list(wanted.order_by("place_code", "subject", "told_on", "id")[:SHOWN])
    return PlaceTraining(
        place=found,
        places=breadcrumb(viewer, code),
        subjects=counted,
        needs=need_lines(listed, on=on),
        ahead=lines[: len(ahead)],
        over=lines[len(ahead) :],
        sees_needs=viewer.operator or TRAINING.allows(viewer.roles()),
        may_plan=reaches(viewer, COMMANDS["groups.plan_course"], code),
        group_id=present_group(viewer, code) if found.level is Level.VILLAGE else None,
        rule=catalogue.policy().at("groups.training_subjects", on=on, region=code),
        more=sum(each.count for each in counted if subject in ("", each.code)) - len(listed),
    )


def group_training(viewer: Actor, group_id: UUID, *, on: date) -> GroupTraining | None:
    """Return what the page of a group shows of training, or ``None`` to whoever may not know of it; two queries."""
    group = seen_group(viewer, group_id, TRAINING)
    if group is None:
        return None
    seats = told_to(CourseSeat.objects.filter(group_id=group_id, course__state=CourseState.PLANNED), viewer, on=on)
    courses = seats.order_by("course__first_on", "course_id").values_list(
        "course_id", "course__title", "course__first_on"
    )
    needs = _open_needs(viewer, on=on).filter(group_id=group_id)
    sees = bool(_posts(viewer, group, on=on) - {Role.GROUP_MEMBER, Role.ATTENDEE})
    return GroupTraining(tuple(courses.distinct()), _counted(needs, on=on, region=group.place_code), sees)


def own_training(viewer: Actor, *, on: date) -> Record:
    """Return the viewer's own needs, invitations and record."""
    if viewer.person_id is None:
        return Record("", (), ())
    needs = TrainingNeed.objects.filter(account_id=viewer.person_id)
    return _record(viewer.label, needs, CourseSeat.objects.filter(account_id=viewer.person_id), on=on)


def own_groups(viewer: Actor) -> tuple[UUID, ...]:
    """Return the groups to which the viewer belongs now; one query."""
    return tuple(each.group_id for each in own_memberships(viewer) if each.valid_to is None)


def members_to_speak_for(viewer: Actor, group_id: UUID, *, on: date) -> tuple[tuple[UUID, str], ...]:
    """Return the members of a group whose needs the viewer may say, himself first: with the names of others.

    Nobody where the group is absent, over or outside.
    """
    group = seen_group(viewer, group_id, TRAINING)
    if group is None or group.valid_to is not None:
        return ()
    committees = terms(catalogue.policy(), on=on, region=group.place_code).committees
    speaks = not _posts(viewer, group, on=on).isdisjoint({Role.GROUP_LEADER, Role.TOWNSHIP_OFFICER})
    rows = Member.objects.filter(group_id=group.id, valid_to=None).order_by("valid_from", "id")
    found = [
        each
        for each in rows
        if each.account_id == viewer.person_id or (speaks and not committees.isdisjoint(each.channels.split()))
    ]
    found.sort(key=lambda each: each.account_id != viewer.person_id)
    people = names_of_people(each.account_id for each in found)
    return tuple((each.id, people.get(each.account_id, "")) for each in found)


def member_record(viewer: Actor, member_id: UUID, *, on: date) -> Record | None:
    """Return the needs and the record of a member, or ``None`` where the viewer may not see them."""
    member = told_to(Member.objects.filter(id=member_id), viewer, on=on).first()
    if member is None:
        return None
    name = names_of_people([member.account_id]).get(member.account_id, "")
    needs = TrainingNeed.objects.filter(member_id=member.id)
    return _record(name, needs, CourseSeat.objects.filter(member_id=member.id), on=on)


def training_need(viewer: Actor, need_id: UUID, *, on: date) -> NeedLine | None:
    """Return a need, or ``None`` where the viewer may not see it."""
    rows = list(told_to(TrainingNeed.objects.filter(id=need_id), viewer, on=on))
    return need_lines(rows, on=on)[0] if rows else None


def needs_to_answer(viewer: Actor, code: str, *, on: date) -> tuple[NeedLine, ...]:
    """Return the open needs of a place that a course planned by the viewer can answer, by village and subject."""
    rows = looked_after(_present(TrainingNeed.objects.filter(state=NeedState.OPEN)), viewer, on=on)
    listed = rows.filter(place_code__range=bounds(code)).order_by("place_code", "subject", "told_on", "id")
    return need_lines(list(listed[:SHOWN]), on=on)


def members_to_invite(viewer: Actor, code: str, *, on: date) -> tuple[tuple[UUID, str, str], ...]:
    """Return the members of a place whom the viewer may invite, with name and the code of the village; not too many."""
    rows = looked_after(Member.objects.filter(valid_to=None, place_code__range=bounds(code)), viewer, on=on)
    ordered = rows.order_by("place_code", "valid_from", "id")
    found = list(ordered.values_list("id", "account_id", "place_code")[:INVITED])
    people = names_of_people(account for _, account, _ in found)
    return tuple((member, people.get(account, ""), village) for member, account, village in found)


def _posts(viewer: Actor, group: WorkGroup, *, on: date) -> set[Role]:
    """Return as what the viewer has to do with the training of a group now; officers by the relation in force."""
    held = {each for each in Role if viewer.reaches(group.place_code, frozenset({each.value}))}
    related = relations_of(group.id)
    idle = {role for role, kind in RESTS_ON.items() if not in_force(related, kind, on)}
    return (held & {Role(each) for each in TRAINING.roles}) - idle


def _open_needs(viewer: Actor, *, on: date) -> QuerySet[TrainingNeed]:
    return told_to(_present(TrainingNeed.objects.filter(state=NeedState.OPEN)), viewer, on=on)


def _present(needs: QuerySet[TrainingNeed]) -> QuerySet[TrainingNeed]:
    """Return the needs of those who still belong to their group."""
    return needs.filter(member__valid_to=None)


def _counted(needs: QuerySet[TrainingNeed], *, on: date, region: str | None) -> tuple[SubjectLine, ...]:
    """Return how many needs there are of each subject that has any, in the order of policy."""
    counts: Mapping[str, int] = Counter(dict(needs.order_by().values_list("subject").annotate(number=Count("id"))))
    names = subjects(catalogue.policy(), on=on, region=region)
    return tuple(SubjectLine(code, name, counts[code]) for code, name in names.items() if counts.get(code))


def _record(name: str, needs: QuerySet[TrainingNeed], seats: QuerySet[CourseSeat], *, on: date) -> Record:
    rows = list(seats.select_related("course").order_by("-course__first_on", "-course_id"))
    courses = {each.id: each for each in course_lines({each.course_id: each.course for each in rows}.values(), on=on)}
    return Record(
        name=name,
        needs=need_lines(list(needs.order_by("-told_on", "-id")), on=on),
        courses=tuple(Attendance(each, courses[each.course_id]) for each in seat_lines(rows)),
    )
