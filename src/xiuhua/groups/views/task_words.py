"""What the pages of tasks say: the next step, the facts, what happened, what can be done."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, Final

from django.urls import reverse

from xiuhua.groups.queries.task_records import TaskLine, TaskPage
from xiuhua.groups.rules.tasks import TaskState
from xiuhua.groups.rules.work_kinds import work_kinds
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.forms import Choice
from xiuhua.platform.journal import catalogue
from xiuhua.registry.rules.report_words import day

TASKS_OF_GROUP: Final = Text("任务", "tasks")
TASK_DAYS: Final = "groups.task_days"
_HIDDEN: Final = Text("关于一户的任务", "a task about a household")

ACTIONS: Final = (
    ("groups.take_task", "task-take", Text("接下", "Take it")),
    ("groups.report_task", "task-report", Text("报办完", "Report it done")),
    ("groups.confirm_task", "task-confirm", Text("记下他们的确认", "Write down their confirmation")),
    ("groups.send_back_task", "task-send-back", Text("退回补办", "Send it back")),
    ("groups.decline_task", "task-decline", Text("推掉", "Decline it")),
    ("groups.change_task", "task-change", Text("改任务", "Change it")),
    ("groups.withdraw_task", "task-withdraw", Text("撤销", "Withdraw it")),
)
_NEXT: Final = {
    TaskState.OPEN: ("groups.take_task", "groups.report_task"),
    TaskState.TAKEN: ("groups.report_task",),
    TaskState.RETURNED: ("groups.report_task",),
    TaskState.REPORTED: ("groups.confirm_task", "groups.send_back_task"),
}


def called(task: TaskLine) -> Text | str:
    """Return what a task is called: its line, or that it is about a household that the viewer does not see."""
    return task.what or _HIDDEN


def told(page: TaskPage, command_id: str) -> dict[str, Any]:
    """Return the context of a task's page."""
    actions = [
        {"label": label, "href": reverse(name, args=[page.task.id]), "why_not": page.actions[code], "code": code}
        for code, name, label in ACTIONS
    ]
    first = _NEXT.get(page.task.state, ())
    return {
        "called": called(page.task),
        "next": _next(page.task, [each for each in actions if each["code"] in first], command_id),
        "facts": _facts(page.task),
        "events": list(_events(page.task)),
        "possible": [each for each in actions if each["why_not"] is None and each["code"] not in first],
        "impossible": [each for each in actions if each["why_not"] is not None],
    }


def first_due(today: date, place_code: str) -> date:
    """Return the day that a form fills in first."""
    return today + timedelta(days=catalogue.policy().at(TASK_DAYS, on=today, region=place_code).value)


def kind_choices(on: date, place_code: str) -> list[Choice]:
    """Return the kinds of work to choose from; those that are none of a group's say where they belong."""
    lang = language()
    return [
        Choice(
            each.code, (each.name if each.belongs is None else _elsewhere(each.name, each.belongs)).in_language(lang)
        )
        for each in work_kinds(catalogue.policy(), on=on, region=place_code)
    ]


def _elsewhere(name: Text, belongs: Text) -> Text:
    return Text(f"{name.zh}（归{belongs.zh}）", f"{name.en} (belongs to {belongs.en})")


def _next(task: TaskLine, actions: list[dict[str, Any]], command_id: str) -> dict[str, Any]:
    """Return the one thing to do next; nothing where the viewer cannot do it."""
    possible = [each for each in actions if each["why_not"] is None]
    if not possible:
        return {}
    first, *others = possible
    taking = first["code"] == "groups.take_task"
    titles = {
        TaskState.OPEN: Text("等您接下", "Waits for you to take it"),
        TaskState.TAKEN: Text("办完了就报一声", "Report it once it is done"),
        TaskState.RETURNED: Text("补办好了再报", "Report it again once it is mended"),
        TaskState.REPORTED: Text("去问一声，把他们的话记下来", "Ask, and write down what they say"),
    }
    return {
        "title": titles[task.state],
        "label": first["label"],
        "href": first["href"],
        "post": taking,
        "carried": {"id": command_id} if taking else {},
        "others": others,
    }


def _facts(task: TaskLine) -> list[dict[str, Any]]:
    late = Text("过了日子", "overdue") if task.late else None
    home = reverse("household", args=[task.household_id]) if task.household_id and task.household else ""
    rows: list[tuple[Text, Any, Text | None]] = [
        (Text("交给", "Owner"), task.owner or "—", None),
        (Text("哪天以前", "Due"), task.due, late),
        (Text("为谁", "For"), task.for_name, None),
        (Text("从哪里来", "Came from"), task.from_name, None),
        (Text("哪类工作", "Kind of work"), task.kind, None),
    ]
    return [
        {
            "label": label,
            "value": day(value) if isinstance(value, date) else value,
            "note": note,
            "long": True,
            "href": home if value is task.household and home else "",
        }
        for label, value, note in rows
    ]


def _events(task: TaskLine) -> Iterator[dict[str, Any]]:
    given = Text(f"{task.giver}交办", f"given by {task.giver}") if task.giver else Text("交办", "given")
    yield {"text": given, "date": task.set_on, "done": True}
    if task.taken_on:
        yield {"text": Text("接下", "taken"), "date": task.taken_on, "done": True, "note": task.owner}
    if task.reported_on:
        yield {"text": Text("报办完", "reported done"), "date": task.reported_on, "done": True, "note": task.reporter}
    if task.state is TaskState.RETURNED:
        yield {"text": Text("退回补办", "sent back"), "when": Text("现在", "now"), "note": task.missing}
    if task.ended_on:
        yield {"text": task.state_name, "date": task.ended_on, "done": True}
    if task.unfinished:
        yield {"text": Text("要办完", "due"), "date": task.due, "late": task.late}
