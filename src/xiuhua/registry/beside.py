"""What modules above the register tell of a household: on its page, its timeline, its paper, and of who looked."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Model

from xiuhua.kernel.actors import Actor
from xiuhua.platform.exchange.documents import Section
from xiuhua.platform.journal.sql import tables_with
from xiuhua.registry.models import ComparisonLine, HouseholdAnswer, Likeness, Plot
from xiuhua.registry.queries.events import Event
from xiuhua.registry.queries.records import Household
from xiuhua.registry.queries.reveals import Looked, who_looked


@dataclass(frozen=True, slots=True)
class Told:
    """What one module tells: events, sections of the paper, and a part of the page by its template with its context."""

    events: tuple[Event, ...] = ()
    sections: tuple[Section, ...] = ()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Home:
    """A household that the viewer sees, and the tables that have rows of it, ``None`` where nobody asked which."""

    id: UUID
    place_code: str
    ended: bool = False
    tables: frozenset[type[Model]] | None = None

    def has(self, *models: type[Model]) -> bool:
        """Say whether one of these tables may have rows of the household."""
        return self.tables is None or not self.tables.isdisjoint(models)


Tells = Callable[[Actor, Home, date], Told]
"""Takes the viewer, a household, and today."""


@dataclass(frozen=True, slots=True)
class Teller:
    """What tells of households, and the tables that it reads, each with the column that names the household."""

    tells: Tells
    tables: Mapping[type[Model], str]

    def __call__(self, viewer: Actor, home: Home, on: date) -> Told:
        """Tell of a household."""
        return self.tells(viewer, home, on)


def telling(tables: Mapping[type[Model], str]) -> Callable[[Tells], Teller]:
    """Make a teller of a function that asks ``home.has(…)`` before it reads one of these tables."""
    return lambda tells: Teller(tells, tables)


Looks = Callable[[Actor, UUID], Iterable[Looked]]
"""Takes the viewer and a household that the viewer sees; tells who took along what is known of it."""


class _Installed:
    def __init__(self) -> None:
        self.tellers: tuple[Teller, ...] = ()
        self.looks: tuple[Looks, ...] = ()


_installed = _Installed()


def install(tellers: Iterable[Teller], looks: Iterable[Looks] = ()) -> None:
    """Set who tells of households, in the order of the page, and of looks at them; site calls this at start."""
    _installed.tellers, _installed.looks = tuple(tellers), tuple(looks)


def home_of(page: Household) -> Home:
    """Return a household for whoever tells of it, with what there is to tell of: one query.

    Of most households most tables have nothing; each need not be asked for that.
    """
    people = [*(each.id for each in page.members), *(each.id for each in page.former)]
    wanted: dict[type[Model], dict[str, Collection[UUID]]] = {
        table: {column: (page.id,)} for teller in _installed.tellers for table, column in teller.tables.items()
    }
    own = {table: {"household_id": (page.id,)} for table in (Plot, HouseholdAnswer, ComparisonLine)}
    tables = tables_with({**own, Likeness: {"person_id": people, "other_id": people}, **wanted})
    return Home(page.id, page.place_code, page.ended, tables)


def told_beside(viewer: Actor, home: Home, *, on: date) -> tuple[Told, ...]:
    """Return what the other modules tell of a household that the viewer sees."""
    return tuple(tells(viewer, home, on) for tells in _installed.tellers)


def with_events(page: Household, told: Iterable[Told]) -> Household:
    """Return a household's page whose timeline tells what the other modules tell, too, each at its day."""
    events = (*page.events, *(event for each in told for event in each.events))
    return replace(page, events=tuple(sorted(events, key=lambda event: event.on)))


def everybody_who_looked(viewer: Actor, household_id: UUID) -> tuple[Looked, ...]:
    """Return who looked at a household that the viewer sees, through whatever module, the newest first."""
    looked = [
        *who_looked(viewer, household_id),
        *(each for look in _installed.looks for each in look(viewer, household_id)),
    ]
    return tuple(sorted(looked, key=lambda look: look.at, reverse=True))
