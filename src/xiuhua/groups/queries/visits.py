"""Visits to households, as far as the viewer sees those: of one household, of a group, and who was not visited."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django.db.models import Max, Model, Q

from xiuhua.groups.access import COMMANDS, QUERIES
from xiuhua.groups.models import Visit, WorkGroup
from xiuhua.groups.models.visits import VISIT_SEALED
from xiuhua.groups.queries.seen import seen_group
from xiuhua.groups.queries.task_records import TaskLine
from xiuhua.groups.queries.tasks import tasks_from
from xiuhua.groups.rules.visits import unvisited_days
from xiuhua.groups.texts import opened
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import read_uuid
from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.accounts.seen import Seen
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.tables import spec_of
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.queries.heads import heads_of
from xiuhua.registry.queries.named import households_named, people_of
from xiuhua.registry.queries.neighbours import neighbours, present_in

VISITS: Final = QUERIES["groups.visits"]
_VISITING: Final = COMMANDS["groups.record_visit"]
PAGE_SIZE: Final = 30
_COLUMNS = spec_of(Visit).fields


VISITED: Final[Mapping[type[Model], str]] = {Visit: "household_id"}
"""The table of visits with the column that names the household: for whoever tells of those of a household."""


@dataclass(frozen=True, slots=True)
class Heard:
    """What a household said on a visit that it needs."""

    visit_id: UUID
    on: date
    words: str


@dataclass(frozen=True, slots=True)
class VisitLine:
    """One visit with its texts; ``tasks`` is what was promised, as it stands now."""

    id: UUID
    group_id: UUID
    place_code: str
    household_id: UUID
    household: Text | str
    visited_on: date
    visitor_id: UUID | None
    visitor: str
    seen: tuple[str, ...]
    found: str
    needed: str
    promised: str
    recorded_on: date
    tasks: tuple[TaskLine, ...]

    @property
    def erased(self) -> bool:
        """Whether nothing of what was recorded is left: a visit says something when it is recorded."""
        return not (self.seen or self.found or self.needed or self.promised or self.tasks)

    @property
    def recorded_later(self) -> bool:
        """Whether it was written down on a later day."""
        return self.recorded_on > self.visited_on


@dataclass(frozen=True, slots=True)
class VisitList:
    """Visits of a group, the latest first, and the key after which earlier ones come."""

    rows: tuple[VisitLine, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class ToVisit:
    """A household of the village with the day of the last visit; ``long_ago`` by the days that policy sets."""

    id: UUID
    code: str
    head: str
    last: date | None
    long_ago: bool


@dataclass(frozen=True, slots=True)
class NotVisited:
    """The households of a village that were not visited for long, and what the first of them are called."""

    place_code: str
    homes: tuple[UUID, ...]
    names: tuple[str, ...]


def visits_of_household(viewer: Actor, household_id: UUID, *, on: date) -> tuple[VisitLine, ...]:
    """Return the visits to a household that the viewer sees, the latest first; the lines do not name it."""
    rows = within(Visit.objects.filter(household_id=household_id), viewer, VISITS)
    return _lines(viewer, list(rows.order_by("-visited_on", "-id").values(*_COLUMNS)), on, named=False)


def last_needed(viewer: Actor, household_id: UUID) -> tuple[date, str] | None:
    """Return the day of the last visit to a household that the viewer sees, and what was needed; one query."""
    rows = within(Visit.objects.filter(household_id=household_id), viewer, VISITS).order_by("-visited_on", "-id")
    found = list(rows.values("household_id", "visited_on", "needed")[:1])
    told = opened(keyring(), Visit._meta.db_table, found, ("needed",), subject="household_id")
    return (told[0]["visited_on"], told[0]["needed"]) if told else None


def needs_heard(viewer: Actor, household_id: UUID) -> tuple[Heard, ...]:
    """Return what a household that the viewer sees said on visits that it needs, the latest first; one query."""
    rows = within(Visit.objects.filter(household_id=household_id), viewer, VISITS).exclude(needed="")
    told = rows.order_by("-visited_on", "-id").values("id", "household_id", "visited_on", "needed")
    opened_rows = opened(keyring(), Visit._meta.db_table, told, ("needed",), subject="household_id") if told else ()
    return tuple(Heard(row["id"], row["visited_on"], row["needed"]) for row in opened_rows if row["needed"])


def visit_named(viewer: Actor, visit_id: UUID, *, on: date) -> VisitLine | None:
    """Return one visit, or ``None`` where it is absent or outside."""
    rows = within(Visit.objects.filter(id=visit_id), viewer, VISITS)
    return next(iter(_lines(viewer, list(rows.values(*_COLUMNS)), on)), None)


def visits_named(viewer: Actor, ids: Sequence[UUID], *, on: date) -> tuple[VisitLine, ...]:
    """Return those of these visits that the viewer sees, in the order of the ids."""
    rows = {row["id"]: row for row in within(Visit.objects.filter(id__in=ids), viewer, VISITS).values(*_COLUMNS)}
    return _lines(viewer, [rows[each] for each in ids if each in rows], on)


def visits_of_group(
    viewer: Actor, group_id: UUID, *, on: date, after: str | None = None, size: int = PAGE_SIZE
) -> VisitList | None:
    """Return the visits of a group, the latest first; ``None`` where the viewer sees no such group or no visits."""
    if seen_group(viewer, group_id, VISITS) is None:
        return None
    rows = within(Visit.objects.filter(group_id=group_id), viewer, VISITS).filter(_before(after))
    found = list(rows.order_by("-visited_on", "-id").values(*_COLUMNS)[: size + 1])
    page = found[:size]
    key = f"{page[-1]['visited_on'].isoformat()}/{page[-1]['id']}" if len(found) > size else None
    return VisitList(_lines(viewer, page, on), key)


def to_visit(viewer: Actor, place_code: str, *, on: date) -> tuple[ToVisit, ...]:
    """Return the households of a village in the order of their codes, with the day of the last visit."""
    last, before = _last(viewer, place_code), _long_ago(place_code, on)
    return tuple(
        ToVisit(each.id, each.code, each.head, day := last.get(each.id), day is None or day < before)
        for each in neighbours(viewer, place_code)
    )


def villages_to_visit(viewer: Actor, *, on: date, named: int) -> Mapping[UUID, NotVisited]:
    """Return, for the groups in whose only village the viewer works, the households not visited for long.

    They come in the order of their codes; so many are ``named``: by their head, else by their code.
    """
    places = [each for each in viewer.territories(_VISITING.roles) if level_of(each) is Level.VILLAGE]
    return {
        group: _not_visited(viewer, code, on=on, named=named)
        for group, code in _PRESENT.answers(viewer, villages=places)
    }


def _not_visited(viewer: Actor, code: str, *, on: date, named: int) -> NotVisited:
    last, before = _last(viewer, code), _long_ago(code, on)
    homes = [(home, number) for home, number in present_in(viewer, code) if last.get(home, date.min) < before]
    heads = heads_of(home for home, _ in homes[:named])
    return NotVisited(
        code, tuple(home for home, _ in homes), tuple(heads.get(home) or number for home, number in homes[:named])
    )


def _last(viewer: Actor, place_code: str) -> Mapping[UUID, date]:
    """Return the day of the last visit to each household of a village that had one."""
    return dict(_LAST.answers(viewer, village=place_code))


def _long_ago(place_code: str, on: date) -> date:
    """Return before which day a visit was long ago."""
    return on - timedelta(days=unvisited_days(catalogue.policy(), on=on, region=place_code))


_PRESENT: Final = Seen(
    lambda gap, seen: (
        seen(WorkGroup.objects.filter(place_code__in=gap("villages"), valid_to=None), _VISITING)
        .order_by("place_code")
        .values_list("id", "place_code")
    ),
    _VISITING,
)
_LAST: Final = Seen(
    lambda gap, seen: (
        seen(Visit.objects.filter(place_code=gap("village")), VISITS)
        .order_by()
        .values_list("household_id")
        .annotate(day=Max("visited_on"))
    ),
    VISITS,
)


def _before(after: str | None) -> Q:
    day, _, last = (after or "").partition("/")
    identifier = read_uuid(last)
    try:
        visited = date.fromisoformat(day)
    except ValueError:
        return Q()
    return Q(visited_on__lt=visited) | Q(visited_on=visited, id__lt=identifier) if identifier else Q()


def _lines(viewer: Actor, rows: Sequence[Mapping[str, Any]], on: date, *, named: bool = True) -> tuple[VisitLine, ...]:
    if not rows:
        return ()
    told = opened(keyring(), Visit._meta.db_table, rows, VISIT_SEALED, subject="household_id")
    visitors = names_of_people(row["visitor_id"] for row in told)
    homes = households_named(viewer, (row["household_id"] for row in told)) if named else {}
    seen = people_of(viewer, (UUID(each) for row in told for each in row["seen"].split()))
    tasks = tasks_from(viewer, (row["id"] for row in told), on=on)
    return tuple(_line(row, visitors, homes, seen, tasks) for row in told)


def _line(
    row: Mapping[str, Any],
    visitors: Mapping[UUID, str],
    homes: Mapping[UUID, Any],
    seen: Mapping[UUID, str],
    tasks: Mapping[UUID, tuple[TaskLine, ...]],
) -> VisitLine:
    plain = ("id", "group_id", "place_code", "household_id", "visited_on", "visitor_id", "recorded_on", *VISIT_SEALED)
    home = homes.get(row["household_id"])
    return VisitLine(
        **{name: row[name] for name in plain},
        household=home.label if home else "",
        visitor=visitors.get(row["visitor_id"], "") if row["visitor_id"] else "",
        seen=tuple(name for each in row["seen"].split() if (name := seen.get(UUID(each)))),
        tasks=tasks.get(row["id"], ()),
    )
