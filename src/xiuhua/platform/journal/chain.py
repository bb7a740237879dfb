"""The hash of an entry: keyed, over the stored text and nothing else.

The key is derived from the master key, which no database holds: whoever can write the database but has no key cannot
make an entry that verifies, not even one after the last signed head.
"""

from collections.abc import Sequence
from hmac import digest
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


def entry_hash(key: bytes, previous: str, values: Sequence[Any]) -> str:
    """Return the HMAC-SHA256 over the previous hash and the values of ``HASHED``; UUIDs as hyphenated text.

    The separator is escaped by JSON inside the texts and cannot occur in the other columns.
    """
    text = previous + _SEPARATOR + _SEPARATOR.join([_text(value) for value in values])
    return digest(key, text.encode(), "sha256").hex()


def _text(value: Any) -> str:
    return "" if value is None else str(value)
