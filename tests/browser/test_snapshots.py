"""Keeping the figures of a year in a real browser, and the pages of a day gone by."""

import re

from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import COUNTY


def test_a_snapshot_is_taken_stands_and_opens_to_what_the_day_says_now(visit: Visit) -> None:
    page = visit(f"places/{COUNTY}/snapshots", login="county")
    look_at(page, "snapshots-none", "zh-hans")
    page.get_by_role("link", name="留存年度快照").click()
    look_at(page, "snapshot-take", "zh-hans")
    page.fill("[name=year]", "2018")
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/snapshots/*-*")
    expect(page.locator("h1")).to_contain_text("2018 年快照")
    address = page.url.split("/", 3)[3]
    again = visit(f"snapshots/take?place={COUNTY}", login="county")
    again.fill("[name=year]", "2018")
    again.locator("main form .button.primary").click()
    expect(again.locator(".summary")).to_contain_text(re.compile("已经留存过一份"))
    for language in LANGUAGES:
        look_at(visit(address, login="county", language=language), "snapshot", language)
        listed = visit(f"places/{COUNTY}/snapshots", login="county", language=language)
        look_at(listed, "snapshots", language)
    door = page.locator("#villages a.figure").first
    figure = visit(f"{door.get_attribute('href')}".lstrip("/"), login="county", language="en")
    look_at(figure, "figure-snapshot", "en")
    door.click()
    expect(page.locator("dialog, .sheet").first).to_contain_text("和留存的一样")


def test_a_day_that_cannot_be_answered_says_so(visit: Visit) -> None:
    for language in LANGUAGES:
        page = visit(f"places/{COUNTY}?on=2001-01-01", login="county", language=language, status=400)
        look_at(page, "day-refused", language)
