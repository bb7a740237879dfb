"""Today: the count in the rail, the lists of its groups, the text to copy, notices that are read."""

import re
from pathlib import Path
from typing import Any

import pytest

from support import stage
from support.groups_stage import added, established, organisations
from support.stage import account, registered
from web.registry.visits import browser
from xiuhua.kernel.text import Text
from xiuhua.platform.work import agenda
from xiuhua.platform.work.agenda import AgendaLine


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


def test_the_rail_says_what_waited_when_today_was_last_looked_at() -> None:
    registered(stated=stage.STATED.model_copy(update={"size": 4}))
    township = browser("township")
    assert 'class="count"' not in township.get("/places").content.decode()
    waiting = int(re.findall(r"今天有 (\d+) 件事", township.get("/").content.decode())[0])
    for path in ("/", "/style", "/evidence/"):
        assert re.search(rf'class="count">{waiting}<', township.get(path).content.decode()), path


def test_a_group_of_the_agenda_has_a_list_and_an_unknown_one_has_none() -> None:
    registered(stated=stage.STATED.model_copy(update={"size": 4}))
    township = browser("township")
    page = township.get("/today/lines?group=today").content.decode()
    assert "确认 燕儿坪村 1 处疑问" in page
    assert "这一组现在没有事。" in township.get("/today/lines?group=overdue").content.decode()
    assert township.get("/today/lines?group=yesterday").status_code == 404


def test_many_lines_lead_to_the_list(monkeypatch: pytest.MonkeyPatch) -> None:
    for village in (stage.HERE, stage.THERE):
        registered(stated=stage.STATED.model_copy(update={"size": 4}), village=village)
    monkeypatch.setattr(agenda, "FEW", 1)
    page = browser("township").get("/").content.decode()
    waiting = int(re.findall(r"今天有 (\d+) 件事", page)[0])
    assert waiting > 2
    assert f'<a href="/today/lines?group=today">还有 {waiting - 1} 件</a>' in page


def test_the_text_to_copy_names_no_household_and_holds_no_figure_but_those_of_the_link() -> None:
    registered(stated=stage.STATED.model_copy(update={"size": 4}))
    client = browser("township")
    client.post("/notices/read", {"up_to": stage.NOW.isoformat()})
    page = client.get("/").content.decode()
    found = re.search(r'<textarea id="copied"[^>]*>(.*?)</textarea>', page, re.S)
    assert found is not None
    assert found[1].strip().splitlines() == ["【今天】", "· 确认疑问（燕儿坪村）", "http://testserver/"]


def test_a_date_says_what_it_is_where_it_is_not_the_due_day(monkeypatch: pytest.MonkeyPatch) -> None:
    days = (None, Text("开会", "meets"))
    offered = [AgendaLine(Text("去", "Go"), str(day), "", stage.TODAY, "/", day=day) for day in days]
    monkeypatch.setattr(agenda._installed, "providers", (lambda viewer, today: offered,))
    page = browser("township").get("/").content.decode()
    assert [text.strip() for text in re.findall(r'<time datetime="2018-01-19">([^<]*)</time>', page)] == [
        "2018年1月19日",
        "开会 2018年1月19日",
    ]


def test_like_changes_are_one_line_with_their_number() -> None:
    for _each in range(3):
        registered()
    page = browser("county").get("/").content.decode()
    changes = page[page.index('id="changes"') :]
    assert len(re.findall(r"<li class=.done.>", changes)) == 1
    assert "：3 条" in changes


def test_a_single_change_leads_to_where_it_stands_and_several_nowhere() -> None:
    home = registered()
    for login in ("county", "township", "leader", "auditor", "administrator"):
        client = browser(login)
        leads = re.findall(r'href="([^"]+)"', _changes(client))
        assert (f"/households/{home}" in leads) is (login != "administrator"), login
        assert {client.get(path).status_code for path in leads} <= {200}, login
    registered()
    assert "/households/" not in _changes(browser("county"))


def _changes(client: Any) -> str:
    """Return the lines of what changed lately, without the heading and its link to the journal."""
    page = client.get("/").content.decode()
    return str(page[page.index('id="changes"') :].partition("</div>")[2].partition("</section>")[0])


def test_notices_stand_on_the_page_until_they_are_read() -> None:
    organisations()
    added(established(), account("attendee"), "resident_team")
    client = browser("attendee")
    page = client.get("/").content.decode()
    assert "您加入了小组" in page
    up_to = re.findall(r'name="up_to" value="([^"]+)"', page)[0]
    for wrong in ("", "yesterday", "2018-13-01T00:00:00Z", "2018-01-19T09:00:00"):
        assert client.post("/notices/read", {"up_to": wrong}).status_code == 302
        assert "您加入了小组" in client.get("/").content.decode()
    client.post("/notices/read", {"up_to": up_to})
    assert "没有新的变化。" in client.get("/").content.decode()
    assert client.get("/notices/read").status_code == 405
