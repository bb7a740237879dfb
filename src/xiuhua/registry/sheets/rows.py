"""One sheet of rows about households: where its columns stand, what each row says, at which cell something is."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import CellChange, Finding, Run, Severity, cells_of
from xiuhua.platform.exchange.reading.cells import Bad, Doubtful, text
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised


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


AnyRow = TypeVar("AnyRow", bound=Row)


class Reader(ABC, Generic[AnyRow]):
    """Reads the rows of one sheet and says at which cell something is.

    A kind of sheet says what class its rows have, which column a problem's field stands in where it has another
    name, and what the words of a row mean.
    """

    row_type: type[AnyRow]
    other_columns: ClassVar[Mapping[str, str]] = {}

    def __init__(self, found: Recognised) -> None:
        self._found = found
        self._columns = {each.column.field: each for each in found.used if each.column}

    @abstractmethod
    def understand(self, row: AnyRow) -> None:
        """Turn the words of a row into what the record holds."""

    def coded(self, run: Run) -> Iterator[tuple[str, AnyRow]]:
        """Yield the rows with the code of their household; a blank code is that of the row above."""
        code = ""
        for number, cells in cells_of(self._found, run):
            row = self._read(number, cells)
            code = row.values.get("household_code") or code or f"?{number}"
            yield code, row

    def column(self, name: str) -> FoundColumn | None:
        """Return the column of a field, where the sheet has it."""
        return self._columns.get(name)

    def add(self, row: AnyRow, problem: Problem, *, severity: Severity = "error", mark: str = "") -> None:
        """Add a problem to a row at the cell that it is about."""
        found = self._columns.get(self.column_of(row, problem))
        if found is None:
            row.findings.append(Finding(row.number, -1, "", "", severity, problem, mark))
        else:
            value = text(row.cells[found.index])
            row.findings.append(Finding(row.number, found.index, found.header, value, severity, problem, mark))

    def column_of(self, row: AnyRow, problem: Problem) -> str:
        """Return the field of the column in which a problem stands."""
        name = (problem.field or "").rpartition(".")[2]
        return self.other_columns.get(name, name)

    def change(self, row: AnyRow, name: str, before: str, after: str) -> CellChange:
        """Return a change at the cell of a field."""
        found = self._columns.get(name)
        return CellChange(row.number, found.index if found else -1, found.header if found else "", before, after)

    def _read(self, number: int, cells: Sequence[Any]) -> AnyRow:
        row = self.row_type(number, cells)
        for name, column in self._columns.items():
            cell = cells[column.index]
            value = column.column.parse(cell) if column.column and cell != "" else ""
            if type(value) is Bad:
                self.add(row, Problem(value.problem.code, name, value.problem.values))
            elif type(value) is Doubtful:
                row.values[name] = value.value
            elif value not in (None, ""):
                row.values[name] = value
        self.understand(row)
        return row
