"""Visits of groups to households."""

from typing import Final
from uuid import UUID

from support.canaries import A, B, C
from support.cast import EARLIER, TODAY, Cast, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import new
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.queries.visits import VISITS
from xiuhua.kernel.actors import Actor

WORDS: Final = {
    A: {"visit": "门口晒柳条"},
    B: {"visit": "甍脊坼隳豢鬣"},
    C: {"visit": "廨宇黢黮贮粝"},
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's household be visited."""
    zone["visit"] = fresh()
    do([_visit(zone, WORDS[zone.place_code[:6]]["visit"], zone["visit"])])


def enlarge(cast: Cast) -> None:
    """Let every household be visited more often."""
    for zone in cast.zones.values():
        do([_visit(zone, "又来了", fresh()) for _ in range(5)])


def _visit(zone: Zone, found: str, visit: UUID) -> RecordVisit:
    ids = {"group_id": zone["group"], "visit_id": visit, "household_id": zone.household}
    return RecordVisit(id=fresh(), observed_at=EARLIER, seen=(zone.head,), found=found, needed=found, **ids)


PAGES = (
    Page(
        "group-visits",
        (asked(19, after="2018-01-19/0161"),),
        photos=(Photo("group-visits", "leader", "groups/{group}/visits", main=True),),
    ),
    Page(
        "visit-record",
        (asked(12),),
        form={"found": "在家", "seen": lambda s: s.zone.head, "observed_at": str(TODAY)},
        photos=(Photo("visit-record", "leader", "households/{large}/visit", main=True),),
    ),
)

SAMPLES = {
    "groups.record_visit": Sample(
        lambda s: {
            "group_id": str(s.zone["group"]),
            "visit_id": new("visit"),
            "household_id": str(s.zone.household),
            "seen": [str(s.zone.head)],
            "found": "在家",
        }
    ),
}

NAMES = {"visit_id": lambda s: s.zone["visit"]}
ALIKE = {"named": 3}
READS = (Read("/households/{household_id}/visits", VISITS),)
