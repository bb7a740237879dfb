"""Taking a sheet out: what it would hold and for what, the file at once or when it is ready."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.exchange import parcels
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.asking import ask_for
from xiuhua.platform.exchange.contract import label_of
from xiuhua.platform.exchange.exporting import Absent, ExportRefused, Offer, Wanted, offer, refusal, remember, written
from xiuhua.platform.exchange.views.common import EVIDENCE
from xiuhua.platform.exchange.views.uploading import WORKBOOK
from xiuhua.platform.forms import Choice, CommandForm, FormField, Kind
from xiuhua.platform.pages import Crumb, Here
from xiuhua.platform.work.queries import job_of

AT_ONCE_ROWS = 2000
"""Up to so many rows a sheet is made while its owner waits, in less than a second; a larger one behind the page."""

EXPORT = Text("导出", "Export")
_ACCESS = COMMANDS["exchange.record_export"]


@require_http_methods(["GET", "POST"])
@signed_in(_ACCESS)
def export_new(request: HttpRequest) -> HttpResponseBase:
    """Ask for what the sheet is; then hand it over, or have it made."""
    sent = request.POST if request.method == "POST" else request.GET
    kind, place = sent.get("kind", ""), sent.get("place", "")
    filters = dict(parse_qsl(sent["filters"])) if request.method == "POST" and "filters" in sent else _filters(request)
    try:
        given = offer(request.viewer, kind, place, filters, on=today_of(request))
    except Absent:
        raise Http404 from None
    if request.method == "GET":
        return _page(request, given, "")
    purpose = request.POST.get("purpose", "")
    wanted = Wanted(derived_id(command_id_of(request), purpose), kind, place, filters, purpose)
    problem = refusal(given, purpose)
    if problem is not None:
        return _page(request, given, purpose, problem)
    try:
        if given.extent.rows > AT_ONCE_ROWS:
            ask_for(request.viewer, wanted, received_at=received_at(request))
            return redirect("export", wanted.id)
        return _handed_over(request, wanted)
    except ExportRefused as refused:
        return _page(request, given, purpose, refused.problem)


@require_GET
@signed_in(_ACCESS)
def export(request: HttpRequest, export_id: UUID) -> HttpResponse:
    """Show one of the viewer's exports: being made, or ready to be fetched."""
    parcel = parcels.own(request.viewer, export_id)
    if parcel is None:
        raise Http404
    job = job_of(request.viewer, parcel.job) if parcel.job and parcel.ready is None else None
    context = {
        "here": _here(),
        "parcel": parcel,
        "label": label_of(parcel.kind),
        "job": job,
        "poll": reverse("job-progress", args=[job.id]) if job and job.is_open else "",
    }
    return render(request, "exchange/export_ready.html", context)


@require_GET
@signed_in(_ACCESS)
def export_file(request: HttpRequest, export_id: UUID) -> HttpResponseBase:
    """Hand over an export that was made behind the page, to whoever asked for it."""
    parcel = parcels.own(request.viewer, export_id)
    if parcel is None or parcel.ready is None:
        raise Http404
    parcels.note_fetched(parcel, at=received_at(request))
    name = f"{label_of(parcel.kind).in_language(language())}.xlsx"
    answer = StreamingHttpResponse(parcels.pieces(parcel), content_type=WORKBOOK, headers=_named(name))
    answer["Content-Length"] = str(parcel.size)
    return answer


def _handed_over(request: HttpRequest, wanted: Wanted) -> HttpResponseBase:
    """Return the sheet, which is nowhere else once it is open here."""
    instant = received_at(request)
    with written(request.viewer, wanted, received_at=instant) as file:
        remember(request.viewer, wanted, file, received_at=instant)
        return FileResponse(file.path.open("rb"), as_attachment=True, filename=file.name, content_type=WORKBOOK)


def _page(request: HttpRequest, given: Offer, purpose: str, problem: Problem | None = None) -> HttpResponse:
    spoken = language()
    field = FormField(
        "purpose",
        Kind.CHOICE,
        _("拿去做什么"),
        why=_("会和您的姓名、这次导出的范围一起记入日志，审计人员看得到。"),
        value=purpose,
        errors=(sentence(problem, spoken),) if problem else (),
        choices=tuple(Choice(code, name.in_language(spoken)) for code, name in given.purposes),
    )
    carried = {
        "id": str(new_id(request)),
        "kind": given.kind,
        "place": given.extent.place_code,
        "filters": urlencode(given.extent.filters),
    }
    context: dict[str, Any] = {
        "here": _here(),
        "given": given,
        "form": CommandForm((field,), carried, bound=problem is not None),
        "behind": given.extent.rows > AT_ONCE_ROWS,
    }
    return render(request, "exchange/export_new.html", context)


def _filters(request: HttpRequest) -> Mapping[str, str]:
    return {name: value for name, value in request.GET.items() if name not in ("kind", "place") and value}


def _named(name: str) -> dict[str, str]:
    return {"Content-Disposition": content_disposition_header(True, name) or "attachment"}


def _here() -> Here:
    return Here("evidence", (Crumb(EVIDENCE, reverse("evidence")), Crumb(EXPORT)))
