"""A visit on a phone: the network is cut and comes back, the page is loaded again, and the visit counts once."""

from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from support.browser import LANGUAGES, PHONE, Visit, assert_accessible, assert_fits, assert_targets, look_at
from support.demo_records import VILLAGE, Demo
from support.served import Served, rows

FOUND = "断网的时候记下的：羊圈的门要换"


def homes(served: Served) -> list[str]:
    """Return households of the leader's village that nobody visits in the demo, from the last one on."""
    url = f"sqlite:///{served.home / 'demo.sqlite3'}"
    here = f"SELECT id FROM registry_household WHERE place_code = '{VILLAGE}' AND valid_to IS NULL ORDER BY code DESC"
    return [str(UUID(str(key))) for (key,) in rows(url, f"{here} LIMIT 6")]


def recorded(served: Served, home: str) -> int:
    url = f"sqlite:///{served.home / 'demo.sqlite3'}"
    ((n,),) = rows(url, f"SELECT count(*) FROM groups_visit WHERE household_id = '{UUID(home).hex}'")
    return int(n)


def told(page: Page, text: str) -> None:
    page.locator("[name=seen]").first.check()
    page.fill("[name=found]", text)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_visit_fits_one_screen_of_a_phone_and_is_recorded(
    visit: Visit, demo: Demo, served: Served, language: str
) -> None:
    home = homes(served)[LANGUAGES.index(language)]
    page = visit(f"households/{home}/visit", login="leader", language=language, width=PHONE[0])
    assert_fits(page)
    assert_targets(page)
    assert_accessible(page)
    told(page, "灶上没有水")
    page.fill("[name=promised]", "问水务局")
    page.locator("main form .button.primary").click()
    page.wait_for_url("**#visits")
    expect(page.locator("#visits .timeline li").first).to_contain_text("灶上没有水")
    look_at(page, "household-visited", language)
    assert recorded(served, home) == 1


def test_without_a_signal_it_waits_on_the_phone_survives_a_reload_and_is_sent_once(
    visit: Visit, served: Served
) -> None:
    home = homes(served)[3]
    page = visit(f"households/{home}/visit", login="leader", width=PHONE[0])
    told(page, FOUND)
    page.context.set_offline(True)
    try:
        page.locator("main form .button.primary").click()
        expect(page.locator("[data-outbox-note]")).to_be_visible()
        assert recorded(served, home) == 0
    finally:
        page.context.set_offline(False)
    page.wait_for_url("**#visits")
    expect(page.locator("#visits .timeline li").first).to_contain_text(FOUND)
    assert recorded(served, home) == 1
    page.goto(page.url.split("#")[0] + "/visit")
    expect(page.locator("[name=found]")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('outbox:')).length") == 0


def test_a_tab_that_was_closed_before_there_was_a_signal_sends_it_when_it_is_opened_again(
    visit: Visit, served: Served
) -> None:
    home = homes(served)[4]
    page = visit(f"households/{home}/visit", login="leader", width=PHONE[0])
    told(page, FOUND)
    context = page.context
    context.set_offline(True)
    try:
        page.locator("main form .button.primary").click()
        expect(page.locator("[data-outbox-note]")).to_be_visible()
        page.close()
    finally:
        context.set_offline(False)
    other = visit("", login="leader", width=PHONE[0])
    sign = other.locator("[data-outbox-left] a")
    expect(sign).to_be_visible()
    assert recorded(served, home) == 0
    sign.click()
    other.wait_for_url("**#visits")
    assert recorded(served, home) == 1
    expect(other.locator("[data-outbox-left]")).to_be_hidden()


def test_what_is_typed_survives_a_reload_with_its_ticks(visit: Visit, served: Served) -> None:
    home = homes(served)[5]
    page = visit(f"households/{home}/visit", login="leader", width=PHONE[0])
    ticks = page.locator("[name=seen]")
    ticks.last.check()
    told(page, FOUND)
    page.reload()
    expect(page.locator("[name=found]")).to_have_value(FOUND)
    expect(ticks.first).to_be_checked()
    expect(ticks.last).to_be_checked()
    assert recorded(served, home) == 0


def test_a_name_narrows_the_list_of_the_village(visit: Visit, demo: Demo) -> None:
    page = visit("groups/{group}/visits".format(**demo.names), login="leader", width=PHONE[0])
    lines = page.locator("#homes-list > li")
    first, all_of_them = lines.first.locator("a").inner_text(), lines.count()
    page.fill("[data-filter]", first[:3])
    expect(page.locator("#homes-list > li:visible").first).to_contain_text(first[:3])
    assert page.locator("#homes-list > li:visible").count() < all_of_them
