"""Identifiers that callers make: UUID version 7, and repeatable ones for the rows of an import."""

import hashlib
from uuid import UUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_RANDOM_A = 0xFFF
_RANDOM_B = (1 << 62) - 1


def uuid7(*, milliseconds: int, entropy: bytes) -> UUID:
    """Return a UUIDv7 for an instant (Unix milliseconds) and at least ten random bytes (RFC 9562)."""
    if len(entropy) < 10:
        raise ValueError("a UUIDv7 needs ten bytes of entropy")
    random = int.from_bytes(entropy[:10], "big")
    high = (random >> 62) & _RANDOM_A
    return UUID(int=(milliseconds & ((1 << 48) - 1)) << 80 | _VERSION_7 | high << 64 | _VARIANT | (random & _RANDOM_B))


def milliseconds_of(identifier: UUID) -> int:
    """Return the Unix milliseconds that a UUIDv7 carries."""
    return identifier.int >> 80


def derived_id(origin: UUID, *parts: str) -> UUID:
    """Return the same UUIDv7 for the same origin and parts, with the origin's time.

    Commands and records of an import take their ids from the import session and the row's own key, so
    that a repeated or resumed run makes the same ids again.
    """
    digest = hashlib.blake2b("\x1f".join(parts).encode(), key=origin.bytes, digest_size=10).digest()
    return uuid7(milliseconds=milliseconds_of(origin), entropy=digest)
