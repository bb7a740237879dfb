"""What files hold, sealed, in the data folder: written whole or not at all, found by a keyed digest.

The digest covers subject and content, so the same content about the same household lies there once, and the same
content about two households under two keys. A content that no row names is an orphan: left by a crash between the
writing and the journal, by a refused command, or by a removal. It is swept after a day.
"""

import fcntl
import os
import tempfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring, Unreadable

FOLDER = "files"
_LOCK = ".lock"


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, and of which kind it is."""

    media_type: str
    data: bytes


def digest_of(keys: Keyring, subject: UUID, data: bytes) -> str:
    """Return the digest under which a content about somebody lies."""
    return keys.digest(subject.bytes + data)


def path_of(home: Path, digest: str) -> Path:
    """Return where a content lies."""
    return home / FOLDER / digest[:2] / digest


def put(home: Path, keys: Keyring, subject: UUID, content: Content) -> str:
    """Keep a content sealed under the subject's key and return its digest. Hold :func:`steady` until a row names it.

    Raise ``KeyDestroyed`` where the subject has no key.
    """
    digest = digest_of(keys, subject, content.data)
    plain = content.media_type.encode("ascii") + b"\n" + content.data
    write_whole(path_of(home, digest), keys.seal_bytes(subject, _label(digest), plain))
    return digest


def get(home: Path, keys: Keyring, subject: UUID, digest: str) -> Content | None:
    """Return a content, or ``None`` where it is not there, is somebody else's, was changed or is erased."""
    try:
        sealed = path_of(home, digest).read_bytes()
        media_type, _, data = keys.open_bytes(subject, _label(digest), sealed).partition(b"\n")
    except (FileNotFoundError, KeyDestroyed, Unreadable):
        return None
    return Content(media_type.decode("ascii"), data)


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a kill or a power cut leaves all of it or nothing."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(name, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(name)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextmanager
def steady(home: Path) -> Iterator[None]:
    """Keep the sweep out while a content waits for its row, or while contents are copied."""
    handle = _lock(home)
    try:
        fcntl.flock(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextmanager
def alone(home: Path) -> Iterator[bool]:
    """Hold the folder alone, for a sweep; yields false at once where somebody is writing or copying."""
    handle = _lock(home)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            held = True
        except BlockingIOError:
            held = False
        yield held
    finally:
        os.close(handle)


def lying(home: Path, *, part: str = "??") -> Iterator[Path]:
    """Yield every content; ``part`` names one of the folders (two characters)."""
    for folder in sorted((home / FOLDER).glob(part)):
        yield from (path for path in folder.iterdir() if not path.name.startswith("."))


def sweep(home: Path, used: Collection[str], *, written_before: datetime, part: str = "??") -> int:
    """Delete contents that are not ``used`` and old enough, and return how many. The caller is :func:`alone`."""
    oldest = written_before.timestamp()
    orphans = [p for p in lying(home, part=part) if p.name not in used and p.stat().st_mtime < oldest]
    for path in orphans:
        path.unlink()
    return len(orphans)


def _lock(home: Path) -> int:
    folder = home / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT, 0o600)


def _label(digest: str) -> str:
    return f"files/{digest}"
