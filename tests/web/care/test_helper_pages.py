"""Who helps a household, on its page and in the forms; the help of a place."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import BEGIN, organisation, organisations
from support.stage import HERE, THERE, TOWNSHIP, account, done, fresh, registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.care.models import Helper
from xiuhua.platform.accounts.commands import AddPerson, Appoint


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def section(login: str, home: UUID) -> str:
    html = seen(browser(login), f"/households/{home}")
    return said(html.split('id="help"')[1].split("</section>")[0])


def test_helpers_are_assigned_followed_and_ended_from_the_page_of_the_household(home: UUID) -> None:
    client, page = browser("leader"), f"/households/{home}"
    assert "还没有人帮扶这一户" in section("auditor", home)
    sent = send(client, f"{page}/helpers/assign", account_id=str(account("member")), valid_from="2017-10-01")
    assert sent["Location"] == f"{page}#help"
    former = Helper.objects.values_list("id", flat=True).get()
    outside = {
        "account_id": "",
        "name": "蒲月英",
        "unit": "县农牧局",
        "phone": "13911112222",
        "valid_from": "2018-01-10",
    }
    send(client, f"{page}/helpers/assign?after={former}", **outside)
    told = section("county", home)
    for words in ("蒲月英", "县农牧局 · 139••••••22", "以前的帮扶人 1 人", "蒲月英 接替"):
        assert words in told
    assert "13911112222" not in seen(client, page)
    assert "不再帮扶：罗秋霞" in said(seen(browser("auditor"), page))
    (end,) = links(seen(client, page), "/end$")
    assert "没有别的帮扶人" in said(seen(client, end))
    send(client, end, end_reason="工作调动")
    assert "还没有人帮扶这一户" in section("auditor", home)


def test_those_who_serve_there_are_offered_by_name_post_and_unit(home: UUID) -> None:
    organisations()
    twice = {"name": "曹文远", "place_code": "620122000000"}
    for login, place, more in (
        ("elsewhere", THERE, {}),
        ("banker", HERE, {"organisation_id": organisation("bank")}),
        ("namesake", HERE, {}),
    ):
        done(AddPerson(id=fresh(), account_id=account(login), login=login, **twice), "administrator")
        post = {"post_id": fresh(), "role": "group_leader", "place_code": place, "valid_from": BEGIN, **more}
        done(Appoint(id=fresh(), account_id=account(login), **post), "administrator")
    html = seen(browser("leader"), f"/households/{home}/helpers/assign")
    offered = re.findall(
        r"<option value=\"[0-9a-f-]+\">([^<]+)", html.split('name="account_id"')[1].split("</select>")[0]
    )
    assert offered == [
        "曹文远 · 组长 · 皋兰县农业银行",
        "曹文远 · 组长 · 燕儿坪村（leader）",
        "曹文远 · 组长 · 燕儿坪村（namesake）",
        "罗秋霞 · 组员 · 燕儿坪村",
        "秦德厚 · 乡镇干部 · 水阜镇",
        "贺春明 · 县级干部 · 皋兰县",
        "石映红 · 组织部门 · 皋兰县",
        "戴云舒 · 市级干部 · 兰州市",
    ]


def test_what_is_wrong_stands_at_its_field(home: UUID) -> None:
    client, path = browser("leader"), f"/households/{home}/helpers/assign"
    html = send(client, path, account_id="", name="蒲月英").content.decode()
    assert set(errors_of(html)) == {"unit"}
    assert 'value="蒲月英"' in html
    assert Helper.objects.count() == 0


def test_whoever_may_not_sees_no_forms(home: UUID) -> None:
    page = f"/households/{home}"
    for login in ("member", "auditor", "neighbour", "attendee", "department"):
        seen(browser(login), f"{page}/helpers/assign", status=404)
        seen(browser(login), f"{page}/helpers/first", status=404)
    assert links(seen(browser("member"), page), "/helpers/") == []
    seen(browser("neighbour"), f"/places/{HERE}/help", status=404)
    seen(browser("administrator"), f"/places/{HERE}/help", status=404)


def test_a_place_lists_whom_nobody_helps_and_a_village_its_organisations(home: UUID) -> None:
    organisations()
    client = browser("county")
    assert "何慧珍" in said(seen(client, f"/places/{TOWNSHIP}/help"))
    assert f"/places/{HERE}/help" in links(seen(client, f"/places/{HERE}"), "/help$")
    send(client, f"/places/{HERE}/help/units", organisation_id=str(organisation("bank")), valid_from="2017-10-01")
    told = said(seen(client, f"/places/{HERE}/help"))
    assert "皋兰县农业银行 结束 皋兰县农业银行 2017年10月1日 起" in told
    (end,) = links(seen(client, f"/places/{HERE}/help"), "/help/units/.*/end$")
    send(client, end, end_reason="县里调整")
    assert "县里调整" in said(seen(browser("leader"), f"/places/{HERE}/help"))
    seen(client, end, status=404)
    send(browser("leader"), f"/households/{home}/helpers/assign", account_id=str(account("member")))
    assert "每一户都有人帮扶" in said(seen(client, f"/places/{TOWNSHIP}/help"))
    assert "安排帮扶人" not in said(seen(browser("auditor"), f"/places/{HERE}/help"))
