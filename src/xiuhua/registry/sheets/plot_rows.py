"""One sheet of plots: what each row says of a household's land."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.plots import SIDES, Parcel, check_plot, read_area, read_sides, read_since
from xiuhua.registry.sheets import rows

_CODED = {"land_class": "land_class_unknown", "land_use": "land_use_unknown", "willing": "willing_unknown"}
"""By column with a code list: what an unknown word is refused as."""


class Row(rows.Row):
    """One row of a sheet of plots."""

    __slots__ = ()

    @property
    def parcel(self) -> Parcel:
        """Return the row as the rules see a plot."""
        values = self.values
        since = read_since(values["idle_since"]) if values.get("idle_since") else None
        name, code = values.get("name", ""), values.get("parcel_code", "")
        return Parcel(name, code, values.get("area"), values.get("land_use", ""), since)


@dataclass(slots=True)
class Group:
    """The rows of one household."""

    code: str
    rows: list[Row]


class Reader(rows.Reader[Row]):
    """Reads the rows of one sheet of plots."""

    row_type = Row
    other_columns: ClassVar[Mapping[str, str]] = {"code": "parcel_code"}

    def __init__(self, found: Recognised, today: date) -> None:
        super().__init__(found)
        self._today = today

    def groups(self, run: Run) -> list[Group]:
        """Return the households in the order in which they first appear."""
        groups: dict[str, Group] = {}
        for code, row in self.coded(run):
            groups.setdefault(code, Group(code, [])).rows.append(row)
        return list(groups.values())

    def understand(self, row: Row) -> None:
        """Turn the words of a row into what a plot holds."""
        values = row.values
        if "area" in values:
            area = read_area(values.pop("area"))
            if isinstance(area, Problem):
                self.add(row, area)
            else:
                values["area"] = area
        for name, unknown in _CODED.items():
            self._read_code(row, name, unknown)
        if "idle_since" in values:
            values["idle_since"] = str(values["idle_since"])
        for side, what in read_sides(values.pop("sides", "")).items():
            values.setdefault(side, what)
        if row.readable:
            for problem in check_plot(row.parcel, today=self._today):
                self.add(row, problem)

    def column_of(self, row: Row, problem: Problem) -> str:
        """Return the field of the column in which a problem stands."""
        name = super().column_of(row, problem)
        return "sides" if name in SIDES and self.column(name) is None else name

    def _read_code(self, row: Row, name: str, unknown: str) -> None:
        words = row.values.get(name)
        if words is None:
            return
        code = codes.LISTS[name].code(words)
        if code is None:
            self.add(row, Problem(unknown, name, {"value": words[:40]}))
            del row.values[name]
        else:
            row.values[name] = code
