"""The master key: one file outside the database, from which every other secret is derived."""

import base64
import fcntl
import json
import os
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

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
    """The 32 secret bytes, and the keys derived from them for one purpose each."""

    secret: bytes

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
    def fingerprint(self) -> str:
        """Sixteen digits that tell this key from others and say nothing about it."""
        return self.derive("fingerprint")[:8].hex()

    @cached_property
    def signing(self) -> Ed25519PrivateKey:
        """The key that signs the heads of the journal."""
        return Ed25519PrivateKey.from_private_bytes(self.derive("heads"))


def load_master(home: Path, *, create: bool) -> tuple[Master, bool]:
    """Return the master key of an installation and whether it was made just now.

    Of several processes that start at once, one makes it. Raise :class:`MasterKeyMissing` where it is absent and
    may not be made, :class:`MasterKeyWrong` where the file holds no key.
    """
    path = home / FILE_NAME
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
        secret = secrets.token_bytes(SECRET_BYTES)
        file.write(json.dumps({"version": 1, "key": base64.b64encode(secret).decode("ascii")}) + "\n")
        file.flush()
        os.fsync(file.fileno())
    return Master(secret), True


def _master(text: str, path: Path) -> Master:
    try:
        secret = base64.b64decode(json.loads(text)["key"], validate=True)
    except (ValueError, KeyError, TypeError):
        secret = b""
    if len(secret) != SECRET_BYTES:
        raise MasterKeyWrong(
            f"主密钥文件 {path} 已损坏，里面没有密钥。请从备份放回。"
            f" / The file of the master key, {path}, is damaged and holds no key. Put it back from the backup."
        )
    return Master(secret)
