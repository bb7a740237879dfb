"""How long needs waited, by kind: for a place, never for a person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from xiuhua.needs.rules.steps import UNMET


@dataclass(frozen=True, slots=True)
class Told:
    """What a figure needs to know of one need."""

    kind: str
    state: str
    told_on: date
    delivered_on: date | None
    rounds: int


@dataclass(frozen=True, slots=True)
class Waited:
    """The figures of some needs: days from being told to being delivered, how many wait, how many came again."""

    needs: int
    delivered: int
    median: int | None
    p90: int | None
    unmet: int
    repeated: int


def waited(needs: Iterable[Told]) -> Waited:
    """Return the figures of needs; days are whole days from being told to the last delivery."""
    found = list(needs)
    days = sorted((each.delivered_on - each.told_on).days for each in found if each.delivered_on is not None)
    return Waited(
        needs=len(found),
        delivered=len(days),
        median=percentile(days, 50),
        p90=percentile(days, 90),
        unmet=sum(each.state in UNMET for each in found),
        repeated=sum(each.rounds > 1 for each in found),
    )


def percentile(ordered: Sequence[int], percent: int) -> int | None:
    """Return the smallest value that at least this percentage of the values do not exceed, ``None`` of no values.

    >>> percentile([1, 2, 3, 4], 50), percentile([1, 2, 3, 4], 90), percentile([7], 90), percentile([], 50)
    (2, 4, 7, None)
    """
    if not ordered:
        return None
    return ordered[max(0, -(-len(ordered) * percent // 100) - 1)]
