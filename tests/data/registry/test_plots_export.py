"""The plots of households go out and come back."""

from uuid import UUID

import pytest

from support.exports import as_csv, changes, edited, errors, exported, looked, set_cells, table, taken, warnings
from support.stage import COUNTY, HERE, done, fresh, registered
from xiuhua.platform.exchange.exporting import Absent
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot
from xiuhua.registry.models import Plot


def plot(name: str, area: str, use: str = "own", **more: object) -> StatedPlot:
    return StatedPlot(id=fresh(), name=name, area=area, land_use=use, **more)


@pytest.fixture
def home() -> UUID:
    home = registered()
    plots = (
        plot("河湾地", "3.5", code="0062012200012", land_class="irrigated", east="水渠", north="=路"),
        plot("坪上", "1.25", "idle", idle_since="2015-03", willing="yes"),
        plot("沟底", "0.8", "idle", idle_since="2012"),
    )
    done(RecordPlots(id=fresh(), household_id=home, plots=plots))
    return home


def row_of(data: bytes, name: str) -> int:
    return next(number for number, row in enumerate(table(data), 2) if row["地块名称"] == name)


def test_an_untouched_sheet_changes_nothing(home: UUID) -> None:
    data = exported("plots", COUNTY, "county")
    rows = {row["地块名称"]: row for row in table(data)[:-1]}
    assert (rows["河湾地"]["地块代码"], rows["河湾地"]["北至"]) == ("0062012200012", "=路")
    assert (rows["坪上"]["撂荒时间"], rows["沟底"]["撂荒时间"]) == ("2015-03", "2012")
    found = looked(data, "county")
    assert (found.rows, found.new, found.same, changes(found), errors(found), warnings(found)) == (3, 0, 3, [], [], [])
    assert looked(as_csv(data), "county", "地块.csv").same == 3


def test_one_edited_cell_is_exactly_that_change(home: UUID) -> None:
    data = exported("plots", HERE)
    at = row_of(data, "坪上")
    other = set_cells(data, {(at, "面积(亩)"): 1.5, (at, "地块名称"): "坪上头"})
    assert sorted(changes(looked(other))) == sorted(
        [(at, "地块名称", "坪上", "坪上头"), (at, "面积(亩)", "1.25", "1.5")]
    )
    taken(other)
    assert Plot.objects.filter(ended_on=None).count() == 3
    assert looked(other).same == 3


def test_what_both_changed_is_a_conflict_and_what_others_changed_stays(home: UUID) -> None:
    data = exported("plots", HERE)
    at = row_of(data, "沟底")
    done(
        RecordPlots(id=fresh(), household_id=home, plots=(StatedPlot(id=Plot.objects.get(name="沟底").id, area="0.9"),))
    )
    assert looked(data).same == 3
    assert errors(looked(set_cells(data, {(at, "面积(亩)"): "0.7"}))) == [(at, "面积(亩)", "changed_meanwhile")]
    assert changes(looked(set_cells(data, {(at, "是否愿意流转"): "是"})))[0][:2] == (at, "是否愿意流转")


def test_deleted_rows_stay_and_a_changed_code_is_refused(home: UUID) -> None:
    data = exported("plots", HERE)
    assert looked(edited(data, lambda page: page.delete_rows(2, 1))).left_out == 1
    at = row_of(data, "河湾地")
    assert errors(looked(set_cells(data, {(at, "地块代码"): "0062012200099"}))) == [
        (at, "地块代码", "export_key_changed")
    ]


def test_only_inside_the_territory(home: UUID) -> None:
    for by, filters in (("neighbour", {}), ("township", {"odd": "1"}), ("attendee", {})):
        with pytest.raises(Absent):
            exported("plots", HERE, by, **filters)
