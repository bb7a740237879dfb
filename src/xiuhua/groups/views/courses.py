"""Courses: planning one for the needs that it answers, its page, who came, cancelling it, saying what it was worth."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.courses import CancelCourse, PlanCourse
from xiuhua.groups.commands.courses_held import RecordCourse, SayOfCourse
from xiuhua.groups.queries.courses import CoursePage, course_page, members_who_may_have_come
from xiuhua.groups.queries.training import INVITED, members_to_invite, needs_to_answer
from xiuhua.groups.queries.training_lines import CourseLine, NeedLine
from xiuhua.groups.queries.training_seen import COURSES
from xiuhua.groups.rules.days import said_day
from xiuhua.groups.rules.training import ATTENDED_NAMES, ENOUGH_NAMES, CourseState
from xiuhua.groups.views.meeting_asking import rows_page
from xiuhua.groups.views.training import subjects_to_choose, way_to_training
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.naming import organisations_around, villages_in
from xiuhua.platform.accounts.queries import breadcrumb, place
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.pages import Crumb, Here

_HIDDEN = ("place_code", "course_id", "seat_id", "observed_at")
_TONES = {CourseState.HELD: "good", CourseState.PLANNED: "care"}


def course_or_404(request: HttpRequest, course_id: UUID, may: str = "") -> CoursePage:
    """Return the course; absent, outside, and one with which the viewer cannot do this now, answer alike."""
    page = course_page(request.viewer, course_id, on=today_of(request))
    if page is None or (may and not page.may[may]):
        raise Http404
    return page


def way_to_course(page: CoursePage, *more: Text) -> Here:
    """Return the way to a course, or to a page below it."""
    own = Crumb(page.line.title, reverse("course", args=[page.line.id]) if more else "")
    return way_to_training(page.places, own, *(Crumb(text) for text in more))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[PlanCourse.code])
def plan(request: HttpRequest, code: str) -> HttpResponseBase:
    """Plan a course for a place, for the needs of one subject where it is asked for."""
    found = place(request.viewer, code) if is_place_code(code) else None
    if found is None or not reaches(request.viewer, COMMANDS[PlanCourse.code], code):
        raise Http404
    sent = {**request.POST.dict(), **{name: request.POST.getlist(name) for name in ("need_ids", "member_ids")}}
    receipt, problems = answered(request, PlanCourse, {"place_code": code}, answers=sent, new={"course_id": "course"})
    if receipt is not None:
        done(request, receipt, _("培训已安排，请的人在“今天”里看得到。"))
        return redirect("course", receipt.result["course"])
    asked, today = request.GET.get("subject", ""), today_of(request)
    needs = needs_to_answer(request.viewer, code, on=today)
    listed = [each for each in needs if asked in ("", each.subject_code)]
    villages = villages_in(request.viewer, code)
    members = members_to_invite(request.viewer, code, on=today)
    form = form_for(
        request,
        PlanCourse,
        values={
            "subject": asked,
            "first_on": "",
            "need_ids": [str(each.id) for each in listed if asked and each.planned is None],
        },
        problems=problems,
        references={
            "subject": subjects_to_choose(request, code),
            "organiser_id": [Choice(str(key), name) for key, name in organisations_around(code).items()],
            "need_ids": [_need_choice(each, asked) for each in listed],
            "member_ids": [
                Choice(str(key), f"{name} · {villages.get(village, village)}") for key, name, village in members
            ],
        },
        leave_out=_HIDDEN,
        draft=f"{PlanCourse.code}-{code}",
    )
    title = Text(f"给{found.name}安排培训", f"Plan a course for {found.name}")
    here = way_to_training(breadcrumb(request.viewer, code), Crumb(PlanCourse.label))
    intro = Text(
        f"成员多，只列出前 {INVITED} 人；别的人请从需求里请，或者由乡镇安排。",
        f"Only the first {INVITED} members are listed: invite others by their needs, or let their township plan it.",
    )
    return form_page(
        request,
        form,
        title,
        here=here,
        cancel_url=reverse("place-training", args=[code]),
        intro=intro if len(members) == INVITED else None,
        submit=Text("安排培训", "Plan the course"),
    )


@require_safe
@signed_in(COURSES)
def course_home(request: HttpRequest, course_id: UUID) -> HttpResponse:
    """Show a course: what comes next, where and when it is, and who is on its list as far as the viewer sees them."""
    page = course_or_404(request, course_id)
    context = {
        "page": page,
        "tone": _TONES.get(page.line.state, ""),
        "next": _next(page),
        "facts": _facts(page.line),
        "rows": [
            {
                "seat": each,
                "came": ATTENDED_NAMES[each.came] if each.came else None,
                "said": ENOUGH_NAMES[each.enough] if each.enough is not None else None,
            }
            for each in page.seats
        ],
        "held": page.line.state is CourseState.HELD,
        "here": way_to_course(page),
    }
    return render(request, "groups/course.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordCourse.code])
def attendance(request: HttpRequest, course_id: UUID) -> HttpResponseBase:
    """Type from the signed list who came: one tap for each, nothing chosen before."""
    page = course_or_404(request, course_id, "record")
    answers = [
        {"member_id": each.member_id, "came": came, "reason": request.POST.get(f"reason-{each.member_id}", "")}
        for each in page.seats
        if (came := request.POST.get(f"came-{each.member_id}", ""))
    ]
    sent = {**request.POST.dict(), "also": request.POST.getlist("also")}
    supplied = {"course_id": page.line.id, "answers": answers}
    receipt, problems = answered(request, RecordCourse, supplied, answers=sent)
    if receipt is not None:
        done(request, receipt, _("已登记。够不够用，来的人自己说。"))
        return redirect("course", course_id)
    others = members_who_may_have_come(request.viewer, course_id, on=today_of(request))
    form = form_for(
        request,
        RecordCourse,
        problems=problems,
        references={"also": [Choice(str(key), f"{name} · {village}") for key, name, village in others]},
        leave_out=(*_HIDDEN, "answers", *(() if others else ("also",))),
        draft=f"{RecordCourse.code}-{course_id}",
    )
    more = {
        "page": page,
        "rows": _roll(request.POST, page),
        "choices": list(ATTENDED_NAMES.items()),
    }
    return rows_page(
        request,
        "groups/course_attendance.html",
        form,
        Text("谁来了？", "Who came?"),
        here=way_to_course(page, RecordCourse.label),
        cancel_url=reverse("course", args=[course_id]),
        more=more,
    )


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[CancelCourse.code])
def cancel(request: HttpRequest, course_id: UUID) -> HttpResponseBase:
    """Cancel a course that was not held."""
    page = course_or_404(request, course_id, "cancel")
    receipt, problems = answered(request, CancelCourse, {"course_id": course_id})
    if receipt is not None:
        done(request, receipt, _("已取消，它要回应的需求还留着。请告诉请过的人。"))
        return redirect("course", course_id)
    form = form_for(request, CancelCourse, problems=problems, leave_out=_HIDDEN)
    title = Text(f"取消“{page.line.title}”", f"Cancel “{page.line.title}”")
    consequence = Text(
        "它要回应的需求还留着，可以另外安排。请告诉请过的人。",
        "The needs that it was to answer stay open. Tell those who were invited.",
    )
    here, back = way_to_course(page, CancelCourse.label), reverse("course", args=[course_id])
    return form_page(request, form, title, here=here, cancel_url=back, consequence=consequence)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[SayOfCourse.code])
def say(request: HttpRequest, course_id: UUID) -> HttpResponseBase:
    """Say of a course that one attended whether it was enough."""
    page = course_or_404(request, course_id, "say")
    supplied = {"course_id": course_id, "seat_id": page.mine.id if page.mine else None}
    receipt, problems = answered(request, SayOfCourse, supplied)
    if receipt is not None:
        done(request, receipt, _("记下了，您的这项需求已满足。") if receipt.result["met"] else _("记下了，谢谢。"))
        return redirect("course", course_id)
    form = form_for(request, SayOfCourse, problems=problems, leave_out=_HIDDEN, draft=f"{SayOfCourse.code}-{course_id}")
    title = Text(f"“{page.line.title}”够用了吗？", f"Was “{page.line.title}” enough?")
    here, back = way_to_course(page, SayOfCourse.label), reverse("course", args=[course_id])
    return form_page(request, form, title, here=here, cancel_url=back)


def _need_choice(need: NeedLine, asked: str) -> Choice:
    here = language()
    parts = [need.name, need.village, *(() if asked else (need.subject.in_language(here),)), need.words]
    if need.planned is not None:
        parts.append(Text("已安排过", "a course is planned").in_language(here))
    return Choice(str(need.id), " · ".join(parts))


def _next(page: CoursePage) -> dict[str, Any]:
    """Return what the viewer can do next with a course, with what else there is."""
    steps: list[tuple[str, Text, Text, str]] = [
        (
            "say",
            Text("学到的够不够用，只有您知道", "Only you know whether it was enough"),
            Text("说说够不够用", "Say so"),
            "course-say",
        ),
        (
            "record",
            Text("照签到表登记谁来了", "Record from the signed list who came"),
            Text("更正登记", "Correct the list")
            if page.line.state is CourseState.HELD
            else Text("登记谁来了", "Record who came"),
            "course-attendance",
        ),
        (
            "cancel",
            Text("培训还没有办", "The course is still to come"),
            Text("取消培训", "Cancel the course"),
            "course-cancel",
        ),
    ]
    possible = [
        (title, label, reverse(name, args=[page.line.id])) for key, title, label, name in steps if page.may[key]
    ]
    leads = page.may["say"] or (page.may["record"] and page.line.state is CourseState.PLANNED)
    first = possible[0] if leads else None
    others = [{"label": label, "href": href} for _title, label, href in possible[1 if leads else 0 :]]
    if first is None:
        return {"others": others}
    return {"title": first[0], "label": first[1], "href": first[2], "others": others}


def _facts(line: CourseLine) -> list[dict[str, Any]]:
    first, last = said_day(line.first_on), said_day(line.last_on)
    days = first if line.first_on == line.last_on else Text(f"{first.zh} 到 {last.zh}", f"{first.en} to {last.en}")
    return [
        {"label": Text("哪天", "Days"), "value": days, "long": True},
        {"label": Text("哪方面", "Subject"), "value": line.subject, "long": True},
        {"label": Text("学时", "Hours"), "value": Text(str(line.hours), str(line.hours)), "long": True},
        {"label": Text("在哪里", "Where"), "value": line.venue, "long": True},
        {"label": Text("哪个单位办", "Held by"), "value": line.organiser, "long": True},
        {"label": Text("谁来讲", "Who teaches"), "value": line.teacher, "long": True},
    ]


def _roll(sent: Mapping[str, str], page: CoursePage) -> Sequence[Mapping[str, Any]]:
    """Return a row for everybody on the list, with what was sent or is recorded already."""
    rows = []
    for each in page.seats:
        key = each.member_id
        came = sent.get(f"came-{key}", "") if sent else (each.came or "")
        reason = sent.get(f"reason-{key}", "") if sent else each.reason
        rows.append({"seat": each, "came": came, "reason": reason})
    return rows
