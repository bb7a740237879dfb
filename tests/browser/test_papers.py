"""A paper of a household in a real browser: which one, what for, then the files for some minutes."""

import pytest
from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paper_is_made_for_a_purpose_and_can_be_fetched(visit: Visit, demo: Demo, language: str) -> None:
    home = demo.names["planned"]
    page = visit(f"households/{home}/papers/make", login="leader", language=language)
    page.check("[name=kind][value=card]")
    page.check("[name=purpose][value=help]")
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/papers/*")
    look_at(page, "household-paper", language)
    for ending in ("pdf", "docx"):
        with page.expect_download() as fetched:
            page.locator(f"a[href$='.{ending}']").click()
        assert fetched.value.suggested_filename.endswith(f".{ending}")
    expect(page.locator("h1")).to_be_visible()
