"""When a text of a rule holds, what stands in the way of one, and how two texts differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import pairwise
from typing import Final

from xiuhua.kernel.refusals import Problem

MOST: Final = 500
"""So many lines that differ are compared one with another."""


def judge_version(
    *, carried: bool, decided_on: date, valid_from: date, earlier: date | None, today: date
) -> tuple[Problem, ...]:
    """Return why a text cannot be kept as a rule from a day on, or nothing.

    It was carried by a meeting of the group, holds from the day of the meeting at the earliest, and later than the text
    before it. It may begin on a day to come.
    """
    problems = list[Problem]()
    if not carried or decided_on > today:
        problems.append(Problem("rule_not_carried", "motion_id"))
    if valid_from < decided_on:
        problems.append(Problem("rule_before_meeting", "valid_from", {"day": decided_on.isoformat()}))
    if earlier is not None and valid_from <= earlier:
        problems.append(Problem("rule_before_earlier", "valid_from", {"day": earlier.isoformat()}))
    return tuple(problems)


def holding(starts: list[date], until: date | None, on: date) -> int | None:
    """Return which of the texts, in the order of their first days, holds on a day; ``None`` before, and after the end.

    >>> days = [date(2017, 7, 1), date(2018, 1, 1)]
    >>> holding(days, None, date(2017, 12, 31)), holding(days, None, date(2018, 1, 1)), holding(days, days[1], days[1])
    (0, 1, None)
    """
    if until is not None and on >= until:
        return None
    found = [number for number, start in enumerate(starts) if start <= on]
    return found[-1] if found else None


def periods(starts: list[date], until: date | None) -> list[tuple[date, date | None]]:
    """Return from when (included) until when (excluded) each text holds, where they follow one another.

    >>> periods([date(2017, 7, 1), date(2018, 1, 1)], None)
    [(datetime.date(2017, 7, 1), datetime.date(2018, 1, 1)), (datetime.date(2018, 1, 1), None)]
    """
    return [*pairwise(starts), (starts[-1], until)] if starts else []


class Mark(StrEnum):
    """What became of a line between two texts."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of one of two texts."""

    mark: Mark
    text: str


def compared(before: str, after: str) -> tuple[Line, ...]:
    """Return the lines of two texts in order: those that stay, those that went, those that came.

    Where more than ``MOST`` lines differ between the first difference and the last, they are told as a whole: to look
    for what they share takes as long as one number of lines times the other.

    >>> found = compared("一、议事\\n二、请假", "一、议事\\n二、写明去处")
    >>> [(line.mark.value, line.text) for line in found]
    [('same', '一、议事'), ('gone', '二、请假'), ('new', '二、写明去处')]
    """
    old, new = before.splitlines(), after.splitlines()
    head = _shared(old, new)
    tail = _shared(old[head:][::-1], new[head:][::-1])
    ends = len(old) - tail, len(new) - tail
    between = _differing(old[head : ends[0]], new[head : ends[1]])
    return (*_same(old[:head]), *between, *_same(old[ends[0] :]))


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return with how many of the same lines two texts begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (line, beside) in pairs if line != beside), min(len(one), len(other)))


def _same(lines: Sequence[str]) -> list[Line]:
    return [Line(Mark.SAME, text) for text in lines]


def _differing(old: Sequence[str], new: Sequence[str]) -> list[Line]:
    if max(len(old), len(new)) > MOST:
        return [*(Line(Mark.GONE, text) for text in old), *(Line(Mark.NEW, text) for text in new)]
    lines: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            lines += _same(old[i:j])
            continue
        lines += [Line(Mark.GONE, text) for text in old[i:j]]
        lines += [Line(Mark.NEW, text) for text in new[k:m]]
    return lines
