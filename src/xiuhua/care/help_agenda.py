"""What help asks people to do, by the narrowest places that make few lines: assign, visit, do what is due, ask."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from xiuhua.care.access import COMMANDS
from xiuhua.care.models import Helper, Measure
from xiuhua.care.queries.coverage import Show, counted_by_village, overdue_on
from xiuhua.care.queries.helpers import HELP
from xiuhua.care.queries.plans import PLANNED
from xiuhua.care.rules.plans import OPEN, MeasureState, PlanState, kind_name
from xiuhua.groups.queries.visits_counted import PROMISES
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe, within
from xiuhua.platform.accounts.seen import Inside, Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.worded import Gaps
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

FEW: Final = 6
"""So many lines are read at a glance; where more villages wait, they are put together by township or county."""

Said = tuple[Text, Text, Text]
"""A verb, what it is done to, and both without places and numbers."""

_ASSIGN: Final[Said] = (
    Text("安排", "Arrange help for"),
    Text("{place} {n} 户没有人帮扶", "{n} household{s} nobody helps in {place}"),
    Text("安排帮扶", "arrange help"),
)
_DO: Final[Said] = (
    Text("办", "See to"),
    Text("{place} {n} 项过期的措施", "{n} measure{s} overdue in {place}"),
    Text("办过期的措施", "see to overdue measures"),
)
_ASK: Final[Said] = (
    Text("问", "Ask about"),
    Text("{place} {n} 项结果，这一户还没有确认", "{n} result{s} in {place} that the household has not confirmed"),
    Text("问问结果", "ask about results"),
)
_PROMISED: Final[Said] = (
    Text("催办", "See to"),
    Text("{place} {n} 户走访时答应的事过期了", "what was promised to {n} household{s} in {place} and is past its day"),
    Text("催办过期的承诺", "see to promises past their day"),
)
_COME: Final[Said] = (
    Text("安排走访", "Have helpers visit"),
    Text("{place} {n} 户，帮扶人很久没有来", "{n} household{s} in {place} that none visited for long"),
    Text("安排帮扶人走访", "have helpers visit"),
)
_FOLLOW: Final[Said] = (
    Text("问进度", "Follow up"),
    Text("{place} {n} 户的措施还没有结果", "measures without a result yet: {n} household{s} in {place}"),
    Text("问措施的进度", "follow up measures"),
)
_LISTS: Final[Mapping[Show, tuple[Said, Group]]] = {
    Show.NOBODY: (_ASSIGN, Group.TODAY),
    Show.PROMISED: (_PROMISED, Group.OVERDUE),
    Show.UNVISITED: (_COME, Group.TODAY),
    Show.NO_RESULT: (_FOLLOW, Group.SOON),
}
"""The lists for those who arrange help: what is said of each, and where it stands."""

_WIDER: Final = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE)


@offered_for(
    Probe(Helper, HELP, values={"valid_to": ()}),
    Probe(Measure, HELP, values={"removed_on": (), "state": [*OPEN]}),
    replace(PROMISES, access=COMMANDS["care.assign_helper"]),
)
def help_to_arrange(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the lists of help that hold somebody to those who arrange help; two queries.

    Whom nobody helps is offered only where helping has begun.
    """
    assigning = COMMANDS["care.assign_helper"]
    if not assigning.allows(viewer.roles()):
        return []
    counted = counted_by_village(viewer, on=today)
    begun = any(counts[Show.HELPED] for counts in counted.values())
    inside = {code: counts for code, counts in counted.items() if viewer.reaches(code, assigning.roles)}
    sums = {
        show: _put_together({code: counts[show] for code, counts in inside.items() if counts[show]})
        for show in _LISTS
        if begun or show is not Show.NOBODY
    }
    codes = {code for counts in sums.values() for code in counts}
    names = accounts.place_names(viewer, codes) if codes else {}
    return [
        _line(names.get(code, code), code, n, *_LISTS[show], show)
        for show, counts in sums.items()
        for code, n in counts.items()
    ]


@offered_for(Probe(Measure, PLANNED, values={"removed_on": (), "state": [*OPEN, MeasureState.REPORTED]}))
def measures_waiting(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer what plans say and is past its day, and the results that households have not confirmed."""
    if not COMMANDS["care.report_result"].allows(viewer.roles()):
        return []
    rows = _COUNTED.answers(viewer, today=today)
    overdue = {code: n for code, n, _ in rows if n}
    unanswered = {code: n for code, _, n in rows if n}
    lines = _lines(viewer, overdue, _DO, Show.OVERDUE, Group.OVERDUE)
    if sum(overdue.values()) == 1:
        late = within(_AGREED.filter(overdue_on(today)), viewer, PLANNED)
        lines = _led_to_it(viewer, lines[0], late)
    return [*lines, *_lines(viewer, unanswered, _ASK, Show.UNANSWERED, Group.TODAY)]


_AGREED: Final = Measure.objects.filter(plan__state=PlanState.AGREED, removed_on=None)


def _counted(gap: Gaps, seen: Inside) -> QuerySet[Measure, tuple[str, int, int]]:
    late, reported = Q(overdue_on(gap("today"))), Q(state=MeasureState.REPORTED)
    counted = seen(_AGREED, PLANNED).filter(late | reported).order_by().values_list("place_code")
    return counted.annotate(late=Count("id", filter=late), reported=Count("id", filter=reported))


_COUNTED: Final = Seen(_counted, PLANNED)
"""By village, how many measures are past their day, and how many results wait for an answer."""


def _led_to_it(viewer: Actor, line: AgendaLine, measures: QuerySet[Measure]) -> list[AgendaLine]:
    """Lead to the only measure there is and name its kind, where the viewer may report what came of it."""
    columns = measures.order_by().values_list("id", "plan_id", "place_code", "kind", "due")
    return [
        replace(
            line,
            where=kind_name(kind, catalogue.policy()),
            url=reverse("measure-report", args=[plan, measure]),
            when=due,
        )
        for measure, plan, place, kind, due in columns[:1]
        if viewer.reaches(place, COMMANDS["care.report_result"].roles)
    ] or [line]


def _put_together(villages: Mapping[str, int]) -> Mapping[str, int]:
    for level in _WIDER:
        sums: Counter[str] = Counter()
        for code, n in villages.items():
            sums[ancestor(code, level)] += n
        if len(sums) <= FEW:
            break
    return dict(sorted(sums.items()))


def _lines(viewer: Actor, villages: Mapping[str, int], said: Said, show: Show, group: Group) -> list[AgendaLine]:
    counts = _put_together(villages)
    names = accounts.place_names(viewer, counts) if counts else {}
    return [_line(names.get(code, code), code, n, said, group, show) for code, n in counts.items()]


def _line(place: str, code: str, n: int, said: Said, group: Group, show: Show) -> AgendaLine:
    verb, name, plain = said
    return AgendaLine(
        verb,
        name.filled(place=place, n=f"{n:,}", s="" if n == 1 else "s"),
        Text("", ""),
        None,
        f"{reverse('place-help', args=[code])}?show={show.value}",
        group,
        plain,
    )
