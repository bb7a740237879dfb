"""The way of a task from state to state, and what is none of a group's."""

from datetime import date
from pathlib import Path

import pytest

import xiuhua
from xiuhua.groups.rules.tasks import TRANSITIONS, TaskState, done_problem, due_problem, step_problem
from xiuhua.groups.rules.work_kinds import judge_kind, work_kinds
from xiuhua.kernel.policy import load_policy

POLICY = load_policy(Path(xiuhua.__path__[0]) / "groups" / "policy.yaml")
TODAY = date(2018, 1, 19)
HERE = "620122101200"


@pytest.mark.parametrize("state", TaskState)
@pytest.mark.parametrize("target", TaskState)
def test_a_task_goes_only_where_the_table_says(state: TaskState, target: TaskState) -> None:
    refused = [problem.code for problem in step_problem(state, target)]
    assert refused == ([] if target in TRANSITIONS[state] else ["task_not_so_far"])


def test_only_what_was_reported_is_confirmed_or_sent_back_and_what_is_over_stays_so() -> None:
    before = {target: {s for s in TaskState if target in TRANSITIONS[s]} for target in TaskState}
    assert before[TaskState.CONFIRMED] == before[TaskState.RETURNED] == {TaskState.REPORTED}
    over = (TaskState.CONFIRMED, TaskState.DECLINED, TaskState.WITHDRAWN)
    assert [TRANSITIONS[state] for state in over] == [{}, {}, {}]


def test_every_state_can_be_left_or_is_an_end_and_every_one_can_be_reached() -> None:
    reached, waiting = {TaskState.OPEN}, [TaskState.OPEN]
    while waiting:
        for target in TRANSITIONS[waiting.pop()]:
            if target not in reached:
                reached.add(target)
                waiting.append(target)
    assert reached == set(TaskState)


def test_done_needs_a_result_and_a_day_that_is_still_to_come() -> None:
    assert [problem.code for problem in done_problem("")] == ["task_result_missing"]
    assert done_problem("水管接到了院里") == ()
    assert due_problem(TODAY, today=TODAY) == ()
    assert [problem.code for problem in due_problem(date(2018, 1, 18), today=TODAY)] == ["task_due_passed"]


def test_what_is_none_of_a_group_s_is_told_where_it_belongs() -> None:
    (problem,) = judge_kind("village_decision", POLICY, on=TODAY, region=HERE)
    assert problem.code == "task_outside_scope"
    assert "四议两公开" in problem.values["belongs_zh"]
    assert problem.values["scope_zh"] == "脱贫攻坚"
    assert judge_kind("industry", POLICY, on=TODAY, region=HERE) == ()
    assert [each.code for each in judge_kind("choir", POLICY, on=TODAY, region=HERE)] == ["work_kind_unknown"]


def test_the_kinds_of_a_group_come_first() -> None:
    outside = [each.belongs is not None for each in work_kinds(POLICY, on=TODAY, region=HERE)]
    assert outside == sorted(outside)
    assert not outside[0]
