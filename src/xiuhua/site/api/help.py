"""Who helps whom, as JSON."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.care.queries.coverage import Show, helped_place
from xiuhua.care.queries.helpers import HELP, HelperLine, helpers_of
from xiuhua.kernel.places import is_place_code
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches, today_of
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import After, InPlace, asked, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()

Which = Annotated[Show, asked(Text("要哪一个名单", "which of the lists"))]


class HelperOut(Schema):
    """Somebody who helps or helped; ``phone`` is masked, without ``account_id`` it is a person outside."""

    id: UUID
    account_id: UUID | None
    name: str
    unit: str
    phone: str
    first: bool
    basis: str
    valid_from: date
    valid_to: date | None
    end_reason: str


class HelpedOut(Schema):
    """A household with who helps it now."""

    id: UUID
    code: str
    name: Words
    village: str
    helpers: list[HelperOut]


class HelpedPage(Schema):
    """Households in the order of village and code; ``after`` is where the next ones begin."""

    rows: list[HelpedOut]
    after: str | None


@router.get(
    "/households/{uuid:household_id}/help",
    response=list[HelperOut],
    url_name="household-helpers",
    tags=["households"],
    **said(
        Text("谁帮扶一户", "who helps a household"),
        Text("现在的在前，先找的第一；以前的在后。", "Who helps now first, the one to ask on top; then who did."),
        problems=(401, 403, 404, 422),
    ),
)
def household_helpers(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with who helps a household."""
    viewer = caller(request)
    require(viewer, HELP)
    home = whereabouts(viewer, household_id)
    if home is None or not reaches(viewer, HELP, home.place_code):
        raise not_found()
    helping = helpers_of(viewer, household_id)
    return [_helper(each) for each in (*helping.present, *helping.past)]


@router.get(
    "/help",
    response=HelpedPage,
    url_name="help",
    tags=["households"],
    **said(
        Text("一个地方没有人帮扶或有人帮扶的户", "households of a place nobody or somebody helps"),
        Text(
            "which 是 nobody、no_plan、overdue、promised、no_result、unanswered、unvisited 或 helped。",
            "which is nobody, no_plan, overdue, promised, no_result, unanswered, unvisited or helped.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def help_of_place(
    request: HttpRequest, place: InPlace, which: Which = Show.NOBODY, after: After = None
) -> dict[str, Any]:
    """Answer with the households of a place by who helps them."""
    viewer = caller(request)
    require(viewer, HELP)
    found = helped_place(viewer, place, on=today_of(request), show=which, after=after) if is_place_code(place) else None
    if found is None:
        raise not_found()
    rows = [
        {
            "id": row.id,
            "code": row.code,
            "name": shapes.words(row.name),
            "village": row.village,
            "helpers": [_helper(each) for each in row.helpers],
        }
        for row in found.rows
    ]
    return {"rows": rows, "after": found.after}


def _helper(line: HelperLine) -> dict[str, Any]:
    return {name: getattr(line, name) for name in HelperOut.model_fields}
