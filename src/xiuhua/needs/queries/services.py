"""The menu of services of a place."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.access import QUERIES
from xiuhua.needs.facts import covers, taken_this_month
from xiuhua.needs.models import Service
from xiuhua.needs.rules.kinds import kinds
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_places
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.rules.places import bounds, chain
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue

SERVICES = QUERIES["needs.services"]


Offered = tuple[UUID, str, str]
"""A service that a village is offered: id, kind and name."""


@dataclass(frozen=True, slots=True)
class ServiceLine:
    """One service of the menu; ``taken`` is how many needs it took on in the month of the day."""

    id: UUID
    kind_code: str
    kind: Text
    name: str
    place_code: str
    place: str
    provider: str
    capacity: int | None
    taken: int
    valid_from: date
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Menu:
    """The services that a place is offered now, and those that are over."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    services: tuple[ServiceLine, ...]
    past: tuple[ServiceLine, ...]


def menu(viewer: Actor, code: str, *, on: date) -> Menu | None:
    """Return the menu of a place: its services, those offered to all of it, and those below it that the viewer sees.

    A service of the county is offered in every village of it, also to viewers who have no post in the county.
    """
    found = place(viewer, code)
    if found is None:
        return None
    rows = within(Service.objects.filter(place_code__range=bounds(code)), viewer, SERVICES)
    if reaches(viewer, SERVICES, code):
        rows |= Service.objects.filter(place_code__in=chain(code))
    lines = _lines(rows.order_by("kind", "name", "id"), on)
    return Menu(
        place=found,
        places=breadcrumb(viewer, code),
        services=tuple(each for each in lines if each.valid_to is None or on < each.valid_to),
        past=tuple(each for each in lines if each.valid_to is not None and each.valid_to <= on),
    )


def service(viewer: Actor, service_id: UUID, *, on: date) -> ServiceLine | None:
    """Return one service, or ``None`` where it is absent or outside."""
    lines = _lines(within(Service.objects.filter(id=service_id), viewer, SERVICES), on)
    return lines[0] if lines else None


def services_for(place_code: str, on: date) -> tuple[Offered, ...]:
    """Return id, kind and name of what a village is offered on a day, for a need that the viewer sees already.

    A service of the county is offered in every village of it, also to viewers who have no post in the county.
    """
    offered = Service.objects.filter(place_code__in=chain(place_code))
    rows = [each for each in offered if covers(each, place_code, on)]
    names = names_of_organisations(each.provider_id for each in rows)
    listed = [(each.id, each.kind, f"{each.name} · {names.get(each.provider_id, '')}") for each in rows]
    return tuple(sorted(listed, key=lambda each: each[2]))


def _lines(rows: Iterable[Service], on: date) -> list[ServiceLine]:
    found = list(rows)
    providers = names_of_organisations(each.provider_id for each in found)
    places: Mapping[str, str] = names_of_places(each.place_code for each in found)
    names = kinds(catalogue.policy(), on=on)
    taken = taken_this_month((each.id for each in found), on)
    return [
        ServiceLine(
            id=each.id,
            kind_code=each.kind,
            kind=names[each.kind].name if each.kind in names else Text(each.kind, each.kind),
            name=each.name,
            place_code=each.place_code,
            place=places.get(each.place_code, each.place_code),
            provider=providers.get(each.provider_id, ""),
            capacity=each.capacity,
            taken=taken[each.id],
            valid_from=each.valid_from,
            valid_to=each.valid_to,
        )
        for each in found
    ]
