"""What meetings put on the page of today, for whoever is invited, convenes or leads; what was decided as a task."""

from datetime import timedelta

import pytest

from support.meetings_stage import Team
from support.stage import TODAY, account, actor, do, done, fresh
from xiuhua.groups.agenda import meetings_to_do
from xiuhua.groups.commands.meetings import CancelMeeting
from xiuhua.groups.queries.tasks import tasks_of_group
from xiuhua.platform.work.agenda import AgendaLine, Group


@pytest.fixture
def team(stage: None) -> Team:
    return Team()


def lines(login: str, days: int = 0) -> list[AgendaLine]:
    """Return what concerns single meetings, without what is due of regular ones."""
    return [each for each in meetings_to_do(actor(login), TODAY + timedelta(days=days)) if "#" not in each.url]


def verbs(login: str, days: int = 0) -> list[str]:
    return [each.verb.en for each in lines(login, days)]


def test_whoever_is_invited_is_told_before_and_whoever_convenes_gives_notice(team: Team) -> None:
    meeting = team.planned(days=(TODAY + timedelta(days=5),))
    assert verbs("villager") == ["Come to"]
    assert verbs("first") == ["Come to", "Give notice of"]
    assert verbs("villager", -10) == []
    done(meeting.noticing(), "leader")
    assert verbs("first") == ["Come to"]
    assert [each.group for each in lines("first", 5)] == [Group.TODAY, Group.TODAY]
    assert verbs("member") == verbs("township") == []


def test_a_date_that_is_no_due_day_says_what_it_is(team: Team) -> None:
    team.planned(days=(TODAY + timedelta(days=5),))
    assert {each.day.zh for each in lines("first") if each.day} == {"开会"}
    assert all(each.day for each in lines("first"))
    assert [each.day.en for each in lines("first", 6) if each.day] == ["met"]


def test_attendance_is_asked_for_from_the_day_on_and_then_the_end(team: Team) -> None:
    meeting = team.planned()
    assert verbs("first", 1) == ["Type who came to"]
    assert [each.group for each in lines("first", 1)] == [Group.OVERDUE]
    assert verbs("villager", 1) == []
    done(meeting.typing("first", "resident", "branch"), "leader")
    assert verbs("first", 1) == ["Close"]
    done(meeting.closing(), "leader")
    assert verbs("first") == []


def test_a_cancelled_meeting_asks_for_nothing(team: Team) -> None:
    meeting = team.planned(days=(TODAY + timedelta(days=1),))
    done(CancelMeeting(id=fresh(), meeting_id=meeting.id, reason="下大雪"), "leader")
    assert verbs("first") == []


def test_whoever_leads_is_told_what_is_due_and_not_planned(team: Team) -> None:
    def due(login: str) -> list[AgendaLine]:
        return [each for each in meetings_to_do(actor(login), TODAY) if "#" in each.url]

    (line,) = due("first")
    assert line.text.zh == "安排 支部党员大会、支部委员会会议、党小组会、主题党日"
    assert line.when == TODAY.replace(day=31)
    assert due("resident") == []
    held = team.planned(kind="committee")
    done(held.typing("first"), "leader")
    team.planned(kind="theme_day", days=(TODAY + timedelta(days=3),))
    (line,) = due("first")
    assert line.text.en == "Plan assembly of the branch, meeting of a Party group of the branch"


def test_what_was_decided_is_a_task_and_nothing_outside(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing("first", "resident", "branch"), "leader")
    motion = meeting.putting({"first": "for", "resident": "for", "branch": "for"})
    done(motion, "leader")
    done(meeting.deciding(motion.motion_id, team.members["villager"]), "leader")
    listed = tasks_of_group(actor("leader"), team.group, on=TODAY)
    assert listed is not None
    (task,) = listed.rows
    assert (task.what, task.done_means) == ("采购并安装三面反光镜", "三个路口都装好了")
    assert (task.owner_id, task.due) == (account("villager"), TODAY + timedelta(days=30))
    assert tasks_of_group(actor("neighbour"), team.group, on=TODAY) is None
    assert not do(meeting.closing(), "neighbour").accepted
