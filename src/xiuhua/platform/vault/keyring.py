"""Sealing and opening: AES-256-GCM under the key of the person or household that the value is about."""

import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Iterable, Iterator
from hashlib import blake2b
from hmac import digest as hmac_digest
from itertools import chain, repeat
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import connections

from xiuhua.kernel.once import kept
from xiuhua.platform.vault.forms import FORM, Unreadable, form_of, generation_of
from xiuhua.platform.vault.generations import Proof, proofs
from xiuhua.platform.vault.master import FILE_NAME, Master, MasterKeyMissing, MasterKeyWrong, load_master
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.platform.vault.stored import stored_keys

_NONCE = 12
_FIRST_NONCES, _NONCES = 40, 680
"""Fetched at once: a call to the system for each nonce costs more than sealing. One wish needs few, a batch many."""
_TRIED = 100
"""Wrapped keys of which one must open: a few may have been tampered with, which is for verifying to say."""


class KeyDestroyed(LookupError):
    """The subject's key no longer exists: the value is erased for good."""


class KeyTaken(ValueError):
    """What begins would share the key of another: its id is one that exists already."""


class Keyring:
    """Keys at hand for one piece of work. Keys are read and written in bulk; nothing is cached beyond it."""

    def __init__(self, master: Master, *, using: str = "default") -> None:
        self._master = master
        self._wrapping: dict[int, AESGCM] = {}
        self._proofs: tuple[Proof, ...] | None = None
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
                self._unsaved.append((subject, self._wrapped(subject, secret)))

    def begin(self, subjects: Iterable[UUID]) -> None:
        """Make the keys of subjects that begin now. Raise :class:`KeyTaken` for one whose key is at hand.

        The ids come from outside: under the id of another, what is destroyed later would take the other's key along.
        One whose key is stored and not at hand meets it in the database.
        """
        for subject in subjects:
            if subject in self:
                raise KeyTaken(str(subject))
            self.make((subject,))

    def load(self, subjects: Iterable[UUID]) -> None:
        """Read the keys of subjects that are not at hand; unknown subjects stay unknown."""
        missing = [subject for subject in subjects if subject.int not in self._keys]
        for start in range(0, len(missing), 5000):
            for subject, wrapped in stored_keys(missing[start : start + 5000], using=self._using):
                self._keys[subject.int] = AESGCM(self._unwrapped(subject, wrapped))

    def unwraps(self, subject: UUID, wrapped: str) -> bool:
        """Say whether a stored key was wrapped by this master key for this subject."""
        try:
            self._unwrapped(subject, wrapped)
        except Unreadable:
            return False
        return True

    def wrapped_anew(self, subject: UUID, wrapped: str) -> str | None:
        """Return a stored key wrapped by the present master key, or ``None`` where it is already."""
        if generation_of(_raw(wrapped)) == self._master.generation:
            return None
        return self._wrapped(subject, self._unwrapped(subject, wrapped))

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
        return FORM + nonce + self._key(subject).encrypt(nonce, data, label.encode() + subject.bytes)

    def open_bytes(self, subject: UUID, label: str, sealed: bytes) -> bytes:
        """Return the bytes sealed by :meth:`seal_bytes`. Raise :class:`Unreadable` or :class:`KeyDestroyed`."""
        return _decrypt(self._key(subject), sealed, label.encode() + subject.bytes)

    def blind(self, label: str, text: str) -> str:
        """Return the blind index of a normalised value: equal values give equal indexes, nothing else shows."""
        return _blind(self._master, label, text)

    def blinds(self, label: str, text: str) -> tuple[str, ...]:
        """Return every blind index under which a value may stand, the present one first: another only while one
        master key follows another."""
        self._renew()
        return tuple(_blind(master, label, text) for master in self._masters())

    @property
    def is_changing(self) -> bool:
        """Say whether one master key follows another just now."""
        return self._master.before is not None

    def digest(self, data: bytes) -> str:
        """Return a keyed digest: it tells equal from different and cannot be searched from outside."""
        return _digest(self._master.digesting, data)

    def digests(self, data: bytes) -> tuple[str, ...]:
        """Return the digest under the present key and those under earlier ones, with which older ones are compared."""
        present = self._master.digesting
        if self._proofs is None:
            self._proofs = proofs(self._master, using=self._using)
        older = [proof.digesting for proof in self._proofs if proof.digesting != present]
        return (_digest(present, data), *(_digest(key, data) for key in reversed(older)))

    def seal_blob(self, label: str, data: bytes) -> bytes:
        """Return bytes sealed under the staging key, for uploads and staged imports."""
        nonce = os.urandom(_NONCE)
        sealed = AESGCM(self._master.staging).encrypt(nonce, data, label.encode())
        return form_of(self._master.generation) + nonce + sealed

    def open_blob(self, label: str, sealed: bytes) -> bytes:
        """Return the bytes sealed by :meth:`seal_blob`."""
        return _decrypt(AESGCM(self._of(generation_of(sealed)).staging), sealed, label.encode())

    def is_blob_present(self, sealed: bytes) -> bool:
        """Say whether bytes were sealed under the present master key."""
        return generation_of(sealed) == self._master.generation

    def _masters(self) -> tuple[Master, ...]:
        return (self._master, *([self._master.before] if self._master.before else ()))

    def _renew(self) -> None:
        """Take the master key that is in force now: another may have followed since this piece of work began."""
        self._master, self._proofs = master(), None

    def _of(self, generation: int) -> Master:
        """Return the master key of a generation. Raise :class:`Unreadable` where it is not at hand."""
        if all(each.generation != generation for each in self._masters()):
            self._renew()
        for each in self._masters():
            if each.generation == generation:
                return each
        raise Unreadable("sealed under a master key that is not here")

    def _wrapped(self, subject: UUID, secret: bytes) -> str:
        form = form_of(self._master.generation)
        return _pack(self._wrapping_of(self._master.generation), next(self._nonces), secret, subject.bytes, form)

    def _unwrapped(self, subject: UUID, wrapped: str) -> bytes:
        raw = _raw(wrapped)
        return _decrypt(self._wrapping_of(generation_of(raw)), raw, subject.bytes)

    def _wrapping_of(self, generation: int) -> AESGCM:
        known = self._wrapping.get(generation)
        if known is None:
            known = self._wrapping[generation] = AESGCM(self._of(generation).wrapping)
        return known

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
    for count in chain((_FIRST_NONCES,), repeat(_NONCES)):
        entropy = os.urandom(_NONCE * count)
        for start in range(0, len(entropy), _NONCE):
            yield entropy[start : start + _NONCE]


