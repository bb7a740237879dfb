"""Correcting a member and what is stated of a household: only what was changed against the page is sent on."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.asking import (
    WAS,
    base_version,
    carry_out,
    changed,
    done,
    is_conflict,
    nothing_to_do,
    shown_before,
)
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import signed_in
from xiuhua.platform.forms import ADVICE, Choice, CommandForm, FieldProblem, command_form, read_command
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember
from xiuhua.registry.queries.records import Household
from xiuhua.registry.views.asking import allowed_or_404, household_or_404, told, words_as_choices
from xiuhua.registry.views.households import called, way_to
from xiuhua.registry.views.mastered import Mastered, mastered_facts, member_values, stated_values

_CODED = ("relation", "ethnicity", "school", "education", "health", "labour", "work_place")
_STATED_CODED = ("exit_status", "household_kind", "main_cause")
_EMPTY_TEXTS = ("natural_village",)
"""Facts that an empty text makes unknown; others are named as cleared."""

_ALWAYS = ("name", "relation")
"""Facts that everybody has."""


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[CorrectMember.code])
def correct_member(request: HttpRequest, household_id: UUID, person_id: UUID) -> HttpResponseBase:
    """Correct a member. Numbers are shown masked, and an untouched mask means unchanged."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, CorrectMember.code)
    member = page.member(person_id)
    if member is None:
        raise Http404
    supplied = {"household_id": household_id, "person_id": person_id}
    mastered = mastered_facts(request, page, member)
    hidden = {*supplied, "cleared", "observed_at", *(() if page.sees_health else ("health",)), *mastered.fields}
    correction = _Correction(
        request, CorrectMember, page, member_values(member), supplied, hidden, draft=str(person_id)
    )
    answer = correction.answer()
    if answer is not None:
        return answer
    references = {name: words_as_choices(name, str(correction.values.get(name) or "")) for name in _CODED}
    if not member.is_head:
        references["relation"] = words_as_choices("relation", member.relation.zh, leave_out=("head",))
    title = Text(f"更正 {member.name} 的信息", f"Correct the record of {member.name}")
    step = Text("更正成员", "correct a member")
    return _page(request, page, correction.form(references), title, step, mastered)


@require_http_methods(["GET", "POST"])
@signed_in(COMMANDS[CorrectHousehold.code])
def correct_household(request: HttpRequest, household_id: UUID) -> HttpResponseBase:
    """Correct what is stated of a household; what was stated before stays in its history."""
    page = household_or_404(request, household_id)
    allowed_or_404(page, CorrectHousehold.code)
    mastered = mastered_facts(request, page, None)
    hidden = {"household_id", "cleared", "observed_at", *mastered.fields}
    supplied = {"household_id": household_id}
    correction = _Correction(
        request, CorrectHousehold, page, stated_values(page), supplied, hidden, draft=str(household_id)
    )
    answer = correction.answer()
    if answer is not None:
        return answer
    references = {name: words_as_choices(name, str(correction.values.get(name) or "")) for name in _STATED_CODED}
    title = Text(f"更正 {called(page).zh} 的信息", f"Correct the record: {called(page).en}")
    consequence = Text("原来所述的留在“经过”里，不会被盖掉。", "What was stated before stays in the history.")
    step = Text("更正户信息", "correct the household")
    return _page(request, page, correction.form(references), title, step, mastered, consequence)


@dataclass(slots=True)
class _Correction:
    """One form of facts that are known already: shown, read back, sent on where something was changed.

    ``base`` is the version that the form stands on, ``shown`` what it showed, ``values`` what stands in it now.
    """

    request: HttpRequest
    command: type[Command]
    page: Household
    known: Mapping[str, Any]
    supplied: Mapping[str, Any]
    hidden: Collection[str]
    draft: str
    bound: bool = False
    base: UUID | None = None
    shown: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[FieldProblem, ...] = ()

    def __post_init__(self) -> None:
        self.known = {name: value for name, value in self.known.items() if name not in self.hidden}
        self._stand_on_what_is_known(self.known)

    def answer(self) -> HttpResponseBase | None:
        """Carry out what was sent and return where to go on; ``None`` where the form is to be shown (again)."""
        request = self.request
        if request.method != "POST":
            return None
        answers = changed(request.POST, self.known)
        if not answers:
            nothing_to_do(request)
            return redirect("household", self.page.id)
        self.bound, self.base = True, base_version(request.POST)
        self.shown = {name: request.POST.get(f"{WAS}{name}", "") for name in self.known}
        self.values = {name: request.POST.get(name, "") for name in self.known}
        command = self._read(answers)
        if command is None:
            return None
        receipt = carry_out(request, command)
        if receipt.accepted:
            done(request, receipt, _("已更正。"))
            return redirect("household", self.page.id)
        self.problems = told(receipt.problems)
        if is_conflict(receipt):
            self._stand_on_what_is_known({**self.known, **answers})
        return None

    def form(self, references: Mapping[str, Sequence[Choice]]) -> CommandForm:
        """Return the form with what is known or was typed."""
        command_id = command_id_of(self.request) if self.bound else new_id(self.request)
        form = command_form(
            self.command,
            language=language(),
            carried={"id": command_id, "base_version": self.base, **shown_before(self.shown)},
            values=self.values,
            problems=self.problems,
            references=references,
            leave_out=self.hidden,
            bound=self.bound,
            draft=f"{self.command.code}-{self.draft}",
        )
        return replace(form, fields=tuple(replace(f, required=f.name in _ALWAYS) for f in form.fields))

    def _stand_on_what_is_known(self, values: Mapping[str, Any]) -> None:
        """Make the form anew from what is known now, so that sending it after a conflict is meant."""
        self.base, self.shown, self.values = self.page.version, self.known, values

    def _read(self, answers: Mapping[str, str]) -> Command | None:
        emptied = [name for name, answer in answers.items() if not answer]
        supplied = {**self.supplied, "id": command_id_of(self.request), "base_version": self.base}
        supplied |= {name: "" for name in emptied if name in _EMPTY_TEXTS}
        supplied["cleared"] = tuple(name for name in emptied if name not in (*_EMPTY_TEXTS, *_ALWAYS))
        command, problems = read_command(self.command, answers, supplied=supplied)
        self.problems = (*problems, *(FieldProblem(name, ADVICE["missing"]) for name in emptied if name in _ALWAYS))
        return None if self.problems else command


def _page(
    request: HttpRequest,
    page: Household,
    form: CommandForm,
    title: Text,
    step: Text,
    mastered: Mastered,
    consequence: Text | None = None,
) -> HttpResponse:
    context = {
        "title": title,
        "mastered": mastered,
        "form": form,
        "action": request.path,
        "submit": Text("保存", "Save"),
        "consequence": consequence,
        "cancel_url": reverse("household", args=[page.id]),
        "here": way_to(page, called(page), step),
    }
    return render(request, "registry/household_form.html", context)
