"""The table of a job's states, and what people are told about its pace."""

from hypothesis import given
from hypothesis import strategies as st

from xiuhua.platform.work.rules.pace import pace
from xiuhua.platform.work.rules.states import OPEN, STOPPED, TRANSITIONS, JobState, sources_of


def test_every_state_is_open_stopped_or_done_and_only_done_is_final() -> None:
    assert OPEN | STOPPED | {JobState.DONE} == set(JobState)
    assert [state for state in JobState if not TRANSITIONS[state]] == [JobState.DONE]


def test_a_job_can_end_only_while_it_runs() -> None:
    for end in (JobState.DONE, *STOPPED):
        assert sources_of(end) == {JobState.RUNNING}


@given(done=st.integers(0, 10**9), total=st.integers(0, 10**9) | st.none(), elapsed_ms=st.integers(0, 10**9))
def test_pace_never_promises_the_impossible(done: int, total: int | None, elapsed_ms: int) -> None:
    said = pace(done=done, total=total, elapsed_ms=elapsed_ms)
    assert said.percent is None or 0 <= said.percent <= 100
    assert said.seconds_left is None or said.seconds_left >= 0
    assert (said.seconds_left == 0) == (total is not None and done >= total and said.per_second is not None)
