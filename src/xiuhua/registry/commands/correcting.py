"""Deciding corrections: of a member, of what is stated of the household, of who is its head."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Model

from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Refused
from xiuhua.platform.journal.queries import record_history
from xiuhua.platform.vault import masks
from xiuhua.registry import bank
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.changes import member_differences, person_updated
from xiuhua.registry.commands.cases import (
    FORM,
    HEAD_WORDS,
    Case,
    Outcome,
    accepted,
    asked_again,
    check,
    household_updated,
    refused,
    related,
    statement_ended,
)
from xiuhua.registry.commands.mastered import barred, reported, reported_relations
from xiuhua.registry.known import people_held
from xiuhua.registry.models import BankAccount, Statement
from xiuhua.registry.stored import BANK_FIELDS, SAID_FIELDS, STATED_FIELDS

_TEXTS = ("exit_status", "household_kind", "main_cause")


def correct_member(case: Case) -> Outcome:
    """Change the stated fields of one member."""
    command = case.command
    person = case.member(command.person_id)
    if person is None:
        return refused("not_a_member", "person_id")
    differences = member_differences(person, command.__dict__)
    for name in command.cleared:
        if person[name] not in ("", None):
            differences[name] = (person[name], None)
    if not differences:
        return refused("nothing_changed")
    elsewhere = barred(person["origin"], differences, case.context, case.place_code)
    if elsewhere:
        return Refused(elsewhere)
    corrected = {**person, **{name: new for name, (_, new) in differences.items()}}
    people = [corrected if each is person else each for each in case.stored.present()]
    checked, refusal = check(case, people, case.stored.said)
    if refusal is not None:
        return refusal
    if "identity" in differences and differences["identity"][1]:
        held = people_held(corrected, case.context, COMMANDS[command.code])
        if held:
            return Refused(tuple(held))
    identity = checked.identities[people.index(corrected)]
    changes: list[Change] = [person_updated(person, differences, identity=identity, keyring=case.context.keyring)]
    changes += reported(case.stored, person, differences, command_id=command.id, context=case.context)
    return accepted(case, [*changes, *asked_again(case, people, checked)])


def correct_household(case: Case) -> Outcome:
    """Begin a new statement with the changed fields; the one before stays in the history."""
    command, present = case.command, case.stored.said
    stated = {name: getattr(command, name) for name in SAID_FIELDS if getattr(command, name) is not None}
    stated.update(dict.fromkeys(command.cleared))
    different = {name: value for name, value in stated.items() if _blank(present.get(name)) != _blank(value)}
    changes: list[Change] = []
    differences = {name: (present.get(name), value) for name, value in different.items()}
    village = command.natural_village
    if village is not None and village != case.stored.household["natural_village"]:
        moved = {"natural_village": (case.stored.household["natural_village"], village)}
        changes.append(household_updated(case.stored, moved))
        differences |= moved
    if not differences:
        return refused("nothing_changed")
    elsewhere = barred(case.stored.household["origin"], different, case.context, case.place_code)
    if elsewhere:
        return Refused(elsewhere)
    changes += _banked(case, {name: value for name, value in different.items() if name in BANK_FIELDS})
    changes += reported(case.stored, None, differences, command_id=command.id, context=case.context)
    meanwhile = _changed_meanwhile(case, different) if case.stale and different else None
    if meanwhile is not None:
        return Refused((meanwhile,))
    merged = {**present, **different}
    checked, refusal = check(case, case.stored.present(), merged)
    if refusal is not None:
        return refusal
    if any(name in STATED_FIELDS for name in different):
        changes.extend(_restated(case, merged))
    return accepted(case, [*changes, *asked_again(case, case.stored.present(), checked)])


def change_head(case: Case) -> Outcome:
    """Name another member as head, with everybody's relation to the new one."""
    command = case.command
    relations = {each.person_id: each.relation for each in command.relations}
    relations[command.new_head_id] = HEAD_WORDS
    members = {person["id"] for person in case.stored.present()}
    if not members.issuperset(relations):
        return refused("not_a_member", "new_head_id")
    people = [
        {**person, "relation": relations.get(person["id"], person["relation"])} for person in case.stored.present()
    ]
    changes = related(case.stored, people)
    if not changes:
        return refused("nothing_changed")
    changes += reported_relations(case.stored, people, command_id=command.id, context=case.context)
    checked, refusal = check(case, people, case.stored.said)
    return refusal or accepted(case, [*changes, *asked_again(case, people, checked)])


