"""The plan of a household on its pages: written, agreed to, done and answered, with the next step on top."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import HERE, people_of, registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.care.models import Measure, Plan

NEEDS = "想再养两只羊，腿疼"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def next_of(client: Any, page: str) -> tuple[str, str]:
    html = seen(client, page).split('class="next')[1].split("</main>")[0]
    return said("<div" + html.split("</h2>")[0]), links(html, "/(plans|households)/")[0]


def test_a_plan_goes_its_way_by_the_next_step_on_top(home: UUID) -> None:
    client, page = browser("member"), f"/households/{home}/plan"
    wife = str(people_of(home)["何慧珍"].id)
    title, step = next_of(client, page)
    assert "还没有计划" in title
    assert send(client, step, needs=NEEDS, begins_on="2018-01-01", ends_on="2018-12-31")["Location"] == page
    title, step = next_of(client, page)
    assert "草稿里还没有措施" in title
    measure = {"kind": "industry", "what": "买两只羊", "amount": "10000", "qualifier": "more_than", "who": "罗秋霞"}
    send(client, step, **measure, due="2018-01-18")
    title, step = next_of(client, page)
    assert "草稿等这一户同意" in title
    send(client, step, agreed_by=wife)
    title, step = next_of(client, page)
    assert "接着要办：买两只羊" in title
    told = said(seen(client, page))
    for words in (NEEDS, "何慧珍 2018年1月19日 同意", "多于 10,000 元", "过期，还没有办"):
        assert words in told
    assert "过期，还没有办" in said(seen(client, f"/households/{home}"))
    assert "办 燕儿坪村 1 项过期的措施" in said(seen(client, "/"))
    send(client, step, result="羊牵到家了", done_on="2018-01-18")
    title, step = next_of(client, page)
    assert "请问这一户：买两只羊" in title
    refused = send(client, step, said="yes", words="羊好", confirmed_by=wife).content.decode()
    assert "办的人不替他们确认" in said(refused)
    send(browser("township"), step, said="yes", words="羊好，草料贵", confirmed_by=wife)
    told = said(seen(client, page))
    assert "何慧珍 2018年1月19日 说：“羊好，草料贵”" in told
    assert "这一户已确认" in told
    assert "都办完了" in next_of(client, page)[0]


def test_what_is_wrong_stands_at_its_field_and_what_is_not_in_its_state_is_not_there(home: UUID) -> None:
    client = browser("member")
    path = f"/households/{home}/plan/write"
    html = send(client, path, needs=NEEDS, begins_on="2018-02-01", ends_on="2018-01-01").content.decode()
    assert set(errors_of(html)) == {"ends_on"}
    send(client, path, needs=NEEDS, begins_on="2018-01-01", ends_on="2018-12-31")
    plan = Plan.objects.values_list("id", flat=True).get()
    html = send(client, f"/plans/{plan}/measures/add", kind="industry", what="羊", who="我", due="2019-01-01")
    assert set(errors_of(html.content.decode())) == {"due"}
    send(client, f"/plans/{plan}/measures/add", kind="industry", what="羊", who="我", due="2018-12-31")
    measure = Measure.objects.values_list("id", flat=True).get()
    seen(client, f"/plans/{plan}/measures/{measure}/result", status=404)
    send(client, f"/plans/{plan}/measures/{measure}/remove")
    assert "还没有措施" in said(seen(client, f"/households/{home}/plan"))
    send(client, f"/plans/{plan}/drop", drop_reason="再商量")
    assert "没有采用" in said(seen(client, f"/households/{home}/plan"))
    for page in (f"/plans/{plan}/drop", f"/plans/{plan}/agree", f"/plans/{plan}/measures/add"):
        seen(client, page, status=404)


def test_only_those_who_help_read_a_plan(home: UUID) -> None:
    send(browser("member"), f"/households/{home}/plan/write", needs=NEEDS, begins_on="2018-01-01", ends_on="2018-12-31")
    for login in ("auditor", "prefecture", "department", "neighbour", "attendee"):
        seen(browser(login), f"/households/{home}/plan", status=404)
        seen(browser(login), f"/households/{home}/plan/write", status=404)
    for login in ("auditor", "prefecture"):
        assert NEEDS not in seen(browser(login), f"/households/{home}")
    shown = said(seen(browser("county"), f"/places/{HERE}/help?show=overdue"))
    assert "没有过期的措施" in shown
