"""The search box: results by group, a short list while one types, and numbers that no page repeats."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from support import stage
from support.stage import FAR, THERE, done, family, fresh, people_of, person, registered
from web.registry.visits import browser, said, seen
from xiuhua.registry.commands.members import LeaveHousehold

MOST_QUERIES = 12


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def members() -> tuple[Any, ...]:
    return family()


@pytest.fixture
def home(members: tuple[Any, ...]) -> UUID:
    return registered(members=members, code="880012340001")


@pytest.fixture
def township() -> Client:
    return browser("township")


def test_results_are_grouped_and_lead_to_their_pages(township: Client, home: UUID) -> None:
    html = seen(township, "/search?q=h")
    assert f'href="/households/{home}"' in html
    assert "何慧珍 户主" in said(html)
    assert "水阜镇 燕儿坪村" in said(html)
    assert 'href="/places/620122101000"' in seen(township, "/search?q=水阜")
    assert "何慧珍 · 880012340001" in said(seen(township, "/search?q=8800123"))


def test_an_empty_page_and_one_without_results_say_what_can_be_typed(township: Client) -> None:
    for path in ("/search", "/search?q=zzz"):
        text = said(seen(township, path))
        assert "拼音、首字母" in text
        assert "户编号的开头" in text
    assert "没有找到“zzz”" in said(seen(township, "/search?q=zzz"))


def test_a_whole_number_leads_to_the_household_and_is_not_repeated(
    township: Client, home: UUID, members: tuple[Any, ...]
) -> None:
    number = members[0].identity
    answer = township.get("/search", {"q": number})
    assert (answer.status_code, answer["Location"]) == (302, f"/households/{home}")
    for typed in (stage.number("1970-01-01", female=True), number[:17]):
        answer = township.get("/search", {"q": typed})
        assert (answer.status_code, answer["Location"]) == (302, "/search?none=number")
        assert typed not in seen(township, f"/search?part=suggestions&q={typed}")
    assert "没有找到这个证件号码" in said(seen(township, "/search?none=number"))


def test_a_number_that_is_registered_twice_lists_both_and_is_not_repeated(
    township: Client, home: UUID, members: tuple[Any, ...]
) -> None:
    left = people_of(home)["何小军"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=left, on=date(2018, 1, 10), cause="moved_out"))
    again = person("何小军", "户主", "2003-02-09", code=members[2].code, identity=members[2].identity)
    other = registered(members=(again,), village=THERE)
    html = seen(township, f"/search?q={members[2].identity}")
    assert "这个证件号码登记了不止一次" in said(html)
    assert all(f'href="/households/{key}"' in html for key in (home, other))
    assert members[2].identity not in html


def test_what_was_typed_comes_back_as_text_only(township: Client) -> None:
    html = seen(township, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_more_is_one_link_away(township: Client) -> None:
    many = [person(f"王{given}", "其他", "1980-01-01") for given in "安邦成达恩方光海吉建静康来礼茂宁平庆仁善泰文"]
    registered(members=(person("何慧珍", "户主", "1970-03-05", female=True), *many))
    html = seen(township, "/search?q=王")
    assert "20+" in said(html)
    assert 'href="/search?q=%E7%8E%8B&amp;group=people"' in html
    assert said(seen(township, "/search?q=王&group=people")).count("何慧珍 户") == 22


def test_the_short_list_is_links_only_and_empty_for_one_letter(township: Client, home: UUID) -> None:
    html = seen(township, "/search?part=suggestions&q=hehui", **{"HX-Request": "true"})
    assert html.startswith("<ul>")
    assert f'href="/households/{home}"' in html
    assert "看全部结果" in html
    assert seen(township, "/search?part=suggestions&q=h").strip() == ""
    assert seen(township, "/search?part=suggestions&q=zzz").strip() == ""


@pytest.mark.parametrize("login", ["administrator", "attendee", "neighbour"])
def test_nobody_finds_what_they_may_not_see(home: UUID, members: tuple[Any, ...], login: str) -> None:
    client = browser(login)
    for text in ("何慧珍", "880012340001", members[0].code):
        answers = (seen(client, f"/search?q={text}"), seen(client, f"/search?part=suggestions&q={text}"))
        assert not any(str(home) in html or "水阜镇" in html for html in answers)
    assert client.get("/search", {"q": members[0].identity})["Location"] == "/search?none=number"


def test_a_search_costs_the_same_for_one_hit_and_for_many(township: Client, home: UUID) -> None:
    for code in range(12):
        registered(members=family(), code=f"88005555000{code:02d}", village=FAR if code % 2 else stage.HERE)
    seen(township, "/search?q=h")
    for text in ("hehuizhen", "h", "8800", "何"):
        with CaptureQueriesContext(connection) as queries:
            seen(township, f"/search?q={text}")
        assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


def test_a_stranger_is_led_to_sign_in() -> None:
    assert Client().get("/search?q=何").status_code == 302
