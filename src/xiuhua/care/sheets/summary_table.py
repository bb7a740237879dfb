"""A summary table going out: the places of a place in code order, and what they come to. It names nobody."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from xiuhua.care.queries.helpers import HELP
from xiuhua.care.queries.summary import Summary, summary
from xiuhua.care.rules.summary import FIGURE_NAMES, Figures, Sums
from xiuhua.care.sheets.shared import GoesOut, year_of
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run

SUMMARY_TABLE: Final = "help_summary"
_PLACE: Final = (Heading("place", "地方"), Heading("code", "区划代码"))
_SUMS: Final = "合计"


class SummaryTable(GoesOut):
    """The figures of a place by the places directly in it, those of visits for a year."""

    access = HELP
    called = Text("帮扶汇总表", "summary of help")
    label = called
    code = SUMMARY_TABLE

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the table of a ``year``, this one without a filter."""
        found = _found(viewer, place_code, filters, on)
        if found is None:
            return None
        headings = (*_PLACE, *(Heading(each.value, FIGURE_NAMES[each].zh) for each in found.figures))
        title = Text(f"{found.year} 年", str(found.year))
        return Extent(place_code, filters, title, len(found.lines) + 1, headings)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the places in code order, and the sums over them."""
        found = _found(run.actor, extent.place_code, extent.filters, run.today)
        if found is None:
            return
        for line in found.lines:
            yield _row(line.place.name, line.place.code, line.sums, found.figures)
        yield _row(_SUMS, "", found.sums, found.figures)


def _found(viewer: Actor, place_code: str, filters: Mapping[str, str], on: date) -> Summary | None:
    year = year_of(filters, on)
    return summary(viewer, place_code, year=year, on=on) if year is not None else None


def _row(name: str, code: str, sums: Sums, figures: tuple[Figures, ...]) -> ExportRow:
    return ExportRow((), None, (name, code, *(_amount(each, sums.get(each, 0)) for each in figures)))


def _amount(figure: Figures, value: int) -> float | int:
    """Return a figure as a spreadsheet adds it up: land in mu."""
    return value / 1000 if figure is Figures.IDLE else value
