"""What modules above the register tell of a household: on its page, on its timeline, on its paper."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.platform.exchange.documents import Section
from xiuhua.registry.queries.events import Event
from xiuhua.registry.queries.records import Household


@dataclass(frozen=True, slots=True)
class Told:
    """What one module tells: events, sections of the paper, and a part of the page by its template with its context."""

    events: tuple[Event, ...] = ()
    sections: tuple[Section, ...] = ()
    template: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)


Tells = Callable[[Actor, UUID, date], Told]
"""Takes the viewer, a household that the viewer sees, and today."""


class _Installed:
    def __init__(self) -> None:
        self.tellers: tuple[Tells, ...] = ()


_installed = _Installed()


def install(tellers: Iterable[Tells]) -> None:
    """Set who tells of households, in the order of the page; site calls this at start."""
    _installed.tellers = tuple(tellers)


def told_beside(viewer: Actor, household_id: UUID, *, on: date) -> tuple[Told, ...]:
    """Return what the other modules tell of a household that the viewer sees."""
    return tuple(tells(viewer, household_id, on) for tells in _installed.tellers)


def with_events(page: Household, told: Iterable[Told]) -> Household:
    """Return a household's page whose timeline tells what the other modules tell, too, each at its day."""
    events = (*page.events, *(event for each in told for event in each.events))
    return replace(page, events=tuple(sorted(events, key=lambda event: event.on)))
