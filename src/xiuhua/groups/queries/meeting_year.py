"""The meetings of a group in a year: what was held and what is due on a line, and what was done."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.groups.queries.meeting_list import meetings_of
from xiuhua.groups.queries.meeting_records import MeetingLine
from xiuhua.groups.rules.meetings import meeting_kinds
from xiuhua.groups.rules.regular import EVERY_NAMES, MARK_NAMES, Mark, OneMeeting, Period, Regular, calendar, periods
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue


@dataclass(frozen=True, slots=True)
class RegularLine:
    """A regular meeting with its periods of the year."""

    regular: Regular
    name: Text
    periods: tuple[Period, ...]

    @property
    def often(self) -> Text:
        """Which body holds it, and how often."""
        every, body = EVERY_NAMES[self.regular.every], self.regular.body
        return Text(f"{body.zh}，{every.zh}", f"{body.en}, {every.en}")

    @property
    def due(self) -> Period | None:
        """The period in which it is due now."""
        return next((each for each in self.periods if each.mark is Mark.DUE), None)


@dataclass(frozen=True, slots=True)
class MeetingYear:
    """The meetings of a group in a year, and what the calendar asks for; ``verified`` is honest about the source."""

    year: int
    meetings: tuple[MeetingLine, ...]
    regulars: tuple[RegularLine, ...]
    source: Text
    verified: bool


def meeting_year(viewer: Actor, group_id: UUID, place_code: str, *, since: date, year: int, on: date) -> MeetingYear:
    """Return the year of a group that the viewer sees, which began on ``since``; the same queries for every group."""
    found = meetings_of(viewer, group_id, since=date(year, 1, 1), until=date(year, 12, 31))
    known = [OneMeeting(each.id, each.kind_code, each.first_on, each.state) for each in found]
    policy, day = catalogue.policy(), min(on, date(year, 12, 31))
    asked = calendar(policy, on=day, region=place_code)
    kinds = meeting_kinds(policy, on=day, region=place_code) if asked.regulars else {}
    return MeetingYear(
        year=year,
        meetings=found,
        regulars=tuple(
            RegularLine(each, kinds[each.kind].name, periods(each, known, year=year, since=since, today=on))
            for each in asked.regulars
            if each.kind in kinds
        ),
        source=asked.source,
        verified=asked.verified,
    )


def mark_said(period: Period) -> Text:
    """Return what a stitch of the line says: its months and what became of them.

    >>> mark_said(Period(date(2018, 1, 1), date(2018, 3, 31), Mark.HELD, ())).zh
    '1—3月：开过'
    """
    first, last, name = period.first.month, period.last.month, MARK_NAMES[period.mark]
    if first == last:
        return Text(f"{first}月：{name.zh}", f"month {first}: {name.en}")
    return Text(f"{first}—{last}月：{name.zh}", f"months {first} to {last}: {name.en}")
