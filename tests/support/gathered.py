"""Everything that the modules declare (``support/declared.py``), gathered from the files below ``support/modules``."""

from collections.abc import Callable, Iterator
from functools import cache
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

from support import modules

FOLDER = "tests/support/modules"


@cache
def files() -> tuple[ModuleType, ...]:
    """Return every file in which a module declares something, in the order of their names."""
    found = walk_packages(modules.__path__, f"{modules.__name__}.")
    return tuple(import_module(each.name) for each in found if not each.ispkg)


@cache
def table(kind: str) -> dict[str, Any]:
    """Return the entries of a mapping from all files; a name may stand in several if it means the same."""
    whole: dict[str, Any] = {}
    for file in files():
        entries = getattr(file, kind, {})
        again = sorted(name for name in whole.keys() & entries.keys() if whole[name] != entries[name])
        assert not again, f"{file.__name__} declares {again} of {kind} anew: another file says something else"
        whole |= entries
    return whole


@cache
def listed(kind: str, key: str) -> dict[str, Any]:
    """Return the entries of a list from all files by their key; each stands in one of them alone."""
    whole: dict[str, Any] = {}
    for file in files():
        for entry in getattr(file, kind, ()):
            name = getattr(entry, key)
            assert name not in whole, f"{file.__name__} declares {name} of {kind} anew"
            whole[name] = entry
    return whole


def functions(name: str) -> Iterator[Callable[..., Any]]:
    """Yield the functions of a name from all files."""
    yield from (getattr(file, name) for file in files() if hasattr(file, name))


def words(county: str) -> tuple[str, ...]:
    """Return the canaries of a county that modules add."""
    found = (getattr(file, "WORDS", {}).get(county, {}) for file in files())
    return tuple(word for each in found for word in each.values())


def where(module: str) -> str:
    """Return the folder in which a module of the product declares its part, from the name of one of its files."""
    parts = [part for part in module.split(".") if part not in ("xiuhua", "platform")]
    return f"{FOLDER}/{parts[0]}"
