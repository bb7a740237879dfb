"""The way of a task: given, taken, reported done with its result, confirmed by whom it was for."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class TaskState(StrEnum):
    """``returned`` is a task that was reported done and sent back with what is missing."""

    OPEN = "open"
    TAKEN = "taken"
    REPORTED = "reported"
    RETURNED = "returned"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class ForWhom(StrEnum):
    """Whom a task is for."""

    HOUSEHOLD = "household"
    VILLAGE = "village"
    NOBODY = "nobody"


class CameFrom(StrEnum):
    """What a task came from."""

    HAND = "hand"
    MEETING = "meeting"
    VISIT = "visit"
    FINDING = "finding"


_DECLINED = Text("推掉，写明原因", "declined with a reason")
_WITHDRAWN = Text("撤销，写明原因", "withdrawn with a reason")

TRANSITIONS: Final[Mapping[TaskState, Mapping[TaskState, Text]]] = {
    TaskState.OPEN: {
        TaskState.TAKEN: Text("负责人接下", "its owner takes it"),
        TaskState.REPORTED: Text("报办完，写明结果", "reported done with its result"),
        TaskState.DECLINED: _DECLINED,
        TaskState.WITHDRAWN: _WITHDRAWN,
    },
    TaskState.TAKEN: {
        TaskState.REPORTED: Text("报办完，写明结果", "reported done with its result"),
        TaskState.DECLINED: _DECLINED,
        TaskState.WITHDRAWN: _WITHDRAWN,
    },
    TaskState.REPORTED: {
        TaskState.CONFIRMED: Text("为谁办的，谁确认", "whom it was for confirms"),
        TaskState.RETURNED: Text("退回，写明还缺什么", "sent back with what is missing"),
    },
    TaskState.RETURNED: {
        TaskState.REPORTED: Text("补办后再报", "reported again"),
        TaskState.DECLINED: _DECLINED,
        TaskState.WITHDRAWN: _WITHDRAWN,
    },
    TaskState.CONFIRMED: {},
    TaskState.DECLINED: {},
    TaskState.WITHDRAWN: {},
}

STATE_NAMES: Final[Mapping[TaskState, Text]] = {
    TaskState.OPEN: Text("等接下", "waits to be taken"),
    TaskState.TAKEN: Text("在办", "in hand"),
    TaskState.REPORTED: Text("报了办完，等确认", "reported done, waits for confirmation"),
    TaskState.RETURNED: Text("退回补办", "sent back"),
    TaskState.CONFIRMED: Text("办好了，已确认", "done and confirmed"),
    TaskState.DECLINED: Text("推掉了", "declined"),
    TaskState.WITHDRAWN: Text("撤销了", "withdrawn"),
}
FOR_NAMES: Final[Mapping[ForWhom, Text]] = {
    ForWhom.HOUSEHOLD: Text("一户人家", "a household"),
    ForWhom.VILLAGE: Text("全村", "the village"),
    ForWhom.NOBODY: Text("不专为谁", "nobody in particular"),
}
FROM_NAMES: Final[Mapping[CameFrom, Text]] = {
    CameFrom.HAND: Text("直接交办", "given by hand"),
    CameFrom.MEETING: Text("会议决定", "a meeting’s decision"),
    CameFrom.VISIT: Text("走访时答应的", "promised on a visit"),
    CameFrom.FINDING: Text("问题清单", "a finding"),
}

TO_DO: Final = (TaskState.OPEN, TaskState.TAKEN, TaskState.RETURNED)
"""What its owner has still to do."""

UNFINISHED: Final = (*TO_DO, TaskState.REPORTED)
"""What is not over."""


def step_problem(state: str, target: TaskState) -> tuple[Problem, ...]:
    """Return why a task cannot go on to a state, or nothing where it can.

    >>> step_problem("reported", TaskState.CONFIRMED)
    ()
    """
    now = TaskState(state)
    if target in TRANSITIONS[now]:
        return ()
    name = STATE_NAMES[now]
    return (Problem("task_not_so_far", values={"state_zh": name.zh, "state_en": name.en}),)


def done_problem(result: str) -> tuple[Problem, ...]:
    """Return the refusal of a task that is reported done without saying what came of it."""
    return () if result else (Problem("task_result_missing", "result"),)


def confirming_problem(*, own: bool) -> tuple[Problem, ...]:
    """Return the refusal where whoever did a task would confirm it, or send it back, too."""
    return (Problem("task_own_confirmation"),) if own else ()


def due_problem(due: date, *, today: date) -> tuple[Problem, ...]:
    """Return the refusal of a day by which nothing can be done any more."""
    return () if due >= today else (Problem("task_due_passed", "due", {"day": due.isoformat()}),)
