"""What no file of the project may hold, and how large one may grow."""

import re

import pytest

from support.source import ROOT, text_files

MAXIMUM_LINES = 400
SELF = "tests/guard/test_repository.py"

FORBIDDEN = {
    "the address of a package index": re.compile(
        r"https?://[^\s\"'<>]*/(?:simple|packages)/|^--(?:extra-)?index-url", re.M
    ),
    "a path of one machine": re.compile(r"(?<![\w./-])/(?:work|farm|root|home/\w+|opt/wheels)/"),
    "something left for later": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b|raise NotImplementedError|pragma: no cover"),
    "a check that is silenced": re.compile(r"#\s*(?:noqa|type:\s*ignore)"),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_file_holds(what: str) -> None:
    found = [name for name, text in text_files() if name != SELF and FORBIDDEN[what].search(text)]
    assert found == []


@pytest.mark.parametrize("name", ["run", "dev", "rules"])
def test_requirements_are_pinned_with_hashes(name: str) -> None:
    text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
    entries = [entry for entry in re.split(r"\n(?=\S)", text) if entry.strip() and not entry.startswith("#")]
    assert len(entries) > 10
    loose = [entry.split("\n")[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry]
    assert loose == []


def test_the_smaller_locks_agree_with_the_largest() -> None:
    def pins(name: str) -> set[str]:
        text = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        return set(re.findall(r"^([\w.-]+==[\w.]+)", text, re.M))

    assert pins("run") <= pins("dev")
    assert pins("rules") <= pins("dev")


def test_no_source_file_outgrows_its_design() -> None:
    long = {
        name: count
        for name, text in text_files()
        if name.startswith("src/") and name.endswith((".py", ".js", ".css", ".html")) and "/migrations/" not in name
        if (count := text.count("\n")) > MAXIMUM_LINES
    }
    assert long == {}


def test_links_between_the_documents_lead_somewhere() -> None:
    dead = []
    for name, text in text_files():
        if name.endswith(".md"):
            folder = (ROOT / name).parent
            for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", text):
                if not (folder / target).exists():
                    dead.append((name, target))
    assert dead == []
