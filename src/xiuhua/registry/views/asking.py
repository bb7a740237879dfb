"""What the forms of a household share: what was changed against what was shown, refusals in words, conflicts."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, today_of
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, command_form
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.vault import masks
from xiuhua.registry.commands.words import choices_of
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.records import Household
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.shown import field_name, value_words

WAS = "was-"
"""Before the name of a hidden field: what the form showed, so that only what was changed is sent on."""

CONFLICT = "changed_meanwhile"
_MASKS: Mapping[str, Callable[[str], str]] = {"identity": masks.identity, "phone": masks.phone}


def household_or_404(request: HttpRequest, household_id: UUID) -> Household:
    """Return the household; absent and out of the territory answer alike."""
    return household_then_or_404(request, household_id, None)


def household_then_or_404(request: HttpRequest, household_id: UUID, day: date | None) -> Household:
    """Return the household as it is, or as it was on a day gone by."""
    found = household(request.viewer, household_id, on=today_of(request), day=day)
    if found is None:
        raise Http404
    return found


def allowed_or_404(page: Household, code: str) -> None:
    """Answer as for a page that does not exist where the viewer may not do this here, or the household is over."""
    if page.ended or page.actions[code].why_not is not None:
        raise Http404


def typed(value: Any) -> str:
    """Return a stored value as a form shows it.

    >>> typed(True), typed(None), typed(5)
    ('true', '', '5')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def shown_before(values: Mapping[str, Any]) -> dict[str, str]:
    """Return the hidden fields that say what the form showed."""
    return {f"{WAS}{name}": typed(value) for name, value in values.items()}


def changed(sent: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """Return the answers that differ from what the form showed."""
    answers = {name: sent.get(name, "").strip() for name in names}
    return {name: answer for name, answer in answers.items() if answer != sent.get(f"{WAS}{name}", "")}


def base_version(sent: Mapping[str, str]) -> UUID | None:
    """Return the version that the form was made from."""
    try:
        return UUID(sent.get("base_version", ""))
    except ValueError:
        return None


def carry_out(request: HttpRequest, command: Command) -> Receipt:
    """Send a command as the viewer of this request."""
    return execute(command, actor=request.viewer, received_at=received_at(request))


def done(request: HttpRequest, receipt: Receipt, text: str) -> None:
    """Say that it is done; the draft of this command is forgotten."""
    messages.success(request, text, extra_tags=str(receipt.command_id))


def nothing_to_do(request: HttpRequest) -> None:
    """Say that nothing was changed."""
    messages.info(request, _("没有改动，所以没有保存什么。"))


def is_conflict(receipt: Receipt) -> bool:
    """Say whether others changed the same, or the version cannot be compared."""
    return any(problem.code in (CONFLICT, "base_version_unknown") for problem in receipt.problems)


def told(problems: Sequence[Problem]) -> tuple[FieldProblem, ...]:
    """Return refusals in words at their fields; a conflict names each field with both values."""
    return worded([part for problem in problems for part in _parts(problem)])


def form_for(
    request: HttpRequest,
    command: type[Command],
    *,
    problems: Sequence[FieldProblem],
    leave_out: Sequence[str],
    values: Mapping[str, Any] | None = None,
    references: Mapping[str, Sequence[Choice]] | None = None,
    draft: str = "",
) -> CommandForm:
    """Return the form of a command with what was sent, or with ``values`` and a new id where nothing was sent yet."""
    sent = request.POST if request.method == "POST" else None
    return command_form(
        command,
        language=language(),
        carried={"id": command_id_of(request) if sent is not None else new_id(request)},
        values=sent if sent is not None else values,
        problems=problems,
        references=references,
        leave_out=leave_out,
        bound=sent is not None,
        draft=draft,
    )


def words_as_choices(field: str, stored: str = "", *, leave_out: Collection[str] = ()) -> tuple[Choice, ...]:
    """Return the words of a field's list as choices in the page's language; stored other words stay a choice.

    ``leave_out`` names entries by code.
    """
    here = language()
    known = choices_of(field)
    choices = [
        Choice(word, name.in_language(here))
        for word, name in known.items()
        if codes.LISTS[field].code(word) not in leave_out
    ]
    if stored and stored not in known and codes.LISTS[field].code(stored) not in leave_out:
        choices.insert(0, Choice(stored, value_words(field, stored).in_language(here)))
    return tuple(choices)


def _parts(problem: Problem) -> Iterable[Problem]:
    if problem.code != CONFLICT:
        yield problem
        return
    here = language()
    for cell in problem.values["fields"]:
        name = cell["field"]
        hide = _MASKS.get(name)
        sides = {side: hide(cell[side]) if hide and cell[side] else cell[side] for side in ("theirs", "yours")}
        said = {side: value_words(name, value).in_language(here) for side, value in sides.items()}
        yield Problem(CONFLICT, name, {"names": field_name(name).in_language(here), **said})
