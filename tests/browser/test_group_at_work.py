"""A work group's work through the pages: village talks, a vote of six channels, idle land, a household's plan.

Invented people of the demo: the leader works, somebody who only attends gets a task and does it, and the household
agrees and confirms. What the register holds of other months of the year is told over HTTP by the scenario of the same
name in ``tests/scenarios``.
"""

import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from uuid import UUID

import openpyxl
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from support.browser import Visit
from support.demo_records import VILLAGE, Demo
from support.served import Served, rows

CHANNELS = ("第一书记", "驻村帮扶工作队", "大学生村官", "包村干部", "村支部委员", "村委会委员")
VOTERS = {"曹文远", "魏守田", "柳青禾", "雷春燕", "罗秋霞", "宋怀远"}
GUESTS = {"段永年", "马占川"}
TODAY = date(2018, 1, 22)
EVENINGS = ("2018-01-20", "2018-01-21", "2018-01-22")
VILLAGERS = ("86", "92", "101")


def send(page: Page, leads_to: str) -> None:
    """Send the form of a page and wait for where it leads."""
    page.locator("main form .button.primary").click()
    page.wait_for_url(leads_to)


def follow(page: Page, label: str) -> None:
    """Press the next action of a page, which must be this one."""
    step = page.locator("main .next .button.primary")
    expect(step).to_have_text(label)
    step.click()


def plan(page: Page, topic: str, days: Sequence[str]) -> None:
    """Plan a meeting on some evenings."""
    page.fill("[name=topic]", topic)
    page.fill("[name=venue]", "村委会会议室")
    for number, day in enumerate(days, 1):
        page.fill(f"[name=day-{number}]", day)
        page.fill(f"[name=time-{number}]", "19:30")
    send(page, re.compile(r"/meetings/[0-9a-f-]{36}$"))


def everybody_came(page: Page, villagers: str = "") -> None:
    """Type from the signed list that all came, also who was on leave."""
    for answer in page.locator(".roll [value=present]").all():
        answer.check()
    for reason in page.locator(".roll .away [name^=reason-]").all():
        reason.fill("事办完了，提前回来")
    if villagers:
        page.fill("[name=villagers]", villagers)
        page.fill("[name=named]", "杨桂香\n石有粮")
    send(page, re.compile(r"/meetings/[0-9a-f-]{36}$"))


def test_the_village_talks_for_three_evenings_and_more_come_than_belong(visit: Visit, demo: Demo) -> None:
    page = visit(demo.path("groups/{group}/meetings/plan?kind=talk"), login="leader")
    plan(page, "发展集体经济", EVENINGS)
    for villagers in VILLAGERS:
        follow(page, "录入到会情况")
        everybody_came(page, villagers)
    for villagers in VILLAGERS:
        expect(page.locator("main")).to_contain_text(f"村民 {villagers} 人")
    expect(page.get_by_text("记录表决")).to_have_count(0)
    follow(page, "结束会议")
    page.fill("[name=summary]", "愿意养鸡的有，怕没人管。先去看别的村怎么管。")
    send(page, re.compile(r"/meetings/[0-9a-f-]{36}$"))
    expect(page.locator("main h1")).to_contain_text("已结束")
    expect(page.locator("main")).to_contain_text("怕没人管")


