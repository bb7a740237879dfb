"""What a group's people begin from Today without searching, and what a form about a meeting fills in by itself."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support import stage
from support.meetings_stage import VOTING, Team
from support.stage import TODAY, done
from web.registry.filling import fields_of
from web.registry.visits import browser, seen


@pytest.fixture
def team(db: None, settings: Any, tmp_path: Path) -> Team:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    return Team()


def begun(login: str) -> list[str]:
    """Return the addresses of the buttons at the top of somebody's day."""
    head = seen(browser(login), "/").split('<div class="columns">')[0].partition("<main")[2]
    return re.findall(r'<a class="button" href="([^"]+)"', head)


def test_the_leader_begins_a_visit_a_task_and_a_meeting_from_today(team: Team) -> None:
    group = f"/groups/{team.group}"
    assert begun("first") == [f"{group}/visits", f"{group}/tasks/give", f"{group}/meetings/plan"]
    client = browser("first")
    for path in begun("first"):
        seen(client, path)


def test_only_what_one_may_do_in_the_one_village_of_ones_work_is_offered(team: Team) -> None:
    assert f"/groups/{team.group}/visits" in begun("resident")
    for login in ("county", "township", "department", "villager"):
        assert begun(login) == []


def test_the_next_meeting_is_where_and_when_the_last_one_was(team: Team) -> None:
    client, path = browser("first"), f"/groups/{team.group}/meetings/plan"
    shown = fields_of(seen(client, path))
    assert (shown["venue"], shown["time-1"], shown["day-1"]) == ("", "", "")
    team.planned(venue="晒场")
    shown = fields_of(seen(client, path))
    assert (shown["venue"], shown["time-1"], shown["day-1"]) == ("晒场", "09:00", "")


def test_a_decision_has_the_usual_days_until_another_day_is_chosen(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing(*VOTING, "charge", "villager"), "leader")
    motion = meeting.putting(dict.fromkeys(VOTING, "for"))
    done(motion, "leader")
    shown = fields_of(seen(browser("first"), f"/meetings/{meeting.id}/motions/{motion.motion_id}/decision"))
    assert shown["due_on"] == str(TODAY + timedelta(days=7))
