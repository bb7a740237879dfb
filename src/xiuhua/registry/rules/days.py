"""The day for which facts are asked: whether one can be answered, and what it changes in words."""

from datetime import date

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

NOT_KNOWN_THEN = Text("只记着现在的，不知道那一天的", "only what is so now is on record, not what was so on that day")
"""Why a fact without days of its own is not shown for a day gone by."""

NOT_DECLARED_BY_THEN = Text(
    "那一天之前没有现在还算数的“记完”；后来改回的，只有日志里有",
    "no declaration that still stands is from before that day; one that was taken back is in the journal alone",
)


FIRST_DAY = date(2010, 1, 1)
"""No policy is dated earlier, so nothing can be said of days before."""


def judge_day(day: date, *, today: date, first: date | None) -> Problem | None:
    """Return why a day cannot be answered: it is to come, or nothing that is seen there goes back so far."""
    if day > today:
        return Problem("asked_day_to_come", "on", {"day": day.isoformat(), "today": today.isoformat()})
    first = FIRST_DAY if first is None else max(first, FIRST_DAY)
    if day < first:
        return Problem("day_before_records", "on", {"day": day.isoformat(), "first": first.isoformat()})
    return None


def completed_years(born: date, day: date) -> int:
    """Return the age in completed years that somebody has on a day.

    >>> completed_years(date(2004, 2, 29), date(2018, 2, 28)), completed_years(date(2004, 2, 29), date(2018, 3, 1))
    (13, 14)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read_day(text: str) -> date | None:
    """Return the day that was typed, ``None`` where it is none.

    >>> read_day("2017-12-31"), read_day("2017-02-30"), read_day("31.12.2017")
    (datetime.date(2017, 12, 31), None, None)
    """
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
