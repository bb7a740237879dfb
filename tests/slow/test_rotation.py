"""The master key is changed while processes write and look up, and killed on the way: nothing is lost or missed."""

import json
import os
import random
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from data.journal import world
from support.copies import Copies, opened
from support.databases import EmptyDatabase
from support.nursery import MAIN, Child
from support.office import Office, office
from support.served import serving
from xiuhua.platform.journal.verification import verify
from xiuhua.platform.vault import keyring as vault
from xiuhua.platform.vault.keyring import master
from xiuhua.platform.vault.master import FILE_NAME, load_master
from xiuhua.registry.models import Person

KILLS, TRIES = 6, 30
SEED = 20180119
PEOPLE = 240


@dataclass(frozen=True, slots=True)
class Town:
    """An office with people, and the wishes that its processes go on with."""

    office: Office
    folder: Path

    def begin(self, number: int) -> Child:
        """Let a process write and look up until :meth:`end`."""
        return self.office.nursery.start("data.journal.writers:wishes_until", number, "6201", str(self.stop))

    @property
    def stop(self) -> Path:
        """The file that ends the processes."""
        return self.folder / "stop"

    def end(self, children: list[Child]) -> list[dict[str, Any]]:
        """End the processes and return their answers."""
        self.stop.touch()
        for child in children:
            assert self.office.nursery.end_of(child) == 0, child.err.read_text("utf-8")
        self.stop.unlink()
        return [json.loads(child.said()) for child in children]

    def is_half_way(self) -> bool:
        """Say whether the file holds both keys."""
        return "before" in json.loads((self.office.home / FILE_NAME).read_text())

    def half_way(self, seconds: float = 60) -> float:
        """Wait until the file holds both keys and return when that was."""
        until = time.monotonic() + seconds
        while not self.is_half_way():
            assert time.monotonic() < until, "no change of the key began"
            time.sleep(0.001)
        return time.monotonic()

    def rotate(self) -> Child:
        """Begin to change the master key."""
        return self.office.nursery.start(MAIN, ["rotate-key"])


@pytest.fixture
def town(
    database_engine: str, empty_database: EmptyDatabase, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[Town]:
    copies = Copies(database_engine, tmp_path, empty_database)
    settings.HOME = home = tmp_path / "home"
    vault.forget_master()
    with django_db_blocker.unblock():
        base = copies.migrated()
        with opened("default", base):
            villages = world.villages()
            world.take_in(world.village_sheet(villages), name="villages.csv")
            world.take_in(world.people_sheet(tmp_path, PEOPLE, villages), name="people.xlsx")
        now = {"XIUHUA_NOW": "2018-01-19T09:00+08:00"}
        with office(base, home=home, folder=tmp_path, copies=copies, **now) as there:
            yield Town(there, tmp_path)
    vault.forget_master()


def test_under_load_and_killed_on_the_way(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    """Six kills by chance in one change after another; the last run goes to its end, while two others write."""
    chance, there = random.Random(SEED), town.office
    writers = [town.begin(1), town.begin(2)]
    child, began = town.rotate(), town.half_way()
    assert there.nursery.end_of(child) == 0
    rest = time.monotonic() - began
    killed = half = 0
    for _ in range(TRIES):
        if killed == KILLS:
            break
        child, _ = town.rotate(), town.half_way()
        time.sleep(chance.uniform(0, rest))
        os.kill(child.pid, signal.SIGKILL)
        hit = there.nursery.end_of(child) == -signal.SIGKILL
        rest *= 1 if hit else 0.7
        killed += hit
        half += town.is_half_way()
    there.run("rotate-key")
    answers = town.end(writers)
    done = sum(len(answer["done"]) for answer in answers)
    looked = sum(answer["looked"] for answer in answers)
    generation = load_master(there.home, create=False)[0].generation
    with capsys.disabled():
        print(f"\n  {killed} kills, {half} half-way; generation {generation}; {done} wishes, {looked} look-ups")
    assert [answer["missed"] for answer in answers] == [0, 0]
    assert not any(answer["codes"] for answer in answers)
    assert killed == KILLS
    assert half
    assert generation > 2
    assert there.is_whole()
    there.copies.wait_alone(there.url)
    with opened("default", there.url):
        vault.forget_master()
        assert master().before is None
        assert verify(rows=True).findings == ()
        keys = vault.keyring()
        for person in Person.objects.exclude(identity=""):
            assert keys.open(person.id, "registry_person.identity", person.identity)
    old = sorted(there.home.glob("master-*.key"))
    assert len(old) == generation - 1
    assert all(os.stat(path).st_mode & 0o777 == 0o600 for path in old)


def test_a_running_server_answers_on_and_the_next_start_finishes(town: Town) -> None:
    """Web server and worker are not restarted: they take the new key up by themselves."""
    there = town.office
    with serving(home=there.home, database_url=there.url, XIUHUA_TEST="1") as served:
        writer = town.begin(3)
        for _ in range(2):
            there.run("rotate-key")
        (answer,) = town.end([writer])
        assert (answer["missed"], answer["codes"]) == (0, {})
        assert served.process.poll() is None
        assert answer["looked"]
    assert load_master(there.home, create=False)[0].generation == 3
    child = town.rotate()
    town.half_way()
    os.kill(child.pid, signal.SIGKILL)
    there.nursery.end_of(child)
    assert town.is_half_way()
    with serving(home=there.home, database_url=there.url, XIUHUA_TEST="1") as served:
        assert any("complete now" in line for line in served.said)
    assert not town.is_half_way()
    assert there.is_whole()
