"""The bank account on the pages: the form with its mask, the look at it, and who else has the number."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import done, fresh, people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import SHEET, browser, links, said, seen
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.members import CorrectHousehold
from xiuhua.registry.stored import load

CARD, OTHER, MASK = "6217995550001234561", "6217995550001234579", "••••••••4561"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def paid(home: UUID, number: str = CARD) -> None:
    done(CorrectHousehold(id=fresh(), household_id=home, bank_name="甘肃农信", bank_account=number))


def number_of(home: UUID) -> str:
    return str((load([home], keyring())[home].bank or {}).get("bank_account", ""))


def test_the_section_says_what_belongs_there_and_leads_to_the_form(home: UUID) -> None:
    html = seen(browser("member"), f"/households/{home}")
    assert "还没有记账号" in said(html)
    assert links(html, "field-bank_account") == [f"/households/{home}/correct#field-bank_account"]
    sent = send(browser("member"), f"/households/{home}/correct", bank_name="甘肃农信", bank_account=CARD)
    assert sent.status_code == 302
    html = seen(browser("member"), f"/households/{home}")
    assert f"甘肃农信 · {MASK}" in said(html)
    assert CARD not in html


def test_an_untouched_mask_is_no_change_and_a_torn_one_is_refused(home: UUID) -> None:
    paid(home)
    client, path = browser("member"), f"/households/{home}/correct"
    assert fields_of(seen(client, path))["bank_account"] == MASK
    assert send(client, path, unsafe_house="true").status_code == 302
    assert number_of(home) == CARD
    wrong = send(client, path, bank_account="••4579").content.decode()
    assert "银行账号不是12到19位数字" in str(errors_of(wrong))
    assert number_of(home) == CARD
    assert send(client, path, bank_account="").status_code == 302
    assert number_of(home) == ""


def test_the_number_is_shown_to_whoever_asks_beside_the_head(home: UUID) -> None:
    paid(home)
    head = people_of(home)["何慧珍"].id
    client, path = browser("member"), f"/households/{home}/members/{head}/reveal"
    assert "银行账号" in said(seen(client, path, **SHEET))
    other = people_of(home)["何小军"].id
    assert "银行账号" not in said(seen(client, f"/households/{home}/members/{other}/reveal", **SHEET))
    sent = send(client, path, field="bank_account", purpose="payment", reason="核对卡号")
    assert CARD in seen(client, sent["Location"])
    assert CARD not in seen(client, f"/households/{home}")
    assert "银行账号" in said(seen(browser("auditor"), f"/households/{home}/part?show=looked"))


def test_who_sees_both_reads_who_else_has_the_number_and_nobody_else_does(home: UUID) -> None:
    near = registered()
    paid(home)
    paid(near)
    html = seen(browser("member"), f"/households/{home}")
    assert "别的户也记了这个账号" in said(html)
    assert f"/households/{near}" in links(html, str(near))
    paid(near, OTHER)
    assert "别的户也记了这个账号" not in said(seen(browser("member"), f"/households/{home}"))


def test_the_journal_tells_it_masked(home: UUID) -> None:
    paid(home)
    html = seen(browser("county"), "/evidence/journal")
    entry = links(html, r"/evidence/journal/\d+/\d+$")[0]
    told = seen(browser("county"), entry)
    assert MASK in told
    assert CARD not in told


def test_the_register_form_takes_it(home: UUID) -> None:
    html = seen(browser("township"), f"/households/register?village={stage.HERE}")
    assert {"bank_name", "bank_account"} <= fields_of(html).keys()
