"""What the forms of every module share: what was changed against what was shown, sending a wish, saying how it went."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at
from xiuhua.platform.forms import Choice, CommandForm, FieldProblem, command_form, read_command
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.pages import Here

WAS = "was-"
"""Before the name of a hidden field: what the form showed, so that only what was changed is sent on."""

CONFLICT = "changed_meanwhile"


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


def answered(
    request: HttpRequest,
    command: type[Command],
    supplied: Mapping[str, Any],
    *,
    answers: Mapping[str, Any] | None = None,
    new: Mapping[str, str] | None = None,
) -> tuple[Receipt | None, tuple[FieldProblem, ...]]:
    """Carry out the command whose form was sent: its receipt where it was accepted, else what is to be mended.

    ``supplied`` is what the page knows besides the answers; ``new`` names fields for ids that follow from the
    command's own, so that what is sent twice is one. A page that is only looked at gives neither receipt nor problem.
    """
    if request.method != "POST":
        return None, ()
    command_id = command_id_of(request)
    made = {name: derived_id(command_id, part) for name, part in (new or {}).items()}
    sent = request.POST if answers is None else answers
    wish, problems = read_command(command, sent, supplied={"id": command_id, **made, **supplied})
    if wish is None:
        return None, problems
    receipt = carry_out(request, wish)
    return (receipt, ()) if receipt.accepted else (None, worded(receipt.problems))


def done(request: HttpRequest, receipt: Receipt, text: str) -> None:
    """Say that it is done; the draft of this command is forgotten."""
    messages.success(request, text, extra_tags=str(receipt.command_id))


def nothing_to_do(request: HttpRequest) -> None:
    """Say that nothing was changed."""
    messages.info(request, _("没有改动，所以没有保存什么。"))


def is_conflict(receipt: Receipt) -> bool:
    """Say whether others changed the same, or the version cannot be compared."""
    return any(problem.code in (CONFLICT, "base_version_unknown") for problem in receipt.problems)


def form_for(
    request: HttpRequest,
    command: type[Command],
    *,
    problems: Sequence[FieldProblem],
    leave_out: Sequence[str],
    values: Mapping[str, Any] | None = None,
    references: Mapping[str, Sequence[Choice]] | None = None,
    draft: str = "",
    carried: Mapping[str, str] | None = None,
) -> CommandForm:
    """Return the form of a command with what was sent, or with ``values`` and a new id where nothing was sent yet.

    ``carried`` goes along hidden.
    """
    sent = request.POST if request.method == "POST" else None
    return command_form(
        command,
        language=language(),
        carried={"id": command_id_of(request) if sent is not None else new_id(request), **(carried or {})},
        values=sent if sent is not None else values,
        problems=problems,
        references=references,
        leave_out=leave_out,
        bound=sent is not None,
        draft=draft,
    )


SAVE = Text("保存", "Save")


def form_page(
    request: HttpRequest,
    form: CommandForm,
    title: Text,
    *,
    here: Here,
    cancel_url: str,
    intro: Text | None = None,
    consequence: Text | None = None,
    submit: Text = SAVE,
    link: tuple[Text, str] | None = None,
) -> HttpResponse:
    """Show the form of a command as a page; ``consequence`` stands above its button, ``intro`` below the title.

    ``link``, a label and an address, stands beside ``intro``.
    """
    context = {
        "title": title,
        "intro": intro,
        "form": form,
        "action": request.get_full_path(),
        "submit": submit,
        "consequence": consequence,
        "cancel_url": cancel_url,
        "here": here,
        "link": link,
    }
    return render(request, "site/form_page.html", context)
