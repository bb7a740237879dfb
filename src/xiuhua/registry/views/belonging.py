"""Who belongs to a household: a person joins or leaves, another one is the head."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import base_version, carry_out, done
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import (
    Choice,
    CommandForm,
    FieldProblem,
    FormField,
    Kind,
    command_form,
    read_command,
)
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.members import ChangeHead, JoinHousehold, LeaveHousehold
from xiuhua.registry.commands.record import Member as NewMember
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.views.asking import allowed_or_404, household_or_404, told, words_as_choices
from xiuhua.registry.views.households import called, way_to

_OF_PERSON = ("id",)
_CODED = ("relation", "ethnicity", "school", "education", "health", "labour", "work_place")
RELATION = "relation-"
"""Before the id of a person: how that person relates to the head."""

SAVE = Text("保存", "Save")


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[JoinHousehold.code])
def join_household(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Add a person to a household."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, JoinHousehold.code)
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command, problems = _read_join(request, household_id)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("%(name)s 已加入。") % {"name": command.member.name})
                return redirect("household", household_id)
            problems = told(receipt.problems)
    form = _join_form(request, page, problems)
    return form_page(request, page, form, Text("增加一个人", "Add a person"), JoinHousehold)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[LeaveHousehold.code])
def choose_who_leaves(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Ask who leaves the household."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, LeaveHousehold.code)
    context = {"page": page, "name": called(page), "here": way_to(page, called(page), LeaveHousehold.label)}
    return render(request, "registry/member_choose.html", context)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[LeaveHousehold.code])
def leave_household(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponseBase:
    """End a membership; where the head leaves, the others say who is head and how they relate to that person."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, LeaveHousehold.code)
    member = page.member(person_id)
    if member is None:
        raise Http404
    others = [each for each in page.members if each.id != person_id] if member.is_head else []
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"household_id": household_id, "person_id": person_id, **_carried(request)}
        supplied["relations"] = relations_sent(request.POST, others, besides=request.POST.get("new_head_id", ""))
        command, problems = read_command(LeaveHousehold, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("%(name)s 已不在这一户。") % {"name": member.name})
                return redirect("household", household_id)
            problems = told(receipt.problems)
    hidden = {"household_id", "person_id", "relations", "observed_at", *(() if others else ("new_head_id",))}
    form = _form(request, page, LeaveHousehold, hidden, problems, others, draft=str(person_id))
    title = Text(f"{member.name} 离开这一户", f"{member.name} leaves the household")
    alone = len(page.members) == 1
    consequence = Text(
        "没有人了：保存以后这一户就结束，可以在日志里撤销。",
        "Nobody is left: the household ends. It can be undone.",
    )
    return form_page(request, page, form, title, LeaveHousehold, consequence if alone else None)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[ChangeHead.code])
def change_head(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Name another head."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, ChangeHead.code)
    others = list(page.members)
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {"household_id": household_id, **_carried(request)}
        supplied["relations"] = relations_sent(request.POST, others, besides=request.POST.get("new_head_id", ""))
        command, problems = read_command(ChangeHead, request.POST, supplied=supplied)
        if command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("户主已更换。"))
                return redirect("household", household_id)
            problems = told(receipt.problems)
    form = _form(request, page, ChangeHead, {"household_id", "relations", "observed_at"}, problems, others)
    return form_page(request, page, form, Text("更换户主", "Change the head"), ChangeHead)


def form_page(
    request: HttpRequest,
    page: Household,
    form: CommandForm,
    title: Text,
    command: type[Command],
    consequence: Text | None = None,
    submit: Text = SAVE,
) -> HttpResponse:
    """Show a form below the page of its household; ``submit`` stands on its button."""
    context = {
        "title": title,
        "form": form,
        "action": request.get_full_path(),
        "submit": submit,
        "consequence": consequence,
        "cancel_url": reverse("household", args=[page.id]),
        "here": way_to(page, called(page), command.label),
    }
    return render(request, "registry/household_form.html", context)


