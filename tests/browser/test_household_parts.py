"""The folded parts of a household's page in a real browser: opened by keyboard, fetched once, the focus stays."""

import pytest
from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_is_opened_by_keyboard_and_fetched_once(visit: Visit, demo: Demo, language: str) -> None:
    page = visit("households/{large}".format(**demo.names), login="leader", language=language)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "show=stated" in request.url else None)
    summary = page.locator("#stated summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#stated .timeline li").first).to_be_visible()
    expect(summary).to_be_focused()
    look_at(page, "household-part-opened", language)
    page.keyboard.press("Enter")
    expect(page.locator("#stated .timeline li").first).not_to_be_visible()
    page.keyboard.press("Enter")
    expect(page.locator("#stated .timeline li").first).to_be_visible()
    assert len(asked) == 1
