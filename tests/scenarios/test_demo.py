"""The demo is loaded through the import, goes on after a kill, and never into a database that holds something else."""

import json
import subprocess
import urllib.request
from pathlib import Path

import pytest
import yaml

from support.databases import EmptyDatabase
from support.served import COMMAND, environment, run_command, serving
from support.source import ROOT, SRC

LOGINS = [each["login"] for each in yaml.safe_load((SRC / "site/demo/cast.yaml").read_text("utf-8"))["accounts"]]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def url(empty_database: EmptyDatabase) -> str:
    return empty_database()


def whole(home: Path, url: str) -> dict[str, int]:
    said = run_command("verify", "--rows", home=home, database_url=url)
    assert said.returncode == 0, said.stderr
    result: dict[str, int] = json.loads(said.stdout)
    return result


@pytest.mark.slow
def test_a_load_that_was_killed_goes_on_and_repeats_nothing(tmp_path: Path, empty_database: EmptyDatabase) -> None:
    """Slow: it loads the demo twice."""
    clean, cut = (tmp_path / "clean", empty_database()), (tmp_path / "cut", empty_database())
    assert run_command("demo", home=clean[0], database_url=clean[1]).returncode == 0
    with subprocess.Popen(
        [str(COMMAND), "demo"], env=environment(*cut), cwd=ROOT, stderr=subprocess.PIPE, text=True
    ) as process:
        for line in process.stderr or ():
            if "accounts" in line:
                process.kill()
    assert run_command("demo", home=cut[0], database_url=cut[1]).returncode == 0
    first, second = whole(*clean), whole(*cut)
    assert (first["entries"], first["rows"]) == (second["entries"], second["rows"])
    again = run_command("demo", home=cut[0], database_url=cut[1])
    assert again.returncode == 0
    assert whole(*cut)["entries"] == first["entries"]


@pytest.mark.slow
def test_serving_the_demo_says_who_can_sign_in_and_that_it_is_the_demo(home: Path, url: str) -> None:
    """Slow: it loads the demo."""
    with serving("--demo", home=home, database_url=url, XIUHUA_NOW="2018-06-20T09:00+08:00") as served:
        said = "".join(served.said)
        assert all(f" {login} " in said for login in LOGINS)
        assert "holds the demo" not in said
        with urllib.request.urlopen(served.url, timeout=20) as answer:
            assert answer.status == 200
    refused = run_command("demo", home=home, database_url=url)
    assert "already" in refused.stderr
    with serving(home=home, database_url=url) as wanted_none:
        assert "holds the demo" in "".join(wanted_none.said)


def test_the_demo_does_not_enter_a_database_with_other_data(home: Path, url: str) -> None:
    made = run_command("demo", home=home, database_url="sqlite:///" + str(home / "other.sqlite3"))
    assert made.returncode == 0
    sheets = home / "demo-sheets"
    taken = run_command("import", str(sheets / "villages.xlsx"), "--accept", "all", home=home, database_url=url)
    assert taken.returncode == 0, taken.stderr
    before = whole(home, url)
    refused = run_command("demo", home=home, database_url=url)
    assert refused.returncode == 1
    assert whole(home, url) == before
    clock = run_command("verify", home=home, database_url=url, XIUHUA_NOW="2018-06-20T09:00+08:00")
    assert clock.returncode == 1
    assert "real data" in clock.stderr


def test_an_empty_system_says_how_its_first_administrator_enters(home: Path, url: str) -> None:
    with serving(home=home, database_url=url) as served:
        code = (home / "first-administrator.code").read_text("ascii").strip()
        assert any(code in line and "first-administrator" in line for line in served.said)
