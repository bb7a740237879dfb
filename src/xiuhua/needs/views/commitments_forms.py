"""The forms of recurring commitments: promise, record who came or that nobody did, ask, end."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.places import Level, is_place_code, level_of
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.commands.commitments import EndCommitment, PromiseHousehold, PromiseVillage
from xiuhua.needs.commands.commitments_kept import ConfirmComing, RecordComing, RecordMiss
from xiuhua.needs.queries.commitment_page import CommitmentPage
from xiuhua.needs.rules.commitments import ANSWERER_NAMES, Period
from xiuhua.needs.views.asking import kinds_to_choose, organisations_to_come, way
from xiuhua.needs.views.commitments import commitment_or_404, name_of, title_of, way_to, way_to_one
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.queries import breadcrumb, place
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.households import household


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[PromiseVillage.code])
def promise_village(request: HttpRequest, code: str) -> HttpResponseBase:
    """Record what a provider promises to a village."""
    found = place(request.viewer, code) if is_place_code(code) and level_of(code) is Level.VILLAGE else None
    if found is None or not reaches(request.viewer, COMMANDS[PromiseVillage.code], code):
        raise Http404
    title = Text(f"登记对{found.name}的定期承诺", f"Record a commitment to {found.name}")
    here = way_to(breadcrumb(request.viewer, code), Crumb(PromiseVillage.label))
    cancel = reverse("place-commitments", args=[code])
    return _promise(request, PromiseVillage, {"place_code": code}, code, title, here, cancel, {})


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[PromiseHousehold.code])
def promise_household(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Record what a provider promises to a household or one of its people."""
    page = household(request.viewer, household_id, on=today_of(request))
    if page is None or page.ended or not reaches(request.viewer, COMMANDS[PromiseHousehold.code], page.place_code):
        raise Http404
    name = Text(f"{page.head} 户", f"Household of {page.head}") if page.head else Text(page.code, page.code)
    own = reverse("household", args=[page.id])
    here = way(page.places, Crumb(name, own), Crumb(PromiseHousehold.label))
    people = {"person_id": [Choice(str(member.id), member.name) for member in page.members]}
    title, supplied = Text("登记结对", "Record a pairing"), {"household_id": household_id}
    return _promise(request, PromiseHousehold, supplied, page.place_code, title, here, own, people)


def _promise(
    request: HttpRequest,
    command: type[Command],
    supplied: Mapping[str, Any],
    region: str,
    title: Text,
    here: Here,
    cancel_url: str,
    references: Mapping[str, Sequence[Choice]],
) -> HttpResponseBase:
    receipt, problems = answered(request, command, supplied, new={"commitment_id": "commitment"})
    if receipt is not None:
        done(request, receipt, _("承诺已登记，每一期来没来都在这里。"))
        return redirect("commitment", receipt.result["commitment"])
    form = form_for(
        request,
        command,
        values={"valid_from": today_of(request), "rhythm": "month", "each": 1, "kind": "health"},
        problems=problems,
        references={
            "kind": kinds_to_choose(request, region),
            "provider_id": organisations_to_come(request, region),
            **references,
        },
        leave_out=(*supplied, "commitment_id", "observed_at"),
        draft=f"{command.code}-{'-'.join(str(each) for each in supplied.values())}",
    )
    return form_page(request, form, title, here=here, cancel_url=cancel_url)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordComing.code])
def came(request: HttpRequest, commitment_id: UUID) -> HttpResponseBase:
    """Record who came for a period."""
    page = commitment_or_404(request, commitment_id, RecordComing.code)
    values = {"came_on": today_of(request), "people": page.line.each, "who": page.line.name}
    said = _("已登记，接下来请别人去问来得怎么样。")
    return _step(request, page, RecordComing, values, page.lacking, said, supplied_id="coming_id")


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RecordMiss.code])
def missed(request: HttpRequest, commitment_id: UUID) -> HttpResponseBase:
    """Record that a period was missed."""
    page = commitment_or_404(request, commitment_id, RecordMiss.code)
    said = _("已记下没有来；来补了再登记。")
    return _step(request, page, RecordMiss, {}, page.over(today_of(request)), said, supplied_id="miss_id")


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ConfirmComing.code])
def confirm(request: HttpRequest, commitment_id: UUID, coming_id: UUID) -> HttpResponseBase:
    """Record what whoever it was for says of somebody's coming."""
    page = commitment_or_404(request, commitment_id, ConfirmComing.code)
    if not any(coming.id == coming_id for each in page.periods for coming in each.comings):
        raise Http404
    who = tuple(ANSWERER_NAMES.items())[1:] if page.line.is_pairing else tuple(ANSWERER_NAMES.items())[:1]
    values = {"answered_on": today_of(request), "answered_by": who[0][0]}
    choices = {"answered_by": [Choice(key, name.in_language(language())) for key, name in who]}
    said = _("答复已记下。")
    return _step(request, page, ConfirmComing, values, (), said, more={"coming_id": coming_id}, references=choices)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndCommitment.code])
def end(request: HttpRequest, commitment_id: UUID) -> HttpResponseBase:
    """End a commitment."""
    page = commitment_or_404(request, commitment_id, EndCommitment.code)
    if page.line.ended_on is not None:
        raise Http404
    return _step(request, page, EndCommitment, {"ended_on": today_of(request)}, (), _("承诺已结束，记录都留着。"))


def _step(
    request: HttpRequest,
    page: CommitmentPage,
    command: type[Command],
    values: Mapping[str, Any],
    periods: Sequence[Period],
    said: str,
    *,
    supplied_id: str = "",
    more: Mapping[str, Any] | None = None,
    references: Mapping[str, Sequence[Choice]] | None = None,
) -> HttpResponseBase:
    """Show or send one of the short forms; ``supplied_id`` names the id of the row that it adds."""
    known = {"commitment_id": page.line.id, **(more or {})}
    new = {supplied_id: supplied_id} if supplied_id else {}
    receipt, problems = answered(request, command, known, new=new)
    if receipt is not None:
        done(request, receipt, said)
        return redirect("commitment", page.line.id)
    chosen = request.GET.get("period", "") or (periods[0].first.isoformat() if periods else "")
    choices = [
        Choice(each.first.isoformat(), name_of(each, page.line.rhythm).in_language(language())) for each in periods
    ]
    form = form_for(
        request,
        command,
        values={"period": chosen, **values},
        problems=problems,
        references={"period": choices, **(references or {})},
        leave_out=("commitment_id", "coming_id", "miss_id", "observed_at"),
        draft=f"{command.code}-{page.line.id}",
    )
    label = Text(command.label.zh, command.label.en[:1].upper() + command.label.en[1:])
    cancel = reverse("commitment", args=[page.line.id])
    return form_page(request, form, label, intro=title_of(page.line), here=way_to_one(page, label), cancel_url=cancel)
