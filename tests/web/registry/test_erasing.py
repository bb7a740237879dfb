"""The pages that erase a person, as a county officer meets them."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import family, people_of, registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.models import Person


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    mother, father, son = family()
    return registered(members=(mother, father.model_copy(update={"phone": "0931-123"}), son))


def test_who_goes_and_stays_is_said_and_then_it_is_done(home: UUID) -> None:
    county, page = browser("county"), f"/households/{home}"
    assert f"{page}/erase" in links(seen(county, page), "erase")
    chooser = seen(county, f"{page}/erase")
    father = people_of(home)["田巧仓"]
    (way,) = links(chooser, str(father.id))
    text = said(seen(county, way))
    for words in ("会删掉", "关于这个人的疑问 1 处", "会留下", "不能撤销", "网络安全法", "来源待核实"):
        assert words in text, words
    assert "保存期限已满" not in text, "not in force in 2018"
    wrong = send(county, way, basis="asked", reference="2018-7 号", reason="田巧仓要求")
    assert "姓名或号码" in errors_of(wrong.content.decode())["reason"]
    sent = send(county, way, basis="asked", reference="2018-7 号", reason="本人要求")
    assert (sent.status_code, sent["Location"]) == (302, page)
    text = said(seen(county, page))
    assert "已删除的成员" in text
    assert "田巧仓" not in text
    assert seen(county, way, status=404)
    assert "田巧仓" not in seen(county, f"{page}/erase")


def test_the_head_is_sent_to_the_page_that_changes_it(home: UUID) -> None:
    county, head = browser("county"), people_of(home)["何慧珍"]
    html = seen(county, f"/households/{home}/erase?person={head.id}")
    assert f"/households/{home}/head" in links(html, "head")
    assert '<button class="button primary">删除' not in html
    assert Person.objects.get(id=head.id).name


def test_nobody_below_the_county_gets_there(home: UUID) -> None:
    person = people_of(home)["田巧仓"].id
    for login in ("township", "leader", "neighbour", "auditor"):
        assert browser(login).get(f"/households/{home}/erase?person={person}").status_code in (403, 404)
    assert "可以办的事" in said(seen(browser("township"), f"/households/{home}"))


def test_an_id_that_is_none_is_not_found(home: UUID) -> None:
    assert seen(browser("county"), f"/households/{home}/erase?person=x", status=404)


def test_a_household_that_ended_is_erased_and_its_page_says_so() -> None:
    home = registered(members=[stage.person("马走远", "户主", "1940-01-01")])
    county, page = browser("county"), f"/households/{home}"
    text = said(seen(county, page))
    assert "现在还不能做：这一户还没有结束" in text
    assert "还没有结束" in said(seen(county, f"{page}/erase-whole"))
    who = people_of(home)["马走远"].id
    left = {"household_id": home, "person_id": who, "on": date(2018, 1, 5), "cause": "moved_out"}
    stage.done(LeaveHousehold(id=stage.fresh(), **left))
    assert f"{page}/erase-whole" in links(seen(county, page), "erase-whole")
    text = said(seen(county, f"{page}/erase-whole"))
    for words in ("会删掉", "会留下", "还登记在这里的 1 个人", "不能撤销", "网络安全法"):
        assert words in text, words
    wrong = send(county, f"{page}/erase-whole", basis="asked", reference="2018-7 号", reason="马走远要求")
    assert "户编号" in errors_of(wrong.content.decode())["reason"]
    sent = send(county, f"{page}/erase-whole", basis="asked", reference="2018-7 号", reason="家里要求")
    assert (sent.status_code, sent["Location"]) == (302, page)
    html = seen(county, page)
    assert "已删除的户" in said(html)
    assert "马走远" not in html
    assert "马走远" in seen(county, f"{page}/erase"), "who left is a person of their own, and erased by themselves"
    for elsewhere in ("erase-whole", "part?show=stated", "stated", "ledger", "answers/new", "merge"):
        assert county.get(f"{page}/{elsewhere}").status_code == 404, elsewhere
    assert f"{page}/erase" not in seen(browser("township"), page)
