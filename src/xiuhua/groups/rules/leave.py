"""Who decides about a leave, and when one can be asked for, decided and ended."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from xiuhua.groups.rules.relations import Dated, RelationKind, in_force, standing
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

LEAVE_KEY: Final = "groups.leave"


class LeaveState(StrEnum):
    """What became of a leave."""

    ASKED = "asked"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class LeaveLevel(StrEnum):
    """Who decides."""

    TOWNSHIP = "township"
    DEPARTMENT = "department"


LEAVE_STATES: Final[Mapping[LeaveState, Text]] = {
    LeaveState.ASKED: Text("等批准", "waits for an answer"),
    LeaveState.APPROVED: Text("已批准", "approved"),
    LeaveState.DECLINED: Text("没有批准", "not approved"),
    LeaveState.WITHDRAWN: Text("已撤回", "taken back"),
}
LEAVE_LEVELS: Final[Mapping[LeaveLevel, Text]] = {
    LeaveLevel.TOWNSHIP: Text("乡镇", "the township"),
    LeaveLevel.DEPARTMENT: Text("组织部门", "the organisation department"),
}
STANDS: Final = frozenset({LeaveState.ASKED.value, LeaveState.APPROVED.value})
"""The states in which a leave keeps its days."""


class Days(Protocol):
    """A leave with its days, both included."""

    first_on: date
    last_on: date
    state: str


def is_away(leave: Days, on: date) -> bool:
    """Say whether somebody is away on a day with approval."""
    return leave.state == LeaveState.APPROVED and leave.first_on <= on <= leave.last_on


def number_of_days(first_on: date, last_on: date) -> int:
    """Return how many days a leave has, the first and the last included.

    >>> number_of_days(date(2018, 1, 19), date(2018, 1, 21))
    3
    """
    return (last_on - first_on).days + 1


def township_days(policy: Policy, *, on: date, region: str) -> int:
    """Return up to how many days the township decides, by the policy of the day on which the leave begins."""
    days: int = policy.at(LEAVE_KEY, on=on, region=region).value["township_days"]
    return days


def level_of_leave(days: Days, relations: Iterable[Dated], *, limit: int, today: date) -> LeaveLevel:
    """Return who decides: the township about short leave while it is entrusted, else the organisation department."""
    short = number_of_days(days.first_on, days.last_on) <= limit
    if short and in_force(relations, RelationKind.ENTRUSTED, today):
        return LeaveLevel.TOWNSHIP
    return LeaveLevel.DEPARTMENT


def judge_asking(first_on: date, last_on: date, others: Iterable[Days], *, since: date) -> tuple[Problem, ...]:
    """Return why a leave cannot be asked for: its days are the wrong way round, before the membership, or taken."""
    if last_on < first_on:
        return (Problem("leave_days_wrong", "last_on"),)
    if first_on < since:
        return (Problem("leave_before_membership", "first_on", {"day": since.isoformat()}),)
    for each in others:
        if each.state in STANDS and each.first_on <= last_on and first_on <= each.last_on:
            days = {"first": each.first_on.isoformat(), "last": each.last_on.isoformat()}
            return (Problem("leave_overlaps", "first_on", days),)
    return ()


def judge_deciding(
    state: str, level: LeaveLevel, held: frozenset[LeaveLevel], relations: Iterable[Dated], *, own: bool, today: date
) -> tuple[Problem, ...]:
    """Return why somebody who decides at the levels ``held`` cannot decide about a leave."""
    if state != LeaveState.ASKED:
        return (Problem("leave_decided"),)
    if own:
        return (Problem("leave_own"),)
    if level not in held:
        name = LEAVE_LEVELS[level]
        return (Problem("leave_other_level", values={"level_zh": name.zh, "level_en": name.en}),)
    kind = RelationKind.ENTRUSTED if level is LeaveLevel.TOWNSHIP else RelationKind.MANAGED
    return standing(relations, kind, today)


def judge_ending(leave: Days, back_on: date) -> tuple[Problem, ...]:
    """Return why a leave cannot end early on a day: it does not stand, or its last day comes before that day."""
    if leave.state not in STANDS:
        return (Problem("leave_not_standing"),)
    if back_on > leave.last_on:
        return (Problem("leave_back_late", "back_on", {"last": leave.last_on.isoformat()}),)
    return ()


def last_before(back_on: date) -> date:
    """Return the last day of a leave of somebody who is back on a day."""
    return back_on - timedelta(days=1)
