"""Plots as they are read: of a household, of a village, of a place by use and one by one; who sees them."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from support.stage import COUNTY, FAR, HERE, PREFECTURE, THERE, TODAY, TOWNSHIP, actor, done, fresh, person, registered
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.members import LeaveHousehold, MergeHouseholds
from xiuhua.registry.commands.plots import RecordPlots, RecordVillagePlots, StatedPlot
from xiuhua.registry.models import Household, Person, Plot
from xiuhua.registry.queries.plot_records import PlotTotals
from xiuhua.registry.queries.plot_totals import plot_totals
from xiuhua.registry.queries.plots import idle_and_willing, land_of_household, land_of_village, plots_in


def plot(name: str, area: str, use: str = "own", **more: Any) -> StatedPlot:
    return StatedPlot(id=fresh(), name=name, area=area, land_use=use, **more)


def land(home: UUID, *plots: StatedPlot, by: str = "township") -> None:
    done(RecordPlots(id=fresh(), household_id=home, plots=plots), by)


def lonely(name: str, village: str = HERE) -> UUID:
    return registered(members=(person(name, "户主", "1940-01-01"),), village=village)


def of_village(*plots: StatedPlot, village: str = HERE) -> None:
    done(RecordVillagePlots(id=fresh(), village_code=village, plots=plots))


@pytest.fixture
def homes() -> tuple[UUID, UUID, UUID]:
    first, second, third = registered(), lonely("马福"), lonely("田大", THERE)
    land(first, plot("河湾地", "3.5"), plot("王家洼", "2", "idle", idle_since="2015", willing="yes"))
    land(second, plot("坡地", "1.25", "idle", willing="no"), plot("沟边", "0.75", "idle", willing="yes"))
    land(third, plot("川地", "4", "transferred"), plot("梁地", "1", "idle", willing="yes"))
    of_village(plot("北坡草场", "320", "idle", willing="yes", land_class="grass"))
    return first, second, third


def figures(totals: PlotTotals | None) -> dict[str, tuple[Any, ...]]:
    assert totals is not None
    return {
        line.use: (line.area.value, line.plots.value, line.households.value) for line in (*totals.uses, totals.total)
    }


def test_the_land_of_a_household_adds_up_and_says_what_is_idle(homes: tuple[UUID, ...]) -> None:
    found = land_of_household(actor("auditor"), homes[0])
    assert found is not None
    assert (found.area, found.idle, [line.name for line in found.lines]) == (5500, 2000, ["河湾地", "王家洼"])
    assert found.said.zh == "5.5 亩（2 块），其中撂荒 2 亩（1 块，愿意流转的 1 块）"
    (idle,) = found.idle_lines
    assert idle.since_said is not None
    assert (idle.since_said.zh, idle.willing_name.zh, idle.source.zh, idle.stated_on) == (
        "2015年起",
        "愿意",
        "网页填写",
        TODAY,
    )
    assert found.version == Household.objects.get(id=homes[0]).version


@pytest.mark.parametrize("login", ["attendee", "administrator", "neighbour"])
def test_land_is_unseen_by_those_who_see_no_households_there(homes: tuple[UUID, ...], login: str) -> None:
    viewer = actor(login)
    assert land_of_household(viewer, homes[0]) is None
    assert land_of_village(viewer, HERE) is None
    assert plots_in(viewer, HERE) is None
    assert plot_totals(viewer, HERE, on=TODAY) is None
    assert list(idle_and_willing(viewer, HERE)) == []


def test_totals_of_a_place_by_use_count_villages_beside_households(homes: tuple[UUID, ...]) -> None:
    assert figures(plot_totals(actor("leader"), HERE, on=TODAY)) == {
        "own": ("3.5", 1, 1),
        "idle": ("324", 4, 2),
        "": ("327.5", 5, 2),
    }
    assert figures(plot_totals(actor("county"), COUNTY, on=TODAY))["idle"] == ("325", 5, 3)
    assert figures(plot_totals(actor("township"), TOWNSHIP, on=TODAY))["transferred"] == ("4", 1, 1)
    totals = plot_totals(actor("neighbour"), "620123000000", on=TODAY)
    assert figures(totals) == {"": ("0", 0, 0)}


def test_each_figure_opens_to_its_rows(homes: tuple[UUID, ...]) -> None:
    viewer = actor("prefecture")
    totals = plot_totals(viewer, PREFECTURE, on=TODAY)
    assert totals is not None
    for line in (*totals.uses, totals.total):
        assert line.area.rows == line.plots.rows == line.households.rows
        assert line.area.rows is not None
        page = plots_in(viewer, line.area.rows[1]["place"], use=line.area.rows[1].get("use", ""))
        assert page is not None
        assert len(page.rows) == line.plots.value
        assert len({row.household_id for row in page.rows} - {None}) == line.households.value


def test_rows_come_in_code_order_page_by_page_and_the_village_first(homes: tuple[UUID, ...]) -> None:
    viewer = actor("county")
    whole = plots_in(viewer, COUNTY)
    assert whole is not None
    assert whole.after is None
    keys = [(row.place_code, row.household_code, row.plot_id.hex) for row in whole.rows]
    assert keys == sorted(keys)
    assert (whole.rows[0].name, whole.rows[0].head, whole.rows[0].household_id) == ("北坡草场", "", None)
    assert {row.head for row in whole.rows} == {"", "何慧珍", "马福", "田大"}
    read, after = [], None
    while True:
        page = plots_in(viewer, COUNTY, after=after, size=2)
        assert page is not None
        read += page.rows
        after = page.after
        if after is None:
            break
    assert tuple(read) == whole.rows
    assert plots_in(viewer, COUNTY, after="nonsense") == whole


def test_idle_plots_of_willing_holders_are_a_list_with_stable_columns(homes: tuple[UUID, ...]) -> None:
    rows = list(idle_and_willing(actor("county"), COUNTY))
    assert {row.name for row in rows} == {"北坡草场", "王家洼", "沟边", "梁地"}
    assert {row.willing for row in rows} == {"yes"}
    assert rows[0]._fields == (
        "plot_id", "place_code", "household_id", "household_code", "head", "name", "code", "area", "land_class",
        "land_use", "idle_from", "idle_to", "willing", "stated_on", "east", "south", "west", "north",
    )  # fmt: skip


def test_what_ended_counts_no_more(homes: tuple[UUID, ...]) -> None:
    viewer = actor("county")
    home = homes[1]
    gone = Person.objects.get(household_id=home)
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=gone.id, on=TODAY, cause="moved_out"))
    assert Household.objects.get(id=home).valid_to is not None
    assert figures(plot_totals(viewer, HERE, on=TODAY))["idle"] == ("322", 2, 1)
    page = plots_in(viewer, HERE)
    assert page is not None
    assert home not in {row.household_id for row in page.rows}
    own = land_of_household(viewer, home)
    assert own is not None
    assert len(own.lines) == 2, "the page of a household that ended still shows what it held"


def test_a_village_without_land_of_its_own() -> None:
    found = land_of_village(actor("leader"), HERE)
    assert found is not None
    assert (found.lines, found.area, found.version) == ((), 0, None)
    assert land_of_village(actor("leader"), FAR) is None


# Days and merges


def names(home: UUID, day: date | None = None) -> list[str]:
    found = land_of_household(actor("auditor"), home, day=day)
    assert found is not None
    return sorted(line.name for line in found.lines)


def test_land_of_a_day_gone_by_is_what_was_written_and_not_taken_out_by_then(homes: tuple[UUID, ...]) -> None:
    first = homes[0]
    gone = Plot.objects.get(household_id=first, name="河湾地")
    done(RecordPlots(id=fresh(), household_id=first, removed=(gone.id,)), days=3)
    done(RecordPlots(id=fresh(), household_id=first, plots=(plot("新地", "1"),)), days=5)
    assert names(first) == ["新地", "王家洼"]
    assert names(first, TODAY) == ["河湾地", "王家洼"]
    assert names(first, TODAY + timedelta(days=3)) == ["王家洼"]
    assert names(first, TODAY - timedelta(days=1)) == []
    of = land_of_village(actor("auditor"), HERE, day=TODAY - timedelta(days=1))
    assert of is not None
    assert of.lines == ()


def test_land_goes_along_where_a_household_joins_another_and_comes_back_when_that_is_undone() -> None:
    home, other = registered(), lonely("马福")
    land(home, plot("河湾地", "3.5", code="620199001"), plot("坡地", "1"))
    land(
        other, plot("河湾", "3.5", code="620199001"), plot("坡地", "0.75", "idle", idle_since="2015"), plot("沟边", "2")
    )
    code = Household.objects.get(id=other).code
    relations = [
        {"person_id": each, "relation": "之父"}
        for each in Person.objects.filter(household=other).values_list("id", flat=True)
    ]
    joined = MergeHouseholds(id=fresh(), household_id=other, into_id=home, relations=relations, on=TODAY)
    done(joined)
    assert names(home) == ["坡地", f"坡地（{code}）", "沟边", "河湾地"]
    assert names(other) == []
    moved = Plot.objects.get(household_id=home, name=f"坡地（{code}）")
    assert (moved.area, moved.land_use, str(moved.idle_from)) == (750, "idle", "2015-01-01")
    before = TODAY - timedelta(days=1)
    assert (names(home, before), names(other, before)) == ([], [])
    done(Undo(id=fresh(), target=joined.id, reason="记错了"))
    assert names(home) == ["坡地", "河湾地"]
    assert names(other) == ["坡地", "沟边", "河湾"]
