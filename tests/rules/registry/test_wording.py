"""The words of the register's problems, and that its rules need nothing but themselves and the kernel."""

import string
import subprocess
import sys
from pathlib import Path

import yaml

from rules.registry.rows import CATALOGUE, REGISTRY
from xiuhua.registry.rules.completeness import MISSING
from xiuhua.registry.rules.findings import ERRORS, SEVERITY, WARNINGS

RULES = sorted(path.stem for path in (REGISTRY / "rules").glob("*.py") if path.stem != "__init__")


def _of_rules() -> dict[str, int]:
    """The problems that rules find; 43xx are the refusals of commands, which are tested with them."""
    entries = yaml.safe_load((REGISTRY / "refusals.yaml").read_text("utf-8"))
    return {entry["code"]: entry["number"] for entry in entries if entry["number"] < 4300}


def test_every_problem_is_worded_and_every_wording_is_used() -> None:
    assert all(code in CATALOGUE for code in (*SEVERITY, *MISSING))
    assert set(_of_rules()) == (set(SEVERITY) | MISSING) - {"formula_text"}


def test_numbers_tell_how_serious_a_problem_is() -> None:
    for code, number in _of_rules().items():
        assert code in {40: ERRORS, 41: WARNINGS, 42: MISSING}[number // 100]


def test_all_three_parts_are_there_in_both_languages_with_the_same_gaps() -> None:
    for entry in yaml.safe_load((REGISTRY / "refusals.yaml").read_text("utf-8")):
        assert set(entry) == {"number", "code", "zh", "en"}
        for part in ("what", "why", "next"):
            zh, en = entry["zh"][part], entry["en"][part]
            assert any("\u4e00" <= character <= "\u9fff" for character in zh)
            assert gaps(zh, "_zh") == gaps(en, "_en")


def gaps(text: str, language: str) -> set[str]:
    """Return the gaps of a wording; one that a language fills with words of its own bears its mark."""
    return {gap.removesuffix(language) for _, gap, _, _ in string.Formatter().parse(text) if gap}


def test_the_rules_run_where_django_is_not_installed() -> None:
    program = (
        "import sys\n"
        "for name in ('django', 'pypinyin', 'ninja'):\n"
        "    sys.modules[name] = None\n"
        f"for name in {RULES!r}:\n"
        "    __import__('xiuhua.registry.rules.' + name)\n"
    )
    source = str(Path(REGISTRY).parents[1])
    done = subprocess.run(
        [sys.executable, "-c", program], env={"PYTHONPATH": source}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
