"""Undoing a step of a meeting: while it goes on, and while no vote rests on it."""

from datetime import timedelta

import pytest

from support.meetings_stage import VOTING, Planned, Team
from support.stage import NOW, TODAY, actor, codes, do, done, fresh
from xiuhua.groups.commands.meeting_moving import MoveMeeting
from xiuhua.groups.commands.meetings import SessionAt
from xiuhua.groups.models import Attendance, Meeting, MeetingSession, Motion
from xiuhua.kernel.commands import Command
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.undo import Undo

ALL_FOR = dict.fromkeys(VOTING, "for")
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def team(stage: None) -> Team:
    return Team()


def undoing(wish: Command) -> Undo:
    return Undo(id=fresh(), target=wish.id)


def refused(wish: Command) -> list[str]:
    return codes(do(undoing(wish), "leader"))


def carry(*wishes: Command) -> None:
    for wish in wishes:
        done(wish, "leader")


def present(meeting: Planned) -> int:
    return Attendance.objects.filter(meeting_id=meeting.id, came="present").count()


def test_who_came_is_not_taken_back_while_a_vote_rests_on_it(team: Team) -> None:
    meeting = team.planned()
    mistyped, typed = meeting.typing("first"), meeting.typing(*VOTING)
    carry(mistyped, typed)
    put = meeting.putting(ALL_FOR)
    carry(put)
    assert refused(typed) == ["meeting_went_on"]
    assert present(meeting) == len(VOTING)
    carry(undoing(put), undoing(typed))
    assert present(meeting) == 1


def test_a_motion_comes_back_only_while_those_who_voted_are_there(team: Team) -> None:
    meeting = team.planned()
    carry(meeting.typing(*VOTING))
    put = meeting.putting(ALL_FOR)
    gone = undoing(put)
    carry(put, gone, undoing(gone))
    assert Motion.objects.count() == 1
    gone = undoing(put)
    assert codes(do(gone, "leader")) == []
    fewer = meeting.typing("first", "resident")
    carry(fewer)
    assert refused(gone) == ["meeting_went_on"]
    receipts = execute_many([undoing(fewer), undoing(gone)], actor=actor("leader"), received_at=NOW)
    assert [codes(each) for each in receipts] == [[], []]


def test_a_meeting_is_planned_again_only_where_no_session_is_typed(team: Team) -> None:
    meeting = team.planned(days=(YESTERDAY, TODAY))
    first, second = meeting.typing(*VOTING), meeting.typing(*VOTING, session=1)
    carry(first, second)
    assert refused(first) == ["meeting_went_on"]
    carry(undoing(second), undoing(first))
    assert Meeting.objects.get().state == "planned"


def test_a_meeting_that_was_closed_stays_as_it_was_closed(team: Team) -> None:
    meeting = team.planned()
    typed, corrected, put = meeting.typing(*VOTING), meeting.typing(*VOTING, "charge"), meeting.putting(ALL_FOR)
    carry(typed, corrected, put)
    decided = meeting.deciding(put.motion_id, team.members["graduate"])
    closed = meeting.closing()
    carry(decided, closed)
    assert {tuple(refused(each)) for each in (corrected, decided)} == {("meeting_state_wrong",)}
    carry(undoing(closed), undoing(decided), undoing(put), undoing(corrected), undoing(typed))
    assert (Meeting.objects.get().state, Attendance.objects.count()) == ("planned", 0)


def test_when_a_meeting_was_and_its_notice_stand_once_it_was_held(team: Team) -> None:
    meeting = team.planned(days=(TODAY + timedelta(days=3),))
    at = SessionAt(id=meeting.sessions[0], held_on=TODAY, starts="10:00")
    moved = MoveMeeting(id=fresh(), meeting_id=meeting.id, sessions=(at,), venue="村小学", reason="会议室修屋顶")
    noticed, typed = meeting.noticing(), meeting.typing(*VOTING)
    carry(moved, noticed, typed)
    assert {tuple(refused(each)) for each in (moved, noticed)} == {("meeting_state_wrong",)}
    assert MeetingSession.objects.get().held_on == TODAY
    carry(undoing(typed), undoing(noticed), undoing(moved))
    assert MeetingSession.objects.get().held_on == TODAY + timedelta(days=3)
