"""An empty database rebuilt from the journal alone (and the keys, which no journal may hold)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction

from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.apply import Writer
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.models import Entry, Ledger, Stream, Touch
from xiuhua.platform.journal.rows import all_rows
from xiuhua.platform.journal.snapshot import snapshot
from xiuhua.platform.journal.stored import changes_of, sealed_subjects
from xiuhua.platform.journal.tables import TABLES
from xiuhua.platform.journal.verification import broken_entries
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.vault.models import Generation, SubjectKey

CHUNK = 2000


class NotEmpty(ValueError):
    """Replay writes only into a migrated database without rows."""


class NotWhole(ValueError):
    """An entry was forged, changed or removed: what it says must not become rows. ``findings`` name the places."""

    def __init__(self, findings: Sequence[Problem]) -> None:
        super().__init__(len(findings))
        self.findings = tuple(findings)


@dataclass(frozen=True, slots=True)
class Replayed:
    """How much was replayed, and which rows differ from the source (table, key)."""

    entries: int
    rows: int
    differing: tuple[tuple[str, str], ...]


def replay(*, into: str, using: str = "default", progress: Callable[[int], None] | None = None) -> Replayed:
    """Write the journal of one database into another and compare every domain row of the two.

    Entries are copied byte for byte. The source is read as of one moment. Nothing is written from a journal whose
    chains do not verify: :class:`NotWhole` is raised.
    """
    if Entry.objects.using(into).exists() or any(
        spec.model._base_manager.using(into).exists() for spec in TABLES.values()
    ):
        raise NotEmpty(into)
    with snapshot(using):
        if findings := broken_entries(using):
            raise NotWhole(findings)
        with transaction.atomic(using=into):
            Ledger.objects.using(into).all().delete()
            for model in (Ledger, Stream, SubjectKey, Generation, Touch):
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
        changes = [(entry.command_id, changes_of(entry.changes, keys)) for entry in chunk]
        try:
            with transaction.atomic(using=into):
                _write(changes, into, at_once=True)
        except IntegrityError:
            _write(changes, into, at_once=False)
        _insert(Entry, chunk, into)
        keys.forget()
        count += len(chunk)
        if progress is not None:
            progress(count)
    return count


def _write(commands: Iterable[tuple[UUID, list[Change]]], into: str, *, at_once: bool) -> None:
    """Write the changes, many commands at once or each in its turn.

    At once fails where a code passed from one record to another between two commands: statements are per table.
    """
    writer = Writer(into)
    for command_id, changes in commands:
        writer.add(command_id, changes)
        if not at_once:
            writer.flush()
    writer.flush()


def _copy(model: type[models.Model], using: str, into: str) -> None:
    for chunk in chunks(model._base_manager.using(using).order_by("pk").iterator(CHUNK), CHUNK):
        _insert(model, chunk, into)


def _insert(model: type[models.Model], rows: list[Any], into: str) -> None:
    """Insert copies in order; numbers that a database counts by itself are counted anew, so that it can go on."""
    if isinstance(model._meta.pk, models.BigAutoField):
        for row in rows:
            row.pk = None
    model._base_manager.using(into).bulk_create(rows)
