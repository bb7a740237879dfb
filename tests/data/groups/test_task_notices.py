"""What somebody is told of the tasks that were given to him, and of those that he gave."""

from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.meetings_stage import VOTING, Team
from support.stage import NOW, actor, done, fresh
from support.tasks_stage import given, reported
from xiuhua.groups.commands.task_steps import DeclineTask, ReportTask, SendBackTask, WithdrawTask
from xiuhua.groups.task_notices import task_changes


@pytest.fixture
def team(stage: None) -> Team:
    return Team()


def told(login: str) -> list[str]:
    return [each.text.en for each in task_changes(actor(login), NOW - timedelta(days=1))]


def test_a_task_is_told_to_whoever_gets_it_and_its_result_to_whoever_gave_it(team: Team) -> None:
    task = reported(team.group, "member", by="leader")
    assert told("member") == ["A task was given to you"]
    assert told("leader") == ["A task that you gave waits to be confirmed"]
    done(SendBackTask(id=fresh(), task_id=task, missing="还差一段"), "leader")
    assert told("member")[0] == "A task of yours was sent back"
    done(ReportTask(id=fresh(), task_id=task, result="接好了"), "member")
    assert told("leader")[0] == "A task that you gave waits to be confirmed"
    assert told("resident") == told("county") == []


def test_a_task_that_was_declined_or_withdrawn(team: Team) -> None:
    declined, withdrawn = given(team.group), given(team.group)
    done(DeclineTask(id=fresh(), task_id=declined, reason="不在村里"), "member")
    done(WithdrawTask(id=fresh(), task_id=withdrawn, reason="不用办了"), "leader")
    assert "A task that you gave was declined" in told("leader")
    assert "A task of yours was withdrawn" in told("member")


def test_what_a_meeting_decided_is_a_task_given(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing(*VOTING), "leader")
    motion = meeting.putting(dict.fromkeys(VOTING, "for"))
    done(motion, "leader")
    done(meeting.deciding(motion.motion_id, team.members["resident"]), "leader")
    assert told("resident") == ["A task was given to you"]


def test_a_notice_leads_to_the_task_and_says_nothing_of_it(team: Team) -> None:
    task = given(team.group, "member", what="去何慧珍家看看")
    (notice,) = task_changes(actor("member"), NOW - timedelta(days=1))
    assert notice.url == f"/tasks/{task}"
    assert "何慧珍" not in repr(notice)
    assert notice.outside.zh == "有任务交给您（燕儿坪村）"


def test_what_is_over_since_long_is_told_no_more_and_costs_stay(team: Team) -> None:
    viewer = actor("member")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            task_changes(viewer, NOW - timedelta(days=1))
        return len(captured)

    task: UUID = given(team.group)
    few = cost()
    for _ in range(5):
        given(team.group)
    assert cost() == few <= 3
    done(WithdrawTask(id=fresh(), task_id=task, reason="不用办了"), "leader")
    assert len(task_changes(actor("member"), NOW + timedelta(days=9))) == 0
