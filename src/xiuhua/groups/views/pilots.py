"""Pilots: those of a place, one with its next step, and the forms of its steps."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.pilot_steps import EndPilot, RollOut, SignPilot, StartPilot
from xiuhua.groups.commands.pilots import PlanPilot, ReviewPilot
from xiuhua.groups.queries.pilots import PILOTS, PilotPage, pilot_page, pilots
from xiuhua.groups.queries.rule_book import rules_from_pilot
from xiuhua.groups.rules.pilots import PilotState
from xiuhua.groups.views.asking import way
from xiuhua.kernel.commands import Command
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice, CommandForm, FormField, Kind
from xiuhua.platform.pages import Crumb, Here

ROWS = 5
"""Questions, and lessons, that a form has room for."""

_TITLE = Text("试点", "Pilots")
_HIDDEN = ("pilot_id", "observed_at")
_STEPS: tuple[tuple[type[Command], str, Text], ...] = (
    (StartPilot, "pilot-start", Text("开始试点", "Start the pilot")),
    (ReviewPilot, "pilot-review", Text("写总结", "Write the review")),
    (SignPilot, "pilot-sign", Text("签批总结", "Sign the review")),
    (RollOut, "pilot-roll-out", Text("推开", "Roll it out")),
    (EndPilot, "pilot-end", Text("结束，不推开", "End it without roll-out")),
)
_NEXT = {
    PilotState.PLANNED: StartPilot,
    PilotState.RUNNING: ReviewPilot,
    PilotState.REVIEWED: SignPilot,
    PilotState.SIGNED: RollOut,
}


@require_safe
@signed_in(PILOTS)
def place_pilots(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is tried, or was tried, in a place."""
    found = pilots(request.viewer, code) if is_place_code(code) else None
    if found is None:
        raise Http404
    place, lines = found
    context = {
        "place": place,
        "lines": lines,
        "may_plan": reaches(request.viewer, COMMANDS[PlanPilot.code], code),
        "here": way(accounts.breadcrumb(request.viewer, code), Crumb(_TITLE)),
    }
    return render(request, "groups/pilots.html", context)


@require_safe
@signed_in(PILOTS)
def pilot(request: HttpRequest, pilot_id: UUID) -> HttpResponse:
    """Show a pilot: its state, its next step, what it is to answer, where it is tried."""
    page = _pilot_or_404(request, pilot_id)
    steps = [
        {"label": label, "href": reverse(name, args=[page.id]), "why_not": page.why_not[command.code]}
        for command, name, label in _STEPS
    ]
    coming = _NEXT.get(page.state)
    context = {
        "page": page,
        "next": _next(page, coming) if coming else {},
        "others": [each for each in steps if each["why_not"] is None and each["label"] != _label(coming)],
        "changed_rules": rules_from_pilot(request.viewer, page.id),
        "here": _way_to(page),
    }
    return render(request, "groups/pilot.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[PlanPilot.code])
def plan(request: HttpRequest, code: str) -> HttpResponseBase:
    """Plan a pilot in a place."""
    place = accounts.place(request.viewer, code) if is_place_code(code) else None
    if place is None or not reaches(request.viewer, COMMANDS[PlanPilot.code], code):
        raise Http404
    supplied = {"place_code": code, "questions": _rows(request.POST, "question", "baseline")}
    receipt, problems = answered(request, PlanPilot, supplied, new={"pilot_id": "pilot"})
    if receipt is not None:
        done(request, receipt, _("试点已准备好，可以开始了。"))
        return redirect("pilot", receipt.result["pilot"])
    form = form_for(
        request,
        PlanPilot,
        values={},
        problems=problems,
        references={
            "villages": [Choice(each, name) for each, name in villages_in(request.viewer, code).items()],
        },
        leave_out=(*_HIDDEN, "place_code", "questions"),
        draft=f"pilot-{code}",
    )
    asked = (
        ("question", Text("第{n}个要回答的问题", "Question {n}")),
        ("baseline", Text("开始前是什么样？", "How was it before the start?")),
    )
    form = _with_rows(form, _row_fields(request, asked, needed=1), after="name")
    title = Text(f"在{place.name}准备试点", f"Plan a pilot in {place.name}")
    crumbs = accounts.breadcrumb(request.viewer, code)
    here = way(crumbs, Crumb(_TITLE, reverse("place-pilots", args=[code])), Crumb(PlanPilot.label))
    intro = Text(
        "先写清要回答什么、开始前是什么样；总结的时候逐个对照。",
        "Say first what it is to answer and how things are now; the review is held against it.",
    )
    return form_page(request, form, title, here=here, cancel_url=reverse("place-pilots", args=[code]), intro=intro)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ReviewPilot.code])
