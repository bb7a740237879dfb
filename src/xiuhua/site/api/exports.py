"""Sheets by a program: the same rows, masks, purposes and entries as on the pages."""

from typing import Annotated
from uuid import UUID

from django.http import FileResponse, HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import received_at, today_of
from xiuhua.platform.exchange.access import COMMANDS
from xiuhua.platform.exchange.exporting import Absent, ExportRefused, Wanted, offer, remember, written
from xiuhua.platform.exchange.views.uploading import WORKBOOK
from xiuhua.site.api.operations import PLACE, PRINTABLE, said
from xiuhua.site.api.problems import ApiProblem, At, not_found
from xiuhua.site.api.tokens import caller, require

router = Router()

MOST_ROWS = 20_000
"""Rows of a sheet that is made while a program waits for it; more are exported on the pages, behind them."""
_ACCESS = COMMANDS["exchange.record_export"]
_BINARY = {"content": {WORKBOOK: {"schema": {"type": "string", "format": "binary"}}}}
_Name = Annotated[str, Field(max_length=40, pattern=PRINTABLE)]


class ExportIn(Schema):
    """What is wanted: the filters are those of the page beside which the export stands."""

    id: UUID = Field(description="这次导出的编号，由您这边生成。 The export's id, made on your side.")
    kind: _Name = Field(description="表的种类。 The kind of sheet.")
    place: str = Field(pattern=PLACE, description="12 位区划代码。 A place's 12-digit code.")
    purpose: _Name = Field(description="用途的代码。 The code of the purpose.")
    filters: dict[str, str] = Field(default_factory=dict, description="筛选。 Filters by name.")


@router.post(
    "/exports",
    url_name="exports",
    tags=["exports"],
    **said(
        Text("导出一份表", "export a sheet"),
        Text(
            "和页面上导出的一样：同样的行、同样遮住，要写用途，记入日志。最多 20,000 行，再多就在页面上导出。",
            "As on the pages: the same rows and masks, for a purpose, kept in the journal. At most 20,000 rows; more "
            "are exported on the pages.",
        ),
        problems=(400, 401, 404, 422),
        answer=_BINARY,
    ),
)
def export_sheet(request: HttpRequest, wanted: ExportIn) -> FileResponse:
    """Answer with a workbook."""
    viewer, instant = caller(request), received_at(request)
    require(viewer, _ACCESS)
    asked = Wanted(wanted.id, wanted.kind, wanted.place, wanted.filters, wanted.purpose)
    try:
        rows = offer(viewer, asked.kind, asked.place_code, asked.filters, on=today_of(request)).extent.rows
        if rows > MOST_ROWS:
            raise ApiProblem(422, Problem("export_too_large", values={"rows": rows, "limit": MOST_ROWS}))
        with written(viewer, asked, received_at=instant) as file:
            remember(viewer, asked, file, received_at=instant)
            return FileResponse(file.path.open("rb"), as_attachment=True, filename=file.name, content_type=WORKBOOK)
    except Absent:
        raise not_found() from None
    except ExportRefused as refused:
        raise ApiProblem(422, refused.problem, errors=_where(refused.problem)) from None


def _where(problem: Problem) -> tuple[At, ...]:
    return (At(problem, f"/{problem.field}"),) if problem.field else ()
