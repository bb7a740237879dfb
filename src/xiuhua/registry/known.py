"""Finding what a source speaks of: households and people by their codes, only inside the actor's territory."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal.contract import Context
from xiuhua.registry.changes import identity_index
from xiuhua.registry.models import Household, Person
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.stored import StoredHousehold, load

_PERSON = ("id", "household_id", "household__code", "code", "identity_index", "left_on")


@dataclass(frozen=True, slots=True)
class Matches:
    """The stored person of each member (``None`` for a new one), or what stands against it."""

    people: Sequence[dict[str, Any] | None]
    found: Sequence[Found]

    @property
    def problems(self) -> list[Problem]:
        """The problems without their rows."""
        return [each.problem for each in self.found]


@dataclass(slots=True)
class Known:
    """What is held in the territory that some wishes speak of; wishes accepted in the same run are added."""

    households: dict[str, list[StoredHousehold]]
    by_code: dict[str, list[dict[str, Any]]]
    by_identity: dict[str, list[dict[str, Any]]]
    indexes: dict[str, str]
    villages: set[str]
    accepted: dict[str, str] = field(default_factory=dict)

    def household(self, code: str, village_code: str) -> tuple[StoredHousehold | None, list[Problem]]:
        """Return the stored household of a code, or the problem that it belongs to another village."""
        if self.accepted.get(code) == village_code:
            return None, [Problem("household_twice", "household_code", {"value": code})]
        held = self.households.get(code, [])
        here = [each for each in held if each.household["place_code"] == village_code]
        if here or not held:
            return (here[0] if here else None), []
        return None, [Problem("household_in_other_village", "household_code", {"value": code})]

    def village_problems(self, village_code: str) -> list[Problem]:
        """Return the problem of a village that is not registered."""
        if village_code in self.villages:
            return []
        return [Problem("unknown_place", "village", {"value": village_code, "within": ""})]

    def people(self, command: Any, stored: StoredHousehold | None) -> Matches:
        """Match members by their code, else by their identity number; never by name."""
        found: list[Found] = []
        people: list[dict[str, Any] | None] = []
        own = stored.people if stored else []
        by_code = {person["code"]: person for person in own if person["code"]}
        for row, member in enumerate(command.members):
            person = by_code.get(member.code) if member.code else None
            index = self.indexes.get(member.identity or "", "")
            same = [p for p in self.by_identity.get(index, ()) if p["left_on"] is None] if index else []
            if person is None:
                person = _unnamed(own, index, member.code)
            if person is None and member.code:
                elsewhere = [p for p in self.by_code.get(member.code, ()) if p["left_on"] is None]
                if elsewhere:
                    values = {"value": member.code, "household": elsewhere[0]["household__code"]}
                    found.append(Found(row, Problem("person_in_other_household", "person_code", values)))
            others = [p for p in same if person is None or p["id"] != person["id"]]
            if others and not found:
                values = {"household": others[0]["household__code"], "person": others[0]["code"]}
                found.append(Found(row, Problem("identity_held_by_other", "identity", values)))
            people.append(person)
        return Matches(people, found)

    def remember(self, command: Any, household_id: UUID) -> None:
        """Add an accepted wish, so that later ones of the same run meet it."""
        self.accepted[command.household_code] = command.village_code
        for member in command.members:
            row = {
                "id": member.id,
                "household_id": household_id,
                "household__code": command.household_code,
                "code": member.code,
                "left_on": None,
            }
            if member.code:
                self._replace(self.by_code, member.code, row)
            if member.identity:
                self._replace(self.by_identity, self.indexes[member.identity], row)

    def _replace(self, held: dict[str, list[dict[str, Any]]], key: str, row: dict[str, Any]) -> None:
        rows = held.setdefault(key, [])
        if not any(each["household_id"] == row["household_id"] for each in rows):
            rows.append(row)


def find_known(commands: Sequence[Any], context: Context, access: Access) -> Known:
    """Read in bulk what the commands speak of, inside the territory in which the actor may do this."""
    keyring, using, actor = context.keyring, context.using, context.actor
    present = Household.objects.using(using).filter(valid_to__isnull=True)
    codes = {command.household_code for command in commands}
    ids = within(present.filter(code__in=codes), actor, access).values_list("id", flat=True)
    households: defaultdict[str, list[StoredHousehold]] = defaultdict(list)
    for stored in load(list(ids), keyring, using=using).values():
        households[stored.household["code"]].append(stored)
    members = [member for command in commands for member in command.members]
    indexes = {m.identity: identity_index(m.identity, keyring) for m in members if m.identity}
    people = within(Person.objects.using(using), actor, access)
    return Known(
        households=dict(households),
        by_code=_grouped(people.filter(code__in={m.code for m in members if m.code}), "code"),
        by_identity=_grouped(people.filter(identity_index__in=set(indexes.values())), "identity_index"),
        indexes=indexes,
        villages=set(place_ids({command.village_code for command in commands}, using=using)),
    )


def _grouped(people: Any, key: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in _rows(people):
        found.setdefault(row[key], []).append(row)
    return found


def _rows(people: Any) -> Iterable[dict[str, Any]]:
    rows: Iterable[dict[str, Any]] = people.values(*_PERSON)
    return rows


def _unnamed(own: Sequence[dict[str, Any]], index: str, code: str) -> dict[str, Any] | None:
    """Return the household's own person with this identity number, where one side has no code yet."""
    for person in own:
        if index and person["identity_index"] == index and not (person["code"] and code):
            return person
    return None


def people_held(person: dict[str, Any], context: Context, access: Access) -> list[Problem]:
    """Return what stands against a person's code or identity number elsewhere in the territory."""
    index = identity_index(person.get("identity"), context.keyring)
    present = within(Person.objects.using(context.using), context.actor, access).filter(left_on__isnull=True)
    others = present.exclude(id=person["id"])
    problems: list[Problem] = []
    code = person.get("code")
    for row in _rows(others.filter(code=code)) if code else ():
        values = {"value": code, "household": row["household__code"]}
        problems.append(Problem("person_in_other_household", "person_code", values))
    for row in _rows(others.filter(identity_index=index)) if index and not problems else ():
        values = {"household": row["household__code"], "person": row["code"]}
        problems.append(Problem("identity_held_by_other", "identity", values))
    return problems[:1]
