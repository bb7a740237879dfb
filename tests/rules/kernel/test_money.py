"""Amounts in yuan: what is read as cents, and that everything else is refused as no amount."""

import pytest

from xiuhua.kernel.money import NotAnAmount, cents, yuan


@pytest.mark.parametrize(
    ("given", "expected"),
    [("3860", 386000), (3860, 386000), ("2485.5", 248550), ("2485.50", 248550), ("-350", -35000), (" 12 ", 1200)],
)
def test_a_decimal_text_or_a_whole_number_is_an_amount_in_yuan(given: str | int, expected: int) -> None:
    assert cents(given) == expected
    assert cents(yuan(expected)) == expected


@pytest.mark.parametrize(
    "given",
    ["", "一千", "1.005", "NaN", "sNaN", "Infinity", "1e999999", "1e15", 10**13, 1.5, True, None, [], {}, (0, (1,), 2)],
)
def test_what_is_no_amount_is_refused_as_such(given: object) -> None:
    with pytest.raises(NotAnAmount):
        cents(given)
