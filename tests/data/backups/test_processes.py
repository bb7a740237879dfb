"""The command itself: on a new machine, with a newer version, and killed on the way."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from data.backups.hands import Installation, new_home, restore, rows
from support.copies import Copies, opened
from support.nursery import MAIN, Nursery
from support.served import environment, run_command
from support.source import ROOT
from xiuhua.platform.journal.verification import verify

KILLS = 8


@pytest.fixture
def machine(unblocked: Installation, tmp_path: Path) -> Path:
    """Return the data folder of a new machine, with the master key that was kept apart."""
    home = tmp_path / "machine"
    home.mkdir()
    (home / "master.key").write_bytes((unblocked.home / "master.key").read_bytes())
    return home


def test_from_one_machine_to_another(
    unblocked: Installation, machine: Path, empty_database: Any, tmp_path: Path, settings: Any
) -> None:
    backup, url = tmp_path / "office.backup", empty_database()
    saved = run_command("backup", str(backup), home=unblocked.home, database_url=unblocked.url)
    assert saved.returncode == 0, saved.stderr
    told = json.loads(saved.stdout)
    assert (told["rows"], told["files"], told["missing"]) == (unblocked.made.rows, 2, 0)
    assert told["key"] in saved.stderr
    again = run_command("backup", str(backup), home=unblocked.home, database_url=unblocked.url)
    assert (again.returncode, again.stdout) == (1, "")
    assert "没有覆盖" in again.stderr
    assert "was not overwritten" in again.stderr

    key = (machine / "master.key").read_bytes()
    (machine / "master.key").unlink()
    lacking = run_command("restore", str(backup), home=machine, database_url=url)
    assert lacking.returncode == 1
    assert "master.key" in lacking.stderr
    assert not (machine / "master.key").exists(), "a new key beside old data would lock it for ever"
    (machine / "master.key").write_bytes(key)
    checked = run_command("restore", str(backup), "--check", home=machine, database_url=url)
    assert json.loads(checked.stdout)["rows"] == told["rows"]
    restored = run_command("restore", str(backup), home=machine, database_url=url)
    assert restored.returncode == 0, restored.stderr
    assert json.loads(restored.stdout)["tables"] == told["tables"]
    verified = run_command("verify", "--rows", home=machine, database_url=url)
    assert json.loads(verified.stdout)["whole"], verified.stderr
    twice = run_command("restore", str(backup), home=machine, database_url=url)
    assert twice.returncode == 1
    assert "Traceback" not in "".join(each.stderr for each in (again, lacking, twice))


def later(home: Path, url: str, *words: str) -> "subprocess.CompletedProcess[str]":
    """Run a verb of a later version of the program, whose register has more columns."""
    paths = os.pathsep.join((str(ROOT / "src"), str(ROOT / "tests")))
    more = {"DJANGO_SETTINGS_MODULE": "support.later.settings", "PYTHONPATH": paths}
    command = [sys.executable, "-m", "xiuhua.site.main", *words]
    where = environment(home, url, **more)
    return subprocess.run(command, env=where, capture_output=True, text=True, timeout=200, check=False)


def test_a_later_version_restores_it_and_brings_it_up_to_date(
    unblocked: Installation, machine: Path, empty_database: Any
) -> None:
    url = empty_database()
    restored = later(machine, url, "restore", str(unblocked.backup))
    assert restored.returncode == 0, restored.stderr
    assert json.loads(later(machine, url, "verify", "--rows").stdout)["whole"]
    with opened("default", url), connection.cursor() as cursor:
        columns = {each.name for each in connection.introspection.get_table_description(cursor, "registry_household")}
    assert "visits" in columns


def test_the_backup_before_an_upgrade_may_be_made_by_the_new_version(
    unblocked: Installation, empty_database: Any, copies: Copies, tmp_path: Path
) -> None:
    """Whoever has changed the code already has tables of the old version, until the next start."""
    source = copies.copy(unblocked.url)
    saved = later(unblocked.home, source, "backup", str(tmp_path / "late.backup"))
    assert saved.returncode == 0, saved.stderr
    with opened("source", unblocked.url), opened("default", empty_database()):
        with new_home(tmp_path / "new", key=unblocked.home) as home:
            restore(tmp_path / "late.backup", home)
        assert rows("default") == rows("source")
    copies.drop(source)


@pytest.mark.slow
def test_killed_at_any_moment_it_leaves_all_or_nothing(
    unblocked: Installation, machine: Path, empty_database: Any, copies: Copies, settings: Any, tmp_path: Path
) -> None:
    """Slow because each of the killed restores is followed by one that is not."""
    empty, url, chance = empty_database(), empty_database(), random.Random(20)
    settings.HOME = machine
    words = ["restore", str(unblocked.backup)]
    with Nursery(tmp_path, environment(machine, url)) as nursery:
        began = time.monotonic()
        nursery.run(MAIN, words)
        whole = time.monotonic() - began
        with opened("default", url):
            wanted = rows("default")
        seen = set()
        for _ in range(KILLS):
            copies.put(empty, url)
            (machine / "heads.jsonl").unlink()
            child = nursery.start(MAIN, words)
            time.sleep(whole * chance.uniform(0.1, 1.0))
            os.kill(child.pid, signal.SIGKILL)
            nursery.end_of(child)
            copies.wait_alone(url)
            with opened("default", url):
                there = _rows_there()
            seen.add(bool(there))
            assert there in ({}, wanted)
            if not there:
                nursery.run(MAIN, words)
            with opened("default", url):
                assert _rows_there() == wanted
                assert verify(rows=True).findings == ()
    assert False in seen


def _rows_there() -> dict[str, Any]:
    """Return the rows, without the one that every new database has; nothing where tables are missing."""
    tables = {model._meta.db_table for model in apps.get_models() if model.__module__.startswith("xiuhua.")}
    if not tables <= set(connection.introspection.table_names()):
        return {}
    found = rows("default")
    return found if any(some for name, some in found.items() if name != "journal_ledger") else {}
