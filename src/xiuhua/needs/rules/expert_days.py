"""What stands against announcing an expert day, gathering a need on it, typing in who came, calling it off."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.needs.rules.steps import State, Step, judge_step

GATHERED_FROM: Final = (State.TOLD, State.TRIAGED)
"""The states from which a need is gathered: nobody else was asked to meet it."""


@dataclass(frozen=True, slots=True)
class Day:
    """What the rules know of an expert day."""

    kind: str
    held_on: date
    cancelled_on: date | None


def judge_announcement(held_on: date, *, today: date, same: bool) -> tuple[Problem, ...]:
    """Return what stands against a day: it is not ahead, or the same is announced already."""
    if held_on <= today:
        return (Problem("day_not_ahead", "held_on", {"day": held_on.isoformat()}),)
    return (Problem("day_same", "name"),) if same else ()


def judge_gathering(day: Day, *, kind: str, state: str, gathered: bool, today: date) -> tuple[Problem, ...]:
    """Return what stands against gathering a need on a day."""
    if day.cancelled_on is not None or today > day.held_on:
        return (Problem("day_over", "day_id", {"day": day.held_on.isoformat()}),)
    if kind != day.kind:
        return (Problem("day_other_kind", "need_id"),)
    if gathered:
        return (Problem("need_gathered", "need_id"),)
    return () if state in GATHERED_FROM else judge_step(state, Step.MATCH)


def judge_attendance(
    day: Day, *, state: str, there: bool, recorded: bool, seen: bool, what: str, today: date
) -> tuple[Problem, ...]:
    """Return what stands against saying that somebody was seen, or did not come."""
    if not there:
        return (Problem("seat_unknown", "need_id"),)
    if today < day.held_on:
        return (Problem("day_not_yet", "seen", {"day": day.held_on.isoformat()}),)
    if recorded:
        return (Problem("seat_recorded", "seen"),)
    if seen and not what:
        return (Problem("seat_without_what", "what"),)
    return judge_step(state, Step.DELIVER if seen else Step.DECLINE)


def judge_cancelling(day: Day, seen: Collection[bool | None]) -> tuple[Problem, ...]:
    """Return what stands against calling a day off: it was called off, or somebody came to it."""
    if day.cancelled_on is not None:
        return (Problem("day_over", "day_id", {"day": day.held_on.isoformat()}),)
    return (Problem("day_was_held"),) if any(each is not None for each in seen) else ()


SEEN_NAMES: Final[Mapping[bool | None, Text]] = {
    None: Text("等着", "waiting"),
    True: Text("看了", "seen"),
    False: Text("没有来", "did not come"),
}