def review(request: HttpRequest, pilot_id: UUID) -> HttpResponseBase:
    """Write the review of a pilot, or write it anew."""
    page = _pilot_or_404(request, pilot_id, ReviewPilot.code)
    if not page.can(ReviewPilot.code) and request.method != "POST":
        return _not_now(request, page, ReviewPilot.code)
    answers = [request.POST.get(f"answer-{n}", "").strip() for n, _each in enumerate(page.questions)]
    lessons = _rows(request.POST, "lesson", "changes_rule")
    supplied = {"pilot_id": pilot_id, "answers": [each for each in answers if each], "lessons": lessons}
    receipt, problems = answered(request, ReviewPilot, supplied)
    if receipt is not None:
        done(request, receipt, _("总结已写好，请另一位干部签批。"))
        return redirect("pilot", pilot_id)
    form = form_for(
        request,
        ReviewPilot,
        values={"on": page.reviewed_on or today_of(request), "review": page.review},
        problems=problems,
        leave_out=(*_HIDDEN, "answers", "lessons"),
        draft=f"pilot-review-{page.id}",
    )
    asked = (
        ("lesson", Text("第{n}条经验", "Lesson {n}")),
        ("changes_rule", Text("因此改哪条规定？", "Which rule changes because of it?")),
    )
    known = [{"lesson": each.lesson, "changes_rule": each.changes_rule} for each in page.lessons]
    form = _with_rows(form, [*_answers(request, page), *_row_fields(request, asked, known=known)], after="on")
    return _step_page(request, page, form, ReviewPilot)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[StartPilot.code])
