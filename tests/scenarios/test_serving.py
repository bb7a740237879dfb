"""``xiuhua serve`` as an operator meets it: it starts, says where, stops, and nothing is left or lost."""

import os
import signal
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from support.databases import EmptyDatabase
from support.served import children, free_port, rows, run_command, running, serving, worker_of
from support.slow_jobs.starting import SETTINGS, start_job

if not Path("/proc/self/stat").exists():
    pytest.skip("these tests look at processes through /proc", allow_module_level=True)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def url(empty_database: EmptyDatabase) -> str:
    return empty_database()


def gone(pids: list[int], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while running().keys() & set(pids):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


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


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_migrates_serves_and_stops_within_seconds(home: Path, url: str, number: signal.Signals) -> None:
    left_by_a_killed_one = home / "temporary" / "tmp1234"
    left_by_a_killed_one.parent.mkdir(parents=True)
    left_by_a_killed_one.touch()
    with serving(home=home, database_url=url) as served:
        assert any("tables" in line for line in served.said)
        with urllib.request.urlopen(served.url + "static/site/xiuhua.css", timeout=10) as answer:
            assert answer.status == 200
        assert not left_by_a_killed_one.exists()
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


def test_a_second_start_is_quick_and_a_taken_port_is_named(
    home: Path, url: str, tmp_path: Path, empty_database: EmptyDatabase
) -> None:
    port = free_port()
    with serving(home=home, database_url=url, port=port):
        elsewhere = tmp_path / "elsewhere"
        refused = run_command("serve", "--demo", "--port", str(port), home=elsewhere, database_url=empty_database())
        assert refused.returncode == 1
        assert f"127.0.0.1:{port}" in refused.stderr
        assert not (elsewhere / "master.key").exists(), "it is said before anything is made"
    with serving(home=home, database_url=url, port=port) as again:
        assert not any("tables" in line for line in again.said)


@pytest.mark.slow
@pytest.mark.parametrize(("kind", "ends"), [("slow.resumable", "done"), ("slow.once", "interrupted")])
def test_a_killed_worker_is_replaced_and_its_job_is_not_lost(home: Path, url: str, kind: str, ends: str) -> None:
    """Slow: it waits for real processes to start three times."""
    with serving(home=home, database_url=url, **SETTINGS) as served:
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
    with serving(home=home, database_url=url, **SETTINGS) as served:
        start_job(home, url, "slow.resumable", steps=120)
        wait_for(url, "running")
        began = time.monotonic()
        served.stop()
        assert time.monotonic() - began < 10
    assert job(url)["state"] == "queued"
    with serving(home=home, database_url=url, **SETTINGS):
        assert wait_for(url, "done")["done"] == 120


def test_the_clock_stands_still_only_over_the_demo(home: Path, url: str) -> None:
    refused = run_command("verify", home=home, database_url=url, XIUHUA_NOW="2018-06-20T09:00+08:00")
    assert refused.returncode == 1
    assert "XIUHUA_NOW" in refused.stderr
    assert "Traceback" not in refused.stderr
