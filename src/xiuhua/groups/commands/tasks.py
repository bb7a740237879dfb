"""Give a task of a group, and change one that is not over."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.origins import Origins, origin_problem, origins_of
from xiuhua.groups.commands.task_facts import TABLE, Facts, changed, places_of_tasks, tasks_by_id, texts_of
from xiuhua.groups.facts import places_of_groups
from xiuhua.groups.models import Task, WorkGroup
from xiuhua.groups.rules.tasks import (
    FOR_NAMES,
    FROM_NAMES,
    STATE_NAMES,
    TO_DO,
    CameFrom,
    ForWhom,
    TaskState,
    due_problem,
)
from xiuhua.groups.rules.work_kinds import judge_kind
from xiuhua.groups.texts import sealed
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.registry.commands.concerned import present_household_codes

_SHOWN: Final = UsedBy("写在任务上，负责人照着办", "stands on the task, for its owner")
_WHO: Final = UsedBy("出现在负责人的“今天”里", "shown under Today of its owner")
_JUDGED: Final = UsedBy("别人照这个来确认", "by which others confirm it")

What = Annotated[str, Field(min_length=1, max_length=200), Personal]
WHAT: Final = (asked("要办什么？", "What is to be done?", why=Text("一句话就行。", "One line is enough.")), _SHOWN)
DONE_MEANS: Final = (
    asked(
        "怎样算办好？",
        "When is it done?",
        why=Text("说不清，就很难确认。", "Without it, it is hard to confirm."),
    ),
    _JUDGED,
)
OWNER: Final = (asked("交给谁？", "Who does it?", kind="reference"), _WHO)
DUE: Final = (asked("哪天以前办完？", "By which day?"), _WHO)


class SetTask(Command):
    """Give a task of a group to somebody. Refused: 5001, 5003, 5090–5092, 5097–5099."""

    code: ClassVar[str] = "groups.set_task"
    label: ClassVar[Text] = Text("交办任务", "give a task")

    group_id: UUID
    task_id: UUID
    what: Annotated[What, *WHAT]
    owner_id: Annotated[UUID, *OWNER]
    due: Annotated[date, *DUE]
    for_whom: Annotated[
        Literal["household", "village", "nobody"], asked("为谁办？", "For whom?", choices=FOR_NAMES), _JUDGED
    ] = "nobody"
    household_id: Annotated[
        UUID | None,
        asked(
            "哪一户？",
            "Which household?",
            kind="reference",
            why=Text("为一户办的事才选。", "Only where it is for a household."),
        ),
        _JUDGED,
    ] = None
    kind: Annotated[
        str,
        Field(max_length=40),
        asked("哪类工作？", "Which kind of work?", kind="reference"),
        UsedBy("不归小组的事，会告诉您该交到哪里", "what is none of a group's is told where it belongs"),
    ] = "poverty"
    done_means: Annotated[str, Field(max_length=200), Personal, *DONE_MEANS] = ""
    came_from: Annotated[
        Literal["hand", "meeting", "visit", "finding"],
        asked("从哪里来的？", "Where did it come from?", choices=FROM_NAMES),
        _SHOWN,
    ] = "hand"
    from_id: UUID | None = None

    def roots(self) -> tuple[UUID, ...]:
        """The group."""
        return (self.group_id,)


class ChangeTask(Command):
    """Change what is to be done, by whom or until when; ``None`` leaves it. Refused: 5001, 5003, 5092–5093, 5099–5100.

    A task that was in hand waits for its new owner to take it.
    """

    code: ClassVar[str] = "groups.change_task"
    label: ClassVar[Text] = Text("改任务", "change a task")

    task_id: UUID
    what: Annotated[str | None, Field(min_length=1, max_length=200), Personal, *WHAT] = None
    owner_id: Annotated[UUID | None, *OWNER] = None
    due: Annotated[date | None, *DUE] = None
    done_means: Annotated[str | None, Field(max_length=200), Personal, *DONE_MEANS] = None

    def roots(self) -> tuple[UUID, ...]:
        """The task."""
        return (self.task_id,)


def task_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    return (
        CommandType(SetTask, _set, places_of_groups, COMMANDS[SetTask.code], root_model=WorkGroup, own=True),
        CommandType(ChangeTask, _change, places_of_tasks, COMMANDS[ChangeTask.code], root_model=Task, own=True),
    )


@dataclass(frozen=True, slots=True)
class Given:
    """A task as it is given by a command: that of its own, or one that records what was promised."""

    id: UUID
    group: WorkGroup
    what: str
    owner_id: UUID
    due: date
    kind: str = "poverty"
    done_means: str = ""
    for_whom: ForWhom = ForWhom.NOBODY
    household_id: UUID | None = None
    came_from: CameFrom = CameFrom.HAND
    from_id: UUID | None = None
    taken: bool = False

    @property
    def subject(self) -> UUID:
        """Whose key seals its texts."""
        return self.household_id or self.group.id


def begun(given: Given, context: Context) -> Insert:
    """Return a new task. The group's key is made with its first text; a household has one."""
    if given.household_id is None:
        context.keyring.load((given.group.id,))
        context.keyring.make((given.group.id,))
    texts = dict.fromkeys(("result", "missing", "words", "said_by", "reason"), "")
    texts |= {"what": given.what, "done_means": given.done_means}
    state = TaskState.TAKEN if given.taken else TaskState.OPEN
    values: dict[str, Any] = {
        "id": given.id,
        "group_id": given.group.id,
        "place_code": given.group.place_code,
        "subject_id": given.subject,
        "kind": given.kind,
        "owner_id": given.owner_id,
        "due": given.due,
        "for_whom": given.for_whom.value,
        "household_id": given.household_id,
        "came_from": given.came_from.value,
        "from_id": given.from_id,
        "state": state.value,
        "set_by": context.actor.person_id,
        "set_on": context.today,
        "taken_on": context.today if given.taken else None,
        **dict.fromkeys(("reported_by", "reported_on", "ended_by", "ended_on")),
        **sealed(context.keyring, TABLE, given.subject, texts),
    }
    return Insert(Task, values)


