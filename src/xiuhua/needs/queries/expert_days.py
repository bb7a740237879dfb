"""Expert days as pages show them: of a place, and one with the needs that are gathered on it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, ancestor, lies_in
from xiuhua.kernel.text import Text
from xiuhua.needs.access import COMMANDS, QUERIES
from xiuhua.needs.facts import CANCEL_LABEL, EXPERTS_LABEL, TEXT_LABEL
from xiuhua.needs.models import ExpertDay, Match, Need, Seat
from xiuhua.needs.queries.lists import NEEDS
from xiuhua.needs.queries.needs import HEALTH, opened
from xiuhua.needs.rules.expert_days import GATHERED_FROM
from xiuhua.needs.rules.kinds import NeedKind, kinds
from xiuhua.needs.rules.steps import STATE_NAMES, State
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.queries.named import households_named, people_of

DAYS = QUERIES["needs.expert_days"]
PAST: Final = 20
"""So many days that are over are listed."""


@dataclass(frozen=True, slots=True)
class DayLine:
    """An expert day as it is announced."""

    id: UUID
    place_code: str
    place: str
    kind_code: str
    kind: Text
    name: str
    venue: str
    held_on: date
    hours: str
    provider: str
    experts: str
    announced_on: date
    cancelled_on: date | None
    cancel_reason: str


@dataclass(frozen=True, slots=True)
class DayWaiting:
    """An expert day on which something is to be done, with how many needs wait on it."""

    id: UUID
    name: str
    held_on: date
    place: str
    waiting: int


@dataclass(frozen=True, slots=True)
class PlaceDays:
    """The expert days of a place: those to come, and the last that are over."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    ahead: tuple[DayLine, ...]
    over: tuple[DayLine, ...]


@dataclass(frozen=True, slots=True)
class SeatLine:
    """A need on an expert day, or one that could be gathered. ``text`` is ``None`` where the viewer may not read it."""

    need_id: UUID
    household: Text
    person: str
    place: str
    state: Text
    seen: bool | None
    waits: bool
    told_on: date
    text: str | None


@dataclass(frozen=True, slots=True)
class DayPage:
    """An expert day with the needs of the viewer's territory that are gathered on it."""

    line: DayLine
    places: tuple[PlaceLine, ...]
    seats: tuple[SeatLine, ...]
    matching: int
    may: Mapping[str, bool]

    @property
    def waiting(self) -> tuple[SeatLine, ...]:
        """The needs of which nothing is typed in yet."""
        return tuple(each for each in self.seats if each.waits)


def place_days(viewer: Actor, code: str, *, on: date) -> PlaceDays | None:
    """Return the expert days of a place, those of wider places that cover it too, or ``None`` where it is absent."""
    found = place(viewer, code)
    if found is None or (not DAYS.allows(viewer.roles()) and not viewer.operator):
        return None
    above = {ancestor(code, level) for level in Level}
    rows = _seen(viewer).filter(Q(place_code__range=bounds(code)) | Q(place_code__in=above))
    ahead = rows.filter(held_on__gte=on, cancelled_on=None).order_by("held_on", "id")
    over = rows.exclude(held_on__gte=on, cancelled_on=None).order_by("-held_on", "id")[:PAST]
    lines = _lines([*ahead, *over], on)
    first = sum(each.held_on >= on and each.cancelled_on is None for each in lines)
    return PlaceDays(found, breadcrumb(viewer, code), tuple(lines[:first]), tuple(lines[first:]))


def day_page(viewer: Actor, day_id: UUID, *, on: date) -> DayPage | None:
    """Return an expert day, or ``None`` where it is absent or does not cover anything of the viewer's territory."""
    row = _seen(viewer).filter(id=day_id).first()
    if row is None:
        return None
    seats = list(_not_given_up(within(Seat.objects.filter(day_id=row.id), viewer, NEEDS)).order_by("place_code", "id"))
    needs = Need.objects.in_bulk({each.need_id for each in seats})
    by_need = {each.need_id: each for each in seats}
    open_day = row.cancelled_on is None and on <= row.held_on
    return DayPage(
        line=_lines([row], on)[0],
        places=breadcrumb(viewer, row.place_code),
        seats=_needs_told(viewer, [needs[each.need_id] for each in seats], by_need, on),
        matching=_gatherable(viewer, row).count() if open_day else 0,
        may={
            "gather": open_day and _acts(viewer, "needs.gather_need", row),
            "record": row.cancelled_on is None and on >= row.held_on and _acts(viewer, "needs.record_seat", row),
            "cancel": row.cancelled_on is None
            and all(each.seen is None for each in seats)
            and reaches(viewer, COMMANDS["needs.cancel_day"], row.place_code),
            "invite": open_day,
        },
    )


def gatherable(viewer: Actor, day_id: UUID, *, on: date) -> tuple[SeatLine, ...]:
    """Return the open needs of the viewer's territory that an expert day could gather."""
    row = _seen(viewer).filter(id=day_id).first()
    if row is None:
        return ()
    return _needs_told(viewer, list(_gatherable(viewer, row).order_by("place_code", "told_on", "id")), {}, on)


