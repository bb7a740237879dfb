"""Area: a decimal string in mu at every door, integer thousandths of a mu inside. A mu is 666.67 square metres."""

from decimal import Decimal
from typing import Annotated, Final
from unicodedata import normalize

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema

from xiuhua.kernel.text import Text

MU: Final = Text("亩", "mu")
MAXIMUM_THOUSANDTHS: Final = 10**12
_UNITS: Final = (MU.zh, MU.en)


class NotAnArea(ValueError):
    """The text is no area. ``too_fine`` says that it is a number with more than three decimals."""

    def __init__(self, why: str, *, too_fine: bool = False) -> None:
        super().__init__(why)
        self.too_fine = too_fine


def thousandths_of_mu(written: str | int | Decimal) -> int:
    """Return integer thousandths of a mu for a decimal number, behind which the unit may stand.

    What is not above zero is a number all the same: whether it can be an area, a rule says.

    >>> thousandths_of_mu("11"), thousandths_of_mu("1.25 亩"), thousandths_of_mu("3.5mu"), thousandths_of_mu("-2")
    (11000, 1250, 3500, -2000)
    """
    if isinstance(written, bool) or not isinstance(written, str | int | Decimal):
        raise NotAnArea("an area is a decimal string, not a float")
    if isinstance(written, str):
        written = normalize("NFKC", written).strip().casefold()
        unit = next((unit for unit in _UNITS if written.endswith(unit)), "")
        written = written.removesuffix(unit).strip()
    try:
        number = Decimal(written)
        scaled = number * 1000
    except ArithmeticError as error:
        raise NotAnArea("not a number") from error
    if not number.is_finite() or abs(scaled) >= MAXIMUM_THOUSANDTHS:
        raise NotAnArea("not a finite number, or too large")
    if scaled != scaled.to_integral_value():
        raise NotAnArea("more than three decimals", too_fine=True)
    return int(scaled)


def mu(area: int) -> str:
    """Return the shortest exact decimal string in mu for integer thousandths.

    >>> mu(11000), mu(1250), mu(5), mu(-2000)
    ('11', '1.25', '0.005', '-2')
    """
    sign, area = ("-", -area) if area < 0 else ("", area)
    whole, rest = divmod(area, 1000)
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:03d}".rstrip("0")


Area = Annotated[
    int,
    BeforeValidator(thousandths_of_mu),
    PlainSerializer(mu, return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^\d+(\.\d{1,3})?$", "examples": ["11", "1.25"]}),
]
"""A command field holding thousandths of a mu, written and read as a decimal string in mu."""
