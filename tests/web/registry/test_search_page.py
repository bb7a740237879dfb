"""The search box: results by group, a short list while one types, and numbers that no page repeats."""

import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from support import stage
from support.stage import FAR, THERE, done, family, fresh, people_of, person, registered
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.commands.members import LeaveHousehold

MOST_QUERIES = 12
FULL_WIDTH = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")


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


def suggested(client: Client, typed: str) -> str:
    """Return the short list beside the box."""
    answer = client.post("/search?part=suggestions", {"q": typed}, headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return answer.content.decode().strip()


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


@pytest.mark.parametrize("method", ["post", "get"])
def test_a_whole_number_leads_to_the_household_and_is_not_repeated(
    township: Client, home: UUID, members: tuple[Any, ...], method: str
) -> None:
    ask = getattr(township, method)
    number = members[0].identity
    for typed in (number, f" {number[:6]} {number[6:].lower()}", number.translate(FULL_WIDTH)):
        answer = ask("/search", {"q": typed})
        assert (answer.status_code, answer["Location"], answer.content) == (302, f"/households/{home}", b"")
    for typed in (stage.number("1970-01-01", female=True), number[:17]):
        answer = ask("/search", {"q": typed})
        assert (answer.status_code, answer["Location"]) == (302, "/search?none=number")
        assert suggested(township, typed) == ""
    assert "没有找到这个证件号码" in said(seen(township, "/search?none=number"))


def test_a_number_that_is_registered_twice_lists_both_at_an_address_without_it(
    township: Client, home: UUID, members: tuple[Any, ...]
) -> None:
    number = members[2].identity
    left = people_of(home)["何小军"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=left, on=date(2018, 1, 10), cause="moved_out"))
    again = person("何小军", "户主", "2003-02-09", code=members[2].code, identity=number)
    other = registered(members=(again,), village=THERE)
    far = registered("neighbour", members=(again.model_copy(update={"id": fresh()}),), village=FAR)
    for ask in (township.get, township.post):
        answer = ask("/search", {"q": number})
        assert answer.status_code == 302
        assert number[6:] not in answer["Location"]
    html = seen(township, answer["Location"])
    assert "这个证件号码登记了不止一次" in said(html)
    assert all(f'href="/households/{key}"' in html for key in (home, other))
    assert str(far) not in html
    assert number not in html
    addresses = links(html, ".") + re.findall(r'(?:action|hx-get|hx-post|name="next" value)="([^"]*)"', html)
    assert not any(number[6:] in address for address in addresses)


def test_an_address_that_names_nobody_in_sight_finds_nobody(township: Client, home: UUID) -> None:
    far = next(iter(people_of(registered("neighbour", village=FAR)).values()))
    for same in (far.id, fresh(), "nobody"):
        text = said(seen(township, f"/search?same={same}"))
        assert far.name not in text
        assert "没有找到这个证件号码" in text


def test_what_is_no_number_gets_an_address_of_its_own(township: Client, home: UUID) -> None:
    for typed in ("何慧", "880012340001", "yanerping"):
        answer = township.post("/search", {"q": typed})
        assert answer.status_code == 302
        assert "何慧珍" in said(seen(township, answer["Location"])) or typed == "yanerping"


def test_the_box_sends_in_the_body_only(township: Client) -> None:
    (box,) = re.findall(r'<form class="search".*?</form>', seen(township, "/search"), flags=re.S)
    assert 'method="post"' in box
    assert 'hx-post="/search?part=suggestions"' in box
    assert "hx-get" not in box
    assert "csrfmiddlewaretoken" in box


@pytest.mark.parametrize("method", ["get", "post"])
def test_signing_in_first_does_not_keep_the_number(members: tuple[Any, ...], method: str) -> None:
    answer = getattr(Client(), method)(f"/search?q={members[0].identity}")
    assert answer.status_code == 302
    assert members[0].identity[6:] not in answer["Location"]


def test_what_was_typed_comes_back_as_text_only(township: Client) -> None:
    html = seen(township, "/search?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_more_is_one_link_away(township: Client) -> None:
    many = [person(f"王{given}", "其他", "1980-01-01") for given in "安邦成达恩方光海吉建静康来礼茂宁平庆仁善泰文"]
    registered(members=(person("何慧珍", "户主", "1970-03-05", female=True), *many))
    html = seen(township, township.post("/search", {"q": "王"})["Location"])
    assert "20+" in said(html)
    more = re.search(r'href="(/search\?at=[^"]+&amp;group=people)"', html)
    assert more is not None
    assert said(seen(township, unescape(more[1]))).count("何慧珍 户") == 22


def test_what_was_typed_stays_in_the_session_and_out_of_the_address(township: Client, home: UUID) -> None:
    address = township.post("/search", {"q": "何慧珍"})["Location"]
    assert re.fullmatch(r"/search\?at=[\w-]{8}", address)
    assert f'href="/households/{home}"' in seen(township, address)
    assert township.post("/search", {"q": "何慧珍"})["Location"] == address
    for number in range(8):
        township.post("/search", {"q": f"z{number}"})
    assert "何慧珍" not in seen(township, address)
    assert "何慧珍" not in seen(browser("county"), address)


def test_the_short_list_is_links_only_and_empty_for_one_letter(township: Client, home: UUID) -> None:
    html = suggested(township, "hehui")
    assert html.startswith("<ul>")
    assert f'href="/households/{home}"' in html
    assert "看全部结果" in html
    assert suggested(township, "h") == ""
    assert suggested(township, "zzz") == ""


@pytest.mark.parametrize("login", ["administrator", "attendee", "neighbour"])
def test_nobody_finds_what_they_may_not_see(home: UUID, members: tuple[Any, ...], login: str) -> None:
    client = browser(login)
    for text in ("何慧珍", "880012340001", members[0].code):
        answers = (seen(client, f"/search?q={text}"), suggested(client, text))
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
