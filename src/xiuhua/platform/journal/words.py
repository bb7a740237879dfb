"""Free text of commands, such as the reason of an undoing: it may name anybody, so entries hold it sealed only."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson

from xiuhua.kernel.commands import Command, free_text_fields
from xiuhua.platform.journal.changes import Change
from xiuhua.platform.journal.stored import SEALED, SUBJECT, subject_of
from xiuhua.platform.vault.keyring import KeyDestroyed, Keyring

LABEL = "journal.words"


def words_of(command: Command) -> dict[str, str]:
    """Return the free text of a command by field, without what was left blank."""
    return {name: words for name in free_text_fields(type(command)) if (words := getattr(command, name))}


def with_sealed(
    kept: str, words: Mapping[str, str], changes: Sequence[Change], keyring: Keyring, *, otherwise: UUID
) -> str:
    """Return what an entry keeps of a command, with its free text sealed under the first subject of the changes.

    Where nothing personal changes, the key is that of ``otherwise``, the batch or the command itself. Raise
    :class:`KeyDestroyed` where the subject was erased.
    """
    subject = next(filter(None, map(subject_of, changes)), None)
    if subject is None:
        subject = otherwise
        keyring.load((subject,))
        keyring.make((subject,))
    sealed = keyring.seal(subject, LABEL, orjson.dumps(dict(words)).decode())
    return orjson.dumps({**orjson.loads(kept), SUBJECT: str(subject), SEALED: sealed}).decode()


def opened_words(command: Mapping[str, Any], keyring: Keyring) -> Mapping[str, str]:
    """Return the free text that an entry keeps of its command; nothing where it was erased."""
    sealed = command.get(SEALED)
    if sealed is None:
        return {}
    try:
        found: dict[str, str] = orjson.loads(keyring.open(UUID(command[SUBJECT]), LABEL, sealed))
    except KeyDestroyed:
        return {}
    return found
