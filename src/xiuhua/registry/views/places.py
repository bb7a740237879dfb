"""Pages of places: where to begin, prefecture, county, township, and the doors behind their figures."""

from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, is_place_code, level_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import signed_in, today_of
from xiuhua.platform.pages import Crumb, Here
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.queries.figures import ALL
from xiuhua.registry.queries.household_counts import household_counts
from xiuhua.registry.queries.open_questions import open_questions
from xiuhua.registry.queries.places import PlaceHome, place_home
from xiuhua.registry.queries.village_lists import FilterChoice, village_rows
from xiuhua.registry.queries.village_rows import HOUSEHOLDS, VILLAGES, Basis
from xiuhua.registry.sheets.villages_export import FILTERS
from xiuhua.registry.views.days import answers_days, day_at, days
from xiuhua.registry.views.exports import export_doors
from xiuhua.registry.views.household_compared import comparisons_url
from xiuhua.registry.views.next_step import ANSWER, questions_step
from xiuhua.registry.views.plot_sections import idle_land
from xiuhua.registry.views.requests import LEVELS, SECTION, address, filters_of, here, whole_number
from xiuhua.registry.views.villages import village


@require_safe
@signed_in(VILLAGES)
def places(request: HttpRequest) -> HttpResponseBase:
    """Lead to the viewer's territory; whoever has several chooses."""
    found = accounts.territories(request.viewer, VILLAGES)
    if len(found) == 1:
        return redirect("place", found[0].code)
    lines = [(line, LEVELS[line.level]) for line in found]
    return render(request, "registry/places.html", {"places": lines, "here": Here(SECTION)})


@require_safe
@signed_in(VILLAGES)
@answers_days
def place(request: HttpRequest, code: str) -> HttpResponse:
    """Show a place: the page of its level."""
    if not is_place_code(code):
        raise Http404
    if level_of(code) is Level.VILLAGE:
        return village(request, code)
    day = day_at(request, code)
    home = place_home(
        request.viewer,
        code,
        year=whole_number(request, "year"),
        scheme=request.GET.get("scheme") or None,
        on=today_of(request),
        day=day,
        filters=filters_of(request),
        after=request.GET.get("after"),
    )
    if home is None:
        raise Http404
    beside = {"next": _next_action(request.viewer, home), "days": days(request, day)}
    if day is None:
        beside |= idle_land(request, home.overview.place)
        beside["comparisons_url"] = comparisons_url(request.viewer, code)
        beside["exports"] = _exports(request, home)
    return render(request, "registry/place.html", {**_context(home), **beside})


