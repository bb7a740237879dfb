"""The short form of one step of a need: all steps are alike."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from xiuhua.kernel.commands import Command
from xiuhua.kernel.text import Text
from xiuhua.needs.queries.needs import NeedPage
from xiuhua.needs.views.asking import title_of, way_to
from xiuhua.platform.accounts.asking import answered, done, form_for, form_page
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
