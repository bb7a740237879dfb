"""A meeting: its page with the minutes, notice, its end."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meetings import CancelMeeting, CloseMeeting, GiveNotice
from xiuhua.groups.minutes import WRITTEN
from xiuhua.groups.queries.meeting_records import MeetingPage
from xiuhua.groups.queries.meetings import MEETINGS
from xiuhua.groups.rules.meetings import MeetingState
from xiuhua.groups.views.meeting_asking import HIDDEN, meeting_or_404, way_to_meeting
from xiuhua.groups.views.meeting_steps import facts_of, next_step, people_rows, steps, undecided
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import FieldProblem


@require_safe
@signed_in(MEETINGS)
def meeting_home(request: HttpRequest, meeting_id: UUID) -> HttpResponse:
    """Show a meeting: what is to be done with it next, and its minutes as far as there are any."""
    page = meeting_or_404(request, meeting_id)
    today = today_of(request)
    possible = [each for each in steps(page, today) if page.may_act is None and each["why_not"] is None]
    context = {
        "page": page,
        "next": next_step(page, today),
        "facts": facts_of(page),
        "possible": possible,
        "people": people_rows(page),
        "written": page.state in WRITTEN,
        "tone": {MeetingState.CLOSED: "good", MeetingState.NOT_QUORATE: "care"}.get(page.state, ""),
        "today": today,
        "here": way_to_meeting(page),
    }
    return render(request, "groups/meeting.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[GiveNotice.code])
def notice(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """Say that notice was given today."""
    page = meeting_or_404(request, meeting_id, acts=True)
    receipt, problems = answered(request, GiveNotice, {"meeting_id": page.id})
    if receipt is not None:
        short = "notice_short" in receipt.result.get("asks", ())
        text = _("已记下通知。离开会的日子比一般要求的短，请确认每个人都接到了。") if short else _("已记下通知。")
        done(request, receipt, text)
        return redirect("meeting", meeting_id)
    values = {"notice_on": today_of(request), "notice_by": "telephone"}
    days = page.kind.notice_days
    intro = Text(
        f"这种会一般提前 {days} 天通知。请到的有 {len(page.people)} 人。",
        f"Notice of such a meeting is usually given {days} days before. {len(page.people)} people are invited.",
    )
    return _form(request, page, GiveNotice, problems, values, intro=intro)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[CloseMeeting.code])
def close(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """Close a meeting with what was done."""
    page = meeting_or_404(request, meeting_id, acts=True)
    receipt, problems = answered(request, CloseMeeting, {"meeting_id": page.id})
    if receipt is not None:
        lacking = receipt.result.get("state") == MeetingState.NOT_QUORATE
        done(request, receipt, _("会议已结束。到会人数不够，没有作出决定。") if lacking else _("会议已结束。"))
        return redirect("meeting", meeting_id)
    return _form(request, page, CloseMeeting, problems, {}, consequence=_what_closing_means(page))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[CancelMeeting.code])
def cancel(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """Cancel a meeting that was not held."""
    page = meeting_or_404(request, meeting_id, acts=True)
    receipt, problems = answered(request, CancelMeeting, {"meeting_id": page.id})
    if receipt is not None:
        done(request, receipt, _("会议已取消。请告诉请过的人。"))
        return redirect("meeting", meeting_id)
    consequence = Text(
        "取消以后不能恢复，可以另外安排。原因留在记录里。",
        "It stays cancelled; another one can be planned. The reason stays on record.",
    )
    return _form(request, page, CancelMeeting, problems, {}, consequence=consequence)


def _form(
    request: HttpRequest,
    page: MeetingPage,
    command: type[Command],
    problems: tuple[FieldProblem, ...],
    values: dict[str, Any],
    *,
    intro: Text | None = None,
    consequence: Text | None = None,
) -> HttpResponse:
    draft = f"{command.code}-{page.id}"
    form = form_for(request, command, values=values, problems=problems, leave_out=HIDDEN, draft=draft)
    title = Text(f"{command.label.zh}：{page.topic}", f"{command.label.en.capitalize()}: {page.topic}")
    return form_page(
        request,
        form,
        title,
        here=way_to_meeting(page, command.label),
        cancel_url=reverse("meeting", args=[page.id]),
        intro=intro,
        consequence=consequence,
    )


def _what_closing_means(page: MeetingPage) -> Text:
    if page.kind.decides and not any(each.turnout.quorate for each in page.sessions):
        return Text(
            f"有表决权的要到 {page.needed} 人，没有到。会议按“到会人数不够”结束，表决不作数。",
            f"{page.needed} of those who vote were needed and did not come: it closes as not quorate, and votes decide"
            " nothing.",
        )
    waiting = undecided(page)
    if waiting is not None:
        return Text(
            f"通过了：{waiting.text}，还没有记谁来办。请先记录决定；结束以后不能再记，到会情况和表决也不能再改。",
            f"Carried: {waiting.text}; nobody has said who does it. Record the decision first: afterwards it cannot be"
            " recorded, and attendance and votes cannot be changed.",
        )
    return Text("结束以后，到会情况和表决不能再改。", "Afterwards attendance and votes cannot be changed.")
