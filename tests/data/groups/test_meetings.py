"""Meetings through their commands: notice, attendance of both kinds, quorum, votes, and how a meeting ends."""

from datetime import date, timedelta

import pytest

from support.meetings_stage import Planned, Team
from support.stage import HERE, TODAY, actor, codes, do, done, fresh
from xiuhua.groups.commands.establishing import DissolveGroup, RevokeRelation
from xiuhua.groups.commands.leave import AskLeave, EndLeave
from xiuhua.groups.commands.meetings import CancelMeeting
from xiuhua.groups.models import Attendance, Ballot, Decision, Meeting, MeetingSession, Task
from xiuhua.groups.queries.meetings import meeting_page
from xiuhua.groups.rules.meetings import task_of_decision
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo

TOMORROW, YESTERDAY = TODAY + timedelta(days=1), TODAY - timedelta(days=1)


@pytest.fixture
def team(stage: None) -> Team:
    return Team()


@pytest.fixture
def held(team: Team) -> Planned:
    """A meeting of today to which three of the four who vote came, and one who attends."""
    meeting = team.planned()
    done(meeting.typing("first", "resident", "branch", "villager", excused={"charge": "去县里开会"}), "leader")
    return meeting


def test_whoever_votes_convenes_and_whoever_attends_does_not(team: Team) -> None:
    team.planned(convener_id=team.members["branch"])
    refused = do(team.planning(convener_id=team.members["villager"]), "leader")
    assert codes(refused) == ["convener_without_vote"]
    assert codes(do(team.planning(convener_id=fresh()), "leader")) == ["convener_without_vote"]
    assert codes(do(team.planning(), "attendee")) == ["not_your_role"]
    assert codes(do(team.planning(), "county")) == ["not_your_role"]


def test_a_plan_that_cannot_be_is_refused(team: Team) -> None:
    voting = (team.members["first"], team.members["branch"])
    assert codes(do(team.planning(kind="choir"), "leader")) == ["meeting_kind_unknown"]
    assert codes(do(team.planning(days=(TODAY, TODAY)), "leader")) == ["session_twice"]
    assert codes(do(team.planning(member_ids=(*team.members.values(), fresh())), "leader")) == ["invited_no_member"]
    assert codes(do(team.planning(member_ids=voting), "leader")) == ["voter_left_out"]
    team.planned(member_ids=voting, kind="study")
    assert Meeting.objects.get().state == "planned"


