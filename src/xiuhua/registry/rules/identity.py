"""Numbers of the citizens' identity card (GB 11643) and of the disability certificate.

Both stand in the column 证件号码. A certificate number is the identity number, a digit for the category (1-7),
a digit for the level (1-4) and, where it was issued again, two more characters such as B1. A certificate is as
valid as the card, so people are compared on the first 18 characters.

The county of a number is not checked: codes of counties that have changed or gone are on many people's cards.
"""

import re
import unicodedata
from datetime import date
from functools import lru_cache
from operator import mul
from typing import Final, NamedTuple

from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.days import completed_years

_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS: Final = "10X98765432"
_ZEROES: Final = 48 * sum(_WEIGHTS)
"""What the weighted sum of character codes has too much against the sum of digits."""

EARLIEST_BIRTH: Final = date(1880, 1, 1)
"""Nobody alive was born earlier, so an earlier date is a slip of the pen."""

PROVINCES: Final = frozenset(
    str(code)
    for codes in (
        range(11, 16),
        range(21, 24),
        range(31, 38),
        range(41, 47),
        range(50, 55),
        range(61, 66),
        (71, 81, 82, 83),
    )
    for code in codes
)
"""The first two digits of GB/T 2260; 83 is used on residence permits for people from Taiwan."""

_SUFFIX: Final = re.compile(r"[1-7][1-4](?:[A-Z0-9]{2})?", re.ASCII)
_ROUNDED: Final = re.compile(r"\d(?:\.\d+)?E\+?\d+|\d+\.0*", re.ASCII)
_NOT_PART: Final = re.compile(r"[\s'`\"=‘’“”\u200b-\u200f\u202a-\u202e\ufeff-]")


class IdentityFacts(NamedTuple):
    """What a valid number says. ``number`` is the first 18 characters, on which people are compared."""

    number: str
    birth_date: date
    female: bool
    certificate: bool
    question: Problem | None = None

    def age(self, today: date) -> int:
        """Return the age in completed years."""
        return completed_years(self.birth_date, today)


def normal_identity(cell: str | int | float) -> str:
    """Return the number as it is compared: half width, no white space, quotes, hyphens, upper-case X.

    A quantity of 16 digits or more has lost its last ones, whatever it shows; it is returned in powers of ten, so
    that the check can say so. Pass such a cell as it was read, before anything makes text of it.

    >>> normal_identity(" ６２０１９９１９８０ 0101123x'"), normal_identity('="62019919800101123X"')
    ('62019919800101123X', '62019919800101123X')
    >>> normal_identity(620199198609052288.0), normal_identity(620199800101123)
    ('6.20199198609052E+17', '620199800101123')
    """
    if not isinstance(cell, str):
        return f"{cell:.14E}" if abs(cell) >= 10**15 else f"{cell:.0f}"
    if cell.isascii() and cell.isalnum():
        return cell.upper()
    return _NOT_PART.sub("", unicodedata.normalize("NFKC", cell)).upper()


def check_identity(number: str, *, today: date) -> IdentityFacts | Problem:
    """Return what the normalised number says, or the first problem: length, form, birth date, check digit.

    A question about a valid number (unknown province, odd end of a certificate) is ``question`` of the facts.
    """
    length = len(number)
    if length not in (18, 20, 22) or "." in number:
        return _wrong_length(number)
    digits = number[:17]
    if not (digits.isdigit() and number.isascii()) or number[17] not in _CHECK_CHARACTERS:
        return Problem("identity_form", "identity", {"value": number})
    birth_date = _date(number[6:14])
    if birth_date is None or not EARLIEST_BIRTH <= birth_date <= today:
        return Problem("identity_birth_date", "identity", {"value": number, "birth": number[6:14]})
    expected = _CHECK_CHARACTERS[(sum(map(mul, _WEIGHTS, digits.encode())) - _ZEROES) % 11]
    if number[17] != expected:
        return Problem("identity_check_digit", "identity", {"value": number, "expected": expected, "found": number[17]})
    return IdentityFacts(
        number if length == 18 else number[:18],
        birth_date,
        int(number[16]) % 2 == 0,
        length != 18,
        None if length == 18 and number[:2] in PROVINCES else _question(number),
    )


def check_character(first_17: str) -> str:
    """Return the check character that belongs to the first 17 digits.

    >>> check_character("62019919880830015")
    '3'
    """
    return _CHECK_CHARACTERS[(sum(map(mul, _WEIGHTS, first_17.encode("ascii"))) - _ZEROES) % 11]


@lru_cache(maxsize=1 << 16)
def _date(digits: str) -> date | None:
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _wrong_length(number: str) -> Problem:
    if _ROUNDED.fullmatch(number):
        return Problem("identity_lost_digits", "identity", {"value": number})
    if len(number) == 15 and number.isascii() and number.isdigit():
        return Problem("identity_old_15", "identity", {"value": number})
    if len(number) in (18, 20, 22):
        return Problem("identity_form", "identity", {"value": number})
    return Problem("identity_length", "identity", {"value": number, "length": len(number)})


def _question(number: str) -> Problem | None:
    if number[:2] not in PROVINCES:
        return Problem("identity_unknown_county", "identity", {"value": number, "prefix": number[:2]})
    if len(number) > 18 and not _SUFFIX.fullmatch(number, 18):
        return Problem("identity_certificate_suffix", "identity", {"value": number, "suffix": number[18:]})
    return None
