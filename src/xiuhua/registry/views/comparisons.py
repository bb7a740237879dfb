"""Pages of comparisons: the list of a place, bringing a department's list, its lines, what came of looking at one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import carry_out, form_for
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.exchange import comparing
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, read_command
from xiuhua.platform.journal import catalogue
from xiuhua.platform.pages import Crumb, Here
from xiuhua.platform.work.queries import job_of
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.comparisons import DeleteComparison, HandleCompared
from xiuhua.registry.queries import comparisons as found_by
from xiuhua.registry.queries.comparison_records import ComparedLine, ComparisonPage
from xiuhua.registry.queries.comparisons import COMPARISONS
from xiuhua.registry.rules.comparison_said import counts_said
from xiuhua.registry.rules.comparison_states import RESULTS, SIDES, Side
from xiuhua.registry.sheets.comparisons_export import kind_code
from xiuhua.registry.views.agreed import RECORD
from xiuhua.registry.views.asking import told
from xiuhua.registry.views.exports import one_way_doors
from xiuhua.registry.views.requests import address, here, whole_number

TITLE = Text("部门比对", "Comparisons with departments")
_TONES = {
    Side.DIFFERING: "changed",
    Side.ONLY_LISTED: "new",
    Side.ONLY_HERE: "here",
    Side.PERHAPS: "ask",
    Side.NOT_COMPARED: "ask",
    Side.WRONG: "wrong",
}


@require_safe
@signed_in(COMPARISONS)
def place_comparisons(request: HttpRequest, code: str) -> HttpResponse:
    """List the comparisons that concern a place."""
    found = found_by.comparisons(
        request.viewer, code, on=today_of(request), before=read_uuid(request.GET.get("before", ""))
    )
    if found is None:
        raise Http404
    later = address("place-comparisons", code, before=found.before) if found.before else ""
    context = {"found": found, "later": later, "here": here(found.crumbs, None, Crumb(TITLE))}
    return render(request, "registry/comparisons.html", context)


@require_safe
@signed_in(COMPARISONS)
def comparison(request: HttpRequest, comparison_id: UUID) -> HttpResponse:
    """Show a comparison side by side; one that is not made yet as it stands, to whoever brought the list."""
    page = found_by.comparison_page(
        request.viewer,
        comparison_id,
        on=today_of(request),
        side=request.GET.get("side", ""),
        open_only=request.GET.get("open") == "1",
        after=whole_number(request, "after"),
    )
    if page is None:
        return _reading(request, comparison_id)
    head, days = page.comparison, catalogue.policy().at("registry.comparison_days", on=page.comparison.compared_on)
    context = {
        "page": page,
        "head": head,
        "sentence": counts_said(head.counts),
        "chips": _chips(page, open_only=request.GET.get("open") == "1"),
        "side": _OPEN if page.every else SIDES[page.side],
        "may_record": RECORD.allows(request.viewer.roles()) or request.viewer.operator,
        "later": _later(page, request.GET.get("open")) if page.after else "",
        "days": days,
        "exports": one_way_doors(request.viewer, kind_code(head.kind), head.place_code, comparison=str(head.id)),
        "command_id": new_id(request),
        "here": _way(page.crumbs, head.place_code, Crumb(head.kind.name)),
    }
    return render(request, "registry/comparison.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[HandleCompared.code])
def handle_line(request: HttpRequest, comparison_id: UUID, line_id: UUID) -> HttpResponseBase:
    """Say what looking at a line came to."""
    found = found_by.compared_line(request.viewer, comparison_id, line_id, on=today_of(request))
    if found is None or found[1].state is None:
        raise Http404
    head, line = found
    problems: tuple[FieldProblem, ...] = ()
    sent = request.POST if request.method == "POST" else None
    if sent is not None:
        supplied = {"id": command_id_of(request), "comparison_id": comparison_id, "line_id": line_id}
        command, problems = read_command(HandleCompared, sent, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                messages.success(request, _("已记下。"), extra_tags=str(receipt.command_id))
                return redirect(_address(head.id, line.side))
            problems = told(receipt.problems)
    form = _form(request, line, problems)
    context = {
        "head": head,
        "line": line,
        "form": form,
        "side": SIDES[line.side],
        "back": _address(head.id, line.side),
        "here": _way(
            accounts.breadcrumb(request.viewer, head.place_code),
            head.place_code,
            Crumb(head.kind.name, address("comparison", str(head.id))),
            Crumb(HandleCompared.label),
        ),
    }
    return render(request, "registry/comparison_line.html", context)


@require_POST
@signed_in(COMMANDS[DeleteComparison.code])
def delete_comparison(request: HttpRequest, comparison_id: UUID) -> HttpResponseBase:
    """Delete a comparison."""
    head = found_by.comparison(request.viewer, comparison_id, on=today_of(request))
    if head is None or not head.may_delete:
        raise Http404
    receipt = carry_out(request, DeleteComparison(id=command_id_of(request), comparison_id=comparison_id))
    for problem in receipt.problems:
        messages.error(request, sentence(problem, language()))
    if receipt.accepted:
        messages.success(request, _("这次比对已删掉，名单上的内容再也打不开。"))
    return redirect("place-comparisons", head.place_code)


def _reading(request: HttpRequest, comparison_id: UUID) -> HttpResponse:
    reading = comparing.reading(request.viewer, comparison_id)
    if reading is None:
        raise Http404
    job = job_of(request.viewer, reading.job) if reading.job else None
    place = reading.asked.get("place", "")
    context = {
        "reading": reading,
        "job": job,
        "poll": reverse("job-progress", args=[reading.job]) if job and job.is_open else "",
        "problems": [reading.problem] if reading.problem else [],
        "again": reverse("comparison-new", args=[place]),
        "here": _way((), place, Crumb(reading.name)),
    }
    return render(request, "registry/comparison_reading.html", context)


_OPEN = Text("还没看的", "not looked at yet")


def _way(crumbs: Any, place_code: str, *more: Crumb) -> Here:
    return here(crumbs, None, Crumb(TITLE, address("place-comparisons", place_code)), *more)


def _address(comparison_id: UUID, side: Side, **more: Any) -> str:
    return address("comparison", str(comparison_id), side=side.value, **more)


def _later(page: ComparisonPage, open_only: str | None) -> str:
    head = page.comparison
    if page.every:
        return address("comparison", str(head.id), open=open_only, after=page.after)
    return _address(head.id, page.side, after=page.after, open=open_only)


def _chips(page: ComparisonPage, *, open_only: bool) -> list[dict[str, Any]]:
    head = page.comparison
    chips = [
        {
            "label": label,
            "count": head.counts.get(side, 0),
            "href": _address(head.id, side),
            "current": side is page.side and not open_only,
            "tone": _TONES.get(side, "same"),
        }
        for side, label in SIDES.items()
        if head.counts.get(side, 0) or side in (Side.DIFFERING, Side.ONLY_LISTED, Side.ONLY_HERE, Side.AGREEING)
    ]
    if head.open:
        every = {"label": _OPEN, "href": address("comparison", str(head.id), open="1"), "count": head.open}
        chips.insert(0, {**every, "current": page.every, "tone": ""})
    if page.side in RESULTS and not page.every:
        only = {"label": Text("其中还没看的", "of these not looked at"), "href": _address(head.id, page.side, open="1")}
        chips.append({**only, "count": None, "current": open_only, "tone": ""})
    return chips


def _form(request: HttpRequest, line: ComparedLine, problems: tuple[FieldProblem, ...]) -> CommandForm:
    spoken = language()
    choices = [Choice(code, text.in_language(spoken)) for code, text in RESULTS[line.side].items()]
    return form_for(
        request,
        HandleCompared,
        values={"result": line.result, "note": line.note},
        problems=problems,
        references={"result": [*choices, Choice("", Text("还没看", "open").in_language(spoken))]},
        leave_out=("comparison_id", "line_id", "observed_at"),
    )
