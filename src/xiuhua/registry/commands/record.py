"""Record what a source states of a household: new ones are registered, known ones changed field by field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, Personal, Value
from xiuhua.kernel.money import Money
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged
from xiuhua.registry import bank
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.changes import (
    member_differences,
    membership_inserted,
    merged_update,
    person_inserted,
    person_updated,
)
from xiuhua.registry.checking import Checked, check
from xiuhua.registry.commands.asking import asked_by_source, unsaid
from xiuhua.registry.commands.mastered import barred_by_source, reported_by_source, standing
from xiuhua.registry.commands.words import ASKED, Account, Identity, Name, day
from xiuhua.registry.following import Following
from xiuhua.registry.known import Known, find_known, names_departed_head, present_by_code
from xiuhua.registry.models import Household, Statement
from xiuhua.registry.noticing import noticing
from xiuhua.registry.origins import system_of
from xiuhua.registry.rules.causes import REGISTERED
from xiuhua.registry.rules.departed import Departed
from xiuhua.registry.stored import BANK_FIELDS, STATED_FIELDS, StoredHousehold

Words = Annotated[str | None, Field(max_length=80)]
PersonalWords = Annotated[str | None, Field(max_length=80), Personal]


class Member(Value):
    """One person as a source states them; ``id`` is used where the person is new."""

    id: UUID
    name: Annotated[Name, Field(max_length=60), Personal, *ASKED["name"]]
    relation: Annotated[str, Field(max_length=20), *ASKED["relation"]]
    code: Annotated[str, Field(max_length=40), *ASKED["person_code"]] = ""
    identity: Annotated[Identity | None, Field(max_length=24), Personal, *ASKED["identity"]] = None
    phone: Annotated[str | None, Field(max_length=40), Personal, *ASKED["phone"]] = None
    ethnicity: Annotated[Words, *ASKED["ethnicity"]] = None
    school: Annotated[Words, *ASKED["school"]] = None
    education: Annotated[Words, *ASKED["education"]] = None
    health: Annotated[PersonalWords, *ASKED["health"]] = None
    labour: Annotated[Words, *ASKED["labour"]] = None
    work_place: Annotated[Words, *ASKED["work_place"]] = None
    work_months: Annotated[int | None, Field(ge=-99, le=999), *ASKED["work_months"]] = None
    serious_illness_insurance: Annotated[bool | None, *ASKED["serious_illness_insurance"]] = None


class Stated(Value):
    """What the source states of the household itself."""

    size: Annotated[int | None, Field(ge=0, le=999), *ASKED["size"]] = None
    exit_status: Annotated[PersonalWords, *ASKED["exit_status"]] = None
    exit_year: Annotated[int | None, Field(ge=1900, le=2200), *ASKED["exit_year"]] = None
    household_kind: Annotated[PersonalWords, *ASKED["household_kind"]] = None
    main_cause: Annotated[PersonalWords, *ASKED["main_cause"]] = None
    unsafe_house: Annotated[bool | None, *ASKED["unsafe_house"]] = None
    water_safe: Annotated[bool | None, *ASKED["water_safe"]] = None
    water_hard: Annotated[bool | None, *ASKED["water_hard"]] = None
    per_head_income: Annotated[Money | None, Personal, *ASKED["per_head_income"]] = None
    bank_name: Annotated[PersonalWords, *ASKED["bank_name"]] = None
    bank_account: Annotated[Account | None, Field(max_length=40), Personal, *ASKED["bank_account"]] = None


class Notice(Value):
    """Something that only the door could see and that should be asked: a differing cell, an unknown word."""

    code: Annotated[str, Field(max_length=60)]
    field: Annotated[str, Field(max_length=40)] = ""
    person_code: Annotated[str, Field(max_length=40)] = ""
    values: Annotated[dict[str, str | int | None], Personal] = {}


class RecordHousehold(Command):
    """State a household and its people by the codes of the source.

    A person who is not named has not left. One who is recorded as dead or as having left and is named again stays as
    recorded, and is asked about (4128, 4129). A blank says nothing and changes nothing. Refused: 4001–4099 for cells
    that cannot be, 4301–4304 where a code belongs elsewhere, 4306 and 4307 for who died or whose household ended, 4308
    for a notice without words, 4317 for a day to come.
    """

    code: ClassVar[str] = "registry.record_household"
    label: ClassVar[Text] = Text("登记或更新一户", "register or update a household")

    household_id: UUID
    household_code: Annotated[str, Field(min_length=1, max_length=40), *ASKED["household_code"]]
    village_code: Annotated[str, Field(pattern=r"^\d{12}$"), *ASKED["village_code"]]
    natural_village: Annotated[str | None, Field(max_length=60), *ASKED["natural_village"]] = None
    origin: Annotated[str, Field(max_length=80)]
    stated_on: Annotated[date, *day("哪一天的情况？", "As of which day?")]
    not_asked: tuple[str, ...] = ()
    """Fields that the source does not have at all, so nothing is said to be missing."""
    stated: Stated = Stated()
    members: Annotated[tuple[Member, ...], Field(min_length=1, max_length=60)]
    notices: tuple[Notice, ...] = ()

    def roots(self) -> tuple[UUID, ...]:
        """The household, where the wish was made looking at what is recorded of it."""
        return (self.household_id,) if self.base_version is not None else ()


def record_type() -> CommandType:
    """Return the command type for the site's list."""
    return CommandType(
        RecordHousehold,
        _handle,
        lambda commands: [(command.village_code,) for command in commands],
        COMMANDS[RecordHousehold.code],
        root_model=Household,
        find_roots=_find_roots,
    )


