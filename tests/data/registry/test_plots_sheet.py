"""The sheet of plots: rows become the land of households, wrong cells wait with theirs, a repeat changes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from support.stage import FAR, HERE, NOW, TODAY, actor, done, fresh, person, registered
from xiuhua.platform.exchange.contract import Confirmed, Run, Verdict
from xiuhua.platform.exchange.importing import Preview, Taken, accept, open_sheet, preview
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.undo import undo_batch
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot
from xiuhua.registry.models import Household, Plot, Question
from xiuhua.registry.sheets.plots import PlotsKind

HEADERS = (
    "户编号", "户主姓名", "地块名称", "地块代码", "面积(亩)", "地类", "利用现状/用途", "撂荒时间", "是否愿意流转",
    "东至", "南至", "西至", "北至",
)  # fmt: skip


@pytest.fixture
def home() -> UUID:
    return registered()


def code_of(home: UUID) -> str:
    return Household.objects.get(id=home).code


def row(home: UUID, name: str = "河湾地", area: Any = 3.5, use: str = "自种", **cells: Any) -> dict[str, Any]:
    return {"户编号": code_of(home), "地块名称": name, "面积(亩)": area, "利用现状/用途": use, **cells}


def book(rows: Iterable[Mapping[str, Any]], headers: Iterable[str] = HEADERS) -> bytes:
    headers, made = tuple(headers), openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(list(headers))
    for each in rows:
        page.append([each.get(header) for header in headers])
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def run(by: str) -> Run:
    return Run(fresh(), actor(by), NOW, TODAY, catalogue.policy(), keyring())


def looked(*rows: Mapping[str, Any], by: str = "township", headers: Iterable[str] = HEADERS) -> Preview:
    kind, found = open_sheet(book(rows, headers), name="地块.xlsx")
    assert kind.sheet.code == "plots"
    return preview(kind, found, run(by))


def taken(*rows: Mapping[str, Any], by: str = "township", headers: Iterable[str] = HEADERS) -> tuple[Taken, UUID]:
    kind, found = open_sheet(book(rows, headers), name="地块.xlsx")
    session = run(by)
    return accept(kind, found, session, whole=False), session.session


def errors(found: Preview) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.problem.code) for each in found.findings("error")]


def stored(home: UUID) -> dict[str, tuple[int | None, str]]:
    rows = Plot.objects.filter(household_id=home, ended_on=None)
    return {name: (area, use) for name, area, use in rows.values_list("name", "area", "land_use")}


def test_rows_become_the_land_of_their_household(home: UUID) -> None:
    slope = row(home, "王家洼", "2亩", "撂荒", 户主姓名="何 慧珍", 地类="山旱地", 撂荒时间="2015年",
                是否愿意流转="愿意", 东至="大路", 北至="马福家地", 地块代码="62012210120007")  # fmt: skip
    found = looked(row(home), {**slope, "户编号": None})
    assert errors(found) == []
    assert (found.rows, found.new, found.records[Verdict.NEW], list(found.findings("warning"))) == (2, 2, 1, [])
    assert Plot.objects.count() == 0
    taken(row(home), {**slope, "户编号": None})
    assert stored(home) == {"河湾地": (3500, "own"), "王家洼": (2000, "idle")}
    plot = Plot.objects.get(name="王家洼")
    assert (plot.idle_from, plot.idle_to, plot.willing) == (date(2015, 1, 1), date(2016, 1, 1), "yes")
    assert (plot.land_class, plot.code, plot.east, plot.north, plot.west) == (
        "dry", "62012210120007", "大路", "马福家地", "",
    )  # fmt: skip
    assert plot.origin == "plots"


def test_the_four_sides_in_one_column_and_other_headers(home: UUID) -> None:
    headers = (
        "户编号",
        "户主",
        "小地名",
        "承包地块编码",
        "实测面积(亩)",
        "土地类型",
        "用途",
        "何时撂荒",
        "流转意愿",
        "四至界限",
    )
    cells = (
        code_of(home),
        "何慧珍",
        "河湾地",
        "01",
        "1.25",
        "水浇地",
        "撂荒",
        "2016.3",
        "否",
        "东至路，南至李家地，西至渠",
    )
    taken(dict(zip(headers, cells, strict=True)), headers=headers)
    plot = Plot.objects.get()
    assert (plot.east, plot.south, plot.west, plot.north) == ("路", "李家地", "渠", "")
    assert (plot.area, plot.idle_from, plot.idle_to, plot.willing) == (1250, date(2016, 3, 1), date(2016, 4, 1), "no")


def test_the_same_sheet_again_changes_nothing_and_a_changed_cell_is_shown(home: UUID) -> None:
    first = (row(home), row(home, "王家洼", 2, "撂荒", 撂荒时间="2015"))
    taken(*first)
    same = looked(*first)
    assert (same.same, same.new, same.records[Verdict.SAME]) == (2, 0, 1)
    assert (taken(*first)[0].accepted, taken(*first)[0].unchanged) == (0, 1)
    again = looked(
        row(home, area=4, 地块代码="01"), row(home, "王家洼", 2, "撂荒", 撂荒时间="2015-12"), row(home, "二道湾", 1)
    )
    (record,) = again.judged
    assert (record.verdict, record.new_rows) == (Verdict.CHANGED, 1)
    assert [(each.column, each.before, each.after) for each in record.changes] == [
        ("地块代码", "", "01"), ("面积(亩)", "3.5", "4"), ("撂荒时间", "2015", "2015-12"),
    ]  # fmt: skip
    taken(row(home, "王家洼", 2, "自种"))
    assert stored(home) == {"河湾地": (3500, "own"), "王家洼": (2000, "own")}
    assert Plot.objects.get(name="王家洼").idle_from is None


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"面积(亩)": 0}, "面积(亩)", "area_not_above_zero"),
        ({"面积(亩)": -2}, "面积(亩)", "area_not_above_zero"),
        ({"面积(亩)": "三亩多"}, "面积(亩)", "area_not_a_number"),
        ({"面积(亩)": "1.0001"}, "面积(亩)", "area_too_fine"),
        ({"面积(亩)": None}, "面积(亩)", "plot_without_area"),
        ({"地块名称": None}, "地块名称", "plot_without_name"),
        ({"利用现状/用途": None}, "利用现状/用途", "plot_without_use"),
        ({"利用现状/用途": "盖了房"}, "利用现状/用途", "land_use_unknown"),
        ({"地类": "梯田"}, "地类", "land_class_unknown"),
        ({"是否愿意流转": "看情况"}, "是否愿意流转", "willing_unknown"),
        ({"撂荒时间": "2015"}, "撂荒时间", "idle_since_not_idle"),
        ({"利用现状/用途": "撂荒", "撂荒时间": "2019"}, "撂荒时间", "idle_since_future"),
        ({"利用现状/用途": "撂荒", "撂荒时间": "好几年"}, "撂荒时间", "not_a_date"),
    ],
)
def test_a_wrong_cell_keeps_its_household_out(home: UUID, cells: dict[str, Any], column: str, code: str) -> None:
    found = looked(row(home, "王家洼"), {**row(home), **cells})
    assert errors(found) == [(3, column, code)]
    taken(row(home, "王家洼"), {**row(home), **cells})
    assert stored(home) == {}


def test_one_plot_twice_in_a_household(home: UUID) -> None:
    assert errors(looked(row(home), row(home))) == [(3, "地块名称", "plot_twice")]
    assert errors(looked(row(home, 地块代码="01"), row(home, "别的", 地块代码="01"))) == [(3, "地块代码", "plot_twice")]


def test_households_that_are_unknown_elsewhere_or_named_twice(home: UUID) -> None:
    far = registered(members=(person("单大", "户主", "1950-01-01"),), village=FAR)
    for code in ("99999999", code_of(far)):
        assert errors(looked({**row(home), "户编号": code})) == [(2, "户编号", "household_not_registered")]
    assert errors(looked({**row(home), "户编号": None})) == [(2, "户编号", "household_code_missing")]


def test_another_head_is_a_warning_and_the_row_enters(home: UUID) -> None:
    found = looked(row(home, 户主姓名="田巧仓"))
    assert [each.problem.code for each in found.findings("warning")] == ["plot_head_differs"]
    taken(row(home, 户主姓名="田巧仓"))
    assert stored(home) == {"河湾地": (3500, "own")}


def test_what_is_unusual_is_asked_and_can_be_confirmed_with_the_sheet(home: UUID) -> None:
    other = registered(members=(person("马福", "户主", "1940-01-01"),), village=HERE)
    rows = (row(home, 地块代码="01"), row(other, "河边", 60, 地块代码="01"))
    warned = [(each.row, each.column, each.problem.code, each.mark) for each in looked(*rows).findings("warning")]
    assert [each[:3] for each in warned] == [(3, "地块代码", "plot_held_twice"), (3, "面积(亩)", "plot_area_unusual")]
    taken(*rows)
    open_ = Question.objects.filter(household_id=other, state="open", code__startswith="plot_")
    assert [each.fingerprint for each in open_.order_by("code")] == [each[3] for each in reversed(warned)]
    confirmed = [Confirmed(code_of(other), each[3], "看过合同") for each in warned]
    for command in PlotsKind().confirmations(confirmed, run("township")):
        done(command)
    assert open_.count() == 0
    assert list(looked(*rows).findings("warning")) == []


def test_an_import_is_taken_back_and_what_was_there_stays(home: UUID) -> None:
    done(RecordPlots(id=fresh(), household_id=home, plots=[
        StatedPlot(id=fresh(), name="河湾地", area="3", land_use="own", east="大路"),
    ]))  # fmt: skip
    _, session = taken(row(home), row(home, "王家洼", 2))
    assert stored(home) == {"河湾地": (3500, "own"), "王家洼": (2000, "own")}
    assert Plot.objects.get(name="河湾地").east == "大路"
    receipts = undo_batch(session, session=fresh(), actor=actor("township"), received_at=NOW, reason="传错了")
    assert all(receipt.accepted for receipt in receipts)
    assert stored(home) == {"河湾地": (3000, "own")}
