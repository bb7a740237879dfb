"""A real Chromium, accessibility rules, and pictures of pages."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from support.photographs import photograph

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
)
PHONE, DESK = (390, 844), (1440, 900)
LANGUAGES = ("zh-hans", "en")
TARGET = 44
"""How many pixels high and wide something to press is at least."""

SMALL_TARGETS = """(least) => {
  const wanted = "a[href], button, input:not([type=hidden]), select, textarea, summary";
  const within = (each) => {
    const said = each.parentElement.cloneNode(true).textContent.replace(/\\s/g, "");
    return getComputedStyle(each).display === "inline" && said !== each.textContent.replace(/\\s/g, "");
  };
  return [...document.querySelectorAll(wanted)].flatMap((each) => {
    if (!each.checkVisibility({ visibilityProperty: true }) || each.closest("svg, .hidden")) return [];
    if (each.matches(".skip") || within(each)) return [];
    const { width, height } = (each.closest(".option, .input, .drop") ?? each).getBoundingClientRect();
    if (width > least - 1 && height > least - 1) return [];
    return [`${each.outerHTML.slice(0, 90)} ${Math.round(width)}×${Math.round(height)}`];
  });
}"""
"""What can be pressed and is too small; the marks of a map are led to by the table beside it as well."""

Visit = Callable[..., Page]
"""``visit(path, login=None, language="zh-hans", width=1440)`` opens a page as one of the cast, or as a stranger."""


@contextmanager
def launched(program: str, folder: Path) -> Iterator[Browser]:
    """Start Chromium with a Chinese font that every machine has."""
    data = folder / "share"
    _link_font(data / "fonts")
    env = {
        **os.environ,
        "XDG_DATA_HOME": str(data),
        "XDG_CACHE_HOME": str(folder / "cache"),
        "HOME": str(folder),
    }
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS), env=env)
        yield browser
        browser.close()


class Visitors:
    """Browser contexts, one per person, language and width, so that everybody signs in once."""

    def __init__(self, browser: Browser, url: str, password: str) -> None:
        self._browser, self._url, self._password = browser, url, password
        self._contexts: dict[tuple[str | None, str, int], BrowserContext] = {}
        self.complaints: list[str] = []

    def visit(
        self,
        path: str,
        *,
        login: str | None = None,
        language: str = "zh-hans",
        width: int = DESK[0],
        status: int = 200,
    ) -> Page:
        """Open a page in a new tab and wait until it has loaded; fail if it answers with another status."""
        key = (login, language, width)
        if key not in self._contexts:
            self._contexts[key] = self._enter(*key)
        page = self._contexts[key].new_page()
        self._note_complaints(page)
        answer = page.goto(self._url + path.lstrip("/"), wait_until="load")
        assert answer is not None
        assert answer.status == status, f"{page.url} answers {answer.status}"
        return page

    def close_tabs(self) -> None:
        """Close every page; people stay signed in."""
        for context in self._contexts.values():
            for page in context.pages:
                page.close()

    def _enter(self, login: str | None, language: str, width: int) -> BrowserContext:
        height = PHONE[1] if width == PHONE[0] else DESK[1]
        context = self._browser.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce"
        )
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "django_language", "value": language, "url": self._url}])
        if login is not None:
            page = context.new_page()
            self._note_complaints(page)
            page.goto(self._url + "sign-in")
            page.locator("input[name=login]").fill(login)
            page.locator("input[name=password]").fill(self._password)
            page.locator("main button[type=submit], main form button").last.click()
            page.wait_for_url(lambda url: "sign-in" not in url)
            if page.locator("html").get_attribute("lang") != _html_language(language):
                page.locator("header form[action$=language] button").click()
                page.wait_for_load_state()
            page.close()
        return context

    def _note_complaints(self, page: Page) -> None:
        """Collect what the browser complains about: errors of scripts, refused content, parts that are missing.

        The answer to the page itself is judged where it is visited.
        """
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda said: self._note(page, said.text) if said.type == "error" else None)
        page.on("response", lambda answer: self._note_answer(page, answer))

    def _note(self, page: Page, text: str) -> None:
        if not text.startswith("Failed to load resource"):
            self.complaints.append(f"{page.url}: {text}")

    def _note_answer(self, page: Page, answer: Response) -> None:
        if answer.status >= 400 and not answer.request.is_navigation_request():
            self.complaints.append(f"{page.url}: {answer.url} answers {answer.status}")


def assert_accessible(page: Page) -> None:
    """Fail with axe's report if the page as it stands breaks one of its rules."""
    results = Axe().run(page)
    assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"


def assert_targets(page: Page) -> None:
    """Fail if something to press is smaller than a finger and does not stand within a line of text."""
    small = page.evaluate(SMALL_TARGETS, TARGET)
    assert small == [], f"{page.url}: too small to press: {small}"


def assert_fits(page: Page) -> None:
    """Fail if the page is wider than its window, so that a phone would scroll sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} is {wide} px wider than the window"


def look_at(page: Page, name: str, language: str, *, main: bool = False) -> None:
    """Check a page as it stands and photograph it, on a desk and on a phone. axe looks once: English on a phone."""
    for width, height in (DESK, PHONE):
        page.set_viewport_size({"width": width, "height": height})
        photograph(page, f"{name}-{language}", main=main)
        assert_fits(page)
        assert_targets(page)
        if (width == PHONE[0]) == (language == "en"):
            assert_accessible(page)


def _html_language(language: str) -> str:
    return "en" if language == "en" else "zh-Hans"


def _link_font(folder: Path) -> None:
    package = find_spec("noto_cjk_sans_otc")
    if package is None or package.origin is None:
        return
    folder.mkdir(parents=True, exist_ok=True)
    for font in Path(package.origin).parent.glob("*.ttc"):
        if not (folder / font.name).exists():
            (folder / font.name).symlink_to(font)
