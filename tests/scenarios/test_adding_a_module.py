"""What docs/adding-a-module.md says is done: its blocks in a copy of the source, its tests, the guards, the program."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from support.databases import EmptyDatabase
from support.source import ROOT

PAGE = ROOT / "docs" / "adding-a-module.md"
BLOCK = re.compile(r"^```(\S+) (\S+)\n(.*?)^```$", re.M | re.S)
COPIED = ("src", "tests", "docs", "pytest.ini", "pyproject.toml", ".importlinter", "README.md", ".gitignore")
GUARDS = ("modules", "wordings", "one_door", "migrations", "purity", "layers")
BIN = Path(sys.executable).parent


class Block(NamedTuple):
    """One block of code: its language, its file, and what stands in it."""

    language: str
    path: str
    text: str


BLOCKS = [Block(*found) for found in BLOCK.findall(PAGE.read_text("utf-8"))]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a copy of the source to which the page has been applied."""
    folder = tmp_path_factory.mktemp("adding") / "xiuhua"
    folder.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__", "screens"))
        else:
            shutil.copyfile(source, folder / name)
    subprocess.run(["git", "init", "-q", "."], cwd=folder, check=True)
    for block in BLOCKS:
        apply(block, folder / block.path)
    yield folder
    shutil.rmtree(folder)


def apply(block: Block, path: Path) -> None:
    """Write a new file, or make a change where its lines stand exactly once."""
    if block.language != "diff":
        assert not path.exists(), f"{block.path} is there already"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.text, "utf-8")
        return
    before, after = ([line[1:] for line in block.text.splitlines() if line[0] != sign] for sign in "+-")
    text, wanted = path.read_text("utf-8"), "\n".join(before)
    assert text.count(wanted) == 1, f"the change of {block.path} does not fit: {wanted}"
    path.write_text(text.replace(wanted, "\n".join(after)), "utf-8")


def run(copy: Path, *words: str, **more: str) -> str:
    """Run a program in the copy, whose source goes before the installed one; return what it says."""
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("XIUHUA_", "DJANGO_", "DATABASE"))
    }
    paths = os.pathsep.join((str(copy / "src"), str(copy / "tests")))
    done = subprocess.run(
        words, cwd=copy, env={**kept, "PYTHONPATH": paths, **more}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    return done.stdout


def test_the_page_has_all_parts() -> None:
    files = {block.path.removeprefix("src/xiuhua/wells/") for block in BLOCKS}
    parts = {
        "README.md",
        "policy.yaml",
        "refusals.yaml",
        "access.py",
        "models.py",
        "queries.py",
        "commands.py",
        "journal_words.py",
        "sheets.py",
    }
    assert parts <= files


def test_it_is_written_as_the_rest(copy: Path) -> None:
    run(copy, str(BIN / "ruff"), "check", "src", "tests/data/wells", "tests/rules/wells", "tests/support")
    run(copy, str(BIN / "ruff"), "format", "--check", "src/xiuhua/wells", "tests/data/wells", "tests/rules/wells")


def test_it_stands_in_its_layer(copy: Path) -> None:
    assert "0 broken" in run(copy, str(BIN / "lint-imports"), "--no-logo")


@pytest.mark.slow
def test_its_own_tests_and_the_guards_are_green(copy: Path, database_engine: str) -> None:
    """Slow: it is a suite of its own."""
    guards = [f"tests/guard/test_{name}.py" for name in GUARDS]
    own = ["tests/rules/wells", "tests/data/wells", "--doctest-modules", "src/xiuhua/wells/rules"]
    promises = ["tests/scenarios/test_access_commands.py", "tests/web/test_journal_pages.py"]
    chosen = ["-k", "not access_commands and not journal_pages or wells or every_column"]
    said = run(copy, str(BIN / "pytest"), "-q", f"--database={database_engine}", *own, *guards, *promises, *chosen)
    assert " passed" in said
    assert "skipped" not in said


def test_the_program_knows_the_sheet(copy: Path, tmp_path: Path, empty_database: EmptyDatabase) -> None:
    """From an empty database: villages, then wells, previewed, taken in, changed and verified."""
    home, url = str(tmp_path / "home"), empty_database()
    village = "620122101200"
    villages, wells = tmp_path / "villages.csv", tmp_path / "wells.csv"
    villages.write_text(f"行政村,行政村代码\n燕儿坪村,{village}\n", "utf-8")

    def xiuhua(*words: str) -> str:
        return run(copy, str(BIN / "python"), "-m", "xiuhua.site.main", *words, XIUHUA_HOME=home, DATABASE_URL=url)

    def listed(*rows: str) -> str:
        wells.write_text("\n".join(("行政村代码,水井,氟化物（mg/L）,检测日期", *rows)), "utf-8")
        return str(wells)

    xiuhua("import", str(villages), "--accept", "all")
    sheet = listed(f"{village},东井,0.85,2017-09-01", f"{village},西井,许多,2017-09-01")
    assert '"not_a_measurement"' in xiuhua("import", sheet, "--preview", "--json")
    assert '"accepted": 1' in xiuhua("import", sheet, "--accept", "good", "--json")
    changed = xiuhua("import", listed(f"{village},东井,1.4,2017-10-01"), "--preview", "--json")
    assert '"before": "0.85 mg/L"' in changed
    assert '"well_above_limit"' in changed
    assert '"whole": true' in xiuhua("verify", "--rows")
