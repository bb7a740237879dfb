"""Plots of land: what can be said of one, which cannot stand together, what is asked about them.

Areas are in thousandths of a mu. When a plot fell idle is known by the year, the month or the day: a half-open period.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, NamedTuple

from xiuhua.kernel.area import NotAnArea, mu, thousandths_of_mu
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem

AREA_KEY: Final = "registry.plot_area"
HELD_TWICE, AREA_UNUSUAL = "plot_held_twice", "plot_area_unusual"

ASKED_OF_PLOTS: Final = frozenset({HELD_TWICE, AREA_UNUSUAL})
"""What is asked about plots, and closed by itself only when plots are written again."""

SIDES: Final = ("east", "south", "west", "north")


class Use(StrEnum):
    """What is done with a plot now."""

    OWN = "own"
    TRANSFERRED = "transferred"
    IDLE = "idle"
    OTHER = "other"


class Willing(StrEnum):
    """Whether its holders would transfer a plot, as they were asked."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not_asked"


class Since(NamedTuple):
    """The days of which one is that on which a plot fell idle: from ``first`` until ``end``, which is not one."""

    first: date
    end: date


class Parcel(NamedTuple):
    """A plot as the rules see it; what was not said is ``None`` or blank."""

    name: str
    code: str
    area: int | None
    use: str
    since: Since | None


_SINCE: Final = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")
_EACH_SIDE: Final[Mapping[str, str]] = dict(zip("东南西北", SIDES, strict=True))
_MARK: Final = r"[东南西北](?:至|临|邻|接|[:：])"
_SIDE: Final = re.compile(
    rf"(?={_MARK})(?P<side>.)[^\w]?(?:至|临|邻|接)?\s*(?P<what>.*?)(?=\s*(?:[,，;；、。\n]|{_MARK}|$))"
)


def read_since(text: str) -> Since | None:
    """Return the period that a year, a month or a day is, or ``None`` where the text is none of them.

    >>> [tuple(map(str, read_since(text))) for text in ("2015", "2015-12", "2016-02-29")]
    [('2015-01-01', '2016-01-01'), ('2015-12-01', '2016-01-01'), ('2016-02-29', '2016-03-01')]
    >>> read_since("2015-13"), read_since("前年")
    (None, None)
    """
    found = _SINCE.fullmatch(text)
    if found is None:
        return None
    try:
        first = date(int(found["year"]), int(found["month"] or 1), int(found["day"] or 1))
        if found["day"]:
            return Since(first, first + timedelta(days=1))
        if found["month"] and first.month < 12:
            return Since(first, first.replace(month=first.month + 1))
        return Since(first, date(first.year + 1, 1, 1))
    except (ValueError, OverflowError):
        return None


def written_since(since: Since) -> str:
    """Return the text that :func:`read_since` reads.

    >>> [written_since(read_since(text)) for text in ("2015", "2015-12", "2016-02-29")]
    ['2015', '2015-12', '2016-02-29']
    """
    days = (since.end - since.first).days
    text = since.first.isoformat()
    return text if days == 1 else text[:7] if days < 32 else text[:4]


def read_area(text: str) -> int | Problem:
    """Return the area that a text says in thousandths of a mu, or what is wrong with it."""
    try:
        return thousandths_of_mu(text)
    except NotAnArea as error:
        return Problem("area_too_fine" if error.too_fine else "area_not_a_number", "area", {"value": text[:40]})


def read_sides(text: str) -> dict[str, str]:
    """Return what lies on each side, where one text names several of the four.

    >>> read_sides("东至大路，南至李家地，西至水渠，北至荒坡")
    {'east': '大路', 'south': '李家地', 'west': '水渠', 'north': '荒坡'}
    >>> read_sides("不清楚")
    {}
    """
    return {_EACH_SIDE[found["side"]]: found["what"].strip() for found in _SIDE.finditer(text) if found["what"].strip()}


def check_plot(plot: Parcel, *, today: date) -> Iterator[Problem]:
    """Yield what is wrong with one plot by itself."""
    if not plot.name:
        yield Problem("plot_without_name", "name")
    if plot.area is None:
        yield Problem("plot_without_area", "area")
    elif plot.area <= 0:
        yield Problem("area_not_above_zero", "area", {"value": mu(plot.area)})
    if not plot.use:
        yield Problem("plot_without_use", "land_use")
    if plot.since is None:
        return
    if plot.since.first > today:
        yield Problem("idle_since_future", "idle_since", {"value": written_since(plot.since)})
    if plot.use and plot.use != Use.IDLE:
        yield Problem("idle_since_not_idle", "idle_since", {"value": written_since(plot.since)})


def find_twice(plots: Sequence[Parcel]) -> Iterator[tuple[int, str]]:
    """Yield the later one of two plots that are one and the same, with the field that says so.

    The same code is the same plot. The same name is, unless two different codes tell them apart.
    """
    by_code: set[str] = set()
    by_name: dict[str, list[str]] = {}
    for at, plot in enumerate(plots):
        if plot.code and plot.code in by_code:
            yield at, "code"
        elif plot.name in by_name and (not plot.code or "" in by_name[plot.name]):
            yield at, "name"
        by_code.add(plot.code)
        by_name.setdefault(plot.name, []).append(plot.code)


def asked_about(plot: Parcel, *, largest: int | None, other: str) -> Iterator[Problem]:
    """Yield what to ask about a plot: an area above what is usual, and another household that holds it too.

    ``largest`` is the usual bound in thousandths of a mu, ``None`` for no bound; exactly so much is not asked about.
    ``other`` is the code of the other household, or nothing.
    """
    if largest is not None and plot.area is not None and plot.area > largest:
        yield Problem(AREA_UNUSUAL, "area", {"name": plot.name, "value": mu(plot.area), "expected": mu(largest)})
    if other:
        yield Problem(HELD_TWICE, "parcel_code", {"name": plot.name, "value": plot.code, "other": other})


def largest_plot(policy: Policy, *, on: date, region: str) -> int:
    """Return the area above which a household's plot is asked about, in thousandths of a mu."""
    found: int = policy.at(AREA_KEY, on=on, region=region).value["asked_above"]
    return found
