"""The rows of the page on which plots are written: what they show, what was typed, which wish it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID

from xiuhua.kernel.area import mu
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.forms import worded
from xiuhua.platform.exchange.reading.dates import PartialDate, month_or_date
from xiuhua.platform.forms import Choice, FieldProblem
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot
from xiuhua.registry.origins import FORM
from xiuhua.registry.queries.plot_records import LandOf, PlotLine
from xiuhua.registry.rules.plot_words import CLASS_NAMES, SIDE_NAMES, USE_NAMES, WILLING_NAMES, area_said
from xiuhua.registry.rules.plots import SIDES, Use, Willing, read_area, written_since
from xiuhua.registry.views.rows_form import BLANK, FILE, RowsForm, chosen_from

_NAMES: Mapping[str, Mapping[str, Text]] = {
    "land_class": CLASS_NAMES,
    "land_use": USE_NAMES,
    "willing": WILLING_NAMES,
}
_NOTHING = Text("—", "—")


@dataclass(slots=True, kw_only=True)
class PlotsForm(RowsForm):
    """The rows of the plots of a household or a village; ``holder`` are the fields of the wish that name it."""

    part = StatedPlot
    parts = "plots"
    labels: ClassVar[Mapping[str, Text]] = {
        "land_use": Text("利用现状", "Use"),
        "name": Text("地块名称", "Name"),
        "area": Text("面积", "Area"),
        "idle_since": Text("撂荒时间", "Idle since"),
        "willing": Text("愿意流转吗", "To be transferred?"),
        "land_class": Text("地类", "Class of land"),
        "code": Text("地块代码", "Code"),
        **{side: Text(f"{name.zh}至", f"To the {name.en}") for side, name in SIDE_NAMES.items()},
    }
    cleared = ("code", "land_class", "idle_since", *SIDES)
    needed = ("name", "area", "land_use")
    telling = ("name", "area", "code", *SIDES)
    columns: ClassVar[Mapping[str, str]] = {"idle_from": "idle_since", "idle_to": "idle_since"}
    words = (
        Text("第 {n} 块", "Plot {n}"),
        Text("去掉这一块", "Take this plot out"),
        Text("第 {n} 块 {label}：", "Plot {n}, {label}:"),
    )

    land: LandOf
    holder: Mapping[str, Any]

    @property
    def draft(self) -> str:
        """Return under which name the browser keeps what was typed."""
        return "-".join([self.command.code, *map(str, self.holder.values())])

    def stored(self) -> dict[UUID, dict[str, str]]:
        """Return the plots on record, as the form shows them."""
        return {line.id: _known(line) for line in self.land.lines}

    def stored_files(self) -> Mapping[UUID, UUID | None]:
        """Return the file that each plot names."""
        return {line.id: line.file for line in self.land.lines}

    def blank(self) -> dict[str, str]:
        """Return what a new row shows: nothing, and that nobody was asked."""
        return {**dict.fromkeys(self.typed, ""), "willing": Willing.NOT_ASKED.value}

    def supplied(self, sent: Mapping[str, str]) -> dict[str, Any]:
        """Return whose plots they are."""
        return {**self.holder, "origin": FORM}

    def choices(self, values: Mapping[str, str]) -> dict[str, tuple[Choice, ...]]:
        """Return the answers from which fields of a row are chosen."""
        first = {"land_class": (("", _NOTHING),)}
        return {name: chosen_from(names, first=first.get(name, ())) for name, names in _NAMES.items()}

    def understood(self, told: dict[str, str]) -> dict[str, str]:
        """Return what was typed into a row; since when it is idle, in the one way that the wish takes."""
        since = month_or_date(told.get("idle_since", ""))
        return {**told, "idle_since": str(since)} if isinstance(since, PartialDate) else told

    def mended(self, problem: FieldProblem, told: Mapping[str, str]) -> FieldProblem:
        """Return a problem of a row; of an area it says what is wrong with it."""
        found = read_area(told.get("area", "")) if problem.field == "area" else None
        return worded([found])[0] if isinstance(found, Problem) else problem

    def said(self, column: str, value: Any) -> Text:
        """Return a stored value of a plot in words."""
        if value in (None, ""):
            return BLANK
        if column == "area":
            return area_said(value)
        return _NAMES.get(column, {}).get(value, Text(str(value), str(value)))


class HouseholdPlotsForm(PlotsForm):
    """The rows of the plots of a household, with the evidence file of each."""

    command = RecordPlots
    labels: ClassVar[Mapping[str, Text]] = {**PlotsForm.labels, FILE: Text("合同、照片", "Contract or photograph")}


class VillagePlotsForm(PlotsForm):
    """The rows of the plots of a village's collective."""

    command = RecordVillagePlots


def _known(line: PlotLine) -> dict[str, str]:
    return {
        "name": line.name,
        "area": mu(line.area),
        "land_use": line.land_use,
        "idle_since": written_since(line.since) if line.since and line.land_use == Use.IDLE else "",
        "willing": line.willing,
        "land_class": line.land_class,
        "code": line.code,
        **{side: getattr(line, side) for side in SIDES},
    }
