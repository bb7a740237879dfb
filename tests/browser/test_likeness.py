"""Looking for people who may be recorded twice in a real browser: the search runs behind the page, a person decides."""

import re

from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import COUNTY, VILLAGE, Demo


def test_two_records_are_found_and_decided(visit: Visit, demo: Demo) -> None:
    look_at(visit(f"places/{COUNTY}/likenesses", login="county"), "likenesses-none", "zh-hans")
    page = visit(f"places/{VILLAGE}/likenesses", login="leader")
    page.get_by_role("button", name="查找一遍").click()
    page.wait_for_url("**/jobs/**")
    expect(page.locator("body")).to_contain_text(re.compile("完成|看结果"), timeout=60_000)
    for language in LANGUAGES:
        look_at(visit(f"places/{VILLAGE}/likenesses", login="leader", language=language), "likenesses", language)
