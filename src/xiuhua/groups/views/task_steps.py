"""The steps of a task as pages: take it, report it, confirm it or send it back, decline or withdraw it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.task_steps import (
    ConfirmTask,
    DeclineTask,
    ReportTask,
    SendBackTask,
    TakeTask,
    WithdrawTask,
)
from xiuhua.groups.queries.task_records import TaskPage
from xiuhua.groups.views.task_words import called
from xiuhua.groups.views.tasks import in_the_way, task_or_404, way_to_task
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import signed_in


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TakeTask.code])
def take(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Take a task that one was given."""
    return _step(request, task_id, TakeTask, Text("接下任务", "Take the task"), _("接下了，办完请报一声。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ReportTask.code])
def report(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Report a task done, with its result."""
    return _step(
        request, task_id, ReportTask, Text("报办完", "Report it done"), _("已报办完，等别的组员去问、去确认。")
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ConfirmTask.code])
def confirm(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Write down the confirmation of whom a task was for."""
    title = Text("记下他们的确认", "Write down their confirmation")
    return _step(request, task_id, ConfirmTask, title, _("已确认，这个任务办完了。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[SendBackTask.code])
def send_back(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Send a task back with what is missing."""
    return _step(request, task_id, SendBackTask, Text("退回补办", "Send it back"), _("已退回，负责人会看到还缺什么。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[DeclineTask.code])
def decline(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Decline a task."""
    return _step(request, task_id, DeclineTask, Text("推掉任务", "Decline the task"), _("已推掉，交办的人会看到原因。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[WithdrawTask.code])
def withdraw(request: HttpRequest, task_id: UUID) -> HttpResponseBase:
    """Withdraw a task."""
    return _step(request, task_id, WithdrawTask, Text("撤销任务", "Withdraw the task"), _("任务已撤销。"))


def _step(request: HttpRequest, task_id: UUID, step: type[Command], title: Text, said: str) -> HttpResponseBase:
    page = task_or_404(request, task_id, step.code)
    receipt, problems = answered(request, step, {"task_id": task_id, **_blank(request, step)})
    if receipt is not None:
        done(request, receipt, said)
        return redirect("task", task_id)
    form = form_for(
        request,
        step,
        problems=problems or in_the_way(page, step.code),
        values=_known(page, step),
        leave_out=("task_id", "observed_at"),
        draft=f"{step.code}-{task_id}",
    )
    return form_page(
        request,
        form,
        title,
        here=way_to_task(page, step.label),
        cancel_url=reverse("task", args=[task_id]),
        intro=_intro(page, step),
    )


def _blank(request: HttpRequest, step: type[Command]) -> dict[str, str]:
    """Return the result as blank where none was written, so that its refusal says why one is needed."""
    return {"result": ""} if step is ReportTask and not request.POST.get("result", "").strip() else {}


def _known(page: TaskPage, step: type[Command]) -> dict[str, Any]:
    return {"result": page.task.result} if step is ReportTask else {}


def _intro(page: TaskPage, step: type[Command]) -> Text | None:
    """Return what has to be known for a step: what was to be done, and what was reported."""
    task, name = page.task, called(page.task)
    words = name if isinstance(name, Text) else Text(name, name)
    if step in (ConfirmTask, SendBackTask) and task.result:
        return Text(f"{words.zh}。报的结果：{task.result}", f"{words.en}. Reported result: {task.result}")
    if step is ReportTask and task.missing:
        return Text(f"{words.zh}。还缺：{task.missing}", f"{words.en}. Still missing: {task.missing}")
    return words
