"""Tasks of work groups as JSON."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.groups.queries.task_records import TaskLine
from xiuhua.groups.queries.tasks import TASKS, Show, task_page, tasks_of_group
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import After, Size, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

ShownTasks = Annotated[
    Literal["", "mine", "reported", "over"],
    asked(
        Text(
            "看哪些：不写是没办完的，mine 交给自己的，reported 等确认的，over 办完和撤销的",
            "which ones: those not over without it; mine, reported or over",
        )
    ),
]


class TaskOut(Schema):
    """One task. ``readable`` says whether its texts may be read; they are blank otherwise."""

    id: UUID
    group_id: UUID
    place_code: str
    kind: Words
    what: str
    done_means: str
    owner_id: UUID
    owner: str
    due: date
    for_whom: str
    household_id: UUID | None
    came_from: str
    from_id: UUID | None
    state: str
    set_on: date
    taken_on: date | None
    result: str
    reported_on: date | None
    missing: str
    words: str
    said_by: str
    reason: str
    ended_on: date | None
    late: bool
    readable: bool
    version: UUID | None


class TasksOut(Schema):
    """Some tasks by the day on which they are due, and the key after which the next ones come."""

    tasks: list[TaskOut]
    after: str | None


@router.get(
    "/groups/{uuid:group_id}/tasks",
    response=TasksOut,
    url_name="group-tasks",
    tags=["groups"],
    **said(
        Text("一个小组的任务", "the tasks of a work group"),
        Text(
            "按要办完的日子排。关于一户的内容，看不到户的人读到空白，readable 是 false。",
            "By the day on which they are due. Texts about a household are blank, and readable is false, for those who"
            " see no households.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def group_tasks(
    request: HttpRequest, group_id: UUID, show: ShownTasks = "", after: After = None, size: Size = 50
) -> dict[str, Any]:
    """Answer with the tasks of a group."""
    require(caller(request), TASKS)
    found = tasks_of_group(caller(request), group_id, on=today_of(request), show=Show(show), after=after, size=size)
    if found is None:
        raise not_found()
    return {"tasks": [_task(each) for each in found.rows], "after": found.after}


@router.get(
    "/tasks/{uuid:task_id}",
    response=TaskOut,
    url_name="task",
    tags=["groups"],
    **said(Text("一个任务", "one task"), Text("和它办到哪一步。", "And how far it is."), problems=(401, 403, 404, 422)),
)
def task(request: HttpRequest, task_id: UUID) -> dict[str, Any]:
    """Answer with a task."""
    require(caller(request), TASKS)
    page = task_page(caller(request), task_id, on=today_of(request))
    if page is None:
        raise not_found()
    return _task(page.task)


def _task(line: TaskLine) -> dict[str, Any]:
    plain = {name: getattr(line, name) for name in TaskOut.model_fields if name not in _WORDED}
    named = {name: getattr(line, name).value for name in ("for_whom", "came_from", "state")}
    return {**plain, **named, "kind": shapes.words(line.kind)}


_WORDED = ("kind", "for_whom", "came_from", "state")
