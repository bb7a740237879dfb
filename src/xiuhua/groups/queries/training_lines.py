"""Training needs, courses and seats as pages show them, with their words opened for whoever was found to see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.groups.models import Course, CourseSeat, TrainingNeed
from xiuhua.groups.queries.meetings import Opened
from xiuhua.groups.rules.training import COURSE_STATES, NEED_STATES, Attended, CourseState, NeedState, subjects
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_people, names_of_places
from xiuhua.platform.journal import catalogue


@dataclass(frozen=True, slots=True)
class CourseLine:
    """A course as it is planned, with how far it is."""

    id: UUID
    place_code: str
    place: str
    title: str
    subject: Text
    first_on: date
    last_on: date
    hours: int
    venue: str
    organiser: str
    teacher: str
    state: CourseState
    planned_by: UUID | None
    ended_on: date | None
    end_reason: str

    @property
    def state_name(self) -> Text:
        """How far it is, in words."""
        return COURSE_STATES[self.state]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A member at a course. ``came`` is ``None`` before it is recorded, ``enough`` before the member has said so."""

    id: UUID
    course_id: UUID
    member_id: UUID
    account_id: UUID
    name: str
    village: str
    invited: bool
    answers_need: bool
    came: Attended | None
    reason: str
    enough: bool | None
    useful: str
    still_wanted: str
    said_on: date | None

    @property
    def may_say(self) -> bool:
        """Say whether the member came and has not said yet what the course was worth."""
        return self.came is Attended.PRESENT and self.enough is None


@dataclass(frozen=True, slots=True)
class NeedLine:
    """What a member needs to learn. ``teller`` is who said so, where that was somebody else.

    ``planned`` is the next course that answers it, ``still_wanted`` what the member missed at the last one.
    """

    id: UUID
    group_id: UUID
    member_id: UUID
    account_id: UUID
    name: str
    village: str
    subject_code: str
    subject: Text
    words: str
    since: date
    wanted_by: date | None
    told_on: date
    told_by: UUID | None
    teller: str
    state: NeedState
    ended_on: date | None
    planned: CourseSeat | None
    still_wanted: str

    @property
    def state_name(self) -> Text:
        """What became of it, in words."""
        return NEED_STATES[self.state]


def course_lines(found: Iterable[Course], *, on: date) -> tuple[CourseLine, ...]:
    """Return courses as they are shown; the same number of queries for any number of them."""
    rows = list(found)
    organisers = names_of_organisations(each.organiser_id for each in rows)
    places = names_of_places(each.place_code for each in rows)
    names, opened = subjects(catalogue.policy(), on=on), Opened({each.id for each in rows})
    return tuple(
        CourseLine(
            id=each.id,
            place_code=each.place_code,
            place=places.get(each.place_code, each.place_code),
            title=each.title,
            subject=_subject(names, each.subject),
            first_on=each.first_on,
            last_on=each.last_on,
            hours=each.hours,
            venue=each.venue,
            organiser=organisers.get(each.organiser_id, ""),
            teacher=opened.text(each.id, "groups_course.teacher", each.teacher),
            state=CourseState(each.state),
            planned_by=each.planned_by,
            ended_on=each.ended_on,
            end_reason=opened.text(each.id, "groups_course.end_reason", each.end_reason),
        )
        for each in rows
    )


def seat_lines(found: Iterable[CourseSeat]) -> tuple[SeatLine, ...]:
    """Return seats as they are shown, in their order."""
    rows = list(found)
    people = names_of_people(each.account_id for each in rows)
    places = names_of_places(each.place_code for each in rows)
    opened = Opened({each.group_id for each in rows})
    return tuple(
        SeatLine(
            id=each.id,
            course_id=each.course_id,
            member_id=each.member_id,
            account_id=each.account_id,
            name=people.get(each.account_id, ""),
            village=places.get(each.place_code, each.place_code),
            invited=each.invited,
            answers_need=each.need_id is not None,
            came=Attended(each.came) if each.came else None,
            reason=opened.text(each.group_id, "groups_course_seat.reason", each.reason),
            enough=each.enough,
            useful=opened.text(each.group_id, "groups_course_seat.useful", each.useful),
            still_wanted=opened.text(each.group_id, "groups_course_seat.still_wanted", each.still_wanted),
            said_on=each.said_on,
        )
        for each in rows
    )


def need_lines(found: Sequence[TrainingNeed], *, on: date) -> tuple[NeedLine, ...]:
    """Return needs as they are shown, in their order, each with the course to come and what the last one lacked."""
    rows = list(found)
    people = names_of_people(each for row in rows for each in (row.account_id, row.told_by))
    places = names_of_places(each.place_code for each in rows)
    names, opened = subjects(catalogue.policy(), on=on), Opened({each.group_id for each in rows})
    coming, last = _seats_of(rows)
    return tuple(
        NeedLine(
            id=each.id,
            group_id=each.group_id,
            member_id=each.member_id,
            account_id=each.account_id,
            name=people.get(each.account_id, ""),
            village=places.get(each.place_code, each.place_code),
            subject_code=each.subject,
            subject=_subject(names, each.subject),
            words=opened.text(each.group_id, "groups_training_need.words", each.words),
            since=each.since,
            wanted_by=each.wanted_by,
            told_on=each.told_on,
            told_by=each.told_by,
            teller=people.get(each.told_by, "") if each.told_by and each.told_by != each.account_id else "",
            state=NeedState(each.state),
            ended_on=each.ended_on,
            planned=coming.get(each.id),
            still_wanted=_lacked(last.get(each.id), opened),
        )
        for each in rows
    )


def _seats_of(needs: Sequence[TrainingNeed]) -> tuple[Mapping[UUID, CourseSeat], Mapping[UUID, CourseSeat]]:
    """Return by need the seat at the next course that answers it, and the seat of which the member spoke last."""
    rows = CourseSeat.objects.filter(need_id__in={each.id for each in needs}).select_related("course")
    coming: dict[UUID, CourseSeat] = {}
    last: dict[UUID, CourseSeat] = {}
    for each in rows.order_by("course__first_on", "id") if needs else ():
        if each.course.state == CourseState.PLANNED:
            coming.setdefault(each.need_id, each)
        if each.enough is not None:
            last[each.need_id] = each
    return coming, last


def _lacked(seat: CourseSeat | None, opened: Opened) -> str:
    return opened.text(seat.group_id, "groups_course_seat.still_wanted", seat.still_wanted) if seat else ""


def _subject(names: Mapping[str, Text], code: str) -> Text:
    return names.get(code, Text(code, code))
