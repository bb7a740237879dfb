"""A household becomes two, or two become one."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import base_version, carry_out, done
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import ADVICE, Choice, CommandForm, FieldProblem, FormField, Kind, command_form, read_command
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.members import MergeHouseholds, SplitHousehold
from xiuhua.registry.queries.neighbours import neighbours
from xiuhua.registry.queries.records import Household, Member
from xiuhua.registry.views.asking import allowed_or_404, household_or_404, told, words_as_choices
from xiuhua.registry.views.belonging import RELATION, form_page, relation_fields, relations_sent
from xiuhua.registry.views.households import called, way_to

GOES = "goes-"
"""Before the id of a person: how that person relates to the head of the new household, or that they stay."""

STAYS = "stays"


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[SplitHousehold.code])
def split_household(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Split a household: for each member, whether they stay or who they are in the new one."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, SplitHousehold.code)
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        command_id = command_id_of(request)
        leaving = _leaving(request.POST, page.members)
        supplied = {
            "id": command_id,
            "base_version": base_version(request.POST),
            "household_id": household_id,
            "new_household_id": derived_id(command_id, "household"),
            "leaving": leaving,
            "staying": relations_sent(request.POST, page.members),
        }
        command, problems = read_command(SplitHousehold, request.POST, supplied=supplied)
        if not leaving:
            first = f"{GOES}{page.members[0].id}" if page.members else None
            problems = (*(each for each in problems if each.field != "leaving"), FieldProblem(first, _NOBODY_GOES))
        elif command is not None:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已分户，这是新的一户。"))
                return redirect("household", receipt.result["household"])
            problems = told(receipt.problems)
    form = _split_form(request, page, problems)
    return form_page(request, page, form, Text("把一户分成两户", "Split the household in two"), SplitHousehold)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[MergeHouseholds.code])
def merge_households(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Merge a household into another: first which one, then who everybody is there."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, MergeHouseholds.code)
    into = _chosen(request, page)
    if into is None:
        context = {
            "page": page,
            "name": called(page),
            "choices": neighbours(request.viewer, page.place_code, besides=household_id),
            "here": way_to(page, called(page), MergeHouseholds.label),
        }
        return render(request, "registry/household_merge.html", context)
    problems: tuple[FieldProblem, ...] = ()
    if request.method == "POST":
        supplied = {
            "id": command_id_of(request),
            "base_version": base_version(request.POST),
            "household_id": household_id,
            "into_id": into.id,
            "relations": relations_sent(request.POST, page.members),
        }
        command, problems = read_command(MergeHouseholds, request.POST, supplied=supplied)
        unanswered = [each for each in page.members if not request.POST.get(f"{RELATION}{each.id}")]
        problems = (*problems, *(FieldProblem(f"{RELATION}{each.id}", ADVICE["missing"]) for each in unanswered))
        if command is not None and not problems:
            receipt = carry_out(request, command)
            if receipt.accepted:
                done(request, receipt, _("已并户，这是并入的那一户。"))
                return redirect("household", into.id)
            problems = told(receipt.problems)
    ends, other = called(page), called(into)
    title = Text(f"把 {ends.zh} 并入 {other.zh}", f"Merge: {ends.en} joins {other.en}")
    consequence = Text(f"保存以后 {ends.zh} 结束，可以在日志里撤销。", f"{ends.en} ends; it can be undone.")
    form = _merge_form(request, page, into, problems)
    return form_page(request, page, form, title, MergeHouseholds, consequence)


_NOBODY_GOES = Text("请选至少一个分出去的人。", "Please choose at least one person who goes.")


def _chosen(request: HttpRequest, page: Household) -> Household | None:
    """Return the household to merge into, from the address; ``None`` where none is chosen yet."""
    text = request.GET.get("into", "")
    if not text:
        return None
    try:
        into = household_or_404(request, UUID(text))
    except ValueError:
        raise Http404 from None
    if into.ended or into.id == page.id:
        raise Http404
    return into


def _leaving(sent: Mapping[str, str], members: Sequence[Member]) -> list[dict[str, Any]]:
    chosen = ((each.id, sent.get(f"{GOES}{each.id}", STAYS)) for each in members)
    return [{"person_id": key, "relation": relation} for key, relation in chosen if relation not in ("", STAYS)]


def _split_form(request: HttpRequest, page: Household, problems: tuple[FieldProblem, ...]) -> CommandForm:
    sent = request.POST if request.method == "POST" else None
    form = _plain_form(request, page, SplitHousehold, ("new_household_id", "leaving", "staying"), problems)
    here = language()
    goes = Text("{name} 分出去吗？是新户主的什么人？", "Does {name} go, and as whom?")
    stays = Choice(STAYS, Text("留在原户", "stays").in_language(here))
    asked = tuple(
        FormField(
            name=f"{GOES}{each.id}",
            kind=Kind.CHOICE,
            label=goes.filled(name=each.name).in_language(here),
            why=Text("留下的选“留在原户”。", "Choose “stays” for those who stay.").in_language(here) if at == 0 else "",
            value=(sent or {}).get(f"{GOES}{each.id}", STAYS),
            errors=_errors(problems, f"{GOES}{each.id}"),
            choices=(stays, *words_as_choices("relation")),
        )
        for at, each in enumerate(page.members)
    )
    head = next((each for each in page.members if each.is_head), None)
    leaving = {each["person_id"] for each in _leaving(sent or {}, page.members)}
    more: tuple[FormField, ...] = ()
    if head is not None and head.id in leaving:
        rest = [each for each in page.members if each.id not in leaving]
        more = _staying_fields(rest, sent, here)
    return replace(form, fields=(*asked, *more, *form.fields), problems=_above(form, (*asked, *more), problems, here))


def _staying_fields(rest: Sequence[Member], sent: Mapping[str, str] | None, here: str) -> tuple[FormField, ...]:
    """Return the questions to those who stay without their head: one of them is head now."""
    label = Text("{name} 在原户里现在是什么人？", "Who is {name} in the household that stays?")
    fields = relation_fields(rest, sent, label=label, why=Text("选一位户主。", "One of them is the head."))
    return tuple(replace(each, choices=words_as_choices("relation")) for each in fields)


def _merge_form(
    request: HttpRequest, page: Household, into: Household, problems: tuple[FieldProblem, ...]
) -> CommandForm:
    form = _plain_form(request, page, MergeHouseholds, ("into_id", "relations"), problems)
    sent = request.POST if request.method == "POST" else {f"{RELATION}{each.id}": "" for each in page.members}
    here = language()
    label = Text("{name} 是那一户户主的什么人？", "How is {name} related to the head there?")
    asked = tuple(
        replace(each, required=True, errors=_errors(problems, each.name))
        for each in relation_fields(page.members, sent, label=label)
    )
    return replace(form, fields=(*asked, *form.fields), problems=_above(form, asked, problems, here))


def _plain_form(
    request: HttpRequest,
    page: Household,
    command: type[SplitHousehold] | type[MergeHouseholds],
    hidden: Sequence[str],
    problems: tuple[FieldProblem, ...],
) -> CommandForm:
    sent = request.POST if request.method == "POST" else None
    return command_form(
        command,
        language=language(),
        carried={
            "id": command_id_of(request) if sent is not None else new_id(request),
            "base_version": base_version(sent) if sent is not None else page.version,
        },
        values=sent if sent is not None else {"on": today_of(request)},
        problems=problems,
        leave_out=("household_id", "observed_at", *hidden),
        bound=sent is not None,
        draft=f"{command.code}-{page.id}",
    )


def _errors(problems: Sequence[FieldProblem], name: str) -> tuple[str, ...]:
    return tuple(problem.text.in_language(language()) for problem in problems if problem.field == name)


def _above(
    form: CommandForm, more: Sequence[FormField], problems: Sequence[FieldProblem], here: str
) -> tuple[str, ...]:
    """Return the problems of the whole form, without those that stand at a field."""
    names = {each.name for each in (*form.fields, *more)}
    return tuple(problem.text.in_language(here) for problem in problems if problem.field not in names)
