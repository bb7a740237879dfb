"""Deciding who belongs where: members join and leave, households split and merge."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.changes import identity_index, member_differences, person_inserted, person_updated
from xiuhua.registry.checking import Checked
from xiuhua.registry.commands.cases import (
    FORM,
    HEAD_WORDS,
    Case,
    Outcome,
    QuestionsOf,
    accepted,
    asked_again,
    asked_of,
    check,
    ended,
    membership_begun,
    membership_over,
    person_changed,
    questions,
    refused,
    related,
    with_relations,
)
from xiuhua.registry.commands.mastered import barred, reported, reported_relations
from xiuhua.registry.commands.plots_along import plots_along
from xiuhua.registry.corrections import moved as correction_moved
from xiuhua.registry.known import people_held
from xiuhua.registry.models import Household
from xiuhua.registry.questions import answers_moved
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.causes import MERGED, SPLIT
from xiuhua.registry.stored import StoredHousehold


def join_household(case: Case) -> Outcome:
    """Add a person who is not held elsewhere in the territory, or take back one who left this household."""
    command, context = case.command, case.context
    if case.is_to_come(command.on):
        return refused("day_to_come", "on")
    gone = _gone(case)
    if gone is not None and command.on < gone["left_on"]:
        return refused("before_it_ended", "on")
    new = {**command.member.__dict__, "left_on": None}
    if gone is not None:
        stated = {name: value for name, value in new.items() if value is not None}
        new = {**gone, **stated, "id": gone["id"], "code": command.member.code or gone["code"], "left_on": None}
        elsewhere = barred(gone["origin"], _other_than_relation(gone, new), context, case.place_code)
        if elsewhere:
            return Refused(elsewhere)
    people = [*case.stored.present(), new]
    checked, refusal = check(case, people, case.stored.said)
    if refusal is not None:
        return refusal
    held = people_held(new, context, COMMANDS[command.code])
    if held:
        return Refused(tuple(held))
    person = _taken_back(case, gone, new, checked) if gone else _taken_in(case, new, checked)
    told = member_differences(gone, new) if gone else {}
    told_there = reported(case.stored, gone, told, command_id=command.id, context=context)
    belongs = membership_begun(case, new["id"], case.stored.id, command.cause.value)
    return accepted(case, [person, belongs, *told_there, *asked_again(case, people, checked)])


def leave_household(case: Case) -> Outcome:
    """End a membership; where the head leaves, another member becomes head; after the last one nothing is left."""
    command = case.command
    person = case.member(command.person_id)
    if person is None:
        return refused("not_a_member", "person_id")
    if case.is_to_come(command.on):
        return refused("day_to_come", "on")
    over = membership_over(case, person, command.cause.value)
    if over is None:
        return refused("before_it_began", "on")
    changes: list[Change] = [over, person_changed(person, {"left_on": (None, command.on)})]
    rest = [each for each in case.stored.present() if each is not person]
    if not rest:
        early = _ends_too_early(case)
        if early is not None:
            return early
        return accepted(case, [*changes, *ended(case, command.on, command.cause.value)])
    if command.new_head_id is None and _is_head(person):
        return refused("new_head_missing", "new_head_id")
    relations = {each.person_id: each.relation for each in command.relations}
    if command.new_head_id is not None:
        relations[command.new_head_id] = HEAD_WORDS
    if not relations.keys() <= {each["id"] for each in rest}:
        return refused("not_a_member", "new_head_id")
    people = with_relations(rest, relations)
    checked, refusal = check(case, people, case.stored.said)
    if refusal is not None:
        return refusal
    told_there = reported_relations(case.stored, people, command_id=command.id, context=case.context)
    changes += [*related(case.stored, people), *told_there]
    return accepted(case, [*changes, *asked_again(case, people, checked)])


def split_household(case: Case) -> Outcome:
    """Move some members into a new household of the same village."""
    command, context = case.command, case.context
    if case.is_to_come(command.on):
        return refused("day_to_come", "on")
    relations = {each.person_id: each.relation for each in (*command.staying, *command.leaving)}
    going = {each.person_id for each in command.leaving}
    if not {person["id"] for person in case.stored.present()}.issuperset(relations):
        return refused("not_a_member", "leaving")
    people = with_relations(case.stored.present(), relations)
    stays = [person for person in people if person["id"] not in going]
    goes = [person for person in people if person["id"] in going]
    if not stays or not _is_free(case, command.new_code):
        return refused("split_impossible", "leaving" if not stays else "new_code")
    checked, refusal = check(case, stays, case.stored.said)
    if refusal is not None:
        return refusal
    checked_there, refusal = check(case, goes, {})
    if refusal is not None:
        return refusal
    moved = _moved(case, case.stored, goes, command.new_household_id, SPLIT)
    if moved is None:
        return refused("before_it_began", "on")
    context.keyring.begin((command.new_household_id,))
    asked = asked_of(goes, checked_there)
    answers = answers_moved(asked, case.stored, to_code=command.new_code, keyring=context.keyring)
    there = QuestionsOf(command.new_household_id, command.new_code, case.place_code, answers=answers)
    changes = [
        _begun(case),
        *moved,
        *related(case.stored, stays),
        *reported_relations(case.stored, stays, command_id=command.id, context=context),
        *asked_again(case, stays, checked),
        *questions(case, there, asked, about=going),
    ]
    return accepted(case, changes, command.new_household_id)


def merge_households(case: Case) -> Outcome:
    """Move all members of one household, and its land, into another of the same village, and end the first."""
    command = case.command
    into = case.of(command.into_id)
    if case.is_to_come(command.on):
        return refused("day_to_come", "on")
    if into.stored.id == case.stored.id or into.place_code != case.place_code:
        return refused("merge_impossible", "into_id")
    relations = {each.person_id: each.relation for each in command.relations}
    goes = with_relations(case.stored.present(), relations)
    if any(_is_head(person) for person in goes):
        return refused("merge_needs_relations", "relations")
    people = [*into.stored.present(), *goes]
    checked, refusal = check(into, people, into.stored.said)
    if refusal is not None:
        return refusal
    early = _ends_too_early(case)
    if early is not None:
        return early
    moved = _moved(case, case.stored, goes, into.stored.id, MERGED)
    if moved is None:
        return refused("before_it_began", "on")
    asked = asked_of(people, checked)
    to_code = into.stored.household["code"]
    answers = answers_moved(asked, case.stored, to_code=to_code, keyring=case.context.keyring)
    about = {person["id"] for person in people}
    changes = [
        *ended(case, command.on, MERGED),
        *moved,
        *plots_along(case, into),
        *questions(into, QuestionsOf.stored(into.stored, answers), asked, about=about),
    ]
    return accepted(case, changes, into.stored.id)


def _gone(case: Case) -> dict[str, Any] | None:
    """Return the person who left this household and comes back: by code, else by identity number."""
    member = case.command.member
    left = [person for person in case.stored.people if person["left_on"] is not None]
    by_code = [person for person in left if member.code and person["code"] == member.code]
    index = identity_index(member.identity, case.context.keyring)
    by_number = [p for p in left if index and p["identity_index"] == index and not (p["code"] and member.code)]
    return next(iter((*by_code, *by_number)), None)


def _taken_in(case: Case, new: Mapping[str, Any], checked: Checked) -> Insert:
    case.context.keyring.begin((new["id"],))
    return person_inserted(
        new["id"],
        new,
        household_id=case.stored.id,
        place_code=case.place_code,
        identity=checked.identities[-1],
        keyring=case.context.keyring,
        origin=FORM,
    )


def _other_than_relation(gone: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """Return what a wish states otherwise of somebody who comes back; how they relate to the head now is an event."""
    return [name for name in member_differences(gone, new) if name != "relation"]


def _taken_back(case: Case, gone: dict[str, Any], new: Mapping[str, Any], checked: Checked) -> Update:
    differences = member_differences(gone, new)
    keyring = case.context.keyring
    update = person_updated(gone, differences, identity=checked.identities[-1], keyring=keyring)
    more = {"left_on": (gone["left_on"], None)}
    if new["code"] != gone["code"]:
        more["code"] = (gone["code"], new["code"])
    before = {**update.before, **{name: old for name, (old, _) in more.items()}}
    after = {**update.after, **{name: value for name, (_, value) in more.items()}}
    return Update(update.model, update.key, update.root, before, after, subject=update.subject)


def _begun(case: Case) -> Insert:
    values = {
        "id": case.command.new_household_id,
        "code": case.command.new_code,
        "place_code": case.place_code,
        "natural_village": case.stored.household["natural_village"],
        "origin": FORM,
        "valid_from": case.command.on,
        "valid_to": None,
        "end_cause": "",
    }
    return Insert(Household, values)


def _is_free(case: Case, code: str) -> bool:
    """Say whether no present household of the village, nor of the actor's territory, has this code."""
    present = Household.objects.filter(code=code, valid_to__isnull=True)
    there = present.filter(place_code=case.place_code)
    return not there.exists() and not within(present, case.context.actor, COMMANDS[case.command.code]).exists()


