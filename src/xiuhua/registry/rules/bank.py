"""Numbers of bank accounts: how they are written, what cannot be one, what should be looked at again."""

from typing import Final

from xiuhua.kernel.refusals import Problem

FIELDS: Final = ("bank_name", "bank_account")
_BETWEEN: Final = str.maketrans(dict.fromkeys(" \t\u00a0\u3000-–—－"))
_WIDE: Final = str.maketrans("０１２３４５６７８９", "0123456789")


def plain_account(text: str) -> str:
    """Return the number as it is stored: half width, nothing between the digits.

    >>> plain_account("6217 9955-5000 1234566"), plain_account("６２１７")
    ('6217995550001234566', '6217')
    """
    return text.translate(_BETWEEN).translate(_WIDE)


def check_account(number: str, *, shortest: int, longest: int) -> Problem | None:
    """Return what stands against a number, or what should be asked about it; its digits are not repeated.

    An error is another number of digits, or what is no digit. The check digit of a card is only asked about: accounts
    of passbooks have none.

    >>> check_account("6217995550001234561", shortest=12, longest=19) is None
    True
    >>> [check_account(number, shortest=12, longest=19).code for number in ("6217995550001234562", "62179")]
    ['bank_account_check_digit', 'bank_account_form']
    """
    if not (number.isascii() and number.isdigit() and shortest <= len(number) <= longest):
        values = {"digits": len(number), "shortest": shortest, "longest": longest}
        return Problem("bank_account_form", "bank_account", values)
    if not _has_check_digit(number):
        return Problem("bank_account_check_digit", "bank_account", {"ends": number[-4:]})
    return None


def _has_check_digit(number: str) -> bool:
    """Say whether the last digit is that of the Luhn formula (ISO/IEC 7812), as cards have it."""
    total = 0
    for at, digit in enumerate(reversed(number)):
        value = int(digit) * (1 + at % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
