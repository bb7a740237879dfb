"""Findings of groups, and the land that lies together in a village."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from support.canaries import A, B, C
from support.cast import Cast, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, new
from xiuhua.groups.commands.findings import RecordFinding
from xiuhua.groups.queries.findings import FINDINGS
from xiuhua.kernel.actors import Actor

_DAY: Final = "2018-06-27"
WORDS: Final = {
    A: {"finding": "柳编缺销路"},
    B: {"finding": "罾罟窳劣瀦澱"},
    C: {"finding": "阡陌芜秽榛莽"},
}


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's group find something about the household."""
    zone["finding"] = fresh()
    do([_finding(zone, zone["finding"])])


def enlarge(cast: Cast) -> None:
    """Let every group find more."""
    for zone in cast.zones.values():
        do([_finding(zone, fresh()) for _ in range(6)])


def _finding(zone: Zone, finding: Any) -> RecordFinding:
    ids = {"group_id": zone["group"], "finding_id": finding, "household_id": zone.household}
    return RecordFinding(id=fresh(), kind="industry", what=WORDS[zone.place_code[:6]]["finding"], **ids)


def _of_finding(**more: Any) -> Callable[[Standing], dict[str, Any]]:
    return lambda s: {"finding_id": str(s.zone["finding"]), **more}


PARTS = {"finding_id": lambda s: s.zone["finding"]}

PAGES = (
    Page(
        "group-findings",
        (asked(16), asked(12, show="over", after="2018-01-19/0161")),
        photos=(Photo("group-findings", "leader", "groups/{group}/findings", main=True),),
    ),
    Page(
        "finding-record",
        (asked(18, visit=lambda s: s.zone["visit"]),),
        form={"kind": "other", "what": "没有路灯"},
        photos=(Photo("finding-record", "leader", "groups/{group}/findings/record"),),
    ),
    Page("finding", (asked(11),), photos=(Photo("finding", "leader", "findings/{finding}", main=True),)),
    Page(
        "finding-take-up",
        (asked(18),),
        form={"what": "去问一声", "owner_id": lambda s: s.zone["member_account"], "due": _DAY},
        photos=(Photo("finding-take-up", "leader", "findings/{finding}/take-up"),),
    ),
    Page(
        "finding-settle",
        (asked(11),),
        form={"result": "装好了"},
        photos=(Photo("finding-settle", "leader", "findings/{finding}/settle"),),
    ),
    Page(
        "finding-dismiss",
        (asked(11),),
        form={"result": "已经有了"},
        photos=(Photo("finding-dismiss", "leader", "findings/{finding}/dismiss"),),
    ),
    Page("group-land", (asked(13),), photos=(Photo("group-land", "leader", "groups/{group}/land", main=True),)),
    Page("land-workbook", (asked(13),), no_page="a workbook"),
    Page("land-paper", (asked(13),), no_page="a document on paper"),
)

SAMPLES = {
    "groups.record_finding": Sample(
        lambda s: {
            "group_id": str(s.zone["group"]),
            "finding_id": new("finding"),
            "kind": "other",
            "what": "没有路灯",
            "household_id": str(s.zone.household),
        },
        {"from_id": lambda s: str(s.zone["group"])},
    ),
    "groups.take_up_finding": Sample(
        lambda s: {
            "finding_id": str(s.zone["finding"]),
            "what": "去问一声",
            "owner_id": str(s.zone["member_account"]),
            "due": _DAY,
        }
    ),
    "groups.settle_finding": Sample(_of_finding(result="装好了")),
    "groups.dismiss_finding": Sample(_of_finding(result="已经有了")),
}

READS = (Read("/groups/{group_id}/findings", FINDINGS),)


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a finding of the demo's group that idle land could answer."""
    (finding,) = row("id FROM groups_finding", "kind = 'industry' ORDER BY found_on")
    return {"finding": finding}