def _find_roots(commands: Sequence[RecordHousehold]) -> Iterable[UUID]:
    codes = {command.household_code for command in commands}
    return [key for key, _ in present_by_code(codes)]


def _handle(commands: Sequence[RecordHousehold], context: Context) -> list[Decided]:
    known = find_known(commands, context, COMMANDS[RecordHousehold.code])
    return noticing([_one(command, known, context) for command in commands], context)


def _one(command: RecordHousehold, known: Known, context: Context) -> Decided:
    stored, problems = known.household(command.household_code, command.village_code)
    checked = check(command, context)
    problems = [*problems, *checked.errors, *known.village_problems(command.village_code)]
    problems += unsaid(command, context)
    if context.actor.door == "api" and system_of(command.origin) is not None:
        problems.append(Problem("export_not_by_program", "origin"))
    matches = None if problems else known.people(command, stored)
    if matches is not None:
        problems = matches.problems
    if problems or matches is None:
        return Refused(tuple(problems))
    elsewhere = barred_by_source(command, stored, matches.people, context) if stored else ()
    if elsewhere:
        return Refused(elsewhere)
    following = Following()
    if stored is not None:
        following = standing(command, stored, matches.people, policy=context.policy, today=context.today)
    work = _Work(command, context, checked, matches.people, known.indexes, known.departed, following)
    changes = work.register() if stored is None else work.update(stored)
    household_id = stored.id if stored else command.household_id
    known.remember(command, household_id)
    asked = len(checked.asked) + len(command.notices)
    result = {"household": str(household_id), "new": stored is None, "asked": asked}
    return Accepted(changes, (command.village_code,), result) if changes else Unchanged(result)


