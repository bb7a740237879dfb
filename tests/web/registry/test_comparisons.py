"""Departments' lists on the pages: brought, compared by a job, looked at, deleted; nothing registered changes."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from data.registry.test_comparisons import ALLOWANCE, DISABILITY, PUPILS, WHERE, agreed, book, identity, lines, poor
from support import stage
from support.cast import work
from support.stage import FAR, HERE, STATED, TOWNSHIP, actor, fresh, number, person, registered
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.exchange.models import ImportSession, StagedPart
from xiuhua.platform.journal.models import Entry
from xiuhua.registry.agenda import open_comparisons
from xiuhua.registry.models import Comparison, ComparisonLine, Household, Person, Statement

NEW = f"/places/{TOWNSHIP}/comparisons/new"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


def brought(client: Client, data: bytes, *, on: str = "2017-12-31", kind: str = "", path: str = NEW) -> str:
    """Bring a list, let the worker compare it, and return the address of its page."""
    file = SimpleUploadedFile("名单.xlsx", data)
    answer = client.post(path, {"id": str(fresh()), "listed_on": on, "kind": kind, "file": file})
    assert answer.status_code == 302, said(answer.content.decode())
    work()
    return str(answer["Location"])


def whole() -> list[Any]:
    """Return what is registered, to be compared with later."""
    return [sorted(model.objects.values_list(), key=str) for model in (Household, Person, Statement)]


def test_a_list_is_brought_compared_looked_at_and_deleted() -> None:
    same, other = poor(), registered()
    poor()
    before = whole()
    rows = [
        {"姓名": "何慧珍", "身份证号": identity(same, "何慧珍"), **WHERE, "低保类别": "农村低保"},
        {"姓名": "何慧珍", "身份证号": identity(other, "何慧珍"), **WHERE, "低保类别": "二类", "保障金额": 210},
        {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "特困"},
        {"姓名": "石头", "身份证号": "62019919610405", **WHERE, "低保类别": "特困"},
    ]
    township = browser("township")
    page = brought(township, book(ALLOWANCE, *rows))
    told = said(seen(township, page))
    assert "民政 2017年12月31日：1 处不一样，1 人名单上有、这里没有登记，1 处这里有、名单上没有，1 处一样" in told
    assert "贫困户属性：一般脱贫户" in told
    assert "享受低保" in told
    assert "保障金额 210" in told
    assert "潘月红" in said(seen(township, page + "?side=only_listed"))
    wrong = said(seen(township, page + "?side=wrong"))
    assert "身份证号 620•••••••••05" in wrong, "a bad number is masked like a good one; row and column tell where it is"
    assert "62019919610405" not in wrong
    listed = said(seen(township, f"/places/{HERE}/comparisons"))
    assert "民政 · 低保、特困供养名单" in listed
    lately = seen(township, "/").partition('id="changes"')[2]
    assert f'href="{page.partition("?")[0]}"' in lately, "what changed lately leads to the comparison"
    assert whole() == before, "nothing that is registered changes"
    assert not StagedPart.objects.exists(), "the file goes with the session"
    assert ImportSession.objects.get().state == "settled"

    leader = browser("leader")
    household = seen(leader, f"/households/{other}")
    assert "部门比对： 民政 2017-12 — 1 处不同" in said(household)
    (door,) = links(household, "^/comparisons/")
    line = next(href for href in links(seen(leader, door), "/lines/"))
    form = seen(leader, line)
    wish = re.search(r'name="id" value="([^"]+)"', form)
    assert wish
    answer = leader.post(line, {"id": wish[1], "result": "other"})
    assert "请写一句话说明" in said(answer.content.decode())
    done = leader.post(line, {"id": wish[1], "result": "list_right", "note": "看了存折"})
    assert done.status_code == 302
    told = said(seen(leader, page))
    assert "名单对，这里已更正" in told
    assert "看了存折" in told
    assert "看过了" in said(seen(leader, f"/households/{other}"))
    assert "还有 2 处没看" in told

    assert leader.post(f"{page}/delete", {"id": str(fresh())}).status_code == 404
    assert township.post(f"{page}/delete", {"id": str(fresh())}).status_code == 302
    assert not Comparison.objects.exists()
    seen(township, page, status=404)


def test_what_nobody_looked_at_stands_together_whatever_its_side() -> None:
    other = registered()
    poor()
    rows = [
        {"姓名": "何慧珍", "身份证号": identity(other, "何慧珍"), **WHERE, "低保类别": "二类", "保障金额": 210},
        {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "特困"},
    ]
    township = browser("township")
    page = brought(township, book(ALLOWANCE, *rows))
    (today,) = open_comparisons(actor("township"), stage.TODAY)
    assert "：3 处" in str(today.name)
    html = seen(township, today.url)
    assert len(links(html, "/lines/")) == 3
    assert "还没看的 3" in said(html)
    marks = dict(re.findall(r'class="chip (\w+)"[^>]*><span[^>]*>(.)</span>', seen(township, page)))
    assert len(set(marks.values())) == len(marks), "no two sides have one mark"
    assert "here" in marks


def test_three_departments_are_recognised_by_their_columns() -> None:
    members = (
        person("何慧珍", "户主", "1970-03-05", female=True, health="残疾"),
        person("何小军", "之子", "2003-02-09", education=None, school="九年级", labour="无劳动力"),
    )
    home = registered(members=members, stated=STATED.model_copy(update={"household_kind": "低保贫困户", "size": 2}))
    agreed(home)
    mother, son = identity(home, "何慧珍"), identity(home, "何小军")
    township = browser("township")
    for data, kind in (
        (book(ALLOWANCE, {"姓名": "何慧珍", "身份证号": mother, **WHERE, "低保类别": "一类"}), "allowance"),
        (
            book(DISABILITY, {"姓名": "何慧珍", "残疾人证号": mother + "42", "残疾类别": "肢体", "村": "燕儿坪村"}),
            "disability",
        ),
        (book(PUPILS, {"姓名": "何小军", "身份证号码": son, "学校": "水阜中学", "年级": "九年级"}), "pupils"),
    ):
        page = brought(township, data)
        comparison = Comparison.objects.get(id=UUID(page.rpartition("/")[2]))
        assert comparison.kind == kind
        assert [side for side, _, _ in lines(comparison.id)] == ["agreeing"]
    assert "残联 2017-12 — 一样" in said(seen(browser("member"), f"/households/{home}"))


def test_a_list_that_needs_consent_shows_whom_to_ask_and_nothing_of_the_list() -> None:
    members = (person("何慧珍", "户主", "1970-03-05", female=True, health="健康"),)
    home = registered(members=members, stated=STATED.model_copy(update={"size": 1}))
    card = {"姓名": "何慧珍", "残疾人证号": identity(home, "何慧珍") + "42", "残疾类别": "肢体", "村": "燕儿坪村"}
    township = browser("township")
    page = brought(township, book(DISABILITY, card))
    shown = seen(township, page)
    told = said(shown)
    assert "残联 2017年12月31日：1 处没有同意、没有比对" in told
    assert "没有现在有效的同意（健康信息·" in told
    assert "肢体" not in told
    assert f"/households/{home}/consent" in links(shown, "/consent$")
    assert "残联 2017-12 — 没有同意，没有比对" in said(seen(browser("leader"), f"/households/{home}"))
    agreed(home)
    assert "再比对一次就有结果" in said(seen(township, page))


def test_a_village_group_sees_the_lines_of_its_village_alone() -> None:
    poor()
    registered(village=stage.THERE, stated=STATED.model_copy(update={"household_kind": "低保贫困户"}))
    empty = {"姓名": "路人", "身份证号": number("1950-01-01", female=True), "县": "榆中县", "低保类别": "低保"}
    page = brought(browser("township"), book(ALLOWANCE, empty))
    assert len(ComparisonLine.objects.values("place_code").distinct()) == 2
    told = said(seen(browser("leader"), page))
    assert "1 处这里有、名单上没有" in told
    assert "范围以外" not in told, "counts of the whole list are for those who answer for all of it"
    assert "2 处这里有、名单上没有" in said(seen(browser("township"), page))
    assert "1 行是这次比对范围以外的" in said(seen(browser("county"), page))
    seen(browser("neighbour"), page, status=404)
    for login in ("auditor", "attendee", "prefecture"):
        seen(browser(login), page, status=404)


def test_the_journal_says_that_a_list_was_compared_and_not_what_it_says() -> None:
    poor()
    row = {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "特困"}
    brought(browser("township"), book(ALLOWANCE, row))
    stream, sequence = Entry.objects.values_list("stream", "sequence").get(code="registry.record_comparison")
    for login in ("county", "auditor", "township"):
        told = said(seen(browser(login), f"/evidence/journal/{stream}/{sequence}"))
        assert "低保、特困供养名单" in told
        assert not any(each in told for each in ("潘月红", "特困供养户", "只在", "only_", "何慧珍"))


def test_what_is_missing_is_said_at_its_field() -> None:
    township = browser("township")
    answer = township.post(NEW, {"id": str(fresh())})
    told = said(answer.content.decode())
    assert answer.status_code == 200
    assert "没有写名单的日期" in told
    answer = township.post(NEW, {"id": str(fresh()), "listed_on": "2019-01-01"})
    assert "还没有到" in said(answer.content.decode())
    assert not ImportSession.objects.exists()
    seen(township, f"/places/{FAR}/comparisons/new", status=404)
    seen(browser("leader"), NEW, status=404)


def test_a_file_that_is_no_known_list_says_so_and_leaves_nothing() -> None:
    township = browser("township")
    page = brought(township, book(("名称", "电话"), {"名称": "合作社", "电话": "0931"}))
    told = said(seen(township, page))
    assert "这份名单没有比对" in told
    assert "编号" in told
    assert not Comparison.objects.exists()
    assert set(StagedPart.objects.values_list("part", flat=True)) == {"refusal"}
    seen(browser("county"), page, status=404)
    assert "名单.xlsx" not in said(seen(township, "/imports")), "a list is no import"


def test_the_same_list_again_is_refused_and_an_old_day_has_no_list() -> None:
    township = browser("township")
    data = book(
        ALLOWANCE, {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "低保"}
    )
    brought(township, data)
    again = brought(township, data)
    assert "已经比对过了" in said(seen(township, again))
    assert Comparison.objects.count() == 1
    assert date(2017, 12, 31) == Comparison.objects.get().listed_on


def test_today_names_the_lists_that_wait() -> None:
    poor()
    page = brought(browser("township"), book(ALLOWANCE))
    today = seen(browser("leader"), "/")
    assert "看 民政 2017-12 的名单：1 处" in said(today)
    assert [href for href in links(today, "^/comparisons/") if href.startswith(page)]
    assert "2017-12 的名单" not in said(seen(browser("auditor"), "/"))
