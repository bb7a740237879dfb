"""What a kind of sheet and the import services say to each other."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Literal, NamedTuple, Protocol, runtime_checkable
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading.kinds import Recognised, SheetKind
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.vault.keyring import Keyring

Severity = Literal["error", "warning"]
Mended = Mapping[tuple[int, int], str]
"""Cells corrected on the spot: (row number as in the sheet, 0-based column index) to the new text."""


class Verdict(StrEnum):
    """What would become of a record."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong or unusual in one cell. ``row`` and ``column`` are as the person sees them in the sheet.

    ``mark`` is by what an answer to a warning is recognised; a warning without one cannot be confirmed here.
    """

    row: int
    index: int
    column: str
    value: str
    severity: Severity
    problem: Problem
    mark: str = ""


@dataclass(frozen=True, slots=True)
class CellChange:
    """A stored value that the sheet states differently; texts as people read them."""

    row: int
    index: int
    column: str
    before: str
    after: str


@dataclass(slots=True)
class Judged:
    """One record (a household, a village) of a sheet: its rows, its verdict, and the commands that would take it in.

    ``new_rows`` counts its rows that add somebody or something; the other rows change or stay the same.
    """

    key: str
    label: str
    rows: tuple[int, ...]
    verdict: Verdict
    new_rows: int = 0
    findings: list[Finding] = field(default_factory=list)
    changes: list[CellChange] = field(default_factory=list)
    commands: tuple[Command, ...] = ()
    place_code: str = ""
    mark: str = ""
    """Digest of the rows as read, by which a later reading knows that they are the same."""
    names: Mapping[int, str] = field(default_factory=dict)
    """By row number, of whom a row speaks, where a record has rows about several people."""


class Confirmed(NamedTuple):
    """A warning that a person confirmed as correct: the record's key, the finding's mark, and the reason."""

    key: str
    mark: str
    reason: str


@dataclass(frozen=True, slots=True)
class Run:
    """One reading of a sheet: for whom, when, under which policy, as which import session.

    ``comparing`` asks for changes against what is stored; without it (when accepting) the handlers compare.
    ``rows`` limits the sheet to the rows that were held back when the others were taken in.
    """

    session: UUID
    actor: Actor
    received_at: datetime
    today: date
    policy: Policy
    keyring: Keyring
    comparing: bool = True
    mended: Mended = field(default_factory=dict)
    using: str = "default"
    rows: frozenset[int] | None = None
    keys: Mapping[int, tuple[UUID, ...]] = field(default_factory=dict)
    """By row number, of which records a row of a returned export speaks: the record first, then its part."""
    returned: bool = False
    """Whether the sheet is a returned export: what it says is said by whoever edited it, by no other system."""


class RecordKind(Protocol):
    """A kind of sheet whose rows become records of a module. ``unit`` is what one record is called."""

    sheet: SheetKind
    access: Access
    unit: Text

    def judge(self, found: Recognised, run: Run) -> Iterator[Judged]:
        """Yield every record of the sheet in the order in which it should be taken in."""
        ...

    def accepted(self, marks: Iterable[tuple[str, Receipt]], run: Run) -> None:
        """Be told what became of marked records, to remember what a later reading may skip."""
        ...


@runtime_checkable
class AnswersQuestions(Protocol):
    """A kind whose warnings become questions that can be answered together with the import."""

    def confirmations(self, confirmed: Iterable[Confirmed], run: Run) -> Iterator[Command]:
        """Yield the commands that answer the open questions among the confirmed warnings, after records are in."""
        ...


class Heading(NamedTuple):
    """A column of an export. ``name`` is its field, with the year behind a colon where it has one."""

    name: str
    header: str


class ExportRow(NamedTuple):
    """One row on its way out: its records (a household, then a person), the record's version, its cells as seen.

    ``told_in`` is the village of a household that is to be told that it was in the export; empty for other rows.
    """

    keys: tuple[UUID, ...]
    version: UUID | None
    cells: tuple[Any, ...]
    told_in: str = ""


@dataclass(frozen=True, slots=True)
class Extent:
    """What an export would hold: a place, filters by name, their meaning in words, and how many rows."""

    place_code: str
    filters: Mapping[str, str]
    title: Text
    rows: int
    headings: tuple[Heading, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """What is stored of one row that came back, by the names of headings.

    ``now`` is what an export would show now and ``base`` what it showed when the row was exported. ``meant`` are the
    values behind masks, and behind whatever else a sheet shows otherwise than it takes it. Names in ``fixed`` cannot
    be changed by a sheet. A row is ``leading`` where cells of the record as a whole hold from it.
    """

    now: Mapping[str, Any]
    base: Mapping[str, Any]
    meant: Mapping[str, str] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    leading: bool = True


class GoingOut(Protocol):
    """How rows go out as a sheet. ``called`` is what a door names.

    ``keys`` are the headers of the columns with the ids of a row's records; there are none where a sheet does not come
    back.
    """

    access: Access
    called: Text
    keys: tuple[str, ...]

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return what the viewer would get of a place; ``None`` where place or filter are absent or out of reach."""
        ...

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return for what such a sheet may be taken out: codes with their words, as policy lists them."""
        ...

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the rows of an extent in the order of places and codes, in bounded memory."""
        ...


