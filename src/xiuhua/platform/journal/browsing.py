"""Looking through the journal: entries of a scope that the caller has set, newest first, and one entry whole.

This layer knows no territories: whoever asks limits the query set first, by ``place_code`` and ``stream``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import QuerySet, Sum

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.batch import SYSTEM
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.models import Entry, Stream, Touch
from xiuhua.platform.journal.stored import changes_of, records_of, sealed_subjects
from xiuhua.platform.vault.keyring import Keyring

Record = tuple[str, UUID]
"""The table of a record that people look at as a whole, and its id."""

_LISTED = (
    "id", "stream", "sequence", "command_id", "code", "place_code", "batch", "actor", "post", "door", "received_at",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ListedEntry:
    """One entry as lists show it."""

    id: int
    stream: str
    sequence: int
    command_id: UUID
    code: str
    place_code: str
    batch: UUID | None
    actor: UUID | None
    post: UUID | None
    door: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class WholeEntry:
    """One entry with everything but its command; ``changes`` are opened, so the caller decides what to show of them.

    ``observed`` is the day or instant that the command named, as text. ``reason`` is that of an undoing. An entry that
    somebody damaged is not ``readable``: it has no changes, and verification says what is wrong with it.
    """

    listed: ListedEntry
    records: tuple[Record, ...]
    hash: str
    previous_hash: str
    version: int
    observed: str
    policy_version: str
    code_version: str
    changes: tuple[Change, ...]
    readable: bool
    result: Mapping[str, Any]
    reason: str


@dataclass(frozen=True, slots=True)
class RecordName:
    """What a module calls one of its records, and the page that shows it: name of the address and its argument."""

    label: Text | str
    route: str = ""
    argument: str = ""


def entries(*, system: bool) -> QuerySet[Entry]:
    """Return the entries of the system's stream, or of all counties, to be limited by the caller."""
    rows = Entry.objects.all()
    return rows.filter(stream=SYSTEM) if system else rows.exclude(stream=SYSTEM)


def touching(records: QuerySet[Any]) -> QuerySet[Touch]:
    """Return the ids of the commands that touched any of these records (a query for their ids), for a larger query."""
    return Touch.objects.filter(record__in=records).values("command_id")


def newest(scoped: QuerySet[Entry], *, before: int | None, size: int) -> tuple[ListedEntry, ...]:
    """Return the newest entries of a scope before a position; one query."""
    chosen = scoped if before is None else scoped.filter(id__lt=before)
    return tuple(_listed(row) for row in chosen.order_by("-id").only(*_LISTED)[:size])


def records_of_entries(ids: Iterable[int]) -> Mapping[int, tuple[Record, ...]]:
    """Return the records that these entries changed; one query, which reads their whole texts."""
    rows = Entry.objects.filter(id__in=list(ids)).values_list("id", "changes")
    return {key: _records(changes) for key, changes in rows}


def at(scoped: QuerySet[Entry], stream: str, sequence: int, keyring: Keyring) -> WholeEntry | None:
    """Return the entry at a position of a stream with its changes, or ``None`` where the scope has none."""
    row = scoped.filter(stream=stream, sequence=sequence).first()
    if row is None:
        return None
    changes, readable = _opened(row, keyring)
    return WholeEntry(
        listed=_listed(row),
        records=_records(row.changes),
        hash=row.hash,
        previous_hash=row.previous_hash,
        version=row.version,
        observed=row.observed_at,
        policy_version=row.policy_version,
        code_version=row.code_version,
        changes=changes,
        readable=readable,
        result=_object(row.result),
        reason=str(_object(row.command).get("reason", "")),
    )


def positions(scoped: QuerySet[Entry], command_id: UUID) -> tuple[tuple[str, int], ...]:
    """Return where the entries of a command stand (stream, sequence), as far as the scope goes; the first one first."""
    rows = scoped.filter(command_id=command_id).order_by("id").values_list("stream", "sequence")
    return tuple(rows)


def written() -> int:
    """Return how many entries the journal should hold, by the heads of its streams."""
    found: int | None = Stream.objects.aggregate(n=Sum("sequence"))["n"]
    return found or 0


_DAMAGED = (ValueError, LookupError, TypeError, AttributeError)
"""What reading a text can raise that no longer is what was written."""


def _opened(row: Entry, keyring: Keyring) -> tuple[tuple[Change, ...], bool]:
    try:
        keyring.load(sealed_subjects(row.changes))
        return tuple(changes_of(row.changes, keyring)), True
    except _DAMAGED:
        return (), False


def _object(text: str) -> Mapping[str, Any]:
    try:
        found = orjson.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _records(changes: str) -> tuple[Record, ...]:
    try:
        return tuple(sorted((model._meta.db_table, record) for model, record in records_of(changes)))
    except _DAMAGED:
        return ()


def _listed(row: Entry) -> ListedEntry:
    return ListedEntry(
        row.id,
        row.stream,
        row.sequence,
        row.command_id,
        row.code,
        row.place_code,
        row.batch,
        row.actor,
        row.post,
        row.door,
        datetime.fromisoformat(row.received_at),
    )
