"""The needs of a place, in lists that say what comes next; and its figures, each of which opens to its rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.needs.access import QUERIES
from xiuhua.needs.models import Match, Need
from xiuhua.needs.rules.kinds import NeedKind, kinds
from xiuhua.needs.rules.steps import OPEN, STATE_NAMES, UNMET, State
from xiuhua.needs.rules.times import Told, Waited, waited
from xiuhua.platform.accounts.naming import names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.browsing import RecordName
from xiuhua.registry.queries.named import households_named

NEEDS = QUERIES["needs.needs"]
PAGE_SIZE: Final = 50
_FIGURES: Final = ("kind", "state", "told_on", "delivered_on", "rounds")


class Show(StrEnum):
    """Which needs a list shows."""

    OPEN = ""
    TRIAGE = "triage"
    MATCH = "match"
    ANSWER = "answer"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    ASK = "ask"
    UNMET = "unmet"
    DELIVERED = "delivered"
    REPEATED = "repeated"
    DONE = "done"
    CLOSED = "closed"
    ALL = "all"


_STATES: Final[Mapping[Show, Collection[State]]] = {
    Show.OPEN: OPEN,
    Show.TRIAGE: (State.TOLD,),
    Show.MATCH: (State.TRIAGED,),
    Show.ANSWER: (State.MATCHED,),
    Show.DELIVER: (State.ACCEPTED,),
    Show.CONFIRM: (State.DELIVERED,),
    Show.ASK: (State.DELIVERED,),
    Show.UNMET: UNMET,
    Show.DONE: (State.CONFIRMED,),
    Show.CLOSED: (State.CLOSED,),
}


@dataclass(frozen=True, slots=True)
class NeedLine:
    """A need as lists show it: for which household, of which kind, how far it is. What was said is not in a list."""

    id: UUID
    subject_id: UUID
    household: Text
    place: str
    kind: Text
    state: State
    told_on: date
    wanted_by: date | None
    delivered_on: date | None
    rounds: int

    @property
    def state_name(self) -> Text:
        """How far the need is, in words."""
        return STATE_NAMES[self.state]


@dataclass(frozen=True, slots=True)
class KindLine:
    """The figures of one kind of need."""

    code: str
    name: Text
    waited: Waited


@dataclass(frozen=True, slots=True)
class PlaceNeeds:
    """The needs of a place, as far as asked for; the figures are of all of them."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    rows: tuple[NeedLine, ...]
    after: str | None
    counts: Mapping[Show, int]
    whole: Waited
    kinds: tuple[KindLine, ...]
    days: Figure
    long: Figure
    unmet: Figure
    repeated: Figure


