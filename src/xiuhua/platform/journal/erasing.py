"""Erasing somebody: blank columns as ordinary changes, the key destroyed with them, nothing left between the pages.

An entry of an erasure is sealed under the key that goes with it, so it holds the former values for nobody.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import OperationalError, connections, models, transaction
from django.db.models import Q

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal import sql
from xiuhua.platform.journal.changes import Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused
from xiuhua.platform.journal.tables import TABLES, TableSpec, uuid_hex
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, KeyTaken
from xiuhua.platform.vault.models import SubjectKey

UNTIDY = "untidy"
"""This file in the data folder says that something was erased and the database not tidied since."""

_PATIENCE = 3000
"""Milliseconds for which the tidying waits for readers of an embedded database."""


def blanked(subject: UUID, *, using: str) -> Iterator[Update]:
    """Yield the changes that blank every personal or sealed column of rows about somebody, whatever their table.

    They do not say what stood there before: nobody takes them back.
    """
    for spec, key, root in _rows_about(subject, using):
        after = {name: spec.defaults[name] for name in (*spec.personal, *spec.sealed)}
        yield Update(spec.model, key, root, after, after, subject=subject)


def reworded(
    subjects: Collection[UUID], rewrite: Callable[[str], str], keyring: Keyring, *, using: str
) -> Iterator[Update]:
    """Yield the changes of texts under the keys of these subjects that are to read otherwise, whatever their table.

    ``rewrite`` returns the text as it may stay: the same, another one, or nothing. A change does not say what stood
    there before. What is about somebody with a key of their own (``about``) is left to that key.
    """
    keyring.load(subjects)
    for subject in sorted(subjects):
        for spec, key, root in _rows_about(subject, using) if subject in keyring else ():
            names = [name for name in (*spec.personal, *spec.sealed) if spec.defaults[name] == ""]
            row = spec.model._base_manager.using(using).filter(pk=key).values(*names).get() if names else {}
            after = dict(_reworded(spec, subject, row, rewrite, keyring))
            if after:
                yield Update(spec.model, key, root, after, after, subject=subject)


def _reworded(
    spec: TableSpec, subject: UUID, row: Mapping[str, str], rewrite: Callable[[str], str], keyring: Keyring
) -> Iterator[tuple[str, str]]:
    for name, text in row.items():
        label = f"{spec.name}.{name}" if name in spec.sealed and text else ""
        words = keyring.open(subject, label, text) if label else text
        stays = rewrite(words)
        if stays != words:
            yield name, keyring.seal(subject, label, stays) if label and stays else stays


def records_about(subject: UUID, *, using: str = "default") -> set[tuple[type[models.Model], UUID]]:
    """Return the records to which the rows about somebody belong: model and id."""
    return {(spec.root_model, root) for spec, _, root in _rows_about(subject, using)}


def handled(kind: CommandType, commands: Sequence[Command], context: Context) -> Sequence[Decided]:
    """Let the handler decide. A wish for which something would have to be sealed about an erased person is refused,
    and one that would begin something under the key of another.
    """
    try:
        return kind.handle(commands, context) if commands else ()
    except (KeyDestroyed, KeyTaken) as error:
        context.keyring.drop()  # keys that were made for what is decided anew
        if len(commands) == 1:
            return (Refused((Problem("subject_erased" if isinstance(error, KeyDestroyed) else "meets_existing"),)),)
        return [outcome for command in commands for outcome in handled(kind, (command,), context)]


def erase(outcomes: list[Accepted], keyring: Keyring, using: str) -> None:
    """Destroy the keys of what was just written, with all that goes with them, and forget the outcomes."""
    for outcome in outcomes:
        keyring.destroyed(outcome.erased)
        sql.delete_rows(using, SubjectKey._meta.db_table, "subject", [uuid_hex(each) for each in outcome.erased])
        for delete in outcome.together:
            delete()
        for finish in outcome.afterwards:
            transaction.on_commit(finish, using=using, robust=True)
    outcomes.clear()


def ask_for_tidying() -> None:
    """Note, before the commit, that the database is to be tidied: a killed process leaves that to the next start."""
    _mark().touch()


def tidy(using: str = "default") -> bool:
    """Leave nothing readable of what was deleted, where there may be something; say whether that is done.

    SQLite overwrites what is deleted, but moving rows between pages leaves copies behind: so its file is written anew
    (``VACUUM``) and the write-ahead log cut off, for which a reader is waited for a moment only. PostgreSQL lets the
    space be used again; writing the tables anew (``VACUUM FULL``) locks them, so that is left to its keepers.
    """
    connection = connections[using]
    if not _mark().exists() or connection.in_atomic_block:
        return False
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in sorted({SubjectKey._meta.db_table, *(spec.name for spec in TABLES.values() if spec.subject)}):
                cursor.execute(f'VACUUM "{table}"')
        elif not _written_anew(cursor):
            return False
    _mark().unlink(missing_ok=True)
    return True


def _written_anew(cursor: Any) -> bool:
    patience: int = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
    cursor.execute(f"PRAGMA busy_timeout = {_PATIENCE:d}")
    try:
        cursor.execute("VACUUM")
        busy: int = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    except OperationalError:
        return False
    finally:
        cursor.execute(f"PRAGMA busy_timeout = {patience:d}")
    return not busy


def _mark() -> Path:
    return Path(settings.HOME) / UNTIDY


def _rows_about(subject: UUID, using: str) -> Iterator[tuple[TableSpec, UUID, UUID]]:
    """Yield table, key and record of the rows whose personal columns are sealed under somebody's key."""
    for spec in TABLES.values():
        if spec.subject is None or not (spec.personal or spec.sealed):
            continue
        own = Q(**{spec.subject: subject})
        about = Q(**{spec.about: subject}) | (own & Q(**{spec.about: None})) if spec.about else own
        rows = spec.model._base_manager.using(using).filter(about).order_by(spec.key)
        for key, root in rows.values_list(spec.key, spec.root):
            yield spec, key, root
