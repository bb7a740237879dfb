"""Which places commands concern: what the door asks for before anything is decided."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, Protocol
from uuid import UUID

from django.db.models import Model

from xiuhua.platform.accounts.facts import place_ids
from xiuhua.registry.models import Household, Person

Places = list[tuple[str, ...] | None]
"""For each command the codes of its places; ``None`` where what it names does not exist."""


class OfHousehold(Protocol):
    """A command about one household."""

    @property
    def household_id(self) -> UUID:
        """The household's id."""


class OfPlace(Protocol):
    """A command about one place."""

    @property
    def place_code(self) -> str:
        """The place's code."""


def household_records(commands: Iterable[OfHousehold]) -> set[tuple[type[Model], UUID]]:
    """Return the households that commands name, so that no two of them decide about one household at once."""
    return {(Household, command.household_id) for command in commands}


def _ids(commands: Iterable[OfHousehold]) -> set[UUID]:
    return {command.household_id for command in commands}


ONE_AT_A_TIME: Final[Mapping[str, Any]] = {"root_model": Household, "find_roots": _ids}
"""For the type of a command that begins something in a household: of two at once the second knows of the first."""


def places_of_households(commands: Sequence[OfHousehold]) -> Places:
    """Return where the households are, also those that have ended."""
    return _by_household(commands, household_codes(commands))


def places_of_present_households(commands: Sequence[OfHousehold]) -> Places:
    """Return where the households are; one that has ended is as absent as one that never was."""
    return _by_household(commands, present_household_codes(commands))


def household_codes(commands: Iterable[OfHousehold]) -> dict[UUID, str]:
    """Return the place of each household that is named, also of those that have ended."""
    ids = {command.household_id for command in commands}
    return dict(Household.objects.filter(id__in=ids).values_list("id", "place_code"))


def present_household_codes(commands: Iterable[OfHousehold]) -> dict[UUID, str]:
    """Return the place of each present household that is named."""
    ids = {command.household_id for command in commands}
    return dict(Household.objects.filter(id__in=ids, valid_to=None).values_list("id", "place_code"))


def places_named(commands: Sequence[OfPlace]) -> Places:
    """Return the places that the commands name themselves, where they are in use."""
    known = place_ids({command.place_code for command in commands})
    return [(command.place_code,) if command.place_code in known else None for command in commands]


def _by_household(commands: Sequence[OfHousehold], codes: Mapping[UUID, str]) -> Places:
    return [(codes[c.household_id],) if c.household_id in codes else None for c in commands]


def households_of_people(ids: Iterable[UUID | None], *, using: str = "default") -> Mapping[UUID, UUID]:
    """Return the household to which each of these people belongs now; whoever left is not in the answer."""
    wanted = {each for each in ids if each is not None}
    if not wanted:
        return {}
    rows = Person.objects.using(using).filter(id__in=wanted, left_on=None)
    return dict(rows.values_list("id", "household_id"))
