"""Sealing and opening: AES-256-GCM under the key of the person or household that the value is about."""

import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator
from functools import cache
from hashlib import blake2b
from hmac import digest as hmac_digest
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections

from xiuhua.platform.vault.master import FILE_NAME, Master, MasterKeyMissing, MasterKeyWrong, load_master
from xiuhua.platform.vault.models import SubjectKey

_FORM = b"\x01\x01"  # version of the form, generation of the key
_NONCE = 12
_LEAST = len(_FORM) + _NONCE + 16  # an empty text still has its tag
_NONCES = 680
"""Fetched at once: a call to the system for each nonce costs more than sealing."""
_TRIED = 100
"""Wrapped keys of which one must open: a few may have been tampered with, which is for verifying to say."""


class Unreadable(ValueError):
    """The value was sealed under another key, for another place, or was changed."""


class KeyDestroyed(LookupError):
    """The subject's key no longer exists: the value is erased for good."""


class Keyring:
    """Keys at hand for one piece of work. Keys are read and written in bulk; nothing is cached beyond it."""

    def __init__(self, master: Master, *, using: str = "default") -> None:
        self._master = master
        self._wrapping = AESGCM(master.wrapping)
        self._using = using
        self._keys: dict[int, AESGCM] = {}
        self._unsaved: list[tuple[UUID, str]] = []
        self._nonces = _nonces()

    def make(self, subjects: Iterable[UUID]) -> None:
        """Make new keys for subjects that have none at hand; :meth:`save` stores them."""
        for subject in subjects:
            number = subject.int
            if number not in self._keys:
                secret = os.urandom(32)
                self._keys[number] = AESGCM(secret)
                bound = number.to_bytes(16, "big")
                self._unsaved.append((subject, _pack(self._wrapping, next(self._nonces), secret, bound)))

    def load(self, subjects: Iterable[UUID]) -> None:
        """Read the keys of subjects that are not at hand; unknown subjects stay unknown."""
        missing = [subject for subject in subjects if subject.int not in self._keys]
        for start in range(0, len(missing), 5000):
            rows = SubjectKey.objects.using(self._using).filter(subject__in=missing[start : start + 5000])
            for subject, wrapped in rows.values_list("subject", "wrapped"):
                self._keys[subject.int] = AESGCM(_unpack(self._wrapping, wrapped, subject.bytes))

    def unwraps(self, subject: UUID, wrapped: str) -> bool:
        """Say whether a stored key was wrapped by this master key for this subject."""
        try:
            _unpack(self._wrapping, wrapped, subject.bytes)
        except Unreadable:
            return False
        return True

    def take_unsaved(self) -> list[tuple[UUID, str]]:
        """Return the wrapped keys made since the last call; the journal writes them with the rows."""
        unsaved, self._unsaved = self._unsaved, []
        return unsaved

    def forget(self) -> None:
        """Drop the keys at hand, so that a long piece of work stays small."""
        self._keys.clear()

    def destroyed(self, subjects: Iterable[UUID]) -> None:
        """Forget keys that are no longer stored: nothing is opened or sealed with them any more."""
        for subject in subjects:
            self._keys.pop(subject.int, None)

    def drop(self) -> None:
        """Forget also the keys that were made and not saved: what needed them was not written."""
        self._keys.clear()
        self._unsaved.clear()

    def __contains__(self, subject: UUID) -> bool:
        return subject.int in self._keys

    def seal(self, subject: UUID, label: str, text: str) -> str:
        """Return the sealed text; ``label`` (``table.column``) and subject are bound into it."""
        number = subject.int
        key = self._keys.get(number) or self._key(subject)
        return _pack(key, next(self._nonces), text.encode(), label.encode() + number.to_bytes(16, "big"))

    def open(self, subject: UUID, label: str, sealed: str) -> str:
        """Return the plain text. Raise :class:`Unreadable` or :class:`KeyDestroyed`."""
        return _unpack(self._key(subject), sealed, label.encode() + subject.bytes).decode()

    def seal_bytes(self, subject: UUID, label: str, data: bytes) -> bytes:
        """Return sealed bytes, for what is too large for a column; ``label`` and subject are bound into it."""
        nonce = os.urandom(_NONCE)
        return _FORM + nonce + self._key(subject).encrypt(nonce, data, label.encode() + subject.bytes)

    def open_bytes(self, subject: UUID, label: str, sealed: bytes) -> bytes:
        """Return the bytes sealed by :meth:`seal_bytes`. Raise :class:`Unreadable` or :class:`KeyDestroyed`."""
        return _decrypt(self._key(subject), sealed, label.encode() + subject.bytes)

    def blind(self, label: str, text: str) -> str:
        """Return the blind index of a normalised value: equal values give equal indexes, nothing else shows."""
        return hmac_digest(self._master.blinding, f"{label}\x1f{text}".encode(), "sha256")[:16].hex()

    def digest(self, data: bytes) -> str:
        """Return a keyed digest: it tells equal from different and cannot be searched from outside."""
        return blake2b(data, key=self._master.digesting, digest_size=16).hexdigest()

    def seal_blob(self, label: str, data: bytes) -> bytes:
        """Return bytes sealed under the staging key, for uploads and staged imports."""
        nonce = os.urandom(_NONCE)
        return _FORM + nonce + AESGCM(self._master.staging).encrypt(nonce, data, label.encode())

    def open_blob(self, label: str, sealed: bytes) -> bytes:
        """Return the bytes sealed by :meth:`seal_blob`."""
        return _decrypt(AESGCM(self._master.staging), sealed, label.encode())

    def _key(self, subject: UUID) -> AESGCM:
        try:
            return self._keys[subject.int]
        except KeyError:
            self.load((subject,))
        try:
            return self._keys[subject.int]
        except KeyError:
            raise KeyDestroyed(str(subject)) from None


