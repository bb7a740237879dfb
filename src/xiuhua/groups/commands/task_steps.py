"""The steps of a task: taken, reported done, confirmed or sent back, declined, withdrawn."""

from collections.abc import Callable, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.task_facts import Facts, changed, places_of_tasks, tasks_by_id
from xiuhua.groups.models import Task
from xiuhua.groups.rules.membership import over
from xiuhua.groups.rules.tasks import TaskState, confirming_problem, done_problem, step_problem
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_CONFIRMS: Final = UsedBy("别人照这个来确认", "by which others confirm it")
_GOES_ON: Final = UsedBy("写在任务上，负责人接着办", "stands on the task, for its owner to go on with")
_KEPT: Final = UsedBy("日后查证", "whoever looks into it later")


class _Step(Command):
    """A step of one task."""

    task_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The task."""
        return (self.task_id,)


class TakeTask(_Step):
    """Take a task that one was given. Refused: 5001, 5093, 5096."""

    code: ClassVar[str] = "groups.take_task"
    label: ClassVar[Text] = Text("接下任务", "take a task")


class ReportTask(_Step):
    """Report a task done, with what came of it. Refused: 5001, 5093–5094, 5096."""

    code: ClassVar[str] = "groups.report_task"
    label: ClassVar[Text] = Text("报办完", "report a task done")

    result: Annotated[
        str,
        Field(max_length=400),
        Personal,
        asked("办成了什么？", "What came of it?", why=Text("说结果，不说过程。", "The result, not the way there.")),
        _CONFIRMS,
    ]


class ConfirmTask(_Step):
    """Confirm in the words of whom it was for that a task is done; never by who did it.

    Refused: 5001, 5003, 5093, 5095.
    """

    code: ClassVar[str] = "groups.confirm_task"
    label: ClassVar[Text] = Text("确认办好", "confirm a task")

    words: Annotated[
        str,
        Field(min_length=1, max_length=400),
        Personal,
        asked("他们怎么说？", "What did they say?", why=Text("尽量记原话。", "In their own words, if you can.")),
        _KEPT,
    ]
    said_by: Annotated[
        str,
        Field(min_length=1, max_length=60),
        Personal,
        asked("谁说的？", "Who said so?", why=Text("为谁办的，就问谁。", "Ask whom it was for.")),
        _KEPT,
    ]


class SendBackTask(_Step):
    """Send back a task that was reported done, with what is missing. Refused: 5001, 5003, 5093, 5095."""

    code: ClassVar[str] = "groups.send_back_task"
    label: ClassVar[Text] = Text("退回补办", "send a task back")

    missing: Annotated[
        str,
        Field(min_length=1, max_length=400),
        Personal,
        asked("还缺什么？", "What is missing?"),
        _GOES_ON,
    ]


class DeclineTask(_Step):
    """Decline a task that one was given, with the reason. Refused: 5001, 5093, 5096."""

    code: ClassVar[str] = "groups.decline_task"
    label: ClassVar[Text] = Text("推掉任务", "decline a task")

    reason: Annotated[
        str, Field(min_length=1, max_length=200), Personal, asked("为什么办不了？", "Why can it not be done?"), _KEPT
    ]


class WithdrawTask(_Step):
    """Withdraw a task, with the reason. Refused: 5001, 5003, 5093, 5100."""

    code: ClassVar[str] = "groups.withdraw_task"
    label: ClassVar[Text] = Text("撤销任务", "withdraw a task")

    reason: Annotated[
        str, Field(min_length=1, max_length=200), Personal, asked("为什么撤销？", "Why is it withdrawn?"), _KEPT
    ]


_Row = Mapping[str, Any]
_Judged = Callable[[Any, _Row, Facts], tuple[Problem, ...]]


def step_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return tuple(
        CommandType(
            command, _handler(target, judge), places_of_tasks, COMMANDS[command.code], root_model=Task, own=True
        )
        for command, target, judge in (
            (TakeTask, TaskState.TAKEN, _own),
            (ReportTask, TaskState.REPORTED, _reported),
            (ConfirmTask, TaskState.CONFIRMED, _judged_by_others),
            (SendBackTask, TaskState.RETURNED, _judged_by_others),
            (DeclineTask, TaskState.DECLINED, _own),
            (WithdrawTask, TaskState.WITHDRAWN, _withdrawn),
        )
    )


def _handler(target: TaskState, judge: _Judged) -> Callable[[Sequence[Any], Context], list[Decided]]:
    def handle(commands: Sequence[Any], context: Context) -> list[Decided]:
        tasks = tasks_by_id(commands, context)
        facts = Facts.read({task["group_id"] for task in tasks.values()}, (), context)
        context.keyring.load({task["subject_id"] for task in tasks.values()})
        return [_stepped(command, tasks[command.task_id], target, judge, facts) for command in commands]

    return handle


def _stepped(command: _Step, task: _Row, target: TaskState, judge: _Judged, facts: Facts) -> Decided:
    context, result = facts.context, {"task": str(task["id"])}
    problems = over("group_over", facts.groups[task["group_id"]]) or judge(command, task, facts)
    if not problems and task["state"] == target is TaskState.TAKEN:
        return Unchanged(result)
    problems = problems or step_problem(task["state"], target)
    if problems:
        return Refused(problems)
    by, on = context.actor.person_id, context.today
    after: dict[str, Any] = {"state": target.value}
    if target is TaskState.TAKEN:
        after |= {"taken_on": on}
    elif target is TaskState.REPORTED:
        after |= {"reported_by": by, "reported_on": on}
    elif target is not TaskState.RETURNED:
        after |= {"ended_by": by, "ended_on": on}
    texts = {name: getattr(command, name) for name in _TEXTS if hasattr(command, name)}
    return Accepted([changed(task, after, context, texts)], (task["place_code"],), result)


_TEXTS: Final = ("result", "words", "said_by", "missing", "reason")


def _own(command: _Step, task: _Row, facts: Facts) -> tuple[Problem, ...]:
    """Only its owner takes, reports and declines a task, or the leader in the owner's stead."""
    owns = facts.context.actor.person_id == task["owner_id"]
    return () if owns or facts.leads(task["group_id"]) else (Problem("task_not_yours"),)


def _reported(command: ReportTask, task: _Row, facts: Facts) -> tuple[Problem, ...]:
    return _own(command, task, facts) or done_problem(command.result)


def _judged_by_others(command: _Step, task: _Row, facts: Facts) -> tuple[Problem, ...]:
    """Whoever did it, or said for the owner that it is done, does not judge it."""
    by = facts.context.actor.person_id
    own = by is not None and by in (task["owner_id"], task["reported_by"])
    return facts.standing(task["group_id"]) or confirming_problem(own=own)


def _withdrawn(command: WithdrawTask, task: _Row, facts: Facts) -> tuple[Problem, ...]:
    problems = facts.standing(task["group_id"])
    if problems or facts.may_change(task):
        return problems
    return (Problem("task_not_yours_to_change"),)
