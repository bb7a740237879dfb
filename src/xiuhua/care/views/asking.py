"""What the pages of help share."""

from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from xiuhua.care.access import COMMANDS
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.whereabouts import Whereabouts, whereabouts

SECTION = "places"
HIDDEN = ("household_id", "observed_at")


def home_or_404(request: HttpRequest, household_id: UUID, code: str) -> Whereabouts:
    """Return a present household in which the viewer may do this; absent, over and forbidden answer alike."""
    home = whereabouts(request.viewer, household_id)
    if home is None or home.ended or not reaches(request.viewer, COMMANDS[code], home.place_code):
        raise Http404
    return home


def way_to(request: HttpRequest, home: Whereabouts, *more: Text) -> Here:
    """Return the way to a page below a household."""
    crumbs = [
        Crumb(each.name, reverse("place", args=[each.code])) for each in breadcrumb(request.viewer, home.place_code)
    ]
    own = Crumb(home.name, reverse("household", args=[home.id]))
    return Here(SECTION, (*crumbs, own, *(Crumb(text) for text in more)))


def way_in(places: tuple[PlaceLine, ...], *more: Text) -> Here:
    """Return the way to the help of a place, or to a page below it."""
    crumbs = [Crumb(each.name, reverse("place-help", args=[each.code])) for each in places]
    if not more and crumbs:
        crumbs[-1] = Crumb(crumbs[-1].label)
    return Here(SECTION, (*crumbs, *(Crumb(text) for text in more)))
