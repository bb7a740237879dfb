"""Sheets by a program: asked for by a command like everything that is wished, then read by whoever asked."""

from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import received_at
from xiuhua.platform.exchange import parcels
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.contract import label_of
from xiuhua.platform.exchange.views.uploading import WORKBOOK
from xiuhua.platform.work.queries import job_of
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words, words
from xiuhua.site.api.tokens import caller, require

router = Router()

_ACCESS = COMMANDS["exchange.ask_export"]
_BINARY = {"content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}


class ExportOut(Schema):
    """A sheet that the caller asked for."""

    id: UUID
    kind: str
    label: Words
    place: str
    ready: bool
    problem: Words | None = Field(description="没有做成的原因。 Why it could not be made.")


@router.get(
    "/exports/{uuid:export_id}",
    response=ExportOut,
    url_name="export",
    tags=["exports"],
    **said(
        Text("要的一份表", "a sheet that one asked for"),
        Text(
            "先发 exchange.ask_export，写明用途；再用 export_id 在这里看做好没有，只给要的人。",
            "Send exchange.ask_export with a purpose first, then see here by its export_id whether it is ready: for "
            "whoever asked, and nobody else.",
        ),
        problems=(401, 404),
    ),
)
def export(request: HttpRequest, export_id: UUID) -> ExportOut:
    """Answer whether the sheet is ready."""
    viewer = caller(request)
    require(viewer, _ACCESS)
    parcel = parcels.own(viewer, export_id)
    if parcel is None:
        raise not_found()
    job = job_of(viewer, parcel.job) if parcel.job and parcel.ready is None else None
    stopped = job.message if job is not None and not job.is_open else None
    return ExportOut(
        id=parcel.id,
        kind=parcel.kind,
        label=words(label_of(parcel.kind)),
        place=parcel.place_code,
        ready=parcel.ready is not None,
        problem=words(stopped) if stopped else None,
    )


@router.get(
    "/exports/{uuid:export_id}/file",
    url_name="export-file",
    tags=["exports"],
    **said(
        Text("要的一份表的文件", "the file of a sheet that one asked for"),
        Text(
            "和页面上导出的一样：同样的行、同样遮住。没有做好时是 404；取走以后留一天。",
            "As on the pages: the same rows and masks. 404 until it is ready; kept for a day once it was fetched.",
        ),
        problems=(401, 404),
        answer=_BINARY,
    ),
)
def export_file(request: HttpRequest, export_id: UUID) -> StreamingHttpResponse:
    """Answer with the workbook."""
    viewer = caller(request)
    require(viewer, _ACCESS)
    parcel = parcels.own(viewer, export_id)
    if parcel is None or parcel.ready is None:
        raise not_found()
    parcels.note_fetched(parcel, at=received_at(request))
    answer = StreamingHttpResponse(parcels.pieces(parcel), content_type=WORKBOOK)
    answer["Content-Disposition"] = f'attachment; filename="{parcel.kind}.xlsx"'
    answer["Content-Length"] = str(parcel.size)
    return answer
