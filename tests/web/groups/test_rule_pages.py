"""A rule of a group through its pages: adopted, changed with what changed to be seen, ended."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from support import stage
from support.meetings_stage import VOTING, Team
from support.stage import TODAY, done
from web.registry.filling import errors_of, fields_of
from web.registry.visits import browser, links, said, seen
from xiuhua.groups.models import GroupRule


@pytest.fixture
def team(db: None, settings: Any, tmp_path: Path) -> Team:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    return Team()


def test_a_rule_is_adopted_changed_and_ended_on_its_pages(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing(*VOTING), "leader")
    motion = meeting.putting(dict.fromkeys(VOTING, "for"))
    done(motion, "leader")
    client, listed = browser("first"), f"/groups/{team.group}/rules"
    assert "还没有记下制度" in said(seen(client, listed))
    (adopt,) = links(seen(client, listed), "/rules/adopt$")
    answers = {"name": "请假办法", "text": "一、请假\n二、销假", "motion_id": str(motion.motion_id)}
    early = {**answers, "valid_from": str(TODAY - timedelta(days=1))}
    refused = client.post(adopt, {**fields_of(seen(client, adopt)), **early}).content.decode()
    assert "制度不能从更早的日子起执行" in " ".join(errors_of(refused)) + said(refused)
    answer = client.post(adopt, {**fields_of(seen(client, adopt)), **answers, "valid_from": str(TODAY)})
    rule = GroupRule.objects.get()
    assert answer["Location"] == f"/rules/{rule.id}"
    amend = f"/rules/{rule.id}/amend"
    changed = {"text": "一、请假写明去处\n二、销假", "motion_id": str(motion.motion_id)}
    changed["valid_from"] = str(TODAY + timedelta(days=1))
    assert client.post(amend, {**fields_of(seen(client, amend)), **changed}).status_code == 302
    text = said(seen(browser("auditor"), f"/rules/{rule.id}"))
    assert "请假办法 执行中" in text
    assert "去掉 一、请假 新加 一、请假写明去处 二、销假" in text
    assert links(seen(browser("auditor"), f"/rules/{rule.id}"), "/amend$") == []
    end = {"valid_to": str(TODAY + timedelta(days=9)), "basis": "县委通知"}
    page = f"/rules/{rule.id}/end"
    assert client.post(page, {**fields_of(seen(client, page)), **end}).status_code == 302
    assert "起不再执行（县委通知）" in said(seen(client, f"/rules/{rule.id}"))
    seen(browser("administrator"), listed, status=404)
    seen(browser("neighbour"), f"/rules/{rule.id}", status=404)