def days_waiting(viewer: Actor, on: date) -> tuple[DayWaiting, ...]:
    """Return the days to come and those not typed in yet, the earliest first."""
    rows = _HELD.answers(viewer, above=_above(viewer))
    waiting = Counter(_UNTYPED.answers(viewer, days=[each.id for each in rows]))
    listed = [each for each in rows if each.held_on >= on or waiting[each.id]]
    places = names_of_places(each.place_code for each in listed) if listed else {}
    return tuple(
        DayWaiting(each.id, each.name, each.held_on, places.get(each.place_code, each.place_code), waiting[each.id])
        for each in listed
    )


def _seen(viewer: Actor) -> QuerySet[ExpertDay]:
    """Return the days of the viewer's territory, and of wider places that cover some of it."""
    return _covering(within(ExpertDay.objects.all(), viewer, DAYS), _above(viewer))


def _above(viewer: Actor) -> list[str]:
    """Return the places that hold the viewer's territories, themselves included."""
    return sorted({ancestor(code, level) for code in viewer.territories(DAYS.roles) for level in Level})


def _covering(inside: QuerySet[ExpertDay], above: Any) -> QuerySet[ExpertDay]:
    return ExpertDay.objects.filter(Q(id__in=inside.values("id")) | Q(place_code__in=above))


_HELD: Final = Seen(
    lambda gap, seen: (
        _covering(seen(ExpertDay.objects.all(), DAYS), gap("above")).filter(cancelled_on=None).order_by("held_on", "id")
    ),
    DAYS,
)
_UNTYPED: Final = Seen(
    lambda gap, seen: _not_given_up(seen(Seat.objects.filter(day_id__in=gap("days"), seen=None), NEEDS)).values_list(
        "day_id", flat=True
    ),
    NEEDS,
)


def _acts(viewer: Actor, code: str, row: ExpertDay) -> bool:
    """Say whether the viewer may do something with needs anywhere in the place of a day."""
    roles = COMMANDS[code].roles
    return reaches(viewer, COMMANDS[code], row.place_code) or any(
        lies_in(each, row.place_code) for each in viewer.territories(roles)
    )


def _gatherable(viewer: Actor, row: ExpertDay) -> QuerySet[Need]:
    inside = within(Need.objects.filter(place_code__range=bounds(row.place_code)), viewer, NEEDS)
    return inside.filter(kind=row.kind, state__in=GATHERED_FROM)


def _not_given_up(seats: QuerySet[Seat]) -> QuerySet[Seat]:
    """Return the seats that were typed in, or whose need was neither declined nor met in another way since."""
    ended = Q(declined_on__isnull=False) | Q(delivered_on__isnull=False)
    given_up = Match.objects.filter(ended, need_id__in=seats.values("need_id"))
    return seats.exclude(seen=None, match_id__in=given_up.values("id"))


def _needs_told(viewer: Actor, needs: Sequence[Need], seats: Mapping[UUID, Seat], on: date) -> tuple[SeatLine, ...]:
    households = households_named(viewer, (each.subject_id for each in needs))
    people = people_of(viewer, (each.person_id for each in needs if each.person_id is not None))
    places = names_of_places(each.place_code for each in needs)
    names, keys = kinds(catalogue.policy(), on=on), keyring()
    keys.load({each.subject_id for each in needs})
    lines = []
    for need in needs:
        home, seat = households.get(need.subject_id), seats.get(need.id)
        label = home.label if home is not None else Text("", "")
        kept = keys if not _of_health(need, names) or reaches(viewer, HEALTH, need.place_code) else None
        lines.append(
            SeatLine(
                need_id=need.id,
                household=label if isinstance(label, Text) else Text(label, label),
                person=people.get(need.person_id, "") if need.person_id else "",
                place=places.get(need.place_code, need.place_code),
                state=STATE_NAMES[State(need.state)],
                seen=seat.seen if seat is not None else None,
                waits=seat is not None and seat.seen is None,
                told_on=need.told_on,
                text=opened(kept, need.subject_id, TEXT_LABEL, need.text),
            )
        )
    return tuple(lines)


def _of_health(need: Need, names: Mapping[str, NeedKind]) -> bool:
    kind = names.get(need.kind)
    return kind is None or kind.health or need.guarded


def _lines(found: Iterable[ExpertDay], on: date) -> list[DayLine]:
    rows = list(found)
    providers = names_of_organisations(each.provider_id for each in rows)
    places = names_of_places(each.place_code for each in rows)
    names, keys = kinds(catalogue.policy(), on=on), keyring()
    keys.load({each.id for each in rows})
    return [
        DayLine(
            id=each.id,
            place_code=each.place_code,
            place=places.get(each.place_code, each.place_code),
            kind_code=each.kind,
            kind=names[each.kind].name if each.kind in names else Text(each.kind, each.kind),
            name=each.name,
            venue=each.venue,
            held_on=each.held_on,
            hours=each.hours,
            provider=providers.get(each.provider_id, ""),
            experts=opened(keys, each.id, EXPERTS_LABEL, each.experts) or "",
            announced_on=each.announced_on,
            cancelled_on=each.cancelled_on,
            cancel_reason=opened(keys, each.id, CANCEL_LABEL, each.cancel_reason) or "",
        )
        for each in rows
    ]
