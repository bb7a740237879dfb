"""The glossary's page: everything at first, and what holds the word that was looked for, without any script."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from support.cast import NOW, PASSWORD, do, fresh
from xiuhua.platform.accounts.commands import AddPerson, NamePlace
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.site.glossary import glossary

PLACE = "620122000000"


@pytest.fixture
def reader(db: None, settings: Any) -> Iterator[Client]:
    """Return the browser of somebody without any post, who may read what words mean."""
    settings.STANDING_TIME = NOW
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    account = fresh()
    do([NamePlace(id=fresh(), place_code=PLACE, name="皋兰县")])
    do([AddPerson(id=fresh(), account_id=account, login="reader", name="范小河", place_code=PLACE)])
    assert not set_password(account, PASSWORD, command_id=fresh(), actor=LOCAL_OPERATOR, received_at=NOW)
    client = Client()
    assert client.post("/sign-in", {"login": "reader", "password": PASSWORD}).status_code == 302
    return client


def words(client: Client, **query: str) -> str:
    answer = client.get("/evidence/glossary", query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_word_and_every_field_is_there(reader: Client) -> None:
    html = words(reader)
    for group in glossary().groups:
        for term in group.terms:
            assert term.name.zh in html
            assert term.name.en.replace("'", "&#x27;") in html
    for line in glossary().fields:
        assert line.name.zh in html


def test_a_word_is_found_in_either_language_and_by_what_it_means(reader: Client) -> None:
    for wanted in ("日志", "journal", "ＪＯＵＲＮＡＬ", "Entry", "holding the one before"):
        found = glossary(wanted)
        assert 0 < found.count < glossary().count
        assert "条目" in words(reader, word=wanted) or "日志" in words(reader, word=wanted)
    assert "户编号" in words(reader, word="household code")
    assert "人均纯收入" not in words(reader, word="household code")


def test_nothing_found_says_so_and_leads_back(reader: Client) -> None:
    html = words(reader, word="no such word <b>")
    assert "没有这个词" in html
    assert "<b>" not in html
    assert "&lt;b&gt;" in html
    assert glossary("no such word").count == 0


def test_a_stranger_is_led_to_the_sign_in_page(db: None) -> None:
    assert Client().get("/evidence/glossary").status_code == 302
