"""Meetings of a work group: their kinds, their states, when notice is in time, and when a meeting is quorate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from xiuhua.kernel.decisions import Decision, accept, refuse
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

KINDS_KEY: Final = "groups.meeting_kinds"
QUORUM_KEY: Final = "groups.quorum"
NOTICE_RULE: Final = "groups.notice/1"


class MeetingState(StrEnum):
    """Where a meeting stands. ``not_quorate`` is closed, too: too few came who vote, so that nothing was decided."""

    PLANNED = "planned"
    HELD = "held"
    CLOSED = "closed"
    NOT_QUORATE = "not_quorate"
    CANCELLED = "cancelled"


TRANSITIONS: Final[Mapping[MeetingState, Mapping[MeetingState, Text]]] = {
    MeetingState.PLANNED: {
        MeetingState.HELD: Text("录入了第一场到会情况", "the attendance of a session was typed"),
        MeetingState.CANCELLED: Text("取消，写明原因", "cancelled with a reason"),
    },
    MeetingState.HELD: {
        MeetingState.CLOSED: Text("写了会议内容，结束", "closed with what was done"),
        MeetingState.NOT_QUORATE: Text("到会有表决权的人不够，结束", "closed, too few came who vote"),
    },
    MeetingState.CLOSED: {},
    MeetingState.NOT_QUORATE: {},
    MeetingState.CANCELLED: {},
}

STATE_NAMES: Final[Mapping[MeetingState, Text]] = {
    MeetingState.PLANNED: Text("已安排", "planned"),
    MeetingState.HELD: Text("已召开，等结束", "held, to be closed"),
    MeetingState.CLOSED: Text("已结束", "closed"),
    MeetingState.NOT_QUORATE: Text("到会人数不够，没有作出决定", "not quorate, nothing was decided"),
    MeetingState.CANCELLED: Text("已取消", "cancelled"),
}


class Came(StrEnum):
    """Whether somebody who was invited came. Nobody is taken to have come: each is said."""

    PRESENT = "present"
    EXCUSED = "excused"
    ABSENT = "absent"


CAME_NAMES: Final[Mapping[Came, Text]] = {
    Came.PRESENT: Text("到会", "came"),
    Came.EXCUSED: Text("请假", "excused"),
    Came.ABSENT: Text("没来", "did not come"),
}


CALLS: Final[Mapping[str, Text]] = {
    "paper": Text("书面通知", "in writing"),
    "telephone": Text("打电话", "by telephone"),
    "in_person": Text("当面说", "in person"),
    "notice_board": Text("村里公告栏或广播", "on the notice board or by loudspeaker"),
}
"""How notice is given."""


@dataclass(frozen=True, slots=True)
class MeetingKind:
    """A kind of meeting. ``decides`` says that motions are put, ``villagers`` that it goes beyond the members."""

    code: str
    name: Text
    notice_days: int
    decides: bool
    villagers: bool


@dataclass(frozen=True, slots=True)
class Share:
    """A share that has to be exceeded.

    >>> half = Share(1, 2)
    >>> half.needed(5), half.needed(4), half.exceeded(2, 4), half.exceeded(3, 4), half.exceeded(0, 0)
    (3, 3, False, True, False)
    """

    numerator: int
    denominator: int

    def exceeded(self, part: int, whole: int) -> bool:
        """Say whether a part of a whole is more than the share."""
        return part * self.denominator > whole * self.numerator

    def needed(self, whole: int) -> int:
        """Return the smallest part that is more than the share."""
        return whole * self.numerator // self.denominator + 1


@dataclass(frozen=True, slots=True)
class Quorum:
    """How many of those who vote must be there, and how many of them must be for a motion, both of all who vote."""

    there: Share
    for_: Share
    source: Text
    verified: bool


def meeting_kinds(policy: Policy, *, on: date, region: str | None = None) -> Mapping[str, MeetingKind]:
    """Return the kinds of a day by code, in the order in which policy lists them."""
    listed: Sequence[Mapping[str, Any]] = policy.at(KINDS_KEY, on=on, region=region).value
    return {
        each["code"]: MeetingKind(
            each["code"],
            Text(each["name"]["zh"], each["name"]["en"]),
            each["notice_days"],
            bool(each.get("decides")),
            bool(each.get("villagers")),
        )
        for each in listed
    }


def quorum(policy: Policy, *, on: date, region: str | None = None) -> Quorum:
    """Return the shares that hold on a day."""
    found = policy.at(QUORUM_KEY, on=on, region=region)
    there, for_ = found.value["there"], found.value["for"]
    return Quorum(Share(*there), Share(*for_), found.source, found.verified)


def may_become(state: str, target: MeetingState) -> bool:
    """Say whether a meeting may go from one state to another.

    >>> may_become("planned", MeetingState.CANCELLED), may_become("held", MeetingState.CANCELLED)
    (True, False)
    """
    return target in TRANSITIONS[MeetingState(state)]


def state_problem(state: str, *targets: MeetingState) -> tuple[Problem, ...]:
    """Return a refusal where a meeting is in none of the states."""
    if state in targets:
        return ()
    name = STATE_NAMES[MeetingState(state)]
    return (Problem("meeting_state_wrong", values={"state_zh": name.zh, "state_en": name.en}),)


@dataclass(frozen=True, slots=True)
class At:
    """When a session begins: its day, and the hour as ``09:00``."""

    held_on: date
    starts: str


def judge_move(
    before: Mapping[UUID, At], wanted: Mapping[UUID, At], *, left_out: int, today: date
) -> tuple[Problem, ...]:
    """Return why the sessions of a planned meeting cannot be put to other times, or nothing.

    ``left_out`` are those who vote on the new first day of a meeting that decides, and are not invited: a meeting
    without them could not decide for all. A session that stays where it is may lie in the past.
    """
    problems = list[Problem]()
    if set(before) != set(wanted):
        problems.append(Problem("sessions_not_those", "sessions", {"n": len(before)}))
    over = [each.held_on for key, each in wanted.items() if each != before.get(key) and each.held_on < today]
    if over:
        problems.append(Problem("moved_to_past", "sessions", {"day": min(over).isoformat()}))
    if len(set(wanted.values())) < len(wanted):
        problems.append(Problem("session_twice", "sessions"))
    if left_out:
        problems.append(Problem("voter_joined_since", values={"n": left_out}))
    return tuple(problems)


def since_problem(known: int | None, recorded: int) -> tuple[Problem, ...]:
    """Return a refusal where others recorded more than somebody knew of, who might record the same once more.

    >>> [problem.values["n"] for problem in since_problem(1, 3)], since_problem(3, 3), since_problem(None, 3)
    ([2], (), ())
    """
    if known is None or recorded <= known:
        return ()
    return (Problem("recorded_since", values={"n": recorded - known}),)


def task_of_decision(decision_id: UUID) -> UUID:
    """Return the id of the task that a decision leads to: it follows from the decision's."""
    return derived_id(decision_id, "task")


def judge_notice(notice_on: date, first: date, *, today: date, kind: MeetingKind) -> Decision:
    """Decide whether notice can be given on a day of a meeting whose first session is on another.

    A notice counts from the day on which it is entered: an earlier day would make it longer than it was, a later one
    has not come. Fewer days than the kind asks for are a question, not a refusal.
    """
    if notice_on != today:
        return refuse(Problem("notice_day_wrong", "notice_on", {"day": notice_on.isoformat()}), rule=NOTICE_RULE)
    if first < notice_on:
        return refuse(Problem("notice_too_late", "notice_on", {"day": first.isoformat()}), rule=NOTICE_RULE)
    days = (first - notice_on).days
    if days < kind.notice_days:
        values = {"days": days, "wanted": kind.notice_days}
        return accept(Problem("notice_short", "notice_on", values), rule=NOTICE_RULE)
    return accept(rule=NOTICE_RULE)