class OneWay(GoingOut, Protocol):
    """A sheet that only goes out: nothing of it is taken in again. ``label`` is what it is called."""

    code: str
    label: Text


class ExportKind(GoingOut, Protocol):
    """How the rows of a kind of sheet that comes in go out, and what is stored of those that come back.

    ``masked`` are the columns that show masks, ``group`` the column of the code that rows of one record share, if
    several rows make one; with ``whole`` all of them are judged together. ``command`` is the wish that a changed record
    leads to.
    """

    masked: frozenset[str]
    group: str
    whole: bool
    command: type[Command]

    def held(
        self, wanted: Mapping[UUID, UUID | None], names: frozenset[str], run: Run
    ) -> Mapping[tuple[UUID, ...], Held]:
        """Return what is stored of records by the keys of their rows, compared with the versions that they had.

        ``names`` are the columns that the sheet has. Records that the actor cannot change are left out.
        """
        ...


@runtime_checkable
class Exportable(Protocol):
    """A kind of sheet that also goes out."""

    exported: ExportKind


KINDS: dict[str, RecordKind] = {}
"""The kinds of this installation, by code; wired by site."""


ONE_WAY: dict[str, OneWay] = {}
"""The kinds of this installation that only go out, by code; wired by site."""


def going_out(code: str) -> GoingOut | None:
    """Return how sheets of a kind go out, or ``None`` where there is no such kind or it only comes in."""
    return ONE_WAY.get(code) or export_kind(code)


def label_of(code: str) -> Text:
    """Return what sheets of a kind are called; the code itself where this installation does not know it."""
    if code in ONE_WAY:
        return ONE_WAY[code].label
    return KINDS[code].sheet.label if code in KINDS else Text(code, code)


def export_kind(code: str) -> ExportKind | None:
    """Return how sheets of a kind go out and come back, or ``None`` where they do not."""
    kind = KINDS.get(code)
    return kind.exported if isinstance(kind, Exportable) else None


def install_kinds(kinds: Iterable[RecordKind]) -> None:
    """Set the kinds of sheets that this installation understands."""
    KINDS.clear()
    KINDS.update({kind.sheet.code: kind for kind in kinds})


def install_one_way(kinds: Iterable[OneWay]) -> None:
    """Set the kinds of sheets that this installation only gives out."""
    ONE_WAY.clear()
    ONE_WAY.update({kind.code: kind for kind in kinds})


def cells_of(found: Recognised, run: Run) -> Iterator[tuple[int, Sequence[Any]]]:
    """Yield the data rows as (row number, all cells), with the cells that were mended on the spot."""
    by_row: dict[int, list[tuple[int, str]]] = {}
    for (row, index), text in run.mended.items():
        by_row.setdefault(row, []).append((index, text))
    for number, cells in found.data_rows():
        if run.rows is not None and number not in run.rows:
            continue
        for index, text in by_row.get(number, ()):
            cells = (*cells[:index], text, *cells[index + 1 :])
        yield number, cells