def test_only_who_votes_votes_and_who_attends_gets_a_task_and_does_it(visit: Visit, demo: Demo) -> None:
    page = visit(demo.path("groups/{group}"), login="leader")
    for channel in CHANNELS:
        expect(page.locator("main")).to_contain_text(channel)
    page.get_by_role("link", name="安排会议", exact=True).first.click()
    plan(page, "六组的水渠", (TODAY.isoformat(),))
    meeting = page.url
    follow(page, "发通知")
    send(page, meeting)
    follow(page, "录入到会情况")
    assert {each.split()[0] for each in page.locator(".roll legend").all_inner_texts()} == VOTERS | GUESTS
    everybody_came(page)
    follow(page, "记录表决")
    assert set(page.locator(".roll legend").all_inner_texts()) == VOTERS
    page.fill("[name=text]", "把漏水的一段换成水泥管")
    for vote in page.locator(".roll [value=for]").all():
        vote.check()
    send(page, meeting)
    follow(page, "记录决定")
    page.locator("[name=member_id]").select_option(label="马占川")
    page.fill("[name=done_means]", "六组的水渠不漏水")
    send(page, meeting)
    what = page.get_by_role("link", name="把漏水的一段换成水泥管")
    task = str(what.first.get_attribute("href"))
    attending = visit("", login="attendee")
    attending.locator(f"main .agenda a[href='{task}']", has_text="接下").click()
    attending.locator("main .next form .button.primary").click()
    attending.locator("main .next").get_by_role("link", name="报办完").click()
    attending.fill("[name=result]", "换了三十米，放水试过了")
    send(attending, re.compile(r"/tasks/[0-9a-f-]{36}$"))
    expect(attending.locator("main .next")).to_have_count(0)
    page.goto(page.url.split("/meetings/")[0] + task)
    follow(page, "记下他们的确认")
    page.fill("[name=words]", "水到地头了")
    page.fill("[name=said_by]", "六组石有粮")
    send(page, re.compile(r"/tasks/[0-9a-f-]{36}$"))
    expect(page.locator("main")).to_contain_text("水到地头了")


def test_idle_land_goes_out_on_a_sheet_that_others_can_open(visit: Visit, demo: Demo, tmp_path: Path) -> None:
    page = visit(demo.path("groups/{group}/land"), login="leader")
    codes = {each.strip() for each in page.locator("main td .code").all_inner_texts()} - {"—"}
    assert codes
    for label, ending in (("洽谈表（表格）", "xlsx"), ("洽谈表（PDF）", "pdf")):
        with page.expect_download() as started:
            page.get_by_role("link", name=label).click()
        started.value.save_as(tmp_path / f"sheet.{ending}")
    sheet = openpyxl.load_workbook(tmp_path / "sheet.xlsx").active
    written = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row}
    assert codes <= written
    paper = "".join(part.extract_text() for part in PdfReader(tmp_path / "sheet.pdf").pages)
    assert all(code in paper.replace("\n", "") for code in codes)


def unplanned(served: Served) -> str:
    """Return the last household of the village, which has no plan."""
    planned = "SELECT household_id FROM care_plan"
    here = f"place_code = '{VILLAGE}' AND valid_to IS NULL AND id NOT IN ({planned}) ORDER BY code DESC LIMIT 1"
    ((home,),) = rows(f"sqlite:///{served.home / 'demo.sqlite3'}", f"SELECT id FROM registry_household WHERE {here}")
    return str(UUID(str(home)))


def test_a_plan_stands_when_the_household_agrees_and_is_done_when_it_says_so(visit: Visit, served: Served) -> None:
    home = unplanned(served)
    page = visit(f"households/{home}/plan", login="leader")
    page.locator("main .next .button.primary").click()
    page.fill("[name=needs]", "想再养两只羊，腿疼，走不远")
    page.fill("[name=begins_on]", "2018-01-01")
    page.fill("[name=ends_on]", "2018-12-31")
    send(page, re.compile(rf"/households/{home}/plan"))
    page.locator("main a[href*='/measures/add']").first.click()
    page.locator("[name=kind]").first.select_option(index=1)
    page.fill("[name=what]", "买两只小尾寒羊")
    page.fill("[name=who]", "罗秋霞")
    page.fill("[name=due]", "2018-06-30")
    send(page, re.compile(rf"/households/{home}/plan"))
    page.locator("main a[href$='/agree']").first.click()
    page.locator("[name=agreed_by]").first.select_option(index=1)
    send(page, re.compile(rf"/households/{home}/plan"))
    page.locator("main a[href$='/result']").first.click()
    page.fill("[name=done_on]", "2018-01-20")
    page.fill("[name=result]", "羊已经牵到家")
    send(page, re.compile(rf"/households/{home}/plan"))
    asked = visit(f"households/{home}/plan", login="township")
    asked.locator("main a[href$='/answer']").first.click()
    asked.locator("[name=said][value=yes]").check()
    asked.fill("[name=words]", "羊是好羊，就是草料贵")
    asked.locator("[name=confirmed_by]").first.select_option(index=1)
    send(asked, re.compile(rf"/households/{home}/plan"))
    expect(asked.locator("main")).to_contain_text("羊是好羊，就是草料贵")