def relation_fields(
    members: Sequence[Member], sent: Mapping[str, str] | None, *, label: Text, why: Text | None = None
) -> tuple[FormField, ...]:
    """Return one question for each member (``{name}`` in the label): how they relate to the head from now on."""
    here = language()
    return tuple(
        FormField(
            name=f"{RELATION}{each.id}",
            kind=Kind.CHOICE,
            label=label.filled(name=each.name).in_language(here),
            why=why.in_language(here) if why else "",
            value=(sent or {}).get(f"{RELATION}{each.id}", "" if each.is_head else each.relation.zh),
            required=False,
            choices=words_as_choices("relation", "" if each.is_head else each.relation.zh, leave_out=("head",)),
        )
        for each in members
    )


def relations_sent(sent: Mapping[str, str], members: Sequence[Member], *, besides: str = "") -> list[dict[str, Any]]:
    """Return the relations that were chosen, without that of the person who is head now."""
    chosen = ((each.id, sent.get(f"{RELATION}{each.id}", "")) for each in members if str(each.id) != besides)
    return [{"person_id": person_id, "relation": relation} for person_id, relation in chosen if relation]


def _carried(request: HttpRequest) -> dict[str, Any]:
    return {"id": command_id_of(request), "base_version": base_version(request.POST)}


def _form(
    request: HttpRequest,
    page: Household,
    command: type[Command],
    hidden: set[str],
    problems: tuple[FieldProblem, ...],
    others: Sequence[Member],
    draft: str = "",
) -> CommandForm:
    sent = request.POST if request.method == "POST" else None
    heads = [Choice(str(each.id), each.name) for each in others if not each.is_head]
    form = command_form(
        command,
        language=language(),
        carried={
            "id": command_id_of(request) if sent is not None else new_id(request),
            "base_version": base_version(sent) if sent is not None else page.version,
        },
        values=sent if sent is not None else {"on": today_of(request)},
        problems=problems,
        references={"new_head_id": heads},
        leave_out=hidden,
        bound=sent is not None,
        draft=f"{command.code}-{draft or page.id}",
    )
    label = Text("{name} 是现在户主的什么人？", "How is {name} related to the head now?")
    why = Text("选为户主的人不用填。", "Nothing to choose for the new head.")
    fields = tuple(replace(f, required=f.required or f.name == "new_head_id") for f in form.fields)
    return CommandForm(
        (*fields, *relation_fields(others, sent, label=label, why=why)),
        form.carried,
        form.problems,
        form.bound,
        form.draft,
    )


def _read_join(request: HttpRequest, household_id: UUID) -> tuple[JoinHousehold | None, tuple[FieldProblem, ...]]:
    command_id = command_id_of(request)
    member, problems = read_command(NewMember, request.POST, supplied={"id": derived_id(command_id, "member")})
    supplied = {"household_id": household_id, "member": member, **_carried(request)}
    command, more = read_command(JoinHousehold, request.POST, supplied=supplied)
    problems = (*problems, *(each for each in more if each.field != "member"))
    return (None if problems else command), problems


def _join_form(request: HttpRequest, page: Household, problems: tuple[FieldProblem, ...]) -> CommandForm:
    sent = request.POST if request.method == "POST" else None
    values = sent if sent is not None else {"on": today_of(request)}
    has_head = any(member.is_head for member in page.members)
    references = {name: words_as_choices(name) for name in _CODED}
    references["relation"] = words_as_choices("relation", leave_out=("head",) if has_head else ())
    shared: dict[str, Any] = {"language": language(), "values": values, "problems": problems}
    person = command_form(NewMember, carried={}, references=references, leave_out=_OF_PERSON, **shared)
    joining = command_form(
        JoinHousehold,
        carried={"id": command_id_of(request) if sent is not None else new_id(request)},
        leave_out=("household_id", "member", "observed_at"),
        bound=sent is not None,
        **shared,
    )
    names = {each.name for each in (*person.fields, *joining.fields)}
    here = language()
    above = tuple(problem.text.in_language(here) for problem in problems if problem.field not in names)
    fields = (*person.fields[:3], *joining.fields, *person.fields[3:])
    return CommandForm(fields, joining.carried, above, sent is not None, f"{JoinHousehold.code}-{page.id}")
