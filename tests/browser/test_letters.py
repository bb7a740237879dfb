"""A letter of introduction in a real browser: made once both sides agreed, then the files for some minutes."""

import pytest
from playwright.sync_api import expect

from support.browser import LANGUAGES, Visit, look_at
from support.demo_records import Demo


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_letter_is_made_and_can_be_fetched(visit: Visit, demo: Demo, language: str) -> None:
    need = demo.names["need_worked"]
    page = visit(f"needs/{need}/job/letter", login="leader", language=language)
    page.locator("main form .button.primary").click()
    page.wait_for_url("**/letters/*")
    look_at(page, "letter", language)
    for ending in ("pdf", "docx"):
        with page.expect_download() as fetched:
            page.locator(f"a[href$='.{ending}']").click()
        assert fetched.value.suggested_filename.endswith(f".{ending}")
    expect(page.locator("h1")).to_be_visible()
