"""Visits to a household as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.groups.queries.visits import VISITS, VisitLine, visits_of_household
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.queries.whereabouts import whereabouts
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.tokens import caller, require

router = Router()


class VisitOut(Schema):
    """One visit; ``seen`` names the members who were seen, ``tasks`` the tasks that its promises became."""

    id: UUID
    group_id: UUID
    household_id: UUID
    visited_on: date
    recorded_on: date
    visitor_id: UUID | None
    visitor: str
    seen: list[str]
    found: str
    needed: str
    promised: str
    tasks: list[UUID]


@router.get(
    "/households/{uuid:household_id}/visits",
    response=list[VisitOut],
    url_name="household-visits",
    tags=["households"],
    **said(
        Text("一户的走访", "the visits to a household"),
        Text("最近的在前；答应的事在 tasks 里。", "The latest first; what was promised is in tasks."),
        problems=(401, 403, 404, 422),
    ),
)
def household_visits(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with the visits to a household."""
    require(caller(request), VISITS)
    if whereabouts(caller(request), household_id) is None:
        raise not_found()
    return [_visit(each) for each in visits_of_household(caller(request), household_id, on=today_of(request))]


def _visit(line: VisitLine) -> dict[str, Any]:
    told = {name: getattr(line, name) for name in VisitOut.model_fields if name not in ("seen", "tasks")}
    return {**told, "seen": list(line.seen), "tasks": [task.id for task in line.tasks]}
