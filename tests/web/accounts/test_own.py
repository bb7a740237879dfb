"""One's own account: password and tokens, each click once."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from data.accounts.cast import COUNTY, NOW, TODAY, As, account_id, codes, fresh
from xiuhua.platform.accounts.commands import AddPerson, PasswordSet
from xiuhua.platform.accounts.models import Account, Token
from xiuhua.platform.accounts.scope import actor_for_token
from xiuhua.platform.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

PASSWORD, BETTER = "seven grey herons", "晨雾里的三只麻雀飞走"
SignIn = Callable[[str], Client]


def hidden(page: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page.content.decode())
    assert found, name
    return found[1]


def change(client: Client, **sent: str) -> Any:
    page = client.get("/account/password")
    values = {"password": PASSWORD, "new_password": BETTER, "new_password_again": BETTER, **sent}
    return client.post("/account/password", {"id": hidden(page, "id"), **values})


def token_form(client: Client) -> dict[str, str]:
    page = client.get("/account")
    values = {name: hidden(page, name) for name in ("id", "secret")}
    return {**values, "label_text": "报表程序", "expires": "2017-12-01"}


def test_a_changed_password_ends_other_sessions_and_keeps_this_one(signed_in_as: SignIn) -> None:
    here, there = signed_in_as("leader"), signed_in_as("leader")
    assert change(here)["Location"] == "/account"
    assert here.get("/account").status_code == 200
    assert there.get("/account").status_code == 302
    account = Account.objects.get(login="leader")
    assert account.check_password(BETTER)
    entry = Entry.objects.get(code="accounts.password_set")
    assert (entry.actor, entry.changes) == (account.id, "[]")
    assert BETTER not in entry.command
    assert account.password not in entry.command


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"password": "not mine"}, "现在的密码不对"),
        ({"new_password_again": "another"}, "两次填的密码不一样"),
        ({"new_password": PASSWORD, "new_password_again": PASSWORD}, "新密码和现在的一样"),
        ({"new_password": "short", "new_password_again": "short"}, "密码太短"),
        ({"new_password": "1234567890", "new_password_again": "1234567890"}, "密码太简单"),
        ({"new_password": "xx-caowenyuan", "new_password_again": "xx-caowenyuan"}, "密码里有登录名或姓名"),
        ({"new_password": "basketball", "new_password_again": "basketball"}, "这是常见的密码"),
    ],
)
def test_a_password_that_will_not_do_is_explained_and_not_repeated(
    signed_in_as: SignIn, sent: dict[str, str], words: str
) -> None:
    client = signed_in_as("leader")
    text = change(client, **sent).content.decode()
    assert words in text
    assert not any(value in text for value in (PASSWORD, BETTER, *sent.values()))
    assert Account.objects.get(login="leader").check_password(PASSWORD)
    assert not Entry.objects.filter(code="accounts.password_set").exists()


def test_somebody_without_any_post_looks_after_their_own_account(signed_in_as: SignIn) -> None:
    """A newcomer's password was set by the administrator, before the first post."""
    newcomer = fresh()
    wish = AddPerson(id=fresh(), account_id=newcomer, login="newcomer", name="柳新来", place_code=COUNTY)
    assert As("admin").do(wish).accepted
    Account.objects.filter(id=newcomer).update(password=make_password(PASSWORD), password_temporary=True)
    client = Client()
    client.post("/sign-in", {"login": "newcomer", "password": PASSWORD})
    assert client.get("/")["Location"].startswith("/account/password")
    assert change(client)["Location"] == "/account"
    account = Account.objects.get(id=newcomer)
    assert account.check_password(BETTER)
    assert not account.password_temporary
    assert client.get("/account").status_code == 200
    client.post("/language", {"language": "en", "next": "/account"})
    assert Account.objects.get(id=newcomer).language == "en"
    other = PasswordSet(id=fresh(), account_id=account_id("leader"))
    assert codes(As("newcomer").do(other)) == ["not_found"]
    assert codes(As("newcomer").do(wish.model_copy(update={"id": fresh()}))) == ["not_your_role"]


def test_a_password_set_by_somebody_else_is_changed_first(signed_in_as: SignIn) -> None:
    Account.objects.filter(login="leader").update(password=make_password(PASSWORD), password_temporary=True)
    client = Client()
    client.post("/sign-in", {"login": "leader", "password": PASSWORD})
    assert client.get("/account")["Location"] == "/account/password?next=%2Faccount"
    assert "别人设的" in client.get("/account/password").content.decode()
    change(client)
    assert client.get("/account").status_code == 200
    assert not Account.objects.get(login="leader").password_temporary


def test_a_token_is_shown_once_and_a_second_click_issues_no_second(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    sent = token_form(client)
    first, second = client.post("/account/tokens", sent), client.post("/account/tokens", sent)
    for answer in (first, second):
        assert sent["secret"] in answer.content.decode()
    token = Token.objects.get()
    assert (token.label, token.expires, token.created) == ("报表程序", date(2017, 12, 1), TODAY)
    assert sent["secret"] not in client.get("/account").content.decode()
    found = actor_for_token(sent["secret"], at=NOW)
    assert found is not None
    assert found.person_id == account_id("leader")
    assert not Entry.objects.filter(command__contains=sent["secret"]).exists()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"label_text": " "}, "这一项要填"),
        ({"expires": "soon"}, "请写一个日期"),
        ({"expires": "2017-09-12"}, "令牌的期限不对"),
        ({"expires": "2020-01-01"}, "令牌的期限不对"),
    ],
)
def test_a_token_form_that_will_not_do_keeps_what_was_typed(
    signed_in_as: SignIn, sent: dict[str, str], words: str
) -> None:
    client = signed_in_as("leader")
    values = {**token_form(client), **sent}
    answer = client.post("/account/tokens", values)
    assert words in answer.content.decode()
    assert hidden(answer, "secret") == values["secret"]
    assert not Token.objects.exists()


def test_a_token_without_a_secret_of_ours_is_not_issued(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    assert client.post("/account/tokens", {**token_form(client), "secret": "weak"}).status_code == 302
    assert client.post("/account/tokens", {"label_text": "x"}).status_code == 404
    assert not Token.objects.exists()


def test_a_token_is_revoked_by_its_owner_and_nobody_near(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    client.post("/account/tokens", token_form(client))
    token = Token.objects.get()
    address = f"/account/tokens/{token.id}/revoke"
    assert client.get(address).status_code == 405
    stranger = signed_in_as("attendee")
    stranger.post(address, {"id": str(fresh())})
    assert Token.objects.get().revoked is None
    client.post(address, {"id": str(fresh())})
    assert Token.objects.get().revoked == TODAY
    text = client.get("/account").content.decode()
    assert "2017年9月12日 作废" in text


def test_a_used_command_id_sets_no_password(signed_in_as: SignIn) -> None:
    command = PasswordSet(id=fresh(), account_id=account_id("leader"))
    As("leader").do(command)
    client = signed_in_as("leader")
    values = {"password": PASSWORD, "new_password": BETTER, "new_password_again": BETTER}
    client.post("/account/password", {"id": str(command.id), **values})
    assert Account.objects.get(login="leader").check_password(PASSWORD)


def test_the_pages_speak_english_too(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    client.post("/language", {"language": "en"})
    text = client.get("/account").content.decode()
    assert "group leader" in text
    assert "Which program is it for?" in text
