"""What help asks people to do, by the narrowest places that make few lines: assign, do what is due, ask."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.db.models import Count, Q
from django.urls import reverse

from xiuhua.care.access import COMMANDS
from xiuhua.care.models import Helper, Measure
from xiuhua.care.queries.coverage import Show, overdue_on
from xiuhua.care.queries.helpers import HELP
from xiuhua.care.queries.plans import PLANNED
from xiuhua.care.rules.plans import OPEN, MeasureState, PlanState
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.scope import Probe, within
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for
from xiuhua.registry.queries.present import households_by_village

FEW: Final = 6
"""So many lines are read at a glance; where more villages wait, they are put together by township or county."""

Said = tuple[Text, Text]
"""A verb, and what it is done to."""

_ASSIGN: Final[Said] = (
    Text("安排", "Arrange help:"),
    Text("{place} {n} 户没有人帮扶", "households in {place} nobody helps: {n}"),
)
_DO: Final[Said] = (Text("办", "Do:"), Text("{place} {n} 项过期的措施", "overdue measures in {place}: {n}"))
_ASK: Final[Said] = (
    Text("问", "Ask:"),
    Text("{place} {n} 项结果，这一户还没有确认", "results in {place} to be confirmed: {n}"),
)
_WIDER: Final = (Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY, Level.PREFECTURE)


@offered_for(Probe(Helper, HELP, values={"valid_to": ()}))
def help_to_arrange(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the households nobody helps to those who arrange help; nothing where nobody has begun to arrange it."""
    assigning = COMMANDS["care.assign_helper"]
    if not assigning.allows(viewer.roles()):
        return []
    helped = Helper.objects.filter(valid_to=None)
    if not within(helped, viewer, HELP).exists():
        return []
    alone = households_by_village(viewer, helped.values_list("household_id", flat=True))
    villages = {code: n for code, n in alone.items() if viewer.reaches(code, assigning.roles)}
    return _lines(viewer, villages, _ASSIGN, Show.NOBODY, Group.TODAY)


@offered_for(Probe(Measure, PLANNED, values={"removed_on": (), "state": [*OPEN, MeasureState.REPORTED]}))
def measures_waiting(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer what plans say and is past its day, and the results that households have not confirmed."""
    if not COMMANDS["care.report_result"].allows(viewer.roles()):
        return []
    agreed = within(Measure.objects.filter(plan__state=PlanState.AGREED, removed_on=None), viewer, PLANNED)
    late, reported = Q(overdue_on(today)), Q(state=MeasureState.REPORTED)
    counted = agreed.filter(late | reported).order_by().values_list("place_code")
    rows = list(counted.annotate(late=Count("id", filter=late), reported=Count("id", filter=reported)))
    overdue = {code: n for code, n, _ in rows if n}
    unanswered = {code: n for code, _, n in rows if n}
    return [
        *_lines(viewer, overdue, _DO, Show.OVERDUE, Group.OVERDUE),
        *_lines(viewer, unanswered, _ASK, Show.UNANSWERED, Group.TODAY),
    ]


def _put_together(villages: Mapping[str, int]) -> Mapping[str, int]:
    for level in _WIDER:
        sums: Counter[str] = Counter()
        for code, n in villages.items():
            sums[ancestor(code, level)] += n
        if len(sums) <= FEW:
            break
    return dict(sorted(sums.items()))


def _lines(viewer: Actor, villages: Mapping[str, int], said: Said, show: Show, group: Group) -> list[AgendaLine]:
    verb, name = said
    counts = _put_together(villages)
    names = accounts.place_names(viewer, counts) if counts else {}
    return [
        AgendaLine(
            verb,
            name.filled(place=names.get(code, code), n=f"{n:,}"),
            Text("", ""),
            None,
            f"{reverse('place-help', args=[code])}?show={show.value}",
            group,
        )
        for code, n in counts.items()
    ]
