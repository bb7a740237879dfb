"""What a household says itself to what is recorded about it, as JSON."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.registry.access import QUERIES
from xiuhua.registry.queries.household_answers import Answered, household_answers
from xiuhua.registry.queries.households import household
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class AnswerOut(Schema):
    """One answer; ``outcome`` is empty, mended or stays."""

    id: UUID
    kind: str
    about: Words
    answers: UUID = Field(description="说的那一条的编号。 The id of the record it speaks of.")
    said: Words
    person: str
    said_on: date
    written_by: str
    role: Words | None
    outcome: str
    state: Words
    done: Words
    looked_by: str
    looked_on: date | None


@router.get(
    "/households/{uuid:household_id}/answers",
    response=list[AnswerOut],
    url_name="household-answers",
    tags=["households"],
    **said(
        Text("一户自己的话", "what a household says itself"),
        Text(
            "照原话记下的，等人核对的在前；记一句用 registry.record_household_answer，"
            "答复用 registry.handle_household_answer。",
            "In their own words, what waits first; registry.record_household_answer writes one down, "
            "registry.handle_household_answer replies.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def answers(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with what a household says to what is recorded about it."""
    require(caller(request), QUERIES["registry.households"])
    if household(caller(request), household_id, on=today_of(request)) is None:
        raise not_found()
    return [_answer(each) for each in household_answers(caller(request), household_id)]


def _answer(found: Answered) -> dict[str, Any]:
    plain = ("id", "answers", "person", "said_on", "written_by", "outcome", "looked_by", "looked_on")
    worded = ("about", "said", "role", "state", "done")
    return {
        "kind": found.kind.value,
        **{name: getattr(found, name) for name in plain},
        **{name: shapes.words(getattr(found, name)) for name in worded},
    }
