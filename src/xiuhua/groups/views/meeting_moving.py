"""Putting a planned meeting to another time or place."""

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_moving import MoveMeeting
from xiuhua.groups.queries.meeting_records import MeetingPage
from xiuhua.groups.views.meeting_asking import HIDDEN, meeting_or_404, rows_page, way_to_meeting
from xiuhua.groups.views.meeting_planning import of_sessions
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for
from xiuhua.platform.accounts.scope import signed_in


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[MoveMeeting.code])
def move(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """Move a planned meeting; whoever is invited has to be told again."""
    page = meeting_or_404(request, meeting_id, acts=True)
    rows = _rows(request, page)
    sessions = [{"id": row["id"], "held_on": row["day"], "starts": row["time"]} for row in rows]
    receipt, problems = answered(request, MoveMeeting, {"meeting_id": page.id, "sessions": sessions})
    if receipt is not None:
        done(request, receipt, _("已经改好。请再通知请的人；日历地址里的时间会自己更新。"))
        return redirect("meeting", meeting_id)
    form = form_for(
        request,
        MoveMeeting,
        values={"venue": page.venue},
        problems=tuple(of_sessions(each) for each in problems),
        leave_out=(*HIDDEN, "sessions"),
        draft=f"{MoveMeeting.code}-{page.id}",
    )
    title = Text(f"改时间、地点：{page.topic}", f"Move: {page.topic}")
    return rows_page(
        request,
        "groups/meeting_plan.html",
        form,
        title,
        here=way_to_meeting(page, MoveMeeting.label),
        cancel_url=reverse("meeting", args=[page.id]),
        more={"rows": rows, "moving": True},
        submit=Text("改好，再通知", "Move it and tell everybody again"),
    )


def _rows(request: HttpRequest, page: MeetingPage) -> list[dict[str, object]]:
    """Return a row for each session with its time now, or with what was typed."""
    sent = request.POST if request.method == "POST" else None
    return [
        {
            "id": str(each.id),
            "number": n,
            "day": each.held_on.isoformat() if sent is None else sent.get(f"day-{n}", ""),
            "time": each.starts if sent is None else sent.get(f"time-{n}", ""),
        }
        for n, each in enumerate(page.sessions, 1)
    ]
