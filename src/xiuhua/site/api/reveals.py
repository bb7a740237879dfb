"""What a person asked to see of a masked field, for that person's program, and who looked at a household."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import received_at, today_of
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.beside import everybody_who_looked
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.reveals import Looked, revealed
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class RevealOut(Schema):
    """A value that its asker asked to see."""

    id: UUID
    household_id: UUID
    person_id: UUID
    field: str
    value: str | None = Field(description="时间到了就是 null。 Null once its minutes are over.")
    shown_until: datetime


class LookedOut(Schema):
    """That somebody looked at a masked field, or took the household away in a sheet: then ``person`` is empty."""

    id: UUID
    person: str
    field: Words
    purpose: Words
    reason: Words
    who: str
    role: Words | None
    looked_at: str | None


@router.get(
    "/reveals/{uuid:reveal_id}",
    response=RevealOut,
    url_name="reveal",
    tags=["households"],
    **said(
        Text("要求看的信息", "what one asked to see"),
        Text(
            "先发 registry.reveal，说明用途；再用回执里的 reveal 来取，几分钟内有效，只给提出的人。不要保存。",
            "Send registry.reveal with a purpose first, then ask here by the reveal of its receipt: for some minutes, "
            "and for nobody but the asker. Do not keep it.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def one_reveal(request: HttpRequest, reveal_id: UUID) -> dict[str, Any]:
    """Answer with a value to whoever asked to see it."""
    require(caller(request), COMMANDS["registry.reveal"])
    found = revealed(caller(request), reveal_id, at=received_at(request))
    if found is None:
        raise not_found()
    plain = ("id", "household_id", "person_id", "field", "value")
    return {**{name: getattr(found, name) for name in plain}, "shown_until": found.until}


@router.get(
    "/households/{uuid:household_id}/looks",
    response=list[LookedOut],
    url_name="household-looks",
    tags=["households"],
    **said(
        Text("谁看过一户", "who looked at a household"),
        Text(
            "谁在什么时候、为什么看过遮住的信息，谁带走过有这一户的表，最近的在前；不含看到的内容。",
            "Who looked at what is masked, and who took a sheet with the household in it: when and what for, the "
            "newest first; never what was seen.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def looks(request: HttpRequest, household_id: UUID) -> list[dict[str, Any]]:
    """Answer with who looked at masked fields of a household's people."""
    require(caller(request), QUERIES["registry.households"])
    if household(caller(request), household_id, on=today_of(request)) is None:
        raise not_found()
    return [_look(each) for each in everybody_who_looked(caller(request), household_id)]


def _look(found: Looked) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in ("id", "person", "who")},
        **{name: shapes.words(getattr(found, name)) for name in ("field", "purpose", "reason", "role")},
        "looked_at": shapes.moment(found.at),
    }
