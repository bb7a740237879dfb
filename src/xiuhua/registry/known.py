"""Finding what a source speaks of: households and people by their codes, only inside the actor's territory."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.contract import Context
from xiuhua.registry.changes import identity_indexes
from xiuhua.registry.models import Household, Membership, Person
from xiuhua.registry.origins import FORM
from xiuhua.registry.rules.codes import RELATIONS
from xiuhua.registry.rules.departed import Departed, stands_against
from xiuhua.registry.rules.findings import Found
from xiuhua.registry.stored import StoredHousehold, load

_PERSON = ("id", "household_id", "household__code", "code", "identity_index", "left_on")
_HELD = ("id", "household_id", "code", "identity_index", "place_code", "left_on")


class Held(NamedTuple):
    """A present person of a household in the territory, as far as matching needs to know."""

    id: UUID
    household_id: UUID
    household_code: str
    code: str


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
    """What is held in the territory that some wishes speak of; wishes accepted in the same run are added.

    ``departed`` are people who belong to no household any more, by id; ``gone`` are their ids by code and by index of
    the identity number. ``doubled`` says that some code or identity number stands in several of the wishes.
    """

    households: dict[str, list[StoredHousehold]]
    by_code: dict[str, list[Held]]
    by_identity: dict[str, list[Held]]
    indexes: dict[str, str]
    villages: set[str]
    departed: dict[UUID, Departed] = field(default_factory=dict)
    gone: dict[str, list[UUID]] = field(default_factory=dict)
    doubled: bool = True
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
        """Match members by their id, else their code, else their identity number; never by name."""
        if stored is None and not self._anybody(command):
            return Matches((None,) * len(command.members), ())
        found: list[Found] = []
        people: list[dict[str, Any] | None] = []
        own = stored.people if stored else []
        by_id = {person["id"]: person for person in own}
        by_code = {person["code"]: person for person in own if person["code"]}
        for row, member in enumerate(command.members):
            person = by_id.get(member.id) or (by_code.get(member.code) if member.code else None)
            index = self.indexes.get(member.identity or "", "")
            same = self.by_identity.get(index, ()) if index else ()
            if person is None:
                person = _unnamed(own, index, member.code)
            if person is None and member.code:
                elsewhere = self.by_code.get(member.code, ())
                if elsewhere:
                    values = {"value": member.code, "household": elsewhere[0].household_code}
                    found.append(Found(row, Problem("person_in_other_household", "person_code", values)))
            if person is None and not found:
                found.extend(self._against(row, (member.code, index), command))
            departed = person is not None and person["left_on"] is not None
            others = [held for held in same if person is None or held.id != person["id"]]
            if others and not found and not departed:
                values = {"household": others[0].household_code, "person": others[0].code}
                found.append(Found(row, Problem("identity_held_by_other", "identity", values)))
            people.append(person)
        return Matches(people, found)

    def remember(self, command: Any, household_id: UUID) -> None:
        """Add an accepted wish, so that later ones of the same run meet it."""
        household_code = command.household_code
        self.accepted[household_code] = command.village_code
        for member in command.members if self.doubled else ():
            held = Held(member.id, household_id, household_code, member.code)
            if member.code:
                _add(self.by_code, member.code, held)
            if member.identity:
                _add(self.by_identity, self.indexes[member.identity], held)

    def _anybody(self, command: Any) -> bool:
        """Say whether a code or an identity number of the command is held anywhere."""
        held = (self.by_code, self.by_identity, self.gone)
        return any(held) and any(
            key in some
            for member in command.members
            for key in (member.code, self.indexes.get(member.identity or "", ""))
            for some in held
        )

    def _against(self, row: int, keys: Iterable[str], command: Any) -> Iterator[Found]:
        """Yield why a person with these keys (code, index) is not registered anew, if somebody with them departed."""
        for person in dict.fromkeys(each for key in keys for each in self.gone.get(key, ())):
            against = stands_against(
                self.departed[person],
                household_code=command.household_code,
                village_code=command.village_code,
                by_hand=command.origin == FORM,
            )
            if against is not None:
                yield Found(row, against)
                return


def names_departed_head(members: Sequence[Any], people: Sequence[dict[str, Any] | None]) -> bool:
    """Say whether the source's head is somebody who left: its relations are then to somebody who is not there."""
    return any(
        person is not None and person["left_on"] is not None and RELATIONS.code(member.relation) == "head"
        for member, person in zip(members, people, strict=True)
    )


def present_by_code(codes: Collection[str], using: str = "default") -> list[tuple[UUID, str]]:
    """Return id and place of the households that bear one of these codes at present, wherever they are."""
    rows = sql.select_in(using, Household._meta.db_table, ("id", "place_code", "valid_to"), "code", codes)
    return [(as_uuid(key), place_code) for key, place_code, valid_to in rows if valid_to is None]


