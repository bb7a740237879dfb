"""A need on its pages: told on the household's page, step by step, answered by the person to somebody else."""

import re
from html import unescape
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import established, organisation, organisations
from support.needs_stage import delivered, service, told, triaging
from support.stage import HERE, TODAY, done, people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.needs.models import Need
from xiuhua.platform.accounts.models import Organisation

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
    offered_people = seen(leader, f"{need}/deliver")
    assert "罗秋霞 · 组员 · 燕儿坪村</option>" in offered_people
    assert not {"康清和", "卢思远"} & set(re.findall(r"[\u4e00-\u9fff]+", offered_people))
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


@pytest.mark.parametrize("login", ["township", "leader", "member"])
def test_whoever_matches_chooses_among_the_organisations_of_the_county(home: UUID, login: str) -> None:
    need, client = told(home), browser(login)
    done(triaging(need), "leader")
    bank, county = str(organisation("bank")), county_of()
    page = f"/needs/{need}/match"
    chosen = dict(options(seen(client, page), "provider_id"))
    assert chosen[bank] == "皋兰县农业银行"
    assert set(chosen) == county, "of the county, and no other"
    html = seen(client, page)
    assert html.count("（两项填一项）") == 2
    send(client, page, provider_id=bank, proposed_on=DAY)
    assert "等对方答复" in said(seen(client, f"/needs/{need}"))


def test_a_service_of_another_kind_is_offered_on_demand_and_named_as_such(home: UUID) -> None:
    need, client, page = told(home, kind="housing"), browser("leader"), ""
    done(triaging(need, "housing"), "leader")
    work, page = str(service()), f"/needs/{need}/match"
    html = seen(client, page)
    assert options(html, "service_id") == []
    assert "菜单上没有这一类的服务，请选单位" in said(html)
    (others,) = links(html, "others=1$")
    (offered,) = options(seen(client, others), "service_id")
    assert offered[0] == work
    assert offered[1].startswith("别的类别：")
    same = str(service(kind="housing", name="改造危房"))
    assert [key for key, _ in options(seen(client, page), "service_id")] == [same]
    assert [key for key, _ in options(seen(client, others), "service_id")] == [same, work]
    refused = send(client, page, service_id=work, proposed_on=DAY)
    assert "类别不同，多半不是本人要的" in said(refused.content.decode())
    assert send(client, others, service_id=work, proposed_on=DAY).status_code == 302


def test_what_was_heard_on_a_visit_becomes_a_need_with_its_words_once(home: UUID) -> None:
    established()
    leader, page = browser("leader"), f"/households/{home}"
    assert send(leader, f"{page}/visit", found="都好")["Location"] == f"{page}#visits"
    assert links(seen(leader, page), "visit=") == []
    assert send(leader, f"{page}/visit", found="在修羊圈", needed="想学养羊")["Location"] == f"{page}#needs"
    html = seen(leader, page)
    assert "走访时说：“想学养羊”" in said(html)
    (offer,) = links(html, "/need[?]visit=")
    asked = seen(leader, offer)
    assert re.findall(r'name="text"[^>]*>([^<]*)</textarea>', asked) == ["想学养羊"]
    assert 'value="visit" checked' in asked
    assert fields_of(asked)["told_on"] == DAY
    need = send(leader, offer, kind="skills", text="想学养羊", source="visit")["Location"]
    assert "“" not in said(seen(leader, page).split('id="needs"')[1].split("</section>")[0])
    row = Need.objects.get()
    assert (row.told_on, row.source, row.kind, need) == (TODAY, "visit", "skills", f"/needs/{row.id}")
    assert leader.get(offer)["Location"] == need, "made once"
    assert links(seen(browser("auditor"), page), "visit=") == []


def test_the_list_of_a_visit_elsewhere_fills_in_nothing(home: UUID) -> None:
    established()
    leader, other = browser("leader"), registered()
    send(leader, f"/households/{other}/visit", found="都好", needed="想学养羊")
    (offer,) = links(seen(leader, f"/households/{other}"), "/need[?]visit=")
    assert "想学养羊" not in seen(leader, offer.replace(str(other), str(home)))


def test_what_is_open_is_told_apart_from_what_is_not_delivered(home: UUID) -> None:
    delivered(home, kind="skills")
    told(home)
    shown = said(seen(browser("leader"), f"/places/{HERE}/needs"))
    assert "没办完的里，另有 1 件办了、等本人确认" in shown


def county_of() -> set[str]:
    inside = Organisation.objects.filter(place_code__startswith=stage.COUNTY[:6])
    return {str(each) for each in inside.values_list("id", flat=True)}


def options(html: str, name: str) -> list[tuple[str, str]]:
    """Return value and label of what a field offers."""
    select = html.split(f'name="{name}"')[1].split("</select>")[0]
    return [(value, unescape(label)) for value, label in re.findall(r'<option value="([^"]+)"[^>]*>([^<]*)<', select)]