def _set(commands: Sequence[SetTask], context: Context) -> list[Decided]:
    facts = Facts.read({each.group_id for each in commands}, [each.owner_id for each in commands], context)
    homes = present_household_codes(_AtHome(each.household_id) for each in commands if each.household_id)
    there = origins_of(commands, using=context.using)
    return [_given(command, facts, homes, there) for command in commands]


@dataclass(frozen=True, slots=True)
class _AtHome:
    household_id: UUID


def _given(command: SetTask, facts: Facts, homes: Mapping[UUID, str], there: Origins) -> Decided:
    context, group = facts.context, facts.groups[command.group_id]
    problems = facts.standing(group.id) or (
        *judge_kind(command.kind, context.policy, on=context.today, region=group.place_code),
        *facts.owner_problem(group.id, command.owner_id),
        *_for_whom_problem(command, homes, group.place_code),
        *origin_problem(command, there),
        *due_problem(command.due, today=context.today),
    )
    if problems:
        return Refused(problems)
    given = Given(
        id=command.task_id,
        group=group,
        what=command.what,
        owner_id=command.owner_id,
        due=command.due,
        kind=command.kind,
        done_means=command.done_means,
        for_whom=ForWhom(command.for_whom),
        household_id=command.household_id,
        came_from=CameFrom(command.came_from),
        from_id=command.from_id,
        taken=command.owner_id == context.actor.person_id,
    )
    return Accepted([begun(given, context)], (group.place_code,), {"task": str(command.task_id)})


def _for_whom_problem(command: SetTask, homes: Mapping[UUID, str], place_code: str) -> tuple[Problem, ...]:
    if (command.for_whom == ForWhom.HOUSEHOLD) != (command.household_id is not None):
        return (Problem("task_household_missing", "household_id"),)
    if command.household_id is not None and homes.get(command.household_id) != place_code:
        return (Problem("household_not_of_group", "household_id"),)
    return ()


def _change(commands: Sequence[ChangeTask], context: Context) -> list[Decided]:
    tasks = tasks_by_id(commands, context)
    owners = [command.owner_id for command in commands]
    facts = Facts.read({task["group_id"] for task in tasks.values()}, owners, context)
    return [_changed(command, tasks[command.task_id], facts, context) for command in commands]


def _changed(command: ChangeTask, stored: Mapping[str, Any], facts: Facts, context: Context) -> Decided:
    task = texts_of(stored, context)
    group_id, state = task["group_id"], TaskState(task["state"])
    problems = facts.standing(group_id)
    if not problems and not facts.may_change(task):
        problems = (Problem("task_not_yours_to_change"),)
    if not problems and state not in TO_DO:
        name = STATE_NAMES[state]
        problems = (Problem("task_not_so_far", values={"state_zh": name.zh, "state_en": name.en}),)
    wanted = {
        name: value
        for name in ("what", "done_means", "owner_id", "due")
        if (value := getattr(command, name)) is not None
    }
    differing = {name: value for name, value in wanted.items() if task[name] != value}
    if not problems and "owner_id" in differing:
        problems = facts.owner_problem(group_id, differing["owner_id"])
    if not problems and "due" in differing:
        problems = due_problem(differing["due"], today=context.today)
    if problems:
        return Refused(problems)
    if not differing:
        return Unchanged({"task": str(task["id"])})
    if "owner_id" in differing and state is TaskState.TAKEN:
        differing |= {"state": TaskState.OPEN.value, "taken_on": None}
    texts = {name: differing.pop(name) for name in ("what", "done_means") if name in differing}
    return Accepted([changed(stored, differing, context, texts)], (task["place_code"],), {"task": str(task["id"])})
