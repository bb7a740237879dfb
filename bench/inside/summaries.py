"""Filling a county that is helped, and its summary table, beside the bare scan of the rows that it counts."""

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from bench.inside import filling
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, WritePlan
from xiuhua.care.commands.results import ReportResult
from xiuhua.care.models import Helper, Measure, Plan
from xiuhua.care.queries.summary import summary
from xiuhua.care.rules.summary import Figures
from xiuhua.groups.commands.establishing import EstablishGroup
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.models import Visit
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.commands import AddOrganisation
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.execution import execute_many
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot
from xiuhua.registry.models import Household, Membership, Plot
from xiuhua.registry.queries.at_home import people_at_home
from xiuhua.site import clock

COUNTY = "620122000000"
FETCH = 5000
SCANNED: tuple[tuple[type[Model], str], ...] = (
    (Household, "id, place_code, valid_to"),
    (Membership, "place_code, valid_to"),
    (Helper, "household_id, place_code, valid_to"),
    (Plan, "household_id, place_code, state"),
    (Measure, "household_id, place_code, state, due, removed_on"),
    (Visit, "household_id, place_code, visited_on"),
    (Plot, "place_code, area, land_use, ended_on"),
)
"""The tables of which rows are counted, with the columns that counting needs."""

Home = tuple[int, UUID, str]
"""Where a household stands, its id, its village."""


def prepare(folder: str, people: int) -> dict[str, Any]:
    """Fill a county: two of three households with a helper, one of three with a plan, a visit, a plot."""
    filling.villages(folder)
    households = filling.people(people, within=COUNTY[:6])
    origin, start = clock.new_id(), time.perf_counter()
    found = Household.objects.order_by("place_code", "code").values_list("id", "place_code")
    homes = [(at, key, village) for at, (key, village) in enumerate(found)]
    for wishes in _steps(origin, homes):
        receipts = execute_many(list(wishes), actor=LOCAL_OPERATOR, received_at=clock.now())
        refused = {problem.code for receipt in receipts for problem in receipt.problems}
        if refused:
            raise RuntimeError(f"refused: {' '.join(sorted(refused))}")
    rows = sum(model._default_manager.count() for model, _ in SCANNED)
    return {"households": households, "rows": rows, "seconds": time.perf_counter() - start}


def compare(repeats: int) -> dict[str, Any]:
    """Scan the rows and make the table, in turn; return the seconds of each, and those of computing."""
    seen: dict[str, Any] = {"ours": [], "bare": [], "ours_cpu": [], "bare_cpu": []}
    for _ in range(repeats):
        for name, work in (("bare", _scan), ("ours", _table)):
            wall, cpu = time.perf_counter(), time.process_time()
            seen[f"{name}_saw"] = work()
            seen[name].append(time.perf_counter() - wall)
            seen[f"{name}_cpu"].append(time.process_time() - cpu)
    return seen


def _scan() -> int:
    rows = 0
    with connection.cursor() as cursor:
        for model, columns in SCANNED:
            cursor.execute(
                f'SELECT {columns} FROM "{model._meta.db_table}" WHERE place_code LIKE %s', [f"{COUNTY[:6]}%"]
            )
            while found := cursor.fetchmany(FETCH):
                rows += len(found)
    return rows


def _table() -> dict[str, int]:
    found = summary(LOCAL_OPERATOR, COUNTY, on=clock.today())
    if found is None:
        raise RuntimeError("no table")
    return {each.value: found.sums[each] for each in Figures}


def _steps(origin: UUID, homes: Sequence[Home]) -> Iterator[Iterator[Command]]:
    """Yield what is wished, one kind after the other: handlers read the facts of a kind at once."""
    thirds = homes[::3]
    yield (_assign(origin, home) for home in homes if home[0] % 3)
    yield (_write(origin, home) for home in thirds)
    for number in range(2):
        yield (_measure(origin, home, number) for home in thirds)
    at_home = people_at_home(LOCAL_OPERATOR, (key for _, key, _ in thirds))
    yield (_agree(origin, home, at_home[home[1]][0].id) for home in thirds)
    yield (_report(origin, home) for home in thirds[::2])
    yield iter([_office(origin)])
    villages = sorted({village for _, _, village in homes})
    yield (_group(origin, village) for village in villages)
    yield (_visit(origin, home) for home in thirds)
    yield (_plot(origin, home) for home in thirds)


def _days(number: int) -> date:
    return clock.today() + timedelta(days=number)


def _named(origin: UUID, kind: str) -> Callable[[Home], UUID]:
    return lambda home: derived_id(origin, kind, str(home[0]))


def _assign(origin: UUID, home: Home) -> Command:
    ids = {"id": _named(origin, "assign")(home), "helper_id": _named(origin, "helper")(home)}
    return AssignHelper(household_id=home[1], name="甄帮手", unit="甄单位", valid_from=_days(-60), **ids)


def _write(origin: UUID, home: Home) -> Command:
    term = {"begins_on": _days(-60), "ends_on": _days(60), "needs": "想养羊"}
    return WritePlan(id=_named(origin, "write")(home), household_id=home[1], plan_id=_plan(origin, home), **term)


def _plan(origin: UUID, home: Home) -> UUID:
    return derived_id(origin, "plan", str(home[0]))


def _measure(origin: UUID, home: Home, number: int) -> Command:
    ids = {"plan_id": _plan(origin, home), "measure_id": derived_id(origin, f"measure {number}", str(home[0]))}
    due = _days(20 * number - 10)
    said = {"kind": "industry", "what": "买羊", "due": due, "who": "甄办事", "amount": "1200"}
    return AddMeasure(id=derived_id(origin, f"add {number}", str(home[0])), **ids, **said)


def _agree(origin: UUID, home: Home, who: UUID) -> Command:
    said = {"agreed_by": who, "agreed_on": clock.today()}
    return AgreePlan(id=_named(origin, "agree")(home), plan_id=_plan(origin, home), **said)


def _report(origin: UUID, home: Home) -> Command:
    ids = {"plan_id": _plan(origin, home), "measure_id": derived_id(origin, "measure 1", str(home[0]))}
    return ReportResult(id=_named(origin, "report")(home), done_on=clock.today(), result="办了", **ids)


def _office(origin: UUID) -> Command:
    values = {"name": "甄县委", "kind": "party_organisation", "place_code": COUNTY}
    return AddOrganisation(id=clock.new_id(), organisation_id=derived_id(origin, "office"), **values)


def _group(origin: UUID, village: str) -> Command:
    office = dict.fromkeys(("dispatched_by", "managed_by", "entrusted_to"), derived_id(origin, "office"))
    ids = {"id": derived_id(origin, "establish", village), "group_id": derived_id(origin, "group", village)}
    return EstablishGroup(place_code=village, name="甄小组", valid_from=_days(-60), **ids, **office)


def _visit(origin: UUID, home: Home) -> Command:
    ids = {"id": _named(origin, "visit")(home), "visit_id": _named(origin, "visit id")(home)}
    return RecordVisit(group_id=derived_id(origin, "group", home[2]), household_id=home[1], found="在家", **ids)


def _plot(origin: UUID, home: Home) -> Command:
    use = "idle" if home[0] % 2 else "own"
    plot = StatedPlot(id=_named(origin, "plot")(home), name="后山", area="3.5", land_use=use)
    return RecordPlots(id=_named(origin, "record plot")(home), household_id=home[1], plots=(plot,))
