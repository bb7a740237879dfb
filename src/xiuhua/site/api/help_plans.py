"""The plans of a household, as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.care.queries.plans import PLANNED, MeasureLine, PlanPage, plans_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches, today_of
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class MeasureOut(Schema):
    """One measure; ``state`` is planned, reported, confirmed or denied."""

    id: UUID
    kind: Words
    state: str
    what: str
    scale: str
    who: str
    amount: Words | None
    due: date
    overdue: bool
    done_on: date | None
    result: str
    result_amount: Words | None
    confirmed_on: date | None
    confirmed_by: str
    words: str


class PlanOut(Schema):
    """One version of a plan; ``state`` is draft, agreed, replaced or dropped."""

    id: UUID
    edition: int
    state: str
    begins_on: date
    ends_on: date
    needs: str
    agreed_on: date | None
    agreed_by: str
    measures: list[MeasureOut]


@router.get(
    "/households/{uuid:household_id}/plans",
    response=list[PlanOut],
    url_name="household-plans",
    tags=["households"],
    **said(
        Text("一户的帮扶计划", "the plans of a household"),
        Text(
            "现在的在前，再是草稿和以前的版本；措施按日期。",
            "The one in force first, then a draft and earlier versions; measures by their days.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def household_plans(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with the plans of a household."""
    viewer = caller(request)
    require(viewer, PLANNED)
    home = whereabouts(viewer, household_id)
    if home is None or not reaches(viewer, PLANNED, home.place_code):
        raise not_found()
    plans = plans_of(viewer, household_id, on=today_of(request))
    return [_plan(each) for each in (plans.present, plans.draft, *plans.past) if each is not None]


def _plan(page: PlanPage) -> dict[str, Any]:
    plain = ("id", "edition", "begins_on", "ends_on", "needs", "agreed_on", "agreed_by")
    shown = {name: getattr(page, name) for name in plain}
    return {**shown, "state": page.state.value, "measures": [_measure(each) for each in page.measures]}


def _measure(line: MeasureLine) -> dict[str, Any]:
    plain = (
        "id",
        "what",
        "scale",
        "who",
        "due",
        "overdue",
        "done_on",
        "result",
        "confirmed_on",
        "confirmed_by",
        "words",
    )
    worded = ("kind", "amount", "result_amount")
    return {
        **{name: getattr(line, name) for name in plain},
        **{name: shapes.words(getattr(line, name)) for name in worded},
        "state": line.state.value,
    }
