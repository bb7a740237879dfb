"""What a recurring commitment asks for: its periods, what became of each, and what stands against a record.

Nothing of a period is stored before somebody came or was missed: the periods follow from what was promised.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES

DAYS_KEY: Final = "needs.commitment_days"
_MONTHS: Final = 12


class Rhythm(StrEnum):
    """How often people are to come: a term is one period of its own, from a day until a day."""

    MONTH = "month"
    QUARTER = "quarter"
    TERM = "term"


RHYTHM_NAMES: Final[Mapping[str, Text]] = {
    Rhythm.MONTH: Text("每月", "every month"),
    Rhythm.QUARTER: Text("每季度", "every quarter"),
    Rhythm.TERM: Text("这段时间里一次", "once within these days"),
}

_LENGTHS: Final[Mapping[str, int]] = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3}


class Mark(StrEnum):
    """What became of a period."""

    KEPT = "kept"
    MADE_UP = "made_up"
    ASKED = "asked"
    MISSED = "missed"
    UNSAID = "unsaid"
    DUE = "due"


MARK_NAMES: Final[Mapping[Mark, Text]] = {
    Mark.KEPT: Text("来了", "kept"),
    Mark.MADE_UP: Text("漏了，补上了", "missed, made up"),
    Mark.ASKED: Text("待确认", "to be confirmed"),
    Mark.MISSED: Text("没有来", "missed"),
    Mark.UNSAID: Text("没有记", "not recorded"),
    Mark.DUE: Text("这一期要来", "due"),
}

ANSWERER_NAMES: Final[Mapping[str, Text]] = {
    "village": Text("村里的人", "somebody of the village"),
    **{key.value: name for key, name in GIVEN_BY_NAMES.items()},
}
"""Who says whether they came: somebody of the village where it is for the village, else the person or a guardian."""

LACKING: Final = (Mark.DUE, Mark.UNSAID, Mark.MISSED)
"""The periods for which somebody is still to come."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What was promised: ``until`` is the last day, ``ended_on`` the first on which it holds no more."""

    rhythm: str
    each: int
    valid_from: date
    until: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Came:
    """That so many people came; ``came`` is the answer of whoever it was for, ``None`` before it was asked."""

    period: date
    came_on: date
    people: int
    came: bool | None


@dataclass(frozen=True, slots=True)
class Period:
    """A period, both days included: how many came, and whether it was missed at first."""

    first: date
    last: date
    mark: Mark
    came: int
    missed: bool


def days_to_record(policy: Policy, *, on: date, region: str) -> int:
    """Return within how many days somebody's coming is recorded."""
    return int(policy.at(DAYS_KEY, on=on, region=region).value)


def periods(terms: Terms, came: Iterable[Came], missed: Iterable[date], today: date) -> tuple[Period, ...]:
    """Return the periods that have begun, the earliest first, each with what became of it.

    A period that was cut short because the commitment ended asks for nothing; it is there where something is recorded.
    """
    comings, misses = list(came), set(missed)
    found = []
    for first, whole in _begun(terms, today):
        last = whole
        there = [each for each in comings if each.period == first and each.came is not False]
        cut = terms.ended_on is not None and terms.ended_on <= whole
        if cut and not there and first not in misses:
            continue
        if terms.ended_on is not None:
            last = min(whole, terms.ended_on - timedelta(days=1))
        mark = _mark(terms.each, there, first in misses, over=last < today or cut)
        found.append(Period(first, last, mark, sum(each.people for each in there), first in misses))
    return tuple(found)


