"""The forms of expert days: announce, gather needs, type in who was seen, call it off."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.expert_days import AnnounceDay, CancelDay
from xiuhua.needs.commands.expert_days_seats import GatherNeed, RecordSeat
from xiuhua.needs.queries.expert_days import gatherable
from xiuhua.needs.views.asking import kinds_to_choose, organisations_to_come
from xiuhua.needs.views.expert_days import day_or_404, way_to, way_to_one
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.queries import breadcrumb, place
from xiuhua.platform.accounts.requests import command_id_of, new_id
from xiuhua.platform.accounts.scope import reaches, received_at, signed_in, today_of
from xiuhua.platform.forms import FieldProblem
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.pages import Crumb


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AnnounceDay.code])
def announce(request: HttpRequest, code: str) -> HttpResponseBase:
    """Announce an expert day for a place."""
    found = place(request.viewer, code) if is_place_code(code) else None
    if found is None or not reaches(request.viewer, COMMANDS[AnnounceDay.code], code):
        raise Http404
    receipt, problems = answered(request, AnnounceDay, {"place_code": code}, new={"day_id": "day"})
    if receipt is not None:
        done(request, receipt, _("已预告，接下来把需求归到名单上。"))
        return redirect("expert-day", receipt.result["day"])
    form = form_for(
        request,
        AnnounceDay,
        problems=problems,
        references={"kind": kinds_to_choose(request, code), "provider_id": organisations_to_come(request, code)},
        leave_out=("place_code", "day_id", "observed_at"),
        draft=f"{AnnounceDay.code}-{code}",
    )
    title = Text(f"给{found.name}预告专家日", f"Announce an expert day for {found.name}")
    here = way_to(breadcrumb(request.viewer, code), Crumb(AnnounceDay.label))
    return form_page(request, form, title, here=here, cancel_url=reverse("place-expert-days", args=[code]))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[GatherNeed.code])
def gather(request: HttpRequest, day_id: UUID) -> HttpResponseBase:
    """Gather open needs on an expert day: one tick for each."""
    page = day_or_404(request, day_id, "gather")
    rows = gatherable(request.viewer, day_id, on=today_of(request))
    problems: tuple[FieldProblem, ...] = ()
    ticked = set(request.POST.getlist("need"))
    if request.method == "POST":
        base = command_id_of(request)
        wishes = [
            GatherNeed(
                id=derived_id(base, "gather", str(each.need_id)),
                day_id=day_id,
                need_id=each.need_id,
                match_id=derived_id(base, "match", str(each.need_id)),
                seat_id=derived_id(base, "seat", str(each.need_id)),
            )
            for each in rows
            if str(each.need_id) in ticked
        ]
        problems = _carried_out(request, wishes)
        if wishes and not problems:
            messages.success(request, _("已归到名单上。"))
            return redirect("expert-day", day_id)
        problems = problems or (FieldProblem(None, Text("请至少选一件。", "Choose at least one.")),)
    context = {
        "page": page,
        "rows": [{"seat": each, "ticked": str(each.need_id) in ticked} for each in rows],
        "title": Text("哪些需求归到这个专家日？", "Which needs are for this day?"),
        "form_id": _form_id(request),
        "problems": [each.text for each in problems],
        "here": way_to_one(page, GatherNeed.label),
    }
    return render(request, "needs/expert_day_gather.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordSeat.code])
def attendance(request: HttpRequest, day_id: UUID) -> HttpResponseBase:
    """Type in from the list who was seen: one tap for each, nothing chosen before."""
    page = day_or_404(request, day_id, "record")
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        base = command_id_of(request)
        wishes = [
            RecordSeat(
                id=derived_id(base, "record", str(each.need_id)),
                day_id=day_id,
                need_id=each.need_id,
                seen=answer == "true",
                what=request.POST.get(f"what-{each.need_id}", "")[:500].strip() or None,
            )
            for each in page.waiting
            if (answer := request.POST.get(f"seen-{each.need_id}", ""))
        ]
        problems = _carried_out(request, wishes)
        if wishes and not problems:
            messages.success(request, _("已登记。看了的，请别人去问本人满不满意。"))
            return redirect("expert-day", day_id)
        problems = problems or (FieldProblem(None, Text("请至少登记一件。", "Record at least one.")),)
    context = {
        "page": page,
        "rows": [
            {
                "seat": each,
                "seen": request.POST.get(f"seen-{each.need_id}", ""),
                "what": request.POST.get(f"what-{each.need_id}", ""),
            }
            for each in page.waiting
        ],
        "title": Text("看了谁？", "Who was seen?"),
        "form_id": _form_id(request),
        "problems": [each.text for each in problems],
        "here": way_to_one(page, Text("登记看了谁", "Record who was seen")),
    }
    return render(request, "needs/expert_day_attendance.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[CancelDay.code])
def cancel(request: HttpRequest, day_id: UUID) -> HttpResponseBase:
    """Call an expert day off."""
    page = day_or_404(request, day_id, "cancel")
    receipt, problems = answered(request, CancelDay, {"day_id": day_id})
    if receipt is not None:
        done(request, receipt, _("已取消，名单上的需求回到待对接。"))
        return redirect("expert-day", day_id)
    form = form_for(request, CancelDay, problems=problems, leave_out=("day_id", "observed_at"))
    title = Text(f"取消“{page.line.name}”", f"Call “{page.line.name}” off")
    return form_page(
        request,
        form,
        title,
        here=way_to_one(page, Text("取消", "Call it off")),
        cancel_url=reverse("expert-day", args=[day_id]),
        consequence=Text(
            "名单上的需求回到待对接。请告诉已经请过的人。",
            "The needs on it are open again. Tell those who were invited.",
        ),
    )


def _carried_out(request: HttpRequest, wishes: Sequence[Command]) -> tuple[FieldProblem, ...]:
    """Carry out all wishes or none, and return what stands against them, each once."""
    if not wishes:
        return ()
    receipts = execute_many(wishes, actor=request.viewer, received_at=received_at(request), all_or_nothing=True)
    found = [problem for receipt in receipts for problem in worded(receipt.problems)]
    return tuple({each.text: each for each in found}.values())


def _form_id(request: HttpRequest) -> Any:
    return command_id_of(request) if request.method == "POST" else new_id(request)