def find_known(commands: Sequence[Any], context: Context, access: Access) -> Known:
    """Read in bulk what the commands speak of, inside the territory in which the actor may do this."""
    keyring, using, actor = context.keyring, context.using, context.actor
    codes = {command.household_code for command in commands}
    ids = [key for key, place_code in present_by_code(codes, using) if reaches(actor, access, place_code)]
    households: defaultdict[str, list[StoredHousehold]] = defaultdict(list)
    for stored in load(ids, keyring, using=using).values():
        households[stored.household["code"]].append(stored)
    members = [member for command in commands for member in command.members]
    member_codes = [member.code for member in members if member.code]
    identities = [member.identity for member in members if member.identity]
    standing = {identity: identity_indexes(identity, keyring) for identity in identities}
    indexes = {identity: some[0] for identity, some in standing.items()}
    wanted = set(member_codes), {each for some in standing.values() for each in some}
    loaded = {each.id: code for code, some in households.items() for each in some}
    people = _People(actor, access, using, loaded)
    by_code, by_identity = people.held("code", wanted[0]), people.held("identity_index", wanted[1])
    for held in (by_identity, people.gone):
        _under_present(held, standing.values())
    return Known(
        households=dict(households),
        by_code=by_code,
        by_identity=by_identity,
        indexes=indexes,
        doubled=len(wanted[0]) < len(member_codes) or len(set(indexes.values())) < len(identities),
        villages=set(place_ids({command.village_code for command in commands}, using=using)),
        departed=people.departed(),
        gone=people.gone,
    )


@dataclass(slots=True)
class _People:
    """Reads the people of a territory by a column; ``codes`` are those of households, by id.

    Those who belong to no household any more are kept apart, in ``gone``.
    """

    actor: Actor
    access: Access
    using: str
    codes: dict[UUID, str]
    gone: dict[str, list[UUID]] = field(default_factory=dict)

    def held(self, column: str, wanted: Collection[str]) -> dict[str, list[Held]]:
        """Return the people whose column holds one of the values, by value."""
        at = _HELD.index(column)
        rows = sql.select_in(self.using, Person._meta.db_table, _HELD, column, wanted)
        inside = [row for row in rows if reaches(self.actor, self.access, row[-2])]
        people = [(row[at], as_uuid(row[0]), as_uuid(row[1]), row[2]) for row in inside if row[-1] is None]
        for row in inside:
            if row[-1] is not None:
                self.gone.setdefault(row[at], []).append(as_uuid(row[0]))
        missing = {household for _, _, household, _ in people if household not in self.codes}
        if missing:
            households = Household.objects.using(self.using).filter(id__in=missing)
            self.codes.update(households.values_list("id", "code"))
        found: dict[str, list[Held]] = {}
        for value, person, household, code in people:
            found.setdefault(value, []).append(Held(person, household, self.codes[household], code))
        return found

    def departed(self) -> dict[UUID, Departed]:
        """Return when and why those in ``gone`` left the household to which they belonged last."""
        ids = {person for some in self.gone.values() for person in some}
        if not ids:
            return {}
        rows = Membership.objects.using(self.using).filter(person_id__in=ids, valid_to__isnull=False)
        columns = ("valid_to", "end_cause", "household__code", "household__place_code", "household__valid_to")
        return {
            person: Departed(on, cause, code, place_code, ended is not None)
            for person, on, cause, code, place_code, ended in rows.order_by("valid_to", "id").values_list(
                "person_id", *columns
            )
        }


def _add(held: dict[str, list[Held]], key: str, one: Held) -> None:
    others = held.get(key)
    if others is None:
        held[key] = [one]
    elif all(each.household_id != one.household_id for each in others):
        others.append(one)


def _under_present(held: dict[str, list[Any]], standing: Iterable[Sequence[str]]) -> None:
    """Put what stands under the index of the master key before under the present one."""
    for present, *earlier in standing:
        for index in earlier:
            if index in held:
                held.setdefault(present, []).extend(held.pop(index))


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
    indexes = identity_indexes(person.get("identity"), context.keyring)
    present = within(Person.objects.using(context.using), context.actor, access).filter(left_on__isnull=True)
    others = present.exclude(id=person["id"])
    problems: list[Problem] = []
    code = person.get("code")
    for row in _rows(others.filter(code=code)) if code else ():
        values = {"value": code, "household": row["household__code"]}
        problems.append(Problem("person_in_other_household", "person_code", values))
    for row in _rows(others.filter(identity_index__in=indexes)) if indexes and not problems else ():
        values = {"household": row["household__code"], "person": row["code"]}
        problems.append(Problem("identity_held_by_other", "identity", values))
    return problems[:1]