def test_the_township_keeps_the_calendar_only_while_it_is_entrusted(team: Team) -> None:
    meeting = team.planned("township")
    values = {"group_id": team.group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委通知"}
    done(RevokeRelation(id=fresh(), **values), "county")
    for command in (team.planning(), meeting.noticing(), meeting.typing("first"), meeting.closing()):
        assert codes(do(command, "township")) == ["relation_not_in_force"]
    assert codes(do(meeting.typing("first"), "leader")) == []


def test_a_notice_counts_from_the_day_it_is_entered(team: Team) -> None:
    meeting = team.planned(days=(TODAY + timedelta(days=3),))
    for day in (TODAY - timedelta(days=1), TOMORROW):
        assert codes(do(meeting.noticing(day), "leader")) == ["notice_day_wrong"]
    assert done(meeting.noticing(), "leader").result["asks"] == []
    assert done(meeting.noticing(), "leader").unchanged


def test_too_short_a_notice_is_asked_about_and_too_late_a_one_refused(team: Team) -> None:
    meeting = team.planned(days=(TODAY + timedelta(days=2),))
    assert done(meeting.noticing(), "leader").result["asks"] == ["notice_short"]
    before = team.planned(days=(TODAY - timedelta(days=1),))
    assert codes(do(before.noticing(), "leader")) == ["notice_too_late"]


def test_nobody_is_taken_to_have_come(team: Team) -> None:
    meeting = team.planned()
    everything = meeting.typing("first")
    some = everything.model_copy(update={"id": fresh(), "answers": everything.answers[:4]})
    twice = everything.model_copy(update={"id": fresh(), "answers": (*everything.answers, everything.answers[0])})
    assert codes(do(some, "leader")) == ["attendance_incomplete"]
    assert codes(do(twice, "leader")) == ["attendance_not_invited"]
    assert codes(do(meeting.typing("first", excused={"charge": ""}), "leader")) == ["excuse_without_reason"]
    assert Meeting.objects.get().state == "planned"
    done(everything, "leader")
    assert Meeting.objects.get().state == "held"


def test_whoever_has_approved_leave_that_day_is_asked_about(team: Team) -> None:
    team.away("branch")
    meeting = team.planned()
    assert codes(do(meeting.typing("first", "resident", "branch"), "leader")) == ["attendance_on_leave"]
    assert not Attendance.objects.exists()
    done(meeting.typing("first", "resident", excused={"branch": ""}), "leader")
    done(meeting.typing("first", "resident", back={"branch": "病人好了，提前回来"}), "leader")
    page = meeting_page(actor("leader"), meeting.id, on=TODAY)
    assert page is not None
    answers = page.sessions[0].answers
    assert (answers[meeting.people["branch"]].came, answers[meeting.people["branch"]].reason) == (
        "present",
        "病人好了，提前回来",
    )
    assert page.sessions[0].turnout.quorate


def test_leave_of_another_day_not_approved_or_ended_before_asks_nothing(team: Team) -> None:
    team.away("resident", TOMORROW, TOMORROW)
    ended = team.away("branch", YESTERDAY, TODAY)
    done(EndLeave(id=fresh(), group_id=team.group, leave_id=ended, back_on=TODAY), "branch")
    days = {"first_on": TODAY, "last_on": TODAY, "reason": "赶集"}
    member = team.members["graduate"]
    done(AskLeave(id=fresh(), group_id=team.group, leave_id=fresh(), member_id=member, **days), "graduate")
    done(team.planned().typing("first", "resident", "branch", "graduate"), "leader")


def test_attendance_is_typed_after_the_session_and_can_be_corrected(team: Team, held: Planned) -> None:
    later = team.planned(days=(TOMORROW,))
    assert codes(do(later.typing("first"), "leader")) == ["session_not_yet"]
    again = held.typing("first", "resident", "branch", excused={"charge": "去县里开会"})
    done(again, "leader")
    assert Attendance.objects.filter(meeting_id=held.id, came="present").count() == 3
    assert done(again.model_copy(update={"id": fresh()}), "leader").unchanged


def test_villagers_of_a_talk_are_a_number_with_the_names_of_those_who_want_it(team: Team) -> None:
    days = (TODAY - timedelta(days=2), TODAY - timedelta(days=1), TODAY)
    talk = team.planned(kind="talk", days=days)
    assert codes(do(talk.typing("first"), "leader")) == ["villagers_uncounted"]
    assert codes(do(talk.typing("first", villagers=1, named=("何慧珍", "田巧仓")), "leader")) == ["villagers_uncounted"]
    for session, number in enumerate((62, 71)):
        done(talk.typing("first", "branch", session=session, villagers=number, named=("何慧珍",)), "leader")
    assert codes(do(talk.closing(), "leader")) == ["session_untyped"]
    done(talk.typing("first", session=2, villagers=58), "leader")
    assert done(talk.closing(), "leader").result["state"] == "closed"
    assert list(MeetingSession.objects.order_by("held_on").values_list("villagers", flat=True)) == [62, 71, 58]
    assert codes(do(team.planned().typing("first", villagers=3), "leader")) == ["villagers_not_asked"]


def test_members_who_vote_vote_once_each_and_nobody_else(held: Planned) -> None:
    votes = {"first": "for", "resident": "for", "branch": "against:先修路"}
    assert codes(do(held.putting({**votes, "villager": "for"}), "leader")) == ["attendee_cannot_vote"]
    assert codes(do(held.putting({**votes, "graduate": "for"}), "leader")) == ["absent_cannot_vote"]
    assert codes(do(held.putting({"first": "for", "resident": "for"}), "leader")) == ["vote_missing"]
    right = held.putting(votes)
    twice = right.model_copy(update={"id": fresh(), "ballots": (*right.ballots, right.ballots[0])})
    assert codes(do(twice, "leader")) == ["voted_twice"]
    assert done(right, "leader").result["asks"] == []
    assert Ballot.objects.count() == 3
    assert codes(do(held.typing("first"), "leader")) == ["attendance_voted"]


def test_a_talk_puts_nothing_to_the_vote(team: Team) -> None:
    talk = team.planned(kind="talk")
    done(talk.typing("first", villagers=40), "leader")
    assert codes(do(talk.putting({"first": "for"}), "leader")) == ["meeting_decides_nothing"]


def test_a_carried_motion_leads_to_what_somebody_does_until_a_day(team: Team, held: Planned) -> None:
    """Three of four for it are more than half of those who vote; two of four are not."""
    lost = held.putting({"first": "for", "resident": "for", "branch": "abstain"})
    carried = held.putting({"first": "for", "resident": "for", "branch": "for"})
    done(lost, "leader")
    done(carried, "leader")
    who = team.members["villager"]
    assert codes(do(held.deciding(lost.motion_id, who), "leader")) == ["motion_not_carried"]
    assert codes(do(held.deciding(carried.motion_id, fresh()), "leader")) == ["invited_no_member"]
    early = held.deciding(carried.motion_id, who, due_on=TODAY - timedelta(days=1))
    assert codes(do(early, "leader")) == ["decision_due_early"]
    assert codes(do(held.deciding(fresh(), who), "leader")) == ["not_found"]
    done(held.deciding(carried.motion_id, who), "leader")
    decision, task = Decision.objects.get(), Task.objects.get()
    assert decision.member_id == who
    assert (task.id, task.came_from, task.from_id) == (task_of_decision(decision.id), "meeting", held.id)
    assert (task.due, task.state) == (decision.due_on, "open")
    assert names_of_people([task.owner_id]) == {task.owner_id: "白玉兰"}


def test_without_a_quorum_nothing_is_decided(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing("first", "resident", "charge", "villager"), "leader")
    motion = meeting.putting({"first": "for", "resident": "for"})
    assert done(motion, "leader").result["asks"] == ["motion_without_quorum"]
    assert codes(do(meeting.deciding(motion.motion_id, team.members["first"]), "leader")) == ["motion_not_carried"]
    assert done(meeting.closing(), "leader").result["state"] == "not_quorate"


def test_two_people_closing_one_meeting_and_a_double_click_do_no_harm(held: Planned) -> None:
    command = held.closing()
    done(command, "leader")
    assert done(command, "leader").repeated
    assert done(held.closing(), "member").unchanged
    assert codes(do(held.closing("别的内容"), "member")) == ["meeting_state_wrong"]
    assert Entry.objects.filter(code="groups.close_meeting").count() == 1
    for late in (held.typing("first"), held.putting({"first": "for"}), held.noticing()):
        assert codes(do(late, "leader")) == ["meeting_state_wrong"]


def test_a_meeting_that_was_not_held_is_cancelled_with_a_reason(team: Team, held: Planned) -> None:
    meeting = team.planned(days=(TOMORROW,))
    cancelling = CancelMeeting(id=fresh(), meeting_id=meeting.id, reason="下大雪")
    done(cancelling, "leader")
    assert done(cancelling.model_copy(update={"id": fresh()}), "member").unchanged
    assert codes(do(meeting.closing(), "leader")) == ["meeting_state_wrong"]
    refused = CancelMeeting(id=fresh(), meeting_id=held.id, reason="下大雪")
    assert codes(do(refused, "leader")) == ["meeting_state_wrong"]


def test_nothing_is_done_in_a_group_that_is_over(team: Team) -> None:
    meeting = team.planned()
    done(DissolveGroup(id=fresh(), group_id=team.group, valid_to=TODAY, basis="县委会议"), "county")
    assert codes(do(team.planning(), "leader")) == ["group_over"]
    assert codes(do(meeting.typing("first"), "leader")) == ["group_over"]


def test_what_is_said_lies_sealed_in_rows_and_journal(held: Planned) -> None:
    done(held.putting({"first": "for", "resident": "for", "branch": "against:先修路再装镜子"}), "leader")
    done(held.closing("大家说弯道太多"), "leader")
    kept = repr([*Meeting.objects.values_list(), *Ballot.objects.values_list(), *Entry.objects.values_list()])
    for word in ("反光镜", "先修路再装镜子", "弯道太多", "去县里开会"):
        assert word not in kept


def test_typing_and_closing_can_be_taken_back(team: Team) -> None:
    meeting = team.planned(kind="study")
    typing, closing = meeting.typing("first"), meeting.closing()
    done(typing, "leader")
    done(closing, "leader")
    done(Undo(id=fresh(), target=closing.id), "leader")
    done(Undo(id=fresh(), target=typing.id), "leader")
    assert Meeting.objects.get().state == "planned"
    assert not Attendance.objects.exists()
    assert Meeting.objects.get().place_code == HERE


def test_a_meeting_of_a_day_before_policy_knew_any_is_refused(team: Team) -> None:
    for day in (date(2016, 12, 31), date.min):
        assert "meeting_kind_unknown" in codes(do(team.planning(days=(day,)), "leader"))
