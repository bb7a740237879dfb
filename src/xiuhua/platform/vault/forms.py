"""The form of sealed values: its version, the generation of the key, a nonce, and what AES-GCM made of the value."""

VERSION = 1
FORM = bytes((VERSION, 1))
"""The beginning of what is sealed under a subject's key, which is never followed by another."""

LAST_GENERATION = 255
_LEAST = len(FORM) + 12 + 16  # a nonce, and the tag that an empty text has too


class Unreadable(ValueError):
    """The value was sealed under another key, for another place, or was changed."""


def form_of(generation: int) -> bytes:
    """Return the beginning of what is sealed under a master key."""
    return bytes((VERSION, generation))


def generation_of(sealed: bytes) -> int:
    """Return the generation of the key under which bytes were sealed. Raise :class:`Unreadable` for other bytes."""
    if len(sealed) < _LEAST or sealed[0] != VERSION or not sealed[1]:
        raise Unreadable("no sealed value")
    return sealed[1]
