"""What a household agreed to, on its page and in the two short forms."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.models import Consent

ANSWERS = {"data_set": "income", "purpose": "verification", "scope": "matching", "given_by": "self"}


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def section(login: str, home: UUID) -> str:
    return said(seen(browser(login), f"/households/{home}/part?show=consents"))


def test_a_consent_is_recorded_shown_and_withdrawn(home: UUID) -> None:
    page, client = f"/households/{home}", browser("member")
    assert "没有记下同意" in section("member", home)
    sent = send(client, f"{page}/consent", **ANSWERS, until="2018-02-10")
    assert sent["Location"] == f"{page}?open=consents#consents"
    told = section("auditor", home)
    for words in ("收入 · 核实信息 · 和有关部门比对信息", "快到期", "全家", "由本人同意", "2018年2月10日"):
        assert words in told
    (revoke,) = links(seen(client, f"{page}?open=consents"), "/consents?/[^/]+/revoke$")
    assert links(seen(browser("auditor"), f"{page}?open=consents"), "/(revoke|consent)$") == []
    assert send(client, revoke)["Location"] == f"{page}?open=consents#consents"
    assert "到期或撤回的 1 项" in section("auditor", home)
    assert "2018年1月19日 撤回" in section("auditor", home)
    assert links(seen(client, f"{page}?open=consents"), "/consents/[^/]+/revoke$") == []


def test_a_consent_that_has_run_out_is_folded_away(home: UUID) -> None:
    send(browser("member"), f"/households/{home}/consent", **ANSWERS, given_on="2018-01-10", until="2018-01-18")
    assert "到期或撤回的 1 项" in section("member", home)
    assert "已到期" in section("member", home)


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(home: UUID) -> None:
    client, path = browser("member"), f"/households/{home}/consent"
    child = people_of(home)["何小军"].id
    html = send(client, path, **{**ANSWERS, "purpose": "payment", "person_id": str(child)}).content.decode()
    assert set(errors_of(html)) == {"purpose"}
    assert "走访帮扶" in errors_of(html)["purpose"]
    html = send(client, path, **{**ANSWERS, "given_by": "guardian"}).content.decode()
    assert set(errors_of(html)) == {"giver"}
    assert re.search(r'value="verification" checked', html)
    assert Consent.objects.count() == 0


def test_a_double_click_records_once_and_whoever_may_not_finds_no_page(home: UUID) -> None:
    client, path = browser("member"), f"/households/{home}/consent"
    form = fields_of(client.get(path).content.decode())
    for _ in range(2):
        client.post(path, {**form, **ANSWERS})
    assert Consent.objects.count() == 1
    consent = Consent.objects.values_list("id", flat=True).get()
    for login in ("auditor", "department", "neighbour", "attendee"):
        seen(browser(login), path, status=404)
        seen(browser(login), f"/households/{home}/consents/{consent}/revoke", status=404)
    other = registered()
    seen(client, f"/households/{other}/consents/{consent}/revoke", status=404)
