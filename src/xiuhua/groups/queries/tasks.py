"""The tasks of groups, as far as the viewer may see them: lists, one task, and one's own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final
from uuid import UUID

from xiuhua.groups.access import COMMANDS, OF_THE_GROUP
from xiuhua.groups.models import Relation, Task, WorkGroup
from xiuhua.groups.models.tasks import SEALED
from xiuhua.groups.queries import task_questions as questions
from xiuhua.groups.queries.seen import seen_group
from xiuhua.groups.queries.task_questions import COLUMNS, PAGE_SIZE, TASKS, Show
from xiuhua.groups.queries.task_records import TaskLine, TaskList, TaskPage
from xiuhua.groups.rules.relations import RELATION_NAMES, RelationKind, in_force
from xiuhua.groups.rules.tasks import TO_DO, TRANSITIONS, UNFINISHED, CameFrom, ForWhom, TaskState
from xiuhua.groups.rules.work_kinds import work_kinds
from xiuhua.groups.texts import opened
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import breadcrumb
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.access import QUERIES as REGISTRY
from xiuhua.registry.queries.named import households_named

HOUSEHOLDS: Final = REGISTRY["registry.households"]

_TARGETS: Final[Mapping[str, TaskState]] = {
    "groups.take_task": TaskState.TAKEN,
    "groups.report_task": TaskState.REPORTED,
    "groups.confirm_task": TaskState.CONFIRMED,
    "groups.send_back_task": TaskState.RETURNED,
    "groups.decline_task": TaskState.DECLINED,
    "groups.withdraw_task": TaskState.WITHDRAWN,
}
_OWNERS: Final = frozenset({"groups.take_task", "groups.report_task", "groups.decline_task"})
_JUDGES: Final = frozenset({"groups.confirm_task", "groups.send_back_task"})
_CHANGES: Final = frozenset({"groups.change_task", "groups.withdraw_task"})


def tasks_of_group(
    viewer: Actor,
    group_id: UUID,
    *,
    on: date,
    show: Show = Show.UNFINISHED,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> TaskList | None:
    """Return the tasks of a group by the day on which they are due; ``None`` where the viewer sees no such group."""
    if seen_group(viewer, group_id, TASKS) is None:
        return None
    states: dict[str, int] = dict(questions.STATES.answers(viewer, group=group_id))
    asked = {"group": group_id, "person": viewer.person_id, **questions.shown_before(after)}
    found = questions.listed(show, size + 1).answers(viewer, **asked)
    page = found[:size]
    unfinished = sum(states.get(state, 0) for state in UNFINISHED)
    return TaskList(
        rows=_lines(viewer, page, on),
        after=f"{page[-1]['due'].isoformat()}/{page[-1]['id']}" if len(found) > size else None,
        counts={
            Show.UNFINISHED: unfinished,
            Show.REPORTED: states.get(TaskState.REPORTED, 0),
            Show.OVER: sum(states.values()) - unfinished,
        },
    )


def tasks_between(viewer: Actor, *, since: date) -> Mapping[UUID, bool]:
    """Return the tasks that a viewer has (true) or gave to somebody else, unfinished or over only since a day."""
    if viewer.person_id is None:
        return {}
    found = questions.BETWEEN.answers(viewer, person=viewer.person_id, since=since)
    return {task: owner == viewer.person_id for task, owner in found}


def task_page(viewer: Actor, task_id: UUID, *, on: date) -> TaskPage | None:
    """Return a task, or ``None`` where it is absent or outside; the same number of queries for every task."""
    row = within(Task.objects.filter(id=task_id), viewer, TASKS).values(*COLUMNS).first()
    if row is None:
        return None
    (line,) = _lines(viewer, [row], on)
    group = WorkGroup.objects.get(id=line.group_id)
    relations = list(Relation.objects.filter(group_id=group.id))
    entrusted = in_force(relations, RelationKind.ENTRUSTED, on)
    actions = {
        code: Text("小组已撤销", "the group was dissolved")
        if group.valid_to is not None
        else _why_not(viewer, code, line, entrusted=entrusted)
        for code in (*_TARGETS, "groups.change_task")
    }
    return TaskPage(line, group.name, breadcrumb(viewer, line.place_code), actions)


def my_tasks(viewer: Actor, *, on: date) -> tuple[TaskLine, ...]:
    """Return the viewer's own tasks that are still to be done, by the day on which they are due."""
    return _lines(viewer, questions.MINE.answers(viewer, person=viewer.person_id), on)


