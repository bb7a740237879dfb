"""Code lists of the register: what a word in a sheet means, if it is known. The words stand in ``codes.yaml``.

What a sheet says is kept as it was written. A list only says which entry the words mean, so that a rule
can reason about them; an unknown word is a question, and for the relation to the head a refusal.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from xiuhua.kernel.tables import read_table
from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a list: its code, its name in both languages, what rules ask of it, other wordings."""

    code: str
    name: Text
    sex: str | None = None
    marks: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Return the text as lists compare it: width and case folded, no white space.

    >>> fold("乡（镇）外 县内务工"), fold("Ｃ级")
    ('乡(镇)外县内务工', 'c级')
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


class CodeList:
    """Entries found by any of their wordings. Two entries may not share a wording."""

    def __init__(self, name: Text, entries: Iterable[Entry]) -> None:
        self.name = name
        self.entries = tuple(entries)
        self._by_word: dict[str, Entry] = {}
        for entry in self.entries:
            for word in (entry.code, entry.name.zh, *entry.also):
                if self._by_word.setdefault(fold(word), entry) is not entry:
                    raise ValueError(f"{word} stands for two entries of {name.en}")
        self._codes = {word: entry.code for word, entry in self._by_word.items()}

    def find(self, words: str) -> Entry | None:
        """Return the entry that the words mean, or ``None`` where nobody knows."""
        return self._by_word.get(words) or self._by_word.get(fold(words))

    def code(self, words: str | None) -> str | None:
        """Return the code that the words mean, or ``None`` for blank and for unknown words."""
        if not words:
            return None
        return self._codes.get(words) or self._codes.get(fold(words))

    def marked(self, mark: str) -> frozenset[str]:
        """Return the codes of the entries with this mark."""
        return frozenset(entry.code for entry in self.entries if mark in entry.marks)


def _read(path: Path) -> tuple[dict[str, CodeList], dict[str, dict[str, bool]]]:
    document: dict[str, Any] = read_table(path)
    flags = document.pop("flags")
    every = flags.pop("every")
    return (
        {field: CodeList(Text(**body["name"]), map(_entry, body["entries"])) for field, body in document.items()},
        {field: {**_answers(every), **_answers(more)} for field, more in flags.items()},
    )


def _entry(row: Mapping[str, Any]) -> Entry:
    return Entry(
        code=row["code"],
        name=Text(row["zh"], row["en"]),
        sex=row.get("sex"),
        marks=frozenset(row.get("marks", ())),
        also=tuple(row.get("also", ())),
    )


def _answers(words: Mapping[str, Iterable[str]]) -> dict[str, bool]:
    return {**dict.fromkeys(map(fold, words["no"]), False), **dict.fromkeys(map(fold, words["yes"]), True)}


_LISTS, _FLAGS = _read(Path(__file__).with_name("codes.yaml"))

LISTS: Final[Mapping[str, CodeList]] = _LISTS
"""The list of each field that has one."""

FLAG_FIELDS: Final = frozenset(_FLAGS)
"""The fields that say yes or no."""

RELATIONS: Final = LISTS["relation"]
ETHNIC_GROUPS: Final = LISTS["ethnicity"]
EDUCATION: Final = LISTS["education"]
SCHOOL: Final = LISTS["school"]
HEALTH: Final = LISTS["health"]
LABOUR: Final = LISTS["labour"]
WORK_PLACES: Final = LISTS["work_place"]
EXIT_STATUSES: Final = LISTS["exit_status"]

AT_SCHOOL: Final = SCHOOL.marked("at_school")
ABLE_TO_WORK: Final = LABOUR.marked("able")
UNABLE_TO_WORK: Final = LABOUR.marked("unable")
SICK: Final = HEALTH.marked("sick")
EXITED: Final = EXIT_STATUSES.marked("exited")
FEMALE_RELATIONS: Final = frozenset(entry.code for entry in RELATIONS.entries if entry.sex == "female")
MALE_RELATIONS: Final = frozenset(entry.code for entry in RELATIONS.entries if entry.sex == "male")

_SEPARATORS: Final = str.maketrans(dict.fromkeys(",;/+|和及", "、"))


def several(field: str, words: str) -> frozenset[str] | None:
    """Return the codes of a cell that may name several entries (health, cause), or ``None`` if one is unknown.

    Words of the list are kept in the process. Others never are: a cell may hold whatever somebody wrote of a person.

    >>> sorted(several("health", "长期慢性病，残疾"))
    ['chronic', 'disabled']
    >>> several("health", "不详") is None
    True
    """
    try:
        return _listed(field, words)
    except LookupError:
        return None


@lru_cache(maxsize=4096)
def _listed(field: str, words: str) -> frozenset[str]:
    """Return the codes. Raise ``LookupError`` where one is unknown: what is raised is not kept."""
    entries = LISTS[field]
    if (whole := entries.find(words)) is not None:
        return frozenset({whole.code})
    found = [entries.find(part) for part in fold(words).translate(_SEPARATORS).split("、") if part]
    if not found or None in found:
        raise LookupError(field)
    return frozenset(entry.code for entry in found if entry)


def flag(field: str, words: str) -> bool | None:
    """Return what a yes-or-no cell says, or ``None`` where the words are neither.

    >>> flag("unsafe_house", "Ｄ级"), flag("water_safe", "否"), flag("water_safe", "一般")
    (True, False, None)
    """
    answers = _FLAGS[field]
    answer = answers.get(words)
    return answers.get(fold(words)) if answer is None else answer
