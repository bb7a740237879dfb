"""The first administrator: open only while nobody can sign in, and only with the code on this machine."""

import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from data.accounts.cast import NOW, fresh
from xiuhua.platform.accounts import first
from xiuhua.platform.accounts.models import Account, Place, Post
from xiuhua.platform.journal.models import Entry

pytestmark = pytest.mark.django_db

SENT = {
    "place_code": "620100",
    "place_name": "兰州市",
    "name": "卢思远",
    "login": "lusiyuan",
    "password": "seven grey herons",
    "password_again": "seven grey herons",
}


@pytest.fixture(autouse=True)
def _home(settings: Any, tmp_path: Path) -> Iterator[None]:
    """Keep the code in a folder of this test."""
    settings.HOME = tmp_path
    yield
    assert not list(tmp_path.glob("*.taken"))


def send(client: Client, **changed: str) -> Any:
    page = client.get("/first-administrator")
    command_id = re.search(r'name="id" value="([^"]*)"', page.content.decode())
    assert command_id
    code = first.offer_code() or ""
    return client.post("/first-administrator", {"id": command_id[1], "code": code, **SENT, **changed})


def test_sign_in_leads_there_while_nobody_can_sign_in() -> None:
    assert Client().get("/sign-in")["Location"] == "/first-administrator"


def test_the_code_is_made_once_and_readable_by_its_owner_only() -> None:
    code = first.offer_code()
    assert code is not None
    assert re.fullmatch(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", code)
    assert first.offer_code() == code
    assert stat.S_IMODE(first.code_file().stat().st_mode) == 0o600
    assert code not in Client().get("/first-administrator").content.decode()


def test_the_first_administrator_enters_and_the_door_closes() -> None:
    client = Client()
    assert send(client)["Location"] == "/"
    assert client.get("/").content.decode() == "卢思远 zh-hans"
    account, post = Account.objects.get(), Post.objects.get()
    assert (account.login, account.place_code, account.password_temporary) == ("lusiyuan", "620100000000", False)
    assert (post.account_id, post.role, post.place_code) == (account.id, "administrator", "620100000000")
    assert Place.objects.get(code="620100000000").name == "兰州市"
    assert not first.code_file().exists()
    assert first.offer_code() is None
    assert Client().get("/first-administrator")["Location"] == "/sign-in"
    assert Client().post("/first-administrator", SENT)["Location"] == "/sign-in"
    assert Client().get("/sign-in").status_code == 200
    codes = [entry.code for entry in Entry.objects.order_by("id")]
    assert codes == ["accounts.name_place", "accounts.add_person", "accounts.appoint", "accounts.password_set"]


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA", "no", "口令"])
def test_without_the_code_nothing_happens(code: str) -> None:
    text = send(Client(), code=code).content.decode()
    assert ("一次性代码不对" in text) or ("这一项没有填" in text)
    assert not Account.objects.exists()
    assert first.code_file().exists()


def test_the_code_is_read_as_people_type_it() -> None:
    code = first.offer_code()
    assert code is not None
    assert send(Client(), code=f" {code.lower().replace('-', ' ')} ")["Location"] == "/"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"login": "Lu Siyuan"}, "登录名不合适"),
        ({"place_code": "62010"}, "不是区划代码"),
        ({"password": "short", "password_again": "short"}, "密码太短"),
        ({"password_again": "another one"}, "两次填的密码不一样"),
        ({"name": ""}, "这一项没有填"),
    ],
)
def test_what_is_wrong_is_said_and_the_code_stays_good(changed: dict[str, str], words: str) -> None:
    client = Client()
    text = send(client, **changed).content.decode()
    assert words in text
    assert SENT["password"] not in text
    assert not Account.objects.exists()
    assert not Place.objects.exists()
    assert send(client)["Location"] == "/"


def test_of_two_with_the_same_code_one_comes_first() -> None:
    code = first.offer_code()
    assert code is not None
    assert first._take(code) is not None
    problems = first.appoint_first(
        code,
        command_id=fresh(),
        place_code="620100000000",
        place_name="兰州市",
        login="second",
        name="邵立新",
        password="seven grey herons",
        received_at=NOW,
    )
    assert [problem.code for problem in problems] == ["first_code_wrong"]
    first.code_file().with_suffix(".taken").unlink()
