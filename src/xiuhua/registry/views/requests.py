"""What the pages of places read from an address."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from xiuhua.kernel.places import Level
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.figures import chosen
from xiuhua.registry.queries.village_lists import Filters
from xiuhua.registry.queries.village_rows import Basis

SECTION = "places"
LEVELS = {
    Level.PROVINCE: Text("省", "province"),
    Level.PREFECTURE: Text("市", "prefecture"),
    Level.COUNTY: Text("县", "county"),
    Level.TOWNSHIP: Text("乡镇", "township"),
    Level.VILLAGE: Text("行政村", "village"),
}


def whole_number(request: HttpRequest, name: str) -> int | None:
    """Return an argument as a number, ``None`` where it is absent or none."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def filters_of(request: HttpRequest) -> Filters:
    """Return the filters over a list of villages."""
    flags = {name: request.GET.get(name) == "1" for name in ("poor", "pilot", "asked")}
    return Filters(class_code=request.GET.get("class", ""), **flags)


def address(name: str, *args: str, **query: Any) -> str:
    """Return the address of a page with its arguments; empty ones are left out."""
    given = {key: value for key, value in query.items() if value}
    return reverse(name, args=args) + (f"?{urlencode(given)}" if given else "")


def here(places: tuple[PlaceLine, ...], basis: Basis | None = None, *more: Crumb, day: date | None = None) -> Here:
    """Return the way to a page along places, widest first; moving up keeps year and scheme, or the day."""
    kept = basis.chosen if basis else chosen(day)
    crumbs = [Crumb(place.name, address("place", place.code, **kept)) for place in places]
    if not more and crumbs:
        crumbs[-1] = Crumb(crumbs[-1].label)
    return Here(SECTION, (*crumbs, *more))
