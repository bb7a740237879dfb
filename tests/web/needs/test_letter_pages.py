"""The letter of introduction on its pages: one tap from the job, made, fetched by whoever made it."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import organisations
from support.jobs_stage import agreed, carry, person_agreeing, proposed
from support.stage import registered
from web.registry.filling import send
from web.registry.visits import browser, said, seen


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_once_both_agree_one_tap_leads_to_the_letter(home: UUID) -> None:
    need, client = agreed(home), browser("leader")
    form = f"/needs/{need}/job/letter"
    assert form in seen(client, f"/needs/{need}")
    ready = send(client, form)["Location"]
    assert "到 2018年1月19日 09:05 为止" in said(seen(client, ready))
    paper, word = client.get(f"{ready}.pdf"), client.get(f"{ready}.docx")
    assert paper.content.startswith(b"%PDF")
    assert word.content.startswith(b"PK")
    assert "no-store" in paper["Cache-Control"]
    assert "%E4%BD%95" not in paper["Content-Disposition"]
    for ending in ("", ".pdf", ".docx"):
        assert browser("member").get(f"{ready}{ending}").status_code == 404
    assert "开了介绍信" in said(seen(client, f"/households/{home}/part?show=looked"))


def test_before_that_there_is_no_way_to_it_and_it_says_who_has_not_agreed(home: UUID) -> None:
    need, client = proposed(home), browser("leader")
    carry(person_agreeing(need))
    form = f"/needs/{need}/job/letter"
    assert form not in seen(client, f"/needs/{need}")
    assert "用工单位还没有同意" in said(send(client, form).content.decode())
    assert form not in seen(browser("auditor"), f"/needs/{need}")
    assert browser("auditor").get(form).status_code == 404
