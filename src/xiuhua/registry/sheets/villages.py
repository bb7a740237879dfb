"""The list of villages: places get their names, villages their class-deciding income."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import ValidationError

from xiuhua.kernel.access import Access
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.money import yuan
from xiuhua.kernel.places import Level, ancestor, is_place_code, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS as PLACES_ACCESS
from xiuhua.platform.accounts.commands.places import NamePlace
from xiuhua.platform.accounts.facts import place_names_by_code
from xiuhua.platform.exchange.contract import CellChange, Finding, Judged, Run, Verdict, cells_of
from xiuhua.platform.exchange.reading import cells as parsing
from xiuhua.platform.exchange.reading.cells import Bad, Doubtful, text
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised
from xiuhua.platform.exchange.reading.recognition import TEN_THOUSAND_YUAN
from xiuhua.platform.journal.contract import Receipt
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.villages import FIRST_YEAR, RecordVillage, StatedIncome
from xiuhua.registry.queries.villages import stored_villages
from xiuhua.registry.sheets.village_columns import VILLAGES
from xiuhua.registry.sheets.villages_export import VillagesExport

_KEPT = ("poor", "pilot", "longitude", "latitude")

_BOTH = Access(
    PLACES_ACCESS[NamePlace.code].roles & COMMANDS[RecordVillage.code].roles,
    Text("市、县干部，在本辖区内", "prefecture and county officers, inside their own territory"),
)
"""Each row names places and records a village, so whoever imports the list must be allowed both."""


@dataclass(slots=True)
class _Row:
    number: int
    cells: Sequence[Any]
    values: dict[str, Any] = field(default_factory=dict)
    incomes: list[tuple[int, int, int]] = field(default_factory=list)
    """(year, cents, column index)"""
    findings: list[Finding] = field(default_factory=list)


class VillagesKind:
    """One row a village. Counties and townships are made from the beginnings of its code."""

    sheet = VILLAGES
    access = _BOTH
    unit = Text("村", "village")
    exported = VillagesExport()

    def judge(self, found: Recognised, run: Run) -> Iterator[Judged]:
        """Yield first the places that get a name, inside the villages' records, in the order of the sheet."""
        reader = _Reader(found, run, self)
        rows = [reader.read(number, cells) for number, cells in cells_of(found, run)]
        reader.find_doubles(rows)
        names = place_names_by_code(using=run.using)
        stored = stored_villages((row.values.get("code", "") for row in rows), using=run.using)
        named: set[str] = set()
        waiting: list[Judged] = []
        for row in rows:
            judged = self._judge_row(row, reader, names, stored, named, run)
            if run.comparing:
                yield judged
            else:
                waiting.append(judged)
        yield from _places_first(waiting)

    def accepted(self, marks: Iterable[tuple[str, Receipt]], run: Run) -> None:
        """Nothing is skipped next time: a list of villages is short."""

    def _judge_row(
        self,
        row: _Row,
        reader: "_Reader",
        names: dict[str, str],
        stored: dict[str, dict[str, Any]],
        named: set[str],
        run: Run,
    ) -> Judged:
        code = str(row.values.get("code", ""))
        judged = Judged(code or f"?{row.number}", str(row.values.get("village", "")), (row.number,), Verdict.WRONG)
        judged.findings = row.findings
        if any(each.severity == "error" for each in row.findings):
            return judged
        try:
            record = _record(row, code, run)
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                judged.findings.append(reader.not_taken(row, each["loc"]))
            return judged
        judged.place_code = code
        naming = list(_namings(row, code, names, named, run))
        judged.changes = list(reader.changes(row, record, names.get(code), stored.get(code)))
        judged.new_rows = int(code not in stored)
        judged.verdict = (
            Verdict.NEW if judged.new_rows else Verdict.CHANGED if judged.changes or naming else Verdict.SAME
        )
        if judged.verdict is not Verdict.SAME:
            judged.commands = (*naming, record)
        if judged.new_rows:
            judged.changes = []
        return judged


