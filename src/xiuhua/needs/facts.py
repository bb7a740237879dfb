"""What the handlers of this module read before they decide: each kind once for a whole list of commands."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Protocol
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import lies_in
from xiuhua.needs.models import Match, Need, Service
from xiuhua.needs.rules.steps import OPEN
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.naming import organisations_coming

Places = list[tuple[str, ...] | None]
"""For each command the codes of its places; ``None`` where what it names does not exist."""

TEXT_LABEL: Final = "needs_need.text"
WHAT_LABEL: Final = "needs_match.what"
WORDS_LABEL: Final = "needs_match.words"
EXPERTS_LABEL: Final = "needs_expert_day.experts"
CANCEL_LABEL: Final = "needs_expert_day.cancel_reason"


class OfNeed(Protocol):
    """A command about one need."""

    @property
    def need_id(self) -> UUID:
        """The need's id."""


class OfService(Protocol):
    """A command about one service."""

    @property
    def service_id(self) -> UUID:
        """The service's id."""


class OfPlace(Protocol):
    """A command about one place."""

    @property
    def place_code(self) -> str:
        """The place's code."""


def places_of_needs(commands: Sequence[OfNeed]) -> Places:
    """Return the village of each need."""
    codes = dict(Need.objects.filter(id__in={each.need_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.need_id],) if each.need_id in codes else None for each in commands]


def places_of_services(commands: Sequence[OfService]) -> Places:
    """Return the place of each service."""
    ids = {each.service_id for each in commands}
    codes = dict(Service.objects.filter(id__in=ids).values_list("id", "place_code"))
    return [(codes[each.service_id],) if each.service_id in codes else None for each in commands]


def places_named(commands: Sequence[OfPlace]) -> Places:
    """Return the places that the commands name themselves, where they are in use."""
    known = place_ids({each.place_code for each in commands})
    return [(each.place_code,) if each.place_code in known else None for each in commands]


def needs_by_id(commands: Iterable[OfNeed], *, using: str = "default") -> Mapping[UUID, Need]:
    """Return the needs that commands name."""
    return Need.objects.using(using).in_bulk({each.need_id for each in commands})


def last_matches(commands: Iterable[OfNeed], *, using: str = "default") -> Mapping[UUID, Match]:
    """Return who was asked last to meet each of the needs that commands name."""
    rows = Match.objects.using(using).filter(need_id__in={each.need_id for each in commands})
    return {each.need_id: each for each in rows.order_by("number", "proposed_on", "id")}


def times_asked(commands: Iterable[OfNeed], *, using: str = "default") -> Counter[UUID]:
    """Return how often somebody was asked to meet each of the needs that commands name."""
    rows = Match.objects.using(using).filter(need_id__in={each.need_id for each in commands})
    return Counter(rows.values_list("need_id", flat=True))


def services_by_id(ids: Iterable[UUID | None], *, using: str = "default") -> Mapping[UUID, Service]:
    """Return the services with these ids."""
    wanted = {each for each in ids if each is not None}
    return Service.objects.using(using).in_bulk(wanted) if wanted else {}


def providers_coming(codes: Iterable[str], actor: Actor, *, using: str = "default") -> Mapping[str, Collection[UUID]]:
    """Return by place the organisations that the actor can name as coming there."""
    return {code: organisations_coming(actor, code, using=using).keys() for code in set(codes)}


def covers(service: Service, place_code: str, on: date) -> bool:
    """Say whether a service is offered in a place on a day: inside its own, from its first day, before its last."""
    begun = service.valid_from <= on and (service.valid_to is None or on < service.valid_to)
    return begun and lies_in(place_code, service.place_code)


def taken_in_month(services: Iterable[UUID | None], days: Iterable[date], *, using: str = "default") -> Counter[str]:
    """Return how many needs each service took on in each of the months in which the days lie, by ``month_key``."""
    wanted = {each for each in services if each is not None}
    months = {each.strftime("%Y-%m") for each in days}
    if not wanted:
        return Counter()
    rows = Match.objects.using(using).filter(service_id__in=wanted, accepted_on__isnull=False)
    found = rows.values_list("service_id", "accepted_on", "declined_on")
    return Counter(
        month_key(service, on) for service, on, declined in found if declined is None and on.strftime("%Y-%m") in months
    )


def services_reached(commands: Iterable[OfNeed]) -> list[tuple[type[Service], UUID]]:
    """Return the services that commands may take up, so that two of them never take the last place at once."""
    rows = Match.objects.filter(need_id__in={each.need_id for each in commands}, service_id__isnull=False)
    return [(Service, each) for each in set(rows.filter(accepted_on=None).values_list("service_id", flat=True))]


def month_key(service: UUID | None, on: date) -> str:
    """Return the key of a service and the month of a day."""
    return f"{service} {on:%Y-%m}"


def open_needs(households: Iterable[UUID], *, using: str = "default") -> set[tuple[UUID, UUID | None, str]]:
    """Return household, person and kind of every open need of these households."""
    rows = Need.objects.using(using).filter(subject_id__in=set(households), state__in=OPEN)
    return set(rows.values_list("subject_id", "person_id", "kind"))


def taken_this_month(services: Iterable[UUID], on: date, *, using: str = "default") -> Counter[UUID | None]:
    """Return how many needs each service took on from the first of the month up to a day."""
    rows = Match.objects.using(using).filter(service_id__in=set(services), declined_on=None)
    inside = rows.filter(accepted_on__gte=on.replace(day=1), accepted_on__lte=on)
    return Counter(inside.values_list("service_id", flat=True))
