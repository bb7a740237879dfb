"""What the pages of needs share."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from xiuhua.groups.queries.visits import last_needed
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.needs import NeedPage, need_page
from xiuhua.needs.rules.kinds import kinds
from xiuhua.platform.accounts.naming import organisations_coming, serving_named
from xiuhua.platform.accounts.queries import PlaceLine, organisations_to_choose
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.journal import catalogue
from xiuhua.platform.pages import Crumb, Here

SECTION = "service"
_LATELY: Final = timedelta(days=7)


def need_or_404(request: HttpRequest, need_id: UUID, code: str = "") -> NeedPage:
    """Return the need; absent, outside, and one with which the viewer never may do this, answer alike.

    What cannot be done just now is refused by its command, which says why.
    """
    page = need_page(request.viewer, need_id, on=today_of(request))
    if page is None or (code and not reaches(request.viewer, COMMANDS[code], page.place_code)):
        raise Http404
    return page


def way(places: tuple[PlaceLine, ...], *more: Crumb) -> Here:
    """Return the way to a page of this module along the places, whose pages here are lists of needs."""
    crumbs = [Crumb(each.name, reverse("place-needs", args=[each.code])) for each in places]
    if not more and crumbs:
        crumbs[-1] = Crumb(crumbs[-1].label)
    return Here(SECTION, (*crumbs, *more))


def title_of(page: NeedPage) -> Text:
    """Return what a need is called: its kind and its household."""
    return Text(f"{page.household.zh}：{page.kind.zh}", f"{page.household.en}: {page.kind.en}")


def way_to(page: NeedPage, *more: Text) -> Here:
    """Return the way to a need, or to a page below it."""
    if not more:
        return way(page.places, Crumb(title_of(page)))
    own = Crumb(title_of(page), reverse("need", args=[page.id]))
    return way(page.places, own, *(Crumb(text) for text in more))


def heard_on_a_visit(request: HttpRequest, household_id: UUID) -> dict[str, Any]:
    """Return what the last visit wrote down of what is needed, so that it is not typed again; nothing after a week."""
    today = today_of(request)
    visited_on, needed = last_needed(request.viewer, household_id) or (today, "")
    if not needed or visited_on < today - _LATELY:
        return {}
    return {"text": needed, "told_on": visited_on, "source": "visit"}


def kinds_to_choose(request: HttpRequest, region: str) -> list[Choice]:
    """Return the kinds of needs as choices."""
    here, listed = language(), kinds(catalogue.policy(), on=today_of(request), region=region)
    return [Choice(each.code, each.name.in_language(here)) for each in listed.values()]


def people_to_choose(request: HttpRequest, region: str) -> list[Choice]:
    """Return who serves a village today as choices: who may have seen to something there."""
    named, here = serving_named(region, on=today_of(request)), language()
    return [Choice(str(key), name.in_language(here)) for key, name in named.items()]


def organisations_to_come(request: HttpRequest, code: str) -> list[Choice]:
    """Return the organisations that may come to a place as choices."""
    return [Choice(str(key), name) for key, name in organisations_coming(request.viewer, code).items()]


def organisations(request: HttpRequest) -> list[Choice]:
    """Return the organisations that the viewer may choose."""
    return [Choice(str(each), name) for each, name in organisations_to_choose(request.viewer)]
