"""Which offer fits which need, and that what is proposed is the best there is, whoever chooses."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from xiuhua.needs.rules.pairs import Offered, Wanted, cost, fits, reasons, unpaired

TODAY = date(2018, 1, 19)
VILLAGE, TOWNSHIP, COUNTY, OTHER = "620122101200", "620122101000", "620122000000", "620123000000"


def wanted(number: int, kind: str = "work", place_code: str = VILLAGE, days: int = 10) -> Wanted:
    return Wanted(UUID(int=number), kind, place_code, TODAY - timedelta(days=days))


def offered(number: int, kind: str = "work", place_code: str = COUNTY, left: int | None = None) -> Offered:
    return Offered(UUID(int=100 + number), kind, place_code, left)


@pytest.mark.parametrize(
    ("offer", "good"),
    [
        (offered(1), True),
        (offered(1, place_code=VILLAGE), True),
        (offered(1, place_code=OTHER), False),
        (offered(1, kind="health"), False),
        (offered(1, left=0), False),
        (offered(1, left=1), True),
    ],
)
def test_an_offer_fits_by_kind_place_and_what_is_left(offer: Offered, good: bool) -> None:
    assert fits(wanted(1), offer) is good


def test_near_offers_cost_less_and_no_distance_is_worse_than_nothing() -> None:
    costs = [cost(offered(1, place_code=code)) for code in (VILLAGE, TOWNSHIP, COUNTY)]
    assert costs == sorted(costs)
    assert max(costs) < unpaired(wanted(1), TODAY)
    assert unpaired(wanted(1, days=20), TODAY) > unpaired(wanted(1, days=10), TODAY)


def test_a_proposal_says_why() -> None:
    said = [each.zh for each in reasons(wanted(1), offered(1, left=2), TODAY)]
    assert said == ["类别一样", "在本县提供", "这个月还能接 2 件", "等了 10 天"]
