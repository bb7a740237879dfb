"""What Today asks of officers where households answered what is recorded about them."""

from collections.abc import Sequence
from datetime import date

from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, offered_for
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.models import HouseholdAnswer
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.household_answers import answers_waiting_for
from xiuhua.registry.rules.report_words import day

_SAID = Text("核对住户说的话", "look into what households said")

MOST = 6
"""So many households are read at a glance, the oldest first; the others follow once these are done."""


@offered_for(Probe(HouseholdAnswer, COMMANDS["registry.handle_household_answer"], values={"outcome": [""]}))
def answers_waiting(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the households whose words wait for the viewer to look into them; with the day on which they spoke."""
    if not viewer.operator and not COMMANDS["registry.handle_household_answer"].allows(viewer.roles()):
        return []
    found = answers_waiting_for(viewer, most=MOST)
    homes = dict.fromkeys(home for home, _, _ in found)
    if not homes:
        return []
    heads, names = heads_of(set(homes)), accounts.place_names(viewer, {place for _, place, _ in found})
    first = {home: (place, day(said_on)) for home, place, said_on in reversed(found)}
    return [
        AgendaLine(
            Text("核对", "Look into"),
            _called(heads.get(home, "")),
            Text(*[names.get(first[home][0], "")] * 2),
            Text(f"{first[home][1].zh} 说的", f"said on {first[home][1].en}"),
            reverse("household", args=[home]) + "#answers",
            plain=_SAID,
            place=names.get(first[home][0], ""),
        )
        for home in homes
    ]


def _called(head: str) -> Text:
    if not head:
        return Text("一户人家说的话", "what a household says")
    return Text(f"{head} 户说的话", f"what the household of {head} says")
