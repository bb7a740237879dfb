"""What a household and its people agreed to, as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.consents import Agreed, consents
from xiuhua.registry.queries.households import household
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class ConsentOut(Schema):
    """One consent; without ``person_id`` it is the household's."""

    id: UUID
    person_id: UUID | None
    person: Words
    data_set: Words
    purpose: Words
    scope: Words
    given_by: Words
    giver: str
    given_on: date
    until: date | None
    revoked_on: date | None
    state: str


@router.get(
    "/households/{uuid:household_id}/consents",
    response=list[ConsentOut],
    url_name="household-consents",
    tags=["households"],
    **said(
        Text("一户同意过什么", "what a household agreed to"),
        Text(
            "在有效期的在前；state 是 in_force、ends_soon、over 或 revoked。",
            "What holds first; state is in_force, ends_soon, over or revoked.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def household_consents(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with what a household and its people agreed to."""
    require(caller(request), QUERIES["registry.households"])
    today = today_of(request)
    if household(caller(request), household_id, on=today) is None:
        raise not_found()
    return [_consent(each) for each in consents(caller(request), household_id, on=today)]


def _consent(found: Agreed) -> dict[str, Any]:
    plain = ("id", "person_id", "giver", "given_on", "until", "revoked_on")
    worded = ("person", "data_set", "purpose", "scope", "given_by")
    return {
        **{name: getattr(found, name) for name in plain},
        **{name: shapes.words(getattr(found, name)) for name in worded},
        "state": found.state.value,
    }
