"""Recurring commitments and pairings, and what becomes of their periods."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final
from uuid import UUID

from support.canaries import A, B, C
from support.cast import EARLIER, TODAY, Cast, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import new
from xiuhua.kernel.actors import Actor
from xiuhua.needs.access import QUERIES
from xiuhua.needs.commands.commitments import PromiseHousehold, PromiseVillage
from xiuhua.needs.commands.commitments_kept import RecordComing

BEGAN: Final = date(2018, 6, 6)
_DAY = str(TODAY)
WORDS: Final = {
    A: {"promise": "柳荫下看牙", "came": "槐花医疗队"},
    B: {"promise": "龘靐齉爩看牙", "came": "麤鱻医疗队"},
    C: {"promise": "灪麷齾纛看牙", "came": "爨癵医疗队"},
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let medics be promised to the village and a doctor to its household; two came, and nobody was asked yet."""
    words = WORDS[zone.place_code[:6]]
    zone["commitment"], zone["pairing"], zone["medics_came"], zone["past"] = fresh(), fresh(), fresh(), fresh()
    terms: dict[str, Any] = {"kind": "health", "name": words["came"], "rhythm": "month", "valid_from": BEGAN}
    village = {"place_code": zone.place_code, "commitment_id": zone["commitment"], "each": 2}
    do([PromiseVillage(id=fresh(), what=words["promise"], **village, **terms)], actor)
    household = {"household_id": zone.household, "commitment_id": zone["pairing"], "each": 1}
    do([PromiseHousehold(id=fresh(), what=words["promise"], **household, **terms)], actor)
    once = {**terms, "rhythm": "term", "until": EARLIER, "commitment_id": zone["past"], "each": 1}
    do([PromiseVillage(id=fresh(), what=words["promise"], place_code=zone.place_code, **once)], actor)
    do([_came(zone["commitment"], zone["medics_came"], words["came"])])


def _came(commitment: UUID, coming: UUID, who: str) -> RecordComing:
    said = {"period": BEGAN, "came_on": EARLIER, "people": 1, "who": who, "what": "看了几个人"}
    return RecordComing(id=fresh(), commitment_id=commitment, coming_id=coming, **said)


def enlarge(cast: Cast) -> None:
    """Let more be promised to every village and household, and more people come."""
    for zone in cast.zones.values():
        for kind in ("farming", "skills", "school"):
            commitment, pairing = fresh(), fresh()
            terms: dict[str, Any] = {"kind": kind, "name": "老师", "rhythm": "month", "valid_from": BEGAN, "each": 3}
            place = {"place_code": zone.place_code, "commitment_id": commitment}
            home = {"household_id": zone.household, "commitment_id": pairing}
            do([PromiseVillage(id=fresh(), what="来教", **place, **terms)])
            do([PromiseHousehold(id=fresh(), what="来教", **home, **terms)])
            do([_came(each, fresh(), "老师") for each in (commitment, pairing)])


def _of(name: str, **more: Any) -> Callable[[Any], dict[str, Any]]:
    return lambda s: {
        "commitment_id": str(s.zone[name]),
        **{key: value(s) if callable(value) else value for key, value in more.items()},
    }


def _promise(s: Any, **more: Any) -> dict[str, Any]:
    terms = {"kind": "farming", "what": "来教种菜", "name": "技术员", "rhythm": "quarter", "each": 1}
    return {"commitment_id": new("commitment"), **terms, "valid_from": _DAY, **more}


_PROVIDER = {"provider_id": lambda s: str(s.zone.organisation)}
PARTS = {
    "commitment_id": lambda s: s.zone["commitment"],
    "coming_id": lambda s: s.zone["medics_came"],
}
_FORM = {"kind": "farming", "what": "来教种菜", "name": "技术员", "rhythm": "quarter", "each": "1", "valid_from": _DAY}
_MONTH = str(BEGAN)

