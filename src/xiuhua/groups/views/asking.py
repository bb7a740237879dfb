"""What the pages of a group share."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from xiuhua.groups.queries.groups import GroupPage, group_page
from xiuhua.groups.rules.membership import is_organisation_department
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import organisations_at
from xiuhua.platform.accounts.queries import PlaceLine, organisations_to_choose
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


def usual_organisations(request: HttpRequest, village: str) -> dict[str, UUID]:
    """Return whom a group of a village usually answers to, where there is one such organisation and no second.

    The county committee sends it, the county's organisation department manages it, the township is entrusted.
    """
    county, township = ancestor(village, Level.COUNTY), ancestor(village, Level.TOWNSHIP)
    found: dict[str, list[UUID]] = {}
    for code, kind, each, name in organisations_at(request.viewer, (county, township)):
        if code == county and is_organisation_department(name):
            found.setdefault("managed_by", []).append(each)
        elif kind == _PARTY:
            found.setdefault("dispatched_by" if code == county else "entrusted_to", []).append(each)
    return {field: ids[0] for field, ids in found.items() if len(ids) == 1}
