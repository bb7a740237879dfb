"""Planning a meeting: its kind, topic and sessions, and who is invited."""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meetings import PlanMeeting
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.queries.meeting_usual import Usual, usual_meeting
from xiuhua.groups.queries.meetings import may_plan
from xiuhua.groups.rules.meetings import meeting_kinds
from xiuhua.groups.views.asking import group_or_404, way_to
from xiuhua.groups.views.meeting_asking import HIDDEN, lines_of, rows_page
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import ADVICE, Choice, FieldProblem
from xiuhua.platform.journal import catalogue

SESSIONS: Final = 4
"""So many sessions can be planned at once in the form."""

_SESSIONS: Final = Text(
    "请写会在哪天、几点开：每一场都要有日期和时间。", "Say on which day and at what time: each session has both."
)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[PlanMeeting.code])
def plan(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Plan a meeting of a group."""
    page = group_or_404(request, group_id)
    if may_plan(request.viewer, page.id, on=today_of(request)) is not None:
        raise Http404
    sent = {
        **request.POST.dict(),
        "agenda": lines_of(request.POST.get("agenda", "")),
        "guests": lines_of(request.POST.get("guests", "")),
        "member_ids": request.POST.getlist("member_ids"),
    }
    supplied = {"group_id": group_id, "sessions": _sessions(request)}
    receipt, problems = answered(request, PlanMeeting, supplied, answers=sent, new={"meeting_id": "meeting"})
    if receipt is not None:
        done(request, receipt, _("会议已安排。接下来请通知请的人。"))
        return redirect("meeting", receipt.result["meeting"])
    problems = tuple(of_sessions(each) for each in problems)
    usual = usual_meeting(request.viewer, page.id)
    form = form_for(
        request,
        PlanMeeting,
        values=_values(request, page, usual),
        problems=problems,
        references=_references(request, page),
        leave_out=(*HIDDEN, "sessions"),
        draft=f"{PlanMeeting.code}-{page.id}",
    )
    title = Text(f"安排 {page.name} 的会议", f"Plan a meeting of {page.name}")
    return rows_page(
        request,
        "groups/meeting_plan.html",
        form,
        title,
        here=way_to(page, PlanMeeting.label),
        cancel_url=reverse("group", args=[page.id]),
        more={"rows": _rows(request.POST or {"time-1": usual.starts})},
        submit=Text("安排会议", "Plan the meeting"),
    )


def _values(request: HttpRequest, page: GroupPage, usual: Usual) -> Mapping[str, Any]:
    """Return what is filled in at first: everybody is invited, the leader or the viewer convenes, the usual venue."""
    own = next((each for each in page.members if each.account_id == request.viewer.person_id and each.votes), None)
    convener = own or page.leader
    asked = request.GET.get("kind", "")
    return {
        "kind": asked or "group",
        "convener_id": convener.id if convener else "",
        "venue": usual.venue,
        "member_ids": [str(each.id) for each in page.members],
    }


def _references(request: HttpRequest, page: GroupPage) -> Mapping[str, list[Choice]]:
    here = language()
    kinds = meeting_kinds(catalogue.policy(), on=today_of(request), region=page.place_code)
    attends = Text("列席", "attends").in_language(here)
    return {
        "kind": [Choice(each.code, each.name.in_language(here)) for each in kinds.values()],
        "convener_id": [Choice(str(each.id), each.name) for each in page.members if each.votes],
        "member_ids": [
            Choice(str(each.id), each.name if each.votes else f"{each.name} · {attends}") for each in page.members
        ],
    }


def _rows(sent: Mapping[str, str]) -> list[dict[str, Any]]:
    return [
        {"number": n, "day": sent.get(f"day-{n}", ""), "time": sent.get(f"time-{n}", "")}
        for n in range(1, SESSIONS + 1)
    ]


def _sessions(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the sessions that were typed; a row without a day is none."""
    rows = [row for row in _rows(request.POST) if row["day"] or row["time"]]
    return [
        {
            "id": derived_id(command_id_of(request), "session", str(row["number"])),
            "held_on": row["day"],
            "starts": row["time"],
        }
        for row in rows
    ]


def of_sessions(problem: FieldProblem) -> FieldProblem:
    """Return a problem of the rows of sessions, which are no field of the form, as one of the whole form."""
    if problem.field != "sessions":
        return problem
    return FieldProblem(None, _SESSIONS) if problem.text in ADVICE.values() else FieldProblem(None, problem.text)
