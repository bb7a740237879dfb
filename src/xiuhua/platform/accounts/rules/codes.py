"""Codes of the second step: which time steps count, how codes are written, who must have a second step."""

import unicodedata
from collections.abc import Iterable
from datetime import date, datetime

from xiuhua.kernel.actors import Post
from xiuhua.kernel.policy import Policy

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20
"""As RFC 4226 recommends: 160 bits."""

RECOVERY_CODES = 10
RECOVERY_LENGTH = 10
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Letters and digits that are not mistaken for one another on paper."""

PENDING_SECONDS = 300
"""How long the code may be typed after the password."""

REQUIRED = "accounts.second_step_roles"
"""The key of the policy that lists the roles which must have a second step."""


def steps_around(at: datetime) -> tuple[int, ...]:
    """Return the time steps whose codes are taken: the present one first, then one before and one after.

    >>> steps_around(datetime.fromisoformat("1970-01-01T00:01:05+00:00"))
    (2, 1, 3)
    """
    now = int(at.timestamp()) // STEP_SECONDS
    return now, now - 1, now + 1


def plain_code(typed: str) -> str:
    """Return a code without the spaces and dashes that people type.

    >>> plain_code(" １２３ 456 "), plain_code("abcde-fghjk")
    ('123456', 'ABCDEFGHJK')
    """
    return "".join(each for each in unicodedata.normalize("NFKC", typed).upper() if each.isalnum())


def is_from_phone(code: str) -> bool:
    """Say whether a plain code has the form of those that a telephone shows."""
    return len(code) == DIGITS and code.isascii() and code.isdigit()


def in_groups(text: str, size: int, between: str = " ") -> str:
    """Return a text in groups that can be read out and typed.

    >>> in_groups("ABCDEFGHIJ", 4), in_groups("ABCDEFGHIJ", 5, "-")
    ('ABCD EFGH IJ', 'ABCDE-FGHIJ')
    """
    return between.join(text[start : start + size] for start in range(0, len(text), size))


def must_have_second_step(posts: Iterable[Post], *, on: date, policy: Policy) -> bool:
    """Say whether one of the posts held on the day is of a role that must have a second step where it is held."""
    return any(post.role in policy.at(REQUIRED, on=on, region=post.place_code).value for post in posts)
