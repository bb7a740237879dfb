"""Every page, as somebody for whom it is made, in both languages, on a desk and on a phone."""

import pytest

from browser.pages import ELSEWHERE, NO_PAGES, PAGES, Demo, Shown
from support.browser import DESK, LANGUAGES, PHONE, Visit, look_at
from support.matrix import addresses
from support.photographs import KEPT


def test_every_page_is_looked_at() -> None:
    shown = {each.address for each in PAGES}
    pages = {each.name for each in addresses() if "GET" in each.methods}
    assert pages - shown - set(ELSEWHERE) - set(NO_PAGES) == set(), "add it to PAGES in tests/browser/pages.py"
    assert (shown | set(ELSEWHERE) | set(NO_PAGES)) - pages == set()
    assert len({each.picture for each in PAGES}) == len(PAGES)


def test_every_page_is_photographed() -> None:
    """``make screens`` takes the pictures."""
    wanted = {f"{each.picture}-zh-hans-{width}.png" for each in PAGES for width, _ in (DESK, PHONE)}
    wanted |= {f"{each.picture}-en-{width}.png" for each in PAGES if each.main for width, _ in (DESK, PHONE)}
    assert wanted - {path.name for path in KEPT.glob("*.png")} == set()


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.picture)
def test_a_page(shown: Shown, visit: Visit, demo: Demo) -> None:
    for language in LANGUAGES:
        page = visit(demo.path(shown), login=shown.login, language=language)
        look_at(page, shown.picture, language, main=shown.main)
        page.close()
