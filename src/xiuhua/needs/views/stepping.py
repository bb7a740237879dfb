"""The short form of one step of a need: all steps are alike."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.needs import NeedPage
from xiuhua.needs.views.asking import need_or_404, title_of, way_to
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.forms import Choice


def step(
    request: HttpRequest,
    page: NeedPage,
    command: type[Command],
    values: Mapping[str, Any],
    references: Mapping[str, Sequence[Choice]],
    *,
    said: str,
    consequence: Text | None = None,
    link: tuple[Text, str] | None = None,
    supplied: Mapping[str, Any] | None = None,
) -> HttpResponseBase:
    """Answer with the form of a command about a need, or carry it out and go back to the need.

    ``supplied`` is what the page knows besides the answers.
    """
    known = {"need_id": page.id, **(supplied or {})}
    new = {"match_id": "match"} if "match_id" in command.model_fields else {}
    receipt, problems = answered(request, command, known, new=new)
    if receipt is not None:
        done(request, receipt, said)
        return redirect("need", page.id)
    form = form_for(
        request,
        command,
        values=values,
        problems=problems,
        references=references,
        leave_out=(*known, "match_id", "observed_at"),
        draft=f"{command.code}-{page.id}",
    )
    label = Text(command.label.zh, command.label.en[:1].upper() + command.label.en[1:])
    return form_page(
        request,
        form,
        label,
        intro=title_of(page),
        here=way_to(page, label),
        cancel_url=reverse("need", args=[page.id]),
        consequence=consequence,
        link=link,
    )


def plain_step(
    command: type[Command],
    said: str,
    *,
    day: str = "",
    values: Mapping[str, Any] | None = None,
    consequence: Text | None = None,
) -> Callable[..., HttpResponseBase]:
    """Return the page of a step that asks for the fields of its command and no more.

    ``day`` names the field in which today stands before, ``values`` what else does; ``said`` is translated late.
    """

    @require_http_methods(["GET", "POST"])
    @signed_in(COMMANDS[command.code])
    def page(request: HttpRequest, need_id: UUID) -> HttpResponseBase:
        found = need_or_404(request, need_id, command.code)
        shown = {**({day: today_of(request)} if day else {}), **(values or {})}
        return step(request, found, command, shown, {}, said=str(said), consequence=consequence)

    page.__doc__ = f"Answer with the form of {command.code}, or carry it out."
    return page
