"""Where service begins: the needs of a territory, and the menu of services."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.lists import NEEDS, PlaceNeeds, Show, place_needs
from xiuhua.needs.queries.proposals import proposals
from xiuhua.needs.queries.services import SERVICES, menu
from xiuhua.needs.views.asking import SECTION, way
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here

MENU = Text("服务菜单", "Menu of services")
PROPOSALS = Text("建议的对接", "Proposed matches")

_CHIPS = {
    Show.OPEN: Text("没办完的", "open"),
    Show.TRIAGE: Text("待研判", "to look at"),
    Show.MATCH: Text("待对接", "to match"),
    Show.ANSWER: Text("等对方答复", "waiting for an answer"),
    Show.DELIVER: Text("对方已接下", "taken on"),
    Show.CONFIRM: Text("待本人确认", "to be confirmed"),
    Show.DONE: Text("本人已确认", "confirmed"),
    Show.CLOSED: Text("不再办", "closed"),
    Show.ALL: Text("全部", "all"),
}
_TITLES = {
    **_CHIPS,
    Show.ASK: Text("等您去问本人的", "for you to ask the person about"),
    Show.UNMET: Text("还没有办的", "not delivered yet"),
    Show.DELIVERED: Text("办过的", "delivered"),
    Show.REPEATED: Text("办了不止一次的", "delivered more than once"),
}


@require_safe
@signed_in(SERVICES)
def service_home(request: HttpRequest) -> HttpResponseBase:
    """Lead to the needs of the viewer's territory, else to its menu of services; whoever has several chooses."""
    for access, name in ((NEEDS, "place-needs"), (SERVICES, "place-services")):
        found = accounts.territories(request.viewer, access)
        if len(found) == 1:
            return redirect(name, found[0].code)
        if found:
            rows = [{"name": each.name, "href": reverse(name, args=[each.code])} for each in found]
            return render(request, "needs/service.html", {"places": rows, "here": Here(SECTION)})
    return render(request, "needs/service.html", {"places": [], "here": Here(SECTION)})


@require_safe
@signed_in(NEEDS)
def needs_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the needs of a place: what comes next with each, and how long needs wait."""
    asked = request.GET.get("show", "")
    show = Show(asked) if asked in set(Show) else Show.OPEN
    kind = request.GET.get("kind", "")
    found = is_place_code(code) and place_needs(
        request.viewer, code, on=today_of(request), show=show, kind=kind, after=request.GET.get("after")
    )
    if not found:
        raise Http404
    address = reverse("place-needs", args=[code])
    chosen = next((each.name for each in found.kinds if each.code == kind), None)
    context = {
        "found": found,
        "listed": _TITLES[show],
        "kind": chosen,
        "all_kinds": f"{address}?{urlencode({'show': show.value})}" if show else address,
        "chips": [
            {
                "label": label,
                "count": found.counts[each],
                "href": f"{address}?show={each.value}" if each else address,
                "current": each is show and not kind,
            }
            for each, label in _CHIPS.items()
            if found.counts[each] or each in (Show.OPEN, show)
        ],
        "facts": _facts(found, address),
        "kind_rows": _kind_rows(found, address),
        "later": f"{address}?{urlencode({'show': show.value, 'kind': kind, 'after': found.after})}"
        if found.after
        else "",
        "proposals_url": reverse("place-proposals", args=[code]),
        "work_url": reverse("place-work", args=[code]),
        "menu_url": reverse("place-services", args=[code]),
        "here": way(found.places),
    }
    return render(request, "needs/place_needs.html", context)


@require_safe
@signed_in(SERVICES)
def services_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the menu of services of a place."""
    found = menu(request.viewer, code, on=today_of(request)) if is_place_code(code) else None
    if found is None:
        raise Http404
    context = {
        "found": found,
        "may_add": reaches(request.viewer, COMMANDS["needs.add_service"], code),
        "rows": [
            (each, reaches(request.viewer, COMMANDS["needs.end_service"], each.place_code)) for each in found.services
        ],
        "here": way(found.places, Crumb(MENU)) if NEEDS.allows(request.viewer.roles()) else Here(SECTION),
    }
    return render(request, "needs/place_services.html", context)


@require_safe
@signed_in(NEEDS)
def proposals_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show which services are proposed for the needs of a place, and why; people choose."""
    found = proposals(request.viewer, code, on=today_of(request)) if is_place_code(code) else None
    if found is None:
        raise Http404
    may = reaches(request.viewer, COMMANDS["needs.match"], code)
    context = {"found": found, "may_match": may, "here": way(found.places, Crumb(PROPOSALS))}
    return render(request, "needs/proposals.html", context)


def _facts(found: PlaceNeeds, address: str) -> list[dict[str, Any]]:
    said = (
        (Text("一半在几天内办了", "Half were delivered within"), found.days),
        (Text("九成在几天内办了", "Nine in ten within"), found.long),
        (Text("还没有办的", "Not delivered yet"), found.unmet),
        (Text("不满意又办的", "Delivered again"), found.repeated),
    )
    return [
        {
            "label": label,
            "figure": figure,
            "href": f"{address}?show={figure.rows[1]['show']}" if figure.rows and figure.value is not None else "",
            "note": _with_the_rest(found) if figure is found.unmet else figure.formula,
        }
        for label, figure in said
    ]


def _with_the_rest(found: PlaceNeeds) -> Text:
    """Return what the needs not delivered yet lack of the open ones: those that their person has not confirmed."""
    asked = f"{found.counts[Show.CONFIRM]:,}"
    rest = Text("没办完的里，另有 {n} 件办了、等本人确认", "{n} more of the open ones are delivered and not confirmed")
    return rest.filled(n=asked)


def _kind_rows(found: PlaceNeeds, address: str) -> list[dict[str, Any]]:
    return [
        {
            "name": each.name,
            "waited": each.waited,
            "all": f"{address}?show=all&kind={each.code}",
            "delivered": f"{address}?show=delivered&kind={each.code}",
            "unmet": f"{address}?show=unmet&kind={each.code}",
            "repeated": f"{address}?show=repeated&kind={each.code}",
        }
        for each in found.kinds
    ]
