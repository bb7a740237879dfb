"""The hash of an entry, over the stored text and nothing else."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

HASHED = (
    "stream",
    "sequence",
    "command_id",
    "code",
    "version",
    "command",
    "changes",
    "result",
    "payload_digest",
    "place_code",
    "batch",
    "actor",
    "post",
    "door",
    "observed_at",
    "received_at",
    "policy_version",
    "code_version",
)
"""Columns under the hash, in order. The two hashes and the row number in the database are not among them."""

_SEPARATOR = "\x1e"


def entry_hash(previous: str, values: Sequence[Any]) -> str:
    """Return the SHA-256 over the previous hash and the values of ``HASHED``; UUIDs as hyphenated text.

    The separator is escaped by JSON inside the texts and cannot occur in the other columns.
    """
    return sha256((previous + _SEPARATOR + _SEPARATOR.join([_text(value) for value in values])).encode()).hexdigest()


def _text(value: Any) -> str:
    return "" if value is None else str(value)