class _Reader:
    """Reads rows of one sheet and says at which cell something is."""

    def __init__(self, found: Recognised, run: Run, kind: VillagesKind) -> None:
        self._columns = [each for each in found.used if each.column is not None]
        self._index = {each.column.field: each for each in self._columns if each.column}
        self._actor, self._access = run.actor, kind.access
        self._today = run.today

    def read(self, number: int, cells: Sequence[Any]) -> _Row:
        """Return one row with its values and what is wrong in it."""
        row = _Row(number, cells)
        for each in self._columns:
            column, cell = each.column, cells[each.index]
            if column is None or cell == "":
                continue
            parse = (
                parsing.amount_in_ten_thousands if each.parameters.get("unit") == TEN_THOUSAND_YUAN else column.parse
            )
            value = parse(cell)
            if type(value) is Bad:
                row.findings.append(Finding(number, each.index, each.header, text(cell), "error", value.problem))
                continue
            if type(value) is Doubtful:
                value = value.value
            if column.field == "income":
                if value is not None:
                    self._read_income(row, each, value)
            elif value not in (None, ""):
                row.values[column.field] = value
        self._check(row)
        return row

    def _read_income(self, row: _Row, found: FoundColumn, cents: int) -> None:
        year, cell = int(found.parameters["year"]), text(row.cells[found.index])
        problem = None
        if cents < 0:
            problem = Problem("collective_income_negative", "income", {"value": cell})
        elif not FIRST_YEAR <= year <= self._today.year:
            problem = Problem("income_year_impossible", "income", {"year": year, "today": self._today.year})
        if problem is None:
            row.incomes.append((year, cents, found.index))
        else:
            row.findings.append(Finding(row.number, found.index, found.header, cell, "error", problem))

    def find_doubles(self, rows: Sequence[_Row]) -> None:
        """Mark every row whose code another row has too."""
        by_code: dict[str, list[_Row]] = {}
        for row in rows:
            if row.values.get("code"):
                by_code.setdefault(row.values["code"], []).append(row)
        for same in by_code.values():
            for row in same if len(same) > 1 else ():
                other = next(each.number for each in same if each is not row)
                self._add(row, Problem("village_twice", "code", {"value": row.values["code"], "other": other}))

    def not_taken(self, row: _Row, location: tuple[int | str, ...]) -> Finding:
        """Return a value that the command does not take as a finding."""
        name = next((part for part in location if isinstance(part, str)), "")
        return self._finding(row, Problem("value_not_taken", name, {"value": ""}))

    def changes(
        self, row: _Row, record: RecordVillage, name: str | None, stored: dict[str, Any] | None
    ) -> Iterator[CellChange]:
        """Yield what the sheet states differently from what is stored."""
        if stored is None:
            return
        stated_name = row.values.get("village")
        if stated_name and stated_name != name:
            yield self._change(row, "village", name or "", stated_name)
        for each in _KEPT:
            value = getattr(record, each)
            if value is not None and value != stored[each]:
                yield self._change(row, each, _shown(each, stored[each]), _shown(each, value))
        for year, amount, index in row.incomes:
            held = stored["incomes"].get(year)
            if held is None or held[1] != amount:
                header = next(each.header for each in self._columns if each.index == index)
                yield CellChange(row.number, index, header, "" if held is None else yuan(held[1]), yuan(amount))
            source = row.values.get("source", "")
            if held is not None and source and held[0] != source:
                yield self._change(row, "source", held[0], source)

    def _check(self, row: _Row) -> None:
        code = row.values.get("code")
        if not row.values.get("village"):
            self._add(row, Problem("place_missing", "village"))
        if code is None:
            if not any(each.index == self._index["code"].index for each in row.findings):
                self._add(row, Problem("village_code_missing", "code"))
        elif not is_place_code(code) or level_of(code) is not Level.VILLAGE:
            self._add(row, Problem("village_code_form", "code", {"value": code}))
        elif not self._actor.reaches(code, self._access.roles):
            self._add(row, Problem("unknown_place", "code", {"value": code, "within": ""}))

    def _add(self, row: _Row, problem: Problem) -> None:
        row.findings.append(self._finding(row, problem))

    def _finding(self, row: _Row, problem: Problem) -> Finding:
        found = self._index.get(problem.field or "")
        if found is None:
            return Finding(row.number, -1, "", "", "error", problem)
        return Finding(row.number, found.index, found.header, text(row.cells[found.index]), "error", problem)

    def _change(self, row: _Row, name: str, before: str, after: str) -> CellChange:
        found = self._index[name]
        return CellChange(row.number, found.index, found.header, before, after)


def _record(row: _Row, code: str, run: Run) -> RecordVillage:
    source = str(row.values.get("source", ""))
    return RecordVillage(
        id=derived_id(run.session, "village", code),
        village_code=code,
        origin=VILLAGES.code,
        stated_on=run.today,
        incomes=tuple(StatedIncome(year=year, source=source, amount=yuan(cents)) for year, cents, _ in row.incomes),
        **{name: row.values.get(name) for name in _KEPT},
    )


def _namings(row: _Row, code: str, names: dict[str, str], named: set[str], run: Run) -> Iterator[NamePlace]:
    """Yield the wishes that name the village and what holds it, each place once a sheet."""
    for level, name_field in ((Level.COUNTY, "county"), (Level.TOWNSHIP, "township"), (Level.VILLAGE, "village")):
        place, name = ancestor(code, level), row.values.get(name_field)
        if name and place not in named and names.get(place) != name and run.actor.reaches(place, _BOTH.roles):
            named.add(place)
            yield NamePlace(id=derived_id(run.session, "place", place), place_code=place, name=str(name)[:60])


def _places_first(judged: Sequence[Judged]) -> Iterator[Judged]:
    """Yield the records so that all places are named before the first village is recorded: bulk needs long runs."""
    for each in judged:
        namings: tuple[Command, ...] = tuple(c for c in each.commands if isinstance(c, NamePlace))
        if namings:
            yield Judged(each.key, each.label, (), Verdict.SAME, commands=namings)
    for each in judged:
        if each.rows and each.commands:
            each.commands = tuple(c for c in each.commands if not isinstance(c, NamePlace))
        yield each


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return f"{value / 1_000_000:g}" if name in ("longitude", "latitude") else str(value)
