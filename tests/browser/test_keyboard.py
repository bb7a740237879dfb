"""Without a mouse: every page's first action can be reached, seen and used with keys alone."""

import pytest
from playwright.sync_api import Page, expect

from browser.pages import PHOTOS
from support.browser import Visit
from support.declared import Photo
from support.demo_records import Demo

AT_MOST = 60
WITH_ACTION = tuple(
    each for each in PHOTOS if each.picture in ("village", "household-asked", "question-answer", "people", "person-add")
)


def tab_to(page: Page, selector: str) -> int:
    """Press Tab until something that matches has the focus, and return how often."""
    for times in range(1, AT_MOST):
        page.keyboard.press("Tab")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return times
    raise AssertionError(f"{selector} is not reached on {page.url}")


@pytest.mark.parametrize("photo", WITH_ACTION, ids=lambda photo: photo.picture)
def test_tab_reaches_the_primary_action(photo: Photo, visit: Visit, demo: Demo) -> None:
    page = visit(demo.path(photo.path), login=photo.login)
    tab_to(page, "main .button.primary")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline == "solid", "the focus is not to be seen"


def test_the_first_key_skips_to_the_content(visit: Visit) -> None:
    page = visit("", login="leader")
    page.keyboard.press("Tab")
    expect(page.locator(".skip").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_a_slash_goes_to_the_search_and_escape_leaves_it(visit: Visit) -> None:
    page = visit("", login="leader")
    page.keyboard.press("/")
    box = page.locator("[data-search]")
    expect(box).to_be_focused()
    page.keyboard.type("yep")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?at=*")
    page.keyboard.press("/")
    page.keyboard.press("Escape")
    expect(page.locator("[data-search]")).not_to_be_focused()


def test_enter_opens_a_figure_and_the_focus_stays_in_its_sheet(visit: Visit, demo: Demo) -> None:
    page = visit("households/{large}".format(**demo.names), login="leader")
    tab_to(page, "main a.figure[data-sheet]")
    page.keyboard.press("Enter")
    expect(page.locator("#sheet[open] h1")).to_be_visible()
    for _ in range(8):
        page.keyboard.press("Tab")
        inside = page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#sheet')")
        assert inside, "the focus left the sheet"
    page.keyboard.press("Escape")
    expect(page.locator("main a.figure[data-sheet]").first).to_be_focused()
