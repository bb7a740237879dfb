"""Ledgers as sheets: of the viewer's place, with masks, for a purpose; opened again with both readers; it is told."""

from io import BytesIO
from typing import Any

import openpyxl
import pytest

from support.care_stage import Township, helped_township
from support.exports import exported, looked, table
from support.stage import COUNTY, FAR, HERE, THERE, TOWNSHIP, actor
from xiuhua.platform.exchange.exporting import Absent
from xiuhua.platform.exchange.models import Export
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.registry.beside import everybody_who_looked

KINDS = ("household_ledger", "land_ledger", "visit_ledger", "measure_ledger")


@pytest.fixture
def township() -> Township:
    return helped_township()


def rows(kind: str, place: str = TOWNSHIP, by: str = "township", **filters: str) -> list[dict[str, Any]]:
    """Return the rows without the last one, which says what the sheet is."""
    return table(exported(kind, place, by, **filters))[:-1]


def test_a_household_with_who_helps_it_and_how_far_its_plan_is(township: Township) -> None:
    full, alone, drafted, other = rows("household_ledger")
    assert [each["户编号"] for each in (full, alone, drafted, other)] == [f"62000000{n}" for n in (1, 2, 3, 4)]
    place = {"乡（镇）": "水阜镇", "行政村": "燕儿坪村", "自然村": "上社", "户主": "何慧珍", "人数": 3}
    stated = {"贫困户属性": "一般脱贫户", "脱贫年度": 2015, "主要致贫原因": "缺技术", "危房户": "否", "饮水安全": "是"}
    helped = {
        "帮扶责任人": "罗秋霞、蒲月英",
        "帮扶人单位": "县农牧局",
        "从哪天起": "2017-12-01",
        "最近走访": "2018-01-19",
    }
    planned = {"计划起止": "2017-12-01 至 2018-12-31", "措施": 4, "有结果": 2, "已确认": 1, "人均纯收入（元）": 2485}
    assert full == {**full, **place, **stated, **helped, **planned}
    assert full["帮扶人电话"] == "139••••••22"
    assert {name: alone[name] for name in ("帮扶责任人", "计划起止", "措施", "最近走访")} == {
        **dict.fromkeys(("帮扶责任人", "计划起止", "措施", "最近走访"), "")
    }
    assert (drafted["帮扶责任人"], drafted["计划起止"]) == ("蒲月英", "")
    assert other["行政村"] == "川口村"


def test_the_land_of_households_and_then_of_villages(township: Township) -> None:
    hill, river, collective = rows("land_ledger")
    assert {name: hill[name] for name in ("户编号", "承包户（户主）", "地块名称", "面积（亩）", "利用现状")} == {
        "户编号": "620000001",
        "承包户（户主）": "何慧珍",
        "地块名称": "后山",
        "面积（亩）": 3.5,
        "利用现状": "撂荒",
    }
    assert (river["地块名称"], river["利用现状"]) == ("河湾", "自种")
    assert (collective["承包户（户主）"], collective["户编号"], collective["面积（亩）"]) == ("村集体", "", 10)


def test_the_visits_of_a_year_with_what_was_found_and_promised(township: Township) -> None:
    first, second = rows("visit_ledger", year="2018")
    shared = {"户编号": "620000001", "走访日期": "2018-01-19", "谁去的": "曹文远", "见到谁": "何慧珍"}
    assert all(each == {**each, **shared} for each in (first, second))
    assert {(each["看到的"], each["答应的"]) for each in (first, second)} == {("在修羊圈", ""), ("", "带兽医来")}
    assert rows("visit_ledger", year="2017") == []
    assert rows("visit_ledger") == [first, second]


def test_the_measures_of_plans_in_force_with_what_came_of_them(township: Township) -> None:
    found = {each["办什么事"]: each for each in rows("measure_ledger")}
    assert set(found) == {"买羊", "修水窖", "办合作医疗证", "学养殖"}
    done = {
        "措施种类": "产业帮扶",
        "金额": "1,200 元",
        "谁来办": "罗秋霞",
        "办成什么样": "办了",
        "这一户怎么说": "羊好",
    }
    assert found["买羊"] == {**found["买羊"], **done, "办到哪一步": "这一户已确认", "计划第几版": 1}
    assert found["修水窖"]["办到哪一步"] == "过期，还没有办"


@pytest.mark.parametrize("kind", KINDS)
def test_both_readers_find_the_same_and_no_formula(township: Township, kind: str) -> None:
    data = exported(kind, TOWNSHIP)
    page = openpyxl.load_workbook(BytesIO(data)).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    opened = [["" if cell is None else cell for cell in row] for row in page.iter_rows(min_row=2, values_only=True)]
    assert opened == [list(row.values()) for row in table(data)]
    with pytest.raises(SheetRefused):
        looked(data, "county")


@pytest.mark.parametrize("kind", KINDS)
def test_a_household_is_told_that_it_was_in_one_and_nobody_else(township: Township, kind: str) -> None:
    exported(kind, TOWNSHIP, purpose="report")
    (look,) = everybody_who_looked(actor("leader"), township.full)
    assert "台账" in look.field.zh
    assert (look.purpose.zh, look.who) == ("上级报送", "秦德厚")
    told = everybody_who_looked(actor("leader"), township.alone)
    assert len(told) == (1 if kind == "household_ledger" else 0)
    assert Export.objects.get().rows == len(table(exported(kind, TOWNSHIP))) - 1


@pytest.mark.parametrize("kind", KINDS)
def test_only_of_the_own_territory_and_for_those_who_see_it(township: Township, kind: str) -> None:
    assert {each["行政村"] for each in rows(kind, HERE, "leader")} == {"燕儿坪村"}
    for place, by in ((THERE, "leader"), (COUNTY, "township"), (FAR, "county"), (HERE, "attendee")):
        with pytest.raises(Absent):
            exported(kind, place, by)
    with pytest.raises(Absent):
        exported(kind, HERE, "leader", colour="red")


def test_what_plans_say_stays_with_those_who_help(township: Township) -> None:
    with pytest.raises(Absent):
        exported("measure_ledger", HERE, "auditor", purpose="audit")
    assert len(rows("household_ledger", HERE, "auditor", purpose="audit")) == 3
