"""What needs ask people to do: look at them, find somebody, ask the person."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, TypeVar

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS
from xiuhua.needs.models import Need
from xiuhua.needs.queries.lists import NEEDS, Show, waiting
from xiuhua.needs.rules.kinds import Days
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.journal import catalogue
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

FEW: Final = 6
"""So many places are read at a glance; where something waits in more, they are put together by a wider one."""

_LEVELS: Final = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE)
_SAID: Final[Mapping[str, tuple[str, Show, Text, Text]]] = {
    State.TOLD: ("needs.triage", Show.TRIAGE, Text("研判", "Look at"), Text("说了还没有看", "told, not looked at yet")),
    State.TRIAGED: ("needs.match", Show.MATCH, Text("对接", "Match"), Text("还没有人来办", "nobody was asked yet")),
    State.DELIVERED: (
        "needs.confirm",
        Show.ASK,
        Text("问本人", "Ask about"),
        Text("办了，本人还没有确认", "delivered, not confirmed by the person"),
    ),
}
"""By state: who may do the next step, the list that shows them, the verb, and why."""


_Sort = TypeVar("_Sort", bound=str)


@dataclass(slots=True)
class Sum:
    """So many of one sort in one place, and when the first is due."""

    count: int
    due: date


@offered_for(Probe(Need, NEEDS, values={"state": [*_SAID]}))
def needs_to_handle(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the needs in which somebody has to do something, to those who may, by place."""
    rows = [
        row for row in waiting(viewer) if viewer.operator or viewer.reaches(row[0], COMMANDS[_SAID[row[1]][0]].roles)
    ]
    sums = put_together(list(_due(rows, today)))
    names = accounts.place_names(viewer, {place for place, _ in sums}) if sums else {}
    return [_line(code, state, found, names.get(code, code), today) for (code, state), found in sums.items()]


def _due(rows: Iterable[tuple[str, str, date, date | None]], today: date) -> Iterator[tuple[str, str, date]]:
    for place_code, state, told_on, delivered_on in rows:
        days = Days.at(catalogue.policy(), on=today, region=place_code)
        if state == State.DELIVERED and delivered_on is not None:
            yield place_code, state, delivered_on + timedelta(days=days.confirm)
        else:
            yield place_code, state, told_on + timedelta(days=days.triage)


def put_together(rows: Sequence[tuple[str, _Sort, date]]) -> Mapping[tuple[str, _Sort], Sum]:
    """Return villages put together by wider places until they are few, by place and sort."""
    sums: dict[tuple[str, _Sort], Sum] = {}
    for level in _LEVELS:
        sums = {}
        for village, sort, due in rows:
            known = sums.setdefault((ancestor(village, level), sort), Sum(0, due))
            known.count, known.due = known.count + 1, min(known.due, due)
        if len(sums) <= FEW:
            break
    return dict(sorted(sums.items()))


def _line(code: str, state: str, found: Sum, name: str, today: date) -> AgendaLine:
    _, show, verb, why = _SAID[state]
    return AgendaLine(
        verb,
        Text(f"{name} {found.count:,} 件需求", f"{found.count:,} need{'' if found.count == 1 else 's'} of {name}"),
        why,
        found.due,
        f"{reverse('place-needs', args=[code])}?show={show.value}",
        Group.OVERDUE if found.due < today else Group.TODAY,
    )
