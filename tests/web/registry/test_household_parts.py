"""What of a household's page stands folded: fetched when opened, a page of its own without scripts, all for paper."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import FAR, done, fresh, registered
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.commands.members import CorrectHousehold
from xiuhua.registry.views.household_parts import LATEST, PARTS, part_target

OF_DAYS = {code for code, part in PARTS.items() if part.of_days}


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_a_part_is_folded_and_its_page_is_one_link_away(home: UUID) -> None:
    html = seen(browser("member"), f"/households/{home}")
    assert "没有记下同意" not in html
    (way,) = links(html, "show=consents$")
    assert f'hx-get="{way}"' in html
    alone = seen(browser("member"), way)
    assert "没有记下同意" in alone
    assert f"/households/{home}" in links(alone, f"^/households/{home}$")
    assert "<h1>同意过什么</h1>" in alone


def test_the_page_that_asks_for_a_part_gets_what_it_holds_and_nothing_around_it(home: UUID) -> None:
    path, client = f"/households/{home}/part?show=looked", browser("member")
    fetched = client.get(path, headers={"HX-Request": "true", "HX-Target": part_target("looked")}).content.decode()
    assert "还没有人看过" in fetched
    assert "<html" not in fetched
    assert "<html" in seen(client, path)


def test_the_whole_page_shows_every_part_at_once_and_leads_back(home: UUID) -> None:
    client = browser("member")
    html = seen(client, f"/households/{home}?whole=1")
    assert "hx-get" not in html.split("<main", 1)[1]
    for words in ("没有记下同意", "还没有人看过", "全国扶贫开发信息系统"):
        assert words in html
    assert f"/households/{home}?whole=1" in links(seen(client, f"/households/{home}"), "whole=1")
    one = seen(client, f"/households/{home}?open=consents")
    assert "没有记下同意" in one
    assert "还没有人看过" not in one


@pytest.mark.parametrize("code", [*PARTS, "nothing"])
def test_a_part_that_is_absent_or_not_the_viewers_answers_alike(home: UUID, code: str) -> None:
    far = registered(village=FAR)
    client = browser("member")
    absent = seen(client, f"/households/{fresh()}/part?show={code}", status=404)
    assert seen(client, f"/households/{far}/part?show={code}", status=404) == absent
    assert seen(browser("attendee"), f"/households/{home}/part?show={code}", status=404)
    seen(client, f"/households/{home}/part?show={code}", status=200 if code in PARTS else 404)


@pytest.mark.parametrize("code", PARTS)
def test_of_a_day_gone_by_only_what_has_days_is_told(home: UUID, code: str) -> None:
    day, client = "on=2018-01-18", browser("member")
    seen(client, f"/households/{home}/part?show={code}&{day}", status=200 if code in OF_DAYS else 404)
    shown = links(seen(client, f"/households/{home}?{day}"), "show=")
    assert {way.split("show=")[1].split("&")[0] for way in shown} <= OF_DAYS
    assert all(day in way for way in shown)


def test_what_happened_last_stands_on_the_page_and_the_rest_is_folded(home: UUID) -> None:
    for n in range(LATEST + 2):
        done(CorrectHousehold(id=fresh(), household_id=home, natural_village=f"{n}社"))
    client = browser("member")
    html = seen(client, f"/households/{home}")
    assert f"{LATEST + 1}社" in html
    assert "0社 → 1社" not in said(html)
    assert links(html, "show=earlier$")
    assert "0社 → 1社" in said(seen(client, f"/households/{home}/part?show=earlier"))
