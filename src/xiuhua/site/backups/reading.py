"""Reading a backup from its beginning to its end, once: what is told is true, and in the end all of it was there."""

import tarfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from xiuhua.platform.journal.heads import FILE_NAME as HEADS
from xiuhua.platform.vault.master import Master
from xiuhua.site.backups.container import PIECE, Opening
from xiuhua.site.backups.making import FORMAT
from xiuhua.site.backups.refusing import BackupRefused
from xiuhua.site.backups.tables import Sum

Progress = Callable[[int], None]
TakeRows = Callable[[str, Sequence[bytes]], None]
TakeFile = Callable[[str, bytes], None]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the beginning of a backup."""

    demo: bool
    engine: str
    migrations: Mapping[str, Sequence[str]]
    columns: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Read:
    """What was read of a backup; after the end it is what its manifest says."""

    tables: dict[str, Sum] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    missing: int = 0
    heads: bytes = b""

    @property
    def rows(self) -> int:
        """The number of rows of all tables."""
        return sum(each.rows for each in self.tables.values())


class Backup:
    """A backup that is being read: its head first, then :meth:`rest`. ``made`` and ``version`` are of its head."""

    def __init__(self, opening: Opening, archive: tarfile.TarFile) -> None:
        self._opening, self._archive = opening, archive
        self.made = str(opening.told.get("made", ""))
        self.version = str(opening.told.get("version", ""))
        name, data = next(self._read(), ("", b""))
        head = orjson.loads(data) if name == "head.json" else {}
        if head.get("format") != FORMAT:
            raise BackupRefused("backup_newer", version=self.version)
        self.head = Head(head["demo"], head["engine"], head["migrations"], head["columns"])

    def rest(self, *, rows: TakeRows, file: TakeFile, progress: Progress | None = None) -> Read:
        """Hand over rows, some at a time, and files; return what was read when all of it is known to be whole."""
        read = Read(tables={name: Sum() for name in self.head.columns})
        manifest: dict[str, Any] = {}
        for name, data in self._read():
            kind, _, rest = name.partition("/")
            if kind == "tables":
                table = rest.partition("/")[0]
                lines = data.splitlines()
                for line in lines:
                    read.tables[table].add(line)
                rows(table, lines)
            elif kind == "files":
                file(rest, data)
                read.files, read.bytes = read.files + 1, read.bytes + len(data)
            elif kind == HEADS:
                read.heads = data
            else:
                manifest = orjson.loads(data)
            if progress is not None:
                progress(read.rows)
        while self._opening.read(PIECE):
            pass
        read.missing = len(manifest["files"]["missing"]) if manifest else 0
        if not manifest or _told(read) != {**manifest, "files": {**manifest["files"], "missing": read.missing}}:
            raise BackupRefused("backup_changed")
        return read

    def _read(self) -> Iterator[tuple[str, bytes]]:
        while (member := self._archive.next()) is not None:
            self._archive.members = []  # the library would keep them all
            content = self._archive.extractfile(member)
            yield member.name, content.read() if content is not None else b""


@contextmanager
def opened(path: Path, master: Master) -> Iterator[Backup]:
    """Open a backup for reading. Raise :class:`BackupRefused`."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise BackupRefused("backup_unreadable", file=path.name) from error
    with file:
        opening = Opening(file, master)
        with tarfile.open(fileobj=opening, mode="r|", bufsize=PIECE) as archive:
            yield Backup(opening, archive)


def check_backup(path: Path, *, master: Master, progress: Progress | None = None) -> tuple[Backup, Read]:
    """Read a backup without restoring it, and return what it says and holds. Raise :class:`BackupRefused`."""
    with opened(path, master) as backup:
        return backup, backup.rest(rows=lambda table, lines: None, file=lambda digest, data: None, progress=progress)


def _told(read: Read) -> dict[str, Any]:
    return {
        "tables": {name: each.told() for name, each in read.tables.items()},
        "files": {"count": read.files, "bytes": read.bytes, "missing": read.missing},
    }
