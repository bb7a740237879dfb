"""What a group's work tells of a household: on its page, on its timeline, on its paper."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Visit
from xiuhua.groups.queries.visits import VISITS, VisitLine, visits_of_household
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.documents import Section
from xiuhua.registry.beside import Home, Told, telling
from xiuhua.registry.queries.events import Event
from xiuhua.registry.rules.report_words import day

SHOWN: Final = 3
"""Visits that stand on the page of a household; earlier ones are folded away."""

_VISITS: Final = Text("走访", "Visits")
_COLUMNS: Final = (
    Text("日期", "Date"),
    Text("谁来的", "Who came"),
    Text("见到谁", "Whom they saw"),
    Text("记下的", "Recorded"),
)


@telling({Visit: "household_id"})
def visits_told(viewer: Actor, home: Home, on: date) -> Told:
    """Return the visits to a household as its page, its timeline and its paper tell them."""
    if not VISITS.allows(viewer.roles()) and not viewer.operator:
        return Told()
    visits = visits_of_household(viewer, home.id, on=on) if home.has(Visit) else ()
    may = viewer.operator or COMMANDS["groups.record_visit"].allows(viewer.roles())
    return Told(
        events=tuple(_event(each) for each in visits),
        sections=_sections(visits),
        template="groups/household_visits.html",
        context={
            "visits": visits[:SHOWN],
            "earlier_visits": visits[SHOWN:],
            "visitors": tuple(dict.fromkeys(each.visitor for each in visits if each.visitor)),
            "visit_url": reverse("visit-record", args=[home.id]) if may else "",
        },
    )


def _event(visit: VisitLine) -> Event:
    promised = [Text(f"答应：{visit.promised}", f"promised: {visit.promised}")] if visit.promised else []
    return Event(on=visit.visited_on, what=Text("走访", "visit"), lines=tuple(promised), who=visit.visitor)


def _sections(visits: Sequence[VisitLine]) -> tuple[Section, ...]:
    if not visits:
        return ()
    rows = tuple((day(each.visited_on), each.visitor, "、".join(each.seen), _recorded(each)) for each in visits)
    return (Section(_VISITS, _COLUMNS, (2, 2, 3, 6), rows),)


def _recorded(visit: VisitLine) -> Text:
    said = [(Text("", ""), visit.found), (Text("需要：", "needs: "), visit.needed)]
    said.append((Text("答应：", "promised: "), visit.promised))
    told = [(lead, text) for lead, text in said if text]
    return Text("；".join(lead.zh + text for lead, text in told), "; ".join(lead.en + text for lead, text in told))