def tasks_of_others(viewer: Actor, *, on: date) -> tuple[TaskLine, ...]:
    """Return what others have in hand of the tasks the viewer gave or leads, overdue or not taken, by day due."""
    led = viewer.territories(frozenset({Role.GROUP_LEADER.value}))
    return _lines(viewer, questions.OF_OTHERS.answers(viewer, person=viewer.person_id, led=led, on=on), on)


def tasks_to_confirm(viewer: Actor, *, on: date) -> tuple[TaskLine, ...]:
    """Return the reported tasks of the viewer's groups that somebody else did, the longest waiting first."""
    if viewer.person_id is None:
        return ()
    return _lines(viewer, questions.TO_CONFIRM.answers(viewer, person=viewer.person_id), on)


def tasks_from(viewer: Actor, sources: Iterable[UUID], *, on: date) -> Mapping[UUID, tuple[TaskLine, ...]]:
    """Return the tasks that came from meetings, visits or findings, by the id of what they came from."""
    found: dict[UUID, tuple[TaskLine, ...]] = {}
    for line in _lines(viewer, questions.FROM.answers(viewer, sources=[*set(sources)]), on):
        if line.from_id is not None:
            found[line.from_id] = (*found.get(line.from_id, ()), line)
    return found


def _lines(viewer: Actor, rows: Sequence[Mapping[str, Any]], on: date) -> tuple[TaskLine, ...]:
    if not rows:
        return ()
    told = opened(keyring(), Task._meta.db_table, rows, SEALED)
    people = names_of_people(row[name] for row in told for name in ("owner_id", "set_by", "reported_by"))
    homes = households_named(viewer, (row["household_id"] for row in told if row["household_id"] is not None))
    kinds = {row["place_code"]: {} for row in told}
    for code in kinds:
        kinds[code] = {each.code: each.name for each in work_kinds(catalogue.policy(), on=on, region=code)}
    return tuple(_line(viewer, row, people, homes, kinds[row["place_code"]], on) for row in told)


def _line(
    viewer: Actor,
    row: Mapping[str, Any],
    people: Mapping[UUID, str],
    homes: Mapping[UUID, Any],
    kinds: Mapping[str, Text],
    on: date,
) -> TaskLine:
    own = viewer.person_id is not None and viewer.person_id == row["owner_id"]
    readable = own or row["household_id"] is None or reaches(viewer, HOUSEHOLDS, row["place_code"])
    texts = {name: row[name] if readable else "" for name in SEALED}
    home = homes.get(row["household_id"]) if row["household_id"] else None
    plain = ("id", "group_id", "place_code", "owner_id", "due", "household_id", "from_id", "set_by", "set_on")
    more = ("taken_on", "reported_by", "reported_on", "ended_on", "version")
    return TaskLine(
        **{name: row[name] for name in (*plain, *more)},
        **texts,
        kind=kinds.get(row["kind"], Text(row["kind"], row["kind"])),
        owner=people.get(row["owner_id"], ""),
        giver=people.get(row["set_by"], "") if row["set_by"] else "",
        reporter=people.get(row["reported_by"], "") if row["reported_by"] else "",
        for_whom=ForWhom(row["for_whom"]),
        household=home.label if home else "",
        came_from=CameFrom(row["came_from"]),
        state=TaskState(row["state"]),
        readable=readable,
        as_of=on,
    )


def _why_not(viewer: Actor, code: str, task: TaskLine, *, entrusted: bool) -> Text | None:
    """Return why the viewer cannot do something with a task now, or nothing where it is possible."""
    access, place = COMMANDS[code], task.place_code
    if not reaches(viewer, access, place):
        return access.reason
    leads = viewer.operator or viewer.reaches(place, frozenset({Role.GROUP_LEADER.value}))
    if code in _OWNERS and not leads and viewer.person_id != task.owner_id:
        return Text("只有负责人自己能办", "only its owner can")
    if code not in _OWNERS and not viewer.operator and not viewer.reaches(place, OF_THE_GROUP) and not entrusted:
        name = RELATION_NAMES[RelationKind.ENTRUSTED]
        return Text(f"“{name.zh}”现在没有生效", f"“{name.en}” is not in force")
    if code in _JUDGES and viewer.person_id is not None and viewer.person_id in (task.owner_id, task.reported_by):
        return Text("办事的人不能自己确认", "whoever did it cannot confirm it")
    township = viewer.reaches(place, frozenset({Role.TOWNSHIP_OFFICER.value}))
    if code in _CHANGES and not leads and not township and viewer.person_id != task.set_by:
        return Text("交办的人和组长才能改", "only who gave it and the leader can")
    if task.state in TO_DO if code == "groups.change_task" else _TARGETS[code] in TRANSITIONS[task.state]:
        return None
    return Text(f"现在是“{task.state_name.zh}”", f"it is “{task.state_name.en}” now")
