"""Two-step sign-in from the picture on the screen to the code that lets in, in a system with one person."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from browser.test_empty import LOGIN, PASSWORD, enter
from support.browser import LANGUAGES, Visitors, look_at
from support.served import Served, serving
from support.telephone import Telephone


@pytest.fixture(scope="module")
def lonely(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the running product with an empty database."""
    home: Path = tmp_path_factory.mktemp("lonely")
    with serving(home=home, database_url=f"sqlite:///{home / 'lonely.sqlite3'}") as running:
        yield running


def confirm(page: Page, **answers: str) -> None:
    """Fill in the form of a page and send it."""
    for name, answer in answers.items():
        page.locator(f"main [name={name}]").fill(answer)
    page.locator("main form .button.primary").last.click()
    page.wait_for_load_state()


def language_of(page: Page, language: str) -> None:
    """Turn a page to a language; a form that was sent stays on the screen only until then."""
    if page.locator("html").get_attribute("lang") != ("en" if language == "en" else "zh-Hans"):
        page.locator("header form[action$=language] button").click()
        page.wait_for_load_state()


def test_from_the_picture_to_the_code(browser: Browser, lonely: Served) -> None:
    visitors = Visitors(browser, lonely.url, PASSWORD)
    enter(visitors.visit("first-administrator"), lonely.home)
    page = visitors.visit("account/second-step", login=LOGIN)
    drawn = page.locator(".qr svg").bounding_box()
    assert drawn is not None
    assert min(drawn["width"], drawn["height"]) > 200
    for part in page.locator(".qr svg path").all():
        box = part.bounding_box()
        assert box is not None
        assert box["x"] + box["width"] <= drawn["x"] + drawn["width"] + 1, "the picture is cut off"
        assert box["y"] + box["height"] <= drawn["y"] + drawn["height"] + 1, "the picture is cut off"
    telephone = Telephone(page.locator("main code").inner_text().replace(" ", ""))
    confirm(page, code="000000", password=PASSWORD)
    look_at(page, "errors-own-second-step", "zh-hans")
    confirm(page, code=telephone.code(datetime.now(UTC)), password=PASSWORD)
    recovery = page.locator(".recovery code").all_inner_texts()
    assert len(recovery) == 10
    look_at(page, "recovery-codes", "zh-hans")
    for language in LANGUAGES:
        page.goto(f"{lonely.url}account/second-step")
        language_of(page, language)
        look_at(page, "own-second-step-on", language)
        page.goto(f"{lonely.url}account")
        look_at(page, "own-account-second-step", language)
    page.context.clear_cookies()
    page.goto(f"{lonely.url}sign-in")
    confirm(page, login=LOGIN, password=PASSWORD)
    assert page.url.endswith("sign-in/code")
    for language in LANGUAGES:
        language_of(page, language)
        look_at(page, "sign-in-code", language)
    confirm(page, code=recovery[0])
    assert page.url == lonely.url
    assert visitors.complaints == []
