"""The summary table of help of a place, as JSON."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.care.queries.helpers import HELP
from xiuhua.care.queries.summary import Summary, summary
from xiuhua.care.rules.summary import COUNTED, Figures, Sums
from xiuhua.kernel.area import mu
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import InPlace, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

_VALUES = "按名称：整数；土地是亩的十进制文字。 By name: integers; land is decimal text in mu."

HelpYear = Annotated[
    int | None,
    asked(
        Text("走访和确认是哪一年的；不写就是今年", "of which year visits and confirmations are; this one without it"),
        ge=2000,
        le=2200,
    ),
]


class SummaryLineOut(Schema):
    """A place of the table with its figures."""

    code: str
    name: str
    figures: dict[str, int | str] = Field(description=_VALUES)


class SummaryOut(Schema):
    """The places directly in a place, in code order, and what they come to."""

    place: shapes.Place
    year: int = Field(description="走访和确认是哪一年的。 Of which year visits and confirmations are.")
    as_of: date
    figures: dict[str, int | str] = Field(description=_VALUES)
    counted: dict[str, Words]
    places: list[SummaryLineOut]


@router.get(
    "/help/summary",
    response=SummaryOut,
    url_name="help-summary",
    tags=["places"],
    **said(
        Text("一个地方的帮扶汇总表", "the summary of help in a place"),
        Text(
            "都是从记录数出来的，按代码顺序，不排名；counted 说明每个数怎么数。",
            "All counted from the record, in the order of codes, never ranked; counted says what each figure counts.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def summary_of_place(request: HttpRequest, place: InPlace, year: HelpYear = None) -> dict[str, Any]:
    """Answer with the table of a place."""
    viewer = caller(request)
    require(viewer, HELP)
    found = summary(viewer, place, year=year, on=today_of(request)) if is_place_code(place) else None
    if found is None:
        raise not_found()
    return {
        "place": shapes.place(found.place),
        "year": found.year,
        "as_of": found.on,
        "figures": _values(found, found.sums),
        "counted": {each.value: shapes.words(COUNTED[each]) for each in found.figures},
        "places": [
            {"code": line.place.code, "name": line.place.name, "figures": _values(found, line.sums)}
            for line in found.lines
        ],
    }


def _values(found: Summary, sums: Sums) -> dict[str, int | str]:
    return {each.value: _value(each, sums.get(each, 0)) for each in found.figures}


def _value(figure: Figures, value: int) -> int | str:
    return mu(value) if figure is Figures.IDLE else value
