"""Asking the system that masters a record for a correction, and taking that back."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id, read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import carry_out, done, form_for
from xiuhua.platform.accounts.requests import command_id_of, language
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, FormField, Kind, read_command
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.corrections import RequestCorrection, WithdrawCorrection
from xiuhua.registry.queries.corrections import corrections_of_household
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.rules import codes
from xiuhua.registry.views.asking import allowed_or_404, household_or_404, told, words_as_choices
from xiuhua.registry.views.households import called, way_to
from xiuhua.registry.views.mastered import Mastered, mastered_facts
from xiuhua.registry.views.requests import address


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[RequestCorrection.code])
def request_correction(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Ask for the correction of a fact of the household, or of one of its people, that is read-only here."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, RequestCorrection.code)
    member = _member(page, request.GET.get("person", ""))
    mastered = mastered_facts(request, page, member)
    if not mastered.rows:
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        supplied = {"id": command_id, "household_id": household_id, "person_id": member.id if member else None}
        supplied["correction_id"] = derived_id(command_id, "correction")
        command, problems = read_command(RequestCorrection, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已记到更正清单上，等报送。"))
                return redirect(address("household", str(page.id), open="corrections") + "#corrections")
            problems = told(receipt.problems)
    who = member.name if member else called(page).zh
    title = Text(f"报更正：{who}", f"Request a correction: {member.name if member else called(page).en}")
    form = _request_form(request, mastered, problems)
    consequence = Text(
        "这里显示的值先不变；系统更正以后，下次导入会自动办结。",
        "What is shown here stays until the system is corrected; the next import closes the request by itself.",
    )
    context = {
        "mastered": mastered,
        "submit": Text("报更正", "Request it"),
        "consequence": consequence,
    }
    return _page(request, page, form, title, RequestCorrection, context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[WithdrawCorrection.code])
def withdraw_correction(request: HttpRequest, household_id: UUID, correction_id: UUID) -> HttpResponseBase:
    """Ask no longer for a correction, with a reason."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, WithdrawCorrection.code)
    lines = corrections_of_household(request.viewer, household_id, on=today_of(request))
    line = next((each for each in lines if each.id == correction_id), None)
    if line is None:
        raise Http404
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"id": command_id_of(request), "household_id": household_id, "correction_id": correction_id}
        command, problems = read_command(WithdrawCorrection, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("更正已撤回。"))
                return redirect(address("household", str(page.id), open="corrections") + "#corrections")
            problems = told(receipt.problems)
    form = form_for(
        request,
        WithdrawCorrection,
        problems=problems,
        leave_out=("household_id", "correction_id", "observed_at"),
    )
    title = Text(f"撤回更正：{line.name.zh}", f"Withdraw the correction: {line.name.en}")
    consequence = Text(
        "撤回以后，下次导入按表里的值更新。", "Afterwards the next import takes over what the sheet says."
    )
    context = {"line": line, "submit": Text("撤回", "Withdraw"), "consequence": consequence}
    return _page(request, page, form, title, WithdrawCorrection, context)


def _member(page: Household, key: str) -> Member | None:
    if not key:
        return None
    person_id = read_uuid(key)
    member = page.member(person_id) if person_id else None
    if member is None:
        raise Http404
    return member


def _request_form(request: HttpRequest, mastered: Mastered, problems: tuple[FieldProblem, ...]) -> CommandForm:
    """Return the form; where the field is known, its words are offered, and its value stands beside."""
    sent = request.POST if request.method == "POST" else None
    known = {name for name, *_ in mastered.rows}
    field = (sent or request.GET).get("field", "")
    hidden = ("household_id", "correction_id", "person_id", "observed_at")
    form = form_for(
        request,
        RequestCorrection,
        problems=problems,
        leave_out=hidden,
        values={"field": field if field in known else ""},
    )
    here = language()
    choices = tuple(Choice(name, label.in_language(here)) for name, label, *_ in mastered.rows)
    stated = {name: value.in_language(here) for name, _, value, _ in mastered.rows}

    def shaped(each: FormField) -> FormField:
        if each.name == "field":
            return replace(each, choices=choices)
        if each.name == "wanted" and field in known:
            now = _("系统里现在是：%(value)s") % {"value": stated[field]}
            words = words_as_choices(field) if field in codes.LISTS else ()
            return replace(each, known_from=now, **({"kind": Kind.REFERENCE, "choices": words} if words else {}))
        return each

    return replace(form, fields=tuple(shaped(each) for each in form.fields))


def _page(
    request: HttpRequest,
    page: Household,
    form: CommandForm,
    title: Text,
    command: type[Command],
    context: dict[str, Any],
) -> HttpResponse:
    more = {
        "title": title,
        "form": form,
        "action": request.get_full_path(),
        "cancel_url": address("household", str(page.id), open="corrections") + "#corrections",
        "here": way_to(page, called(page), command.label),
        "page": page,
    }
    return render(request, "registry/correction_form.html", {**more, **context})