PAGES = (
    Page(
        "place-commitments",
        (asked(12), asked(12, show="late", after="620121")),
        photos=(Photo("place-commitments", "leader", "places/{promised_to}/commitments", main=True),),
    ),
    Page(
        "commitment-add",
        (asked(6),),
        form=_FORM,
        photos=(Photo("commitment-add", "county", "places/{promised_to}/commitments/add"),),
    ),
    Page(
        "pairing-add",
        (asked(17),),
        form=_FORM,
        photos=(Photo("pairing-add", "leader", "households/{large}/pairing"),),
    ),
    Page(
        "commitment",
        (asked(11),),
        photos=(
            Photo("commitment", "leader", "commitments/{commitment}", main=True),
            Photo("commitment-asked", "township", "commitments/{pairing}"),
        ),
    ),
    Page(
        "commitment-came",
        (asked(11, period=_MONTH),),
        form={"period": _MONTH, "came_on": _DAY, "people": "1", "who": "技术员", "what": "讲了一课"},
        photos=(Photo("commitment-came", "leader", "commitments/{commitment}/came"),),
    ),
    Page(
        "commitment-missed",
        (asked(11, period=_MONTH),),
        form={"period": _MONTH, "reason": "下雨", "next_on": _DAY},
        photos=(Photo("commitment-missed", "leader", "commitments/{commitment}/missed"),),
    ),
    Page(
        "coming-confirm",
        (asked(11),),
        form={"came": "true", "words": "来了", "answered_by": "village", "answered_on": _DAY},
        photos=(Photo("coming-confirm", "township", "commitments/{pairing}/came/{visit_of_doctor}/confirm"),),
    ),
    Page(
        "commitment-end",
        (asked(11),),
        form={"ended_on": _DAY, "end_reason": "到期"},
        photos=(Photo("commitment-end", "leader", "commitments/{commitment}/end"),),
    ),
)

SAMPLES = {
    "needs.promise_village": Sample(lambda s: _promise(s, place_code=s.zone.place_code), _PROVIDER),
    "needs.promise_household": Sample(
        lambda s: _promise(s, household_id=str(s.zone.household)),
        {**_PROVIDER, "person_id": lambda s: str(s.zone.child)},
    ),
    "needs.record_coming": Sample(
        _of("commitment", coming_id=new("coming"), period=_MONTH, came_on=_DAY, people=1, who="技术员", what="讲课")
    ),
    "needs.record_miss": Sample(
        _of("past", miss_id=new("miss"), period=_MONTH, reason="下雨", next_on=_DAY),
    ),
    "needs.confirm_coming": Sample(
        _of(
            "commitment",
            coming_id=lambda s: str(s.zone["medics_came"]),
            came=True,
            words="来了",
            answered_by="village",
            answered_on=_DAY,
        )
    ),
    "needs.end_commitment": Sample(_of("commitment", ended_on=_DAY, end_reason="到期")),
}

READS = (
    Read("/places/{code}/commitments", QUERIES["needs.commitments"]),
    Read("/households/{household_id}/pairings", QUERIES["needs.commitments"]),
    Read("/commitments/{commitment_id}", QUERIES["needs.commitments"]),
)
FIXED = {"ended": "true"}
INNER = {
    "xiuhua.needs.queries.commitments:commitment_lines": "takes rows that were looked up inside the territory already",
    "xiuhua.needs.queries.commitments:is_sealed": "takes a row that was looked up inside the territory already",
}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return the medics who were promised to the village of the demo, the pairing, and what nobody confirmed yet."""
    commitment, village = row("id, place_code FROM needs_commitment", "for_kind = 'village' ORDER BY valid_from, id")
    (pairing,) = row("id FROM needs_commitment", "for_kind = 'household' ORDER BY valid_from, id")
    (coming,) = row("id FROM needs_coming", "came IS NULL ORDER BY came_on, id")
    names = {"commitment": commitment, "pairing": pairing, "visit_of_doctor": coming}
    return {**names, "promised_to": village}
