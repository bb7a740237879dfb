"""The project's own files, for tests that hold promises about all of them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SRC = ROOT / "src" / "xiuhua"
BINARY = frozenset({".xlsx", ".png", ".jpg", ".ttc", ".woff2", ".mo"})


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file that belongs to the project and every new one that git does not ignore."""
    words = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    listed = subprocess.run(words, cwd=ROOT, capture_output=True, check=True).stdout.decode().split("\0")
    return tuple(path for name in sorted(filter(None, listed)) if (path := ROOT / name).is_file())


def text_files() -> Iterator[tuple[str, str]]:
    """Yield the relative name and the text of each file of the project that is text."""
    for path in tracked():
        if path.suffix not in BINARY:
            yield path.relative_to(ROOT).as_posix(), path.read_text("utf-8")


@cache
def modules(folder: str = "src") -> tuple[tuple[str, ast.Module], ...]:
    """Return the relative name and the syntax tree of each Python file below a folder."""
    return tuple(
        (path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8")))
        for path in tracked()
        if path.suffix == ".py" and path.is_relative_to(ROOT / folder)
    )


def tables() -> list[Path]:
    """Return the file or folder with the tables of each module that has some."""
    return sorted((*SRC.glob("**/models.py"), *SRC.glob("**/models")))


def dotted(node: ast.AST) -> str:
    """Return ``a.b.c`` for a chain of names, attributes and calls; what is neither is left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}".lstrip(".")
    return dotted(node.func) if isinstance(node, ast.Call) else ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """Yield each call with the dotted name of what is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def constant(node: ast.AST | None) -> str | None:
    """Return the text of a string literal."""
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None
