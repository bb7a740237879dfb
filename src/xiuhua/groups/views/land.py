"""Idle land of willing holders that lies together: the page, and the sheet to talk about it with a firm."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from xiuhua.groups.queries.findings import HOUSEHOLDS, land_that_lies_together
from xiuhua.groups.queries.groups import GroupPage
from xiuhua.groups.sheets import BESIDE_NAMES, TITLE, negotiation_paper, negotiation_workbook
from xiuhua.groups.views.asking import group_or_404, way_to
from xiuhua.platform.accounts.requests import language
from xiuhua.platform.accounts.scope import reaches, received_at, signed_in
from xiuhua.platform.exchange.documents import MEDIA_TYPE, pdf
from xiuhua.platform.files.views import HEADERS

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@signed_in(HOUSEHOLDS)
def group_land(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Show the idle plots of the village whose holders would transfer them, piece by piece."""
    page = _page(request, group_id)
    found = land_that_lies_together(request.viewer, page.place_code)
    told = [
        {"piece": piece, "plots": [(plot, BESIDE_NAMES[piece.beside[plot.id]]) for plot in piece.plots]}
        for piece in found
    ]
    context = {"page": page, "pieces": told, "area": sum(each.area for each in found), "here": way_to(page, TITLE)}
    return render(request, "groups/land.html", context)


@require_safe
@signed_in(HOUSEHOLDS)
def land_workbook(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Answer with the sheet as a workbook."""
    page = _page(request, group_id)
    data = negotiation_workbook(land_that_lies_together(request.viewer, page.place_code), language=language())
    return _file(page, data, WORKBOOK, "xlsx")


@require_safe
@signed_in(HOUSEHOLDS)
def land_paper(request: HttpRequest, group_id: UUID) -> HttpResponseBase:
    """Answer with the sheet as a document."""
    page = _page(request, group_id)
    found = land_that_lies_together(request.viewer, page.place_code)
    paper = negotiation_paper(found, page.places[-1].name, made_at=received_at(request))
    return _file(page, pdf(paper, language=language()), MEDIA_TYPE, "pdf")


def _page(request: HttpRequest, group_id: UUID) -> GroupPage:
    page = group_or_404(request, group_id)
    if not reaches(request.viewer, HOUSEHOLDS, page.place_code):
        raise Http404
    return page


def _file(page: GroupPage, data: bytes, kind: str, ending: str) -> HttpResponse:
    name = f"{TITLE.in_language(language())} {page.places[-1].name}.{ending}"
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=kind, headers={**HEADERS, "Content-Disposition": disposition})
