"""The summary table of a place, on its page and on paper, and the households behind a figure."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xiuhua.care.queries.helpers import HELP
from xiuhua.care.queries.summary import Summary, figure_rows, summary
from xiuhua.care.rules.summary import COUNTED, FIGURE_NAMES, Figures, Sums
from xiuhua.care.summary_paper import PLACE, SUMS, TITLE, said, summary_paper
from xiuhua.care.views.asking import way_in
from xiuhua.care.views.ledgers import ledger_doors
from xiuhua.kernel.places import Level, is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.exchange.paper_files import as_pdf, as_word


@require_safe
@signed_in(HELP)
def place_summary(request: HttpRequest, code: str) -> HttpResponse:
    """Show the figures of the places in a place, in code order; each leads to its rows."""
    found = _summary_or_404(request, code)
    context = {
        "found": found,
        "columns": [{"label": PLACE}, *({"label": FIGURE_NAMES[each], "number": True} for each in found.figures)],
        "rows": [*(_line(found, each.place, each.sums) for each in found.lines), *_whole(found)],
        "counted": [(FIGURE_NAMES[each], COUNTED[each]) for each in found.figures],
        "years": _years(request, found),
        "year": urlencode({"year": found.year}),
        "doors": ledger_doors(request.viewer, code, found.year),
        "here": way_in(found.places, TITLE),
    }
    return render(request, "care/summary.html", context)


@require_safe
@signed_in(HELP)
def summary_pdf(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the table as a PDF."""
    paper = summary_paper(_summary_or_404(request, code), made_at=received_at(request))
    return as_pdf(paper)


@require_safe
@signed_in(HELP)
def summary_docx(request: HttpRequest, code: str) -> HttpResponse:
    """Answer with the table as a Word document."""
    paper = summary_paper(_summary_or_404(request, code), made_at=received_at(request))
    return as_word(paper)


@require_safe
@signed_in(HELP)
def summary_rows(request: HttpRequest, code: str) -> HttpResponse:
    """Show the households behind a figure, in the order of codes."""
    asked = request.GET.get("figure", "")
    found = (
        figure_rows(
            request.viewer,
            code,
            Figures(asked),
            year=_year(request),
            on=today_of(request),
            after=request.GET.get("after"),
        )
        if is_place_code(code) and asked in set(Figures)
        else None
    )
    if found is None:
        raise Http404
    name = FIGURE_NAMES[found.figure]
    later = urlencode({"figure": asked, "year": found.year, "after": found.after or ""})
    address = reverse("summary-rows", args=[code])
    context = {
        "found": found,
        "name": name,
        "counted": COUNTED[found.figure],
        "several": found.figure in _SEVERAL,
        "later": f"{address}?{later}" if found.after else "",
        "here": way_in(found.places, TITLE, name),
    }
    return render(request, "care/summary_rows.html", context)


_SEVERAL = (
    Figures.PEOPLE,
    Figures.MEASURES,
    Figures.OVERDUE,
    Figures.UNANSWERED,
    Figures.CONFIRMED,
    Figures.VISITS,
)
"""Figures of which a household can have more than one."""


def _summary_or_404(request: HttpRequest, code: str) -> Summary:
    found = summary(request.viewer, code, year=_year(request), on=today_of(request)) if is_place_code(code) else None
    if found is None:
        raise Http404
    return found


def _year(request: HttpRequest) -> int | None:
    asked = request.GET.get("year", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else None


def _line(found: Summary, place: PlaceLine, sums: Sums) -> list[dict[str, Any]]:
    """Return a place of the table: its name leads to its own table, each figure to its rows."""
    inside = place.level is not Level.VILLAGE and place.code != found.place.code
    own = f"{reverse('place-summary', args=[place.code])}?{urlencode({'year': found.year})}" if inside else ""
    name = Text(place.name, place.name)
    first = {"label": PLACE, "text": name, "href": own or reverse("place-help", args=[place.code])}
    return [first, *_cells(found, place.code, sums)]


def _whole(found: Summary) -> list[list[dict[str, Any]]]:
    """Return what the lines come to, where there are several."""
    if found.place.level is Level.VILLAGE:
        return []
    return [[{"label": PLACE, "text": SUMS}, *_cells(found, found.place.code, found.sums)]]


def _cells(found: Summary, code: str, sums: Sums) -> list[dict[str, Any]]:
    cells = []
    for figure in found.figures:
        value = said(figure, sums.get(figure, 0))
        href = _door(code, figure, found.year) if sums.get(figure) else ""
        cells.append({"label": FIGURE_NAMES[figure], "number": True, "text": Text(value, value), "href": href})
    return cells


def _door(code: str, figure: Figures, year: int) -> str:
    if figure is Figures.IDLE:
        return f"{reverse('figure-plots')}?{urlencode({'place': code, 'use': 'idle'})}"
    return f"{reverse('summary-rows', args=[code])}?{urlencode({'figure': figure.value, 'year': year})}"


def _years(request: HttpRequest, found: Summary) -> list[dict[str, Any]]:
    this = today_of(request).year
    address = reverse("place-summary", args=[found.place.code])
    return [
        {
            "label": Text(f"{year} 年", str(year)),
            "href": f"{address}?{urlencode({'year': year})}",
            "current": year == found.year,
        }
        for year in sorted({this - 1, this, found.year})
    ]
