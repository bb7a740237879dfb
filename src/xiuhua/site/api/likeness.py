"""Records that may be of the same person, as JSON; the command ``registry.decide_likeness`` decides."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.kernel.text import Text
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.likeness import LikeLine, likenesses
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import After, InPlace, Size, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

HOUSEHOLDS = QUERIES["registry.households"]


class LikeSideOut(Schema):
    """One of two records."""

    person_id: UUID
    household_id: UUID
    name: str
    household_code: str
    village: str


class LikeOut(Schema):
    """Two records that may be of the same person, and by what they are like each other."""

    id: UUID
    kind: Words
    found_on: date
    sides: list[LikeSideOut]


class LikePageOut(Schema):
    """A page of them."""

    rows: list[LikeOut]
    after: str | None


@router.get(
    "/likenesses",
    response=LikePageOut,
    url_name="likenesses",
    tags=["households"],
    **said(
        Text("可能登记了两次的人", "people who may be recorded twice"),
        Text(
            "还没有人判断的；两条记录都看得到的人才看得到。判断以前两条都算数。",
            "Those nobody has decided about yet, for whoever sees both records. Until then both count.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def list_likenesses(request: HttpRequest, place: InPlace, after: After = None, size: Size = 100) -> dict[str, Any]:
    """Answer with a page of the undecided pairs of a place."""
    require(caller(request), HOUSEHOLDS)
    found = likenesses(caller(request), place, after=after, size=size)
    if found is None:
        raise not_found()
    return {"rows": [_line(line) for line in found.lines], "after": found.after}


def _line(line: LikeLine) -> dict[str, Any]:
    names = ("person_id", "household_id", "name", "household_code", "village")
    return {
        "id": line.id,
        "kind": shapes.words(line.kind),
        "found_on": line.found_on,
        "sides": [{name: getattr(side, name) for name in names} for side in line.sides],
    }
