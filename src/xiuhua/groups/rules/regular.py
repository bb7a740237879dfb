"""Meetings that come again: which are due in a year, which were held, and which were missed, with nothing counted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from xiuhua.groups.rules.meetings import MeetingState
from xiuhua.kernel.policy import NoPolicy, Policy
from xiuhua.kernel.text import Text

REGULAR_KEY: Final = "groups.regular_meetings"

_MONTHS_OF: Final[Mapping[str, int]] = {"month": 1, "quarter": 3, "year": 12}

EVERY_NAMES: Final[Mapping[str, Text]] = {
    "month": Text("每月", "every month"),
    "quarter": Text("每季度", "every quarter"),
    "year": Text("每年", "every year"),
}


class Mark(StrEnum):
    """What became of a period: ``excused``: its meeting was cancelled with a reason; ``none``: nothing is asked."""

    HELD = "held"
    DUE = "due"
    EXCUSED = "excused"
    MISSED = "missed"
    COMING = "coming"
    NONE = "none"


MARK_NAMES: Final[Mapping[Mark, Text]] = {
    Mark.HELD: Text("开过", "held"),
    Mark.DUE: Text("这一期要开", "due in this period"),
    Mark.EXCUSED: Text("没有开，写了原因", "not held, with a reason"),
    Mark.MISSED: Text("没有开", "missed"),
    Mark.COMING: Text("还没到", "to come"),
    Mark.NONE: Text("不要求", "not asked for"),
}


@dataclass(frozen=True, slots=True)
class Regular:
    """A meeting that a body holds every month, quarter or year; ``kind`` is that of the meetings that count."""

    kind: str
    body: Text
    every: str

    @property
    def months(self) -> int:
        """How many months a period has."""
        return _MONTHS_OF[self.every]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The regular meetings of a day, with the source."""

    regulars: tuple[Regular, ...]
    source: Text
    verified: bool


@dataclass(frozen=True, slots=True)
class OneMeeting:
    """What the calendar knows of a meeting."""

    id: UUID
    kind: str
    on: date
    state: MeetingState


@dataclass(frozen=True, slots=True)
class Period:
    """A period of a regular meeting, both days included, with what became of it and the meetings that say so."""

    first: date
    last: date
    mark: Mark
    meetings: tuple[UUID, ...]


def calendar(policy: Policy, *, on: date, region: str | None = None) -> Calendar:
    """Return the regular meetings that policy asks for on a day: none before it asked for any."""
    try:
        found = policy.at(REGULAR_KEY, on=on, region=region)
    except NoPolicy:
        return Calendar((), Text("", ""), verified=True)
    listed: Sequence[Mapping[str, Any]] = found.value
    regulars = tuple(
        Regular(each["kind"], Text(each["body"]["zh"], each["body"]["en"]), each["every"]) for each in listed
    )
    return Calendar(regulars, found.source, found.verified)


def periods(
    regular: Regular, meetings: Iterable[OneMeeting], *, year: int, since: date, today: date
) -> tuple[Period, ...]:
    """Return the periods of a year. Those that began before the group did, on ``since``, ask for nothing.

    A meeting counts on the day on which it began. One that was not quorate was not held; where all that was planned in
    a period was cancelled with a reason, the period is excused.
    """
    own = [each for each in meetings if each.kind == regular.kind]
    return tuple(
        _period(first, last, [each for each in own if first <= each.on <= last], since=since, today=today)
        for first, last in _spans(year, regular.months)
    )


def _spans(year: int, months: int) -> Iterator[tuple[date, date]]:
    for month in range(1, 13, months):
        after = date(year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
        yield date(year, month, 1), after - timedelta(days=1)


def _period(first: date, last: date, meetings: Sequence[OneMeeting], *, since: date, today: date) -> Period:
    held = tuple(each.id for each in meetings if each.state in (MeetingState.HELD, MeetingState.CLOSED))
    if held:
        return Period(first, last, Mark.HELD, held)
    cancelled = tuple(each.id for each in meetings if each.state is MeetingState.CANCELLED)
    if first < since:
        mark = Mark.NONE
    elif first > today:
        mark = Mark.COMING
    elif today <= last:
        mark = Mark.DUE
    else:
        mark = Mark.EXCUSED if cancelled else Mark.MISSED
    return Period(first, last, mark, cancelled if mark is Mark.EXCUSED else ())
