"""Measures: a decimal string at every door, integer thousandths inside: areas in mu, heads of cattle, days."""

from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

MAXIMUM_THOUSANDTHS = 10**15


class NotAMeasure(ValueError):
    """The text is not a number with at most three decimals that is more than nothing."""


def thousandths(measure: str | int | Decimal) -> int:
    """Return integer thousandths for a decimal number above zero.

    >>> thousandths("11"), thousandths("1.25")
    (11000, 1250)
    """
    if isinstance(measure, bool) or not isinstance(measure, str | int | Decimal):
        raise NotAMeasure("a measure is a decimal string, not a float")
    try:
        number = Decimal(measure)
        scaled = number * 1000
    except ArithmeticError as error:
        raise NotAMeasure("not a number") from error
    if not number.is_finite() or not 0 < scaled < MAXIMUM_THOUSANDTHS:
        raise NotAMeasure("nothing, less than nothing, or too large")
    if scaled != scaled.to_integral_value():
        raise NotAMeasure("more than three decimals")
    return int(scaled)


def measured(amount: int) -> str:
    """Return the shortest exact decimal string for integer thousandths.

    >>> measured(11000), measured(1250), measured(5)
    ('11', '1.25', '0.005')
    """
    whole, rest = divmod(amount, 1000)
    return f"{whole}" if not rest else f"{whole}.{rest:03d}".rstrip("0")


Measure = Annotated[
    int,
    BeforeValidator(thousandths),
    PlainSerializer(measured, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d{1,3})?$", "examples": ["11", "1.25"]}),
]
"""A command field holding thousandths, written and read as a decimal string."""
