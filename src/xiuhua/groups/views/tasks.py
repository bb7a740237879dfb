"""Tasks of a group: the list, one task, giving and changing one."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.tasks import ChangeTask, SetTask
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.queries.task_records import TaskPage
from xiuhua.groups.queries.tasks import TASKS, Show, task_page, tasks_of_group
from xiuhua.groups.rules.tasks import FOR_NAMES, ForWhom
from xiuhua.groups.views.asking import group_or_404, way, way_to
from xiuhua.groups.views.task_words import TASKS_OF_GROUP, called, first_due, kind_choices, told
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import (
    answered,
    base_version,
    carry_out,
    changed,
    done,
    form_page,
    is_conflict,
    nothing_to_do,
    shown_before,
)
from xiuhua.platform.accounts.asking import form_for as form_of
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem, command_form, read_command
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.neighbours import neighbours

_OF_HOUSEHOLD = "h:"
_FIELDS = ("what", "owner_id", "due", "done_means")
_SHOWN = {
    Show.UNFINISHED: Text("没办完的", "not over"),
    Show.MINE: Text("交给我的", "given to me"),
    Show.REPORTED: Text("等确认的", "waiting for confirmation"),
    Show.OVER: Text("办完和撤销的", "over"),
}


@require_safe
@signed_in(TASKS)
def group_tasks(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show the tasks of a group by the day on which they are due."""
    page = group_or_404(request, group_id)
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.UNFINISHED
    found = tasks_of_group(request.viewer, group_id, on=today_of(request), show=show, after=request.GET.get("after"))
    if found is None:
        raise Http404
    address = reverse("group-tasks", args=[group_id])
    chips = [
        {
            "label": label,
            "count": found.counts.get(each),
            "href": f"{address}?show={each.value}" if each else address,
            "current": each is show,
        }
        for each, label in _SHOWN.items()
    ]
    context = {
        "page": page,
        "found": found,
        "chips": chips,
        "may_give": page.valid_to is None and reaches(request.viewer, COMMANDS[SetTask.code], page.place_code),
        "later": f"{address}?{urlencode({'show': show.value, 'after': found.after})}" if found.after else "",
        "here": way_to(page, TASKS_OF_GROUP),
    }
    return render(request, "groups/tasks.html", context)


