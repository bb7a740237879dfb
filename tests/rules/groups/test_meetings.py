"""When notice is in time, when a session is quorate and a motion carried, and what regular meetings ask for."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

import xiuhua
from xiuhua.groups.rules.attendance import Answer, Invited, Turnout, Vote, attendance_problems, tally, turnout
from xiuhua.groups.rules.meetings import (
    TRANSITIONS,
    Came,
    MeetingKind,
    MeetingState,
    judge_notice,
    meeting_kinds,
    quorum,
)
from xiuhua.groups.rules.regular import Mark, OneMeeting, Regular, calendar, periods
from xiuhua.kernel.policy import load_policy
from xiuhua.kernel.text import Text

POLICY = load_policy(Path(xiuhua.__path__[0]) / "groups" / "policy.yaml")
TODAY = date(2018, 1, 19)
KIND = MeetingKind("group", Text("会", "meeting"), 3, decides=True, villagers=False)
PEOPLE = [Invited(UUID(int=n), votes=n < 5) for n in range(7)]


@pytest.mark.parametrize(
    ("notice_on", "first", "accepted", "codes"),
    [
        (date(2018, 1, 19), date(2018, 1, 22), True, []),
        (date(2018, 1, 19), date(2018, 1, 21), True, ["notice_short"]),
        (date(2018, 1, 19), date(2018, 1, 19), True, ["notice_short"]),
        (date(2018, 1, 19), date(2018, 1, 18), False, ["notice_too_late"]),
        (date(2018, 1, 18), date(2018, 1, 22), False, ["notice_day_wrong"]),
        (date(2018, 1, 20), date(2018, 1, 22), False, ["notice_day_wrong"]),
    ],
)
def test_notice(notice_on: date, first: date, accepted: bool, codes: list[str]) -> None:
    decision = judge_notice(notice_on, first, today=TODAY, kind=KIND)
    assert decision.accepted is accepted
    assert [problem.code for problem in decision.problems] == codes


@pytest.mark.parametrize(
    ("came", "reason", "codes"),
    [
        (Came.PRESENT, "", ["attendance_on_leave"]),
        (Came.PRESENT, "提前回来", []),
        (Came.EXCUSED, "", []),
        (Came.ABSENT, "", []),
    ],
)
def test_approved_leave_is_an_excuse_and_being_there_all_the_same_needs_a_reason(
    came: Came, reason: str, codes: list[str]
) -> None:
    somebody = PEOPLE[0]
    answers = [Answer(somebody.id, came, reason)]
    found = attendance_problems([somebody], answers, voted=(), away={somebody.id})
    assert [problem.code for problem in found] == codes


@pytest.mark.parametrize(("came", "quorate"), [(2, False), (3, True), (5, True)])
def test_more_than_half_of_those_who_vote_are_a_quorum(came: int, quorate: bool) -> None:
    """Those who only attend do not make one."""
    present = [each.id for each in PEOPLE[:came]] + [each.id for each in PEOPLE[5:]]
    found = turnout(PEOPLE, present, quorum(POLICY, on=TODAY))
    assert (found.voting, found.voting_due, found.attending, found.attending_due) == (came, 5, 2, 2)
    with_guest = [*PEOPLE, Invited(UUID(int=50), votes=False, guest=True)]
    assert turnout(with_guest, [*present, UUID(int=50)], quorum(POLICY, on=TODAY)) == found
    assert found.quorate is quorate


@pytest.mark.parametrize(("for_", "against", "carried"), [(3, 2, True), (2, 1, False), (2, 3, False), (5, 0, True)])
def test_a_motion_needs_more_than_half_of_all_who_vote(for_: int, against: int, carried: bool) -> None:
    votes = [Vote.FOR] * for_ + [Vote.AGAINST] * against
    there = Turnout(for_ + against, 5, 0, 2, quorate=True)
    found = tally(votes, there, quorum(POLICY, on=TODAY))
    assert (found.for_, found.against, found.carried) == (for_, against, carried)


def test_every_state_is_reached_and_those_at_the_end_lead_nowhere() -> None:
    reached = {target for targets in TRANSITIONS.values() for target in targets} | {MeetingState.PLANNED}
    assert reached == set(MeetingState)
    over = {state for state, targets in TRANSITIONS.items() if not targets}
    assert over == {MeetingState.CLOSED, MeetingState.NOT_QUORATE, MeetingState.CANCELLED}


def test_regular_meetings_are_of_kinds_that_policy_lists_and_say_where_from() -> None:
    for day in (date(2017, 1, 1), date(2018, 10, 27), date(2018, 10, 28)):
        found = calendar(POLICY, on=day)
        assert {each.kind for each in found.regulars} <= set(meeting_kinds(POLICY, on=day))
        assert found.source.zh
        assert found.verified is False


def marks(every: str, *meetings: tuple[date, MeetingState], since: date = date(2017, 1, 1)) -> list[str]:
    regular = Regular("committee", Text("支委会", "committee"), every)
    known = [OneMeeting(UUID(int=n), "committee", on, state) for n, (on, state) in enumerate(meetings)]
    other = OneMeeting(UUID(int=99), "study", date(2018, 1, 3), MeetingState.CLOSED)
    found = periods(regular, [*known, other], year=2018, since=since, today=date(2018, 5, 31))
    return [period.mark.value for period in found]


def test_a_month_is_held_excused_missed_due_or_to_come() -> None:
    held = (date(2018, 1, 31), MeetingState.CLOSED)
    cancelled = (date(2018, 2, 28), MeetingState.CANCELLED)
    lacking = (date(2018, 3, 1), MeetingState.NOT_QUORATE)
    assert marks("month", held, cancelled, lacking) == [
        *("held", "excused", "missed", "missed", "due"),
        *["coming"] * 7,
    ]


def test_quarters_and_years_and_what_lies_before_the_group() -> None:
    assert marks("quarter") == ["missed", "due", "coming", "coming"]
    assert marks("year", (date(2018, 12, 31), MeetingState.PLANNED)) == ["due"]
    assert marks("quarter", since=date(2018, 1, 2)) == ["none", "due", "coming", "coming"]


def test_a_period_names_the_meetings_that_say_so_and_its_days() -> None:
    regular = Regular("committee", Text("支委会", "committee"), "quarter")
    one = OneMeeting(UUID(int=1), "committee", date(2018, 12, 31), MeetingState.HELD)
    *_, last = periods(regular, [one], year=2018, since=date(2017, 1, 1), today=date(2018, 5, 31))
    assert (last.first, last.last, last.mark, last.meetings) == (
        date(2018, 10, 1),
        date(2018, 12, 31),
        Mark.HELD,
        (one.id,),
    )
