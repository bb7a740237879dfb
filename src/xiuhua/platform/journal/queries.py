"""Reading the journal: a record's history, and the entries of a territory."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import Q

from xiuhua.kernel.places import PREFIX_LENGTHS, Level, prefix_of
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.models import Entry, Stream, Touch
from xiuhua.platform.journal.sql import parameter, select_where
from xiuhua.platform.journal.stored import changes_of, sealed_subjects
from xiuhua.platform.journal.streams import SYSTEM
from xiuhua.platform.journal.tables import instant
from xiuhua.platform.vault.keyring import Keyring

_COUNTY = PREFIX_LENGTHS[Level.COUNTY]
"""Streams are named by so many digits of a code."""


@dataclass(frozen=True, slots=True)
class EntryView:
    """One entry as people see it. ``changes`` are opened only where asked for."""

    id: int
    stream: str
    sequence: int
    hash: str
    command_id: UUID
    code: str
    place_code: str
    batch: UUID | None
    actor: UUID | None
    door: str
    received_at: datetime
    changes: tuple[Change, ...] = ()
    post: UUID | None = None


def sequences(using: str) -> dict[str, int]:
    """Return the number of the last entry of each stream."""
    return dict(Stream.objects.using(using).values_list("name", "sequence"))


def locked_heads(places: Iterable[str], *, using: str) -> dict[str, dict[str, tuple[int, str]]]:
    """Return, for each place, the heads of the streams that hold it: of its counties, and that of the system.

    They are locked, in order, until the transaction ends: whoever wrote has committed, nobody writes meanwhile.
    """
    rows = Stream.objects.using(using).select_for_update().order_by("name").values_list("name", "sequence", "hash")
    wanted = {place: prefix_of(place)[:_COUNTY] for place in places}
    inside = Q(name=SYSTEM)
    for prefix in wanted.values():
        inside |= Q(name__startswith=prefix)
    heads = {name: (sequence, digest) for name, sequence, digest in rows.filter(inside)}
    return {
        place: {name: head for name, head in heads.items() if name == SYSTEM or name.startswith(prefix)}
        for place, prefix in wanted.items()
    }


def entries_since(
    places: Sequence[str], *, stream: str, sequence: int, besides: str, size: int
) -> tuple[Sequence[EntryView], int]:
    """Return the first entries of a stream after a position that concern one of these places, and how many more.

    Those of the command ``besides`` are left out.
    The caller has established that the viewer may see what happens there.
    """
    rows = Entry.objects.filter(stream=stream, sequence__gt=sequence, place_code__in=places).exclude(code=besides)
    found = rows.order_by("id").defer("changes", "command", "result")[:size]
    return [_view(entry, ()) for entry in found], max(rows.count() - size, 0)


def kept_commands(code: str, *, using: str = "default") -> Iterator[tuple[UUID, Mapping[str, Any], datetime]]:
    """Yield what the journal keeps of every command of one kind, oldest first: id, its plain fields, when received."""
    rows = Entry.objects.using(using).filter(code=code).exclude(changes="[]").order_by("id")
    for command_id, command, received_at in rows.values_list("command_id", "command", "received_at"):
        yield command_id, orjson.loads(command), datetime.fromisoformat(received_at)


_PLAIN = (*("id", "stream", "sequence", "hash", "command_id", "code", "place_code", "batch", "actor", "door", "post"),)
LISTED = (*_PLAIN, "received_at")
_OF_RECORD = (*LISTED, "changes")
_TOUCHED = f"""
    command_id IN (SELECT command_id FROM {Touch._meta.db_table} WHERE record = %s) AND changes <> '[]' ORDER BY id
"""
"""Which entries touched a record and changed something, oldest first."""


def record_history(record: UUID, keyring: Keyring, *, using: str = "default") -> list[EntryView]:
    """Return the entries that touched a record, oldest first, with their changes: one for each command.

    The caller has already established that the viewer may see the record.
    """
    rows = select_where(Entry, _OF_RECORD, _TOUCHED, (parameter(Touch, "record", record, using=using),), using=using)
    keyring.load({subject for row in rows for subject in sealed_subjects(row["changes"])})
    return [entry_of(row, tuple(changes_of(row["changes"], keyring))) for row in rows]


def entry_of(row: Mapping[str, Any], changes: tuple[Change, ...] = ()) -> EntryView:
    """Return an entry from its columns by name, those of ``LISTED``."""
    plain = {name: row[name] for name in _PLAIN}
    return EntryView(**plain, received_at=datetime.fromisoformat(row["received_at"]), changes=changes)


def _view(entry: Entry, changes: tuple[Change, ...]) -> EntryView:
    return EntryView(
        entry.id,
        entry.stream,
        entry.sequence,
        entry.hash,
        entry.command_id,
        entry.code,
        entry.place_code,
        entry.batch,
        entry.actor,
        entry.door,
        datetime.fromisoformat(entry.received_at),
        changes,
        entry.post,
    )


@dataclass(frozen=True, slots=True)
class Happened:
    """An entry that touched a record: what was done, where, by whom, when, and the ids that came of it."""

    command_id: UUID
    code: str
    place_code: str
    actor: UUID | None
    at: datetime
    result: Mapping[str, Any]


def newest_entry_at() -> datetime | None:
    """Return when the newest entry of all was received, ``None`` while there is none: whether anything can be new."""
    at = Entry.objects.order_by("-id").values_list("received_at", flat=True).first()
    return None if at is None else datetime.fromisoformat(at)


def happened_to(
    records: Collection[UUID], *, beginning: str, since: datetime, size: int, besides: UUID | None = None
) -> tuple[Happened, ...]:
    """Return the newest entries that touched any of these records after an instant, by commands whose codes begin so.

    What ``besides`` did is left out. The caller has established that the viewer may know of it.
    """
    if not records:
        return ()
    gaps = ", ".join(["%s"] * len(records))
    where = (
        f"command_id IN (SELECT command_id FROM {Touch._meta.db_table} WHERE record IN ({gaps}))"
        " AND code LIKE %s AND received_at > %s"
    )
    given = [*(parameter(Touch, "record", each) for each in records), f"{beginning}%", instant(since)]
    if besides is not None:
        where, given = f"{where} AND (actor <> %s OR actor IS NULL)", [*given, parameter(Entry, "actor", besides)]
    rows = select_where(Entry, _HAPPENED, f"{where} ORDER BY id DESC LIMIT {size:d}", given)
    return tuple(
        Happened(
            **{name: row[name] for name in ("command_id", "code", "place_code", "actor")},
            at=datetime.fromisoformat(row["received_at"]),
            result=orjson.loads(row["result"]),
        )
        for row in rows
    )


_HAPPENED = ("command_id", "code", "place_code", "actor", "received_at", "result")
