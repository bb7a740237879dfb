"""Recording a consent in a real browser and withdrawing it: the one as quickly as the other."""

import pytest
from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_agreed_is_recorded_and_withdrawn(visit: Visit, demo: Demo, language: str) -> None:
    home = demo.names["asked"]
    page = visit(f"households/{home}/consent", login="leader", language=language)
    page.select_option("[name=data_set]", "health")
    page.check("[name=purpose][value=help]")
    page.check("[name=scope][value=matching]")
    page.fill("[name=until]", "2018-02-01")
    page.locator("main form .button.primary").click()
    page.wait_for_url("**#consents")
    consent = page.locator("#consents li").first
    expect(consent.locator(".state")).to_be_visible()
    look_at(page, "household-agreed", language)
    consent.locator("a").click()
    expect(page.locator("[name=revoked_on]")).to_be_visible()
    look_at(page, "consent-revoke", language)
    page.locator("main form .button.primary").click()
    page.wait_for_url("**#consents")
    expect(page.locator("#consents-over li")).to_have_count(1 + LANGUAGES.index(language))