@dataclass(slots=True)
class _Work:
    """Turns one checked wish into changes; ``people`` is the stored person of each member, where there is one.

    ``indexes`` are the blind indexes of the members' identity numbers; ``departed`` are those who left, by id.
    """

    command: RecordHousehold
    context: Context
    checked: Checked
    people: Sequence[dict[str, Any] | None]
    indexes: Mapping[str, str]
    departed: Mapping[UUID, Departed]
    following: Following

    def register(self) -> list[Change]:
        command, household_id = self.command, self.command.household_id
        self.context.keyring.begin((household_id, *(member.id for member in command.members)))
        household = {
            "id": household_id,
            "code": command.household_code,
            "place_code": command.village_code,
            "natural_village": command.natural_village or "",
            "origin": command.origin,
            "valid_from": command.stated_on,
            "valid_to": None,
            "end_cause": "",
        }
        changes: list[Change] = [Insert(Household, household), self._statement(household_id, {})]
        changes.extend(self._banked(household_id, None))
        for index in range(len(command.members)):
            changes.extend(self._joined(index, household_id, REGISTERED))
        changes.extend(self._questions(household_id, []))
        return changes

    def update(self, stored: StoredHousehold) -> list[Change]:
        changes = self._household(stored)
        changes.extend(self._restated(stored))
        changes.extend(self._banked(stored.id, stored))
        new = [m.id for m, person in zip(self.command.members, self.people, strict=True) if person is None]
        self.context.keyring.load([stored.id])
        self.context.keyring.begin(new)
        for index, person in enumerate(self.people):
            if person is None:
                changes.extend(self._joined(index, stored.id, REGISTERED))
            else:
                changes.extend(self._changed(index, person))
        changes.extend(self._questions(stored.id, stored.questions))
        day, batch = self.context.today, self.context.batch
        changes.extend(self.following.changes(stated_on=self.command.stated_on, today=day, batch=batch))
        changes.extend(reported_by_source(self.command, stored, self.people, self.following, self.context))
        return changes

    def _household(self, stored: StoredHousehold) -> list[Change]:
        """Return what changes of the household's own row; an export makes it a record of the export's system."""
        row, village = stored.household, self.command.natural_village
        differences: dict[str, tuple[Any, Any]] = {}
        if village is not None and village != row["natural_village"]:
            differences["natural_village"] = (row["natural_village"], village)
        differences = self.following.without_kept(stored.id, differences)
        if self._comes_home(row["origin"]):
            differences["origin"] = (row["origin"], self.command.origin)
        before, after = ({name: both[at] for name, both in differences.items()} for at in (0, 1))
        return [Update(Household, stored.id, stored.id, before, after)] if differences else []

    def _comes_home(self, origin: str) -> bool:
        """Say whether a record that had no master is named by an export of the system that will master it."""
        return system_of(origin) is None and system_of(self.command.origin) is not None

    def _joined(self, index: int, household_id: UUID, cause: str) -> list[Change]:
        member, command = self.command.members[index], self.command
        inserted = person_inserted(
            member.id,
            member.__dict__,
            household_id=household_id,
            place_code=command.village_code,
            identity=self.checked.identities[index],
            keyring=self.context.keyring,
            origin=command.origin,
            index=self.indexes.get(member.identity or "", ""),
        )
        return [inserted, self._membership(index, member.id, household_id, cause)]

    def _membership(self, index: int, person_id: UUID, household_id: UUID, cause: str) -> Insert:
        return membership_inserted(
            self.checked.membership_id(index),
            person_id=person_id,
            household_id=household_id,
            place_code=self.command.village_code,
            valid_from=self.command.stated_on,
            cause=cause,
        )

    def _changed(self, index: int, person: dict[str, Any]) -> list[Change]:
        member = self.command.members[index]
        if person["left_on"] is not None:
            return []  # stays as recorded until somebody answers
        changes: list[Change] = []
        differences = member_differences(person, member.__dict__)
        if names_departed_head(self.command.members, self.people):
            differences.pop("relation", None)
        differences = self.following.without_kept(person["id"], differences)
        if differences:
            identity = self.checked.identities[index]
            changes.append(person_updated(person, differences, identity=identity, keyring=self.context.keyring))
        extra: dict[str, tuple[Any, Any]] = {}
        if member.code and not person["code"]:
            extra["code"] = ("", member.code)
        if self._comes_home(person["origin"]):
            extra["origin"] = (person["origin"], self.command.origin)
        if extra:
            changes.append(merged_update(changes, person, extra))
        return changes

    def _restated(self, stored: StoredHousehold) -> list[Change]:
        """Close the present statement and begin another, where the source states something else."""
        present = stored.statement or {}
        stated = self._stated(stored.id)
        if all(stated[name] in (None, _blank(present.get(name))) for name in STATED_FIELDS):
            return []
        changes: list[Change] = []
        if present:
            before, after = {"valid_to": None}, {"valid_to": max(self.command.stated_on, present["valid_from"])}
            changes.append(Update(Statement, present["id"], stored.id, before, after))
        return [*changes, self._statement(stored.id, present)]

    def _banked(self, household_id: UUID, stored: StoredHousehold | None) -> list[Change]:
        """Return what becomes of the bank account; a blank says nothing."""
        present = stored.bank if stored else None
        said, known = self._stated(household_id), present or {}
        return bank.restated(
            household_id,
            self.command.village_code,
            present,
            {name: known.get(name) if said[name] is None else said[name] for name in BANK_FIELDS},
            command_id=self.command.id,
            on=self.command.stated_on,
            origin=self.command.origin,
            batch=self.context.batch,
            keyring=self.context.keyring,
            is_new=stored is None,
        )

    def _stated(self, household_id: UUID) -> Mapping[str, Any]:
        """Return what is stated of the household, without what was corrected here and is still the old value there."""
        kept = self.following.kept.get(household_id)
        stated = self.command.stated.__dict__
        return {**stated, **dict.fromkeys(kept)} if kept else stated

    def _statement(self, household_id: UUID, present: dict[str, Any]) -> Insert:
        command, stated = self.command, self._stated(household_id)
        values: dict[str, Any] = {}
        for name in STATED_FIELDS:
            value = stated[name]
            values[name] = present.get(name) if value is None else value
        for name in ("exit_status", "household_kind", "main_cause"):
            if values[name] is None:
                values[name] = ""
        values.update(
            id=self.checked.statement_id,
            household_id=household_id,
            place_code=command.village_code,
            valid_from=max(command.stated_on, present["valid_from"]) if present else command.stated_on,
            valid_to=None,
            origin=command.origin,
            batch=self.context.batch,
        )
        return Insert(Statement, values)

    def _questions(self, household_id: UUID, known: list[dict[str, Any]]) -> list[Insert | Update]:
        return asked_by_source(
            self.command,
            household_id,
            known,
            checked=self.checked,
            people=self.people,
            departed=self.departed,
            following=self.following,
            context=self.context,
        )


def _blank(value: Any) -> Any:
    return None if value == "" else value
