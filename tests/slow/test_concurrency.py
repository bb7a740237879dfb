"""Several processes write at once: all finish, nobody waits for one another in a circle, nothing is lost or doubled."""

import io
import json
import random
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.databases import SQLITE
from support.nursery import Nursery

WRITERS = 8
WISHES, ROUNDS = 25, 14
LONGEST_WAIT = 20.0
"""Seconds that a transaction may take on a busy machine; on a quiet one bench measures it."""


@dataclass(frozen=True, slots=True)
class City:
    """A database with eight counties that no process is connected to, and processes to write into it."""

    url: str
    sheets: list[str]
    counties: list[str]
    nursery: Nursery
    opened: Any

    def write(self, function: str, tasks: list[list[Any]]) -> list[dict[str, Any]]:
        """Let all processes write at once, from the same moment on; return their answers."""
        start = time.time() + 1.0
        children = [self.nursery.start(f"data.journal.writers:{function}", *task, start) for task in tasks]
        ended = [(self.nursery.end_of(child), child) for child in children]
        for code, child in ended:
            assert code == 0, child.err.read_text("utf-8")
        return [json.loads(child.said()) for _, child in ended]

    def deadlocks(self) -> int:
        """Return how often the server had to end one of two that waited for each other."""
        if self.url.startswith(SQLITE):
            return 0
        with closing(import_module("support.copies").raw(self.url)) as hand:
            query = "SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()"
            return int(hand.execute(query).fetchone()[0])


@pytest.fixture
def city(
    database_engine: str, empty_database: Any, tmp_path: Path, settings: Any, django_db_blocker: Any
) -> Iterator[City]:
    """Fill eight counties with some households, and write three overlapping lists of people."""
    support, world, demo = map(import_module, ("support.copies", "data.journal.world", "xiuhua.site.demo"))
    copies = support.Copies(database_engine, tmp_path, empty_database)
    settings.HOME = home = tmp_path / "home"
    by_county: dict[str, list[Any]] = {}
    for village in demo.make_villages():
        by_county.setdefault(village.code[:6], []).append(village)
    villages = [village for each in by_county.values() for village in each[:2]]
    with django_db_blocker.unblock():
        url = copies.migrated()
        with support.opened("default", url):
            world.take_in(world.village_sheet(villages), name="villages.csv")
            people = world.people_sheet(tmp_path, 300, villages)
            world.take_in(shuffled(people, seed=0, share=0.6), name="people.xlsx")
        sheets = []
        for seed in (1, 2, 3):
            path = tmp_path / f"{seed}.xlsx"
            path.write_bytes(shuffled(people, seed=seed, share=0.8))
            sheets.append(str(path))
        environment = {"XIUHUA_HOME": str(home), "DATABASE_URL": url, "XIUHUA_TEST": "1"}
        with Nursery(tmp_path, environment) as nursery:
            yield City(url, sheets, sorted(by_county), nursery, lambda: support.opened("default", url))


def shuffled(sheet: bytes, *, seed: int, share: float) -> bytes:
    """Return a part of the households of a list, in another order, some people with other months of work."""
    chance = random.Random(seed)
    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))
    household, months = rows[2].index("户编号"), rows[2].index("务工时间（月）")
    families: dict[str, list[list[Any]]] = {}
    for row in rows[3:]:
        families.setdefault(row[household], []).append(list(row))
    chosen = chance.sample(list(families.values()), round(len(families) * share))
    for family in chosen[::3]:
        family[-1][months] = seed
    made = openpyxl.Workbook()
    for row in (*rows[:3], *(row for family in chosen for row in family)):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def check(city: City, answers: list[dict[str, Any]]) -> None:
    """Whatever was answered is so: one entry for each wish carried out, none for another, and rows that follow."""
    done = Counter(each for answer in answers for each in answer["done"])
    not_done = {each for answer in answers for each in answer["not_done"]}
    assert set(done.values()) == {1}
    with city.opened():
        content, models = import_module("data.journal.content"), import_module("xiuhua.platform.journal.models")
        assert content.findings() == []
        assert content.broken_steps() == []
        entries = Counter(map(str, models.Entry.objects.values_list("command_id", flat=True)))
        assert {each: entries[each] for each in done} == dict(done)
        assert not_done.isdisjoint(entries)
    assert city.deadlocks() == 0
    assert max(answer["longest"] for answer in answers) < LONGEST_WAIT


def test_eight_writers_in_one_county_and_in_eight(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    assert len(city.counties) == WRITERS
    one = [[number, city.counties[0], WISHES] for number in range(WRITERS)]
    eight = [[WRITERS + number, county, WISHES] for number, county in enumerate(city.counties)]
    for name, tasks in (("one county", one), ("eight counties", eight)):
        answers = city.write("single_wishes", tasks)
        check(city, answers)
        assert sum(len(answer["done"]) for answer in answers) > WRITERS * WISHES * 0.9
        rate = WRITERS * WISHES / max(answer["seconds"] for answer in answers)
        with capsys.disabled():
            longest = max(answer["longest"] for answer in answers)
            print(f"\n  {name}: {rate:.0f} wishes/s, longest wait {longest:.2f} s")


def test_mixed_batches(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    """Imports that overlap, batches over many households, single forms and undoing, in any order."""
    answers = city.write("mixed_batches", [[number, ROUNDS, city.sheets] for number in range(WRITERS)])
    check(city, answers)
    codes: Counter[str] = Counter()
    for answer in answers:
        codes.update(answer["codes"])
    done = sum(len(answer["done"]) for answer in answers)
    assert done > WRITERS * ROUNDS
    assert set(codes) <= {"built_on", "undone_already", "batch_not_taken", "nothing_changed"}
    longest = max(answer["longest"] for answer in answers)
    with capsys.disabled():
        print(f"\n  mixed: {done} carried out, longest wait {longest:.2f} s; refused {dict(codes)}")
