"""What the views of imports share: where a page belongs, the steps' refusals, one's own import."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch, reverse

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.exchange import queries
from xiuhua.platform.exchange.queries import ImportView
from xiuhua.platform.pages import Crumb, Here

EVIDENCE, IMPORTS = Text("查证", "Evidence"), Text("导入", "Imports")


def here(*more: Crumb) -> Here:
    """Return the way to a page of this module."""
    imports = Crumb(IMPORTS, reverse("imports") if more else "")
    try:
        first = (Crumb(EVIDENCE, reverse("evidence")),)
    except NoReverseMatch:
        first = ()
    return Here("evidence", (*first, imports, *more))


def own(request: HttpRequest, session_id: UUID) -> ImportView:
    """Return one of the viewer's imports. Raise ``Http404`` where it is absent or somebody else's."""
    found = queries.own_import(request.viewer, session_id)
    if found is None:
        raise Http404
    return found


def say(request: HttpRequest, text: Text) -> None:
    """Tell the viewer on the next page that something was done."""
    messages.success(request, text.in_language(language()))


def say_refused(request: HttpRequest, problems: Iterable[Problem]) -> None:
    """Tell the viewer on the next page why something was not done."""
    for problem in problems:
        messages.error(request, sentence(problem, language()))


def page_context(view: ImportView, **more: Any) -> dict[str, Any]:
    """Return the context of a page of one import."""
    title: Text | str = view.name or view.kind_label
    return {"here": here(Crumb(title)), "view": view, **more}