def _ends_too_early(case: Case) -> Refused | None:
    """Return why a household cannot end on the day of the wish: it was not registered before that."""
    first = case.stored.household["valid_from"]
    if case.command.on >= first:
        return None
    return Refused((Problem("household_ends_before_begin", "on", {"first": first.isoformat()}),))


def _is_head(person: Mapping[str, Any]) -> bool:
    return codes.RELATIONS.code(person["relation"]) == "head"


def _moved(
    case: Case, stored: StoredHousehold, people: Sequence[Mapping[str, Any]], household_id: UUID, cause: str
) -> list[Change] | None:
    """Return the moves of people into another household, or ``None`` where one began after the day."""
    changes: list[Change] = []
    by_id = {person["id"]: person for person in stored.people}
    for person in people:
        before = by_id[person["id"]]
        over = membership_over(case, before, cause)
        if over is None:
            return None
        moved = {"household_id": (stored.id, household_id)}
        if before["relation"] != person["relation"]:
            moved["relation"] = (before["relation"], person["relation"])
        begun = membership_begun(case, person["id"], household_id, cause)
        asked_for = [line for line in stored.corrections if line.person_id == person["id"]]
        goes_along = [correction_moved(line, household_id) for line in asked_for]
        changes.extend((over, person_changed(before, moved), begun, *goes_along))
    return changes
