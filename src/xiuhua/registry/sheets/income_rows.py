"""One sheet of incomes: where its columns stand, and what each row says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import CellChange, Finding, Run, Severity, cells_of
from xiuhua.platform.exchange.reading.cells import Bad, Doubtful, text
from xiuhua.platform.exchange.reading.dates import PartialDate
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.ledger import DAY, Line, Period, Qualifier, check_line
from xiuhua.registry.rules.ledger_words import read_amount, read_project

_COLUMNS: Mapping[str, str] = {"period": "first_day", "kind": "line_kind", "person_id": "person"}
"""The column of a problem's field, where it has another name."""


@dataclass(slots=True)
class Row:
    """One row: its number, its cells, what they say, and what is wrong in them."""

    number: int
    cells: Sequence[Any]
    values: dict[str, Any] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """Say whether nothing in the row is wrong."""
        return not any(each.severity == "error" for each in self.findings)

    @property
    def line(self) -> Line:
        """Return the row as the rules see a line; whose income it is, only its household knows."""
        first, last = self.values.get("first_day"), self.values.get("last_day")
        period = Period(first, last + DAY) if first and last else None
        kind, project = self.values.get("line_kind", ""), self.values.get("project", "")
        return Line(kind, project, None, period, self.values.get("amount"), self.qualifier)

    @property
    def qualifier(self) -> str:
        """Return how exact the amount is."""
        found: str = self.values.get("qualifier", Qualifier.EXACT.value)
        return found


@dataclass(slots=True)
class Group:
    """The rows of one household, or of one household and year where the sheet has a column for it."""

    code: str
    year: int | None
    rows: list[Row]

    @property
    def key(self) -> str:
        """Return by what the ledger is known in the review."""
        return self.code if self.year is None else f"{self.code}/{self.year}"


class Reader:
    """Reads the rows of one sheet and says at which cell something is."""

    def __init__(self, found: Recognised) -> None:
        self._found = found
        self._columns = {each.column.field: each for each in found.used if each.column}

    def groups(self, run: Run) -> list[Group]:
        """Return the ledgers in the order in which they first appear; a blank code is that of the row above."""
        groups: dict[tuple[str, int | None], Group] = {}
        code = ""
        for number, cells in cells_of(self._found, run):
            row = self._read(number, cells)
            code = row.values.get("household_code") or code or f"?{number}"
            year = row.values.get("year")
            groups.setdefault((code, year), Group(code, year, [])).rows.append(row)
        return list(groups.values())

    def add(self, row: Row, problem: Problem, *, severity: Severity = "error") -> None:
        """Add a problem to a row at the cell that it is about."""
        name = (problem.field or "").rpartition(".")[2]
        if problem.code == "amount_without_period" and row.values.get("first_day"):
            name = "last_day"
        found = self._columns.get(_COLUMNS.get(name, name))
        if found is None:
            row.findings.append(Finding(row.number, -1, "", "", severity, problem))
        else:
            value = text(row.cells[found.index])
            row.findings.append(Finding(row.number, found.index, found.header, value, severity, problem))

    def change(self, row: Row, name: str, before: str, after: str) -> CellChange:
        """Return a change at the cell of a field."""
        found = self._columns.get(name)
        return CellChange(row.number, found.index if found else -1, found.header if found else "", before, after)

    def _read(self, number: int, cells: Sequence[Any]) -> Row:
        row = Row(number, cells)
        for name, column in self._columns.items():
            cell = cells[column.index]
            value = column.column.parse(cell) if column.column and cell != "" else ""
            if type(value) is Bad:
                self.add(row, Problem(value.problem.code, name, value.problem.values))
            elif type(value) is Doubtful:
                row.values[name] = value.value
            elif value not in (None, ""):
                row.values[name] = value
        self._understand(row)
        return row

    def _understand(self, row: Row) -> None:
        """Turn the words of a row into what a line holds."""
        values = row.values
        self._read_kind(row)
        if "project" in values:
            project = read_project(values["project"])
            values |= {"project": project.text, "quantity": project.quantity, "unit": project.unit}
        if "amount" in values:
            self._read_amount(row, self._columns["amount"])
        for name, day in (("first_day", PartialDate.first_day), ("last_day", PartialDate.last_day)):
            if isinstance(values.get(name), PartialDate):
                values[name] = day(values[name])
        if isinstance(values.get("year"), PartialDate):
            values["year"] = values["year"].year
        if row.readable:
            for problem in check_line(row.line):
                self.add(row, problem)

    def _read_kind(self, row: Row) -> None:
        words = row.values.get("line_kind")
        code = codes.LISTS["line_kind"].code(words)
        if code is not None:
            row.values["line_kind"] = code
        elif words:
            row.values["line_kind"] = ""
            self.add(row, Problem("line_kind_unknown", "line_kind", {"value": words}))
        else:
            self.add(row, Problem("line_without_kind", "line_kind"))

    def _read_amount(self, row: Row, column: FoundColumn) -> None:
        written = row.values.pop("amount")
        found = read_amount(written, ten_thousands=column.parameters.get("unit") == "万元")
        if found is None:
            self.add(row, Problem("amount_not_read", "amount", {"value": written}))
        else:
            row.values |= {"amount": found.cents, "qualifier": found.qualifier.value}
