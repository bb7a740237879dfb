"""The file: a head in the clear that names the key by its fingerprint, then the content, compressed and sealed.

The content is cut into pieces, each sealed with AES-256-GCM under a key derived from the master key for this file
alone. The number of a piece and whether it is the last are in its nonce, the head is bound into every piece: none can
be changed, left out, moved, taken from another backup or cut off unnoticed. After the last piece stand words by which a
file that was cut off is told from one that was changed; they prove nothing.
"""

import hashlib
import os
import zlib
from collections.abc import Mapping
from typing import IO, Any

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from xiuhua.platform.vault.master import Master
from xiuhua.site.backups.refusing import BackupRefused

MAGIC = b"xiuhua backup 1\n"
END = b"\nend of xiuhua backup\n"
PIECE = 1024 * 1024
_TAG = 16
_LONGEST_HEAD = 4096
_LEVEL = 1
"""Of compression: sealed values do not shrink, and what does shrinks well at once."""

_LAST, _NOT_LAST = b"\x01", b"\x00"


class Sealing:
    """Takes bytes and writes them sealed; only :meth:`finish` makes the file whole."""

    def __init__(self, file: IO[bytes], master: Master, told: Mapping[str, str]) -> None:
        self._file = file
        salt = os.urandom(16)
        head = orjson.dumps({**told, "key": master.fingerprint, "salt": salt.hex()}) + b"\n"
        self._key, self._bound = _key(master, salt), hashlib.sha256(MAGIC + head).digest()
        self._packing = zlib.compressobj(_LEVEL)
        self._waiting = bytearray()
        self._number = 0
        file.write(MAGIC + head)

    def write(self, data: bytes) -> int:
        """Take some more."""
        self._waiting += self._packing.compress(data)
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), _NOT_LAST)
            del self._waiting[:PIECE]
        return len(data)

    def finish(self) -> None:
        """Seal the last piece."""
        self._waiting += self._packing.flush()
        while len(self._waiting) > PIECE:
            self._seal(bytes(self._waiting[:PIECE]), _NOT_LAST)
            del self._waiting[:PIECE]
        self._seal(bytes(self._waiting), _LAST)
        self._file.write(END)

    def _seal(self, piece: bytes, last: bytes) -> None:
        self._file.write(self._key.encrypt(_nonce(self._number, last), piece, self._bound))
        self._number += 1


class Opening:
    """Reads what :class:`Sealing` wrote. Raise :class:`BackupRefused` at the first byte that is not as it was written.

    ``told`` is what the head says. It is only true once something was read.
    """

    def __init__(self, file: IO[bytes], master: Master) -> None:
        self._file = file
        if file.read(len(MAGIC)) != MAGIC:
            raise BackupRefused("backup_none")
        head = file.readline(_LONGEST_HEAD)
        try:
            self.told: dict[str, Any] = orjson.loads(head)
            fingerprint, salt = str(self.told["key"]), bytes.fromhex(self.told["salt"])
        except (ValueError, KeyError, TypeError):
            raise BackupRefused("backup_changed" if head.endswith(b"\n") else "backup_torn") from None
        if fingerprint != master.fingerprint:
            raise BackupRefused("backup_other_key", backup=fingerprint[:16], here=master.fingerprint)
        self._key, self._bound = _key(master, salt), hashlib.sha256(MAGIC + head).digest()
        self._unpacking = zlib.decompressobj()
        self._sealed = b""
        self._ready = b""
        self._number = 0
        self._ended = False

    def read(self, size: int) -> bytes:
        """Return the next bytes, fewer than ``size`` only at the end."""
        parts = []
        while size > 0:
            if not self._ready and not self._fill():
                break
            part, self._ready = self._ready[:size], self._ready[size:]
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def _fill(self) -> bool:
        """Unpack some more; say whether there was any."""
        while not self._ready:
            if self._unpacking.unconsumed_tail:
                self._ready = self._unpacking.decompress(self._unpacking.unconsumed_tail, PIECE)
            elif self._ended:
                self._ready = self._unpacking.decompress(b"", PIECE)
                return bool(self._ready)
            else:
                self._ready = self._unpacking.decompress(self._open(), PIECE)
        return True

    def _open(self) -> bytes:
        """Return the next piece. Of what is read ahead, the longest end that can stand after a piece is kept back."""
        ahead = PIECE + _TAG + len(END)
        self._sealed += self._file.read(max(0, ahead - len(self._sealed)))
        if len(self._sealed) >= ahead and not self._whole_end():
            piece, self._sealed = self._sealed[: PIECE + _TAG], self._sealed[PIECE + _TAG :]
            return self._decrypted(piece, _NOT_LAST)
        if not self._sealed.endswith(END):
            raise BackupRefused("backup_changed" if END in self._sealed else "backup_torn")
        self._ended = True
        return self._decrypted(self._sealed[: -len(END)], _LAST)

    def _whole_end(self) -> bool:
        """Say whether what was read ahead is the last piece with the end behind it, and nothing more follows."""
        if not self._sealed.endswith(END):
            return False
        more = self._file.read(1)
        self._sealed += more
        return not more

    def _decrypted(self, piece: bytes, last: bytes) -> bytes:
        try:
            data = self._key.decrypt(_nonce(self._number, last), piece, self._bound)
        except (InvalidTag, ValueError):
            raise BackupRefused("backup_changed") from None
        self._number += 1
        return data


def _key(master: Master, salt: bytes) -> AESGCM:
    return AESGCM(master.derive(f"backup/{salt.hex()}"))


def _nonce(number: int, last: bytes) -> bytes:
    return number.to_bytes(11, "big") + last
