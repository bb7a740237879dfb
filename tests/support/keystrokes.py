"""A person at a phone, counted: what the keystroke-level model makes of keys, taps and decisions.

The model (Card, Moran and Newell 1980) adds up operators of a practised person who makes no mistakes and waits for
nothing. Here a key costs .28 s (an average typist), a tap 1.1 s (pointing, and lifting the finger), a decision 1.35 s
(the model's mental preparation). The rules of this count:

- **Chinese** is typed by pinyin, whole syllables and no shortcuts: a key for each letter, and a key that chooses for
  every four characters begun between two marks. A mark, a digit and a Latin letter are a key each.
- **A tap** is a finger on a link, a button, a tick, or a field that is written in. The on-screen keyboard opens by
  that tap. Scrolling costs a tap for every three quarters of the screen, and nothing where what is wanted is in view.
- **A choice from a list** costs two taps (open it, choose) and another for every eight lines further down. **A day**
  is three taps (open, the day, done) and one for every month turned; **a time** four (open, hour, minute, done).
- **A decision** stands before each choice among things (which line of today, which household, which answer of each
  person), and before each field that is thought about: each text that is made up. What is left as it was filled in
  costs nothing, and neither does the button that is the only next step, which the model takes as one with the answer.

Reading the page, thinking about the household and waiting for the network are not counted: it is the price of the
machine that is measured, not of the work.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from playwright.sync_api import Locator, Page
from pypinyin import lazy_pinyin

KEY, TAP, DECISION = 0.28, 1.1, 1.35
AT_ONCE = 4
"""So many characters at most are chosen with one key."""

LINES = 8
"""So many choices of a list are in view."""

SWIPE = 0.75

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WHERE = """(each) => {
  const box = (each.closest(".option") ?? each).getBoundingClientRect();
  const rail = document.querySelector(".rail")?.getBoundingClientRect();
  const bar = each.closest(".actions") ? null : document.querySelector("form > .actions");
  const held = bar && getComputedStyle(bar).position === "sticky" ? bar.getBoundingClientRect().top : innerHeight;
  const floor = Math.min(held, rail && rail.top > innerHeight / 2 ? rail.top : innerHeight);
  const fixed = each.closest(".rail, dialog") !== null;
  return { above: fixed ? 0 : Math.min(0, box.top), below: fixed ? 0 : Math.max(0, box.bottom - floor), floor };
}"""


def characters(text: str) -> int:
    """Return how many Chinese characters a text has."""
    return sum(map(len, _RUN.findall(text)))


def keys_of(text: str) -> int:
    """Return how many keys a text takes."""
    keys = len(_RUN.sub("", text))
    for run in _RUN.findall(text):
        keys += sum(map(len, lazy_pinyin(run))) + -(-len(run) // AT_ONCE)
    return keys


@dataclass(frozen=True)
class Cost:
    """What something took: keys, taps, decisions."""

    keys: int = 0
    taps: int = 0
    decisions: int = 0

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(self.keys + other.keys, self.taps + other.taps, self.decisions + other.decisions)

    def times(self, n: int) -> "Cost":
        """Return what it takes to do it so often."""
        return Cost(self.keys * n, self.taps * n, self.decisions * n)

    @property
    def seconds(self) -> float:
        """Return the seconds of the model."""
        return self.keys * KEY + self.taps * TAP + self.decisions * DECISION


class Hand:
    """The finger of somebody who knows the pages, on a phone. What it does is done in the browser, and counted."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._cost = Cost()

    @contextmanager
    def counted(self, into: list[Cost]) -> Iterator[None]:
        """Append to a list what is done inside the block."""
        before, self._cost = self._cost, Cost()
        yield
        into.append(self._cost)
        self._cost = before + self._cost

    def tap(self, wanted: Locator) -> None:
        """Press what is the obvious next thing."""
        self._bring_into_view(wanted)
        self._count(taps=1)
        wanted.click()

    def pick(self, wanted: Locator) -> None:
        """Press one of several things: a link of a list, an answer, a tick."""
        self._count(decisions=1)
        self.tap(wanted)

    def write(self, field: Locator, text: str) -> None:
        """Write into a field."""
        self._count(decisions=1, keys=keys_of(text))
        self.tap(field)
        field.fill(text)

    def choose(self, field: Locator, label: str) -> None:
        """Choose from a list."""
        self._bring_into_view(field)
        options = field.locator("option").all_inner_texts()
        position = next(n for n, option in enumerate(options) if label in option)
        self._count(decisions=1, taps=2 + position // LINES)
        field.select_option(index=position)

    def choose_day(self, field: Locator, day: date, *, shown: date) -> None:
        """Choose a day from the calendar that opens at the month of ``shown``."""
        self._bring_into_view(field)
        months = abs((day.year - shown.year) * 12 + day.month - shown.month)
        self._count(decisions=1, taps=3 + months)
        field.fill(day.isoformat())

    def choose_time(self, field: Locator, time: str) -> None:
        """Choose a time."""
        self._bring_into_view(field)
        self._count(decisions=1, taps=4)
        field.fill(time)

    def _count(self, **more: int) -> None:
        self._cost += Cost(**more)

    def _bring_into_view(self, wanted: Locator) -> None:
        wanted.wait_for(state="visible")
        while True:
            where = wanted.evaluate(_WHERE)
            away = where["below"] or where["above"]
            if abs(away) < 1:
                return
            most = where["floor"] * SWIPE
            self._count(taps=1)
            before = self.page.evaluate("scrollY")
            self.page.evaluate("(far) => scrollBy({ top: far, behavior: 'instant' })", max(-most, min(most, away)))
            assert self.page.evaluate("scrollY") != before, f"{wanted} cannot be brought into view"
