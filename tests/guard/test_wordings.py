"""Every numbered problem is worded in both languages, used, and numbered once."""

import ast
import re
import string
from pathlib import Path

import pytest
import yaml

from support.source import ROOT, SRC, calls, constant, modules, text_files
from xiuhua.kernel.refusals import RefusalCatalogue, Wording

CHINESE = re.compile("[\u4e00-\u9fff]+")
FILES = sorted(SRC.glob("**/refusals.yaml"))


def catalogue() -> RefusalCatalogue:
    words = RefusalCatalogue()
    for path in FILES:
        words.load(path)
    return words


WORDINGS = list(catalogue())


def test_numbers_and_codes_are_given_once_across_all_modules() -> None:
    assert len(FILES) >= 3
    assert len({wording.number for wording in WORDINGS}) == len(WORDINGS) == len({wording.code for wording in WORDINGS})


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parent.name)
def test_entries_have_only_the_known_parts(path: Path) -> None:
    for entry in yaml.safe_load(path.read_text("utf-8")):
        assert set(entry) == {"number", "code", "zh", "en"}
        assert set(entry["zh"]) == set(entry["en"]) <= {"what", "why", "next"}
        assert "what" in entry["zh"]


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda wording: wording.code)
def test_both_languages_say_the_same_parts_with_the_same_gaps(wording: Wording) -> None:
    for part in (wording.what, wording.why, wording.next):
        assert bool(part.zh) == bool(part.en)
        assert all(term in part.zh for term in CHINESE.findall(part.en)), "only terms of a sheet stay Chinese"
    chinese, english = (gaps(*parts) for parts in zip(*(wording.what, wording.why, wording.next), strict=True))
    assert {neutral(gap) for gap in chinese} == {neutral(gap) for gap in english}


def test_every_problem_that_a_literal_names_is_worded() -> None:
    known = {wording.code for wording in WORDINGS}
    unworded = {
        (name, code)
        for name, tree in modules()
        for called, call in calls(tree)
        if called.rpartition(".")[2] in ("Problem", "JobFailed") and call.args
        if (code := constant(call.args[0])) is not None and code not in known
    }
    assert unworded == set()


def test_every_wording_is_used() -> None:
    named = {
        node.value
        for _, tree in modules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    data = " ".join(
        text
        for name, text in text_files()
        if name.startswith("src/") and name.endswith((".yaml", ".html"))
        if not name.endswith("refusals.yaml")
    )
    unused = [wording.code for wording in WORDINGS if wording.code not in named and wording.code not in data.split()]
    assert unused == []


def test_every_catalogue_is_beside_a_module() -> None:
    for path in FILES:
        assert (path.parent / "__init__.py").exists(), path.relative_to(ROOT)


def gaps(*texts: str) -> set[str]:
    return {gap for text in texts for _, gap, _, _ in string.Formatter().parse(text) if gap}


def neutral(gap: str) -> str:
    """A value that is itself in words has one gap per language: who_zh, who_en."""
    return gap.removesuffix("_zh").removesuffix("_en")
