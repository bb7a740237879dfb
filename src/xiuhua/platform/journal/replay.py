"""An empty database rebuilt from the journal alone (and the keys, which no journal may hold)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models, transaction

from xiuhua.kernel.iteration import chunks
from xiuhua.platform.journal.apply import Writer
from xiuhua.platform.journal.models import Entry, Ledger, Stream, Touch
from xiuhua.platform.journal.rows import all_rows
from xiuhua.platform.journal.stored import changes_of, sealed_subjects
from xiuhua.platform.journal.tables import TABLES
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.vault.models import SubjectKey

CHUNK = 2000


class NotEmpty(ValueError):
    """Replay writes only into a migrated database without rows."""


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much was replayed, and which rows differ from the source (table, key)."""

    entries: int
    rows: int
    differing: tuple[tuple[str, str], ...]


def replay(*, into: str, using: str = "default", progress: Callable[[int], None] | None = None) -> Replayed:
    """Write the journal of one database into another and compare every domain row of the two."""
    if Entry.objects.using(into).exists() or any(
        spec.model._base_manager.using(into).exists() for spec in TABLES.values()
    ):
        raise NotEmpty(into)
    with transaction.atomic(using=into):
        Ledger.objects.using(into).all().delete()
        for model in (Ledger, Stream, SubjectKey, Touch):
            _copy(model, using, into)
        count = _apply_entries(using, into, progress)
    rows, differing = compare(using, into)
    return Replayed(count, rows, differing)


def compare(one: str, other: str) -> tuple[int, tuple[tuple[str, str], ...]]:
    """Return the number of rows in the first database and the (table, key) of rows that differ in any column."""
    count = 0
    differing: list[tuple[str, str]] = []
    for table, spec in TABLES.items():
        rows: dict[str, Any] = {key: (row, version) for key, row, version in all_rows(one, spec)}
        count += len(rows)
        for key, row, version in all_rows(other, spec):
            if rows.pop(key, None) != (row, version):
                differing.append((table, key))
        differing.extend((table, key) for key in rows)
    return count, tuple(differing)


def _apply_entries(using: str, into: str, progress: Callable[[int], None] | None) -> int:
    count = 0
    keys = keyring(using=using)
    entries = Entry.objects.using(using).order_by("id")
    for chunk in chunks(entries.iterator(CHUNK), CHUNK):
        keys.load({subject for entry in chunk for subject in sealed_subjects(entry.changes)})
        for entry in chunk:
            writer = Writer(into)
            writer.add(entry.command_id, changes_of(entry.changes, keys))
            writer.flush()
        for entry in chunk:
            entry.pk = None
        Entry.objects.using(into).bulk_create(chunk)
        keys.forget()
        count += len(chunk)
        if progress is not None:
            progress(count)
    return count


def _copy(model: type[models.Model], using: str, into: str) -> None:
    for chunk in chunks(model._base_manager.using(using).order_by("pk").iterator(CHUNK), CHUNK):
        model._base_manager.using(into).bulk_create(chunk)
