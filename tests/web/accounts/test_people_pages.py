"""The people of a territory on pages: the same six questions, other territories first."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from data.accounts.cast import OTHER_VILLAGE, TODAY, As, account_id, appointment, fresh, post_id
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import AddPerson, ChangePerson
from xiuhua.platform.accounts.models import Account, Post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

SignIn = Callable[[str], Client]
CANARY = "金丝雀"


def of(login: str, tail: str = "") -> str:
    return f"/people/{account_id(login)}{tail}"


def send(client: Client, address: str, **values: str) -> Any:
    page = client.get(address)
    found = re.search(r'name="id" value="([^"]*)"', page.content.decode())
    assert found, page.status_code
    version = re.search(r'name="base_version" value="([^"]*)"', page.content.decode())
    base = {"base_version": version[1]} if version else {}
    return client.post(address, {"id": found[1], **base, **values})


def test_the_list_shows_the_territory_only(signed_in_as: SignIn) -> None:
    As("admin").do(AddPerson(id=fresh(), account_id=fresh(), login="canary", name=CANARY, place_code="620123000000"))
    text = signed_in_as("county").get("/people").content.decode()
    assert "曹文远" in text
    assert "燕儿坪村 组长" in text
    assert CANARY not in text
    assert "单小花" not in text
    assert CANARY in signed_in_as("admin").get("/people").content.decode()


@pytest.mark.parametrize(
    ("login", "status"),
    [
        ("admin", 200),
        ("prefecture", 200),
        ("county", 200),
        ("department", 200),
        ("auditor", 200),
        ("township", 404),
        ("leader", 404),
        ("attendee", 404),
    ],
)
def test_who_sees_people(signed_in_as: SignIn, login: str, status: int) -> None:
    client = signed_in_as(login)
    assert client.get("/people").status_code == status
    assert client.get(of("leader")).status_code == status


def test_a_person_outside_and_one_who_does_not_exist_answer_alike(signed_in_as: SignIn) -> None:
    client = signed_in_as("county-admin")
    for tail in ("", "/change", "/password", "/post"):
        outside, absent = client.get(of("neighbour", tail)), client.get(f"/people/{fresh()}{tail}")
        assert outside.status_code == absent.status_code == 404
        assert outside.content == absent.content
    for tail in ("/change", "/password", "/post", "/close", "/reopen", f"/posts/{post_id('neighbour')}/end"):
        answer = client.post(of("neighbour", tail), {"id": str(fresh())})
        assert answer.status_code == 404
    assert Account.objects.get(login="neighbour").active


@pytest.mark.parametrize("login", ["county", "auditor", "leader"])
@pytest.mark.parametrize("tail", ["/change", "/password"])
def test_only_administrators_manage_accounts(signed_in_as: SignIn, login: str, tail: str) -> None:
    client = signed_in_as(login)
    assert client.get(of("leader", tail)).status_code == 404
    assert client.post(of("leader", tail), {"id": str(fresh())}).status_code == 404
    assert client.get("/people/add").status_code == 404


@pytest.mark.parametrize("tail", ["/close", f"/posts/{post_id('leader')}/end"])
def test_acts_need_a_post_and_an_id(signed_in_as: SignIn, tail: str) -> None:
    client = signed_in_as("county-admin")
    assert client.get(of("leader", tail)).status_code == 405
    assert client.post(of("leader", tail)).status_code == 404


def test_an_account_is_opened_once_by_two_clicks(signed_in_as: SignIn) -> None:
    client = signed_in_as("county-admin")
    page = client.get("/people/add").content.decode()
    assert 'value="620122000000"' in page
    command_id = re.search(r'name="id" value="([^"]*)"', page)
    assert command_id
    values = {"name": "文静", "login": "wen", "place_code": "620122", "phone": "", "language": "en"}
    answers = [client.post("/people/add", {"id": command_id[1], **values}) for _ in range(2)]
    account = Account.objects.get(login="wen")
    assert [answer["Location"] for answer in answers] == [f"/people/{account.id}"] * 2
    assert (account.place_code, account.language, account.phone_sealed) == ("620122000000", "en", "")


def test_what_is_wrong_with_a_form_stands_at_its_question_with_what_was_typed(signed_in_as: SignIn) -> None:
    client = signed_in_as("county-admin")
    text = send(client, "/people/add", name="", login="a b", place_code="620122", language="zh-hans").content.decode()
    assert "这一项要填" in text
    assert 'value="a b"' in text
    text = send(client, "/people/add", name="文静", login="leader", place_code="620122", language="zh-hans")
    assert "这个登录名已经有人用" in text.content.decode()
    assert 'href="#field-login"' in text.content.decode()


def test_a_correction_meets_one_made_meanwhile(signed_in_as: SignIn) -> None:
    client = signed_in_as("county-admin")
    page = client.get(of("leader", "/change")).content.decode()
    carried = {name: re.search(rf'name="{name}" value="([^"]*)"', page) for name in ("id", "base_version")}
    As("admin").do(ChangePerson(id=fresh(), account_id=account_id("leader"), name="曹闻远"))
    values = {name: found[1] for name, found in carried.items() if found}
    late = client.post(of("leader", "/change"), {**values, "name": "曹文源", "place_code": "620122000000"})
    assert "别人改了同一项" in late.content.decode()
    assert Account.objects.get(login="leader").name == "曹闻远"
    assert send(client, of("leader", "/change"), name="曹文源", place_code="620122")["Location"] == of("leader")
    assert Account.objects.get(login="leader").name == "曹文源"


def test_a_post_is_given_from_the_roles_that_one_may_give(signed_in_as: SignIn) -> None:
    client = signed_in_as("county")
    page = client.get(of("attendee", "/post")).content.decode()
    assert 'value="group_member"' in page
    assert 'value="administrator"' not in page
    values = {"role": "group_member", "place_code": OTHER_VILLAGE, "valid_from": "2017-10-01", "valid_to": ""}
    assert send(client, of("attendee", "/post"), basis="皋组发〔2017〕9号", **values)["Location"] == of("attendee")
    post = Post.objects.get(account_id=account_id("attendee"), role="group_member")
    assert (post.valid_from, post.valid_to, post.basis) == (date(2017, 10, 1), None, "皋组发〔2017〕9号")
    again = send(client, of("attendee", "/post"), basis="", **values).content.decode()
    assert "此人这段时间已经是“组员”" in again
    wider = send(client, of("attendee", "/post"), **{**values, "role": "prefecture_officer"}).content.decode()
    assert "您不能办理“市级干部”这个任职" in wider


@pytest.mark.parametrize("typed", ["川口村", "川口", "ckc", "chuankou", "620122101201", "６２０１２２１０１２０１"])
def test_a_place_may_be_named(signed_in_as: SignIn, typed: str) -> None:
    values = {"role": "group_member", "place_code": typed, "valid_from": "2017-10-01"}
    assert send(signed_in_as("county"), of("attendee", "/post"), **values).status_code == 302
    assert Post.objects.get(account_id=account_id("attendee"), role="group_member").place_code == OTHER_VILLAGE


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("庙咀村", "在您的辖区里没有找到"),
        ("村", "在您的辖区里没有找到"),
        ("620123", "在您的辖区里没有找到"),
        ("6201221", "没有登记过代码为 6201221 的地方"),
    ],
)
def test_a_place_that_is_not_clear_or_not_ours_is_not_guessed(signed_in_as: SignIn, typed: str, words: str) -> None:
    values = {"role": "group_member", "place_code": typed, "valid_from": "2017-10-01"}
    answer = send(signed_in_as("county"), of("attendee", "/post"), **values)
    assert words in answer.content.decode()
    assert f'value="{typed}"' in answer.content.decode()


def test_a_place_outside_the_territory_is_not_found(signed_in_as: SignIn) -> None:
    client = signed_in_as("county")
    values = {"role": "group_member", "place_code": "620123100200", "valid_from": "2017-10-01"}
    assert "在您的辖区里没有找到" in send(client, of("attendee", "/post"), **values).content.decode()


def test_a_post_ends_on_the_page_of_the_person(signed_in_as: SignIn) -> None:
    client = signed_in_as("county")
    address = of("leader", f"/posts/{post_id('leader')}/end")
    answer = client.post(address, {"id": str(fresh()), "valid_to": "2016-01-01"})
    assert "任职的起止不对" in answer.content.decode()
    answer = client.post(address, {"id": str(fresh()), "valid_to": "2017-09-12"})
    assert answer["Location"] == of("leader")
    assert Post.objects.get(id=post_id("leader")).valid_to == TODAY
    assert address not in client.get(of("leader")).content.decode()


def test_actions_that_are_not_possible_say_why(signed_in_as: SignIn) -> None:
    text = signed_in_as("auditor").get(of("leader")).content.decode()
    assert "账号由本辖区的管理员管理" in text
    assert of("leader", "/post") not in text
    assert "/end" not in text


def test_a_temporary_password_is_told_and_then_changed(signed_in_as: SignIn) -> None:
    client = signed_in_as("county-admin")
    page = client.get(of("leader", "/password")).content.decode()
    told = re.search(r'name="password" value="([^"]*)"', page)
    command_id = re.search(r'name="id" value="([^"]*)"', page)
    assert told
    assert command_id
    assert page.count(told[1]) == 2
    for _ in range(2):
        answer = client.post(of("leader", "/password"), {"id": command_id[1], "password": told[1]})
        assert answer["Location"] == of("leader")
    person = Client()
    assert person.post("/sign-in", {"login": "leader", "password": told[1]}).status_code == 302
    assert person.get("/")["Location"] == "/account/password?next=%2F"


def test_an_account_is_closed(signed_in_as: SignIn) -> None:
    client = signed_in_as("county-admin")
    address = of("leader", "/close")
    for _ in range(2):
        assert client.post(address, {"id": str(fresh()), "reason": "调离"})["Location"] == of("leader")
    text = client.get(of("leader")).content.decode()
    assert of("leader", "/change") not in text
    assert client.post(of("leader", "/reopen"), {"id": str(fresh())})["Location"] == of("leader")
    assert Account.objects.get(login="leader").active
    assert client.get(of("leader", "/reopen")).status_code == 405
    refused = client.post(of("county-admin", "/close"), {"id": str(fresh()), "reason": ""})
    assert "不能停用自己的账号" in refused.content.decode()


def test_pages_of_a_list_follow_one_another(signed_in_as: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = signed_in_as("admin")
    for number in range(100):
        command = AddPerson(
            id=fresh(), account_id=fresh(), login=f"w{number:03d}", name=CANARY, place_code="620122000000"
        )
        assert As("admin").do(command).accepted
    first = client.get("/people").content.decode()
    follow = re.search(r'href="(\?after=[^"]*)"', first)
    assert follow
    second = client.get("/people" + follow[1]).content.decode()
    logins = re.findall(r'data-label="登录名">([^<]+)', first + second)
    assert len(logins) == len(set(logins)) == 111


def test_the_number_of_queries_of_the_list_is_fixed(signed_in_as: SignIn, django_assert_num_queries: Any) -> None:
    client = signed_in_as("county")
    with django_assert_num_queries(6):
        client.get("/people")
    As("county").do(appointment("leader", Role.GROUP_MEMBER, OTHER_VILLAGE))
    with django_assert_num_queries(6):
        client.get("/people")
