"""Erasing a person or a household: what goes and what stays, then once and for good."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, read_command
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.erasing import EraseHousehold, ErasePerson
from xiuhua.registry.queries.erasing import candidates, erasure_of, household_erasure
from xiuhua.registry.queries.records import Household
from xiuhua.registry.views.asking import household_or_404, household_then_or_404, told
from xiuhua.registry.views.households import called, way_to

_HIDDEN = {"household_id", "person_id", "observed_at"}
_FINAL = Text(
    "删除以后找不回来：不能撤销，备份里的也会失效。",
    "This cannot be taken back: no undoing, and a restored backup erases the person again.",
)

_FINAL_OF_HOUSEHOLD = Text(
    "删除以后找不回来：不能撤销，备份里的也会失效。",
    "This cannot be taken back: no undoing, and a restored backup erases the household again.",
)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ErasePerson.code])
def erase_person(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Ask who is to be erased, say what that means, and do it; an ended or erased household has people too."""
    page = household_then_or_404(request, household_id, None)
    if page.actions[ErasePerson.code].why_not is not None:
        raise Http404
    if "person" not in request.GET:
        context = {"page": page, "people": candidates(request.viewer, page.id), "here": _way(page)}
        return render(request, "registry/member_erase_choose.html", {**context, "name": called(page)})
    shown = erasure_of(request.viewer, page.id, _person(request), on=today_of(request))
    if shown is None:
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"household_id": page.id, "person_id": shown.person.id, "id": command_id_of(request)}
        command, problems = read_command(ErasePerson, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已删除。日志里只留下编号、依据和申请。"))
                return redirect("household", page.id)
            problems = told(receipt.problems)
    context = {
        "page": page,
        "shown": shown,
        "form": _form(request, ErasePerson, shown.bases, problems),
        "action": request.get_full_path(),
        "submit": Text("删除，不再恢复", "Erase for good"),
        "consequence": _FINAL,
        "cancel_url": reverse("household", args=[page.id]),
        "here": _way(page),
    }
    return render(request, "registry/member_erase.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[EraseHousehold.code])
def erase_household(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Say what erasing a household that has ended means, and do it."""
    page = household_or_404(request, household_id)
    if page.actions[EraseHousehold.code].why_not is not None:
        raise Http404
    shown = household_erasure(page, on=today_of(request))
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"household_id": page.id, "id": command_id_of(request)}
        command, problems = read_command(EraseHousehold, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已删除。日志里只留下编号、依据和申请。"))
                return redirect("household", page.id)
            problems = told(receipt.problems)
    context = {
        "page": page,
        "name": called(page),
        "shown": shown,
        "form": _form(request, EraseHousehold, shown.bases, problems),
        "action": request.get_full_path(),
        "submit": Text("整户删除，不再恢复", "Erase the household for good"),
        "consequence": _FINAL_OF_HOUSEHOLD,
        "cancel_url": reverse("household", args=[page.id]),
        "here": way_to(page, called(page), EraseHousehold.label),
    }
    return render(request, "registry/household_erase.html", context)


def _person(request: HttpRequest) -> UUID:
    person_id = read_uuid(request.GET["person"])
    if person_id is None:
        raise Http404
    return person_id


def _way(page: Household) -> Any:
    return way_to(page, called(page), ErasePerson.label)


def _form(
    request: HttpRequest,
    wish: type[ErasePerson | EraseHousehold],
    bases: Sequence[tuple[str, Text]],
    problems: tuple[FieldProblem, ...],
) -> CommandForm:
    return form_for(
        request,
        wish,
        problems=problems,
        references={"basis": [Choice(basis, name.in_language(language())) for basis, name in bases]},
        leave_out=_HIDDEN,
        draft="",
    )
