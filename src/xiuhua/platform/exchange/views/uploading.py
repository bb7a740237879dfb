"""Bringing a sheet: the list of imports, the upload, empty sheets to begin with."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.lent import sentence
from xiuhua.platform.accounts.requests import command_id_of, language, new_id
from xiuhua.platform.accounts.scope import received_at, signed_in, today_of
from xiuhua.platform.exchange import queries, steps
from xiuhua.platform.exchange.access import BATCHES, IMPORT, IMPORTS
from xiuhua.platform.exchange.outgoing import kinds_for, template
from xiuhua.platform.exchange.reading.limits import MEBIBYTE, Limits
from xiuhua.platform.exchange.views.common import here
from xiuhua.platform.exchange.words import list_line
from xiuhua.platform.forms import CommandForm, FormField, Kind
from xiuhua.platform.pages import Crumb
from xiuhua.platform.uploads import in_memory

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME_LENGTH = 120


@require_GET
@signed_in(IMPORTS)
def imports(request: HttpRequest) -> HttpResponse:
    """List one's own imports, and below them what others took in inside the territory."""
    viewer = request.viewer
    may_import = IMPORT.allows(viewer.roles())
    mine = queries.my_imports(viewer, before=_uuid(request, "before"))
    others = queries.batches(viewer, before=_uuid(request, "others")) if BATCHES.allows(viewer.roles()) else None
    context = {
        "here": here(),
        "may_import": may_import,
        "mine": [(view, list_line(view)) for view in mine.rows],
        "mine_before": mine.before,
        "others": [(view, list_line(view)) for view in others.rows] if others else [],
        "others_before": others.before if others else None,
        "sees_others": others is not None,
    }
    return render(request, "exchange/imports.html", context)


@in_memory(lambda request: Limits().file_bytes)
@require_http_methods(["GET", "POST"])
@signed_in(IMPORT)
def upload(request: HttpRequest) -> HttpResponseBase:
    """Take a file in."""
    if request.method == "GET":
        return _upload_page(request, None)
    file = request.FILES.get("file")
    session_id = command_id_of(request)
    if request.in_memory.too_large:
        size = int(request.headers.get("Content-Length") or 0)
        limit = Limits().file_bytes // MEBIBYTE
        values = {"name": "", "size": f"{size / MEBIBYTE:,.0f}", "limit": f"{limit:,}"}
        return _upload_page(request, Problem("file_too_large", "file", values))
    if file is None:
        return _upload_page(request, Problem("upload_missing", "file"))
    try:
        steps.begin(
            request.viewer,
            session_id,
            name=(file.name or "")[-NAME_LENGTH:],
            data=file.read(),
            received_at=received_at(request),
        )
    except steps.Absent:
        raise Http404 from None
    return redirect("import", session_id)


@require_GET
@signed_in(IMPORT)
def empty_sheet(request: HttpRequest, kind: str) -> HttpResponse:
    """Answer with an empty workbook of a kind of sheet."""
    found = template(request.viewer, kind, today=today_of(request))
    if found is None:
        raise Http404
    label, data = found
    return workbook(data, f"{label.in_language(language())}.xlsx")


def workbook(data: bytes, name: str) -> HttpResponse:
    """Return a workbook to be saved under a name."""
    disposition = content_disposition_header(True, name) or "attachment"
    return HttpResponse(data, content_type=WORKBOOK, headers={"Content-Disposition": disposition})


def _upload_page(request: HttpRequest, problem: Problem | None) -> HttpResponse:
    spoken = language()
    errors = (sentence(problem, spoken),) if problem else ()
    field = FormField(
        "file", Kind.FILE, _("要导入的表"), why=_("Excel 工作簿（.xlsx）或 .csv，最大 64 MB"), errors=errors
    )
    form = CommandForm((field,), {"id": str(new_id(request))}, bound=problem is not None)
    context = {
        "here": here(Crumb(Text("导入一份表", "Import a sheet"))),
        "form": form,
        "kinds": [(kind.sheet, kind.unit) for kind in kinds_for(request.viewer)],
        "seen_only_by_you": IMPORT.reason,
    }
    return render(request, "exchange/upload.html", context)


def _uuid(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET[name])
    except (KeyError, ValueError):
        return None
