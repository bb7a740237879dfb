"""The bank account of a household in a real browser: the form, its mask, and the household's page."""

import re

from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo

CARD, MASK = "6217995550001234561", "••••••••4561"


def test_an_account_is_recorded_and_only_its_end_is_shown(visit: Visit, demo: Demo) -> None:
    home = demo.names["asked"]
    page = visit(f"households/{home}", login="leader")
    page.locator("#bank a[href$='#field-bank_account']").click()
    page.fill("[name=bank_name]", "甘肃农信")
    page.fill("[name=bank_account]", CARD)
    page.locator("main form .button.primary").click()
    page.wait_for_url(f"**/households/{home}")
    expect(page.locator("#bank")).to_contain_text(MASK)
    assert CARD not in page.content()
    for language in LANGUAGES:
        look_at(visit(f"households/{home}", login="leader", language=language), "household-bank", language)


def test_the_demo_shows_an_account(visit: Visit, demo: Demo) -> None:
    page = visit(f"households/{demo.names['large']}", login="leader")
    expect(page.locator("#bank .code")).to_have_text(re.compile(r"^•+\d{4}$"))
