"""What others did with the tasks that a person was given, or gave."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from xiuhua.groups.queries.tasks import tasks_between
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.journal.queries import Happened, happened_to
from xiuhua.platform.work.notices import Notice

MOST: Final = 80
"""So many entries of the tasks are read."""

_GIVEN: Final = Text("有任务交给您", "A task was given to you")

_OWNER: Final[Mapping[str, Text]] = {
    "groups.set_task": _GIVEN,
    "groups.record_decision": _GIVEN,
    "groups.take_up_finding": _GIVEN,
    "groups.record_visit": _GIVEN,
    "groups.change_task": Text("您的任务有改动", "A task of yours was changed"),
    "groups.send_back_task": Text("您报办完的任务退回了，还缺东西", "A task of yours was sent back"),
    "groups.confirm_task": Text("您办的任务确认了", "A task of yours was confirmed"),
    "groups.withdraw_task": Text("您的任务撤销了", "A task of yours was withdrawn"),
}
"""What is said to whoever has the task."""

_SETTER: Final[Mapping[str, Text]] = {
    "groups.report_task": Text("您交办的任务报办完了，等着确认", "A task that you gave waits to be confirmed"),
    "groups.decline_task": Text("您交办的任务被推掉了", "A task that you gave was declined"),
}
"""What is said to whoever gave it."""


def task_changes(viewer: Actor, newer_than: datetime) -> Sequence[Notice]:
    """Return what others did with a viewer's tasks since an instant; three queries."""
    mine = tasks_between(viewer, since=newer_than.date())
    found = happened_to(set(mine), beginning="groups.", since=newer_than, size=MOST, besides=viewer.person_id)
    told = [(each, *said) for each in found if (said := _said(each, mine)) is not None]
    places = names_of_places({each.place_code for each, _, _ in told})
    return [
        Notice(
            at=each.at,
            text=text,
            where=places.get(each.place_code, ""),
            url=reverse("task", args=[task]),
            plain=text,
            place=places.get(each.place_code, ""),
        )
        for each, text, task in told
    ]


def _said(entry: Happened, mine: Mapping[UUID, bool]) -> tuple[Text, UUID] | None:
    """Return what an entry means for the viewer and of which task, or ``None`` where it means nothing."""
    task = read_uuid(str(entry.result.get("task", "")))
    if task is None or task not in mine:
        return None
    text = (_OWNER if mine[task] else _SETTER).get(entry.code)
    return None if text is None else (text, task)
