"""Plots of land as JSON: those of a household, and those of a place one by one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.area import mu
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.registry.queries.plot_records import PlacedPlot, PlotLine
from xiuhua.registry.queries.plots import HOUSEHOLDS, land_of_household, plots_in
from xiuhua.registry.rules.plots import Since, written_since
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import After, InPlace, LandUse, Size, WillingToTransfer, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

DEFAULT_SIZE = 100
_ROLE = (401, 403, 404, 422)
_AREA = "面积，十进制文字，单位亩。 The area as decimal text in mu."
_SINCE = "从哪年、哪月或哪天起撂荒。 The year, month or day since when it has been idle."


class PlotOut(Schema):
    """One plot of land."""

    id: UUID
    name: str
    code: str
    area: str = Field(description=_AREA)
    land_class: str
    land_use: str
    idle_since: str | None = Field(description=_SINCE)
    willing: str
    east: str
    south: str
    west: str
    north: str
    file: UUID | None = Field(description="写着的材料，没有就是 null。 The file that it names, or null.")
    source: Words
    stated_on: date


class PlacedPlotOut(Schema):
    """One plot of land with its holder."""

    plot_id: UUID
    place_code: str
    household_id: UUID | None = Field(description="村集体的地没有户。 Land of a village has no household.")
    household_code: str
    head: str
    name: str
    code: str
    area: str = Field(description=_AREA)
    land_class: str
    land_use: str
    idle_since: str | None = Field(description=_SINCE)
    willing: str
    stated_on: date


class PlotPageOut(Schema):
    """Some plots, and where the next page begins."""

    rows: list[PlacedPlotOut]
    after: str | None


@router.get(
    "/households/{uuid:household_id}/plots",
    response=list[PlotOut],
    url_name="household-plots",
    tags=["households"],
    **said(
        Text("一户的地块", "plots of land of a household"),
        Text(
            "现有的地块，按地块代码和名称排列：面积、地类、利用现状、从什么时候起撂荒、愿不愿意流转、四至。",
            "Its present plots by code and name: area, class, use, since when idle, whether it may be transferred, and "
            "what lies around it.",
        ),
        problems=_ROLE,
    ),
)
def household_plots(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with the plots of one household."""
    require(caller(request), HOUSEHOLDS)
    land = land_of_household(caller(request), household_id)
    if land is None:
        raise not_found()
    return [_plot(line) for line in land.lines]


@router.get(
    "/plots",
    response=PlotPageOut,
    url_name="plots",
    tags=["households"],
    **said(
        Text("一个地方的地块", "plots of land of a place"),
        Text(
            "农户和村集体的地块，按村和户编号排列，村集体的在前；可以只看一种利用现状、一种流转意愿。",
            "Plots of households and villages, by village and household code, the village's own first; of one use or "
            "one answer to transferring, if asked.",
        ),
        problems=_ROLE,
    ),
)
def plots(
    request: HttpRequest,
    place: InPlace,
    use: LandUse = None,
    willing: WillingToTransfer = None,
    after: After = None,
    size: Size = DEFAULT_SIZE,
) -> dict[str, Any]:
    """Answer with a page of the plots of a place."""
    require(caller(request), HOUSEHOLDS)
    page = None
    if accounts.place(caller(request), place) is not None:
        page = plots_in(caller(request), place, use=use or "", willing=willing or "", after=after, size=size)
    if page is None:
        raise not_found()
    return {"rows": [_placed(row) for row in page.rows], "after": page.after}


def _plot(line: PlotLine) -> dict[str, Any]:
    plain = (
        "id",
        "name",
        "code",
        "land_class",
        "land_use",
        "willing",
        "east",
        "south",
        "west",
        "north",
        "file",
        "stated_on",
    )
    return {
        **{name: getattr(line, name) for name in plain},
        "area": mu(line.area),
        "idle_since": written_since(line.since) if line.since else None,
        "source": shapes.words(line.source),
    }


def _placed(row: PlacedPlot) -> dict[str, Any]:
    since = Since(row.idle_from, row.idle_to) if row.idle_from and row.idle_to else None
    plain = {name: value for name, value in row._asdict().items() if name not in ("idle_from", "idle_to")}
    return {**plain, "area": mu(row.area), "idle_since": written_since(since) if since else None}