def _begun(terms: Terms, today: date) -> Iterator[tuple[date, date]]:
    stop = min(day for day in (today, terms.until, terms.ended_on and terms.ended_on - timedelta(days=1)) if day)
    if terms.rhythm == Rhythm.TERM:
        if terms.valid_from <= stop:
            yield terms.valid_from, terms.until or terms.valid_from
        return
    length = _LENGTHS[terms.rhythm]
    begin = terms.valid_from.replace(day=1, month=(terms.valid_from.month - 1) // length * length + 1)
    while begin <= stop:
        following = _later(begin, length)
        last = following - timedelta(days=1)
        yield max(begin, terms.valid_from), min(last, terms.until) if terms.until else last
        begin = following


def _later(day: date, months: int) -> date:
    count = day.year * _MONTHS + day.month - 1 + months
    return date(count // _MONTHS, count % _MONTHS + 1, 1)


def _mark(each: int, there: Sequence[Came], missed: bool, *, over: bool) -> Mark:
    if sum(coming.people for coming in there if coming.came) >= each:
        return Mark.MADE_UP if missed else Mark.KEPT
    if sum(coming.people for coming in there) >= each:
        return Mark.ASKED
    if missed:
        return Mark.MISSED
    return Mark.UNSAID if over else Mark.DUE


def judge_terms(terms: Terms, *, today: date, days: int) -> tuple[Problem, ...]:
    """Return what stands against a promise: it begins long ago, ends before it begins, or has no end though it must."""
    first = today - timedelta(days=days)
    if terms.valid_from < first:
        values = {"day": terms.valid_from.isoformat(), "first": first.isoformat()}
        return (Problem("commitment_begins_before", "valid_from", values),)
    if terms.until is not None and terms.until < terms.valid_from:
        return (Problem("commitment_term_wrong", "until"),)
    if terms.rhythm == Rhythm.TERM and terms.until is None:
        return (Problem("commitment_term_open", "until"),)
    return ()


def judge_coming(
    terms: Terms, found: Iterable[Period], coming: Came, days_before: Iterable[date], *, today: date, days: int
) -> tuple[Problem, ...]:
    """Return what stands against recording that somebody came; ``days_before`` are the days of earlier comings."""
    period = next((each for each in found if each.first == coming.period), None)
    if period is None:
        return (Problem("commitment_period_unknown", "period"),)
    if period.mark not in LACKING:
        return (Problem("commitment_period_full", "period"),)
    if coming.came_on > today or coming.came_on < today - timedelta(days=days):
        values = {"day": coming.came_on.isoformat(), "first": (today - timedelta(days=days)).isoformat()}
        return (Problem("commitment_backdated", "came_on", values),)
    if terms.ended_on is not None and coming.came_on >= terms.ended_on:
        return (Problem("commitment_over", "came_on", {"day": terms.ended_on.isoformat()}),)
    if period.missed and coming.came_on <= period.last:
        return (Problem("commitment_missed_stands", "came_on", {"last": period.last.isoformat()}),)
    if not period.missed and not period.first <= coming.came_on <= period.last:
        values = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        return (Problem("commitment_day_outside", "came_on", values),)
    if coming.came_on in set(days_before):
        return (Problem("commitment_day_twice", "came_on", {"day": coming.came_on.isoformat()}),)
    return ()


def judge_miss(found: Iterable[Period], period: date, next_on: date, *, today: date) -> tuple[Problem, ...]:
    """Return what stands against recording that a period was missed."""
    there = next((each for each in found if each.first == period), None)
    if there is None:
        return (Problem("commitment_period_unknown", "period"),)
    if there.missed:
        return (Problem("commitment_missed_already", "period"),)
    if there.mark not in LACKING:
        return (Problem("commitment_period_full", "period"),)
    if today <= there.last:
        return (Problem("commitment_period_not_over", "period", {"last": there.last.isoformat()}),)
    if next_on < today:
        return (Problem("commitment_next_past", "next_on"),)
    return ()


def judge_answer(who: UUID | None, involved: frozenset[UUID], answered: bool) -> tuple[Problem, ...]:
    """Return why somebody cannot record whether they came: it is answered, or whoever came or said so asks."""
    if answered:
        return (Problem("commitment_answered"),)
    return (Problem("commitment_confirmed_by_provider"),) if who in involved else ()


def judge_end(terms: Terms, ended_on: date, last: date | None, *, today: date) -> tuple[Problem, ...]:
    """Return what stands against ending a commitment on a day; ``last`` is the last day on which somebody came."""
    if terms.ended_on is not None:
        return (Problem("commitment_over", "ended_on", {"day": terms.ended_on.isoformat()}),)
    first = terms.valid_from if last is None else max(terms.valid_from, last + timedelta(days=1))
    if not first <= ended_on <= today:
        values = {"day": ended_on.isoformat(), "first": first.isoformat()}
        return (Problem("commitment_end_wrong", "ended_on", values),)
    return ()