def _blind(master: Master, label: str, text: str) -> str:
    return hmac_digest(master.blinding, f"{label}\x1f{text}".encode(), "sha256")[:16].hex()


def _digest(key: bytes, data: bytes) -> str:
    return blake2b(data, key=key, digest_size=16).hexdigest()


def _pack(key: AESGCM, nonce: bytes, data: bytes, bound: bytes, form: bytes = FORM) -> str:
    return b2a_base64(form + nonce + key.encrypt(nonce, data, bound), newline=False).decode("ascii")


def _unpack(key: AESGCM, packed: str, bound: bytes) -> bytes:
    return _decrypt(key, _raw(packed), bound)


def _raw(packed: str) -> bytes:
    try:
        return a2b_base64(packed)
    except ValueError as error:
        raise Unreadable("no sealed value") from error


def _decrypt(key: AESGCM, sealed: bytes, bound: bytes) -> bytes:
    generation_of(sealed)
    try:
        return key.decrypt(sealed[2 : 2 + _NONCE], sealed[2 + _NONCE :], bound)
    except InvalidTag as error:
        raise Unreadable("sealed under another key, for another place, or changed") from error


_loaded: dict[str, tuple[tuple[int, ...], Master]] = {}
"""By data folder: what told its file apart when it was read, and the key. Another process may put another key there."""


def _installed(home: str) -> Master:
    path = f"{home}/{FILE_NAME}"
    stamp, known = _stamp(path), _loaded.get(home)
    if known is not None and stamp in (known[0], None):
        return known[1]
    folder = Path(home)
    try:
        found = load_master(folder, create=False)[0]
    except MasterKeyMissing:
        if _keys_are_stored():
            raise
        found = load_master(folder, create=True)[0]
    _loaded[home] = (stamp or _stamp(path) or (), found)
    return found


def _stamp(path: str) -> tuple[int, ...] | None:
    try:
        found = os.stat(path)
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def forget_master() -> None:
    """Read the file again at the next use, as a new process does."""
    _loaded.clear()


def _keys_are_stored() -> bool:
    tables = connections["default"].introspection.table_names()
    return SubjectKey._meta.db_table in tables and SubjectKey.objects.exists()


def master() -> Master:
    """Return the master key of this installation, made on first use.

    Raise :class:`MasterKeyMissing` where the database holds data sealed under one that is not there: with a new
    one, nobody could read them again, and new data would lie among them under another key.
    """
    return _installed(str(settings.HOME))


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
    """Return a keyring of this installation: an empty one, or that of the page that is being read."""
    return kept(("keyring", using), lambda: Keyring(master(), using=using))
