"""Needs, the menu of services, and every step of a need."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

from support.cast import EARLIER, TODAY, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, at_child, new
from xiuhua.kernel.actors import Actor
from xiuhua.needs.access import QUERIES
from xiuhua.needs.commands.delivering import DeliverNeed
from xiuhua.needs.commands.meeting import AnswerMatch, MatchNeed
from xiuhua.needs.commands.services import AddService
from xiuhua.needs.commands.telling import TellNeed, TriageNeed

COUNTY = "620122000000"
NEED = "needs/{need}"
_DAY, _TEXT = "2018-06-20", "想找个离家近的活"
_AT = {
    "told": "school",
    "triaged": "skills",
    "matched": "work",
    "accepted": "housing",
    "delivered": "farming",
}
"""By how far a need of a zone has come: its kind."""


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's village have a service, and its household a need in each state in which something waits."""
    zone["service"] = fresh()
    offered = {"kind": "work", "name": "介绍工作", "provider_id": zone.organisation, "valid_from": EARLIER}
    do([AddService(id=fresh(), service_id=zone["service"], place_code=zone.place_code, **offered)])
    for reached, kind in _AT.items():
        need = zone[f"need_{reached}"] = fresh()
        told = {"household_id": zone.household, "need_id": need, "kind": kind, "text": _TEXT, "told_on": EARLIER}
        do([TellNeed(id=fresh(), source="visit", **told)])
        by = {"service_id": zone["service"], "proposed_on": EARLIER, "other_kind": kind != offered["kind"]}
        steps = (
            TriageNeed(id=fresh(), need_id=need, kind=kind),
            MatchNeed(id=fresh(), need_id=need, match_id=fresh(), **by),
            AnswerMatch(id=fresh(), need_id=need, accepted=True, answered_on=EARLIER),
            DeliverNeed(id=fresh(), need_id=need, delivered_on=EARLIER + timedelta(days=1), what="办好了"),
        )
        for step in steps[: list(_AT).index(reached)]:
            do([step])