def place_needs(
    viewer: Actor,
    code: str,
    *,
    on: date,
    show: Show = Show.OPEN,
    kind: str = "",
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> PlaceNeeds | None:
    """Return the needs of a place, or ``None`` where it is absent or outside; the same queries for every place."""
    found = place(viewer, code)
    if found is None or (not NEEDS.allows(viewer.roles()) and not viewer.operator):
        return None
    inside = within(Need.objects.all(), viewer, NEEDS, place=code)
    told = [Told(*row) for row in inside.values_list(*_FIGURES)]
    names = kinds(catalogue.policy(), on=on, region=code)
    whole = waited(told)
    chosen = _shown(inside, show)
    if show is Show.ASK:
        chosen = chosen.exclude(_met_by(viewer.person_id))
    if kind:
        chosen = chosen.filter(kind=kind)
    rows, later = _page(chosen, after, size)
    return PlaceNeeds(
        place=found,
        places=breadcrumb(viewer, code),
        rows=listed(viewer, rows, on=on),
        after=later,
        counts={each: sum(_is_shown(need, each) for need in told) for each in Show},
        whole=whole,
        kinds=tuple(
            KindLine(key, names[key].name if key in names else Text(key, key), waited(n for n in told if n.kind == key))
            for key in sorted({each.kind for each in told}, key=lambda key: [*names, key].index(key))
        ),
        **_figures(whole, code, on),
    )


def listed(viewer: Actor, rows: Iterable[Need], *, on: date) -> tuple[NeedLine, ...]:
    """Return needs as lists show them."""
    found = list(rows)
    households = households_named(viewer, (each.subject_id for each in found))
    places = names_of_places(each.place_code for each in found)
    names = kinds(catalogue.policy(), on=on)
    return tuple(
        _line(each, names, _called(households.get(each.subject_id)), places.get(each.place_code, each.place_code))
        for each in found
    )


def _line(row: Need, names: Mapping[str, NeedKind], household: Text, place_name: str) -> NeedLine:
    return NeedLine(
        id=row.id,
        subject_id=row.subject_id,
        household=household,
        place=place_name,
        kind=names[row.kind].name if row.kind in names else Text(row.kind, row.kind),
        state=State(row.state),
        told_on=row.told_on,
        wanted_by=row.wanted_by,
        delivered_on=row.delivered_on,
        rounds=row.rounds,
    )


def household_needs(viewer: Actor, household_id: UUID, *, on: date) -> tuple[NeedLine, ...]:
    """Return the needs of a household that the viewer sees, open ones first, the newest first among each; one query."""
    rows = within(Need.objects.filter(subject_id=household_id), viewer, NEEDS)
    names = kinds(catalogue.policy(), on=on)
    found = [_line(each, names, Text("", ""), "") for each in rows.order_by("-told_on", "id")]
    return tuple(sorted(found, key=lambda each: each.state not in OPEN))


def need_of_visit(visit_id: UUID) -> UUID:
    """Return the id of the need that is made of what was heard on a visit: made twice, it is the same one."""
    return derived_id(visit_id, "need")


def waiting(viewer: Actor) -> tuple[tuple[str, str, date, date | None], ...]:
    """Return village, state, day told and day delivered of every need in which the viewer could do something.

    The person is asked by somebody who took no part.
    """
    return tuple(_WAITING.answers(viewer, **({"person": viewer.person_id} if viewer.person_id else {})))


def _met_by(person: Any) -> Q:
    """Return which needs wait for their person's answer and were met by somebody; none where that is nobody."""
    helped = Q(delivered_by=person) | Q(helper_id=person)
    met = Match.objects.filter(helped, need_id=OuterRef("id"), delivered_on__isnull=False, satisfied=None)
    return Q(Exists(met), state=State.DELIVERED) if person is not None else Q(pk__in=())


_WAITING: Final = Seen(
    lambda gap, seen: (
        seen(Need.objects.filter(state__in=(State.TOLD, State.TRIAGED, State.DELIVERED)), NEEDS)
        .exclude(_met_by(gap("person") if "person" in gap else None))
        .order_by("told_on", "id")
        .values_list("place_code", "state", "told_on", "delivered_on")
    ),
    NEEDS,
)


def _called(found: RecordName | None) -> Text:
    label = found.label if found is not None else ""
    return label if isinstance(label, Text) else Text(label, label)


def _shown(rows: QuerySet[Need], show: Show) -> QuerySet[Need]:
    if show is Show.REPEATED:
        return rows.filter(rounds__gt=1)
    if show is Show.DELIVERED:
        return rows.filter(delivered_on__isnull=False)
    return rows.filter(state__in=_STATES[show]) if show in _STATES else rows


def _is_shown(need: Told, show: Show) -> bool:
    if show is Show.REPEATED:
        return need.rounds > 1
    if show is Show.DELIVERED:
        return need.delivered_on is not None
    return show not in _STATES or need.state in _STATES[show]


def _page(rows: QuerySet[Need], after: str | None, size: int) -> tuple[list[Need], str | None]:
    """Return a page of needs, the longest waiting first, and where the next one begins: a day and an id."""
    day, _, key = (after or "").partition("_")
    try:
        since, last = date.fromisoformat(day), UUID(key)
    except ValueError:
        found = list(rows.order_by("told_on", "id")[: size + 1])
    else:
        later = rows.filter(Q(told_on__gt=since) | Q(told_on=since, id__gt=last))
        found = list(later.order_by("told_on", "id")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return found, f"{found[-1].told_on.isoformat()}_{found[-1].id}" if more else None


def _figures(whole: Waited, code: str, on: date) -> dict[str, Figure]:
    none = Text("还没有办过的", "nothing was delivered yet") if whole.median is None else None
    days, needs = Text("天", "days"), Text("件", "needs")
    delivered, unmet = {"code": code, "show": Show.DELIVERED.value}, {"code": code, "show": Show.UNMET.value}
    return {
        "days": Figure(
            whole.median,
            days,
            Text("从说出来到办了的天数，一半不超过这个数", "days from told to delivered that half do not exceed"),
            on,
            ("place-needs", delivered),
            why_not=none,
        ),
        "long": Figure(
            whole.p90,
            days,
            Text(
                "从说出来到办了的天数，十件里九件不超过", "days from told to delivered that nine in ten do not exceed"
            ),
            on,
            ("place-needs", delivered),
            why_not=none,
        ),
        "unmet": Figure(
            whole.unmet,
            needs,
            Text("登记了还没有办的", "told and not delivered yet"),
            on,
            ("place-needs", unmet),
        ),
        "repeated": Figure(
            whole.repeated,
            needs,
            Text("办过以后本人不满意、又办的", "delivered again because the person was not satisfied"),
            on,
            ("place-needs", {"code": code, "show": Show.REPEATED.value}),
        ),
    }
