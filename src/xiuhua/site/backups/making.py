"""Making a backup: one moment of the database, the files that it names, the signed heads that go with it."""

import io
import os
import tarfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from django.db import connections

import xiuhua
from xiuhua.platform.files import contents
from xiuhua.platform.files.queries import digests_in_use
from xiuhua.platform.journal.heads import FILE_NAME as HEADS
from xiuhua.platform.journal.heads import signed_until
from xiuhua.platform.journal.queries import sequences
from xiuhua.platform.journal.snapshot import snapshot
from xiuhua.platform.vault.master import Master
from xiuhua.site.backups.container import Sealing
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.backups.tables import Sum, Table, applied, tables_at

FORMAT = 1
PART = 1024 * 1024
"""Bytes of rows that are written as one member of the archive."""

Progress = Callable[[int], None]


@dataclass(slots=True)
class Made:
    """What a backup holds. ``missing`` are the digests of files whose content was not there."""

    tables: dict[str, Sum] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)

    def manifest(self) -> dict[str, Any]:
        """Return the last member of the archive."""
        return {
            "tables": {name: each.told() for name, each in self.tables.items()},
            "files": {"count": self.files, "bytes": self.bytes, "missing": self.missing},
        }

    @property
    def rows(self) -> int:
        """The number of rows of all tables."""
        return sum(each.rows for each in self.tables.values())


def make_backup(
    target: Path,
    *,
    home: Path,
    master: Master,
    made: datetime,
    demo: bool,
    using: str = "default",
    progress: Progress | None = None,
) -> Made:
    """Write a backup to a new file; others may go on working meanwhile.

    The file appears under its name when it is whole. Raise :class:`BackupRefused`.
    """
    if master.before is not None:
        raise BackupRefused("rotation_unfinished")
    if target.exists():
        raise BackupRefused("backup_exists", file=target.name)
    half = target.with_name(f".{target.name}.part")
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealing = Sealing(file, master, {"made": made.isoformat(), "version": xiuhua.__version__})
            result = _written(sealing, home, demo, using, progress)
            sealing.finish()
            file.flush()
            os.fsync(file.fileno())
        half.replace(target)
    except OSError as error:
        raise BackupRefused("backup_not_written", file=target.name, why=os.strerror(error.errno or 0)) from error
    finally:
        with suppress(FileNotFoundError):
            half.unlink()
    return result


def _written(sealing: Sealing, home: Path, demo: bool, using: str, progress: Progress | None) -> Made:
    result = Made()
    before = _heads(home)
    with contents.steady(home), snapshot(using), tarfile.open(fileobj=sealing, mode="w|", bufsize=PART) as archive:
        migrations = applied(using)
        if not migrations:
            raise BackupRefused("backup_nothing")
        tables = tables_at(migrations)
        head = {
            "format": FORMAT,
            "demo": demo,
            "engine": connections[using].vendor,
            "migrations": migrations,
            "columns": {name: list(table.columns) for name, table in tables.items()},
        }
        _add(archive, "head.json", orjson.dumps(head))
        for name, table in tables.items():
            result.tables[name] = _rows(archive, table, using, result, progress)
        if "files_stored" in tables:
            for digest in digests_in_use(using):
                _file(archive, home, digest, result)
        _add(archive, HEADS, signed_until(before, _heads(home), sequences(using)))
        _add(archive, "manifest.json", orjson.dumps(result.manifest()))
    return result


def _rows(archive: tarfile.TarFile, table: Table, using: str, result: Made, progress: Progress | None) -> Sum:
    total, before = Sum(), result.rows
    for number, part in enumerate(_parts(table.lines(using), total)):
        _add(archive, f"tables/{table.name}/{number:06d}", part)
        if progress is not None:
            progress(before + total.rows)
    return total


def _parts(lines: Iterable[bytes], total: Sum) -> Iterator[bytes]:
    part = bytearray()
    for line in lines:
        total.add(line)
        part += line + b"\n"
        if len(part) >= PART:
            yield bytes(part)
            part.clear()
    if part:
        yield bytes(part)


def _file(archive: tarfile.TarFile, home: Path, digest: str, result: Made) -> None:
    """Add a content as it lies there, sealed; one that is gone is noted, and the rest is saved all the same."""
    try:
        data = contents.path_of(home, digest).read_bytes()
    except FileNotFoundError:
        result.missing.append(digest)
        return
    _add(archive, f"files/{digest}", data)
    result.files += 1
    result.bytes += len(data)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    member = tarfile.TarInfo(name)
    member.size = len(data)
    archive.addfile(member, io.BytesIO(data))
    archive.members = []  # the library would keep them all


def _heads(home: Path) -> bytes:
    path = home / HEADS
    return path.read_bytes() if path.exists() else b""
