"""What the pages of a group share."""

from collections.abc import Collection, Sequence
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from xiuhua.groups.queries.groups import GroupPage, group_page
from xiuhua.groups.rules.membership import is_organisation_department
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import organisations_at
from xiuhua.platform.accounts.queries import PlaceLine, organisations_to_choose
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import today_of
from xiuhua.platform.forms import Choice
from xiuhua.platform.pages import Crumb, Here

SECTION = "work"
_PARTY = "party_organisation"


def group_or_404(request: HttpRequest, group_id: UUID, code: str = "") -> GroupPage:
    """Return the group; absent, outside, and one in which the viewer may not do this, answer alike."""
    page = group_page(request.viewer, group_id, on=today_of(request))
    if page is None or (code and page.actions[code] is not None):
        raise Http404
    return page


def way(places: tuple[PlaceLine, ...], *more: Crumb) -> Here:
    """Return the way to a page of this module along the places, whose pages here are lists of groups."""
    crumbs = [Crumb(each.name, reverse("place-groups", args=[each.code])) for each in places]
    if not more and crumbs:
        crumbs[-1] = Crumb(crumbs[-1].label)
    return Here(SECTION, (*crumbs, *more))


def way_to(page: GroupPage, *more: Text) -> Here:
    """Return the way to a group, or to a page below it."""
    if not more:
        return way(page.places[:-1], Crumb(page.name))
    own = Crumb(page.name, reverse("group", args=[page.id]))
    return way(page.places[:-1], own, *(Crumb(text) for text in more))


def organisations(request: HttpRequest) -> list[Choice]:
    """Return the organisations that the viewer may choose."""
    return [Choice(str(each), name) for each, name in organisations_to_choose(request.viewer)]


def usual_organisations(request: HttpRequest, code: str) -> dict[str, list[UUID]]:
    """Return by field whom a group of a place in a county usually answers to; the fields of none are left out.

    The county committee sends it, the county's organisation department manages it, the township is entrusted.
    """
    county, township = ancestor(code, Level.COUNTY), ancestor(code, Level.TOWNSHIP)
    found: dict[str, list[UUID]] = {}
    for at, kind, each, name in organisations_at(request.viewer, (county, township)):
        if at == county and is_organisation_department(name):
            found.setdefault("managed_by", []).append(each)
        elif kind == _PARTY:
            found.setdefault("dispatched_by" if at == county else "entrusted_to", []).append(each)
    return found


def usual_first(choices: Sequence[Choice], usual: Collection[UUID]) -> list[Choice]:
    """Return the choices with those that are usual on top, marked so."""
    mark, first = Text("（一般选它）", " (usual)").in_language(language()), {str(each) for each in usual}
    on_top = [Choice(each.value, each.label + mark) for each in choices if each.value in first]
    return [*on_top, *(each for each in choices if each.value not in first)]
