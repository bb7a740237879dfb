"""Offers proposed for the needs of a place: shown with their reasons to the people who choose, and nothing more."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.needs.facts import covers, taken_this_month
from xiuhua.needs.models import Need, Service
from xiuhua.needs.pairing import paired
from xiuhua.needs.queries.lists import NEEDS, NeedLine, listed
from xiuhua.needs.rules.pairs import Offered, Wanted, reasons
from xiuhua.needs.rules.steps import State
from xiuhua.platform.accounts.naming import names_of_organisations
from xiuhua.platform.accounts.queries import PlaceLine, breadcrumb, place
from xiuhua.platform.accounts.rules.places import bounds, chain
from xiuhua.platform.accounts.scope import within

SHOWN: Final = 200
"""So many needs stand on a page. All of a place are paired together, so that none takes what another needs more."""

_PAIRED: Final = 5000


@dataclass(frozen=True, slots=True)
class Proposal:
    """A need with the service proposed for it, ``None`` where none fits, and why."""

    need: NeedLine
    service_id: UUID | None
    service: str
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class Proposals:
    """What is proposed for the needs of a place that are to be matched; ``waiting`` is how many there are."""

    place: PlaceLine
    places: tuple[PlaceLine, ...]
    rows: tuple[Proposal, ...]
    waiting: int


def proposals(viewer: Actor, code: str, *, on: date) -> Proposals | None:
    """Return what is proposed in a place, or ``None`` where it is absent or outside; the longest waiting first.

    A service of the county is proposed in every village of it, also to viewers who have no post in the county.
    """
    found = place(viewer, code)
    if found is None or not (viewer.operator or NEEDS.allows(viewer.roles())):
        return None
    inside = within(Need.objects.filter(state=State.TRIAGED), viewer, NEEDS, place=code)
    rows = list(inside.order_by("told_on", "id")[:_PAIRED])
    services = {each.id: each for each in _services(code) if covers(each, each.place_code, on)}
    offers = {each.id: each for each in _offered(services.values(), on)}
    wanted = [Wanted(each.id, each.kind, each.place_code, each.told_on) for each in rows]
    pairs = paired(wanted, list(offers.values()), today=on)
    names = names_of_organisations(each.provider_id for each in services.values())
    shown = []
    for need, line in zip(wanted, listed(viewer, rows[:SHOWN], on=on), strict=False):
        key = pairs.get(need.id)
        if key is None:
            shown.append(Proposal(line, None, "", ()))
            continue
        called = f"{services[key].name} · {names.get(services[key].provider_id, '')}"
        shown.append(Proposal(line, key, called, reasons(need, offers[key], on)))
    return Proposals(found, breadcrumb(viewer, code), tuple(shown), len(rows))


def _services(code: str) -> QuerySet[Service]:
    """Return what is offered inside a place and around it."""
    return Service.objects.filter(Q(place_code__range=bounds(code)) | Q(place_code__in=chain(code))).order_by("id")


def _offered(services: Collection[Service], on: date) -> Iterator[Offered]:
    taken = taken_this_month((each.id for each in services), on)
    for each in services:
        left = None if each.capacity is None else max(0, each.capacity - taken[each.id])
        yield Offered(each.id, each.kind, each.place_code, left)
