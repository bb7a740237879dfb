"""What a group's work asks people to do: their own tasks, what others did that waits to be confirmed, visits."""

from collections.abc import Iterator, Sequence
from datetime import date

from django.urls import reverse

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Task
from xiuhua.groups.queries.task_records import TaskLine
from xiuhua.groups.queries.tasks import TASKS, my_tasks, tasks_of_others, tasks_to_confirm
from xiuhua.groups.queries.visits import villages_to_visit
from xiuhua.groups.rules.tasks import TO_DO, CameFrom, TaskState
from xiuhua.groups.rules.visits import unvisited_days
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.journal import catalogue
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

FEW = 6
"""Reported tasks that are named; the others are on the list of the group."""

NAMED = 3
"""Households that a line names."""

_TAKE, _DO, _KEEP = Text("接下", "Take"), Text("办", "Do"), Text("兑现", "Keep your promise:")
_MEND, _ASK = Text("补办", "Mend"), Text("问一问、确认", "Ask and confirm:")
_HIDDEN = Text("关于一户的任务", "a task about a household")
_WAIT, _OTHERS = Text("等", "Wait for"), Text("看别人手上的任务", "Look at tasks of others")
_NOT_TAKEN, _LATE = Text("还没有接下", "not taken yet"), Text("已过期", "overdue")
_REPORTED = Text("报来", "reported")


@offered_for(Probe(Task, own="owner_id", values={"state": [*TO_DO]}))
def own_tasks(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the viewer's own tasks by the day on which they are due."""
    if viewer.person_id is None or not TASKS.allows(viewer.roles()):
        return []
    return list(_own(my_tasks(viewer, on=today), today))


@offered_for(Probe(Task, COMMANDS["groups.confirm_task"], values={"state": [TaskState.REPORTED]}))
def reported_tasks(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer what others reported done, and the viewer may ask and confirm."""
    if not COMMANDS["groups.confirm_task"].allows(viewer.roles()):
        return []
    found = tasks_to_confirm(viewer, on=today)[:FEW]
    return [_line(_ASK, task, Group.TODAY, task.reported_on, _REPORTED) for task in found]


@offered_for(
    Probe(Task, own="set_by", values={"state": [*TO_DO]}),
    Probe(Task, COMMANDS["groups.set_task"], values={"state": [*TO_DO]}),
)
def tasks_awaited(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Say which tasks that the viewer gave, or that their group has, are overdue or not taken yet by somebody else."""
    if viewer.person_id is None or not COMMANDS["groups.set_task"].allows(viewer.roles()):
        return []
    return [_awaited(task) for task in tasks_of_others(viewer, on=today)]


def _awaited(task: TaskLine) -> AgendaLine:
    what = Text(task.what, task.what) if task.what else _HIDDEN
    name = Text(f"{task.owner}办：{what.zh}", f"{task.owner}: {what.en}")
    why = _LATE if task.late else _NOT_TAKEN
    return AgendaLine(_WAIT, name, why, task.due, reverse("task", args=[task.id]), Group.WAITING, _OTHERS)


def households_to_visit(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer, by group, the households that were not visited for long."""
    if viewer.person_id is None or not COMMANDS["groups.record_visit"].allows(viewer.roles()):
        return []
    return list(_to_visit(viewer, today))


def _to_visit(viewer: Actor, today: date) -> Iterator[AgendaLine]:
    """Yield, by group, the households that were not visited for long, in the order of their codes."""
    for group_id, found in villages_to_visit(viewer, on=today, named=NAMED).items():
        n = len(found.homes)
        if not n:
            continue
        days = unvisited_days(catalogue.policy(), on=today, region=found.place_code)
        zh, en = "、".join(found.names), ", ".join(found.names)
        if n > NAMED:
            zh, en = f"{zh}等 {n} 户", f"{en} and {n - NAMED} more"
        yield AgendaLine(
            Text("走访", "Visit"),
            Text(zh, en),
            Text(f"{days} 天没有记走访", f"no visit recorded for {days} days"),
            None,
            reverse("group-visits", args=[group_id]),
            Group.SOON,
        )


def _own(tasks: Sequence[TaskLine], today: date) -> Iterator[AgendaLine]:
    for task in tasks:
        when = Group.SOON if task.due > today else Group.TODAY
        yield _line(_verb(task), task, Group.OVERDUE if task.late else when, task.due)


def _verb(task: TaskLine) -> Text:
    if task.state is TaskState.RETURNED:
        return _MEND
    if task.came_from is CameFrom.VISIT:
        return _KEEP
    return _TAKE if task.state is TaskState.OPEN else _DO


def _line(verb: Text, task: TaskLine, group: Group, when: date | None, day: Text | None = None) -> AgendaLine:
    url = reverse("task", args=[task.id])
    return AgendaLine(verb, task.what or _HIDDEN, task.for_name, when, url, group, day=day)
