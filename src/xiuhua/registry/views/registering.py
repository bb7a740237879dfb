"""Registering a household by form: its own facts and its people, as many as are asked for."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.asking import carry_out, done
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.forms import CommandForm, FieldProblem, FormField, command_form, read_command
from xiuhua.platform.pages import Crumb
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.record import Member, RecordHousehold, Stated
from xiuhua.registry.origins import FORM
from xiuhua.registry.queries.neighbours import household_with_code
from xiuhua.registry.views.asking import told, words_as_choices
from xiuhua.registry.views.requests import here

RECORD = COMMANDS[RecordHousehold.code]
_STEP = Text("登记一户", "Register a household")
MOST = 20
"""People that one form asks for; more can join later."""

NOT_ASKED = ("person_code",)
_CODED = ("relation", "ethnicity", "school", "education", "health", "labour", "work_place")
_STATED_CODED = ("exit_status", "household_kind", "main_cause")
_OF_HOUSEHOLD = ("household_code", "natural_village", "stated_on")


@require_http_methods(["GET", "POST"])
@signed_in(RECORD)
def register_household(request: HttpRequest) -> HttpResponseBase:
    """Register a household of a village; without a village ask for it first."""
    code = request.GET.get("village", "")
    village = accounts.place(request.viewer, code) if code else None
    if code and (village is None or village.level != "village" or not reaches(request.viewer, RECORD, code)):
        raise Http404
    if village is None:
        return render(request, "registry/household_where.html", {"villages": _villages(request), "here": here(())})
    people, problems = _people(request), ()
    if request.method == "POST" and "more" not in request.POST:
        command, problems = _read(request, village.code, people)
        if command is not None:
            known = household_with_code(request.viewer, village.code, command.household_code)
            if known is None:
                receipt = carry_out(request, command)
                if receipt.accepted:
                    done(request, receipt, _("这一户已登记。"))
                    return redirect("household", receipt.result["household"])
                problems = told(receipt.problems)
            else:
                taken = Problem("household_code_taken", "household_code", {"value": command.household_code})
                problems = worded([taken])
    elif request.method == "POST":
        people = min(people + 1, MOST)
    return _page(request, village, people, problems)


def _villages(request: HttpRequest) -> list[tuple[str, str]]:
    """Return code and name of the villages in which the viewer may register households, in code order."""
    found: dict[str, str] = {}
    for territory in accounts.territories(request.viewer, RECORD):
        found.update(villages_in(request.viewer, territory.code))
    return sorted(found.items())


def _people(request: HttpRequest) -> int:
    """Return for how many people the form asks."""
    text = request.POST.get("people", "1")
    return min(max(int(text), 1), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else 1


def _read(
    request: HttpRequest, village_code: str, people: int
) -> tuple[RecordHousehold | None, tuple[FieldProblem, ...]]:
    command_id, sent = command_id_of(request), request.POST
    problems: list[FieldProblem] = []
    members = []
    for at in range(people):
        supplied = {"id": derived_id(command_id, "member", str(at))}
        member, wrong = read_command(Member, _of_member(sent, at), supplied=supplied)
        members.append(member)
        problems.extend(replace(each, field=f"m{at}-{each.field}") for each in wrong)
    stated, wrong = read_command(Stated, sent)
    problems.extend(wrong)
    supplied = {
        "id": command_id,
        "household_id": derived_id(command_id, "household"),
        "village_code": village_code,
        "origin": FORM,
        "not_asked": NOT_ASKED,
        "stated": stated or Stated(),
        "members": [member for member in members if member is not None],
        "notices": (),
    }
    command, wrong = read_command(RecordHousehold, sent, supplied=supplied)
    problems.extend(each for each in wrong if each.field in _OF_HOUSEHOLD)
    return (None if problems else command), tuple(problems)


def _of_member(sent: Mapping[str, str], at: int) -> dict[str, str]:
    lead = f"m{at}-"
    return {name.removeprefix(lead): value for name, value in sent.items() if name.startswith(lead)}


def _page(
    request: HttpRequest, village: accounts.PlaceLine, people: int, problems: tuple[FieldProblem, ...]
) -> HttpResponse:
    sent = request.POST if request.method == "POST" else None
    carried = {"id": command_id_of(request) if sent is not None else new_id(request), "people": str(people)}
    shared: dict[str, Any] = {"language": language(), "problems": problems, "bound": sent is not None}
    first = command_form(
        RecordHousehold,
        carried=carried,
        values=sent if sent is not None else {"stated_on": today_of(request)},
        leave_out=(set(RecordHousehold.model_fields) - {*_OF_HOUSEHOLD, "id"}),
        **shared,
    )
    words = {name: words_as_choices(name) for name in _STATED_CODED}
    stated = command_form(Stated, carried={}, values=sent, references=words, **shared)
    blocks = [(at, _member_fields(sent, at, problems)) for at in range(people)]
    every = (*first.fields, *(field for _, fields in blocks for field in fields), *stated.fields)
    names = {each.name for each in every}
    above = tuple(each.text.in_language(language()) for each in problems if each.field not in names)
    form = CommandForm(every, first.carried, above, sent is not None, f"{RecordHousehold.code}-{village.code}")
    context = {
        "village": village,
        "form": form,
        "first": first.fields,
        "blocks": blocks,
        "stated": stated.fields,
        "may_add": people < MOST,
        "action": request.get_full_path(),
        "here": here(accounts.breadcrumb(request.viewer, village.code), None, Crumb(_STEP)),
    }
    return render(request, "registry/household_register.html", context)


def _member_fields(
    sent: Mapping[str, str] | None, at: int, problems: tuple[FieldProblem, ...]
) -> tuple[FormField, ...]:
    lead = f"m{at}-"
    values: Mapping[str, Any] = _of_member(sent, at) if sent is not None else {"relation": "户主"} if at == 0 else {}
    own = [
        replace(each, field=each.field.removeprefix(lead)) for each in problems if (each.field or "").startswith(lead)
    ]
    form = command_form(
        Member,
        language=language(),
        carried={},
        values=values,
        problems=own,
        references={name: words_as_choices(name) for name in _CODED},
        leave_out=("id",),
    )
    return tuple(replace(each, name=f"{lead}{each.name}") for each in form.fields)
