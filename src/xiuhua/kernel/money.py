"""Money: a decimal string in yuan at every door, integer cents inside."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

MAXIMUM_CENTS = 10**15


class NotAnAmount(ValueError):
    """The text is not an amount of money with at most two decimals."""


def cents(yuan: str | int | Decimal) -> int:
    """Return integer cents for a decimal amount in yuan.

    Floats are refused on purpose: whoever holds one (a sheet reader) rounds it knowingly first.

    >>> cents("3860"), cents("2485.5"), cents("-350")
    (386000, 248550, -35000)
    """
    if isinstance(yuan, bool) or not isinstance(yuan, str | int | Decimal):
        raise NotAnAmount("money is a decimal string, not a float")
    try:
        amount = Decimal(yuan)
        scaled = amount * 100
    except ArithmeticError as error:
        raise NotAnAmount("not a number") from error
    if not amount.is_finite():
        raise NotAnAmount("not a finite number")
    if scaled != scaled.to_integral_value() or abs(scaled) >= MAXIMUM_CENTS:
        raise NotAnAmount("more than two decimals, or too large")
    return int(scaled)


def yuan(amount: int) -> str:
    """Return the shortest exact decimal string in yuan for integer cents.

    >>> yuan(386000), yuan(248550), yuan(-5)
    ('3860', '2485.5', '-0.05')
    """
    sign, amount = ("-", -amount) if amount < 0 else ("", amount)
    whole, rest = divmod(amount, 100)
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:02d}".rstrip("0")


Money = Annotated[
    int,
    BeforeValidator(cents),
    PlainSerializer(yuan, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?\d+(\.\d{1,2})?$", "examples": ["3860", "2485.50"]}),
]
"""A command field holding cents, written and read as a decimal string in yuan."""
