"""``xiuhua serve`` as an operator meets it: it starts, says where, stops, and nothing is left or lost."""

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from support.databases import EmptyDatabase
from support.served import Served, environment, free_port, rows, run_command, serving
from support.source import ROOT

WITH_SLOW_JOBS = {"DJANGO_SETTINGS_MODULE": "support.slow_jobs.settings", "PYTHONPATH": str(ROOT / "tests")}


if not Path("/proc/self/stat").exists():
    pytest.skip("these tests look at processes through /proc", allow_module_level=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def url(empty_database: EmptyDatabase) -> str:
    return empty_database()


def running() -> dict[int, int]:
    """Return the parent of every process that runs; one that has ended and is not yet fetched does not count."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, parent = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()[:2]
        except (FileNotFoundError, ProcessLookupError):
            continue
        if state != "Z":
            found[int(folder.name)] = int(parent)
    return found


def children(served: Served) -> list[int]:
    parents, found, wanted = running(), [], {served.process.pid}
    while wanted:
        wanted = {pid for pid, parent in parents.items() if parent in wanted}
        found += wanted
    return found


def gone(pids: list[int], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while running().keys() & set(pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def start_job(home: Path, url: str, kind: str, *, steps: int) -> None:
    command = (sys.executable, "-m", "support.slow_jobs", kind, str(steps))
    subprocess.run(command, env=environment(home, url, **WITH_SLOW_JOBS), cwd=ROOT, check=True)


def job(url: str) -> dict[str, Any]:
    """Return what is stored of the one job."""
    columns = ("state", "attempts", "message", "done")
    (row,) = rows(url, f"SELECT {', '.join(columns)} FROM work_job")
    return dict(zip(columns, row, strict=True))


def wait_for(url: str, *states: str, seconds: float = 40.0) -> dict[str, Any]:
    until = time.monotonic() + seconds
    while (row := job(url))["state"] not in states:
        assert time.monotonic() < until, row
        time.sleep(0.1)
    return row


def worker_of(served: Served) -> int:
    """Return the child that holds the worker's lock: the one with no child of its own and with the lock file open."""
    for pid in children(served):
        for handle in Path(f"/proc/{pid}/fd").iterdir():
            if os.path.realpath(handle).endswith("worker.lock"):
                return pid
    raise AssertionError("no worker")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_migrates_serves_and_stops_within_seconds(home: Path, url: str, number: signal.Signals) -> None:
    with serving(home=home, database_url=url) as served:
        assert any("tables" in line for line in served.said)
        with urllib.request.urlopen(served.url + "static/site/xiuhua.css", timeout=10) as answer:
            assert answer.status == 200
        left = children(served)
        assert len(left) >= 3
        began = time.monotonic()
        assert served.stop(number) == 0
        assert time.monotonic() - began < 10
        assert gone(left, 2)


def test_a_killed_supervisor_leaves_nothing_running(home: Path, url: str) -> None:
    with serving(home=home, database_url=url) as served:
        left = children(served)
        served.stop(signal.SIGKILL)
        assert gone(left, 15)


def test_a_second_start_is_quick_and_a_taken_port_is_named(home: Path, url: str) -> None:
    port = free_port()
    with serving(home=home, database_url=url, port=port):
        refused = run_command("serve", "--port", str(port), home=home, database_url=url)
        assert refused.returncode == 1
        assert f"127.0.0.1:{port}" in refused.stderr
    with serving(home=home, database_url=url, port=port) as again:
        assert not any("tables" in line for line in again.said)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "ends"), [("slow.resumable", "done"), ("slow.once", "interrupted")])
def test_a_killed_worker_is_replaced_and_its_job_is_not_lost(home: Path, url: str, kind: str, ends: str) -> None:
    """Slow: it waits for real processes to start three times."""
    with serving(home=home, database_url=url, **WITH_SLOW_JOBS) as served:
        start_job(home, url, kind, steps=80)
        wait_for(url, "running")
        os.kill(worker_of(served), signal.SIGKILL)
        row = wait_for(url, ends)
    assert any("worker" in line and "-9" in line for line in served.said)
    assert row["attempts"] == (2 if ends == "done" else 1)
    assert row["message"] == ("" if ends == "done" else "job_interrupted")


@pytest.mark.slow
def test_stopping_lets_a_job_go_and_the_next_start_takes_it_up(home: Path, url: str) -> None:
    """Slow: it starts the product twice."""
    with serving(home=home, database_url=url, **WITH_SLOW_JOBS) as served:
        start_job(home, url, "slow.resumable", steps=120)
        wait_for(url, "running")
        began = time.monotonic()
        served.stop()
        assert time.monotonic() - began < 10
    assert job(url)["state"] == "queued"
    with serving(home=home, database_url=url, **WITH_SLOW_JOBS):
        assert wait_for(url, "done")["done"] == 120


def test_the_clock_stands_still_only_over_the_demo(home: Path, url: str) -> None:
    refused = run_command("verify", home=home, database_url=url, XIUHUA_NOW="2018-06-20T09:00+08:00")
    assert refused.returncode == 1
    assert "XIUHUA_NOW" in refused.stderr
    assert "Traceback" not in refused.stderr
