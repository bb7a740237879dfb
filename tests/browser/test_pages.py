"""Every page, as somebody for whom it is made, in both languages, on a desk and on a phone."""

import pytest

from browser.pages import PAGES, PHOTOS
from support.browser import DESK, LANGUAGES, PHONE, Visit, look_at
from support.declared import Photo
from support.demo_records import Demo
from support.matrix import addresses
from support.photographs import KEPT


def test_every_page_is_looked_at() -> None:
    looked_at = {name for name, page in PAGES.items() if page.photos or page.elsewhere or page.no_page}
    read = {each.name: each.folder for each in addresses() if "GET" in each.methods}
    missing = {name: folder for name, folder in read.items() if name not in looked_at}
    assert missing == {}, "give its Page photos in a file of this folder, or say elsewhere or no_page"
    assert looked_at - read.keys() == set()
    assert len({each.picture for each in PHOTOS}) == len(PHOTOS)


def test_every_page_is_photographed() -> None:
    """``make screens`` takes the pictures."""
    wanted = {f"{each.picture}-zh-hans-{width}.png" for each in PHOTOS for width, _ in (DESK, PHONE)}
    wanted |= {f"{each.picture}-en-{width}.png" for each in PHOTOS if each.main for width, _ in (DESK, PHONE)}
    assert wanted - {path.name for path in KEPT.glob("*.png")} == set()


@pytest.mark.parametrize("photo", PHOTOS, ids=lambda photo: photo.picture)
def test_a_page(photo: Photo, visit: Visit, demo: Demo) -> None:
    for language in LANGUAGES:
        page = visit(demo.path(photo.path), login=photo.login, language=language)
        look_at(page, photo.picture, language, main=photo.main)
        page.close()