@require_safe
@signed_in(VILLAGES)
@answers_days
def figure_villages(request: HttpRequest) -> HttpResponse:
    """Show the villages behind a number: with income, source, day and origin."""
    code, class_code = request.GET.get("place", ""), request.GET.get("class", ALL)
    day = day_at(request, code) if is_place_code(code) else None
    found = village_rows(
        request.viewer,
        code,
        class_code=class_code,
        missing=request.GET.get("missing", ""),
        year=whole_number(request, "year"),
        scheme=request.GET.get("scheme") or None,
        on=today_of(request),
        day=day,
        after=request.GET.get("after"),
    )
    if found is None:
        raise Http404
    crumbs = accounts.breadcrumb(request.viewer, code)
    context = {
        "found": found,
        "days": days(request, day),
        "figure": found.figure,
        "policy": found.basis.policy if found.figure.policy_key else None,
        "here": here(crumbs, found.basis, Crumb(found.title)),
        "kept": _query(found.basis),
        "later": _later(request, found.after),
        "exports": [] if day else export_doors(request.viewer, code, villages=_filters(request)),
    }
    return render(request, "registry/figure_villages.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
@answers_days
def figure_households(request: HttpRequest) -> HttpResponse:
    """Show the households behind a number, by place or one by one."""
    code = request.GET.get("place", "")
    day = day_at(request, code) if is_place_code(code) else None
    found = household_counts(request.viewer, code, on=today_of(request), day=day, after=request.GET.get("after"))
    if found is None:
        raise Http404
    crumbs = accounts.breadcrumb(request.viewer, code)
    title = Text("户数", "Households")
    context = {
        "found": found,
        "days": days(request, day),
        "kept": f"?on={day}" if day else "",
        "figure": found.figure,
        "here": here(crumbs, None, Crumb(title), day=day),
        "later": _later(request, found.after),
        "exports": [] if day else export_doors(request.viewer, code, people={}, incomes={}),
    }
    return render(request, "registry/figure_households.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
def figure_questions(request: HttpRequest) -> HttpResponse:
    """Show the open questions of a place, by household."""
    code, kind = request.GET.get("place", ""), request.GET.get("kind", "")
    found = open_questions(request.viewer, code, kind=kind, after=request.GET.get("after"))
    if found is None:
        raise Http404
    chips = [
        {
            "label": each.name,
            "count": each.questions,
            "href": address("figure-questions", place=code, kind=each.code),
            "current": each.code == kind,
        }
        for each in found.kinds
    ]
    every = sum(each.questions for each in found.kinds)
    whole = {"label": Text("全部", "all"), "count": every, "href": address("figure-questions", place=code)}
    context = {
        "found": found,
        "chips": [{**whole, "current": not kind}, *chips],
        "total": every,
        "here": here(found.crumbs, None, Crumb(Text("待确认的疑问", "Open questions"))),
        "later": _later(request, found.after),
        "exports": export_doors(request.viewer, code, people={"question": kind} if kind else {"asked": "1"}),
    }
    return render(request, "registry/questions.html", context)


def _next_action(viewer: Actor, home: PlaceHome) -> dict[str, Any]:
    """Return the one thing to do next in a territory; empty where nothing waits that the viewer sees."""
    if not home.overview.questions:
        return {}
    answering = COMMANDS[ANSWER]
    reason = None if answering.allows(viewer.roles()) else answering.reason
    return questions_step(home.overview.place.code, home.overview.questions, reason)


def _exports(request: HttpRequest, home: PlaceHome) -> list[dict[str, Any]]:
    """Return the doors of a place: its villages as they are filtered, its people, its incomes."""
    return export_doors(
        request.viewer, home.overview.place.code, villages=_filters(request), people={}, incomes={}, plots={}
    )


def _filters(request: HttpRequest) -> dict[str, str]:
    """Return what an address says of a list of villages."""
    return {name: value for name, value in request.GET.items() if name in FILTERS and value}


def _context(home: PlaceHome) -> dict[str, Any]:
    overview, listed = home.overview, home.villages
    basis, code = overview.basis, overview.place.code
    context: dict[str, Any] = {
        "home": home,
        "overview": overview,
        "basis": basis,
        "policy": basis.policy,
        "here": here(home.crumbs, basis),
        "kept": _query(basis),
        "years": _year_chips(code, basis),
        "schemes": _scheme_chips(code, basis),
        "level": LEVELS[overview.place.level],
    }
    if listed is not None:
        chosen = {**basis.chosen, **listed.filters.chosen}
        context["classes"] = [_chip(code, basis, choice) for choice in listed.classes]
        context["flags"] = [_chip(code, basis, choice) for choice in listed.flags]
        later = address("place", code, **chosen, after=listed.after) + "#villages" if listed.after else ""
        context["later"] = later
    return context


def _chip(code: str, basis: Basis, choice: FilterChoice) -> dict[str, Any]:
    href = address("place", code, **basis.chosen, **choice.filters.chosen) + "#villages"
    return {"label": choice.label, "count": choice.count, "href": href, "current": choice.current}


def _year_chips(code: str, basis: Basis) -> list[dict[str, Any]]:
    return [
        {
            "label": str(year),
            "href": address("place", code, **replace(basis, year=year).chosen),
            "current": year == basis.year,
        }
        for year in basis.years
    ]


def _scheme_chips(code: str, basis: Basis) -> list[dict[str, Any]]:
    kept = {name: basis.chosen.get(name) for name in ("on", "year")}
    return [
        {
            "label": choice.title,
            "href": address("place", code, **kept, scheme="" if choice.name == basis.default_scheme else choice.name),
            "current": choice.name == basis.scheme.name,
        }
        for choice in basis.schemes
    ]


def _query(basis: Basis) -> str:
    """Return what an address keeps of year and scheme, ready to stand behind it."""
    return "".join(f"{'&' if n else '?'}{name}={value}" for n, (name, value) in enumerate(basis.chosen.items()))


def _later(request: HttpRequest, after: str | None) -> str:
    if after is None:
        return ""
    query = request.GET.copy()
    query["after"] = after
    return f"{request.path}?{query.urlencode()}"
