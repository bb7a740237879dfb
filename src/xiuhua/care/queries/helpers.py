"""Who helps a household and a village, now and before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from xiuhua.care.access import QUERIES
from xiuhua.care.commands.helping import TABLE
from xiuhua.care.models import Helper, UnitLink
from xiuhua.care.models.helpers import HELPER_SEALED
from xiuhua.care.sealing import opened
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.naming import names_of_organisations, names_of_people
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.vault import masks
from xiuhua.platform.vault.keyring import keyring

HELP: Final = QUERIES["care.help"]


@dataclass(frozen=True, slots=True)
class HelperLine:
    """Somebody who helps, or helped, a household. ``number`` is the whole phone, for the papers of the household."""

    id: UUID
    household_id: UUID
    place_code: str
    account_id: UUID | None
    name: str
    unit: str
    number: str
    first: bool
    basis: str
    valid_from: date
    valid_to: date | None
    end_reason: str
    successor: str

    @property
    def phone(self) -> str:
        """The phone as pages show it."""
        return masks.phone(self.number) if self.number else ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """An organisation that helps, or helped, a village."""

    id: UUID
    place_code: str
    organisation: str
    basis: str
    valid_from: date
    valid_to: date | None
    end_reason: str


@dataclass(frozen=True, slots=True)
class Helping:
    """Everybody who helps a household, whom it asks first on top, and who did before, the latest first."""

    present: tuple[HelperLine, ...]
    past: tuple[HelperLine, ...]


NOBODY: Final = Helping((), ())


def helpers_of(viewer: Actor, household_id: UUID) -> Helping:
    """Return who helps a household, nobody where the viewer does not see it; at most three queries."""
    return helpers_of_many(viewer, (household_id,)).get(household_id, NOBODY)


def helpers_of_many(viewer: Actor, households: Iterable[UUID]) -> Mapping[UUID, Helping]:
    """Return who helps these households, as far as the viewer sees them; those without a line are left out."""
    rows = within(Helper.objects.filter(household_id__in=set(households)), viewer, HELP)
    found: dict[UUID, list[HelperLine]] = {}
    for line in _lines(rows.order_by("valid_from", "id").values()):
        found.setdefault(line.household_id, []).append(line)
    return {
        key: Helping(
            tuple(sorted((each for each in lines if each.valid_to is None), key=lambda each: not each.first)),
            tuple(each for each in reversed(lines) if each.valid_to is not None),
        )
        for key, lines in found.items()
    }


def number_to_call(viewer: Actor, account_id: UUID, place_code: str) -> str:
    """Return the telephone that somebody gave to households of a village as their helper; blank where there is none.

    It is recorded so that households call it. The one of an account is not: that is for administrators.
    """
    rows = within(Helper.objects.filter(account_id=account_id, valid_to=None), viewer, HELP, place=place_code)
    lines = _lines(rows.exclude(phone="").order_by("-valid_from", "-id").values()[:1])
    return lines[0].number if lines else ""


def units_of(viewer: Actor, place_code: str) -> tuple[UnitLine, ...]:
    """Return the organisations of a village, those that help now first; at most two queries."""
    rows = list(within(UnitLink.objects.filter(place_code=place_code), viewer, HELP).order_by("valid_from", "id"))
    names = names_of_organisations(row.organisation_id for row in rows)
    lines = [
        UnitLine(
            row.id,
            row.place_code,
            names.get(row.organisation_id, ""),
            row.basis,
            row.valid_from,
            row.valid_to,
            row.end_reason,
        )
        for row in rows
    ]
    return tuple(sorted(lines, key=lambda each: each.valid_to is not None))


def unit_link(viewer: Actor, link_id: UUID) -> UnitLine | None:
    """Return one link of an organisation, or ``None`` where it is absent or outside."""
    rows = within(UnitLink.objects.filter(id=link_id), viewer, HELP)
    code = rows.values_list("place_code", flat=True).first()
    lines = units_of(viewer, code) if code else ()
    return next((each for each in lines if each.id == link_id), None)


def _lines(rows: Iterable[Mapping[str, Any]]) -> list[HelperLine]:
    found = opened(keyring(), TABLE, rows, HELPER_SEALED)
    people = names_of_people(row["account_id"] for row in found)
    called = {row["id"]: people.get(row["account_id"], "") or row["name"] for row in found}
    return [
        HelperLine(
            id=row["id"],
            household_id=row["household_id"],
            place_code=row["place_code"],
            account_id=row["account_id"],
            name=called[row["id"]],
            unit=row["unit"],
            number=row["phone"],
            first=row["first"],
            basis=row["basis"],
            valid_from=row["valid_from"],
            valid_to=row["valid_to"],
            end_reason=row["end_reason"],
            successor=called.get(row["successor_id"], "") if row["successor_id"] else "",
        )
        for row in found
    ]
