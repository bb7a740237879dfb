"""Expert days, the needs that are gathered on them, and who was seen."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from support.canaries import A, B, C
from support.cast import EARLIER, NOW, TODAY, Cast, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import new
from xiuhua.kernel.actors import Actor
from xiuhua.needs.access import QUERIES
from xiuhua.needs.commands.expert_days import AnnounceDay
from xiuhua.needs.commands.expert_days_seats import GatherNeed
from xiuhua.needs.commands.telling import TellNeed
from xiuhua.platform.journal.execution import execute

DAY = "expert-days/{expert_day}"
_TOMORROW: Final = str(TODAY + timedelta(days=1))
WORDS: Final = {
    A: {"expert_day": "槐荫下问诊", "experts": "杏林一枝"},
    B: {"expert_day": "纛旟飐问诊", "experts": "岐黄夔夒"},
    C: {"expert_day": "霹雳飚问诊", "experts": "扁鹊鼗鼙"},
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let a day be announced before for today in the zone's village, one need wait on it and another match it."""
    day, on_it, free = zone["day"], zone["need_gathered"], zone["need_free"] = fresh(), fresh(), fresh()
    before = execute(_announced(zone, day, held_on=TODAY), actor=actor, received_at=NOW - timedelta(days=3))
    assert before.accepted, before.problems
    do([_told(zone.second, on_it, person_id=zone.second_head), _told(zone.household, free, person_id=zone.child)])
    do([GatherNeed(id=fresh(), day_id=day, need_id=on_it, match_id=fresh(), seat_id=fresh())])


def enlarge(cast: Cast) -> None:
    """Let more days be announced, and more needs be on them and match them."""
    for zone in cast.zones.values():
        for person in (None, zone.second_spouse):
            need = fresh()
            do([_told(zone.second, need, person_id=person)])
            do([GatherNeed(id=fresh(), day_id=zone["day"], need_id=need, match_id=fresh(), seat_id=fresh())])
        do([_told(zone.household, fresh())])
        do([_announced(zone, fresh(), name=f"又一次{n}") for n in range(3)])


def _announced(zone: Zone, day: UUID, **more: Any) -> AnnounceDay:
    words = WORDS[zone.place_code[:6]]
    terms = {
        "kind": "credit",
        "hours": "9点到12点",
        "venue": "村委会",
        "held_on": _TOMORROW,
        "name": words["expert_day"],
    }
    who = {"provider_id": zone.organisation, "experts": words["experts"]}
    return AnnounceDay(id=fresh(), place_code=zone.place_code, day_id=day, **{**terms, **who, **more})


def _told(household: UUID, need: UUID, **more: Any) -> TellNeed:
    said = {"kind": "credit", "text": "想问贷款", "source": "visit", "told_on": EARLIER}
    return TellNeed(id=fresh(), household_id=household, need_id=need, **said, **more)


PARTS = {"day_id": lambda s: s.zone["day"]}
_ORGANISATION = {"provider_id": lambda s: str(s.zone.organisation)}
_TERMS = {"kind": "credit", "name": "银行下乡", "hours": "9点到12点", "venue": "村委会", "held_on": _TOMORROW}

PAGES = (
    Page(
        "place-expert-days",
        (asked(10),),
        photos=(Photo("place-expert-days", "leader", "places/{expert_place}/expert-days"),),
    ),
    Page(
        "expert-day-add",
        (asked(6),),
        form={**_TERMS, **_ORGANISATION, "experts": "信贷员"},
        photos=(Photo("expert-day-add", "county", "places/{expert_place}/expert-days/add"),),
    ),
    Page(
        "expert-day",
        (asked(15),),
        photos=(
            Photo("expert-day", "leader", DAY, main=True),
            Photo("expert-day-ahead", "leader", "expert-days/{expert_day_ahead}"),
        ),
    ),
    Page("expert-day-list", (asked(15),), photos=(Photo("expert-day-list", "leader", f"{DAY}/list"),)),
    Page(
        "expert-day-gather",
        (asked(21),),
        form={"need": lambda s: str(s.zone["need_free"])},
        photos=(Photo("expert-day-gather", "leader", "expert-days/{expert_day_ahead}/gather", main=True),),
    ),
    Page(
        "expert-day-attendance",
        (asked(15),),
        photos=(Photo("expert-day-attendance", "leader", f"{DAY}/attendance"),),
    ),
    Page(
        "expert-day-cancel",
        (asked(15),),
        form={"reason": "下雨"},
        photos=(Photo("expert-day-cancel", "county", "expert-days/{expert_day_ahead}/cancel"),),
    ),
)


def _of_day(need: str, **more: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda s: {"day_id": str(s.zone["day"]), "need_id": str(s.zone[need]), **more}


SAMPLES = {
    "needs.announce_day": Sample(
        lambda s: {
            "place_code": s.zone.place_code,
            "day_id": new("day"),
            **_TERMS,
            "provider_id": str(s.zone.organisation),
            "experts": "信贷员",
        }
    ),
    "needs.gather_need": Sample(_of_day("need_free", match_id=new("match"), seat_id=new("seat"))),
    "needs.record_seat": Sample(_of_day("need_gathered", seen=False)),
    "needs.cancel_day": Sample(lambda s: {"day_id": str(s.zone["day"]), "reason": "下雨"}),
}

READS = (
    Read("/places/{code}/expert-days", QUERIES["needs.expert_days"]),
    Read("/expert-days/{day_id}", QUERIES["needs.expert_days"]),
)


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return the expert day of the demo that was held, and the one to come."""
    held, place = row("id, place_code FROM needs_expert_day", "cancelled_on IS NULL ORDER BY held_on, id")
    (ahead,) = row("id FROM needs_expert_day", "cancelled_on IS NULL ORDER BY held_on DESC, id")
    return {"expert_day": held, "expert_day_ahead": ahead, "expert_place": place}
