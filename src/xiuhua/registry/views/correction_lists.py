"""Corrections of a place: what waits, what was sent, what was followed; and the list as a file."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, read_command
from xiuhua.platform.journal import catalogue
from xiuhua.platform.pages import Crumb
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.corrections import ListCorrections
from xiuhua.registry.queries.correction_records import CorrectionList
from xiuhua.registry.queries.corrections import corrections_of
from xiuhua.registry.queries.households import HOUSEHOLDS
from xiuhua.registry.rules.corrections import STATE_NAMES, UNRESOLVED, CorrectionState
from xiuhua.registry.rules.purposes import purposes
from xiuhua.registry.sheets.corrections import correction_sheet
from xiuhua.registry.views.asking import told
from xiuhua.registry.views.requests import address, here

REPORT = "report"
"""The purpose that is proposed: the list goes to a higher office."""

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLE = Text("更正清单", "Corrections")
_STILL = Text("未办完", "unresolved")


@require_safe
@signed_in(HOUSEHOLDS)
def corrections(request: HttpRequest) -> HttpResponse:
    """Show the corrections of a place; without a state those that are still asked for."""
    code, state = request.GET.get("place", ""), request.GET.get("state", "")
    found = _found(request, code, state=state if state in {*CorrectionState} else "")
    later = address("corrections", place=code, state=found.state, after=found.after) if found.after else ""
    context = {
        "found": found,
        "chips": _chips(found),
        "waiting": found.counts.get(CorrectionState.OPEN, 0),
        "later": later,
        "list_url": address("correction-list", place=code),
        "here": here(found.crumbs, None, Crumb(_TITLE)),
    }
    return render(request, "registry/corrections.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ListCorrections.code])
def list_corrections(request: HttpRequest) -> HttpResponseBase:
    """Make the list of what waits, or an earlier list again, and answer with the file."""
    code = request.GET.get("place", "")
    found = _found(request, code)
    if not found.may_list:
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"id": command_id_of(request), "place_code": code}
        command, problems = read_command(ListCorrections, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                name, data = correction_sheet(request.viewer, code, str(receipt.result["number"]))
                disposition = content_disposition_header(True, name) or "attachment"
                return HttpResponse(data, content_type=WORKBOOK, headers={"Content-Disposition": disposition})
            problems = told(receipt.problems)
    context = {
        "found": found,
        "waiting": found.counts.get(CorrectionState.OPEN, 0),
        "form": _form(request, code, problems),
        "action": request.get_full_path(),
        "back": address("corrections", place=code),
        "here": here(
            found.crumbs, None, Crumb(_TITLE, address("corrections", place=code)), Crumb(ListCorrections.label)
        ),
    }
    return render(request, "registry/correction_list.html", context)


def _found(request: HttpRequest, code: str, *, state: str = "") -> CorrectionList:
    after = request.GET.get("after")
    found = corrections_of(request.viewer, code, on=today_of(request), state=state, after=after)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, code: str, problems: tuple[FieldProblem, ...]) -> CommandForm:
    spoken = language()
    listed = purposes(catalogue.policy(), on=today_of(request), region=code)
    return form_for(
        request,
        ListCorrections,
        values={"list_number": request.GET.get("number", ""), "purpose": REPORT},
        problems=problems,
        references={"purpose": [Choice(each.code, each.name.in_language(spoken)) for each in listed]},
        leave_out=("place_code", "observed_at"),
    )


def _chips(found: CorrectionList) -> list[dict[str, Any]]:
    code, counts = found.place.code, found.counts
    still = sum(counts.get(state, 0) for state in UNRESOLVED)
    chips = [{"label": _STILL, "count": still, "href": address("corrections", place=code), "current": not found.state}]
    return chips + [
        {
            "label": name,
            "count": counts.get(state, 0),
            "href": address("corrections", place=code, state=state.value),
            "current": found.state == state,
        }
        for state, name in STATE_NAMES.items()
    ]
