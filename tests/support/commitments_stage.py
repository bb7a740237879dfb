"""Commitments on the stage: two medics a month for the village, promised in November 2017 by the bank's people."""

from datetime import date
from typing import Any
from uuid import UUID

from support.groups_stage import organisation
from support.stage import HERE, TODAY, done, fresh
from xiuhua.needs.commands.commitments import EndCommitment, PromiseHousehold, PromiseVillage
from xiuhua.needs.commands.commitments_kept import ConfirmComing, RecordComing, RecordMiss

BEGAN = date(2017, 11, 1)
NOVEMBER, DECEMBER, JANUARY = BEGAN, date(2017, 12, 1), date(2018, 1, 1)


def ago(day: date) -> int:
    """Return how many days a day lies from that of the stage, for whoever does something on it."""
    return (day - TODAY).days


def promising(**more: Any) -> PromiseVillage:
    """Return the command by which two medics a month are promised to the village."""
    values: dict[str, Any] = {
        "place_code": HERE,
        "kind": "health",
        "what": "医务人员驻村看病",
        "provider_id": organisation("bank"),
        "rhythm": "month",
        "each": 2,
        "valid_from": BEGAN,
        **more,
    }
    return PromiseVillage(id=fresh(), commitment_id=fresh(), **values)


def promised(on: date = BEGAN, **more: Any) -> UUID:
    """Let two medics a month be promised and return the id of the commitment."""
    return UUID(done(promising(**more), "county", days=ago(on)).result["commitment"])


def pairing(household: UUID, **more: Any) -> PromiseHousehold:
    """Return the command by which a doctor is paired with a household."""
    values: dict[str, Any] = {
        "kind": "health",
        "what": "量血压、送药",
        "name": "安康医院 丁大夫",
        "rhythm": "month",
        "each": 1,
        "valid_from": TODAY,
        **more,
    }
    return PromiseHousehold(id=fresh(), household_id=household, commitment_id=fresh(), **values)


def coming(commitment: UUID, on: date = TODAY, **more: Any) -> RecordComing:
    """Return the command that records that both medics came."""
    values: dict[str, Any] = {
        "period": on.replace(day=1),
        "came_on": on,
        "people": 2,
        "who": "丁大夫、余护士",
        "what": "看了 21 个人",
        **more,
    }
    return RecordComing(id=fresh(), commitment_id=commitment, coming_id=fresh(), **values)


def missing(commitment: UUID, period: date, next_on: date) -> RecordMiss:
    """Return the command that records that a period was missed."""
    reason = "大雪封山，车上不来"
    return RecordMiss(
        id=fresh(), commitment_id=commitment, miss_id=fresh(), period=period, reason=reason, next_on=next_on
    )


def confirming(wish: RecordComing, on: date = TODAY, **more: Any) -> ConfirmComing:
    """Return the command that records what the village says of it."""
    values: dict[str, Any] = {
        "came": True,
        "words": "来了，看得仔细",
        "answered_by": "village",
        "answered_on": on,
        **more,
    }
    return ConfirmComing(id=fresh(), commitment_id=wish.commitment_id, coming_id=wish.coming_id, **values)


def kept(commitment: UUID, on: date, **more: Any) -> RecordComing:
    """Let both medics come on a day and the village say so on the same day."""
    wish = coming(commitment, on, **more)
    done(wish, "leader", days=ago(on))
    done(confirming(wish, on), "township", days=ago(on))
    return wish


def ending(commitment: UUID, on: date) -> EndCommitment:
    """Return the command that ends a commitment."""
    return EndCommitment(id=fresh(), commitment_id=commitment, ended_on=on, end_reason="协议到期")