def _need(reached: str, **more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        given = {name: value(s) if callable(value) else value for name, value in more.items()}
        return {"need_id": str(s.zone[f"need_{reached}"]), **given}

    return payload


def _service(s: Standing) -> str:
    return str(s.zone["service"])


def _organisation(s: Standing) -> str:
    return str(s.zone.organisation)


PARTS = {
    "need_id": lambda s: s.zone["need_told"],
    "service_id": lambda s: s.zone["service"],
}

PAGES = (
    Page("service", (asked(4),), photos=(Photo("service", "county", f"places/{COUNTY}/needs", main=True),)),
    Page(
        "place-needs",
        (asked(10), asked(7, show="delivered", kind="work", after="2018-01-01_01610b8e-4a00-7000-8000-000000000001")),
        photos=(Photo("place-needs", "leader", "places/{home}/needs?show=all"),),
    ),
    Page(
        "place-proposals",
        (asked(12),),
        photos=(Photo("place-proposals", "leader", "places/{home}/proposals"),),
    ),
    Page("place-services", (asked(9),), photos=(Photo("place-services", "county", f"places/{COUNTY}/services"),)),
    Page(
        "service-add",
        (asked(5),),
        form={"kind": "work", "name": "新的服务", "provider_id": _organisation, "valid_from": _DAY},
        photos=(Photo("service-add", "county", f"places/{COUNTY}/services/add"),),
    ),
    Page(
        "service-end",
        (asked(7),),
        form={"valid_to": _DAY},
        photos=(Photo("service-end", "county", "services/{service}/end"),),
    ),
    Page(
        "need-tell",
        (asked(16),),
        form={"kind": "water", "text": _TEXT, "source": "visit", "told_on": _DAY, "person_id": at_child},
        photos=(Photo("need-tell", "leader", "households/{large}/need"),),
    ),
    Page(
        "need",
        (asked(11),),
        photos=(Photo("need", "leader", NEED, main=True), Photo("need-open", "leader", "needs/{need_open}")),
    ),
    Page(
        "need-triage",
        (asked(11),),
        form={"kind": "water"},
        photos=(Photo("need-triage", "leader", "needs/{need_open}/triage"),),
    ),
    Page(
        "need-reword",
        (asked(11),),
        form={"text": _TEXT},
        photos=(Photo("need-reword", "leader", "needs/{need_open}/words"),),
    ),
    Page(
        "need-match",
        (asked(14), asked(14, service=_service)),
        form={"service_id": _service, "proposed_on": _DAY},
        elsewhere="test_needs_pages.py: it needs a need that was looked at",
    ),
    Page(
        "need-answer",
        (asked(11),),
        form={"accepted": "true", "answered_on": _DAY},
        elsewhere="test_needs_pages.py: it needs a need that was matched",
    ),
    Page(
        "need-deliver",
        (asked(13),),
        form={"delivered_on": _DAY, "what": "办好了"},
        elsewhere="test_needs_pages.py: it needs a need that was taken on",
    ),
    Page(
        "need-confirm",
        (asked(11),),
        form={"satisfied": "true", "words": "办得好", "answered_by": "self", "answered_on": _DAY},
        elsewhere="test_needs_pages.py: it needs a need that was delivered",
    ),
    Page(
        "need-close",
        (asked(11),),
        form={"cause": "withdrawn", "closed_on": _DAY},
        photos=(Photo("need-close", "leader", "needs/{need_open}/close"),),
    ),
)

SAMPLES = {
    "needs.add_service": Sample(
        lambda s: {
            "service_id": new("service"),
            "place_code": s.zone.place_code,
            "kind": "skills",
            "name": "新的服务",
            "provider_id": _organisation(s),
            "valid_from": str(TODAY),
        },
    ),
    "needs.end_service": Sample(lambda s: {"service_id": _service(s), "valid_to": str(TODAY)}),
    "needs.tell": Sample(
        lambda s: {
            "household_id": str(s.zone.household),
            "need_id": new("need"),
            "kind": "water",
            "text": _TEXT,
            "source": "visit",
            "told_on": str(TODAY),
        },
        {"person_id": lambda s: str(s.zone.child)},
    ),
    "needs.triage": Sample(_need("told", kind="water")),
    "needs.reword": Sample(_need("told", text=_TEXT)),
    "needs.match": Sample(
        _need("triaged", match_id=new("match"), service_id=_service, proposed_on=str(TODAY), other_kind=True),
        {"provider_id": _organisation},
    ),
    "needs.answer_match": Sample(_need("matched", accepted=True, answered_on=str(TODAY))),
    "needs.deliver": Sample(
        _need("accepted", delivered_on=str(TODAY), what="办好了"), {"helper_id": lambda s: str(s.zone.clerk)}
    ),
    "needs.confirm": Sample(
        _need("delivered", satisfied=True, words="办得好", answered_by="self", answered_on=str(TODAY))
    ),
    "needs.close": Sample(_need("told", cause="withdrawn", closed_on=str(TODAY))),
}

READS = (
    Read("/households/{household_id}/needs", QUERIES["needs.needs"]),
    Read("/needs/{need_id}", QUERIES["needs.needs"]),
)

ALIKE = {"show": "none"}

INNER = {"xiuhua.needs.queries.lists:listed": "takes rows that were looked up inside the territory already"}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a service of the demo, a need that was confirmed, and one that nobody has looked at."""
    (service,) = row("id FROM needs_service", "valid_to IS NULL ORDER BY valid_from, id")
    need, home = row("id, place_code FROM needs_need", "state = 'confirmed' ORDER BY told_on, id")
    (unmet,) = row("id FROM needs_need", "state = 'told' ORDER BY told_on, id")
    return {"service": service, "need": need, "need_open": unmet, "home": home}
