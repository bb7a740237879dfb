"""The one search box: results by group as a page, or a short list beside the box while one types."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries import search as queries
from xiuhua.registry.queries.search import GROUPS, SHOWN, WIDE, looks_secret, search

LONGEST = 60
SUGGESTED = 5
"""Lines of each group beside the box."""


@require_safe
@signed_in()
def search_page(request: HttpRequest) -> HttpResponseBase:
    """Show what was found.

    A whole identity number leads straight to the household; neither page nor address repeats it afterwards.
    """
    text = request.GET.get("q", "").strip()[:LONGEST]
    group = request.GET.get("group", "")
    if request.GET.get("part") == "suggestions":
        return _suggestions(request, text)
    limit = WIDE if group in GROUPS else SHOWN
    found = search(request.viewer, text, on=today_of(request), group=group, limit=limit)
    if looks_secret(text) and (found.secret or found.nothing):
        if found.nothing:
            return redirect(f"{reverse('search')}?none=number")
        if len(found.people) == 1:
            return redirect("household", found.people[0].household_id)
        text = ""
        request.META["QUERY_STRING"] = ""  # the shell's forms come back to this address
    context = {
        "found": found,
        "query": text,
        "asked": bool(text) or found.secret,
        "none": request.GET.get("none") == "number",
        "limit": limit,
        "group": group if group in GROUPS else "",
        "here": Here("places", (Crumb(Text("查找", "Search")),)),
    }
    return render(request, "registry/search.html", context)


def _suggestions(request: HttpRequest, text: str) -> HttpResponse:
    """Answer with a few lines for the box; nothing for an identity number, which is looked up only when sent."""
    nothing = len(text) < 2 and text.isascii()
    found = (
        queries.Results()
        if nothing or looks_secret(text)
        else search(request.viewer, text, on=today_of(request), limit=SUGGESTED)
    )
    return render(request, "registry/search_suggestions.html", {"found": found, "query": text})
