"""The tasks of groups, as far as the viewer may see them: lists, one task, and one's own."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.models import Relation, Task, WorkGroup
from xiuhua.groups.models.tasks import SEALED
from xiuhua.groups.queries.seen import seen_group
from xiuhua.groups.queries.task_records import TaskLine, TaskList, TaskPage
from xiuhua.groups.rules.relations import RELATION_NAMES, RelationKind, in_force
from xiuhua.groups.rules.tasks import TO_DO, TRANSITIONS, UNFINISHED, CameFrom, ForWhom, TaskState
from xiuhua.groups.rules.work_kinds import work_kinds
from xiuhua.groups.texts import opened
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import breadcrumb
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.access import QUERIES as REGISTRY
from xiuhua.registry.queries.named import households_named

TASKS: Final = QUERIES["groups.tasks"]
HOUSEHOLDS: Final = REGISTRY["registry.households"]
PAGE_SIZE: Final = 50
SOON: Final = timedelta(days=7)

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
_OF_GROUP: Final = frozenset({Role.GROUP_LEADER.value, Role.GROUP_MEMBER.value, Role.ATTENDEE.value})


class Show(StrEnum):
    """Which tasks a list shows."""

    UNFINISHED = ""
    MINE = "mine"
    REPORTED = "reported"
    OVER = "over"


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
    rows = within(Task.objects.filter(group_id=group_id), viewer, TASKS)
    states: dict[str, int] = dict(rows.order_by().values_list("state").annotate(n=Count("*")))
    wanted = {
        Show.UNFINISHED: Q(state__in=UNFINISHED),
        Show.MINE: Q(state__in=UNFINISHED, owner_id=viewer.person_id),
        Show.REPORTED: Q(state=TaskState.REPORTED),
        Show.OVER: ~Q(state__in=UNFINISHED),
    }
    found = list(_later(rows.filter(wanted[show]), after).order_by("due", "id").values(*_COLUMNS)[: size + 1])
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
    rows = within(Task.objects.filter(Q(owner_id=viewer.person_id) | Q(set_by=viewer.person_id)), viewer, TASKS)
    open_ones = rows.filter(Q(state__in=UNFINISHED) | Q(ended_on__gte=since))
    return {task: owner == viewer.person_id for task, owner in open_ones.values_list("id", "owner_id")}


def task_page(viewer: Actor, task_id: UUID, *, on: date) -> TaskPage | None:
    """Return a task, or ``None`` where it is absent or outside; the same number of queries for every task."""
    row = within(Task.objects.filter(id=task_id), viewer, TASKS).values(*_COLUMNS).first()
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
    rows = within(Task.objects.filter(owner_id=viewer.person_id, state__in=TO_DO), viewer, TASKS)
    return _lines(viewer, list(rows.order_by("due", "id").values(*_COLUMNS)[:PAGE_SIZE]), on)


def tasks_of_others(viewer: Actor, *, on: date) -> tuple[TaskLine, ...]:
    """Return what others have in hand of the tasks the viewer gave or leads, overdue or not taken, by day due."""
    led = viewer.territories(frozenset({Role.GROUP_LEADER.value}))
    theirs = Task.objects.filter(Q(set_by=viewer.person_id) | Q(place_code__in=led), state__in=TO_DO)
    rows = within(theirs, viewer, TASKS).exclude(owner_id=viewer.person_id)
    late = rows.filter(Q(due__lt=on) | Q(state=TaskState.OPEN))
    return _lines(viewer, list(late.order_by("due", "id").values(*_COLUMNS)[:PAGE_SIZE]), on)


def tasks_to_confirm(viewer: Actor, *, on: date) -> tuple[TaskLine, ...]:
    """Return the reported tasks of the viewer's groups that somebody else did, the longest waiting first."""
    if viewer.person_id is None:
        return ()
    rows = within(Task.objects.filter(state=TaskState.REPORTED), viewer, COMMANDS["groups.confirm_task"])
    others = rows.exclude(owner_id=viewer.person_id).exclude(reported_by=viewer.person_id)
    return _lines(viewer, list(others.order_by("reported_on", "id").values(*_COLUMNS)[:PAGE_SIZE]), on)


def tasks_from(viewer: Actor, sources: Iterable[UUID], *, on: date) -> Mapping[UUID, tuple[TaskLine, ...]]:
    """Return the tasks that came from meetings, visits or findings, by the id of what they came from."""
    rows = within(Task.objects.filter(from_id__in=set(sources)), viewer, TASKS)
    found: dict[UUID, tuple[TaskLine, ...]] = {}
    for line in _lines(viewer, list(rows.order_by("due", "id").values(*_COLUMNS)), on):
        if line.from_id is not None:
            found[line.from_id] = (*found.get(line.from_id, ()), line)
    return found


_COLUMNS = (*spec_of(Task).fields, "version")


def _later(rows: QuerySet[Task], after: str | None) -> QuerySet[Task]:
    day, _, last = (after or "").partition("/")
    identifier = read_uuid(last)
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return rows
    if identifier is None:
        return rows
    return rows.filter(Q(due__gt=due) | Q(due=due, id__gt=identifier))


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
    if code not in _OWNERS and not viewer.operator and not viewer.reaches(place, _OF_GROUP) and not entrusted:
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
