"""Corrections as rows: opened, begun, changed, closed. What they quote is sealed under whom they are about."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

import orjson

from xiuhua.kernel.ids import derived_id
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring
from xiuhua.registry.models import Correction
from xiuhua.registry.rules.corrections import CorrectionState

STATED_LABEL, WANTED_LABEL = "registry_correction.stated", "registry_correction.wanted"
COLUMNS = (
    "id",
    "household_id",
    "person_id",
    "subject_id",
    "place_code",
    "system",
    "field",
    "stated",
    "wanted",
    "local",
    "state",
    "asked_on",
    "list_number",
    "listed_on",
    "still_old_on",
)
PUT_BACK = "改回了系统中的值"
CHANGED_AGAIN = "改成了别的值，另报一条"
"""Why a correction is withdrawn by itself; kept as texts beside those that people give."""


@dataclass(frozen=True, slots=True)
class Line:
    """A correction with both values opened, ``None`` for a blank."""

    id: UUID
    household_id: UUID
    person_id: UUID | None
    subject_id: UUID
    place_code: str
    system: str
    field: str
    stated: Any
    wanted: Any
    local: bool
    state: str
    asked_on: date
    list_number: str
    listed_on: date | None
    still_old_on: date | None


@dataclass(frozen=True, slots=True)
class About:
    """Of whom a correction speaks, and to which system it goes."""

    household_id: UUID
    place_code: str
    system: str
    person_id: UUID | None = None
    holder_id: UUID | None = None

    @property
    def subject(self) -> UUID:
        """Whose key seals the values: the person's, the household's, or that of its bank account."""
        return self.person_id or self.holder_id or self.household_id


def opened(rows: Iterable[Mapping[str, Any]], keys: Keyring) -> list[Line]:
    """Return lines with their values; those of somebody who was erased say nothing any more and are left out."""
    rows = list(rows)
    keys.load({row["subject_id"] for row in rows})
    return [line for row in rows if (line := _opened(row, keys)) is not None]


def begun(
    about: About, field: str, stated: Any, wanted: Any, *, command_id: UUID, today: date, keys: Keyring, **more: Any
) -> Insert:
    """Return a new correction. ``more`` holds ``local``, ``why`` and ``asked_by``."""
    return Insert(
        Correction,
        {
            "id": more.pop("id", None) or derived_id(command_id, "correction", str(about.subject), field),
            "household_id": about.household_id,
            "person_id": about.person_id,
            "subject_id": about.subject,
            "place_code": about.place_code,
            "system": about.system,
            "field": field,
            "stated": _sealed(keys, about.subject, STATED_LABEL, stated),
            "wanted": _sealed(keys, about.subject, WANTED_LABEL, wanted),
            "why": "",
            "state": CorrectionState.OPEN.value,
            "asked_on": today,
            "list_number": "",
            "listed_on": None,
            "still_old_on": None,
            "closed_on": None,
            "closed_batch": None,
            "ended_reason": "",
            **more,
        },
    )


def withdrawn(line: Line, reason: str) -> Update:
    """Return the withdrawal of a line."""
    before = {"state": line.state, "ended_reason": ""}
    return _update(line, before, {"state": CorrectionState.WITHDRAWN.value, "ended_reason": reason})


def closed(line: Line, *, on: date, batch: UUID | None) -> Update:
    """Return that an export carries the value that was asked for."""
    before = {"state": line.state, "closed_on": None, "closed_batch": None}
    return _update(line, before, {"state": CorrectionState.CLOSED.value, "closed_on": on, "closed_batch": batch})


def still_old(line: Line, *, on: date) -> Update:
    """Return that an export of a day still has the old value."""
    return _update(line, {"still_old_on": line.still_old_on}, {"still_old_on": on})


def listed(line: Line, *, on: date, number: str) -> Update:
    """Return that a line stands on a list."""
    before = {"state": line.state, "list_number": line.list_number, "listed_on": line.listed_on}
    return _update(line, before, {"state": CorrectionState.LISTED.value, "list_number": number, "listed_on": on})


def moved(line: Line, household_id: UUID) -> Update:
    """Return that a line goes with its person into another household."""
    return _update(line, {"household_id": line.household_id}, {"household_id": household_id})


def _update(line: Line, before: Mapping[str, Any], after: Mapping[str, Any]) -> Update:
    return Update(Correction, line.id, line.household_id, before, after, subject=line.subject_id)


def _sealed(keys: Keyring, subject: UUID, label: str, value: Any) -> str:
    return keys.seal(subject, label, orjson.dumps(None if value == "" else value).decode())


def _opened(row: Mapping[str, Any], keys: Keyring) -> Line | None:
    subject = row["subject_id"]
    values = {name: row[name] for name in COLUMNS}
    if not row["stated"] or not row["wanted"]:
        return None  # even a blank is sealed: what is not there was erased
    try:
        for name, label in (("stated", STATED_LABEL), ("wanted", WANTED_LABEL)):
            values[name] = orjson.loads(keys.open(subject, label, row[name]))
    except KeyDestroyed:
        return None
    return Line(**values)
