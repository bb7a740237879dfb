"""The papers of a household on their pages: chosen, made for a purpose, fetched by whoever made one."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, said, seen


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_one_tap_from_the_household_leads_to_the_files(home: UUID) -> None:
    client = browser("leader")
    form = f"/households/{home}/papers/make"
    assert form in seen(client, f"/households/{home}")
    ready = send(client, form, kind="card", purpose="help")["Location"]
    told = said(seen(client, ready))
    assert "明白卡：何慧珍 户" in told
    assert "到 2018年1月19日 09:05 为止" in told
    paper, word = client.get(f"{ready}.pdf"), client.get(f"{ready}.docx")
    assert paper.content.startswith(b"%PDF")
    assert word.content.startswith(b"PK")
    assert "no-store" in paper["Cache-Control"]
    assert "%E4%BD%95" not in paper["Content-Disposition"]
    assert browser("member").get(ready).status_code == 404
    assert browser("member").get(f"{ready}.pdf").status_code == 404
    assert "打印了明白卡" in said(seen(client, f"/households/{home}/part?show=looked"))


def test_without_a_purpose_nothing_is_made(home: UUID) -> None:
    answer = send(browser("leader"), f"/households/{home}/papers/make", kind="card", purpose="curiosity")
    assert "没有选用途" in errors_of(answer.content.decode())["purpose"]


def test_whoever_does_not_help_finds_no_such_page(home: UUID) -> None:
    assert browser("auditor").get(f"/households/{home}/papers/make").status_code == 404
    assert "papers/make" not in seen(browser("auditor"), f"/households/{home}")
