"""Deciding wishes about one stored household: each builds what it would be, checks that, and returns the changes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, Context, Handler, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.changes import (
    member_differences,
    membership_ended,
    membership_inserted,
    person_inserted,
    person_updated,
)
from xiuhua.registry.checking import Checked, check_rows, checks_at
from xiuhua.registry.known import people_held
from xiuhua.registry.models import Household, Person, Statement
from xiuhua.registry.questions import Asked, asked_changes
from xiuhua.registry.rules import codes
from xiuhua.registry.stored import STATED_FIELDS, StoredHousehold, facts_of, load

FORM = "form"
SPLIT, MERGED = "split", "merged"
HEAD_WORDS = "户主"

Outcome = Accepted | Refused


@dataclass(slots=True)
class Case:
    """One wish with the stored households it names and the context of its run."""

    command: Any
    stored: StoredHousehold
    households: Mapping[UUID, StoredHousehold]
    context: Context

    @property
    def place_code(self) -> str:
        """The village of the household."""
        found: str = self.stored.household["place_code"]
        return found

    def member(self, person_id: UUID) -> dict[str, Any] | None:
        """Return a present member."""
        return next((person for person in self.stored.present() if person["id"] == person_id), None)


def for_each(decide: Callable[[Case], Outcome]) -> Handler:
    """Return a handler that loads all households of a run at once and decides one wish at a time."""

    def handle(commands: Sequence[Any], context: Context) -> list[Outcome]:
        households = load({root for command in commands for root in command.roots()}, context.keyring)
        context.keyring.load(households)
        return [decide(Case(c, households[c.household_id], households, context)) for c in commands]

    return handle


def correct_member(case: Case) -> Outcome:
    """Change the stated fields of one member."""
    person = case.member(case.command.person_id)
    if person is None:
        return _refused("not_a_member", "person_id")
    differences = member_differences(person, case.command.__dict__)
    if not differences:
        return _refused("nothing_changed")
    corrected = {**person, **{name: new for name, (_, new) in differences.items()}}
    people = [corrected if each is person else each for each in case.stored.present()]
    checked, refusal = _check(case, people, case.stored.statement or {})
    if refusal is not None:
        return refusal
    if "identity" in differences and differences["identity"][1]:
        held = people_held(corrected, case.context, COMMANDS[case.command.code])
        if held:
            return Refused(tuple(held))
    identity = checked.identities[people.index(corrected)]
    changes: list[Change] = [person_updated(person, differences, identity=identity, keyring=case.context.keyring)]
    return _accepted(case, [*changes, *_questions(case, people, checked)])


def correct_household(case: Case) -> Outcome:
    """Begin a new statement with the changed fields."""
    command, present = case.command, case.stored.statement or {}
    stated = {name: getattr(command, name) for name in STATED_FIELDS if getattr(command, name) is not None}
    different = {name: value for name, value in stated.items() if present.get(name) != value}
    changes: list[Change] = []
    village = command.natural_village
    if village is not None and village != case.stored.household["natural_village"]:
        before = {"natural_village": case.stored.household["natural_village"]}
        changes.append(Update(Household, case.stored.id, case.stored.id, before, {"natural_village": village}))
    if not different and not changes:
        return _refused("nothing_changed")
    merged = {**present, **different}
    checked, refusal = _check(case, case.stored.present(), merged)
    if refusal is not None:
        return refusal
    if different:
        changes.extend(_restated(case, merged))
    return _accepted(case, [*changes, *_questions(case, case.stored.present(), checked)])


def join_household(case: Case) -> Outcome:
    """Add a person who is not held elsewhere in the territory."""
    command, context = case.command, case.context
    new = {**command.member.__dict__, "left_on": None}
    people = [*case.stored.present(), new]
    checked, refusal = _check(case, people, case.stored.statement or {})
    if refusal is not None:
        return refusal
    held = people_held(new, context, COMMANDS[command.code])
    if held:
        return Refused(tuple(held))
    context.keyring.make((command.member.id,))
    inserted = person_inserted(
        command.member.id,
        new,
        household_id=case.stored.id,
        place_code=case.place_code,
        identity=checked.identities[-1],
        keyring=context.keyring,
    )
    belongs = _membership(case, command.member.id, case.stored.id, command.cause.value)
    return _accepted(case, [inserted, belongs, *_questions(case, people, checked)])


def leave_household(case: Case) -> Outcome:
    """End a membership; where the head leaves, another member becomes head."""
    command = case.command
    person = case.member(command.person_id)
    if person is None:
        return _refused("not_a_member", "person_id")
    changes = _end(case, person, command.cause.value)
    if changes is None:
        return _refused("before_it_began", "on")
    leaving = {"left_on": (None, command.on)}
    changes.append(_person(person, leaving))
    rest = [each for each in case.stored.present() if each is not person]
    if command.new_head_id is not None:
        new_head = next((each for each in rest if each["id"] == command.new_head_id), None)
        if new_head is None:
            return _refused("not_a_member", "new_head_id")
        changes.append(_person(new_head, {"relation": (new_head["relation"], HEAD_WORDS)}))
        rest = [{**each, "relation": HEAD_WORDS} if each is new_head else each for each in rest]
    if not rest:
        ended = {"valid_to": (None, command.on), "end_cause": ("", command.cause.value)}
        changes.append(_household(case.stored, ended))
        return _accepted(case, changes)
    checked, refusal = _check(case, rest, case.stored.statement or {})
    if refusal is not None:
        return refusal
    return _accepted(case, [*changes, *_questions(case, rest, checked)])


def split_household(case: Case) -> Outcome:
    """Move some members into a new household of the same village."""
    command, context = case.command, case.context
    relations = {each.person_id: each.relation for each in (*command.leaving, *command.staying)}
    leaving = [case.member(each.person_id) for each in command.leaving]
    if any(person is None for person in leaving) or any(
        case.member(each.person_id) is None for each in command.staying
    ):
        return _refused("not_a_member", "leaving")
    going = {person["id"] for person in leaving if person}
    people = [{**p, "relation": relations.get(p["id"], p["relation"])} for p in case.stored.present()]
    stays = [person for person in people if person["id"] not in going]
    goes = [person for person in people if person["id"] in going]
    code_free = not Household.objects.filter(
        place_code=case.place_code, code=command.new_code, valid_to__isnull=True
    ).exists()
    if not stays or not code_free:
        return _refused("split_impossible", "leaving" if not stays else "new_code")
    checked, refusal = _check(case, stays, case.stored.statement or {})
    if refusal is None:
        _, refusal = _check(case, goes, {})
    if refusal is not None:
        return refusal
    context.keyring.make((command.new_household_id,))
    household = {
        "id": command.new_household_id,
        "code": command.new_code,
        "place_code": case.place_code,
        "natural_village": case.stored.household["natural_village"],
        "valid_from": command.on,
        "valid_to": None,
        "end_cause": "",
    }
    changes: list[Change] = [Insert(Household, household)]
    moved = _moved(case, case.stored, goes, command.new_household_id, SPLIT)
    if moved is None:
        return _refused("before_it_began", "on")
    changes.extend(moved)
    changes.extend(_related(case.stored, stays))
    result = {"household": str(command.new_household_id)}
    return _accepted(case, [*changes, *_questions(case, stays, checked)], result)


def merge_households(case: Case) -> Outcome:
    """Move all members of one household into another of the same village, and end the first."""
    command = case.command
    into = case.households[command.into_id]
    if into.id == case.stored.id or into.household["place_code"] != case.place_code:
        return _refused("merge_impossible", "into_id")
    relations = {each.person_id: each.relation for each in command.relations}
    goes = [{**p, "relation": relations.get(p["id"], p["relation"])} for p in case.stored.present()]
    if any(codes.RELATIONS.code(person["relation"]) == "head" for person in goes):
        return _refused("merge_needs_relations", "relations")
    other = Case(command, into, case.households, case.context)
    people = [*into.present(), *goes]
    checked, refusal = _check(other, people, into.statement or {})
    if refusal is not None:
        return refusal
    moved = _moved(case, case.stored, goes, into.id, MERGED)
    if moved is None:
        return _refused("before_it_began", "on")
    ended = _household(case.stored, {"valid_to": (None, command.on), "end_cause": ("", MERGED)})
    changes = [ended, *moved, *_questions(other, people, checked)]
    return _accepted(case, changes, {"household": str(into.id)})


def _check(
    case: Case, people: Sequence[Mapping[str, Any]], stated: Mapping[str, Any]
) -> tuple[Checked, Refused | None]:
    rows = facts_of(people, case.stored.household, stated)
    checks = checks_at(case.context.policy, today=case.context.today, place_code=case.place_code)
    checked = check_rows(case.command.id, rows, checks)
    return checked, Refused(tuple(checked.errors)) if checked.errors else None


def _questions(case: Case, people: Sequence[Mapping[str, Any]], checked: Checked) -> list[Insert | Update]:
    asked = [Asked(f.problem, people[f.row]["code"] or "", people[f.row]["id"]) for f in checked.asked]
    return asked_changes(
        asked,
        command_id=case.command.id,
        household_id=case.stored.id,
        household_code=case.stored.household["code"],
        place_code=case.place_code,
        known=case.stored.questions,
        origin=FORM,
        today=case.context.today,
        keyring=case.context.keyring,
        about={person["id"] for person in people},
        by_sheet=False,
    )


def _restated(case: Case, merged: Mapping[str, Any]) -> list[Change]:
    present, today = case.stored.statement, case.context.today
    changes: list[Change] = []
    begins = max(today, present["valid_from"]) if present else today
    if present:
        changes.append(Update(Statement, present["id"], case.stored.id, {"valid_to": None}, {"valid_to": begins}))
    values = {name: merged.get(name) for name in STATED_FIELDS}
    for name in ("exit_status", "household_kind", "main_cause"):
        values[name] = values[name] or ""
    values.update(
        id=derived_id(case.command.id, "statement"),
        household_id=case.stored.id,
        place_code=case.place_code,
        valid_from=begins,
        valid_to=None,
        origin=FORM,
        batch=None,
    )
    return [*changes, Insert(Statement, values)]


def _moved(
    case: Case, stored: StoredHousehold, people: Sequence[Mapping[str, Any]], household_id: UUID, cause: str
) -> list[Change] | None:
    """Return the moves of people into another household, or ``None`` where one began after the day."""
    changes: list[Change] = []
    by_id = {person["id"]: person for person in stored.people}
    for person in people:
        ended = _end(case, by_id[person["id"]], cause)
        if ended is None:
            return None
        changes.extend(ended)
        before = by_id[person["id"]]
        moved = {"household_id": (stored.id, household_id)}
        if before["relation"] != person["relation"]:
            moved["relation"] = (before["relation"], person["relation"])
        changes.append(_person(before, moved))
        changes.append(_membership(case, person["id"], household_id, cause))
    return changes


def _related(stored: StoredHousehold, people: Sequence[Mapping[str, Any]]) -> list[Change]:
    by_id = {person["id"]: person for person in stored.people}
    return [
        _person(by_id[p["id"]], {"relation": (by_id[p["id"]]["relation"], p["relation"])})
        for p in people
        if by_id[p["id"]]["relation"] != p["relation"]
    ]


def _end(case: Case, person: Mapping[str, Any], cause: str) -> list[Change] | None:
    membership = case.stored.memberships[person["id"]]
    if case.command.on < membership["valid_from"]:
        return None
    return [membership_ended(membership, household_id=case.stored.id, on=case.command.on, cause=cause)]


def _membership(case: Case, person_id: UUID, household_id: UUID, cause: str) -> Insert:
    return membership_inserted(
        derived_id(case.command.id, "membership", str(person_id)),
        person_id=person_id,
        household_id=household_id,
        place_code=case.place_code,
        valid_from=case.command.on,
        cause=cause,
    )


def _person(person: Mapping[str, Any], both: Mapping[str, tuple[Any, Any]]) -> Update:
    before = {name: old for name, (old, _) in both.items()}
    after = {name: new for name, (_, new) in both.items()}
    return Update(Person, person["id"], person["household_id"], before, after, subject=person["id"])


def _household(stored: StoredHousehold, both: Mapping[str, tuple[Any, Any]]) -> Update:
    before = {name: old for name, (old, _) in both.items()}
    after = {name: new for name, (_, new) in both.items()}
    return Update(Household, stored.id, stored.id, before, after)


def _accepted(case: Case, changes: Sequence[Change], result: Mapping[str, Any] | None = None) -> Accepted:
    return Accepted(changes, (case.place_code,), result or {"household": str(case.stored.id)})


def _refused(code: str, field: str | None = None) -> Refused:
    return Refused((Problem(code, field),))
