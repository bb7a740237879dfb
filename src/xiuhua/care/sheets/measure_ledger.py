"""The ledger of measures going out: one row a measure of a plan in force, with what came of it."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from xiuhua.care.queries.plans import NO_PLANS, PLANNED, MeasureLine, measures_in_force, plans_of_many
from xiuhua.care.sheets.shared import HOUSEHOLD, PLACE, GoesOut, day, names_of_villages, placed, said
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run
from xiuhua.registry.queries.sheet_rows import household_rows

MEASURE_LEDGER: Final = "measure_ledger"
HEADINGS: Final = (
    *PLACE,
    *HOUSEHOLD,
    Heading("edition", "计划第几版"),
    Heading("kind", "措施种类"),
    Heading("what", "办什么事"),
    Heading("scale", "规模"),
    Heading("amount", "金额"),
    Heading("who", "谁来办"),
    Heading("due", "哪天以前"),
    Heading("state", "办到哪一步"),
    Heading("done_on", "哪天办的"),
    Heading("result", "办成什么样"),
    Heading("result_amount", "结果的金额"),
    Heading("confirmed_on", "哪天确认"),
    Heading("words", "这一户怎么说"),
)
_TOLD: Final = ("what", "scale", "who", "result", "words")
_SAID: Final = ("kind", "amount", "result_amount")
_DAYS: Final = ("due", "done_on", "confirmed_on")


class MeasureLedger(GoesOut):
    """The measures of plans in force of the present households of a place, for those who may read plans."""

    access = PLANNED
    called = Text("帮扶措施台账", "ledger of measures")
    label = called
    code = MEASURE_LEDGER

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the measures of a place; there is nothing to filter by."""
        if filters:
            return None
        title = Text("同意了的计划里的措施", "measures of plans in force")
        return Extent(place_code, filters, title, measures_in_force(viewer, place_code), HEADINGS)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the measures household by household, by the days on which they are due."""
        names = names_of_villages()
        for part in household_rows(run.actor, extent.place_code):
            plans = plans_of_many(run.actor, (each.id for each in part), on=run.today)
            for home in part:
                plan = plans.get(home.id, NO_PLANS).present
                shared = {**placed(names, home.place_code), "household_code": home.code, "head": home.head}
                for line in plan.measures if plan else ():
                    cells = {**shared, "edition": plan.edition if plan else None, **_cells(line)}
                    values = tuple(cells[heading.name] for heading in HEADINGS)
                    yield ExportRow((home.id, line.id), None, values, home.place_code)


def _cells(line: MeasureLine) -> dict[str, Any]:
    return {
        **{name: getattr(line, name) for name in _TOLD},
        **{name: said(getattr(line, name)) for name in _SAID},
        **{name: day(getattr(line, name)) for name in _DAYS},
        "state": line.state_name.zh,
    }
