"""Identifiers that callers make: UUID version 7, and repeatable ones for the rows of an import."""

import hashlib
from uuid import UUID, SafeUUID

_VERSION_7 = 0x7 << 76
_VARIANT = 0b10 << 62
_TIME = (1 << 48) - 1
_RANDOM_A = 0xFFF
_RANDOM_B = (1 << 62) - 1
_ORDER_AT = 54
_BELOW_ORDER = (1 << _ORDER_AT) - 1


def uuid7(*, milliseconds: int, entropy: bytes) -> UUID:
    """Return a UUIDv7 for an instant (Unix milliseconds) and at least ten random bytes (RFC 9562)."""
    if len(entropy) < 10:
        raise ValueError("a UUIDv7 needs ten bytes of entropy")
    return _made((milliseconds & _TIME) << 80, int.from_bytes(entropy[:10], "big"))


def milliseconds_of(identifier: UUID) -> int:
    """Return the Unix milliseconds that a UUIDv7 carries."""
    return identifier.int >> 80


def as_uuid(value: UUID | str) -> UUID:
    """Return an identifier that a database or JSON may give as text: SQLite has no type for it."""
    return value if isinstance(value, UUID) else UUID(value)


def read_uuid(text: str) -> UUID | None:
    """Return the identifier that somebody typed or that stands in an address, ``None`` where it is none.

    >>> read_uuid("not one") is None
    True
    """
    try:
        return UUID(text)
    except ValueError:
        return None


def derived_id(origin: UUID, *parts: str, order: int | None = None) -> UUID:
    """Return the same UUIDv7 for the same origin and parts, with the origin's time.

    Commands and records of an import take their ids from the import session and the row's own key, so
    that a repeated or resumed run makes the same ids again. Those with an ``order`` (the number of the row) sort by
    it: what is written one after the other then lies side by side in every index, which costs much less.
    """
    number = origin.int
    key = number.to_bytes(16, "big")
    digest = hashlib.blake2b("\x1f".join(parts).encode(), key=key, digest_size=10).digest()
    random = int.from_bytes(digest, "big")
    if order is not None:
        random = order << _ORDER_AT | random & _BELOW_ORDER
    return _made(number >> 80 << 80, random)


def order_of(identifier: UUID) -> int:
    """Return the order that a UUIDv7 was derived with, so that what belongs to it can lie beside it.

    >>> order_of(derived_id(UUID(int=7), "row", order=4711))
    4711
    """
    number = identifier.int
    return (number >> 64 & _RANDOM_A) << 8 | number >> _ORDER_AT & 0xFF


def _made(time: int, random: int) -> UUID:
    """Return the identifier with these bits. Its class would check arguments, which costs more than the rest."""
    made = object.__new__(UUID)
    object.__setattr__(
        made, "int", time | _VERSION_7 | (random >> 62 & _RANDOM_A) << 64 | _VARIANT | random & _RANDOM_B
    )
    object.__setattr__(made, "is_safe", SafeUUID.unknown)
    return made
