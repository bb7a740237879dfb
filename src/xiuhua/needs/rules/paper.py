"""Codes on paper: how they are written, until when they hold, and what stands against one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem

DAYS_KEY: Final = "needs.paper_days"
TRIES_KEY: Final = "needs.paper_tries"
ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without letters and digits that are taken for one another on paper."""

LENGTH: Final = 12
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class Tries:
    """How many wrong tries stop further ones for a while: of one code, and from one network address."""

    code: int
    address: int

    @classmethod
    def at(cls, policy: Policy, *, on: date) -> "Tries":
        """Return the bounds of a day; whose code it is going to be, nobody knows yet."""
        return cls(**policy.at(TRIES_KEY, on=on).value)


class Term(Protocol):
    """A code with its days."""

    expires_on: date
    revoked_on: date | None


def written(numbers: Sequence[int]) -> str:
    """Return a code as it is printed, from as many random numbers as it has characters.

    >>> written(range(12))
    '2345-6789-ABCD'
    """
    characters = "".join(ALPHABET[number % len(ALPHABET)] for number in numbers)
    return "-".join(characters[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def read(typed: str) -> str:
    """Return a code as it is compared, however it was typed.

    >>> read(" 2345 6789-abcd")
    '23456789ABCD'
    """
    return "".join(each for each in typed.upper() if each in ALPHABET)


def last_day(policy: Policy, *, on: date, region: str) -> date:
    """Return the last day of a code that is issued on a day."""
    return on + timedelta(days=int(policy.at(DAYS_KEY, on=on, region=region).value))


def holds(code: Term, on: date) -> bool:
    """Say whether a code opens anything on a day."""
    return on <= code.expires_on and (code.revoked_on is None or on < code.revoked_on)


def judge_code(code: Term | None, on: date) -> tuple[Problem, ...]:
    """Return why a code opens nothing: unknown, run out and revoked answer alike."""
    return () if code is not None and holds(code, on) else (Problem("paper_code_unknown", "code"),)
