"""Who came, how they voted, and what was decided: each typed on one screen."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.meeting_votes import PutMotion, RecordDecision, TypeAttendance
from xiuhua.groups.queries.groups import group_page
from xiuhua.groups.queries.leave import away_on
from xiuhua.groups.queries.meeting_records import MeetingPage, SessionLine
from xiuhua.groups.rules.attendance import VOTE_NAMES
from xiuhua.groups.rules.meetings import CAME_NAMES, Came
from xiuhua.groups.views.meeting_asking import HIDDEN, lines_of, meeting_or_404, rows_page, way_to_meeting
from xiuhua.groups.views.task_words import first_due
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[TypeAttendance.code])
def attendance(request: HttpRequest, meeting_id: UUID, sitting_id: UUID) -> HttpResponseBase:
    """Type from the signed list who came to a session: one tap for each, nothing chosen before."""
    page, session = _session_or_404(request, meeting_id, sitting_id)
    sent = {**request.POST.dict(), "named": lines_of(request.POST.get("named", ""))}
    answers = [
        {"person_id": each.id, "came": came, "reason": request.POST.get(f"reason-{each.id}", "")}
        for each in page.people
        if (came := request.POST.get(f"came-{each.id}", ""))
    ]
    supplied = {"meeting_id": page.id, "session_id": session.id, "answers": answers}
    receipt, problems = answered(request, TypeAttendance, supplied, answers=sent)
    if receipt is not None:
        done(request, receipt, _("到会情况已录入。"))
        return redirect("meeting", meeting_id)
    values = {"villagers": session.villagers, "named": "\n".join(session.named)}
    form = form_for(
        request,
        TypeAttendance,
        values=values,
        problems=problems,
        leave_out=(*HIDDEN, "answers", *(() if page.kind.villagers else ("villagers", "named"))),
        draft=f"{TypeAttendance.code}-{session.id}",
    )
    more = {
        "page": page,
        "session": session,
        "rows": _roll(request.POST, page, session, away_on(request.viewer, page.group_id, session.held_on)),
        "choices": list(CAME_NAMES.items()),
        "excused": Came.EXCUSED,
    }
    title = Text("谁到会了？", "Who came?")
    return _page(request, "groups/meeting_attendance.html", form, title, page, TypeAttendance.label, more)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[PutMotion.code])
def motion(request: HttpRequest, meeting_id: UUID) -> HttpResponseBase:
    """Record a motion with the vote of each member there who votes."""
    page = meeting_or_404(request, meeting_id, acts=True)
    typed = [each for each in page.sessions if each.typed_on is not None]
    chosen = request.POST.get("session", "") or request.GET.get("session", "")
    session = next((each for each in typed if str(each.id) == chosen), typed[-1] if typed else page.sessions[-1])
    voters = [each for each, _reason in session.with_answer(page.people, Came.PRESENT) if each.votes]
    ballots = [
        {"person_id": each.id, "vote": vote, "words": request.POST.get(f"words-{each.id}", "")}
        for each in voters
        if (vote := request.POST.get(f"vote-{each.id}", ""))
    ]
    supplied = {"meeting_id": page.id, "session_id": session.id, "ballots": ballots}
    receipt, problems = answered(request, PutMotion, supplied, new={"motion_id": "motion"})
    if receipt is not None:
        lacking = "motion_without_quorum" in receipt.result.get("asks", ())
        done(request, receipt, _("表决已记下。到会人数不够，不作数。") if lacking else _("表决已记下。"))
        return redirect("meeting", meeting_id)
    now = meeting_or_404(request, meeting_id, acts=True) if problems else page
    form = form_for(
        request,
        PutMotion,
        problems=problems,
        leave_out=(*HIDDEN, "ballots", "known"),
        draft=f"{PutMotion.code}-{page.id}",
        carried={"known": str(len(now.motions))},
    )
    rows = [
        {
            "person": each,
            "vote": request.POST.get(f"vote-{each.id}", ""),
            "words": request.POST.get(f"words-{each.id}", ""),
        }
        for each in voters
    ]
    more = {"page": page, "session": session, "typed": typed, "rows": rows, "choices": list(VOTE_NAMES.items())}
    title = Text("记录一项表决", "Record a motion")
    return _page(request, "groups/meeting_motion.html", form, title, page, PutMotion.label, more)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordDecision.code])
def decision(request: HttpRequest, meeting_id: UUID, motion_id: UUID) -> HttpResponseBase:
    """Record who does what because of a carried motion."""
    page = meeting_or_404(request, meeting_id, acts=True)
    put = page.motion(motion_id)
    if put is None:
        raise Http404
    ids = {"meeting_id": page.id, "motion_id": put.id}
    receipt, problems = answered(request, RecordDecision, ids, new={"decision_id": "decision"})
    if receipt is not None:
        done(request, receipt, _("决定已记下。"))
        return redirect("meeting", meeting_id)
    now = meeting_or_404(request, meeting_id, acts=True) if problems else page
    group = group_page(request.viewer, page.group_id, on=today_of(request))
    form = form_for(
        request,
        RecordDecision,
        values={"text": put.text, "due_on": first_due(today_of(request), page.place_code)},
        problems=problems,
        references={"member_id": [Choice(str(each.id), each.name) for each in (group.members if group else ())]},
        leave_out=(*HIDDEN, "known"),
        draft=f"{RecordDecision.code}-{put.id}",
        carried={"known": str(sum(each.motion_id == put.id for each in now.decisions))},
    )
    return form_page(
        request,
        form,
        Text("通过以后，谁来办？", "It was carried: who does it?"),
        here=way_to_meeting(page, RecordDecision.label),
        cancel_url=reverse("meeting", args=[page.id]),
        intro=Text(f"第 {put.position} 项表决：{put.text}", f"Motion {put.position}: {put.text}"),
    )


def _session_or_404(request: HttpRequest, meeting_id: UUID, session_id: UUID) -> tuple[MeetingPage, SessionLine]:
    page = meeting_or_404(request, meeting_id, acts=True)
    session = page.session(session_id)
    if session is None:
        raise Http404
    return page, session


def _roll(
    sent: Mapping[str, str], page: MeetingPage, session: SessionLine, away: Mapping[UUID | None, tuple[date, date]]
) -> Sequence[Mapping[str, Any]]:
    """Return a row for everybody invited, with what was sent or is typed already, and approved leave of that day."""
    rows = []
    for each in page.people:
        known = session.answers.get(each.id)
        came = sent.get(f"came-{each.id}", "") if sent else (known.came if known else "")
        reason = sent.get(f"reason-{each.id}", "") if sent else (known.reason if known else "")
        leave = away.get(each.member_id)
        rows.append({"person": each, "came": came, "reason": reason, "as": each.part, "leave": leave})
    return rows


def _page(
    request: HttpRequest,
    template: str,
    form: Any,
    title: Text,
    page: MeetingPage,
    label: Text,
    more: Mapping[str, Any],
) -> HttpResponseBase:
    here, cancel = way_to_meeting(page, label), reverse("meeting", args=[page.id])
    return rows_page(request, template, form, title, here=here, cancel_url=cancel, more=more)
