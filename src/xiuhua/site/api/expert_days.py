"""Expert days: when and where experts come, and which needs of the caller's territory are gathered."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from xiuhua.kernel.text import Text
from xiuhua.needs.queries.expert_days import DAYS, DayLine, SeatLine, day_page, place_days
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import PLACE, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class ExpertDayOut(Schema):
    """An expert day as it was announced."""

    id: UUID
    place_code: str
    kind: Words
    name: str
    venue: str
    held_on: date
    hours: str
    provider: str
    experts: str
    announced_on: date
    cancelled_on: date | None


class SeatOut(Schema):
    """A need on the day; ``seen`` is null before it was typed in."""

    need_id: UUID
    household: Words
    person: str
    state: Words
    seen: bool | None


class ExpertDayPageOut(ExpertDayOut):
    """An expert day with the needs of the caller's territory that are gathered on it."""

    needs: list[SeatOut]


@router.get(
    "/places/{code}/expert-days",
    response=list[ExpertDayOut],
    url_name="place-expert-days",
    tags=["places"],
    **said(
        Text("一个地方的专家日", "the expert days of a place"),
        Text(
            "要来的在前，近的先；过了的和取消的在后。",
            "Those to come first, the nearest first; then those that are over.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def expert_days_of_place(request: HttpRequest, code: str = Path(..., pattern=PLACE)) -> list[dict[str, Any]]:
    """Answer with the expert days of a place and of wider places that cover it."""
    require(caller(request), DAYS)
    found = place_days(caller(request), code, on=today_of(request))
    if found is None:
        raise not_found()
    return [_day(each) for each in (*found.ahead, *found.over)]


@router.get(
    "/expert-days/{uuid:day_id}",
    response=ExpertDayPageOut,
    url_name="expert-day",
    tags=["places"],
    **said(
        Text("一个专家日", "one expert day"),
        Text("预告的内容，和名单上本辖区的需求。", "What was announced, and the needs of the territory on its list."),
        problems=(401, 403, 404, 422),
    ),
)
def one_expert_day(request: HttpRequest, day_id: UUID) -> dict[str, Any]:
    """Answer with one expert day."""
    require(caller(request), DAYS)
    found = day_page(caller(request), day_id, on=today_of(request))
    if found is None:
        raise not_found()
    return {**_day(found.line), "needs": [_seat(each) for each in found.seats]}


def _day(found: DayLine) -> dict[str, Any]:
    plain = ("id", "place_code", "name", "venue", "held_on", "hours", "provider", "experts", "announced_on")
    return {
        **{name: getattr(found, name) for name in (*plain, "cancelled_on")},
        "kind": shapes.words(found.kind),
    }


def _seat(found: SeatLine) -> dict[str, Any]:
    return {
        **{name: getattr(found, name) for name in ("need_id", "person", "seen")},
        "household": shapes.words(found.household),
        "state": shapes.words(found.state),
    }
