"""Numbered problems, worded in both languages in one catalogue per module.

A rule returns a :class:`Problem`, which is a code with facts. Words live in the module's
``refusals.yaml``, so that a number is never reused and no rule holds a sentence.
"""

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xiuhua.kernel.tables import read_table
from xiuhua.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong or asks a question: its code, the field it concerns, and the facts used.

    ``values`` fill the gaps of the wording. They may hold what the user typed, so they are shown to that
    user only and never logged.
    """

    code: str
    field: str | None = None
    values: Mapping[str, Any] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wording:
    """The number and words of a problem: what happened, why, and what to do next."""

    number: int
    code: str
    what: Text
    why: Text
    next: Text

    def fill(self, values: Mapping[str, Any]) -> "Wording":
        """Return the wording with its gaps filled."""
        return Wording(
            self.number, self.code, self.what.filled(**values), self.why.filled(**values), self.next.filled(**values)
        )

    def sentence(self) -> Text:
        """Return the three parts as one line for tables and the command line."""
        return Text(
            "".join(_ended(part.zh, "。") for part in (self.what, self.why, self.next) if part.zh),
            " ".join(_ended(part.en, ".") for part in (self.what, self.why, self.next) if part.en),
        )


class RefusalCatalogue:
    """All numbered problems of the product, keyed by code."""

    def __init__(self) -> None:
        self._by_code: dict[str, Wording] = {}
        self._numbers: dict[int, str] = {}

    def load(self, path: Path) -> None:
        """Add a module's ``refusals.yaml``; a number or code that is already taken is an error."""
        for entry in read_table(path):
            number, code = entry["number"], entry["code"]
            if number in self._numbers or code in self._by_code:
                raise ValueError(f"{path}: {number} {code} is taken")
            zh, en = entry["zh"], entry["en"]
            self._numbers[number] = code
            self._by_code[code] = Wording(
                number, code, *(Text(zh.get(part, ""), en.get(part, "")) for part in ("what", "why", "next"))
            )

    def word(self, problem: Problem) -> Wording:
        """Return the filled wording of a problem. Raise ``KeyError`` for a code that nobody has worded."""
        return self._by_code[problem.code].fill(problem.values)

    def __iter__(self) -> Iterator[Wording]:
        return iter(sorted(self._by_code.values(), key=lambda wording: wording.number))

    def __contains__(self, code: str) -> bool:
        return code in self._by_code


def _ended(sentence: str, stop: str) -> str:
    return sentence if sentence.endswith(("。", ".", "?", "？", "!", ":", "：")) else sentence + stop
