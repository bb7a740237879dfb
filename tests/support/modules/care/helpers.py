"""Who helps households and villages."""

from collections.abc import Callable, Mapping
from uuid import UUID

from support.cast import EARLIER, TODAY, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import at_place, new, of_household
from xiuhua.care.access import QUERIES
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.commands.units import LinkUnit
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.commands import AddOrganisation

HOUSEHOLD = "households/{helped}"
COUNTY, VILLAGE = "620122000000", "{helped_place}"
_DAY = "2018-06-20"
HELP = QUERIES["care.help"]


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's household have two helpers, and its village an organisation."""
    zone["helper"], zone["second_helper"], zone["link"] = fresh(), fresh(), fresh()
    zone["second_organisation"] = fresh()
    other = {"name": zone.names["village"] + "帮扶处", "kind": "department", "place_code": zone.place_code}
    do([AddOrganisation(id=fresh(), organisation_id=zone["second_organisation"], **other)])
    given = {"household_id": zone.household, "valid_from": EARLIER}
    do([AssignHelper(id=fresh(), helper_id=zone["helper"], account_id=zone.clerk, **given)])
    outside = {"name": zone.names["village"] + "甄帮手", "unit": "甄单位", "phone": "13911110000"}
    do([AssignHelper(id=fresh(), helper_id=zone["second_helper"], **outside, **given)])
    unit = {"place_code": zone.place_code, "organisation_id": zone.organisation}
    do([LinkUnit(id=fresh(), link_id=zone["link"], valid_from=EARLIER, **unit)])


PARTS = {
    "helper_id": lambda s: s.zone["helper"],
    "link_id": lambda s: s.zone["link"],
}

PAGES = (
    Page(
        "place-help",
        (asked(19), asked(21, show="helped", after="620121177200/1")),
        photos=(
            Photo("place-help", "county", f"places/{COUNTY}/help", main=True),
            Photo("village-help", "leader", f"places/{VILLAGE}/help?show=helped"),
        ),
    ),
    Page(
        "unit-link",
        (asked(6),),
        form={"organisation_id": lambda s: str(s.zone.organisation), "valid_from": _DAY},
        photos=(Photo("unit-link", "county", f"places/{VILLAGE}/help/units"),),
    ),
    Page(
        "unit-unlink",
        (asked(7),),
        form={"valid_to": _DAY, "end_reason": "县里调整"},
        photos=(Photo("unit-unlink", "county", "help/units/{unit_link}/end"),),
    ),
    Page(
        "helper-assign",
        (asked(11, after=lambda s: s.zone["helper"]),),
        form={"name": "甄新手", "unit": "甄单位", "valid_from": _DAY},
        photos=(Photo("helper-assign", "leader", f"{HOUSEHOLD}/helpers/assign"),),
    ),
    Page(
        "helper-first",
        (asked(9),),
        form={"helper_id": lambda s: str(s.zone["second_helper"])},
        photos=(Photo("helper-first", "leader", f"{HOUSEHOLD}/helpers/first"),),
    ),
    Page(
        "helper-end",
        (asked(9),),
        form={"valid_to": _DAY, "end_reason": "工作调动"},
        photos=(Photo("helper-end", "leader", f"{HOUSEHOLD}/helpers/{{helper}}/end"),),
    ),
)

SAMPLES = {
    "care.assign_helper": Sample(
        lambda s: of_household(s, helper_id=new("helper"), name="甄新手", unit="甄单位", valid_from=str(TODAY)),
        {"account_id": lambda s: str(s.zone.clerk), "replaces": lambda s: str(s.zone["helper"])},
    ),
    "care.end_helper": Sample(
        lambda s: of_household(s, helper_id=str(s.zone["helper"]), valid_to=str(TODAY), end_reason="工作调动")
    ),
    "care.name_first": Sample(lambda s: of_household(s, helper_id=str(s.zone["second_helper"]))),
    "care.link_unit": Sample(
        lambda s: {
            "link_id": new("link"),
            "place_code": at_place(s),
            "organisation_id": str(s.zone["second_organisation"]),
            "valid_from": str(TODAY),
        }
    ),
    "care.unlink_unit": Sample(
        lambda s: {"link_id": str(s.zone["link"]), "valid_to": str(TODAY), "end_reason": "县里调整"}
    ),
}

FIXED = {"which": "helped"}

READS = (
    Read("/households/{household_id}/help", HELP),
    Read("/help", HELP),
)


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a household of the demo that has helpers, one of them, its village, and an organisation's link."""
    several = "valid_to IS NULL AND NOT first ORDER BY place_code, id"
    helped, helper, place = row("household_id, id, place_code FROM care_helper", several)
    (link,) = row("id FROM care_unit_link", "valid_to IS NULL ORDER BY place_code")
    ids = {"helped": helped, "helper": helper, "unit_link": link}
    return {"helped_place": place, **{name: str(UUID(key)) for name, key in ids.items()}}