@require_safe
@signed_in(TASKS)
def task_home(request: HttpRequest, task_id: UUID) -> HttpResponse:
    """Show a task: what is to be done, how far it is, what comes next."""
    page = task_or_404(request, task_id)
    context = {"page": page, "here": way_to_task(page), **told(page, str(new_id(request)))}
    return render(request, "groups/task.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[SetTask.code])
def give(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Give a task: one line is enough, the rest is filled in."""
    page = group_or_404(request, group_id)
    if not reaches(request.viewer, COMMANDS[SetTask.code], page.place_code):
        raise Http404
    sent = {**request.POST.dict(), **_for_whom(request.POST.get("for_whom", ""))}
    receipt, problems = answered(request, SetTask, {"group_id": group_id}, answers=sent, new={"task_id": "task"})
    if receipt is not None:
        done(request, receipt, _("任务已交办。"))
        return redirect("task", receipt.result["task"])
    own = str(request.viewer.person_id) if request.viewer.person_id else ""
    household = read_uuid(request.GET.get("household", ""))
    form = form_of(
        request,
        SetTask,
        values={
            "owner_id": own,
            "due": first_due(today_of(request), page.place_code),
            "for_whom": f"{_OF_HOUSEHOLD}{household}" if household else ForWhom.NOBODY.value,
            "kind": "poverty",
        },
        problems=problems,
        references={
            "owner_id": owners(request, page),
            "for_whom": _whom(request, page.place_code),
            "kind": kind_choices(today_of(request), page.place_code),
        },
        leave_out=("group_id", "task_id", "household_id", "came_from", "from_id", "observed_at"),
        draft=f"{SetTask.code}-{page.id}",
    )
    cancel = reverse("group-tasks", args=[page.id])
    title = Text("交办任务", "Give a task")
    intro = Text(
        "只写一句要办的事就行，别的已经替您填好，可以改。",
        "One line is enough; the rest is filled in and can be changed.",
    )
    return form_page(
        request,
        form,
        title,
        here=way_to(page, SetTask.label),
        cancel_url=cancel,
        intro=intro,
        submit=Text("交办", "Give it"),
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ChangeTask.code])
def change(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Change a task; only what was changed against the page is sent on."""
    page = task_or_404(request, task_id, ChangeTask.code)
    task = page.task
    known = {name: getattr(task, name) for name in _FIELDS}
    base, values, problems = task.version, known, in_the_way(page, ChangeTask.code)
    shown: Mapping[str, Any] = known
    bound = request.method == "POST"
    if bound:
        answers = changed(request.POST, _FIELDS)
        if not answers:
            nothing_to_do(request)
            return redirect("task", task_id)
        base = base_version(request.POST)
        supplied = {"task_id": task_id, "id": command_id_of(request), "base_version": base}
        if answers.get("done_means") == "":
            supplied["done_means"] = ""
        command, problems = read_command(ChangeTask, answers, supplied=supplied)
        values = request.POST.dict()
        shown = {name: request.POST.get(f"was-{name}", "") for name in _FIELDS}
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已改好。"))
                return redirect("task", task_id)
            problems = worded(receipt.problems)
            if is_conflict(receipt):
                base, shown, values = task.version, known, {**known, **answers}
    form = command_form(
        ChangeTask,
        language=language(),
        carried={
            "id": command_id_of(request) if bound else new_id(request),
            "base_version": base,
            **shown_before(shown),
        },
        values=values,
        problems=problems,
        references={"owner_id": owners(request, group_or_404(request, task.group_id), (task.owner_id, task.owner))},
        leave_out=("task_id", "observed_at"),
        bound=bound,
        draft=f"{ChangeTask.code}-{task_id}",
    )
    cancel = reverse("task", args=[task_id])
    return form_page(
        request, form, Text("改任务", "Change the task"), here=way_to_task(page, ChangeTask.label), cancel_url=cancel
    )


def task_or_404(request: HttpRequest, task_id: UUID, code: str = "") -> TaskPage:
    """Return a task; absent, outside, and one with which the viewer's posts do nothing, answer alike."""
    page = task_page(request.viewer, task_id, on=today_of(request))
    if page is None or (code and not reaches(request.viewer, COMMANDS[code], page.task.place_code)):
        raise Http404
    return page


def in_the_way(page: TaskPage, code: str) -> tuple[FieldProblem, ...]:
    """Return what a form says before anything is typed, where it cannot be done now."""
    why = page.actions[code]
    if why is None:
        return ()
    return (FieldProblem(None, Text(f"现在还不能做：{why.zh}", f"This can't be done now: {why.en}")),)


def way_to_task(page: TaskPage, *more: Text) -> Here:
    """Return the way to a task, or to a page below it."""
    group = Crumb(page.group, reverse("group", args=[page.task.group_id]))
    tasks = Crumb(TASKS_OF_GROUP, reverse("group-tasks", args=[page.task.group_id]))
    own = Crumb(called(page.task), reverse("task", args=[page.task.id]) if more else "")
    return way(page.places[:-1], group, tasks, own, *(Crumb(text) for text in more))


def owners(request: HttpRequest, page: GroupPage, *more: tuple[UUID, str]) -> list[Choice]:
    """Return who can be given a task: the group's people as they are listed, and the viewer."""
    people = {each.account_id: each.name for each in page.members}
    viewer = request.viewer
    people |= {account: name for account, name in more if account not in people}
    if viewer.person_id is not None and viewer.person_id not in people:
        people[viewer.person_id] = viewer.label
    return [Choice(str(account), name) for account, name in people.items()]


def _for_whom(answer: str) -> dict[str, str]:
    """Return what an answer to “for whom” means: one of the kinds, or a household by its id."""
    if answer.startswith(_OF_HOUSEHOLD):
        return {"for_whom": ForWhom.HOUSEHOLD.value, "household_id": answer.removeprefix(_OF_HOUSEHOLD)}
    return {"for_whom": answer, "household_id": ""}


def _whom(request: HttpRequest, place_code: str) -> list[Choice]:
    lang = language()
    plain = [Choice(each.value, FOR_NAMES[each].in_language(lang)) for each in (ForWhom.NOBODY, ForWhom.VILLAGE)]
    homes = neighbours(request.viewer, place_code)
    return [*plain, *(Choice(f"{_OF_HOUSEHOLD}{home.id}", f"{home.head} {home.code}".strip()) for home in homes)]
