"""Groups, to whom they answer, and who belongs to them."""

from collections.abc import Callable, Mapping
from typing import Any

from support.cast import EARLIER, TODAY, Zone, do, fresh
from support.declared import Page, Photo, Read, Sample, asked
from support.standing import Standing, at_place, new
from xiuhua.groups.access import QUERIES
from xiuhua.groups.commands.establishing import EstablishGroup
from xiuhua.groups.commands.members import AddMember
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.commands import AddPerson, NamePlace

GROUP = "groups/{group}"
COUNTY = "620122000000"
_DAY = "2018-06-20"


def _without(zone: Zone) -> str:
    """Return the code of a village beside the zone's that has no group."""
    return f"{zone.place_code[:9]}{int(zone.place_code[9:]) + 300:03d}"


def furnish(zone: Zone, actor: Actor) -> None:
    """Let the zone's village have a group with one member, and a village beside it have none."""
    zone["group"], zone["member"], zone["member_account"] = fresh(), fresh(), fresh()
    organisation = {"dispatched_by": zone.organisation, "managed_by": zone.organisation}
    group = {"group_id": zone["group"], "place_code": zone.place_code, "name": zone.names["village"] + "小组"}
    joining = {"group_id": zone["group"], "member_id": zone["member"], "channels": ("resident_team",)}
    person = {"login": f"joins-{zone.place_code}", "name": "甄组员", "place_code": zone.place_code}
    do([NamePlace(id=fresh(), place_code=_without(zone), name=zone.names["village"] + "边")])
    do([AddPerson(id=fresh(), account_id=zone["member_account"], **person)])
    do([EstablishGroup(id=fresh(), valid_from=EARLIER, **organisation, **group)])
    person = {"account_id": zone["member_account"], "party_member": True}
    do([AddMember(id=fresh(), valid_from=EARLIER, **joining, **person)])


def _of_group(**more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        given = {name: value(s) if callable(value) else value for name, value in more.items()}
        return {"group_id": str(s.zone["group"]), **given}

    return payload


def _member(s: Standing) -> str:
    return str(s.zone["member"])


def _organisation(s: Standing) -> str:
    return str(s.zone.organisation)


PARTS = {
    "group_id": lambda s: s.zone["group"],
    "member_id": lambda s: s.zone["member"],
}

READS = (Read("/places/{code}/groups", QUERIES["groups.groups"]), Read("/groups/{group_id}", QUERIES["groups.groups"]))

PAGES = (
    Page("work", (asked(4),), photos=(Photo("work-groups", "county", f"places/{COUNTY}/groups", main=True),)),
    Page(
        "place-groups",
        (asked(12), asked(12, show="none", after="620121177200", lacking="resident_team")),
        photos=(Photo("place-groups", "county", f"places/{COUNTY}/groups?show=none"),),
    ),
    Page(
        "group-establish",
        (asked(6, place=at_place),),
        form={
            "place_code": lambda s: _without(s.zone),
            "name": "新的小组",
            "valid_from": _DAY,
            "dispatched_by": _organisation,
            "managed_by": _organisation,
        },
        photos=(Photo("group-establish", "county", "groups/establish"),),
    ),
    Page(
        "group",
        (
            asked(25),
            asked(25, year="2018"),
        ),
        photos=(Photo("group", "county", GROUP, main=True), Photo("group-leader", "leader", GROUP)),
    ),
    Page(
        "group-dissolve",
        (asked(10),),
        form={"valid_to": _DAY, "basis": "县委会议"},
        photos=(Photo("group-dissolve", "county", f"{GROUP}/dissolve"),),
    ),
    Page(
        "group-relate",
        (asked(11),),
        form={"kind": "entrusted", "organisation_id": _organisation, "valid_from": _DAY},
        photos=(Photo("group-relate", "county", f"{GROUP}/relate"),),
    ),
    Page(
        "group-revoke",
        (asked(10),),
        form={"kind": "managed", "valid_to": _DAY, "basis": "县委会议"},
        photos=(Photo("group-revoke", "county", f"{GROUP}/revoke"),),
    ),
    Page(
        "group-member-add",
        (asked(12),),
        form={
            "account_id": lambda s: str(s.zone.clerk),
            "channels": "resident_team",
            "party_member": "true",
            "valid_from": _DAY,
        },
        photos=(Photo("group-member-add", "organisation", f"{GROUP}/members/add"),),
    ),
    Page(
        "group-member-change",
        (asked(11),),
        form={"channels": "officer_in_charge", "party_member": "true"},
        photos=(Photo("group-member-change", "organisation", f"{GROUP}/members/{{group_member}}/change"),),
    ),
    Page(
        "group-member-end",
        (asked(10),),
        form={"valid_to": _DAY, "cause": "moved"},
        photos=(Photo("group-member-end", "organisation", f"{GROUP}/members/{{group_member}}/end"),),
    ),
    Page(
        "group-leader",
        (asked(10),),
        form={"member_id": _member, "valid_from": _DAY},
        photos=(Photo("group-appoint", "county", f"{GROUP}/leader"),),
    ),
)

SAMPLES = {
    "groups.establish": Sample(
        lambda s: {
            "group_id": new("group"),
            "place_code": _without(s.zone),
            "name": "新的小组",
            "valid_from": str(TODAY),
            "dispatched_by": _organisation(s),
            "managed_by": _organisation(s),
        },
        {"entrusted_to": _organisation},
    ),
    "groups.dissolve": Sample(_of_group(valid_to=str(TODAY), basis="县委会议")),
    "groups.relate": Sample(_of_group(kind="entrusted", organisation_id=_organisation, valid_from=str(TODAY))),
    "groups.revoke": Sample(_of_group(kind="managed", valid_to=str(TODAY), basis="县委会议")),
    "groups.add_member": Sample(
        _of_group(
            member_id=new("member"),
            account_id=lambda s: str(s.zone.clerk),
            channels=["resident_team"],
            party_member=True,
            valid_from=str(TODAY),
        ),
        {"sending_unit_id": _organisation},
    ),
    "groups.change_member": Sample(
        _of_group(member_id=_member, channels=["officer_in_charge"], party_member=True),
        {"sending_unit_id": _organisation},
    ),
    "groups.end_member": Sample(
        _of_group(member_id=_member, valid_to=str(TODAY), cause="moved"), {"successor_id": _member}
    ),
    "groups.appoint_leader": Sample(_of_group(member_id=_member, valid_from=str(TODAY))),
}

NAMES = {"place_codes": lambda s: [s.zone.place_code]}

ALIKE = {"show": "none"}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return the group of the demo's cast, and one of its members who does not lead."""
    member, group = row(
        "id, group_id FROM groups_member", "id NOT IN (SELECT member_id FROM groups_leadership) ORDER BY valid_from, id"
    )
    return {"group": group, "group_member": member}
