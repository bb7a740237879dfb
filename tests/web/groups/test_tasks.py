"""Tasks on their pages: one line given, taken, reported, confirmed, with what is in the way said at the form."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import established, organisations
from support.stage import account, registered
from support.tasks_stage import given, reported
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def group() -> UUID:
    return established()


def test_one_line_is_enough_and_its_owner_finds_it_under_today(group: UUID) -> None:
    client = browser("leader")
    page = f"/groups/{group}/tasks/give"
    fields = fields_of(seen(client, page))
    assert fields["due"] == "2018-01-26"
    assert fields["for_whom"] == "nobody"
    answer = send(client, page, what="把自来水接到曹家院里", owner_id=str(account("leader")))
    html = seen(client, answer["Location"])
    assert "在办" in said(html)
    assert "办 把自来水接到曹家院里" in said(seen(client, "/"))


def test_for_a_household_it_is_chosen_from_those_of_the_village(group: UUID) -> None:
    home, client = registered(), browser("leader")
    page = f"/groups/{group}/tasks/give"
    assert fields_of(seen(client, f"{page}?household={home}"))["for_whom"] == f"h:{home}"
    answer = send(client, page, what="教配饲料", owner_id=str(account("leader")), for_whom=f"h:{home}")
    assert "何慧珍户" in said(seen(client, answer["Location"]))


def test_what_is_none_of_a_group_s_is_told_where_it_belongs(group: UUID) -> None:
    client = browser("leader")
    sent = send(
        client, f"/groups/{group}/tasks/give", what="调解地界", owner_id=str(account("leader")), kind="disputes"
    )
    assert "村调解委员会" in errors_of(sent.content.decode())["kind"]


def test_a_task_is_taken_reported_and_confirmed_on_its_page(group: UUID) -> None:
    task = given(group, "attendee")
    owner, other = browser("attendee"), browser("member")
    page = f"/tasks/{task}"
    assert "等您接下" in said(seen(owner, page))
    assert send(owner, f"{page}/take")["Location"] == page
    assert "没有写结果" in said(send(owner, f"{page}/report").content.decode())
    send(owner, f"{page}/report", result="水管接到院里")
    assert "问一问、确认" in said(seen(other, "/"))
    send(other, f"{page}/confirm", words="够用了", said_by="何慧珍")
    told = said(seen(other, page))
    assert "何慧珍说：“够用了”" in told
    assert "办好了，已确认" in told


def test_whoever_did_it_is_told_at_the_form_that_others_confirm(group: UUID) -> None:
    task = reported(group, "leader")
    told = said(seen(browser("leader"), f"/tasks/{task}/confirm"))
    assert "现在还不能做：办事的人不能自己确认" in told


def test_a_change_sends_only_what_was_changed_and_a_conflict_shows_both(group: UUID) -> None:
    task, client = given(group), browser("leader")
    page = f"/tasks/{task}/change"
    mine = fields_of(seen(client, page))
    send(browser("township"), page, what="先问水务局")
    sent = client.post(page, {**mine, "what": "先量距离"})
    assert "先问水务局" in said(sent.content.decode())
    assert send(client, page, due="2018-02-01")["Location"] == f"/tasks/{task}"
    assert "先问水务局" in said(seen(client, f"/tasks/{task}"))


def test_the_list_has_chips_and_leads_to_each_task(group: UUID) -> None:
    first, waits = given(group), reported(group)
    html = seen(browser("leader"), f"/groups/{group}/tasks")
    assert {path.rpartition("/")[2] for path in links(html, "^/tasks/")} == {str(first), str(waits)}
    html = seen(browser("leader"), f"/groups/{group}/tasks?show=reported")
    assert links(html, "^/tasks/") == [f"/tasks/{waits}"]
    assert "这里没有任务" in said(seen(browser("leader"), f"/groups/{group}/tasks?show=over"))
    assert "交办任务" in said(seen(browser("leader"), f"/groups/{group}"))
    assert "交办任务" not in said(seen(browser("auditor"), f"/groups/{group}"))


def test_elsewhere_is_absent(group: UUID) -> None:
    task = given(group)
    for path in (f"/tasks/{task}", f"/groups/{group}/tasks", f"/tasks/{task}/report"):
        seen(browser("neighbour"), path, status=404)
    seen(browser("administrator"), f"/tasks/{task}", status=404)
    seen(browser("attendee"), f"/tasks/{task}/change", status=404)
