"""The master key: one file outside the database, from which every other secret is derived."""

import base64
import fcntl
import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.core.exceptions import ImproperlyConfigured

FILE_NAME = "master.key"
SECRET_BYTES = 32


class MasterKeyMissing(ImproperlyConfigured):
    """The database holds sealed data but its master key is not there."""


class MasterKeyWrong(ImproperlyConfigured):
    """The file of the master key is damaged, or is that of another database."""


@dataclass(frozen=True)
class Master:
    """The 32 secret bytes, and the keys derived from them for one purpose each.

    ``generation`` counts the master keys of an installation. While one follows another, ``before`` is the one before
    and ``boundary`` the sequence up to which each stream of the journal was written under it.
    """

    secret: bytes
    generation: int = 1
    before: "Master | None" = None
    boundary: Mapping[str, int] = field(default_factory=dict, hash=False)

    def derive(self, purpose: str) -> bytes:
        """Return 32 bytes for a named purpose (HKDF-SHA256)."""
        return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"xiuhua/{purpose}".encode()).derive(self.secret)

    @cached_property
    def wrapping(self) -> bytes:
        """The key that wraps subjects' keys."""
        return self.derive("wrapping")

    @cached_property
    def blinding(self) -> bytes:
        """The key of blind indexes."""
        return self.derive("blind index")

    @cached_property
    def digesting(self) -> bytes:
        """The key of row and payload digests."""
        return self.derive("digest")

    @cached_property
    def staging(self) -> bytes:
        """The key of uploads and staged imports."""
        return self.derive("staging")

    @cached_property
    def chaining(self) -> bytes:
        """The key under the hashes of the journal's entries."""
        return self.derive("chain")

    @cached_property
    def keeping(self) -> bytes:
        """The key of what is kept of earlier master keys."""
        return self.derive("kept")

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen digits that tell this key from others and say nothing about it."""
        return self.derive("fingerprint")[:8].hex()

    @cached_property
    def signing(self) -> Ed25519PrivateKey:
        """The key that signs the heads of the journal."""
        return Ed25519PrivateKey.from_private_bytes(self.derive("heads"))


def load_master(home: Path, *, create: bool, name: str = FILE_NAME) -> tuple[Master, bool]:
    """Return the master key of an installation and whether it was made just now.

    Of several processes that start at once, one makes it. Raise :class:`MasterKeyMissing` where it is absent and
    may not be made, :class:`MasterKeyWrong` where the file holds no key.
    """
    path = home / name
    text = path.read_text("ascii") if path.exists() else ""
    if text:
        return _master(text, path), False
    if not create:
        raise MasterKeyMissing(
            f"数据库里有加密数据，但主密钥 {path} 不在。请核对 XIUHUA_HOME，或从备份放回主密钥。"
            f" / The database holds sealed data, but its master key {path} is not there."
            " Check XIUHUA_HOME, or put the key back from the backup."
        )
    home.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+", encoding="ascii") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        if text := file.read():
            return _master(text, path), False
        made = Master(secrets.token_bytes(SECRET_BYTES))
        file.write(_text(made))
        file.flush()
        os.fsync(file.fileno())
    return made, True


def next_master(before: Master, boundary: Mapping[str, int]) -> Master:
    """Return a new master key that follows another."""
    secret, alone = secrets.token_bytes(SECRET_BYTES), replace(before, before=None)
    return Master(secret, before.generation + 1, alone, dict(boundary))


def write_master(path: Path, master: Master) -> None:
    """Put a master key into a file at once, mode 600: a kill leaves the old file or the new one."""
    new = path.with_name(f".{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="ascii") as file:
        file.write(_text(master))
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def side_file(home: Path, master: Master) -> Path:
    """Return where a master key lies that another one followed, until somebody takes it away."""
    return home / f"master-{master.generation}.key"


def _text(master: Master) -> str:
    document: dict[str, Any] = {"version": 1, **_told(master)}
    if master.before is not None:
        document |= {"before": _told(master.before), "boundary": dict(master.boundary)}
    return json.dumps(document) + "\n"


def _told(master: Master) -> dict[str, Any]:
    key = {"key": base64.b64encode(master.secret).decode("ascii")}
    return key if master.generation == 1 else {**key, "generation": master.generation}


def _master(text: str, path: Path) -> Master:
    try:
        document = json.loads(text)
        master = _read(document)
        if "before" in document:
            boundary = {str(name): int(sequence) for name, sequence in document["boundary"].items()}
            master = replace(master, before=_read(document["before"]), boundary=boundary)
    except (ValueError, KeyError, TypeError, AttributeError):
        raise MasterKeyWrong(
            f"主密钥文件 {path} 已损坏，里面没有密钥。请从备份放回。"
            f" / The file of the master key, {path}, is damaged and holds no key. Put it back from the backup."
        ) from None
    return master


def _read(document: Mapping[str, Any]) -> Master:
    secret = base64.b64decode(document["key"], validate=True)
    if len(secret) != SECRET_BYTES:
        raise ValueError("no key")
    return Master(secret, int(document.get("generation", 1)))
