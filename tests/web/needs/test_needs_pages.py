"""A need on its pages: told on the household's page, step by step, answered by the person to somebody else."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import organisation, organisations
from support.needs_stage import delivered, service, told
from support.stage import HERE, TODAY, people_of, registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen

DAY = TODAY.isoformat()


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_a_need_goes_through_its_forms(home: UUID) -> None:
    leader, township = browser("leader"), browser("township")
    offered, page = service(), f"/households/{home}"
    assert "没有没办完的需求" in said(seen(leader, page))
    person = str(people_of(home)["何小军"].id)
    answers = {"kind": "work", "text": "想去兰州找个活", "source": "visit", "told_on": DAY}
    need = send(leader, f"{page}/need", **answers, person_id=person)["Location"]
    assert "待研判" in said(seen(leader, need))
    send(leader, f"{need}/triage", kind="work")
    send(leader, f"{need}/match", service_id=str(offered), proposed_on=DAY)
    send(leader, f"{need}/answer", accepted="true", answered_on=DAY)
    send(leader, f"{need}/deliver", delivered_on=DAY, what="到饭店上班", helper_id=str(stage.account("member")))
    answer = {"satisfied": "true", "words": "活干得惯", "answered_by": "self", "answered_on": DAY}
    refused = send(browser("member"), f"{need}/confirm", **answer)
    assert refused.status_code == 200
    assert "您参与办了这件事" in said(refused.content.decode())
    send(township, f"{need}/confirm", **answer)
    told_here = said(seen(leader, need))
    for words in ("本人已确认", "皋兰县农业银行", "“活干得惯”", "罗秋霞 经手"):
        assert words in told_here
    assert "办完的 1 件" in said(seen(leader, page))


def test_the_list_of_a_place_leads_to_each_need(home: UUID) -> None:
    leader = browser("leader")
    delivered(home, kind="skills")
    told(home)
    html = seen(leader, f"/places/{HERE}/needs")
    assert len(links(html, "/needs/[0-9a-f-]{36}$")) == 2
    assert leader.get("/service")["Location"] == f"/places/{HERE}/needs"
    html = seen(leader, f"/places/{HERE}/needs?show=confirm&kind=skills&after=nonsense")
    assert len(links(html, "/needs/[0-9a-f-]{36}$")) == 1


def test_a_service_is_added_once_and_ends() -> None:
    county = browser("county")
    provider = organisation("bank")
    answers = {"kind": "work", "name": "介绍工作", "provider_id": str(provider), "valid_from": DAY}
    add = f"/places/{stage.COUNTY}/services/add"
    menu = send(county, add, **answers)["Location"]
    assert "介绍工作" in said(seen(county, menu))
    assert errors_of(send(county, add, **answers).content.decode())
    (end,) = links(seen(county, menu), "/end$")
    send(county, end, valid_to=DAY)
    assert "停止了的 1 项" in said(seen(county, menu))


def test_those_who_see_no_household_see_the_menu_alone(home: UUID) -> None:
    need = told(home)
    attendee = browser("attendee")
    assert attendee.get("/service")["Location"] == f"/places/{HERE}/services"
    seen(attendee, f"/places/{HERE}/services")
    assert attendee.get(f"/needs/{need}").status_code == 404
    assert attendee.get(f"/places/{HERE}/needs").status_code == 404
