"""A household as it was on a day: its rows cut to what held then, so that the page is made as it is for today.

What keeps no days of its own (names, relations, work, health) is as it is now.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.registry.ledgers import StoredLedger
from xiuhua.registry.queries.records import Stated


@dataclass(frozen=True, slots=True)
class Then:
    """The rows of a household as they held on a day."""

    row: Mapping[str, Any]
    memberships: Sequence[Mapping[str, Any]]
    people: Mapping[UUID, Mapping[str, Any]]
    statements: Sequence[Stated]


def as_it_was(
    day: date,
    row: Mapping[str, Any],
    memberships: Sequence[Mapping[str, Any]],
    people: Mapping[UUID, Mapping[str, Any]],
    statements: Sequence[Stated],
) -> Then:
    """Return the rows as they held on a day: what began later is gone, what ended later has not ended."""
    key = row["id"]
    begun = [_open(each, day) for each in memberships if each["valid_from"] <= day]
    belonged = {each["person_id"] for each in begun if each["valid_to"] is None}
    known = {each["person_id"] for each in begun}
    then = {
        person: {**values, "household_id": key if person in belonged else None, "left_on": None}
        for person, values in people.items()
        if person in known
    }
    stated = [replace(each, valid_to=_end(each.valid_to, day)) for each in statements if each.valid_from <= day]
    return Then(_open(row, day), begun, then, stated)


def ledgers_then(day: date, ledgers: Sequence[StoredLedger]) -> Sequence[StoredLedger]:
    """Return the ledgers that had lines on a day, each complete only where it had been declared so by then."""
    found = []
    for ledger in ledgers:
        declared = bool(ledger.row["complete"]) and ledger.row["declared_on"] <= day
        if not declared and not ledger.lines:
            continue
        gone = {} if declared else {"complete": False, "declared_on": None, "open_questions": None}
        found.append(StoredLedger({**ledger.row, **gone}, ledger.lines))
    return found


def _open(row: Mapping[str, Any], day: date) -> Mapping[str, Any]:
    return row if row["valid_to"] is None or row["valid_to"] <= day else {**row, "valid_to": None, "end_cause": ""}


def _end(until: date | None, day: date) -> date | None:
    return until if until is not None and until <= day else None
