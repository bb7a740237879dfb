"""What a household says is written down in a real browser, stands beside its record, and is replied to."""

import pytest
from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_a_household_says_is_written_down_and_replied_to(visit: Visit, demo: Demo, language: str) -> None:
    home = demo.names["asked"]
    page = visit(f"households/{home}/answer", login="leader", language=language)
    page.fill("[name=said]", "人均纯收入记多了，去年没有卖羊。")
    page.select_option("[name=said_by]", index=1)
    page.locator("main form .button.primary").click()
    page.wait_for_url("**#answers")
    expect(page.locator("#answers li .state").first).to_be_visible()
    look_at(page, "household-answered", language)
    page = visit(f"households/{home}", login="township", language=language)
    page.locator("#answers li a.button").first.click()
    look_at(page, "answer-reply", language)
    page.check("[name=outcome][value=stays]")
    page.fill("[name=done]", "看了交易的收据，卖羊是2016年10月的事，照旧。")
    page.locator("main form .button.primary").click()
    page.wait_for_url("**#answers")
    expect(page.locator("#answers li .state")).to_have_count(0)
