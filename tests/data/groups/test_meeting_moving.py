"""A planned meeting is moved: notice again, everybody invited is told, and what stands in the way."""

from datetime import date, timedelta
from typing import Any

import pytest

from support.groups_stage import added, person
from support.meetings_stage import Planned, Team
from support.stage import NOW, TODAY, actor, codes, do, done, fresh
from xiuhua.groups.agenda import meetings_to_do
from xiuhua.groups.commands.meeting_moving import MoveMeeting
from xiuhua.groups.commands.meetings import CancelMeeting, SessionAt
from xiuhua.groups.meeting_notices import meeting_changes
from xiuhua.groups.models import Meeting, MeetingSession
from xiuhua.groups.queries.meetings import meeting_page
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo

LATER, MUCH_LATER = TODAY + timedelta(days=4), TODAY + timedelta(days=9)


@pytest.fixture
def team(stage: None) -> Team:
    return Team()


def moving(meeting: Planned, *days: date, starts: str = "14:30", **more: Any) -> MoveMeeting:
    sessions = tuple(
        SessionAt(id=each, held_on=day, starts=starts) for each, day in zip(meeting.sessions, days, strict=True)
    )
    values = {"sessions": sessions, "venue": "村委会会议室", "reason": "何慧珍家办丧事", **more}
    return MoveMeeting(id=fresh(), meeting_id=meeting.id, **values)


def test_a_moved_meeting_needs_notice_again_and_keeps_why(team: Team) -> None:
    meeting = team.planned(days=(LATER,))
    done(meeting.noticing(), "leader")
    done(moving(meeting, MUCH_LATER, venue="学校"), "leader")
    row = Meeting.objects.get()
    assert (row.first_on, row.venue, row.moved, row.notice_on, row.notice_by) == (MUCH_LATER, "学校", 1, None, "")
    assert MeetingSession.objects.values_list("held_on", "starts").get() == (MUCH_LATER, "14:30")
    page = meeting_page(actor("auditor"), meeting.id, on=TODAY)
    assert page is not None
    assert (page.moved_on, page.move_reason) == (TODAY, "何慧珍家办丧事")
    assert "何慧珍" not in repr([*Meeting.objects.values_list(), *Entry.objects.values_list()])
    done(meeting.noticing(), "leader")
    done(moving(meeting, MUCH_LATER, starts="15:00", venue="学校"), "leader")
    assert Meeting.objects.values_list("moved", "notice_on").get() == (2, None)


def test_what_is_so_already_changes_nothing(team: Team) -> None:
    meeting = team.planned(days=(LATER,))
    done(meeting.noticing(), "leader")
    assert done(moving(meeting, LATER, starts="09:00"), "leader").unchanged
    assert Meeting.objects.values_list("moved", "notice_on").get() == (0, TODAY)


def test_only_to_a_day_to_come_each_session_and_never_two_at_once(team: Team) -> None:
    meeting = team.planned(days=(LATER, MUCH_LATER))
    yesterday = TODAY - timedelta(days=1)
    assert codes(do(moving(meeting, yesterday, MUCH_LATER), "leader")) == ["moved_to_past"]
    assert codes(do(moving(meeting, LATER, LATER), "leader")) == ["session_twice"]
    one = moving(meeting, LATER, TODAY).sessions[:1]
    half = MoveMeeting(id=fresh(), meeting_id=meeting.id, venue="学校", reason="雪大", sessions=one)
    assert codes(do(half, "leader")) == ["sessions_not_those"]
    done(moving(meeting, TODAY, MUCH_LATER), "leader")
    assert Meeting.objects.values_list("first_on", flat=True).get() == TODAY


def test_a_meeting_that_was_held_or_cancelled_is_not_moved(team: Team) -> None:
    held, cancelled = team.planned(), team.planned(days=(LATER,))
    done(held.typing("first", "resident", "branch"), "leader")
    done(CancelMeeting(id=fresh(), meeting_id=cancelled.id, reason="下大雪"), "leader")
    for meeting in (held, cancelled):
        assert codes(do(moving(meeting, MUCH_LATER), "leader")) == ["meeting_state_wrong"]
    assert codes(do(moving(cancelled, MUCH_LATER), "county")) == ["not_your_role"]


def test_whoever_votes_on_the_new_day_has_to_be_invited(team: Team) -> None:
    meeting, study = team.planned(days=(LATER,)), team.planned(days=(LATER,), kind="study")
    added(team.group, person("newcomer", "申屠静"), "resident_team", valid_from=TODAY)
    assert codes(do(moving(meeting, MUCH_LATER), "leader")) == ["voter_joined_since"]
    done(moving(meeting, LATER), "leader")  # another hour of the same day
    done(moving(study, MUCH_LATER), "leader")


def test_it_is_taken_back_by_whoever_moved_it(team: Team) -> None:
    meeting = team.planned(days=(LATER,))
    done(meeting.noticing(), "leader")
    command = moving(meeting, MUCH_LATER)
    done(command, "leader")
    done(Undo(id=fresh(), target=command.id), "leader")
    assert Meeting.objects.values_list("moved", "first_on", "notice_on").get() == (0, LATER, TODAY)
    assert MeetingSession.objects.values_list("held_on", "starts").get() == (LATER, "09:00")


def test_whoever_is_invited_sees_it_under_today_and_is_told_what_happened(team: Team) -> None:
    def told(login: str) -> list[str]:
        found = meeting_changes(actor(login), NOW - timedelta(days=1))
        return [f"{each.text.en} / {each.outside.en}" for each in found]

    meeting = team.planned(days=(LATER,), guests=("何慧珍",))
    done(moving(meeting, MUCH_LATER), "leader", days=1)
    lines = [each for each in meetings_to_do(actor("villager"), TODAY) if "#" not in each.url]
    assert [(each.verb.en, each.when) for each in lines] == [("Moved, come to", MUCH_LATER)]
    done(CancelMeeting(id=fresh(), meeting_id=meeting.id, reason="下大雪"), "first", days=2)
    place = "(燕儿坪村)"
    assert told("villager") == [
        f"The meeting of 28 Jan 2018 was cancelled / A meeting to which you are invited was cancelled {place}",
        f"A meeting was moved; it is on 28 Jan 2018 now / A meeting to which you are invited was moved {place}",
        f"You are invited to a meeting on 28 Jan 2018 / You are invited to a meeting {place}",
    ]
    assert len(told("first")) == 2  # what somebody did himself is no news to him
    assert told("leader") == told("county") == []
