"""Restoring a backup into an empty installation: all of it, proved row by row, or nothing.

An embedded database is built as a new file beside its place and put there in one step; a server's is filled in one
transaction. Files lie ready before; without the database's rows they are nobody's, and a later restore puts them again.
"""

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from xiuhua.platform.files import contents
from xiuhua.platform.journal.heads import add_heads
from xiuhua.platform.vault.master import Master
from xiuhua.site.backups.reading import Backup, Head, Progress, Read, opened
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.backups.tables import MADE_BY_MIGRATIONS, Sum, Table, own_apps, tables_at
from xiuhua.site.locks import Held, file_lock
from xiuhua.site.migrating import bring_to, bring_up_to_date

USING = "default"
_HALF = ".restoring"
_SIDE_FILES = ("-wal", "-shm", "-journal")


def restore_backup(
    source: Path, *, home: Path, master: Master, demo_mark: Path, progress: Progress | None = None
) -> tuple[Backup, Read]:
    """Bring an empty installation to what a backup holds. Raise :class:`BackupRefused`; then nothing has changed.

    The database is that of the settings. Nobody else may be at work on the installation.
    """
    try:
        with file_lock(home / "worker.lock", wait=False), opened(source, master) as backup:
            tables = _tables(backup)
            staged = home / f"{contents.FOLDER}{_HALF}"
            shutil.rmtree(staged, ignore_errors=True)
            try:
                with _target(backup.head, tables):
                    read = _filled(backup, tables, staged, progress)
                    _put_files(staged, home)
                    if read.heads:
                        add_heads(home, read.heads)
                    if backup.head.demo:
                        demo_mark.touch()
            finally:
                shutil.rmtree(staged, ignore_errors=True)
    except Held:
        raise BackupRefused("restore_while_running") from None
    return backup, read


def _tables(backup: Backup) -> Mapping[str, Table]:
    try:
        tables = tables_at(backup.head.migrations)
    except KeyError:
        raise BackupRefused("backup_newer", version=backup.version) from None
    if {name: list(table.columns) for name, table in tables.items()} != dict(backup.head.columns):
        raise BackupRefused("backup_newer", version=backup.version)
    return tables


@contextmanager
def _target(head: Head, tables: Mapping[str, Table]) -> Iterator[None]:
    """Offer an empty database with the backup's tables as the default one; keep it only if all goes well."""
    if connections[USING].vendor == "sqlite":
        with _new_file(head, tables):
            yield
    else:
        _prepare(head, tables)
        with transaction.atomic(using=USING):
            yield
        bring_up_to_date(USING)


@contextmanager
def _new_file(head: Head, tables: Mapping[str, Table]) -> Iterator[None]:
    connection = connections[USING]
    place = Path(connection.settings_dict["NAME"])
    if place.exists():
        _refuse_unless_empty(tables)
        connection.close()
    half = place.with_name(place.name + _HALF)
    _remove(half)
    connection.settings_dict["NAME"] = str(half)
    try:
        _prepare(head, tables)
        connection.disable_constraint_checking()  # a child before its parent costs a search; all are checked at the end
        with transaction.atomic(using=USING):
            yield
        connection.enable_constraint_checking()
        bring_up_to_date(USING)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        for ending in _SIDE_FILES:
            place.with_name(place.name + ending).unlink(missing_ok=True)
        os.replace(half, place)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = str(place)
        _remove(half)


def _prepare(head: Head, tables: Mapping[str, Table]) -> None:
    """Bring the database to the backup's tables; refuse one that holds anything or is further already.

    A database on the way there is brought there: an earlier restore may have been killed.
    """
    executor = MigrationExecutor(connections[USING])
    graph = executor.loader.graph
    wanted = [(app, name) for app, names in head.migrations.items() for name in names]
    needed = {each for node in wanted for each in graph.forwards_plan(node)}
    here = {node for node in executor.loader.applied_migrations if node[0] in own_apps()}
    if here:
        _refuse_unless_empty(tables)
    if not here <= needed:
        raise BackupRefused("restore_tables_differ")
    bring_to(USING, [*wanted, *(node for node in graph.leaf_nodes() if node[0] not in own_apps())])


def _refuse_unless_empty(tables: Mapping[str, Table]) -> None:
    known = set(connections[USING].introspection.table_names())
    here = [table for name, table in tables.items() if name in known and name not in MADE_BY_MIGRATIONS]
    if any(not table.is_empty(USING) for table in here):
        raise BackupRefused("restore_not_empty")


def _filled(backup: Backup, tables: Mapping[str, Table], staged: Path, progress: Progress | None) -> Read:
    for name in MADE_BY_MIGRATIONS & set(tables):
        tables[name].clear(USING)

    def take_rows(table: str, lines: Sequence[bytes]) -> None:
        with _refusing(table):
            tables[table].insert(USING, lines)

    def take_file(digest: str, data: bytes) -> None:
        contents.write_whole(staged / digest[:2] / digest, data)

    read = backup.rest(rows=take_rows, file=take_file, progress=progress)
    with _refusing("—"):
        connections[USING].check_constraints()
    for name, table in tables.items():
        stored = Sum()
        for line in table.lines(USING):
            stored.add(line)
        if stored != read.tables[name]:
            raise BackupRefused("restore_differs", table=name)
    _count_on(tables)
    return read


@contextmanager
def _refusing(table: str) -> Iterator[None]:
    """Turn what the database does not take into a refusal; its own words may quote values."""
    try:
        yield
    except DatabaseError as error:
        raise BackupRefused("restore_differs", table=table) from error


def _count_on(tables: Mapping[str, Table]) -> None:
    """Let the database go on counting where the backup's numbers end."""
    connection = connections[USING]
    statements = connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables.values()])
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def _put_files(staged: Path, home: Path) -> None:
    for path in sorted(staged.glob("*/*")):
        target = contents.path_of(home, path.name)
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.replace(path, target)


def _remove(file: Path) -> None:
    for ending in ("", *_SIDE_FILES, ".queue"):
        file.with_name(file.name + ending).unlink(missing_ok=True)
