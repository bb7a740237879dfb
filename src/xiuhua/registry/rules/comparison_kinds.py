"""Lists of departments: what their columns are called, what a row says, and what the register says of the same.

The kinds stand in ``comparisons.yaml``. A row says one thing, the register may say several at once (allowance and
destitute care): they agree where the one is among the several.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, Literal

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.tables import read_table
from xiuhua.kernel.text import Text
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.codes import fold

Unit = Literal["person", "household"]

HOUSEHOLD_FACTS: Final = frozenset({"household_kind", "unsafe_house"})
"""Facts that are stated of a household; the others are facts of a person."""

_SEVERAL: Final = frozenset({"health"})


@dataclass(frozen=True, slots=True)
class ListColumn:
    """A column of a list besides who and where. ``number`` marks a certificate that begins with the identity number."""

    field: str
    header: str
    also: tuple[str, ...] = ()
    required: bool = False
    number: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """A line of what a row can say: words of a column, or that something is ``given`` in it at all."""

    column: str
    means: str
    words: frozenset[str]
    given: bool


@dataclass(frozen=True, slots=True)
class ComparisonKind:
    """A department's list. ``compares`` is the fact of the register that it is held against.

    ``repeats``: somebody may stand in it several times, so that further rows of a number are no mistake.
    """

    code: str
    department: Text
    name: Text
    from_day: date
    source: Text
    verified: bool
    unit: Unit
    repeats: bool
    compares: str
    columns: tuple[ListColumn, ...]
    meanings: Mapping[str, Text]
    says: tuple[Saying, ...]
    otherwise: str
    recorded: Mapping[str, frozenset[str | bool]]
    expects: frozenset[str]

    def listed(self, cells: Mapping[str, str]) -> str | Problem:
        """Return what a row says, or the problem of words that nobody knows.

        >>> KINDS["houses"].listed({"grade": "Ｄ级"}), KINDS["houses"].listed({"grade": "D", "rebuilt": "2016"})
        ('unsafe', 'safe')
        >>> KINDS["houses"].listed({"grade": "E"}).code
        'comparison_words_unknown'
        """
        asked: str | None = None
        for saying in self.says:
            cell = cells.get(saying.column, "")
            if not cell:
                continue
            if saying.given or fold(cell) in saying.words:
                return saying.means
            asked = asked or saying.column
        if asked is None:
            return self.otherwise
        return Problem("comparison_words_unknown", asked, {"value": cells[asked][:40]})

    def stated(self, value: Any) -> frozenset[str]:
        """Return what a value kept here means; nothing where it is blank or its words are not known.

        >>> sorted(KINDS["allowance"].stated("低保特困供养户")), KINDS["houses"].stated(None)
        (['allowance', 'destitute'], frozenset())
        """
        held = self._codes(value)
        return frozenset(meaning for meaning, among in self.recorded.items() if held & among)

    def expected(self, value: Any) -> bool:
        """Say whether whoever is recorded with this value should stand in the list."""
        return bool(self.stated(value) & self.expects)

    def _codes(self, value: Any) -> frozenset[str | bool]:
        if value is None or value == "":
            return frozenset()
        if isinstance(value, bool):
            return frozenset({value})
        if self.compares in _SEVERAL:
            return codes.several(self.compares, value) or frozenset()
        code = codes.LISTS[self.compares].code(value)
        return frozenset() if code is None else frozenset({code})


def agree(listed: str, stated: frozenset[str]) -> bool:
    """Say whether the list and the register say the same; what is not stated here does not agree."""
    return listed in stated


def _read(path: Path) -> Mapping[str, ComparisonKind]:
    document: dict[str, Any] = read_table(path)
    return {code: _kind(code, body) for code, body in document.items()}


def _kind(code: str, body: Mapping[str, Any]) -> ComparisonKind:
    kind = ComparisonKind(
        code=code,
        department=Text(**body["department"]),
        name=Text(**body["name"]),
        from_day=body["from"],
        source=Text(**body["source"]),
        verified=body["verified"],
        unit=body["unit"],
        repeats=body.get("repeats", False),
        compares=body["compares"],
        columns=tuple(_column(row) for row in body["columns"]),
        meanings={meaning: Text(**words) for meaning, words in body["meanings"].items()},
        says=tuple(_saying(row) for row in body["says"]),
        otherwise=body["otherwise"],
        recorded={meaning: frozenset(held) for meaning, held in body["recorded"].items()},
        expects=frozenset(body["expects"]),
    )
    _check(kind)
    return kind


def _column(row: Mapping[str, Any]) -> ListColumn:
    return ListColumn(
        field=row["field"],
        header=row["header"],
        also=tuple(row.get("also", ())),
        required=row.get("required", False),
        number=row.get("number", False),
    )


def _saying(row: Mapping[str, Any]) -> Saying:
    words: Iterable[str] = row.get("words", ())
    return Saying(row["column"], row["means"], frozenset(map(fold, words)), row.get("given", False))


def _check(kind: ComparisonKind) -> None:
    """Raise ``ValueError`` where a kind names a meaning, a column or a code that there is not."""
    named = {kind.otherwise, *kind.recorded, *kind.expects, *(saying.means for saying in kind.says)}
    if named - kind.meanings.keys():
        raise ValueError(f"{kind.code}: no meaning {sorted(named - kind.meanings.keys())}")
    columns = {column.field for column in kind.columns}
    if not {saying.column for saying in kind.says} <= columns:
        raise ValueError(f"{kind.code}: a saying about a column that is none")
    held = {each for among in kind.recorded.values() for each in among if not isinstance(each, bool)}
    known = {entry.code for entry in codes.LISTS[kind.compares].entries} if held else set()
    if held - known:
        raise ValueError(f"{kind.code}: {kind.compares} has no {sorted(held - known)}")


KINDS: Final[Mapping[str, ComparisonKind]] = _read(Path(__file__).with_name("comparisons.yaml"))
"""The lists that this installation understands, by code."""
