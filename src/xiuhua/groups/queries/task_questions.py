"""What is asked of the table of tasks, put into words once: which tasks a list, Today or a notice is about."""

from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.models import Task
from xiuhua.groups.rules.tasks import TO_DO, UNFINISHED, TaskState
from xiuhua.kernel.ids import read_uuid
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.journal.worded import Gaps

TASKS: Final = QUERIES["groups.tasks"]
PAGE_SIZE: Final = 50
COLUMNS: Final = (*spec_of(Task).fields, "version")
_CONFIRMING: Final = COMMANDS["groups.confirm_task"]

Rows = QuerySet[Task, dict[str, Any]]


class Show(StrEnum):
    """Which tasks a list shows."""

    UNFINISHED = ""
    MINE = "mine"
    REPORTED = "reported"
    OVER = "over"


_WANTED: Final[dict[Show, Callable[[Gaps], Q]]] = {
    Show.UNFINISHED: lambda gap: Q(state__in=UNFINISHED),
    Show.MINE: lambda gap: Q(state__in=UNFINISHED, owner_id=gap("person")),
    Show.REPORTED: lambda gap: Q(state=TaskState.REPORTED),
    Show.OVER: lambda gap: ~Q(state__in=UNFINISHED),
}

STATES: Final = Seen(
    lambda gap, seen: (
        seen(Task.objects.filter(group_id=gap("group")), TASKS).order_by().values_list("state").annotate(n=Count("*"))
    ),
    TASKS,
)
"""How many tasks a group has in each state."""


@cache
def listed(show: Show, size: int) -> Seen[dict[str, Any]]:
    """Return the question for so many tasks of a ``group``, after those that :func:`shown_before` names."""

    def ask(gap: Gaps, seen: Inside) -> Rows:
        rows = seen(Task.objects.filter(_WANTED[show](gap), group_id=gap("group")), TASKS)
        if "due" in gap:
            rows = rows.filter(Q(due__gt=gap("due")) | Q(due=gap("due"), id__gt=gap("task")))
        return _by_day(rows)[:size]

    return Seen(ask, TASKS)


def shown_before(after: str | None) -> dict[str, Any]:
    """Return the day and id of the last task that was shown, by the key of a page; nothing for another form."""
    day, _, last = (after or "").partition("/")
    task: UUID | None = read_uuid(last)
    try:
        due = date.fromisoformat(day)
    except ValueError:
        return {}
    return {} if task is None else {"due": due, "task": task}


def _by_day(rows: QuerySet[Task], first: str = "due") -> Rows:
    return rows.order_by(first, "id").values(*COLUMNS)


MINE: Final = Seen(
    lambda gap, seen: _by_day(seen(Task.objects.filter(owner_id=gap("person"), state__in=TO_DO), TASKS))[:PAGE_SIZE],
    TASKS,
)
"""What a person has to do."""

TO_CONFIRM: Final = Seen(
    lambda gap, seen: _by_day(
        seen(Task.objects.filter(state=TaskState.REPORTED), _CONFIRMING)
        .exclude(owner_id=gap("person"))
        .exclude(reported_by=gap("person")),
        "reported_on",
    )[:PAGE_SIZE],
    _CONFIRMING,
)
"""What others than a person reported done."""


def _of_others(gap: Gaps, seen: Inside) -> Rows:
    theirs = Q(set_by=gap("person")) | Q(place_code__in=gap("led"))
    rows = seen(Task.objects.filter(theirs, state__in=TO_DO), TASKS).exclude(owner_id=gap("person"))
    return _by_day(rows.filter(Q(due__lt=gap("on")) | Q(state=TaskState.OPEN)))[:PAGE_SIZE]


OF_OTHERS: Final = Seen(_of_others, TASKS)
"""What others have in hand that a person gave, or that a group has which they lead: overdue or not taken."""

BETWEEN: Final = Seen(
    lambda gap, seen: seen(
        Task.objects.filter(
            Q(owner_id=gap("person")) | Q(set_by=gap("person")),
            Q(state__in=UNFINISHED) | Q(ended_on__gte=gap("since")),
        ),
        TASKS,
    ).values_list("id", "owner_id"),
    TASKS,
)
"""What a person has or gave, unfinished or over since a day: each task and who has it."""

FROM: Final = Seen(
    lambda gap, seen: _by_day(seen(Task.objects.filter(from_id__in=gap("sources")), TASKS)),
    TASKS,
)
"""What came from meetings, visits or findings."""
