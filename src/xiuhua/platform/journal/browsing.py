"""Looking through the journal: entries of a scope that the caller has set, newest first, and one entry whole.

This layer knows no territories: whoever asks names the parts that may be seen, or limits the query set first.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Q, QuerySet, Sum

from xiuhua.kernel.ids import as_uuid
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.models import Entry, Stream, Touch
from xiuhua.platform.journal.sql import select_values
from xiuhua.platform.journal.stored import changes_of, records_of, sealed_subjects
from xiuhua.platform.journal.streams import SYSTEM
from xiuhua.platform.journal.words import opened_words
from xiuhua.platform.vault.keyring import Keyring, Unreadable

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
class Part:
    """A part of the counties' streams: a whole stream, or what lies between two place codes, both included."""

    stream: str = ""
    low: str = ""
    high: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries are looked for: before a position, of one kind or batch; ``past`` leaves out a batch."""

    before: int | None = None
    code: str = ""
    batch: UUID | None = None
    past: UUID | None = None


@dataclass(frozen=True, slots=True)
class WholeEntry:
    """One entry with everything but its command; ``changes`` are opened, so the caller decides what to show of them.

    ``observed`` is the day or instant that the command named, as text. ``reason`` is that of the command, if any. An
    entry that somebody damaged is not ``readable``: it has no changes, and verification says what is wrong with it.
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


def streams(prefixes: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the counties' streams that begin with one of these digits; one query."""
    beginnings = tuple(prefixes)
    if not beginnings:
        return ()
    names = Stream.objects.exclude(name=SYSTEM).order_by("name").values_list("name", flat=True)
    return tuple(name for name in names if name.startswith(beginnings))


def newest(
    parts: Sequence[Part], wanted: Wanted, *, size: int, system: QuerySet[Entry] | None = None
) -> tuple[ListedEntry, ...]:
    """Return the newest entries of some parts, and of a query set in the system's stream; one query.

    Each part is read by itself in the order of an index and gives no more than is wanted in all: so it costs the
    same however long the journal is and however much of it lies elsewhere. Only places below the county are few
    enough to be sorted.
    """
    members: list[str] = []
    values: list[Any] = []
    conditions, given = _conditions(wanted)
    for part in parts:
        own, order = ('"stream" = %s', '"id"') if part.stream else (_BETWEEN, _SORTED)
        where = " AND ".join((own, *conditions))
        members.append(f"SELECT {order} AS id FROM {_TABLE} WHERE {where} ORDER BY {order} DESC LIMIT {size:d}")
        values += [*([part.stream] if part.stream else [part.low, part.high, SYSTEM]), *given]
    if system is not None:
        with suppress(EmptyResultSet):
            text, parameters = _of_system(system, wanted)[:size].query.sql_with_params()
            members.append(text)
            values += parameters
    if not members:
        return ()
    each = " UNION ALL ".join(f'SELECT "id" FROM ({member}) AS part_{n}' for n, member in enumerate(members))
    first = f'SELECT "id" FROM ({each}) AS found ORDER BY "id" DESC LIMIT {size:d}'
    columns = ", ".join(f'"{name}"' for name in _LISTED)
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT {columns} FROM {_TABLE} WHERE "id" IN ({first}) ORDER BY "id" DESC', values)
        return tuple(map(_listed_row, cursor.fetchall()))


def records_of_entries(ids: Iterable[int]) -> Mapping[int, tuple[Record, ...]]:
    """Return the records that these entries changed; one query, which reads their whole texts."""
    rows = select_values(Entry, ("id", "changes"), {"id": list(ids)})
    return {row["id"]: _records(row["changes"]) for row in rows}


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
        reason=_reason(row, keyring),
    )


def positions(scoped: QuerySet[Entry], command_id: UUID) -> tuple[tuple[str, int], ...]:
    """Return where the entries of a command stand (stream, sequence), as far as the scope goes; the first one first."""
    rows = scoped.filter(command_id=command_id).order_by("id").values_list("stream", "sequence")
    return tuple(rows)


def written() -> int:
    """Return how many entries the journal should hold, by the heads of its streams."""
    found: int | None = Stream.objects.aggregate(n=Sum("sequence"))["n"]
    return found or 0


_TABLE = f'"{Entry._meta.db_table}"'
_BETWEEN = '"place_code" BETWEEN %s AND %s AND "stream" <> %s'
_SORTED = '"id" + 0'
"""The order of the primary key under another name: no database walks through the whole journal to find a few places."""


def _conditions(wanted: Wanted) -> tuple[list[str], list[Any]]:
    """Return the conditions on an entry besides its part, with their values as the database keeps them."""
    batches = Entry._meta.get_field("batch")
    batch, past = (batches.get_db_prep_value(each, connection) for each in (wanted.batch, wanted.past))
    all_of_them = (
        ('"code" = %s', wanted.code or None),
        ('"batch" = %s', batch),
        ('("batch" IS NULL OR "batch" <> %s)', past),
        ('"id" < %s', wanted.before),
    )
    given = [(condition, value) for condition, value in all_of_them if value is not None]
    return [condition for condition, _ in given], [value for _, value in given]


def _of_system(rows: QuerySet[Entry], wanted: Wanted) -> QuerySet[Any]:
    """Return the ids of entries of the system, newest first."""
    rows = rows.filter(stream=SYSTEM)
    if wanted.code:
        rows = rows.filter(code=wanted.code)
    if wanted.batch is not None:
        rows = rows.filter(batch=wanted.batch)
    if wanted.past is not None:
        rows = rows.filter(Q(batch=None) | ~Q(batch=wanted.past))
    if wanted.before is not None:
        rows = rows.filter(id__lt=wanted.before)
    return rows.order_by("-id").values("id")


_DAMAGED = (ValueError, LookupError, TypeError, AttributeError)
"""What reading a text can raise that no longer is what was written."""


def _opened(row: Entry, keyring: Keyring) -> tuple[tuple[Change, ...], bool]:
    try:
        keyring.load(sealed_subjects(row.changes))
        return tuple(changes_of(row.changes, keyring)), True
    except _DAMAGED:
        return (), False


def _reason(row: Entry, keyring: Keyring) -> str:
    try:
        return opened_words(_object(row.command), keyring).get("reason", "")
    except (Unreadable, *_DAMAGED):
        return ""


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
    return _listed_row(tuple(getattr(row, name) for name in _LISTED))


def _listed_row(row: tuple[Any, ...]) -> ListedEntry:
    """Return an entry from the columns of ``_LISTED``, as a database or a model has them."""
    key, stream, sequence, command_id, code, place_code, batch, actor, post, door, received_at = row
    command, *others = (None if each is None else as_uuid(each) for each in (command_id, batch, actor, post))
    return ListedEntry(
        key, stream, sequence, command, code, place_code, *others, door, datetime.fromisoformat(received_at)
    )
