"""What groups without members or without a leader put on the page of today, for whoever settles that."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.urls import reverse

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import WorkGroup
from xiuhua.groups.queries.coverage import Show
from xiuhua.groups.queries.staffing import Unstaffed, unstaffed
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import place_names
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

_LEADING, _ADDING = COMMANDS["groups.appoint_leader"], COMMANDS["groups.add_member"]
_GIVE_MEMBERS, _GIVE_LEADERS = Text("给", "Settle"), Text("给", "Appoint")
_WAIT = Text("等", "Wait for")
_MEMBERS = Text("给小组定成员", "settle the members of groups")
_LEADERS = Text("给小组配组长", "appoint the leaders of groups")


@offered_for(Probe(WorkGroup, _LEADING, values={"valid_to": ()}), Probe(WorkGroup, _ADDING, values={"valid_to": ()}))
def groups_to_staff(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer, in one line a territory, the groups that wait for members, and those that wait for their leader."""
    adds, leads = _ADDING.allows(viewer.roles()), _LEADING.allows(viewer.roles())
    lines = [_staff(each) for each in (unstaffed(viewer, _ADDING) if adds else ()) if each.nobody]
    for each in unstaffed(viewer, _LEADING) if leads else ():
        if each.no_leader:
            lines.append(_lead(each))
        if each.nobody and not adds:
            lines.append(_await(each))
    names = place_names(viewer, {code for code, _ in lines}) if lines else {}
    return [replace(line, where=names.get(code, ""), place=names.get(code, "")) for code, line in lines]


def _staff(found: Unstaffed) -> tuple[str, AgendaLine]:
    what = Text(f"{found.nobody:,} 个小组定成员", f"the members of {_groups(found.nobody)}")
    return found.code, AgendaLine(_GIVE_MEMBERS, what, "", None, _list(found, Show.NO_VOTE), plain=_MEMBERS)


def _lead(found: Unstaffed) -> tuple[str, AgendaLine]:
    n = found.no_leader
    what = Text(f"{n:,} 个小组配组长", f"the leader{'' if n == 1 else 's'} of {_groups(n)}")
    return found.code, AgendaLine(_GIVE_LEADERS, what, "", None, _list(found, Show.TO_LEAD), plain=_LEADERS)


def _await(found: Unstaffed) -> tuple[str, AgendaLine]:
    n = found.nobody
    what = Text(f"组织部门给 {n:,} 个小组定成员", f"the organisation department to settle the members of {_groups(n)}")
    return found.code, AgendaLine(_WAIT, what, "", None, _list(found, Show.NO_VOTE), Group.WAITING, _MEMBERS)


def _list(found: Unstaffed, show: Show) -> str:
    return f"{reverse('place-groups', args=[found.code])}?show={show.value}"


def _groups(n: int) -> str:
    return f"{n:,} group{'' if n == 1 else 's'}"
