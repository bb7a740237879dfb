"""Looking at a masked number in a real browser: from the household to the sheet, the answer, and who looked."""

import pytest
from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_masked_number_is_asked_for_beside_the_household_and_shown_on_a_page_of_its_own(
    visit: Visit, demo: Demo, language: str
) -> None:
    home, member = demo.names["asked"], "/reveal"
    looked = visit(f"households/{home}/part?show=looked", login="leader", language=language)
    before = looked.locator("main li").count()
    page = visit(f"households/{home}", login="leader", language=language)
    page.locator(f"a[data-sheet][href$='{member}']").first.click()
    sheet = page.locator("dialog[open]")
    expect(sheet.locator("[name=purpose]").first).to_be_visible()
    sheet.locator("[name=field]").first.check()
    sheet.locator("[name=purpose][value=help]").check()
    sheet.locator("[name=reason]").fill("开户时核对号码" if language != "en" else "Opening an account")
    look_at(page, "reveal-asked", language)
    sheet.locator(".button.primary").dblclick()
    page.wait_for_url("**/reveals/*")
    value = page.locator("[data-revealed]").inner_text()
    assert "•" not in value
    assert len(value) >= 11
    look_at(page, "reveal", language)
    page.locator("main .actions a").click()
    page.wait_for_url(f"**/households/{home}")
    page.locator("#looked summary").click()
    expect(page.locator("#looked li")).to_have_count(before + 1)
    expect(page.locator("main")).not_to_contain_text(value)
    look_at(page, "household-looked", language)
