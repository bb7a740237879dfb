"""A real Chromium against the product as it is started, with the demo, one sign-in per member of the cast."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser

from support.browser import Visit, Visitors, launched
from support.chromium import chromium
from support.demo_records import Demo
from support.photographs import write_index
from support.served import Served, serving
from support.source import SRC
from support.strict import unavailable


@pytest.fixture(scope="session")
def password() -> str:
    """Return the public password of the demo's accounts."""
    cast = yaml.safe_load((SRC / "site" / "demo" / "cast.yaml").read_text("utf-8"))
    secret: str = cast["password"]
    return secret


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Return a running Chromium."""
    program = chromium()
    if program is None:
        unavailable("Chromium")
    with launched(program, tmp_path_factory.mktemp("chromium")) as running:
        yield running


@pytest.fixture(scope="session", autouse=True)
def _index_of_pictures() -> Iterator[None]:
    yield
    if os.environ.get("XIUHUA_SCREENS") == "1":
        write_index()


@pytest.fixture(scope="session")
def served(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Return the running product with the demo. Tests share it: whoever changes something makes his own record."""
    home: Path = tmp_path_factory.mktemp("home")
    with serving("--demo", home=home, database_url=f"sqlite:///{home / 'demo.sqlite3'}") as running:
        yield running


@pytest.fixture(scope="session")
def visitors(browser: Browser, served: Served, password: str) -> Visitors:
    """Return the people who look at pages; each signs in once."""
    return Visitors(browser, served.url, password)


@pytest.fixture(scope="session")
def demo(served: Served) -> Demo:
    """Return what the demo holds, by the names of the paths."""
    return Demo(f"sqlite:///{served.home / 'demo.sqlite3'}")


@pytest.fixture
def visit(visitors: Visitors) -> Iterator[Visit]:
    """Return the function that opens pages. The browser may not complain about any of them."""
    visitors.complaints.clear()
    yield visitors.visit
    visitors.close_tabs()
    assert visitors.complaints == []
