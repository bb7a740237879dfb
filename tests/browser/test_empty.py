"""A system without anything in it: the first administrator enters, and every empty page says how to start."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from support.browser import LANGUAGES, Visitors, look_at
from support.served import Served, serving

LOGIN = "first"
PASSWORD = "four quiet otters"
EMPTY = {
    "": "empty-today",
    "places": "empty-places",
    "people": "empty-people",
    "evidence/journal": "empty-journal",
    "search": "empty-search",
}


@pytest.fixture(scope="module")
def bare(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the running product with an empty database."""
    home: Path = tmp_path_factory.mktemp("bare")
    with serving(home=home, database_url=f"sqlite:///{home / 'bare.sqlite3'}") as running:
        yield running


def enter(page: Page, home: Path) -> None:
    """Open the first account with the one-time code."""
    answers = {
        "code": (home / "first-administrator.code").read_text("ascii").strip(),
        "place_code": "620100000000",
        "place_name": "兰州市",
        "login": LOGIN,
        "name": "卢思远",
        "password": PASSWORD,
        "password_again": PASSWORD,
    }
    for control in page.locator("main input:not([type=hidden])").all():
        control.fill(answers[control.get_attribute("name") or ""])
    page.locator("main .button.primary").click()
    page.wait_for_url(lambda url: "first-administrator" not in url)


def test_from_the_first_administrator_on(browser: Browser, bare: Served) -> None:
    visitors = Visitors(browser, bare.url, PASSWORD)
    for language in LANGUAGES:
        page = visitors.visit("sign-in", language=language)
        assert page.url.endswith("first-administrator")
        look_at(page, "first-administrator", language)
        page.locator("main .button.primary").click()
        page.wait_for_load_state()
        look_at(page, "errors-first-administrator", language)
    enter(visitors.visit("first-administrator"), bare.home)
    for language in LANGUAGES:
        for path, name in EMPTY.items():
            look_at(visitors.visit(path, login=LOGIN, language=language), name, language)
    assert visitors.complaints == []