def start(request: HttpRequest, pilot_id: UUID) -> HttpResponseBase:
    """Start a pilot."""
    return _step(request, pilot_id, StartPilot, _("试点开始了。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[SignPilot.code])
def sign(request: HttpRequest, pilot_id: UUID) -> HttpResponseBase:
    """Sign the review of a pilot."""
    return _step(request, pilot_id, SignPilot, _("已签批，可以推开了。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RollOut.code])
def roll_out(request: HttpRequest, pilot_id: UUID) -> HttpResponseBase:
    """Extend what was tried to a place."""
    return _step(request, pilot_id, RollOut, _("已推开。"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndPilot.code])
def end(request: HttpRequest, pilot_id: UUID) -> HttpResponseBase:
    """End a pilot without rolling it out."""
    return _step(request, pilot_id, EndPilot, _("试点已结束。"))


def _step(request: HttpRequest, pilot_id: UUID, command_type: type[Command], said: str) -> HttpResponseBase:
    page = _pilot_or_404(request, pilot_id, command_type.code)
    if not page.can(command_type.code) and request.method != "POST":
        return _not_now(request, page, command_type.code)
    receipt, problems = answered(request, command_type, {"pilot_id": pilot_id})
    if receipt is not None:
        done(request, receipt, said)
        return redirect("pilot", pilot_id)
    form = form_for(
        request,
        command_type,
        values={"on": today_of(request)},
        problems=problems,
        references={"place_code": [Choice(each.code, each.name) for each in page.places]},
        leave_out=_HIDDEN,
        draft=f"{command_type.code}-{page.id}",
    )
    return _step_page(request, page, form, command_type)


def _step_page(request: HttpRequest, page: PilotPage, form: CommandForm, command_type: type[Command]) -> HttpResponse:
    label = _label(command_type)
    title = Text(f"{page.name}：{label.zh}", f"{page.name}: {label.en}")
    cancel = reverse("pilot", args=[page.id])
    return form_page(request, form, title, here=_way_to(page, command_type.label), cancel_url=cancel, submit=label)


def _pilot_or_404(request: HttpRequest, pilot_id: UUID, code: str = "") -> PilotPage:
    page = pilot_page(request.viewer, pilot_id)
    if page is None or (code and not reaches(request.viewer, COMMANDS[code], page.place_code)):
        raise Http404
    return page


def _not_now(request: HttpRequest, page: PilotPage, code: str) -> HttpResponseBase:
    """Lead back to the pilot and say why the step cannot be taken now: it was taken already, or is still to come."""
    reason = page.why_not[code]
    messages.info(request, reason.in_language(language()) if reason else "")
    return redirect("pilot", page.id)


def _way_to(page: PilotPage, *more: Text) -> Here:
    listed = Crumb(_TITLE, reverse("place-pilots", args=[page.place_code]))
    if not more:
        return way(page.places, listed, Crumb(page.name))
    return way(page.places, listed, Crumb(page.name, reverse("pilot", args=[page.id])), *(Crumb(each) for each in more))


def _label(command: type[Command] | None) -> Text:
    return next((label for each, _, label in _STEPS if each is command), Text("", ""))


def _next(page: PilotPage, command: type[Command]) -> dict[str, Any]:
    name = next(name for each, name, _ in _STEPS if each is command)
    titles = {
        StartPilot: Text("问题和开始前的情况都写好了", "Questions and the state before are written down"),
        ReviewPilot: Text("试完了，逐个回答开始前的问题", "When it is done, answer the questions of before"),
        SignPilot: Text("总结等另一个人签批", "The review waits for another person's signature"),
        RollOut: Text("总结已签批，可以推开", "The review is signed; it can go further"),
    }
    href = reverse(name, args=[page.id])
    return {"title": titles[command], "label": _label(command), "href": href, "reason": page.why_not[command.code]}


def _rows(sent: Mapping[str, str], *names: str) -> list[dict[str, str]]:
    """Return the rows of a form in which something was written."""
    rows = [{name: sent.get(f"{name}-{n}", "").strip() for name in names} for n in range(ROWS)]
    return [row for row in rows if any(row.values())]


def _row_fields(
    request: HttpRequest,
    asked: tuple[tuple[str, Text], ...],
    *,
    needed: int = 0,
    known: list[dict[str, str]] | None = None,
) -> list[FormField]:
    here, before = language(), known or []
    fields = []
    for n in range(ROWS):
        for name, label in asked:
            stored = before[n][name] if n < len(before) else ""
            value = request.POST.get(f"{name}-{n}", "") if request.method == "POST" else stored
            words = label.filled(n=n + 1).in_language(here)
            fields.append(FormField(f"{name}-{n}", Kind.TEXT, words, value=value, required=n < needed, longest=200))
    return fields


def _answers(request: HttpRequest, page: PilotPage) -> list[FormField]:
    here = language()
    why = Text("开始前：{before}", "Before: {before}")
    return [
        FormField(
            f"answer-{n}",
            Kind.LONG_TEXT,
            each.question,
            why=why.filled(before=each.baseline).in_language(here),
            value=request.POST.get(f"answer-{n}", "") if request.method == "POST" else each.answer,
        )
        for n, each in enumerate(page.questions)
    ]


def _with_rows(form: CommandForm, rows: list[FormField], *, after: str) -> CommandForm:
    at = next(n for n, each in enumerate(form.fields, 1) if each.name == after)
    return replace(form, fields=(*form.fields[:at], *rows, *form.fields[at:]))
