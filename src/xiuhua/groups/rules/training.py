"""What members can say that they need to learn, when a course can be planned and recorded, and when a need is met."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from xiuhua.groups.rules.membership import Lasting
from xiuhua.groups.rules.relations import RelationKind
from xiuhua.kernel.access import Role
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

SUBJECTS_KEY: Final = "groups.training_subjects"
TRAINING_KEY: Final = "groups.training"

RESTS_ON: Final[Mapping[Role, RelationKind]] = {
    Role.TOWNSHIP_OFFICER: RelationKind.ENTRUSTED,
    Role.ORGANISATION_DEPARTMENT: RelationKind.MANAGED,
}
"""By which relation of a group officers look after the training of its members."""


class NeedState(StrEnum):
    """What became of a training need."""

    OPEN = "open"
    MET = "met"
    TAKEN_BACK = "taken_back"


class CourseState(StrEnum):
    """How far a course is."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class Attended(StrEnum):
    """Whether somebody came to a course."""

    PRESENT = "present"
    AWAY = "away"


NEED_STATES: Final[Mapping[NeedState, Text]] = {
    NeedState.OPEN: Text("还需要", "open"),
    NeedState.MET: Text("本人说够了", "met, as the member says"),
    NeedState.TAKEN_BACK: Text("已撤回", "taken back"),
}
COURSE_STATES: Final[Mapping[CourseState, Text]] = {
    CourseState.PLANNED: Text("已安排", "planned"),
    CourseState.HELD: Text("办过了", "held"),
    CourseState.CANCELLED: Text("已取消", "cancelled"),
}
ATTENDED_NAMES: Final[Mapping[Attended, Text]] = {
    Attended.PRESENT: Text("来了", "came"),
    Attended.AWAY: Text("没有来", "did not come"),
}
ENOUGH_NAMES: Final[Mapping[bool, Text]] = {
    True: Text("够了", "enough"),
    False: Text("还不够", "not enough yet"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What policy says of training: which channels make the two committees, and how many hours a day has at most."""

    committees: frozenset[str]
    hours_a_day: int


@dataclass(frozen=True, slots=True)
class Teller:
    """Who says that a member needs something: whether it is their own need, and whether they may speak for others."""

    own: bool
    speaks: bool


@dataclass(frozen=True, slots=True)
class SeatAnswer:
    """What the signed list says of a member."""

    member_id: UUID
    came: Attended
    reason: str = ""


class Belonging(Lasting, Protocol):
    """A membership with the village of its group."""

    place_code: str


class Asked(Protocol):
    """A training need as far as a course has to know it."""

    subject: str
    state: str
    place_code: str


class Planned(Protocol):
    """A course with its days and how far it is."""

    last_on: date
    state: str


def subjects(policy: Policy, *, on: date, region: str | None = None) -> Mapping[str, Text]:
    """Return what can be learned on a day, by code, in the order in which policy lists it."""
    listed = policy.at(SUBJECTS_KEY, on=on, region=region).value
    return {each["code"]: Text(each["name"]["zh"], each["name"]["en"]) for each in listed}


def terms(policy: Policy, *, on: date, region: str) -> Terms:
    """Return what policy says of training on a day."""
    value = policy.at(TRAINING_KEY, on=on, region=region).value
    return Terms(frozenset(value["committees"]), value["hours_a_day"])


def subject_problem(code: str, known: Collection[str]) -> tuple[Problem, ...]:
    """Return a refusal where policy lists no such subject."""
    return () if code in known else (Problem("training_subject_unknown", "subject", {"given": code}),)


def judge_telling(
    teller: Teller,
    channels: Iterable[str],
    rule: Terms,
    *,
    since: date,
    wanted_by: date | None,
    today: date,
    again: bool,
) -> tuple[Problem, ...]:
    """Return why a need cannot be told: members say their own; group and township speak for the two committees alone.

    ``again`` says that the member has an open need of the subject already.
    """
    if not teller.own and not teller.speaks:
        return (Problem("training_need_of_another", "member_id"),)
    if not teller.own and rule.committees.isdisjoint(channels):
        return (Problem("not_of_two_committees", "member_id"),)
    if since > today:
        return (Problem("training_days_wrong", "since", {"day": since.isoformat()}),)
    if wanted_by is not None and wanted_by < since:
        return (Problem("training_days_wrong", "wanted_by", {"day": wanted_by.isoformat()}),)
    return (Problem("training_need_twice", "subject"),) if again else ()


def judge_taking_back(state: str, *, own: bool) -> tuple[Problem, ...]:
    """Return why a need cannot be taken back: somebody else said it, or it is open no more."""
    if not own:
        return (Problem("training_need_not_yours"),)
    return () if state == NeedState.OPEN else (Problem("training_need_over"),)


def most_hours(first_on: date, last_on: date, rule: Terms) -> int:
    """Return how many hours a course of these days has at most.

    >>> most_hours(date(2018, 1, 19), date(2018, 1, 20), Terms(frozenset(), 8))
    16
    """
    return ((last_on - first_on).days + 1) * rule.hours_a_day


def judge_days(first_on: date, last_on: date, hours: int, rule: Terms) -> tuple[Problem, ...]:
    """Return why a course cannot have these days and hours."""
    if last_on < first_on:
        return (Problem("course_days_wrong", "last_on", {"first": first_on.isoformat()}),)
    most = most_hours(first_on, last_on, rule)
    return () if 1 <= hours <= most else (Problem("course_hours_wrong", "hours", {"most": most}),)


def judge_inviting(
    place_code: str, members: Iterable[Belonging], needs: Iterable[Asked], *, subject: str, on: date
) -> tuple[Problem, ...]:
    """Return why these members cannot be invited to a course of a place that begins on a day, to answer these needs."""
    members, needs = list(members), list(needs)
    problems: list[Problem] = []
    if not members:
        problems.append(Problem("course_without_anybody", "member_ids"))
    places = {*(each.place_code for each in members), *(each.place_code for each in needs)}
    if not all(lies_in(each, place_code) for each in places):
        problems.append(Problem("course_other_place", "member_ids"))
    if not all(belonged(each, on) for each in members):
        problems.append(Problem("course_invited_no_member", "member_ids", {"day": on.isoformat()}))
    if any(each.state != NeedState.OPEN or each.subject != subject for each in needs):
        problems.append(Problem("course_need_other", "need_ids"))
    return tuple(problems)


def belonged(membership: Lasting, on: date) -> bool:
    """Say whether somebody belonged to a group on a day: from the first day of the membership, without its last."""
    return membership.valid_from <= on and (membership.valid_to is None or on < membership.valid_to)


def judge_recording(course: Planned, *, today: date) -> tuple[Problem, ...]:
    """Return why it cannot be recorded who came: the course was cancelled, or is not over yet."""
    if course.state == CourseState.CANCELLED:
        return (Problem("course_cancelled"),)
    return () if course.last_on <= today else (Problem("course_not_yet", values={"day": course.last_on.isoformat()}),)


def judge_attendance(
    invited: Collection[UUID], answers: Sequence[SeatAnswer], also: Sequence[UUID], *, said: Collection[UUID]
) -> tuple[Problem, ...]:
    """Return why a list of who came cannot stand: each member once, everybody invited, a reason for who did not come.

    ``also`` came without an invitation. ``said`` have said what of the course: it cannot turn out that they were away.
    """
    counted = Counter([*(each.member_id for each in answers), *also])
    problems: list[Problem] = []
    if {each.member_id for each in answers} != set(invited) or any(n > 1 for n in counted.values()):
        missing = len(set(invited) - {each.member_id for each in answers})
        problems.append(Problem("course_list_incomplete", "answers", {"n": missing}))
    if any(each.came is Attended.AWAY and not each.reason for each in answers):
        problems.append(Problem("course_absence_without_reason", "answers"))
    present = {each.member_id for each in answers if each.came is Attended.PRESENT} | set(also)
    if not set(said) <= present:
        problems.append(Problem("course_attendance_said", "answers"))
    return tuple(problems)


def judge_present(members: Iterable[Belonging], place_code: str, *, on: date) -> tuple[Problem, ...]:
    """Return why these people cannot have come as members: they were none that day, or of another territory."""
    members = list(members)
    if not all(lies_in(each.place_code, place_code) for each in members):
        return (Problem("course_other_place", "also"),)
    if all(belonged(each, on) for each in members):
        return ()
    return (Problem("course_no_member_that_day", "answers", {"day": on.isoformat()}),)


def judge_cancelling(state: str) -> tuple[Problem, ...]:
    """Return why a course cannot be cancelled: it was held, or cancelled before."""
    if state == CourseState.CANCELLED:
        return (Problem("course_cancelled"),)
    return (Problem("course_held"),) if state == CourseState.HELD else ()


def judge_saying(
    state: str, came: str, *, own: bool, said: bool, enough: bool, still_wanted: str
) -> tuple[Problem, ...]:
    """Return why somebody cannot say what a course was worth: only whoever came says so, once, after it is recorded."""
    if not own:
        return (Problem("course_of_another"),)
    if state != CourseState.HELD:
        return (Problem("course_cancelled" if state == CourseState.CANCELLED else "course_not_recorded"),)
    if came != Attended.PRESENT:
        return (Problem("course_not_attended"),)
    if said:
        return (Problem("course_said"),)
    return () if enough or still_wanted else (Problem("course_still_wanted", "still_wanted"),)


def meets(state: str, *, enough: bool) -> bool:
    """Say whether a need is met: it is open, and the member to whom it belongs says that it was enough."""
    return enough and state == NeedState.OPEN
