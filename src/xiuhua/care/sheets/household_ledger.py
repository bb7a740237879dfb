"""The ledger of households going out: one row a household, with who helps it and how far its plan is."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from xiuhua.care.queries.helpers import HELP, NOBODY, Helping, helpers_of_many
from xiuhua.care.queries.plan_counts import NO_COUNTS, PlanCounts, plan_counts
from xiuhua.care.sheets.shared import HOUSEHOLD, PLACE, GoesOut, day, names_of_villages, placed, ticked
from xiuhua.groups.queries.visits_counted import last_visits
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Run
from xiuhua.registry.queries.sheet_rows import HouseholdRow, household_rows, households_on_record

HOUSEHOLD_LEDGER: Final = "household_ledger"
HEADINGS: Final = (
    *PLACE,
    Heading("natural_village", "自然村"),
    *HOUSEHOLD,
    Heading("people", "人数"),
    Heading("household_kind", "贫困户属性"),
    Heading("exit_status", "脱贫属性"),
    Heading("exit_year", "脱贫年度"),
    Heading("main_cause", "主要致贫原因"),
    Heading("unsafe_house", "危房户"),
    Heading("water_safe", "饮水安全"),
    Heading("per_head_income", "人均纯收入（元）"),
    Heading("helpers", "帮扶责任人"),
    Heading("units", "帮扶人单位"),
    Heading("phones", "帮扶人电话"),
    Heading("helped_since", "从哪天起"),
    Heading("plan", "计划起止"),
    Heading("measures", "措施"),
    Heading("reported", "有结果"),
    Heading("confirmed", "已确认"),
    Heading("last_visit", "最近走访"),
)
_PLAIN: Final = ("natural_village", "head", "people")
_STATED: Final = ("household_kind", "exit_status", "exit_year", "main_cause")


class HouseholdLedger(GoesOut):
    """The present households of a place; phones are masked as on pages."""

    access = HELP
    called = Text("户台账", "ledger of households")
    label = called
    code = HOUSEHOLD_LEDGER

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the households of a place; there is nothing to filter by."""
        if filters:
            return None
        title = Text("现在登记着的户", "households on record now")
        return Extent(place_code, filters, title, households_on_record(viewer, place_code), HEADINGS)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the households in the order of villages and codes."""
        names = names_of_villages()
        for part in household_rows(run.actor, extent.place_code):
            ids = [each.id for each in part]
            helping, plans = helpers_of_many(run.actor, ids), plan_counts(run.actor, ids)
            visited = last_visits(run.actor, ids)
            for each in part:
                cells = {
                    **placed(names, each.place_code),
                    **_facts(each),
                    **_helped(helping.get(each.id, NOBODY)),
                    **_planned(plans.get(each.id, NO_COUNTS)),
                    "last_visit": day(visited.get(each.id)),
                }
                values = tuple(cells[heading.name] for heading in HEADINGS)
                yield ExportRow((each.id,), None, values, each.place_code)


def _facts(row: HouseholdRow) -> dict[str, Any]:
    stated, income = row.stated, row.stated.get("per_head_income")
    return {
        "household_code": row.code,
        **{name: getattr(row, name) for name in _PLAIN},
        **{name: stated.get(name) for name in _STATED},
        "unsafe_house": ticked(stated.get("unsafe_house")),
        "water_safe": ticked(stated.get("water_safe")),
        "per_head_income": None if income is None else income / 100,
    }


def _helped(helping: Helping) -> dict[str, Any]:
    present = helping.present
    return {
        "helpers": "、".join(each.name for each in present),
        "units": "、".join(each.unit for each in present if each.unit),
        "phones": "、".join(each.phone for each in present if each.phone),
        "helped_since": day(min((each.valid_from for each in present), default=None)),
    }


def _planned(plan: PlanCounts) -> dict[str, Any]:
    term = f"{day(plan.begins_on)} 至 {day(plan.ends_on)}" if plan.begins_on else ""
    counts = (plan.measures, plan.reported, plan.confirmed) if plan.begins_on else (None, None, None)
    return {"plan": term, **dict(zip(("measures", "reported", "confirmed"), counts, strict=True))}
