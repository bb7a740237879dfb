"""Expert days: those of a place, one with the needs on it, and the list for its desk."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.queries.expert_days import DAYS, DayLine, DayPage, day_page, place_days
from xiuhua.needs.rules.expert_days import SEEN_NAMES
from xiuhua.needs.views.asking import way
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, signed_in, today_of
from xiuhua.platform.pages import Crumb, Here

DAYS_NAME = Text("专家日", "Expert days")
_TONES = {True: "good", False: "", None: "care"}


def day_or_404(request: HttpRequest, day_id: UUID, may: str = "") -> DayPage:
    """Return the expert day; absent, outside, and one with which the viewer cannot do this now, answer alike."""
    page = day_page(request.viewer, day_id, on=today_of(request))
    if page is None or (may and not page.may[may]):
        raise Http404
    return page


def way_to(places: tuple[PlaceLine, ...], *more: Crumb) -> Here:
    """Return the way to the expert days of a place, or to a page below them."""
    href = reverse("place-expert-days", args=[places[-1].code]) if places and more else ""
    return way(places, Crumb(DAYS_NAME, href), *more)


def way_to_one(page: DayPage, *more: Text) -> Here:
    """Return the way to an expert day, or to a page below it."""
    own = Crumb(page.line.name, reverse("expert-day", args=[page.line.id]) if more else "")
    return way_to(page.places, own, *(Crumb(text) for text in more))


@require_safe
@signed_in(DAYS)
def days_of_place(request: HttpRequest, code: str) -> HttpResponse:
    """Show the expert days of a place."""
    found = place_days(request.viewer, code, on=today_of(request)) if is_place_code(code) else None
    if found is None:
        raise Http404
    may_add = reaches(request.viewer, COMMANDS["needs.announce_day"], code)
    context = {"found": found, "may_add": may_add, "here": way_to(found.places)}
    return render(request, "needs/place_expert_days.html", context)


@require_safe
@signed_in(DAYS)
def day_home(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Show an expert day: what comes next, the invitation, and the needs on it."""
    page = day_or_404(request, day_id)
    context = {
        "page": page,
        "next": _next(page),
        "others": _others(page),
        "facts": _facts(page.line),
        "rows": [{"seat": each, "said": SEEN_NAMES[each.seen], "tone": _TONES[each.seen]} for each in page.seats],
        "invitation": _invitation(page.line),
        "here": way_to_one(page),
    }
    return render(request, "needs/expert_day.html", context)


@require_safe
@signed_in(DAYS)
def desk_list(request: HttpRequest, day_id: UUID) -> HttpResponse:
    """Show the list for the desk of an expert day, for printing; words are there for whoever may read them."""
    page = day_or_404(request, day_id)
    context = {"page": page, "here": way_to_one(page, Text("现场名单", "List for the desk"))}
    return render(request, "needs/expert_day_list.html", context)


def _next(page: DayPage) -> dict[str, Any]:
    line = page.line
    if page.may["record"] and page.waiting:
        label = Text("登记看了谁", "Record who was seen")
        return {"title": Text("照名单登记", "Record it from the list"), "label": label, "to": "expert-day-attendance"}
    if page.may["gather"] and page.matching:
        n = page.matching
        title = Text(
            f"还有 {n} 件{line.kind.zh}的需求没有归到名单上", f"{n} open needs of this kind are not on the list"
        )
        return {"title": title, "label": Text("选需求", "Choose needs"), "to": "expert-day-gather"}
    return {}


def _others(page: DayPage) -> list[dict[str, Any]]:
    offered = (
        ("list", True, "expert-day-list", Text("现场名单", "List for the desk")),
        ("gather", page.may["gather"] and page.matching > 0, "expert-day-gather", Text("选需求", "Choose needs")),
        ("cancel", page.may["cancel"], "expert-day-cancel", Text("取消专家日", "Call it off")),
    )
    return [
        {"label": label, "href": reverse(name, args=[page.line.id])}
        for _key, there, name, label in offered
        if there and name != _next(page).get("to")
    ]


def _facts(line: DayLine) -> list[dict[str, Any]]:
    return [
        {"label": Text("哪类需求", "For which needs"), "value": line.kind, "long": True},
        {"label": Text("哪个单位", "Organisation"), "value": line.provider, "long": True},
        {"label": Text("在哪里", "Where"), "value": line.venue, "long": True},
        {"label": Text("几点", "Hours"), "value": line.hours, "long": True},
    ]


def _invitation(line: DayLine) -> str:
    """Return the text that is copied to invite people; it names nobody who is in need."""
    day, where = line.held_on, f"{line.place} {line.venue}"
    said = (
        Text(line.name, line.name),
        Text(
            f"时间：{day.year}年{day.month}月{day.day}日 {line.hours}",
            f"When: {day.day} {day:%b %Y}, {line.hours}",
        ),
        Text(f"地点：{where}", f"Where: {where}"),
        Text(f"来的单位：{line.provider}", f"Organisation: {line.provider}"),
        Text(f"来的专家：\n{line.experts}", f"Experts:\n{line.experts}"),
        Text(f"要{line.kind.zh}的，欢迎来。", f"Whoever needs {line.kind.en} is welcome."),
    )
    return "\n".join(each.in_language(language()) for each in said)
