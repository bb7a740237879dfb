"""Corrections as JSON: what is asked of the system that masters a record, and what became of it."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.correction_records import CorrectionLine
from xiuhua.registry.queries.corrections import corrections_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import After, InPlace, Size, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

HOUSEHOLDS = QUERIES["registry.households"]
DEFAULT_SIZE = 100

State = Annotated[
    Literal["open", "listed", "closed", "withdrawn"] | None,
    asked(Text("只要哪一步的；不写就是未办完的", "of one state only; without it those that are unresolved")),
]


class CorrectionOut(Schema):
    """One correction. Identity numbers and phones are masked."""

    id: UUID
    household_id: UUID
    household_code: str
    person_id: UUID | None
    person: str
    field: str
    name: Words
    stated: Words = Field(description="系统中的值。 The value in the other system.")
    wanted: Words = Field(description="核实后的值。 The value that it should be.")
    why: str
    local: bool = Field(description="这里已经更正。 The value was corrected here at once.")
    system: Words
    state: str
    asked_on: date
    asked_by: str
    days: int = Field(description="等了、报送了或用了多少天。 Days it waits, was sent ago, or took.")
    list_number: str
    listed_on: date | None
    still_old_on: date | None = Field(description="哪天的导出还是老值。 Day of an export that still had the old value.")
    closed_on: date | None
    batch: UUID | None = Field(description="带来新值的导入。 The import that carried the value.")


class CorrectionPageOut(Schema):
    """Some corrections, by village and household code."""

    rows: list[CorrectionOut]
    after: str | None


@router.get(
    "/corrections",
    response=CorrectionPageOut,
    url_name="corrections",
    tags=["households"],
    **said(
        Text("一个地方的更正清单", "corrections of a place"),
        Text(
            "报给别的系统的更正，按村和户编号排列。报更正、撤回、做表都用 POST /commands。",
            "What is asked of other systems, by village and household code. Requests, withdrawals and lists go through "
            "POST /commands.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def corrections(
    request: HttpRequest, place: InPlace, state: State = None, after: After = None, size: Size = DEFAULT_SIZE
) -> dict[str, Any]:
    """Answer with a page of the corrections of a place."""
    require(caller(request), HOUSEHOLDS)
    on = today_of(request)
    found = corrections_of(caller(request), place, on=on, state=state or "", after=after, size=size)
    if found is None:
        raise not_found()
    return {"rows": [_line(each) for each in found.lines], "after": found.after}


_PLAIN = (
    *("id", "household_id", "household_code", "person_id", "person", "field", "why", "local", "state", "asked_on"),
    *("asked_by", "days", "list_number", "listed_on", "still_old_on", "closed_on", "batch"),
)


def _line(found: CorrectionLine) -> dict[str, Any]:
    words = {name: shapes.words(getattr(found, name)) for name in ("name", "stated", "wanted", "system")}
    return {**{name: getattr(found, name) for name in _PLAIN}, **words}
