"""The states of needs, who may record an answer, and how long needs wait: at the boundaries."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

import xiuhua
from xiuhua.kernel.policy import load_policy
from xiuhua.needs.rules.kinds import Days, kind_problem, kinds
from xiuhua.needs.rules.steps import (
    MOVES,
    OPEN,
    STATE_NAMES,
    STEP_NAMES,
    State,
    Step,
    judge_answer,
    judge_capacity,
    judge_day,
    judge_step,
)
from xiuhua.needs.rules.times import Told, percentile, waited

POLICY = load_policy(Path(xiuhua.__path__[0]) / "needs" / "policy.yaml")
TODAY = date(2018, 1, 19)
VILLAGE = "620122101200"
HELPER, OTHER = UUID(int=1), UUID(int=2)


def told(days: int | None, state: State = State.CONFIRMED, kind: str = "work", rounds: int = 1) -> Told:
    begun = date(2017, 11, 6)
    return Told(kind, state, begun, None if days is None else begun + timedelta(days=days), rounds)


def test_every_state_has_a_way_out_but_the_last_two() -> None:
    leaving = {state for state, _ in MOVES}
    assert set(State) - leaving == {State.CONFIRMED, State.CLOSED}
    assert set(MOVES.values()) | {State.TOLD} == set(State)
    assert set(STATE_NAMES) == set(State)
    assert set(STEP_NAMES) == set(Step)
    assert set(OPEN) == leaving


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("step", list(Step))
def test_what_is_not_in_the_table_is_refused(state: State, step: Step) -> None:
    codes = [problem.code for problem in judge_step(state.value, step)]
    if (state, step) in MOVES:
        assert codes == []
    else:
        assert codes == ["need_not_accepted" if step is Step.DELIVER else "need_step_not_now"]


def test_whoever_took_part_does_not_record_the_answer() -> None:
    involved = frozenset({HELPER})
    assert [each.code for each in judge_answer(HELPER, involved)] == ["need_confirmed_by_helper"]
    assert judge_answer(OTHER, involved) == judge_answer(None, involved) == ()


@pytest.mark.parametrize(("shift", "good"), [(-1, False), (0, True), (5, True), (6, False)])
def test_a_day_lies_between_the_first_and_today(shift: int, good: bool) -> None:
    first = TODAY - timedelta(days=5)
    found = judge_day(first + timedelta(days=shift), first=first, today=TODAY, field="on")
    assert [each.code for each in found] == ([] if good else ["need_day_wrong"])


@pytest.mark.parametrize(("capacity", "taken", "good"), [(None, 99, True), (2, 1, True), (2, 2, False)])
def test_a_service_takes_on_what_it_can(capacity: int | None, taken: int, good: bool) -> None:
    assert [each.code for each in judge_capacity("服务", capacity, taken)] == ([] if good else ["service_full"])


def test_days_are_those_that_so_many_do_not_exceed() -> None:
    found = waited(
        [*(told(days) for days in range(1, 11)), told(None, State.TOLD), told(40, State.DELIVERED, rounds=2)]
    )
    assert (found.needs, found.delivered, found.median, found.p90) == (12, 11, 6, 10)
    assert (found.unmet, found.repeated) == (1, 1)
    assert waited([]).median is None
    assert percentile([3], 90) == 3


def test_policy_lists_kinds_and_says_which_tell_of_health() -> None:
    listed = kinds(POLICY, on=TODAY)
    assert {code for code, each in listed.items() if each.health} == {"health", "care"}
    assert kind_problem("work", POLICY, on=TODAY, region=VILLAGE) == ()
    assert [each.code for each in kind_problem("luck", POLICY, on=TODAY, region=VILLAGE)] == ["need_kind_unknown"]
    assert Days.at(POLICY, on=TODAY, region=VILLAGE).triage > 0
