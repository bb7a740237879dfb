"""Every page, as somebody for whom it is made, in both languages, on a desk and on a phone."""

import pytest

from browser.pages import ELSEWHERE, NO_PAGES, PAGES, Demo, Shown
from support.browser import LANGUAGES, Visit, look_at
from support.matrix import addresses


def test_every_page_is_looked_at() -> None:
    shown = {each.address for each in PAGES}
    pages = {each.name for each in addresses() if "GET" in each.methods}
    assert pages - shown - set(ELSEWHERE) - set(NO_PAGES) == set(), "add it to PAGES in tests/browser/pages.py"
    assert (shown | set(ELSEWHERE) | set(NO_PAGES)) - pages == set()
    assert len({each.picture for each in PAGES}) == len(PAGES)


@pytest.mark.parametrize("shown", PAGES, ids=lambda shown: shown.picture)
def test_a_page(shown: Shown, visit: Visit, demo: Demo) -> None:
    for language in LANGUAGES:
        page = visit(demo.path(shown), login=shown.login, language=language)
        look_at(page, shown.picture, language, main=shown.main)
        page.close()