def _nonces() -> Iterator[bytes]:
    """Yield fresh random nonces. A keyring belongs to one piece of work in one thread, so no two uses share one."""
    while True:
        entropy = os.urandom(_NONCE * _NONCES)
        for start in range(0, len(entropy), _NONCE):
            yield entropy[start : start + _NONCE]


def _pack(key: AESGCM, nonce: bytes, data: bytes, bound: bytes) -> str:
    return b2a_base64(_FORM + nonce + key.encrypt(nonce, data, bound), newline=False).decode("ascii")


def _unpack(key: AESGCM, packed: str, bound: bytes) -> bytes:
    try:
        raw = a2b_base64(packed)
    except ValueError as error:
        raise Unreadable("no sealed value") from error
    return _decrypt(key, raw, bound)


def _decrypt(key: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    if sealed[:2] != _FORM or len(sealed) < _LEAST:
        raise Unreadable("no sealed value")
    try:
        return key.decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], bound)
    except InvalidTag as error:
        raise Unreadable("sealed under another key, for another place, or changed") from error


@cache
def _installed(home: Path) -> Master:
    try:
        return load_master(home, create=False)[0]
    except MasterKeyMissing:
        if _keys_are_stored():
            raise
        return load_master(home, create=True)[0]


def _keys_are_stored() -> bool:
    tables = connections["default"].introspection.table_names()
    return SubjectKey._meta.db_table in tables and SubjectKey.objects.exists()


def master() -> Master:
    """Return the master key of this installation, made on first use.

    Raise :class:`MasterKeyMissing` where the database holds data sealed under one that is not there: with a new
    one, nobody could read them again, and new data would lie among them under another key.
    """
    return _installed(Path(settings.HOME))


def prove_master() -> None:
    """Raise :class:`MasterKeyWrong` where the database holds data that were sealed under another master key.

    What would be written now could be read under neither.
    """
    ring = keyring()
    stored = list(SubjectKey.objects.values_list("subject", "wrapped")[:_TRIED])
    if stored and not any(ring.unwraps(subject, wrapped) for subject, wrapped in stored):
        path = Path(settings.HOME) / FILE_NAME
        raise MasterKeyWrong(
            f"主密钥 {path} 不是这个数据库的，打不开里面的数据。请核对 XIUHUA_HOME 和 DATABASE_URL，"
            "或从备份放回主密钥。"
            f" / The master key {path} is not that of this database and opens none of its data. Check XIUHUA_HOME and"
            " DATABASE_URL, or put the key back from the backup."
        )


def keyring(*, using: str = "default") -> Keyring:
    """Return an empty keyring of this installation."""
    return Keyring(master(), using=using)
