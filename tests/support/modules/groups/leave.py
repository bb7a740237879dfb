"""Leave of the members of a group."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from support.cast import TODAY, Cast, Viewer, Zone, do, fresh
from support.declared import Page, Photo, Sample, asked
from support.standing import Standing, new
from xiuhua.groups.commands.leave import AskLeave
from xiuhua.groups.commands.members import AddMember
from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor

LEAVE = "groups/{group}/leave"
SOON = TODAY + timedelta(days=3)
FREE = TODAY + timedelta(days=90)
_OF_GROUPS = frozenset({Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.ATTENDEE})


def _asked(zone: Zone, member: UUID, first: date, days: int) -> UUID:
    leave = fresh()
    given = {"first_on": first, "last_on": first + timedelta(days=days - 1), "reason": zone.names["village"] + "看病"}
    do([AskLeave(id=fresh(), group_id=zone["group"], leave_id=leave, member_id=member, **given)])
    return leave


def furnish(zone: Zone, actor: Actor) -> None:
    """Let a member of the zone's group ask for a short leave and for a long one."""
    zone["leave_short"] = _asked(zone, zone["member"], SOON, 2)
    zone["leave_long"] = _asked(zone, zone["member"], TODAY + timedelta(days=20), 9)


def belongings(cast: Cast, viewer: Viewer) -> Mapping[str, Any]:
    """Let whoever works in a group belong to that of the zone, and have asked for leave."""
    zone = cast.zones["A1"]
    if viewer.role not in _OF_GROUPS or viewer.place_code != zone.place_code:
        return {}
    member = fresh()
    joining = {"account_id": viewer.account, "channels": ("village_committee",), "valid_from": TODAY}
    votes = viewer.role is not Role.ATTENDEE
    do([AddMember(id=fresh(), group_id=zone["group"], member_id=member, party_member=votes, **joining)])
    return {"membership": member, "leave": _asked(zone, member, SOON, 1)}


def enlarge(cast: Cast) -> None:
    """Let more leave be asked for."""
    zone = cast.zones["A1"]
    for number in range(5):
        _asked(zone, zone["member"], TODAY + timedelta(days=40 + number), 1)


def _leave(s: Standing) -> str:
    long = s.viewer.role == Role.ORGANISATION_DEPARTMENT
    return str(s.mine("leave", s.zone["leave_long" if long else "leave_short"]))


def _member(s: Standing) -> str:
    return str(s.mine("membership", s.zone["member"]))


def _of_group(**more: Any) -> Callable[[Standing], dict[str, Any]]:
    def payload(s: Standing) -> dict[str, Any]:
        given = {name: value(s) if callable(value) else value for name, value in more.items()}
        return {"group_id": str(s.zone["group"]), **given}

    return payload


PARTS = {"leave_id": _leave}

PAGES = (
    Page("group-leave", (asked(12),), photos=(Photo("group-leave", "member", LEAVE),)),
    Page(
        "group-leave-ask",
        (asked(13),),
        form={"first_on": str(FREE), "last_on": str(FREE), "reason": "看病"},
        photos=(Photo("group-leave-ask", "member", f"{LEAVE}/ask"),),
        own="membership",
    ),
    Page(
        "group-leave-decide",
        (asked(13),),
        form={"approved": "true"},
        photos=(Photo("group-leave-decide", "township", f"{LEAVE}/{{leave}}/decide"),),
    ),
    Page(
        "group-leave-end",
        (asked(13),),
        form={"back_on": str(TODAY)},
        photos=(Photo("group-leave-end", "member", f"{LEAVE}/{{leave}}/end"),),
        own="leave",
    ),
)

SAMPLES = {
    "groups.ask_leave": Sample(
        _of_group(leave_id=new("leave"), member_id=_member, first_on=str(FREE), last_on=str(FREE), reason="看病")
    ),
    "groups.decide_leave": Sample(_of_group(leave_id=_leave, approved=True)),
    "groups.end_leave": Sample(_of_group(leave_id=_leave, back_on=str(TODAY))),
}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return a leave of the demo that waits for the township."""
    return {"leave": row("id FROM groups_leave", "state = 'asked' ORDER BY first_on, id")[0]}
