"""The one search box: results by group as a page, or a short list beside the box while one types."""

import secrets
from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries import search as queries
from xiuhua.registry.queries.search import GROUPS, SHOWN, WIDE, looks_secret, search
from xiuhua.registry.remembered import SEARCHES

LONGEST = 60
SUGGESTED = 5
"""Lines of each group beside the box."""

REMEMBERED = 8
"""Searches of a session that can be gone back to."""


def _no_number_on_the_way_back(view: Callable[[HttpRequest], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let no page that comes first, such as signing in, lead back to an address with an identity number."""

    @wraps(view)
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if looks_secret(request.GET.get("q", "")):
            request.META["QUERY_STRING"] = ""
        return view(request)

    return guarded


@require_http_methods(["GET", "HEAD", "POST"])
@_no_number_on_the_way_back
@signed_in()
def search_page(request: HttpRequest) -> HttpResponseBase:
    """Show what was found; the box sends what was typed in the body, and this leads to a page with an address.

    What was typed may be a name, so it stays in the session and the address only says which search it was. An
    identity number is not kept at all: it leads to the household, or to the people who share it, named by one of
    them. Where it was typed into an address all the same, no page is shown there.
    """
    text = _typed(request)
    if request.GET.get("part") == "suggestions":
        return _suggestions(request, text)
    if looks_secret(text):
        leads_to = _way_of_number(request, text)
        if leads_to is not None:
            return redirect(leads_to)
    if request.method == "POST":
        return redirect(f"{reverse('search')}?{urlencode({'at': _remembered(request, text)})}")
    return _results(request, text)


def _typed(request: HttpRequest) -> str:
    sent = request.POST if request.method == "POST" else request.GET
    earlier: dict[str, str] = request.session.get(SEARCHES, {})
    return earlier.get(request.GET.get("at", ""), sent.get("q", "")).strip()[:LONGEST]


def _remembered(request: HttpRequest, text: str) -> str:
    """Keep what was searched for in the session and return by what name its page finds it."""
    earlier = list(request.session.get(SEARCHES, {}).items())
    known = next((name for name, each in earlier if each == text), None)
    name = known or secrets.token_urlsafe(6)
    request.session[SEARCHES] = dict([*(each for each in earlier if each[0] != name), (name, text)][-REMEMBERED:])
    return name


def _way_of_number(request: HttpRequest, text: str) -> str | None:
    """Return where an identity number leads, or ``None`` for a code that only looks like one."""
    found = search(request.viewer, text, on=today_of(request))
    if found.nothing:
        return f"{reverse('search')}?none=number"
    if not found.secret:
        return None
    first = found.people[0]
    several = len(found.people) > 1
    return f"{reverse('search')}?same={first.id}" if several else reverse("household", args=[first.household_id])


def _results(request: HttpRequest, text: str) -> HttpResponse:
    group = request.GET.get("group", "")
    limit = WIDE if group in GROUPS else SHOWN
    same = request.GET.get("same", "")
    found = (
        queries.of_the_same_number(request.viewer, same, limit=limit)
        if same
        else search(request.viewer, text, on=today_of(request), group=group, limit=limit)
    )
    context = {
        "found": found,
        "query": "" if same else text,
        "asked": bool(text) or bool(same),
        "none": request.GET.get("none") == "number",
        "address": urlencode({name: request.GET[name] for name in ("same", "at", "q") if request.GET.get(name)}),
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
    return render(request, "registry/search_suggestions.html", {"found": found})
