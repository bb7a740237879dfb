"""The list of villages goes out and comes back."""

import pytest

from support.exports import changes, errors, exported, looked, set_cells, table, taken, warnings
from support.stage import COUNTY, HERE, PREFECTURE, THERE, TODAY, done, fresh
from xiuhua.platform.exchange.exporting import Absent
from xiuhua.platform.exchange.models import Export
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import CollectiveIncome, Village

YEAR = "2017年集体经济收入(元)"


@pytest.fixture(autouse=True)
def villages() -> None:
    income = StatedIncome(year=2017, source="光伏", amount="12000.50")
    place = {"longitude": 103_920_100, "latitude": 36_100_000}
    record(HERE, poor=True, pilot=False, incomes=(income,), **place)
    record(THERE, poor=False, incomes=(StatedIncome(year=2016, source="租金", amount="8000"),))


def record(code: str, **facts: object) -> None:
    done(RecordVillage(id=fresh(), village_code=code, origin="villages", stated_on=TODAY, **facts), "county")


def test_an_untouched_list_changes_nothing() -> None:
    data = exported("villages", PREFECTURE, "prefecture")
    rows = table(data)
    assert [row["行政村代码"] for row in rows[:3]] == [HERE, THERE, "620123100200"]
    assert (rows[0][YEAR], rows[0]["主要收入来源"], rows[0]["经度"]) == (12000.5, "光伏", 103.9201)
    found = looked(data, "prefecture")
    assert (found.rows, found.new, found.same, changes(found), errors(found)) == (3, 0, 3, [], [])


def test_one_edited_cell_is_exactly_that_change() -> None:
    data = set_cells(exported("villages", COUNTY, "county"), {(2, YEAR): "13,000元"})
    assert changes(looked(data, "county")) == [(2, YEAR, "12000.5", "13000")]
    taken(data, "county")
    assert CollectiveIncome.objects.get(place_code=HERE).amount == 1_300_000
    assert looked(data, "county").same == 2


def test_a_village_of_which_nothing_was_recorded_becomes_one() -> None:
    data = set_cells(exported("villages", "620123000000", "neighbour"), {(2, "是否贫困村"): "是"})
    found = looked(data, "neighbour")
    assert not errors(found)
    taken(data, "neighbour")
    assert Village.objects.get(place_code="620123100200").poor is True


def test_what_both_changed_is_a_conflict_and_what_others_changed_stays() -> None:
    data = exported("villages", COUNTY, "county")
    record(HERE, pilot=True, incomes=(StatedIncome(year=2017, source="光伏", amount="15000"),))
    assert looked(data, "county").same == 2
    found = looked(set_cells(data, {(2, YEAR): 13000, (2, "是否贫困村"): "否"}), "county")
    assert errors(found) == [(2, YEAR, "changed_meanwhile")]
    assert changes(looked(set_cells(data, {(2, "是否贫困村"): "否"}), "county")) == [(2, "是否贫困村", "是", "否")]


def test_income_of_several_sources_is_not_changed_by_one_figure() -> None:
    both = (StatedIncome(year=2017, source=name, amount="500") for name in ("租金", "光伏"))
    record(THERE, pilot=False, incomes=tuple(both))
    data = exported("villages", COUNTY, "county")
    assert looked(data, "county").same == 2
    assert changes(looked(set_cells(data, {(3, "先期试点"): "是"}), "county")) == [(3, "先期试点", "否", "是")]
    assert errors(looked(set_cells(data, {(3, YEAR): 1}), "county")) == [(3, YEAR, "export_cell_fixed")]


def test_the_filters_of_the_page_hold() -> None:
    assert [row["行政村"] for row in table(exported("villages", COUNTY, "county", poor="1"))[:-1]] == ["燕儿坪村"]
    assert [r["行政村"] for r in table(exported("villages", COUNTY, "county", missing="position"))[:-1]] == ["川口村"]
    other = exported("villages", COUNTY, "county", year="2016")
    assert table(other)[1]["2016年集体经济收入(元)"] == 8000
    assert looked(other, "county").same == 2
    assert set(Export.objects.values_list("filters", flat=True)) == {"poor=1", "missing=position", "year=2016"}
    for wrong in ({"class": "odd"}, {"missing": "heart"}, {"year": "soon"}, {"scheme": "odd"}):
        with pytest.raises(Absent):
            exported("villages", COUNTY, "county", **wrong)


def test_an_emptied_cell_is_said() -> None:
    found = looked(set_cells(exported("villages", COUNTY, "county"), {(2, "经度"): None}), "county")
    assert (changes(found), warnings(found)) == ([], [(2, "经度", "export_cell_emptied")])
    assert Village.objects.get(place_code=HERE).longitude == 103_920_100
