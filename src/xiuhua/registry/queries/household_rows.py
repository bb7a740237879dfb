"""Rows of one household as its page shows them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.queries import EntryView
from xiuhua.platform.journal.sql import select_values
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry import models
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.asked import QUESTION
from xiuhua.registry.queries.records import Action, Joined, Stated
from xiuhua.registry.queries.timeline import Teller
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.causes import MERGED
from xiuhua.registry.rules.shown import value_words
from xiuhua.registry.stored import SEALED_FIELDS, STATED_FIELDS


def questions_in_order(household_id: UUID, people: Mapping[UUID, Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return what was asked: of the household first, then of its people in their order."""
    position = {person_id: at for at, person_id in enumerate(people)}
    rows = select_values(models.Question, QUESTION, {"household_id": [household_id]}, order=("code", "id"))
    return sorted(rows, key=lambda row: position.get(row["person_id"], len(position)) if row["person_id"] else -1)


def open_person(person: dict[str, Any], keys: Keyring) -> None:
    """Open the sealed columns of a person's row; what was erased is blank."""
    for name in SEALED_FIELDS:
        if person[name]:
            try:
                person[name] = keys.open(person["id"], f"registry_person.{name}", person[name])
            except KeyDestroyed:
                person[name] = ""


def as_stated(row: Mapping[str, Any]) -> Stated:
    """Return a row of statements as its page shows it."""
    values = {name: row[name] for name in STATED_FIELDS}
    return Stated(row["id"], row["valid_from"], row["valid_to"], origin_name(row["origin"]), row["batch"], values)


def with_entry(statement: Stated, teller: Teller) -> Stated:
    """Return a statement with the entry that recorded it, and who did."""
    entry, who = teller.told_by.get(str(statement.id), (None, ""))
    if entry is None:
        return statement
    return replace(statement, entry=f"{entry.stream}/{entry.sequence}", who=who, recorded=entry.received_at)


def state_of(row: Mapping[str, Any], values: Mapping[str, Any] | None) -> tuple[Text, str]:
    """Return the household's state in words, as stated, and its tone."""
    if row["erased_on"]:
        return Text("已删除", "erased"), ""
    if row["valid_to"]:
        return Text("已结束", "ended"), ""
    status = values["exit_status"] if values else ""
    if not status:
        return Text("脱贫属性未填", "exit status not stated"), "care"
    code = codes.EXIT_STATUSES.code(status)
    tone = "good" if code in codes.EXITED else "care" if code else ""
    return value_words("exit_status", status), tone


def action_of(viewer: Actor, code: str, place_code: str) -> Action:
    """Return whether the viewer may do this here, or why not."""
    access = COMMANDS[code]
    label = catalogue.command_type(code).command.label
    return Action(code, label, None if reaches(viewer, access, place_code) else access.reason)


def joined_households(
    household_id: UUID,
    history: Iterable[EntryView],
    memberships: Iterable[Mapping[str, Any]],
    names: Mapping[UUID, str],
) -> tuple[Joined, ...]:
    """Return the households that joined this one, as its own entries tell, in their order; no query."""
    days: dict[UUID, date] = {}
    for change in (each for entry in history for each in entry.changes):
        if not isinstance(change, Update) or change.model is not models.Household or change.key == household_id:
            continue
        if change.after.get("end_cause") == MERGED:
            days[change.key] = date.fromisoformat(str(change.after["valid_to"]))
        elif "valid_to" in change.after:
            days.pop(change.key, None)
    came = [(row["valid_from"], names.get(row["person_id"])) for row in memberships if row["cause"] == MERGED]
    return tuple(Joined(key, on, tuple(name for day, name in came if day == on and name)) for key, on in days.items())
