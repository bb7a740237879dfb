"""Every example in a docstring says what really comes out."""

import doctest
from importlib import import_module

import pytest

from support.source import ROOT, text_files

EXAMPLE = ">>> "
WITH_EXAMPLES = [
    name.removeprefix("src/").removesuffix(".py").replace("/", ".")
    for name, text in text_files()
    if name.startswith("src/") and name.endswith(".py") and EXAMPLE in text
]


@pytest.mark.parametrize("name", WITH_EXAMPLES)
def test_the_examples_hold(name: str) -> None:
    module = import_module(name)
    assert (ROOT / "src").as_posix() in str(module.__file__)
    result = doctest.testmod(module)
    assert (result.failed, result.attempted > 0) == (0, True)
