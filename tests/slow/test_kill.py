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
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.journal import content, world
from support.copies import Copies, opened
from support.databases import EmptyDatabase
from support.nursery import MAIN, Child
from support.office import Office, office

KILLS, LEAST_IN_WINDOW, TRIES = 50, 40, 120
PEOPLE = 240
PARTS = {"xiuhua.platform.journal.execution.CHUNK": 10}
REHEARSALS = 4
SEED = 20170912


@dataclass(frozen=True, slots=True)
class Import:
    """The import of a sheet into an office that has not taken it in yet."""

    office: Office
    sheet: Path

    def start(self) -> Child:
        """Start ``xiuhua import SHEET --accept good --json``."""
        return self.office.nursery.start(MAIN, ["import", str(self.sheet), "--accept", "good", "--json"])

    def end_of(self, child: Child) -> int:
        """Wait for the end and return the exit code, negative for a signal."""
        return self.office.nursery.end_of(child)

    @contextmanager
    def looked_at(self) -> Iterator[None]:
        """Connect to the database, once whoever was killed is gone from it."""
        self.office.copies.wait_alone(self.office.url)
        with opened("default", self.office.url):
            yield


@pytest.fixture(name="taking_in")
def import_of_people(
    database_engine: str, empty_database: EmptyDatabase, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[Import]:
    """Return the import of a person list into an office with villages."""
    copies = Copies(database_engine, tmp_path, empty_database)
    settings.HOME = home = tmp_path / "home"
    with django_db_blocker.unblock():
        base = copies.migrated()
        with opened("default", base):
            villages = world.villages()
            world.take_in(world.village_sheet(villages), name="villages.csv")
        sheet = tmp_path / "people.xlsx"
        sheet.write_bytes(world.people_sheet(tmp_path, PEOPLE, villages))
        now = {"XIUHUA_NOW": "2017-09-12T09:00+08:00"}
        with office(base, home=home, folder=tmp_path, copies=copies, patches=PARTS, **now) as there:
            yield Import(there, sheet)


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
        self.rest *= 1.05 if hit else 0.85


def undisturbed(taking_in: Import) -> Course:
    """Take the sheet in without disturbing it, some times over: the slowest course leads to the latest moments."""
    times = []
    for _ in range(REHEARSALS):
        taking_in.office.put_back()
        child, began = taking_in.start(), time.monotonic()
        written = wait_for_first_write(child)
        assert taking_in.end_of(child) == 0, child.err.read_text("utf-8")
        times.append((written - began, time.monotonic() - written))
        assert '"accepted"' in child.said()
    with taking_in.looked_at():
        assert content.findings() == []
        return Course(content.content(), *map(max, zip(*times, strict=True)))


def wait_for_first_write(child: Child, seconds: float = 30) -> float:
    """Wait until the process says that it has written something; return when that was."""
    until = time.monotonic() + seconds
    while not child.err.stat().st_size:
        assert time.monotonic() < until, "no progress was shown"
        time.sleep(0.0005)
    return time.monotonic()


def test_fifty_kills(taking_in: Import, capsys: pytest.CaptureFixture[str]) -> None:
    chance = random.Random(SEED)
    course = undisturbed(taking_in)
    assert sum(course.content["households"].values()) > 60
    moments: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for number in range(TRIES):
        if sum(moments.values()) == KILLS:
            break
        taking_in.office.put_back()
        child = taking_in.start()
        moment = kill(taking_in, child, course, chance, anywhere=number % 10 == 0)
        if moment:
            moments[moment] += 1
            seen[look(taking_in, course)] += 1
    with capsys.disabled():
        print(
            f"\n  kill -9: {dict(moments)}; then visible: {dict(seen)}; {course.first_write:.2f} + {course.rest:.2f} s"
        )
    assert sum(moments.values()) == KILLS
    assert moments["between first write and receipt"] >= LEAST_IN_WINDOW
    assert seen["nothing"] >= 5


def kill(taking_in: Import, child: Child, course: Course, chance: random.Random, *, anywhere: bool) -> str:
    """Kill at some moment; return which, or nothing where the import was over by then."""
    if anywhere:
        time.sleep(chance.uniform(0, course.first_write + course.rest))
    else:
        wait_for_first_write(child)
        time.sleep(chance.uniform(0, course.rest))
    wrote = child.err.stat().st_size > 0
    os.kill(child.pid, signal.SIGKILL)
    code = taking_in.end_of(child)
    course.learn(hit=code == -signal.SIGKILL)
    if code != -signal.SIGKILL:
        assert code == 0, child.err.read_text("utf-8")
        return ""
    if child.said():
        return "after the receipt"
    return "between first write and receipt" if wrote else "before the first write"


def look(taking_in: Import, course: Course) -> str:
    """Look at what is left, repeat the import, and look again; return what was visible."""
    with taking_in.looked_at():
        assert content.findings() == []
        left = content.content()
    if left["households"]:
        assert left == course.content
    else:
        assert not any(left.values()), left
    taking_in.office.accept(taking_in.sheet)
    with taking_in.looked_at():
        assert content.findings() == []
        assert content.content() == course.content
    return "everything" if left["households"] else "nothing"
