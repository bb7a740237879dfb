"""Kill -9 while a sheet is taken in: nothing is lost, doubled or half-seen, and a repeat is harmless.

Fifty moments by chance, of which at least forty lie after the first write and before the receipt: the first line of
progress comes when the first part was written, the receipt is what stands on standard output at the end. The sheet is
small, so it is taken in small parts, as a large one is taken in large ones; nothing is made slower.
"""

import os
import random
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from support.nursery import MAIN, Child, Nursery

KILLS, LEAST_IN_WINDOW, TRIES = 50, 40, 120
PEOPLE = 600
PARTS = {"xiuhua.platform.journal.execution.CHUNK": 25}
SEED = 20170912


@dataclass(slots=True)
class Office:
    """An installation whose database is put back to how it was before each import."""

    url: str
    base: str
    home: Path
    heads: bytes
    sheet: Path
    copies: Any
    nursery: Nursery = field(init=False)

    def put_back(self) -> None:
        """Let the database and the signed heads be as before any import."""
        self.copies.put(self.base, self.url)
        (self.home / "heads.jsonl").write_bytes(self.heads)

    def start(self) -> Child:
        """Start ``xiuhua import SHEET --accept good --json``."""
        return self.nursery.start(MAIN, ["import", str(self.sheet), "--accept", "good", "--json"])

    @contextmanager
    def looked_at(self) -> Iterator[Any]:
        """Connect to the database, once whoever was killed is gone from it."""
        self.copies.wait_alone(self.url)
        with import_module("support.copies").opened("default", self.url):
            yield import_module("data.journal.content")


@pytest.fixture
def office(
    database_engine: str,
    empty_database: Any,
    tmp_path: Path,
    settings: Any,
    django_db_blocker: Any,
) -> Iterator[Office]:
    """Return an office with villages and a person list that it has not taken in yet."""
    support, world = import_module("support.copies"), import_module("data.journal.world")
    copies = support.Copies(database_engine, tmp_path, empty_database)
    settings.HOME = home = tmp_path / "home"
    with django_db_blocker.unblock():
        base = copies.migrated()
        with support.opened("default", base):
            villages = world.villages()
            world.take_in(world.village_sheet(villages), name="villages.csv")
        sheet = tmp_path / "people.xlsx"
        sheet.write_bytes(world.people_sheet(tmp_path, PEOPLE, villages))
        office = Office(copies.copy(base), base, home, (home / "heads.jsonl").read_bytes(), sheet, copies)
        environment = {
            "XIUHUA_HOME": str(home),
            "DATABASE_URL": office.url,
            "XIUHUA_TEST": "1",
            "XIUHUA_NOW": "2017-09-12T09:00+08:00",
        }
        with Nursery(tmp_path, environment, patches=PARTS) as nursery:
            office.nursery = nursery
            yield office


@dataclass(slots=True)
class Course:
    """What an undisturbed import leaves, and how long it takes: until its first write, and from there to its end.

    The machine may be busier or idler by and by, so the second is corrected after each try.
    """

    content: Any
    first_write: float
    rest: float

    def learn(self, *, hit: bool) -> None:
        """Learn whether the process was still there."""
        self.rest *= 1.02 if hit else 0.85


def undisturbed(office: Office) -> Course:
    """Take the sheet in without disturbing it."""
    office.put_back()
    child, began = office.start(), time.monotonic()
    written = wait_for_first_write(child)
    assert office.nursery.end_of(child) == 0, child.err.read_text("utf-8")
    ended = time.monotonic()
    assert '"accepted"' in child.said()
    with office.looked_at() as content:
        assert content.findings() == []
        return Course(content.content(), written - began, ended - written)


def wait_for_first_write(child: Child, seconds: float = 30) -> float:
    """Wait until the process says that it has written something; return when that was."""
    until = time.monotonic() + seconds
    while not child.err.stat().st_size:
        assert time.monotonic() < until, "no progress was shown"
        time.sleep(0.0005)
    return time.monotonic()


def test_fifty_kills(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)
    course = undisturbed(office)
    assert sum(course.content["households"].values()) > 150
    moments: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for number in range(TRIES):
        if sum(moments.values()) == KILLS:
            break
        office.put_back()
        child = office.start()
        moment = kill(office, child, course, chance, anywhere=number % 10 == 0)
        if moment:
            moments[moment] += 1
            seen[look(office, course)] += 1
    with capsys.disabled():
        print(
            f"\n  kill -9: {dict(moments)}; then visible: {dict(seen)}; {course.first_write:.2f} + {course.rest:.2f} s"
        )
    assert sum(moments.values()) == KILLS
    assert moments["between first write and receipt"] >= LEAST_IN_WINDOW
    assert seen["nothing"] >= 5


def kill(office: Office, child: Child, course: Course, chance: random.Random, *, anywhere: bool) -> str:
    """Kill at some moment; return which, or nothing where the import was over by then."""
    if anywhere:
        time.sleep(chance.uniform(0, course.first_write + course.rest))
    else:
        wait_for_first_write(child)
        time.sleep(chance.uniform(0, course.rest))
    wrote = child.err.stat().st_size > 0
    os.kill(child.pid, signal.SIGKILL)
    code = office.nursery.end_of(child)
    course.learn(hit=code == -signal.SIGKILL)
    if code != -signal.SIGKILL:
        assert code == 0, child.err.read_text("utf-8")
        return ""
    if child.said():
        return "after the receipt"
    return "between first write and receipt" if wrote else "before the first write"


def look(office: Office, course: Course) -> str:
    """Look at what is left, repeat the import, and look again; return what was visible."""
    with office.looked_at() as content:
        assert content.findings() == []
        left = content.content()
    if left["households"]:
        assert left == course.content
    else:
        assert not any(left.values()), left
    office.nursery.run(MAIN, ["import", str(office.sheet), "--accept", "good", "--json"])
    with office.looked_at() as content:
        assert content.findings() == []
        assert content.content() == course.content
    return "everything" if left["households"] else "nothing"
