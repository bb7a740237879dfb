"""What corrections ask people to do: send what waits, ask again where the system has not followed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.journal import catalogue
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.models import Correction
from xiuhua.registry.queries.corrections import Waiting, waiting_by_village
from xiuhua.registry.rules.corrections import CorrectionState, Patience

FEW = 6
"""So many places are read at a glance; where corrections of more wait, they are put together by a wider one."""

_SEND, _ASK = Text("报送", "Send"), Text("催办", "Ask again about")
_LEVELS = (Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE)


@dataclass(slots=True)
class _Sum:
    lines: int
    due: date


@offered_for(
    Probe(Correction, QUERIES["registry.households"], values={"state": [CorrectionState.OPEN, CorrectionState.LISTED]})
)
def corrections_to_send(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer, to those who make lists, what waits to be sent and what was sent and not followed in time.

    What an export still had as it was is said only after the days that policy gives the system.
    """
    may = COMMANDS["registry.list_corrections"]
    rows = [row for row in waiting_by_village(viewer) if viewer.reaches(row.place_code, may.roles)]
    sums = _put_together(list(_due(rows, today)))
    names = accounts.place_names(viewer, {place for place, _ in sums}) if sums else {}
    return list(_lines(sums, names, today))


def _due(rows: Iterable[Waiting], today: date) -> Iterator[tuple[str, bool, int, date]]:
    """Yield village, whether it was sent, number of lines and the day by which something should have come of it."""
    for row in rows:
        patience = Patience.at(catalogue.policy(), on=today, region=row.place_code)
        if row.listed_on is None:
            yield row.place_code, False, row.lines, row.asked_on + timedelta(days=patience.unsent_days)
        elif row.listed_on + timedelta(days=patience.unfollowed_days) < today:
            yield row.place_code, True, row.lines, row.listed_on + timedelta(days=patience.unfollowed_days)


def _put_together(rows: Sequence[tuple[str, bool, int, date]]) -> Mapping[tuple[str, bool], _Sum]:
    for level in _LEVELS:
        sums: dict[tuple[str, bool], _Sum] = {}
        for village, sent, n, due in rows:
            known = sums.setdefault((ancestor(village, level), sent), _Sum(0, due))
            known.lines, known.due = known.lines + n, min(known.due, due)
        if len(sums) <= FEW:
            break
    return dict(sorted(sums.items()))


def _lines(sums: Mapping[tuple[str, bool], _Sum], names: Mapping[str, str], today: date) -> Iterator[AgendaLine]:
    for (code, sent), found in sums.items():
        name, n = names.get(code, code), found.lines
        state = CorrectionState.LISTED if sent else CorrectionState.OPEN
        where = Text("导出的表还是老值", "the export still has the old value") if sent else Text("等报送", "to be sent")
        yield AgendaLine(
            _ASK if sent else _SEND,
            Text(f"{name} {n:,} 条更正", f"{n:,} correction{'' if n == 1 else 's'} of {name}"),
            where,
            found.due,
            f"{reverse('corrections')}?place={code}&state={state.value}",
            Group.OVERDUE if found.due < today else Group.TODAY,
            Text("催办更正", "ask again about corrections") if sent else Text("报送更正", "send corrections"),
            names.get(code, ""),
        )
