"""A group on the stage: established by the county, with members from several channels, through commands only."""

from datetime import date
from typing import Any
from uuid import UUID

from support.stage import COUNTY, HERE, TOWNSHIP, account, done, fresh
from xiuhua.groups.commands.establishing import EstablishGroup
from xiuhua.groups.commands.leading import AppointLeader
from xiuhua.groups.commands.members import AddMember
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson

BEGIN = date(2017, 6, 1)
_ORGANISATIONS = {
    "committee": ("皋兰县委", "party_organisation", COUNTY),
    "department": ("皋兰县委组织部", "department", COUNTY),
    "township": ("水阜镇党委", "party_organisation", TOWNSHIP),
    "bank": ("皋兰县农业银行", "enterprise", COUNTY),
}


def organisation(key: str) -> UUID:
    """Return the id of an organisation of the stage."""
    return derived_id(account("organisations"), key)


def organisations() -> None:
    """Register the organisations that groups answer to and people come from."""
    for key, (name, kind, place_code) in _ORGANISATIONS.items():
        values = {"id": fresh(), "organisation_id": organisation(key), "name": name, "kind": kind}
        done(AddOrganisation(**values, place_code=place_code), "prefecture")


def person(login: str, name: str) -> UUID:
    """Open an account without a post and return its id."""
    values = {"id": fresh(), "account_id": account(login), "login": login, "name": name, "place_code": COUNTY}
    done(AddPerson(**values), "administrator")
    return account(login)


def establishing(village: str = HERE, **more: Any) -> EstablishGroup:
    """Return the command that establishes the group of a village, with all three relations."""
    values = {
        "id": fresh(),
        "group_id": fresh(),
        "place_code": village,
        "name": "燕儿坪村脱贫攻坚特别党小组",
        "valid_from": BEGIN,
        "dispatched_by": organisation("committee"),
        "managed_by": organisation("department"),
        "entrusted_to": organisation("township"),
        "basis": "县委会议纪要〔2017〕8号",
        **more,
    }
    return EstablishGroup(**values)


def established(village: str = HERE, **more: Any) -> UUID:
    """Establish a group and return its id."""
    return UUID(done(establishing(village, **more), "county").result["group"])


def adding(group_id: UUID, who: UUID, *channels: str, party_member: bool = True, **more: Any) -> AddMember:
    """Return the command that adds somebody to a group."""
    values = {
        "id": fresh(),
        "group_id": group_id,
        "member_id": fresh(),
        "account_id": who,
        "channels": channels,
        "party_member": party_member,
        "valid_from": BEGIN,
        **more,
    }
    return AddMember(**values)


def added(group_id: UUID, who: UUID, *channels: str, **more: Any) -> UUID:
    """Add somebody and return the id of the membership."""
    return UUID(done(adding(group_id, who, *channels, **more), "department").result["member"])


def six_channels(group_id: UUID) -> dict[str, UUID]:
    """Fill a group from all six channels, two of its people no Party members; return memberships by login."""
    people = (
        ("first", "宋怀远", ("first_secretary", "resident_team"), True),
        ("resident", "雷春燕", ("resident_team",), True),
        ("graduate", "柳青禾", ("graduate_official",), True),
        ("charge", "段永年", ("officer_in_charge",), False),
        ("branch", "魏守田", ("branch_committee", "village_committee"), True),
        ("villager", "白玉兰", ("village_committee",), False),
    )
    return {
        login: added(group_id, person(login, name), *channels, party_member=party)
        for login, name, channels, party in people
    }


def led(group_id: UUID, member_id: UUID, **more: Any) -> None:
    """Appoint the leader of a group."""
    values = {"id": fresh(), "group_id": group_id, "member_id": member_id, "valid_from": BEGIN, **more}
    done(AppointLeader(**values), "county")
