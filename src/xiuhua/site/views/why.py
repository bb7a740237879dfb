"""Why can this person see or do this? For oneself, for whom one sees among the people, and for a household."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import PEOPLE
from xiuhua.platform.accounts.forms import answers
from xiuhua.platform.accounts.queries import PlaceLine, PostLine, breadcrumb, place
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.accounts.why import Standing, may, reasons, standing_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.site.why.households import HOUSEHOLDS, who_sees
from xiuhua.site.why.rows import Row, row, rows, rows_by_module

TITLE = Text("为什么能看、能做", "Why one can see or do it")
_ACCOUNT = Text("我的账号", "My account")
_PEOPLE = Text("人员和岗位", "People and posts")
_HOUSEHOLD = Text("谁能看到这一户", "Who can see this household")


@dataclass(frozen=True, slots=True)
class Possible:
    """A row that somebody may use, and the posts by which."""

    row: Row
    posts: tuple[PostLine, ...]


@require_safe
@signed_in()
def own(request: HttpRequest) -> HttpResponse:
    """Show what one may do oneself, and why not the rest."""
    return _page(request, None)


@require_safe
@signed_in(PEOPLE)
def somebody(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Show what a person of the viewer's territory may do, and why not the rest."""
    return _page(request, account_id)


@require_safe
@signed_in(HOUSEHOLDS)
def household(request: HttpRequest, household_id: UUID) -> HttpResponse:
    """Show who can see a household and who may change it."""
    found = who_sees(request.viewer, household_id, on=today_of(request))
    if found is None:
        raise Http404
    way = [Crumb(each.name, reverse("place", args=[each.code])) for each in _way(request, found.household.place_code)]
    way += [Crumb(found.household.name, reverse("household", args=[household_id])), Crumb(_HOUSEHOLD)]
    context = {"found": found, "today": today_of(request), "here": Here("places", tuple(way))}
    return render(request, "site/household_who.html", context)


def _page(request: HttpRequest, account_id: UUID | None) -> HttpResponse:
    standing = standing_of(request.viewer, account_id, on=today_of(request))
    if standing is None:
        raise Http404
    wanted, lost = _place_of(request)
    code = wanted.code if wanted else None
    chosen = row(request.GET.get("row", ""))
    context: dict[str, Any] = {
        "standing": standing,
        "today": today_of(request),
        "place": wanted,
        "lost": lost,
        "typed": request.GET.get("place", "") if lost else (wanted.name if wanted else ""),
        "chosen": chosen,
        "groups": rows_by_module(),
        "told": reasons(standing, chosen.access, code, on=today_of(request)) if chosen and not lost else None,
        "here": Here("", _crumbs(standing)),
        **({} if chosen or lost else _overview(request, standing, code)),
    }
    return render(request, "site/why.html", context)


def _overview(request: HttpRequest, standing: Standing, code: str | None) -> dict[str, Any]:
    able = [each for each in rows() if may(standing, each.access, code)]
    possible = [Possible(each, reasons(standing, each.access, code, on=today_of(request)).by) for each in able]
    return {"possible": possible, "impossible": [each for each in rows() if each not in able]}


def _place_of(request: HttpRequest) -> tuple[PlaceLine | None, bool]:
    """Return the place that is asked for, and whether one was asked for that is absent or out of sight."""
    home = request.GET.get("household", "")
    if home:
        household_id = read_uuid(home)
        found = whereabouts(request.viewer, household_id) if household_id else None
        return (place(request.viewer, found.place_code), False) if found else (None, True)
    text = request.GET.get("place", "")
    if not text.strip():
        return None, False
    code = answers({"place_code": text}, "place_code", viewer=request.viewer)["place_code"]
    found_place = place(request.viewer, code)
    return found_place, found_place is None


def _way(request: HttpRequest, code: str) -> tuple[PlaceLine, ...]:
    return breadcrumb(request.viewer, code)


def _crumbs(standing: Standing) -> tuple[Crumb, ...]:
    if standing.own:
        return Crumb(_ACCOUNT, reverse("own-account")), Crumb(TITLE)
    name = Crumb(standing.person.name, reverse("person", args=[standing.person.id]))
    return Crumb(_PEOPLE, reverse("people")), name, Crumb(TITLE)
