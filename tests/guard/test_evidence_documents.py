"""The glossary's document is the one that its source makes, and the API's document names every operation and status."""

import re

import pytest

from support.source import ROOT
from xiuhua.site.api.description import description
from xiuhua.site.api.operations import PROBLEMS
from xiuhua.site.glossary import glossary
from xiuhua.site.glossary_document import COMMAND, DOCUMENT, document

WORDS = [term for group in glossary().groups for term in group.terms]
CHINESE = re.compile("[\u4e00-\u9fff]")


def test_the_document_of_the_glossary_is_up_to_date() -> None:
    assert (ROOT / DOCUMENT).read_text("utf-8") == document(glossary()), f"run {COMMAND}"


@pytest.mark.parametrize("term", WORDS, ids=lambda term: term.name.en)
def test_a_term_is_explained_in_both_languages(term: object) -> None:
    assert term.name.zh
    assert CHINESE.search(term.means.zh)
    assert not CHINESE.search(term.name.en + term.means.en)


def test_a_term_stands_once() -> None:
    for language in (0, 1):
        names = [term.name[language] for term in WORDS]
        assert len(names) == len(set(names)) > 20


def test_every_field_of_the_person_list_has_a_name_and_a_user_in_both_languages() -> None:
    fields = glossary().fields
    assert len(fields) > 25
    for line in fields:
        assert not CHINESE.search(line.name.en), f"{line.code} has no English name"
        assert CHINESE.search(line.used_by.zh)
        assert not CHINESE.search(line.used_by.en)


def test_the_document_of_the_api_names_every_operation_and_status() -> None:
    text = (ROOT / "docs" / "api.md").read_text("utf-8")
    paths = description()["paths"]
    for path, methods in paths.items():
        for method in methods:
            assert f"{method.upper()} {path.removeprefix('/api/v1')}`" in text
    named = set(re.findall(r"^\| `GET ([^`]+)` \|", text, re.M))
    assert named == {path.removeprefix("/api/v1") for path, methods in paths.items() if "get" in methods}
    assert {int(status) for status in re.findall(r"^\| (\d{3}) \|", text, re.M)} == set(PROBLEMS)
