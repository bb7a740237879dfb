"""How many groups there were at the end of each month."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

MONTHS: Final = 24
"""So many months are shown at most, the latest ones."""

Period = tuple[date, date | None]
"""The first day of a group, and the day on which it was no more."""


def month_ends(first: date, last: date) -> list[date]:
    """Return the last days of the months from that of one day on that are over on another, and that day itself.

    >>> month_ends(date(2017, 12, 31), date(2018, 2, 3))
    [datetime.date(2017, 12, 31), datetime.date(2018, 1, 31), datetime.date(2018, 2, 3)]
    """
    ends: list[date] = []
    year, month = first.year, first.month
    while True:
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
        end = date(year, month, 1) - timedelta(days=1)
        if end >= last:
            return [*ends, last]
        ends.append(end)


def at_month_ends(periods: Sequence[Period], on: date) -> tuple[tuple[date, int], ...]:
    """Return how many groups there were on the last day of each month since the first one, and on ``on``."""
    begun = [start for start, _ in periods if start <= on]
    if not begun:
        return ()
    days = month_ends(min(begun), on)[-MONTHS:]
    return tuple((day, _there(periods, day)) for day in days)


def _there(periods: Iterable[Period], day: date) -> int:
    return sum(start <= day and (end is None or day < end) for start, end in periods)
