"""The ledger of visits going out: one row a visit of a year, with what was found, needed and promised."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final

from xiuhua.care.sheets.shared import HOUSEHOLD, PLACE, GoesOut, day, names_of_villages, placed, year_of
from xiuhua.groups.queries.visits import VISITS
from xiuhua.groups.queries.visits_counted import AT_ONCE, visits_in, visits_on_record
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.iteration import chunks
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run
from xiuhua.registry.queries.sheet_rows import Called, households_called

VISIT_LEDGER: Final = "visit_ledger"
HEADINGS: Final = (
    *PLACE,
    *HOUSEHOLD,
    Heading("visited_on", "走访日期"),
    Heading("visitor", "谁去的"),
    Heading("seen", "见到谁"),
    Heading("found", "看到的"),
    Heading("needed", "需要的"),
    Heading("promised", "答应的"),
    Heading("recorded_on", "哪天记的"),
)
_TOLD: Final = ("visitor", "found", "needed", "promised")
_NOBODY: Final = Called("", "")


class VisitLedger(GoesOut):
    """The visits of a year to the present households of a place."""

    access = VISITS
    called = Text("走访台账", "ledger of visits")
    label = called
    code = VISIT_LEDGER

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the visits of a ``year``, this one without a filter."""
        year = year_of(filters, on)
        if year is None:
            return None
        rows = visits_on_record(viewer, place_code, **_term(year))
        return Extent(place_code, filters, Text(f"{year} 年的走访", f"visits of {year}"), rows, HEADINGS)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the visits by village and day."""
        year = year_of(extent.filters, run.today)
        if year is None:
            return
        names = names_of_villages()
        for part in chunks(visits_in(run.actor, extent.place_code, on=run.today, **_term(year)), AT_ONCE):
            homes = households_called(run.actor, (each.household_id for each in part))
            for each in part:
                home = homes.get(each.household_id, _NOBODY)
                cells = {
                    **placed(names, each.place_code),
                    "household_code": home.code,
                    "head": home.head,
                    **{name: getattr(each, name) for name in _TOLD},
                    "visited_on": day(each.visited_on),
                    "seen": "、".join(each.seen),
                    "recorded_on": day(each.recorded_on),
                }
                values = tuple(cells[heading.name] for heading in HEADINGS)
                yield ExportRow((each.household_id,), None, values, each.place_code)


def _term(year: int) -> dict[str, date]:
    return {"since": date(year, 1, 1), "until": date(year, 12, 31)}
