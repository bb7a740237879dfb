"""Villages with their collective income."""

from collections.abc import Iterable
from typing import Any

from xiuhua.kernel.iteration import chunks
from xiuhua.registry.models import CollectiveIncome, Village

AT_ONCE = 5000


def stored_villages(codes: Iterable[str], *, using: str = "default") -> dict[str, dict[str, Any]]:
    """Return what is stored of villages by code, for an import inside a territory already checked.

    ``incomes`` maps a year to (source, cents).
    """
    found: dict[str, dict[str, Any]] = {}
    for part in chunks(set(codes), AT_ONCE):
        rows = Village.objects.using(using).filter(place_code__in=part)
        for row in rows.values("id", "place_code", "poor", "pilot", "longitude", "latitude"):
            found[row["place_code"]] = {**row, "incomes": {}}
        incomes = CollectiveIncome.objects.using(using).filter(place_code__in=part)
        for code, year, source, amount in incomes.values_list("place_code", "year", "source", "amount"):
            found[code]["incomes"][year] = (source, amount)
    return found
