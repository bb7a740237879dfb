"""What leave puts on the page of today: decide about it, wait for the answer."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Leave
from xiuhua.groups.queries.leave import LeaveToDecide, leaves_waiting
from xiuhua.groups.rules.leave import LeaveState
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

_DECIDE, _WAIT = Text("批假", "Decide about leave"), Text("等答复", "Wait for the answer")
_AWAY = Text("请假从", "away from")


@offered_for(
    Probe(Leave, COMMANDS["groups.decide_leave"], values={"state": [LeaveState.ASKED]}),
    Probe(Leave, own="account_id", values={"state": [LeaveState.ASKED]}),
)
def leave_to_decide(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the leaves that wait for the viewer, overdue once their first day has come; and the viewer's own."""
    found = leaves_waiting(viewer, on=today)
    names = accounts.place_names(viewer, {each.place_code for each in found}) if found else {}
    return [_line(each, names.get(each.place_code, ""), today) for each in found]


def _line(found: LeaveToDecide, place: str, today: date) -> AgendaLine:
    line = found.line
    if not found.mine:
        url = reverse("group-leave", args=[found.group_id])
        name = Text("我的请假", "my leave")
        return AgendaLine(_WAIT, name, line.state_name, line.first_on, url, Group.WAITING, _WAIT, place, _AWAY)
    url = reverse("group-leave-decide", args=[found.group_id, line.id])
    group = Group.OVERDUE if line.first_on <= today else Group.TODAY
    return AgendaLine(_DECIDE, line.name, Text(place, place), line.first_on, url, group, _DECIDE, place, _AWAY)
