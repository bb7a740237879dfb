"""What stands against announcing an expert day, gathering on it, recording who was seen, calling it off."""

from datetime import date, timedelta

import pytest

from xiuhua.kernel.refusals import Problem
from xiuhua.needs.rules.expert_days import (
    GATHERED_FROM,
    SEEN_NAMES,
    Day,
    judge_announcement,
    judge_attendance,
    judge_cancelling,
    judge_gathering,
)
from xiuhua.needs.rules.steps import State

TODAY = date(2018, 1, 19)
DAY = Day("health", TODAY, None)
OFF = Day("health", TODAY, TODAY)


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [each.code for each in problems]


@pytest.mark.parametrize(
    ("days", "same", "problem"), [(0, False, "day_not_ahead"), (1, False, ""), (1, True, "day_same")]
)
def test_a_day_lies_ahead_and_is_announced_once(days: int, same: bool, problem: str) -> None:
    found = judge_announcement(TODAY + timedelta(days=days), today=TODAY, same=same)
    assert codes(found) == ([problem] if problem else [])


@pytest.mark.parametrize("state", list(State))
def test_a_need_is_gathered_before_anybody_was_asked(state: State) -> None:
    found = judge_gathering(DAY, kind="health", state=state, gathered=False, today=TODAY)
    assert codes(found) == ([] if state in GATHERED_FROM else ["need_step_not_now"])


def test_gathering_until_the_day_itself_for_its_kind_and_once() -> None:
    told = {"state": State.TOLD.value, "today": TODAY}
    assert codes(judge_gathering(OFF, kind="health", gathered=False, **told)) == ["day_over"]
    assert codes(judge_gathering(DAY, kind="work", gathered=False, **told)) == ["day_other_kind"]
    assert codes(judge_gathering(DAY, kind="health", gathered=True, **told)) == ["need_gathered"]
    late = judge_gathering(DAY, kind="health", state="told", gathered=False, today=TODAY + timedelta(days=1))
    assert codes(late) == ["day_over"]


@pytest.mark.parametrize(
    ("there", "recorded", "seen", "what", "shift", "state", "problem"),
    [
        (True, False, True, "看了", 0, "accepted", ""),
        (True, False, False, "", 0, "accepted", ""),
        (True, False, True, "", 0, "accepted", "seat_without_what"),
        (True, False, True, "看了", -1, "accepted", "day_not_yet"),
        (True, True, True, "看了", 0, "delivered", "seat_recorded"),
        (False, False, True, "看了", 0, "accepted", "seat_unknown"),
        (True, False, True, "看了", 0, "triaged", "need_not_accepted"),
        (True, False, False, "", 0, "triaged", "need_step_not_now"),
    ],
)
def test_who_was_seen(there: bool, recorded: bool, seen: bool, what: str, shift: int, state: str, problem: str) -> None:
    found = judge_attendance(
        DAY,
        state=state,
        there=there,
        recorded=recorded,
        seen=seen,
        what=what,
        today=TODAY + timedelta(days=shift),
    )
    assert codes(found) == ([problem] if problem else [])


def test_a_day_that_was_held_is_not_called_off() -> None:
    assert judge_cancelling(DAY, [None, None]) == judge_cancelling(DAY, []) == ()
    assert codes(judge_cancelling(DAY, [None, False])) == ["day_was_held"]
    assert codes(judge_cancelling(OFF, [])) == ["day_over"]
    assert set(SEEN_NAMES) == {None, True, False}
