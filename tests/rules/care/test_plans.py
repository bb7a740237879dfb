"""How a plan and its measures go on: by tables, by the policy of the day, at the boundary days."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

import xiuhua
from xiuhua.care.rules.plans import (
    MEASURE_STATES,
    MEASURE_STEPS,
    PLAN_STATES,
    PLAN_STEPS,
    MeasureState,
    PlanState,
    is_overdue,
    judge_agreement,
    judge_confirmation,
    judge_measure,
    kind_name,
    measure_kinds,
    next_measure,
    next_plan,
    term_problem,
)
from xiuhua.kernel.policy import load_policy

POLICY = load_policy(Path(xiuhua.__path__[0]) / "care" / "policy.yaml")
TODAY, VILLAGE = date(2018, 1, 19), "620122101200"
BEGIN, END = date(2018, 1, 1), date(2018, 12, 31)
WIFE, STRANGER, HELPER, OTHER = (UUID(int=n) for n in range(1, 5))
DAY = timedelta(days=1)


def test_every_state_has_a_name_and_steps_lead_only_to_states() -> None:
    assert set(PLAN_STATES) == set(PlanState)
    assert set(MEASURE_STATES) == set(MeasureState)
    assert {*PLAN_STEPS.values()} == {PlanState.AGREED, PlanState.DROPPED, PlanState.REPLACED}
    assert {*MEASURE_STEPS.values()} == {MeasureState.REPORTED, MeasureState.CONFIRMED, MeasureState.DENIED}


@pytest.mark.parametrize(
    ("state", "step", "after"),
    [
        ("planned", "report", "reported"),
        ("denied", "report", "reported"),
        ("reported", "confirm", "confirmed"),
        ("reported", "deny", "denied"),
        ("planned", "confirm", None),
        ("confirmed", "report", None),
        ("confirmed", "deny", None),
    ],
)
def test_the_steps_of_a_measure(state: str, step: str, after: str | None) -> None:
    assert next_measure(state, step) == after


def test_what_was_agreed_to_is_followed_and_not_dropped() -> None:
    assert next_plan("draft", "agree") is PlanState.AGREED
    assert next_plan("agreed", "discard") is None
    assert next_plan("agreed", "follow") is PlanState.REPLACED
    assert next_plan("replaced", "agree") is None


@pytest.mark.parametrize(
    ("ends_on", "codes"),
    [
        (BEGIN, ["plan_term_wrong"]),
        (BEGIN + DAY, []),
        (BEGIN + 1097 * DAY, []),
        (BEGIN + 1098 * DAY, ["plan_term_wrong"]),
    ],
)
def test_a_plan_lasts_for_a_term(ends_on: date, codes: list[str]) -> None:
    found = term_problem(BEGIN, ends_on, policy=POLICY, on=TODAY, region=VILLAGE)
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("kind", "due", "codes"),
    [
        ("industry", BEGIN, []),
        ("industry", END, []),
        ("industry", END + DAY, ["measure_day_wrong"]),
        ("industry", BEGIN - DAY, ["measure_day_wrong"]),
        ("choir", END, ["measure_kind_unknown"]),
    ],
)
def test_a_measure_is_of_a_kind_and_of_a_day_in_the_plan(kind: str, due: date, codes: list[str]) -> None:
    kinds = measure_kinds(POLICY, on=TODAY)
    found = judge_measure(kind, due, begins_on=BEGIN, ends_on=END, kinds=kinds)
    assert [problem.code for problem in found] == codes


def test_a_kind_has_a_name_and_one_that_is_unknown_stands_for_itself() -> None:
    assert kind_name("water", POLICY).zh == "饮水安全"
    assert kind_name("choir", POLICY).en == "choir"


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"measures": 0}, ["plan_without_measures"]),
        ({"by": STRANGER}, ["not_of_household"]),
        ({"on": TODAY + DAY}, ["care_day_wrong"]),
        ({"on": BEGIN - DAY}, ["care_day_wrong"]),
    ],
)
def test_a_household_agrees_to_something_by_one_of_its_own(change: dict[str, Any], codes: list[str]) -> None:
    given = {"on": TODAY, "by": WIFE, "measures": 2, **change}
    found = judge_agreement(
        given["on"], given["by"], written_on=BEGIN, today=TODAY, at_home={WIFE}, measures=given["measures"]
    )
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(
    ("change", "codes"),
    [
        ({}, []),
        ({"recorder": HELPER}, ["confirmed_by_helper"]),
        ({"recorder": None}, []),
        ({"by": STRANGER}, ["not_of_household"]),
        ({"on": BEGIN - DAY}, ["care_day_wrong"]),
        ({"on": BEGIN}, []),
    ],
)
def test_nobody_confirms_his_own_work(change: dict[str, Any], codes: list[str]) -> None:
    given = {"on": TODAY, "by": WIFE, "recorder": OTHER, **change}
    found = judge_confirmation(
        given["on"],
        given["by"],
        done_on=BEGIN,
        today=TODAY,
        at_home={WIFE},
        recorder=given["recorder"],
        helpers={HELPER, None},
    )
    assert [problem.code for problem in found] == codes


def test_a_measure_is_overdue_after_its_day_and_until_there_is_a_result() -> None:
    assert not is_overdue("planned", TODAY, TODAY)
    assert is_overdue("planned", TODAY - DAY, TODAY)
    assert is_overdue("denied", TODAY - DAY, TODAY)
    assert not is_overdue("reported", TODAY - DAY, TODAY)
