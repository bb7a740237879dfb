"""Whoever runs the product finds every variable it reads in one document, and none that it does not."""

import re

from support.source import ROOT, modules, text_files

VARIABLE = re.compile(r"\b(XIUHUA_[A-Z_]+|DATABASE_URL)\b")
DOCUMENT = "docs/operations.md"
PRODUCT = ("src/", "Makefile")


def read_by_the_product() -> set[str]:
    return {
        name
        for path, text in text_files()
        if path.startswith(PRODUCT) and path.endswith((".py", "Makefile"))
        for name in VARIABLE.findall(text)
    }


def test_every_variable_is_documented_and_every_documented_one_is_read() -> None:
    assert len(modules()) > 10
    documented = set(VARIABLE.findall((ROOT / DOCUMENT).read_text("utf-8")))
    tests = (text for path, text in text_files() if path.startswith("tests/"))
    read_by_tests = {name for text in tests for name in VARIABLE.findall(text)}
    assert read_by_the_product() - documented == set()
    assert documented - read_by_the_product() - read_by_tests == set()
