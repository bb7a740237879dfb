"""In a browser: two medics a month, one month missed and made up; an expert day from its needs to who was seen."""

import pytest
from playwright.sync_api import Page, expect

from support.browser import LANGUAGES, PHONE, Visit, assert_accessible, assert_fits, assert_targets, look_at
from support.demo_records import Demo


def sent(page: Page) -> None:
    """Send the form of a page and wait for the page that it leads to."""
    before = page.url
    page.locator("main form .button.primary").click()
    page.wait_for_url(lambda url: url != before)


def test_medics_come_and_the_village_says_so_and_a_month_that_was_missed_stays_visible(
    visit: Visit, demo: Demo
) -> None:
    page = visit(demo.path("commitments/{commitment}"), login="leader")
    expect(page.locator(".promise .made_up")).to_have_count(1)
    page.locator(".next a.button").click()
    page.fill("[name=who]", "安康医院两名医务人员")
    page.fill("[name=what]", "在村卫生所看病")
    sent(page)
    expect(page.locator(".promise .asked")).to_have_count(1)
    expect(page.locator(".promise .kept")).to_have_count(4)
    page = visit(demo.path("commitments/{commitment}"), login="township")
    page.locator(".next a.button").click()
    page.check("[name=came][value=true]")
    page.fill("[name=words]", "来了，排队的都看上了")
    sent(page)
    expect(page.locator(".promise .kept")).to_have_count(5)
    expect(page.locator(".promise .made_up")).to_have_count(1)
    expect(page.locator(".periods")).to_contain_text("排队的都看上了")


def test_a_period_is_missed_and_made_up(visit: Visit, demo: Demo) -> None:
    page = visit(demo.path("places/{promised_to}/commitments/add"), login="county")
    page.fill("[name=what]", "教冬季修剪")
    page.locator("[name=provider_id]").select_option(index=1)
    page.check("[name=rhythm][value=term]")
    page.fill("[name=each]", "1")
    page.fill("[name=valid_from]", "2018-01-10")
    page.fill("[name=until]", "2018-01-15")
    sent(page)
    address = page.url
    page = visit(address.split("/", 3)[3], login="leader")
    page.locator(".next a.button").click()
    page.fill("[name=reason]", "下雪，车没有上来")
    page.fill("[name=next_on]", "2018-01-22")
    sent(page)
    expect(page.locator(".promise .missed")).to_have_count(1)
    page.locator(".next a.button").click()
    page.fill("[name=who]", "农艺师一名")
    page.fill("[name=what]", "在果园里教了一上午")
    sent(page)
    page = visit(address.split("/", 3)[3], login="township")
    page.locator(".next a.button").click()
    page.check("[name=came][value=true]")
    page.fill("[name=words]", "补上了，讲得明白")
    sent(page)
    expect(page.locator(".promise .made_up")).to_have_count(1)
    expect(page.locator(".periods")).to_contain_text("下雪，车没有上来")


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_are_gathered_on_an_expert_day_by_ticks(visit: Visit, demo: Demo, language: str) -> None:
    page = visit(demo.path("expert-days/{expert_day_ahead}/gather"), login="leader", language=language, width=PHONE[0])
    assert_fits(page)
    assert_targets(page)
    assert_accessible(page)
    open_needs = page.locator("[name=need]").count()
    assert open_needs > 0
    page.locator("[name=need]").first.check()
    sent(page)
    expect(page.locator(".agenda li").first).to_be_visible()
    page.locator("details.copying summary").click()
    invitation = page.locator("#copied").input_value()
    assert "鲁大夫" in invitation
    look_at(page, "expert-day-gathered", language)
