"""Expert days on the stage: doctors of the bank's clinic come to the village a week from now."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from support.groups_stage import organisation
from support.stage import HERE, TODAY, done, fresh
from xiuhua.needs.commands.expert_days import AnnounceDay, CancelDay
from xiuhua.needs.commands.expert_days_seats import GatherNeed, RecordSeat

HELD = TODAY + timedelta(days=7)


def announcing(**more: Any) -> AnnounceDay:
    """Return the command that announces a day of doctors."""
    values: dict[str, Any] = {
        "place_code": HERE,
        "kind": "health",
        "name": "省三院专家义诊",
        "held_on": HELD,
        "hours": "上午9点到12点",
        "venue": "村卫生所",
        "provider_id": organisation("bank"),
        "experts": "孟大夫（骨科）\n陶大夫（内科）",
        **more,
    }
    return AnnounceDay(id=fresh(), day_id=fresh(), **values)


def announced(**more: Any) -> UUID:
    """Announce a day and return its id."""
    return UUID(done(announcing(**more), "county").result["day"])


def gathering(day: UUID, need: UUID) -> GatherNeed:
    """Return the command that gathers a need on a day."""
    return GatherNeed(id=fresh(), day_id=day, need_id=need, match_id=fresh(), seat_id=fresh())


def recording(day: UUID, need: UUID, seen: bool = True, what: str | None = "看了膝盖，开了药") -> RecordSeat:
    """Return the command that records whether somebody was seen."""
    return RecordSeat(id=fresh(), day_id=day, need_id=need, seen=seen, what=what if seen else None)


def cancelling(day: UUID) -> CancelDay:
    """Return the command that calls a day off."""
    return CancelDay(id=fresh(), day_id=day, reason="专家有急诊")


def after(on: date = HELD) -> int:
    """Return how many days after the first one a day lies."""
    return (on - TODAY).days
