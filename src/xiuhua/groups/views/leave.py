"""The leave register of a group: who is away, asking, answering, being back earlier."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.leave import AskLeave, DecideLeave, EndLeave
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.queries.leave import LEAVE, LeaveLine, LeaveRegister, leave_register, limit_of
from xiuhua.groups.rules.days import said_day
from xiuhua.groups.rules.leave import LeaveState
from xiuhua.groups.views.asking import group_or_404, way_to
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import signed_in, today_of

_TITLE = Text("请假", "Leave")
_BACK = Text("提前回来", "Be back earlier")
_TONES = {LeaveState.APPROVED: "good", LeaveState.ASKED: "care", LeaveState.DECLINED: "bad"}
_HIDDEN = ("group_id", "leave_id", "member_id", "observed_at")


def leave_section(request: HttpRequest, page: GroupPage) -> dict[str, Any]:
    """Return what the page of a group shows of leave; nothing to whoever may not know of it."""
    found = leave_register(request.viewer, page.id, on=today_of(request))
    if found is None:
        return {"leave": None}
    today = today_of(request)
    return {"leave": found, "away": found.away(today), "coming": found.coming(today), "asked_leave": found.asked}


@require_safe
@signed_in(LEAVE)
def register(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show every leave of a group, the latest first."""
    page, found = _of(request, group_id)
    rule = limit_of(page.place_code, today_of(request))
    rows = [{"line": each, "tone": _TONES.get(each.state, "muted"), "end": _end_of(each)} for each in found.lines]
    context = {
        "page": page,
        "found": found,
        "rows": rows,
        "reads": any(each.reason for each in found.lines),
        "rule": rule,
        "here": way_to(page, _TITLE),
    }
    return render(request, "groups/leave.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AskLeave.code])
def ask(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Ask for leave of one's own."""
    page, found = _of(request, group_id)
    if found.member_id is None:
        raise Http404
    supplied = {"group_id": group_id, "member_id": found.member_id}
    receipt, problems = answered(request, AskLeave, supplied, new={"leave_id": "leave"})
    if receipt is not None:
        done(request, receipt, _("已提出请假，等批准。"))
        return redirect("group-leave", group_id)
    form = form_for(request, AskLeave, problems=problems, leave_out=_HIDDEN, draft=f"leave-{group_id}")
    limit = found.limit
    intro = Text(
        f"{limit} 天以内由受委托的乡镇批，更长的由组织部门批。",
        f"Up to {limit} days the township decides while it is entrusted, longer leave the organisation department.",
    )
    title = Text("请假", "Ask for leave")
    here, back = way_to(page, _TITLE), reverse("group-leave", args=[page.id])
    return form_page(request, form, title, here=here, cancel_url=back, intro=intro, submit=Text("提出", "Ask"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[DecideLeave.code])
def decide(request: HttpRequest, group_id: UUID, leave_id: UUID) -> HttpResponseBase:
    """Approve or decline a leave."""
    page, found = _of(request, group_id)
    line = found.line(leave_id)
    if line is None or not line.may_decide:
        raise Http404
    receipt, problems = answered(request, DecideLeave, {"group_id": group_id, "leave_id": leave_id})
    if receipt is not None:
        done(request, receipt, _("已答复，本人看得到。"))
        return redirect("group-leave", group_id)
    form = form_for(request, DecideLeave, problems=problems, leave_out=_HIDDEN)
    title = Text(f"批 {line.name} 的假", f"Decide about the leave of {line.name}")
    first, last = said_day(line.first_on), said_day(line.last_on)
    intro = Text(
        f"{first.zh} 到 {last.zh}，共 {line.days} 天。原因：{line.reason}",
        f"{first.en} to {last.en}, {line.days} days. Reason: {line.reason}",
    )
    here, back = way_to(page, _TITLE), reverse("group-leave", args=[page.id])
    return form_page(request, form, title, here=here, cancel_url=back, intro=intro)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndLeave.code])
def end(request: HttpRequest, group_id: UUID, leave_id: UUID) -> HttpResponseBase:
    """Be back earlier, or take a leave back."""
    page, found = _of(request, group_id)
    line = found.line(leave_id)
    if line is None or not _may_end(line):
        raise Http404
    receipt, problems = answered(request, EndLeave, {"group_id": group_id, "leave_id": leave_id})
    if receipt is not None:
        done(request, receipt, _said_of_end(receipt.result["state"]))
        return redirect("group-leave", group_id)
    values = {"back_on": today_of(request) if line.state is LeaveState.APPROVED else line.first_on}
    form = form_for(request, EndLeave, values=values, problems=problems, leave_out=_HIDDEN)
    title = _BACK if line.state is LeaveState.APPROVED else Text("撤回请假", "Take the leave back")
    consequence = Text(
        "回来的日子不晚于请假第一天，就是撤回。",
        "A day of return that is not after the first day takes the leave back.",
    )
    here, back = way_to(page, _TITLE), reverse("group-leave", args=[page.id])
    return form_page(request, form, title, here=here, cancel_url=back, consequence=consequence)


def _of(request: HttpRequest, group_id: UUID) -> tuple[GroupPage, LeaveRegister]:
    page = group_or_404(request, group_id)
    found = leave_register(request.viewer, group_id, on=today_of(request))
    if found is None:
        raise Http404
    return page, found


def _may_end(line: LeaveLine) -> bool:
    return line.own and line.stands


def _said_of_end(state: str) -> str:
    """Return what is said when a leave ended: one that nobody approved yet is changed and not ended."""
    if state == LeaveState.WITHDRAWN:
        return _("请假已撤回。")
    return _("已销假。") if state == LeaveState.APPROVED else _("请假改短了。")


def _end_of(line: LeaveLine) -> Text | None:
    """Return what ending a leave is called: what nobody has approved yet is taken back; nothing where it cannot be."""
    if not _may_end(line):
        return None
    return Text("销假", "Be back") if line.state is LeaveState.APPROVED else Text("撤回", "Take back")
