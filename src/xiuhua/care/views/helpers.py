"""Forms of who helps a household: the next helper, the end of one, whom to ask first."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.care.access import COMMANDS, HELPERS
from xiuhua.care.commands.helping import AssignHelper, EndHelper, NameFirst
from xiuhua.care.queries.helpers import HelperLine, helpers_of
from xiuhua.care.views.asking import HIDDEN, home_or_404, way_to
from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import SAVE, answered, done, form_for, form_page
from xiuhua.platform.accounts.naming import serving_named
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice, FieldProblem
from xiuhua.registry.queries.whereabouts import Whereabouts

_OWN = ("helper_id", *HIDDEN)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[AssignHelper.code])
def assign(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Say who helps a household from a day on."""
    home = home_or_404(request, household_id, AssignHelper.code)
    present = helpers_of(request.viewer, household_id).present
    supplied = {"household_id": household_id}
    receipt, problems = answered(request, AssignHelper, supplied, new={"helper_id": "helper"})
    if receipt is not None:
        done(request, receipt, _("帮扶人已安排。"))
        return _back(household_id)
    people = serving_named(home.place_code, on=today_of(request), roles=HELPERS)
    going_on = {each.account_id for each in present}
    references = {
        "account_id": [
            Choice(str(key), name.in_language(language())) for key, name in people.items() if key not in going_on
        ],
        "replaces": _choices(present),
    }
    values = {"valid_from": today_of(request), "replaces": request.GET.get("after", ""), "first": not present}
    title = Text(f"{home.name.zh}由谁帮扶", f"Who helps: {home.name.en}")
    return _page(request, home, AssignHelper, title, problems, values, references)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EndHelper.code])
def end(request: HttpRequest, household_id: UUID, helper_id: UUID) -> HttpResponseBase:
    """Record that somebody does not help a household any more."""
    home = home_or_404(request, household_id, EndHelper.code)
    present = helpers_of(request.viewer, household_id).present
    helper = next((each for each in present if each.id == helper_id), None)
    if helper is None:
        raise Http404
    receipt, problems = answered(request, EndHelper, {"household_id": household_id, "helper_id": helper_id})
    if receipt is not None:
        alone = receipt.result["nobody_left"]
        done(request, receipt, _("已结束。现在没有人帮扶这一户。") if alone else _("已结束。"))
        return _back(household_id)
    title = Text(f"{helper.name}不再帮扶{home.name.zh}", f"{helper.name} does not help any more: {home.name.en}")
    alone = Text(
        "没有别的帮扶人。有人接替的，请用“安排帮扶人”，写明接替谁。",
        "Nobody else helps. Where somebody follows, assign the next helper and say who is followed.",
    )
    consequence = alone if len(present) == 1 else None
    values = {"valid_to": today_of(request)}
    return _page(request, home, EndHelper, title, problems, values, {}, consequence, Text("结束帮扶", "End it"))


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[NameFirst.code])
def first(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Say whom a household asks first."""
    home = home_or_404(request, household_id, NameFirst.code)
    present = helpers_of(request.viewer, household_id).present
    receipt, problems = answered(request, NameFirst, {"household_id": household_id})
    if receipt is not None:
        done(request, receipt, _("已写明先找谁。"))
        return _back(household_id)
    title = Text(f"{home.name.zh}有事先找谁", f"Whom to ask first: {home.name.en}")
    form = form_for(
        request, NameFirst, problems=problems, references={"helper_id": _choices(present)}, leave_out=HIDDEN
    )
    cancel = reverse("household", args=[household_id])
    return form_page(request, form, title, here=way_to(request, home, NameFirst.label), cancel_url=cancel)


def _back(household_id: UUID) -> HttpResponseBase:
    return redirect(reverse("household", args=[household_id]) + "#help")


def _choices(helpers: tuple[HelperLine, ...]) -> list[Choice]:
    return [Choice(str(each.id), each.name) for each in helpers]


def _page(
    request: HttpRequest,
    home: Whereabouts,
    command: type[Command],
    title: Text,
    problems: tuple[FieldProblem, ...],
    values: Mapping[str, Any],
    references: Mapping[str, list[Choice]],
    consequence: Text | None = None,
    submit: Text = SAVE,
) -> HttpResponse:
    form = form_for(
        request,
        command,
        values=values,
        problems=problems,
        references=references,
        leave_out=_OWN,
        draft=f"{command.code}-{home.id}",
    )
    cancel = reverse("household", args=[home.id])
    here = way_to(request, home, command.label)
    return form_page(request, form, title, here=here, cancel_url=cancel, consequence=consequence, submit=submit)
