"""The command line on an empty, unmigrated database, without a server."""

import json
import subprocess
from pathlib import Path

import pytest

from support.databases import EmptyDatabase
from support.served import COMMAND, environment, run_command
from xiuhua.platform.vault.master import load_master
from xiuhua.site.main import VERBS

ABSENT = "015e7380-0000-7000-8000-000000000404"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


@pytest.fixture
def url(empty_database: EmptyDatabase) -> str:
    return empty_database()


def test_help_names_every_verb_in_both_languages(home: Path, url: str) -> None:
    said = run_command("--help", home=home, database_url=url, COLUMNS="200")
    assert said.returncode == 0
    lines = said.stdout.splitlines()
    for verb in VERBS:
        at = next(at for at, line in enumerate(lines) if line.split()[:1] == [verb])
        told = " ".join(lines[at : at + 2])  # what is said of a long verb begins on the next line
        assert " / " in told, verb
        assert any("\u4e00" <= letter <= "\u9fff" for letter in told), verb


def test_a_wrong_call_is_no_accident(home: Path, url: str) -> None:
    assert run_command("embroider", home=home, database_url=url).returncode == 2
    assert run_command(home=home, database_url=url).returncode == 2


def test_an_unreachable_database_is_said_in_both_languages(home: Path) -> None:
    said = run_command("verify", home=home, database_url="postgresql://nobody@127.0.0.1:1/none")
    assert said.returncode == 1
    assert "数据库" in said.stderr
    assert "cannot be used" in said.stderr
    assert "Traceback" not in said.stderr


def test_a_database_address_of_another_kind_is_refused(home: Path) -> None:
    said = run_command("verify", home=home, database_url="mysql://127.0.0.1/none")
    assert said.returncode == 1
    assert "DATABASE_URL" in said.stderr
    assert "Traceback" not in said.stderr


def test_check_reads_and_changes_nothing(home: Path, url: str) -> None:
    first = run_command("check", home=home, database_url=url)
    assert first.returncode == 1
    assert home.stat().st_mode & 0o077 == 0, "nobody else on the machine reads what is in it"
    assert "migrations" in first.stderr
    assert run_command("verify", home=home, database_url=url).returncode == 0
    assert run_command("check", home=home, database_url=url).returncode == 0


def test_verify_and_replay_of_an_empty_journal(home: Path, url: str, empty_database: EmptyDatabase) -> None:
    verified = run_command("verify", "--rows", home=home, database_url=url)
    assert verified.returncode == 0
    assert json.loads(verified.stdout)["whole"] is True
    replayed = run_command("replay", empty_database(), home=home, database_url=url)
    assert replayed.returncode == 0
    assert json.loads(replayed.stdout)["differing"] == []


@pytest.mark.parametrize("words", [("--batch", ABSENT), ("--command", ABSENT), (ABSENT,), ()])
def test_undoing_what_does_not_exist_is_refused(home: Path, url: str, words: tuple[str, ...]) -> None:
    said = run_command("undo", *words, home=home, database_url=url)
    assert said.returncode == 1
    assert json.loads(said.stdout)["undone"] == 0
    assert "Traceback" not in said.stderr


def test_the_master_key_is_made_once_with_a_clear_word_and_never_beside_data(home: Path, url: str) -> None:
    first = run_command("demo", home=home, database_url=url)
    key = home / "master.key"
    assert str(key) in first.stderr
    assert "Back it up now" in first.stderr
    assert key.stat().st_mode & 0o077 == 0
    assert "Back it up" not in run_command("verify", home=home, database_url=url).stderr
    key.rename(home / "elsewhere")
    refused = run_command("verify", home=home, database_url=url)
    assert refused.returncode == 1
    assert "master key" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not key.exists()
    load_master(home, create=True)
    for words in (("verify",), ("check",), ("undo",)):
        refused = run_command(*words, home=home, database_url=url)
        assert refused.returncode == 1
        assert "master key" in refused.stderr
        assert "Traceback" not in refused.stderr


def test_a_folder_without_room_is_said_in_both_languages_and_used_when_there_is_some(home: Path, url: str) -> None:
    home.mkdir()
    full = subprocess.run(
        ["sh", "-c", 'ulimit -f 0; exec "$0" check', str(COMMAND)],
        env=environment(home, url),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert full.returncode == 1
    assert "数据文件夹不能用" in full.stderr
    assert "data folder cannot be used" in full.stderr
    assert "Traceback" not in full.stderr
    assert (home / "web.secret").read_text("ascii") == ""
    assert run_command("check", home=home, database_url=url).returncode == 1
    assert len((home / "web.secret").read_text("ascii")) > 40


@pytest.mark.parametrize("words", [("--preview",), ("--accept", "good"), ("--accept", "all")], ids=" ".join)
def test_what_an_import_finds_or_holds_is_said_with_row_and_column(
    home: Path, url: str, tmp_path: Path, words: tuple[str, ...]
) -> None:
    sheet = tmp_path / "villages.csv"
    lines = ("行政村,行政村代码,2016年集体经济收入", "燕儿坪村,620122100200,2400", "上社村,620122100201,两千")
    sheet.write_text("\n".join(lines), "utf-8")
    said = run_command("import", str(sheet), *words, home=home, database_url=url)
    assert said.returncode == (1 if "all" in words else 0)
    assert said.stdout == ""
    (wrong,) = (line for line in said.stderr.splitlines() if line.startswith("第 3 行"))
    assert wrong.startswith("第 3 行 2016年集体经济收入：“两千”不是金额")
    assert " / row 3, 2016年集体经济收入: “两千” is not an amount" in wrong


def test_the_figures_of_a_place_that_is_not_there(home: Path, url: str) -> None:
    said = run_command("figures", "--place", "620122000000", home=home, database_url=url)
    assert said.returncode == 1
    assert "620122000000" in said.stderr
    wrong = run_command("figures", "--place", "620122000000", "--on", "yesterday", home=home, database_url=url)
    assert wrong.returncode == 1
    assert "yesterday" in wrong.stderr


def test_a_snapshot_of_a_place_that_is_not_there(home: Path, url: str) -> None:
    said = run_command("snapshot", "--place", "620122000000", "--year", "2017", home=home, database_url=url)
    assert said.returncode == 1
    assert said.stdout == ""
    assert run_command("snapshot", "--place", "6", "--year", "2017", home=home, database_url=url).returncode == 1
