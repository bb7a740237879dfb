"""Where one is signed in: seen by oneself alone, ended one by one or all at once."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from data.accounts.cast import NOW, As, account_id, actor, fresh
from xiuhua.platform.accounts.commands import DeactivatePerson
from xiuhua.platform.accounts.models import Session
from xiuhua.platform.accounts.passwords import set_password

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

PASSWORD = "seven grey herons"
SignIn = Callable[[str], Client]
PHONE = "Mozilla/5.0 (Linux; Android 13; HMA-AL00) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/99.0 MicroMessenger/8"


def phone(login: str = "leader", address: str = "10.1.2.3") -> Client:
    client = Client(headers={"User-Agent": PHONE}, REMOTE_ADDR=address)
    assert client.post("/sign-in", {"login": login, "password": PASSWORD}).status_code == 302
    return client


def handles(page: Any) -> list[str]:
    return re.findall(r'name="which" value="([^"]*)"', page.content.decode())


def test_each_place_is_told_in_plain_words(signed_in_as: SignIn, settings: Any) -> None:
    here = signed_in_as("leader")
    settings.STANDING_TIME = NOW + timedelta(minutes=5)
    phone()
    text = here.get("/account").content.decode()
    assert "安卓手机，微信" in text
    assert "没有认出的设备" in text
    assert "10.1.2.3" in text
    assert text.count("这一处") == 1
    assert PHONE not in text
    kept = repr([(row.session_data, row.get_decoded()) for row in Session.objects.all()])
    assert "10.1.2.3" not in kept
    assert PHONE not in kept


def test_nobody_else_sees_them(signed_in_as: SignIn) -> None:
    phone("attendee")
    for login in ("leader", "admin", "county-admin"):
        client = signed_in_as(login)
        for address in ("/account", f"/people/{account_id('attendee')}"):
            assert "10.1.2.3" not in client.get(address).content.decode()


def test_one_is_ended_and_the_others_go_on(signed_in_as: SignIn) -> None:
    here, there, third = signed_in_as("leader"), phone(), phone(address="10.1.2.4")
    page = here.get("/account")
    which = re.search(r"10\.1\.2\.3.*?name=\"which\" value=\"([^\"]*)\"", page.content.decode(), re.S)
    assert which
    assert here.post("/account/sessions/end", {"which": which[1]})["Location"] == "/account"
    assert there.get("/account").status_code == 302
    assert third.get("/account").status_code == here.get("/account").status_code == 200
    assert here.post("/account/sessions/end", {"which": which[1]})["Location"] == "/account"


def test_all_others_are_ended(signed_in_as: SignIn) -> None:
    here, there, third, somebody = signed_in_as("leader"), phone(), phone(), phone("attendee")
    assert len(handles(here.get("/account"))) == 2
    assert here.post("/account/sessions/end")["Location"] == "/account"
    assert [client.get("/account").status_code for client in (here, there, third, somebody)] == [200, 302, 302, 200]
    assert handles(here.get("/account")) == []


def test_nobody_ends_somebody_else_s(signed_in_as: SignIn) -> None:
    other = phone("attendee")
    third = phone("attendee")
    (which,) = handles(other.get("/account"))
    assert signed_in_as("leader").post("/account/sessions/end", {"which": which})["Location"] == "/account"
    assert third.get("/account").status_code == 200


def test_ending_this_one_is_signing_out(signed_in_as: SignIn) -> None:
    here, there = signed_in_as("leader"), phone()
    (this,) = handles(there.get("/account"))
    assert here.post("/account/sessions/end", {"which": this})["Location"] == "/sign-in"
    assert here.get("/account").status_code == 302
    assert there.get("/account").status_code == 200


def test_sessions_that_idled_away_are_not_listed(signed_in_as: SignIn, settings: Any) -> None:
    phone()
    settings.STANDING_TIME = NOW + timedelta(minutes=31)
    assert handles(signed_in_as("leader").get("/account")) == []


def test_a_password_set_by_an_administrator_ends_all(signed_in_as: SignIn) -> None:
    there = phone()
    values = {"command_id": fresh(), "actor": actor("admin"), "received_at": NOW, "temporary": True}
    assert set_password(account_id("leader"), "four quiet otters", **values) == ()
    assert there.get("/account").status_code == 302
    assert not Session.objects.filter(account_id=account_id("leader")).exists()


def test_closing_an_account_ends_all_at_once(signed_in_as: SignIn) -> None:
    signed_in_as("leader"), phone()
    assert Session.objects.filter(account_id=account_id("leader")).count() == 2
    As("admin").do(DeactivatePerson(id=fresh(), account_id=account_id("leader")))
    assert not Session.objects.filter(account_id=account_id("leader")).exists()


def test_a_refused_closing_ends_none(signed_in_as: SignIn) -> None:
    client = signed_in_as("admin")
    As("admin").do(DeactivatePerson(id=fresh(), account_id=account_id("admin")))
    assert client.get("/account").status_code == 200
