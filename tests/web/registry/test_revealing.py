"""Asking to see a masked field on the pages: the form beside the household, the answer, and who looked."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import SHEET, browser, links, said, seen
from xiuhua.platform.journal.models import Entry
from xiuhua.registry.models import Reveal

PHONE = "13990001111"
ANSWERS = {"field": "phone", "purpose": "help", "reason": "约好上门的时间"}


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def form_of(home: UUID, name: str = "何慧珍") -> str:
    return f"/households/{home}/members/{people_of(home)[name].id}/reveal"


def test_the_page_offers_it_beside_the_masked_numbers_and_says_that_nobody_looked(home: UUID) -> None:
    html = seen(browser("member"), f"/households/{home}?open=looked")
    assert links(html, "/reveal$") == [form_of(home, name) for name in people_of(home)]
    assert "还没有人看过这一户遮住的信息" in said(html)
    for login in ("auditor",):
        assert links(seen(browser(login), f"/households/{home}"), "/reveal$") == []


def test_the_side_sheet_asks_what_for_and_says_that_it_will_be_seen(home: UUID) -> None:
    html = seen(browser("member"), form_of(home), **SHEET)
    assert "<main" not in html
    text = said(html)
    for words in ("查看 何慧珍 遮住的信息", "做什么用", "走访帮扶", "本人要求", "这一户可以看到"):
        assert words in text
    assert "身体怎么样" not in text
    assert "健康" not in said(html.split("<form", 1)[1])
    assert "健康状况" in said(seen(browser("department"), form_of(home)))


def test_the_answer_shows_the_value_once_and_keeps_it_out_of_every_address(home: UUID) -> None:
    client = browser("member")
    sent = send(client, form_of(home), **ANSWERS)
    assert sent.status_code == 302
    assert re.fullmatch(r"/reveals/[0-9a-f-]{36}", sent["Location"])
    answer = client.get(sent["Location"])
    assert answer["Cache-Control"] == "no-store"
    assert PHONE in said(answer.content.decode())
    assert PHONE not in str(answer.headers) + sent["Location"]
    for login in ("member", "auditor"):
        text = seen(browser(login), f"/households/{home}/part?show=looked")
        assert PHONE not in text
        assert "何慧珍 的联系电话" in said(text)
        assert "走访帮扶：约好上门的时间 · 罗秋霞（组员）" in re.sub(r"\s*(：|（|）)\s*", r"\1", said(text))
    for login in ("leader", "county", "auditor", "neighbour"):
        seen(browser(login), sent["Location"], status=404)


def test_after_its_minutes_the_page_asks_again(home: UUID, settings: Any) -> None:
    client = browser("member")
    where = send(client, form_of(home), **ANSWERS)["Location"]
    settings.STANDING_TIME = stage.NOW + timedelta(minutes=6)
    html = seen(client, where)
    assert PHONE not in html
    assert "时间到了" in said(html)
    assert form_of(home) in links(html, "/reveal$")


def test_a_double_click_looks_once(home: UUID) -> None:
    client = browser("member")
    form = fields_of(client.get(form_of(home)).content.decode())
    first, second = (client.post(form_of(home), {**form, **ANSWERS}) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Reveal.objects.count() == 1


def test_without_a_purpose_or_a_reason_nothing_is_shown(home: UUID) -> None:
    client = browser("member")
    html = send(client, form_of(home), field="phone").content.decode()
    assert set(errors_of(html)) == {"purpose", "reason"}
    html = send(client, form_of(home), **{**ANSWERS, "purpose": "curiosity"}).content.decode()
    assert set(errors_of(html)) == {"purpose"}
    assert "约好上门的时间" in html
    assert PHONE not in html
    assert Reveal.objects.count() == 0


def test_whoever_may_not_ask_finds_no_page(home: UUID) -> None:
    for login in ("auditor", "attendee", "administrator", "neighbour"):
        seen(browser(login), form_of(home), status=404)


def test_the_journal_names_the_look_without_the_value(home: UUID) -> None:
    send(browser("member"), form_of(home), **ANSWERS)
    entry = Entry.objects.get(code="registry.reveal")
    text = seen(browser("county"), f"/evidence/journal/{entry.stream}/{entry.sequence}")
    for words in ("看的是哪一项", "联系电话", "走访帮扶", "约好上门的时间"):
        assert words in said(text)
    assert PHONE not in text
