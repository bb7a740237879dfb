"""The words of the product in both languages, and the fields of the person list with who uses each."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiuhua.kernel.commands import personal_paths
from xiuhua.kernel.tables import read_table
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.registry.commands.record import RecordHousehold
from xiuhua.registry.rules.shown import field_name

SOURCE = Path(__file__).with_name("glossary.yaml")
PERSON_LIST = "people"

_COLUMNS = {
    "sequence": "serial number",
    "county": "county",
    "township": "township",
    "village": "village",
    "sex": "sex",
    "household_kind": "kind of household",
    "phone": "phone",
}
"""English of the columns that are no stored fact and so have no name elsewhere."""


@dataclass(frozen=True, slots=True)
class Term:
    """One word: its names, what it means, and its name in the program."""

    name: Text
    means: Text
    code: str


@dataclass(frozen=True, slots=True)
class TermGroup:
    """Words that belong together."""

    title: Text
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class FieldLine:
    """A column of the person list: what it is called, who uses it, and whether it is masked or sealed."""

    name: Text
    code: str
    used_by: Text
    personal: bool


@dataclass(frozen=True, slots=True)
class Glossary:
    """What a page shows: the words and fields that hold the text that was looked for, or all of them."""

    groups: tuple[TermGroup, ...]
    fields: tuple[FieldLine, ...]

    @property
    def count(self) -> int:
        """Return how many words and fields are shown."""
        return sum(len(group.terms) for group in self.groups) + len(self.fields)


def glossary(text: str = "") -> Glossary:
    """Return the words in which each part of the text occurs, in either language; all of them for no text."""
    wanted = unicodedata.normalize("NFKC", text).casefold().split()
    groups = [
        TermGroup(
            group.title, tuple(term for term in group.terms if _holds(wanted, *term.name, *term.means, term.code))
        )
        for group in _groups()
    ]
    fields = tuple(line for line in _fields() if _holds(wanted, *line.name, *line.used_by, line.code))
    return Glossary(tuple(group for group in groups if group.terms), fields)


def _groups() -> Iterator[TermGroup]:
    for group in read_table(SOURCE):
        terms = (
            Term(Text(term["zh"], term["en"]), Text(term["means"]["zh"], term["means"]["en"]), term["code"])
            for term in group["terms"]
        )
        yield TermGroup(Text(group["group"]["zh"], group["group"]["en"]), tuple(terms))


def _fields() -> Iterator[FieldLine]:
    marked = set(_names(personal_paths(RecordHousehold)))
    for column in KINDS[PERSON_LIST].sheet.columns:
        english = _COLUMNS.get(column.field) or field_name(column.field).en
        personal = column.personal or column.field in marked
        yield FieldLine(Text(column.header, english), column.field, column.used_by, personal)


def _names(paths: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of the fields that a command keeps out of the journal's plain text."""
    for name, inner in paths.items():
        if isinstance(inner, dict):
            yield from _names(inner)
        else:
            yield name


def _holds(wanted: Sequence[str], *texts: str) -> bool:
    whole = unicodedata.normalize("NFKC", " ".join(texts)).casefold()
    return all(part in whole for part in wanted)
