"""One's own mailbox through the pages, with a real mail server behind them."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support import stage
from support.post_office import PostOffice, post_office
from web.registry.filling import errors_of, fields_of
from web.registry.visits import browser, said, seen
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job, MailBox


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Path) -> Iterator[PostOffice]:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    with post_office() as (open_office, server):
        settings.MAIL = server
        yield open_office


def run() -> None:
    for job in list(Job.objects.filter(state="queued").values_list("id", flat=True)):
        services.run(job)


def test_an_address_is_named_confirmed_changed_and_deleted(office: PostOffice) -> None:
    client = browser("member")
    assert "没有开" in said(seen(client, "/account/mail"))
    page = "/account/mail/address"
    shown = fields_of(seen(client, page))
    wrong = client.post(page, {**shown, "address": "luo@", "pace": "daily"}).content.decode()
    assert "这不像一个邮箱地址" in " ".join(errors_of(wrong)) + said(wrong)
    sent = client.post(page, {**shown, "address": "luo@gaolan.example", "pace": "daily"})
    assert sent["Location"] == "/account/mail/code"
    run()
    code = re.search(r"\d{8}", office.letters[0].get_content())
    assert code is not None
    shown = fields_of(seen(client, "/account/mail/code"))
    assert "验证码不对" in said(client.post("/account/mail/code", {**shown, "code": "1"}).content.decode())
    assert client.post("/account/mail/code", {**shown, "code": f"{code[0][:4]} {code[0][4:]}"}).status_code == 302
    text = said(seen(client, "/account/mail"))
    assert "l•••@gaolan.example" in text
    assert "luo@" not in text
    assert client.post("/account/mail/pace", {"id": shown["id"], "pace": "off"}).status_code == 302
    assert "先不写" in said(seen(client, "/account/mail"))
    assert client.post("/account/mail/stop").status_code == 302
    assert MailBox.objects.get().address == ""
    assert "设置邮件" in said(seen(client, "/account"))


def test_without_a_server_the_page_says_so(office: PostOffice, settings: Any) -> None:
    settings.MAIL = None
    assert "管理员还没有设邮件服务器" in said(seen(browser("member"), "/account/mail"))
    seen(browser("member"), "/account/mail/code", status=404)
    assert "没有设邮件服务器" in said(seen(browser("administrator"), "/mail"))


def test_the_administrator_sees_that_it_fails_and_neither_address_nor_answer(office: PostOffice) -> None:
    office.refuse = "550 luo@gaolan.example is unknown"
    client = browser("member")
    shown = fields_of(seen(client, "/account/mail/address"))
    client.post("/account/mail/address", {**shown, "address": "luo@gaolan.example", "pace": "daily"})
    run()
    text = said(seen(browser("administrator"), "/mail"))
    assert "罗秋霞 邮件服务器不收这个地址 1" in text
    assert "luo" not in text
    assert "查看邮件服务器" in said(seen(browser("administrator"), "/"))
    seen(browser("county"), "/mail", status=404)
