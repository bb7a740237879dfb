"""One sheet of incomes: what each row says of a household's ledger."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.reading.dates import PartialDate
from xiuhua.platform.exchange.reading.kinds import FoundColumn
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.ledger import DAY, Line, Period, Qualifier, check_line
from xiuhua.registry.rules.ledger_words import read_amount, read_project
from xiuhua.registry.sheets import rows


class Row(rows.Row):
    """One row of a sheet of incomes."""

    __slots__ = ()

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


class Reader(rows.Reader[Row]):
    """Reads the rows of one sheet of incomes."""

    row_type = Row
    other_columns: ClassVar[Mapping[str, str]] = {"period": "first_day", "kind": "line_kind", "person_id": "person"}

    def groups(self, run: Run) -> list[Group]:
        """Return the ledgers in the order in which they first appear."""
        groups: dict[tuple[str, int | None], Group] = {}
        for code, row in self.coded(run):
            year = row.values.get("year")
            groups.setdefault((code, year), Group(code, year, [])).rows.append(row)
        return list(groups.values())

    def column_of(self, row: Row, problem: Problem) -> str:
        """Return the field of the column in which a problem stands."""
        if problem.code == "amount_without_period" and row.values.get("first_day"):
            return "last_day"
        return super().column_of(row, problem)

    def understand(self, row: Row) -> None:
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
