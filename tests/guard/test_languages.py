"""Chinese is the source; English is complete, and no page says something that nobody could translate."""

import ast
import re
from pathlib import Path

import pytest

from support.source import ROOT, SRC, calls, constant, dotted, modules
from xiuhua.site.translations import locales, missing, said_differently

CHINESE = re.compile("[\u4e00-\u9fff]")
TRANSLATED = re.compile(
    r"{%\s*blocktrans(?:late)?\b.*?{%\s*endblocktrans(?:late)?\s*%}|{%\s*trans(?:late)?\s.*?%}|{#.*?#}"
    r"|{%\s*comment\b.*?{%\s*endcomment\s*%}|_\(\s*([\"']).*?\1\s*\)",
    re.S,
)
OWN_NAMES = ("中文",)
"""A language is named in itself, whatever the page speaks."""

TEMPLATES = sorted(SRC.glob("**/templates/**/*.html"))


@pytest.mark.parametrize("locale", locales(), ids=lambda path: path.parent.name)
def test_every_text_has_english(locale: Path) -> None:
    assert missing(locale) == ()


def test_one_text_has_one_english() -> None:
    """Where two things need two English words, they need two Chinese ones as well."""
    assert said_differently() == {}


def test_there_are_catalogues_and_templates() -> None:
    assert len(locales()) >= 2
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(SRC).as_posix())
def test_a_template_says_nothing_outside_of_translation(path: Path) -> None:
    text = path.read_text("utf-8")
    for name in OWN_NAMES:
        text = text.replace(f">{name}<", "><").replace(f"%}}{name}{{%", "%}{%")
    left = [line.strip()[:80] for line in TRANSLATED.sub("", text).splitlines() if CHINESE.search(line)]
    assert left == []


def test_texts_in_code_are_said_in_both_languages() -> None:
    one_sided = []
    for name, tree in modules():
        for called, call in calls(tree):
            if called.rpartition(".")[2] == "Text" and len(call.args) == 2:
                chinese, english = (constant(argument) for argument in call.args)
                if chinese is None or english is None:
                    continue
                if bool(chinese) != bool(english) or CHINESE.search(english.replace("户主", "")):
                    one_sided.append((name, chinese, english))
    assert one_sided == []


def test_views_hold_no_bare_chinese() -> None:
    """In a view, Chinese stands beside its English, in ``gettext`` or a docstring; else it would stay Chinese."""
    bare = []
    for name, tree in modules():
        if re.search(r"/views(/|\.py)", name):
            said = {id(part) for node in ast.walk(tree) if is_said(node) for part in ast.walk(node)}
            docs = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            for node in ast.walk(tree):
                text = constant(node)
                if text and CHINESE.search(text) and text not in SHEET_WORDS and id(node) not in said | docs:
                    bare.append((name, text[:40]))
    assert bare == []


def is_said(node: ast.AST) -> bool:
    """Say whether a node translates: ``gettext``, Chinese with its English, or ``{"zh": …, "en": …}``."""
    if isinstance(node, ast.Dict):
        return {constant(key) for key in node.keys} >= {"zh", "en"}
    if not isinstance(node, ast.Call):
        return False
    if dotted(node.func).rpartition(".")[2] in SAYING:
        return True
    texts = [text for argument in node.args if (text := constant(argument))]
    named = {keyword.arg for keyword in node.keywords}
    return named >= {"zh", "en"} or (
        len(texts) >= 2 and any(map(CHINESE.search, texts)) and not all(map(CHINESE.search, texts))
    )


SHEET_WORDS = {"户主"}
"""Values that a sheet holds, compared and never shown as words of the page."""

SAYING = {"Text", "gettext", "_", "ngettext", "gettext_lazy", "pgettext"}


def test_the_documents_for_users_exist_in_both_languages() -> None:
    for name in ("README.md", "README.zh-CN.md"):
        assert (ROOT / name).stat().st_size > 1000
