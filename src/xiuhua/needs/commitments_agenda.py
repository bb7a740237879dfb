"""What recurring commitments ask people to do: see to it that somebody comes, make up what was missed, ask."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.agenda import Sum, put_together
from xiuhua.needs.models import Commitment
from xiuhua.needs.queries.commitments import COMMITMENTS, Show, commitments_waiting
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

_SAID: Final[Mapping[Show, tuple[str, Text, Text, Group]]] = {
    Show.LATE: (
        "needs.record_miss",
        Text("补上", "Make up for"),
        Text("漏了还没有补，或者来没来没有记", "missed and not made up, or not recorded"),
        Group.OVERDUE,
    ),
    Show.ASKED: (
        "needs.confirm_coming",
        Text("去问", "Ask about"),
        Text("来了，村里或本人还没有确认", "they came, whoever it was for has not said so"),
        Group.TODAY,
    ),
    Show.DUE: (
        "needs.record_coming",
        Text("约好", "Arrange"),
        Text("这一期还没有来", "nobody has come in this period yet"),
        Group.SOON,
    ),
}
"""By list: who may do it, the verb, why, and where the line stands."""


@offered_for(Probe(Commitment, COMMITMENTS))
def commitments_to_handle(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the periods of commitments in which somebody has to do something, to those who may, by place."""
    if not viewer.operator and not COMMANDS["needs.record_coming"].allows(viewer.roles()):
        return []
    rows = [
        (place, show, day)
        for place, show, day in commitments_waiting(viewer, today)
        if viewer.operator or viewer.reaches(place, COMMANDS[_SAID[show][0]].roles)
    ]
    sums = put_together(rows)
    names = accounts.place_names(viewer, {place for place, _ in sums}) if sums else {}
    return [_line(code, show, found, names.get(code, code)) for (code, show), found in sums.items()]


def _line(code: str, show: Show, found: Sum, name: str) -> AgendaLine:
    _, verb, why, group = _SAID[show]
    n = found.count
    return AgendaLine(
        verb,
        Text(f"{name} {n:,} 期定期承诺", f"{n:,} period{'' if n == 1 else 's'} promised to {name}"),
        why,
        found.due if show is Show.DUE else None,
        f"{reverse('place-commitments', args=[code])}?show={show.value}",
        group,
        plain=Text("定期承诺", "what was promised"),
        place=name,
    )
