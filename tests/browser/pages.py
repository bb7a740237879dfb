"""What the modules declare of their pages: what is opened and photographed."""

from collections.abc import Mapping

from support import gathered
from support.declared import Page, Photo

PAGES: Mapping[str, Page] = gathered.listed("PAGES", "name")
PHOTOS: tuple[Photo, ...] = tuple(photo for page in PAGES.values() for photo in page.photos)