def _restated(case: Case, merged: Mapping[str, Any]) -> list[Change]:
    present, today = case.stored.statement, case.context.today
    values = {name: merged.get(name) for name in STATED_FIELDS}
    for name in _TEXTS:
        values[name] = values[name] or ""
    values.update(
        id=derived_id(case.command.id, "statement"),
        household_id=case.stored.id,
        place_code=case.place_code,
        valid_from=max(today, present["valid_from"]) if present else today,
        valid_to=None,
        origin=FORM,
        batch=None,
    )
    new = Insert(Statement, values)
    return [statement_ended(case.stored, today), new] if present else [new]


def _banked(case: Case, different: Mapping[str, Any]) -> list[Change]:
    """Return what becomes of the bank account."""
    known = case.stored.bank or {}
    return bank.restated(
        case.stored.id,
        case.place_code,
        case.stored.bank,
        {name: different.get(name, known.get(name)) for name in BANK_FIELDS},
        command_id=case.command.id,
        on=case.context.today,
        origin=FORM,
        batch=None,
        keyring=case.context.keyring,
    )


def _changed_meanwhile(case: Case, different: Mapping[str, Any]) -> Problem | None:
    """Return the conflict of what is stated with what others stated since the version that the wish was made on.

    Statements and accounts follow one another and are never overwritten, so that no field of a row is changed by
    both; what was seen is the row that the first later one closed. Numbers of accounts are masked on both sides.
    """
    history = record_history(case.stored.id, case.context.keyring)
    base = next((at for at, entry in enumerate(history) if entry.command_id == case.command.base_version), None)
    if base is None:
        return None
    later = [change for entry in history[base + 1 :] for change in entry.changes]
    cells: list[dict[str, Any]] = []
    for model, present, read in (
        (Statement, case.stored.statement, _statement_seen),
        (BankAccount, case.stored.bank, _account_seen),
    ):
        seen = _seen(case, model, later, read)
        if seen is None or present is None:
            continue
        both = [name for name in different if name in seen and _blank(seen[name]) != _blank(present[name])]
        cells += [
            {
                "table": model._meta.db_table,
                "key": str(present["id"]),
                "field": name,
                "theirs": _quoted(name, present[name]),
                "yours": _quoted(name, different[name]),
            }
            for name in both
        ]
    if not cells:
        return None
    values = {
        "fields": cells,
        "names": [cell["field"] for cell in cells],
        "theirs": [str(cell["theirs"]) for cell in cells],
        "yours": [str(cell["yours"]) for cell in cells],
    }
    return Problem("changed_meanwhile", cells[0]["field"], values)


def _seen(
    case: Case, model: type[Model], later: Sequence[Change], read: Callable[[Case, Any], Mapping[str, Any] | None]
) -> Mapping[str, Any] | None:
    """Return what stood there before the first later row: what that one closed, or nothing but blanks."""
    here = str(case.stored.id)
    for change in (each for each in later if each.model is model):
        if isinstance(change, Update) and str(change.root) == here and change.after.get("valid_to"):
            return read(case, change.key)
        if isinstance(change, Insert) and model is BankAccount and str(change.values["household_id"]) == here:
            return dict.fromkeys(BANK_FIELDS)
    return None


def _statement_seen(case: Case, key: Any) -> Mapping[str, Any] | None:
    return Statement.objects.filter(id=key).values(*STATED_FIELDS).first()


def _account_seen(case: Case, key: Any) -> Mapping[str, Any] | None:
    rows = bank.opened(BankAccount.objects.filter(id=key).values(*bank.COLUMNS), case.context.keyring)
    return next(({name: row[name] for name in BANK_FIELDS} for row in rows), None)


def _quoted(name: str, value: Any) -> Any:
    return masks.account(value) if name == "bank_account" and value else value


def _blank(value: Any) -> Any:
    return None if value == "" else value
