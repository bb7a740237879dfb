"""The page of a job in a real browser: it counts by itself, says how it ended, and goes on after a kill."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from support.browser import LANGUAGES, Visitors, look_at
from support.served import Served, serving, worker_of
from support.slow_jobs.starting import SETTINGS, start_job

LOGIN = "county"


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Served]:
    """Return a running product that knows the slow jobs."""
    home = tmp_path / "home"
    with serving("--demo", home=home, database_url=database(home), **SETTINGS) as running:
        yield running


@pytest.fixture
def people(browser: Browser, slow: Served, password: str) -> Iterator[Visitors]:
    visitors = Visitors(browser, slow.url, password)
    yield visitors
    assert visitors.complaints == []


def database(home: Path) -> str:
    return f"sqlite:///{home / 'slow.sqlite3'}"


def look(people: Visitors, job_id: str, name: str) -> None:
    """Look at a job's page in both languages."""
    for language in LANGUAGES:
        page = people.visit(f"jobs/{job_id}", login=LOGIN, language=language)
        look_at(page, name, language)
        page.close()


def ended(page: Page) -> None:
    expect(page.locator("#job-progress [role=status]")).to_be_visible(timeout=30_000)


@pytest.mark.slow
def test_a_job_from_waiting_to_its_end(slow: Served, people: Visitors) -> None:
    """Slow: it looks at four states in two languages and two widths while real jobs run."""
    first = start_job(slow.home, database(slow.home), "slow.once", steps=2400, login=LOGIN)
    second = start_job(slow.home, database(slow.home), "slow.resumable", steps=20, login=LOGIN)
    page = people.visit(f"jobs/{first}", login=LOGIN)
    progress = page.locator("#job-progress progress")
    expect(progress).to_have_attribute("max", "2400", timeout=15_000)
    shown = progress.get_attribute("value") or "0"
    expect(progress).not_to_have_attribute("value", shown)
    look(people, first, "job-running")
    look(people, second, "job-waiting")

    os.kill(worker_of(slow), signal.SIGKILL)
    ended(page)
    look(people, first, "job-interrupted")
    done = people.visit(f"jobs/{second}", login=LOGIN)
    ended(done)
    look(people, second, "job-done")

    page.locator("form[action$=go-on] button").click()
    expect(page.locator("#job-progress progress")).to_be_visible()
