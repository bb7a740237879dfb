"""The result of a comparison goes out as a sheet, and never comes back."""

from io import BytesIO
from uuid import UUID

import openpyxl
import pytest

from data.registry.test_comparisons import ALLOWANCE, DISABILITY, WHERE, agreed, brought, identity, poor
from support.exports import exported, looked, table
from support.stage import COUNTY, FAR, HERE, THERE, TOWNSHIP, actor, done, fresh, number, people_of, registered
from xiuhua.platform.exchange.export_queries import exports_holding
from xiuhua.platform.exchange.exporting import Absent, ExportRefused
from xiuhua.platform.exchange.models import Export
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.registry.access import QUERIES
from xiuhua.registry.commands.comparisons import HandleCompared
from xiuhua.registry.models import ComparisonLine, Household

OUR_HEADERS = [
    *("序号", "哪种情况", "行政村", "户编号", "户主姓名", "说的是谁", "号码（遮住）", "名单上", "这里记的"),
    *("名单第几行", "名单写的", "看的结果", "说明", "谁看的", "哪天看的", "怎么办"),
]


@pytest.fixture
def home() -> UUID:
    return poor()


@pytest.fixture
def comparison(home: UUID) -> UUID:
    """Return a comparison in which one agrees, one is only in the list, one cell is wrong; the second was looked at."""
    rows = (
        {"姓名": "田巧仓", "身份证号": identity(home, "田巧仓"), **WHERE, "低保类别": "特困", "保障金额": 300},
        {"姓名": "=潘月红", "身份证号": number("19610405", female=True), **WHERE, "低保类别": "三类"},
        {"姓名": "看不清", "身份证号": "62019919610405?", **WHERE, "低保类别": "三类"},
    )
    made = brought(ALLOWANCE, *rows)
    line = ComparisonLine.objects.get(comparison_id=made, side="only_listed")
    done(
        HandleCompared(id=fresh(), comparison_id=made, line_id=line.id, result="no_need", note="在县城有房"), "township"
    )
    return made


def sheet(comparison: UUID, place: str = TOWNSHIP, by: str = "township", **more: str) -> bytes:
    return exported("comparison_allowance", place, by, comparison=str(comparison), **more)


def test_both_sides_of_every_line_with_its_result(home: UUID, comparison: UUID) -> None:
    data = sheet(comparison)
    *rows, last = table(data)
    assert [*rows[0]][: len(OUR_HEADERS)] == OUR_HEADERS
    assert [row["哪种情况"] for row in rows] == ["两边不一样", "名单上有、这里没有登记", "看不懂的格"]
    differs, only, wrong = rows
    assert (differs["行政村"], differs["户主姓名"]) == ("燕儿坪村", "何慧珍")
    assert differs["户编号"] == Household.objects.get(id=home).code
    assert "•" in differs["号码（遮住）"]
    assert (differs["名单上"], differs["这里记的"]) == ("特困供养", "贫困户属性：低保贫困户")
    assert "保障金额 300" in differs["名单写的"]
    assert (only["说的是谁"], only["看的结果"], only["说明"]) == ("=潘月红", "去看过，不用登记", "在县城有房")
    assert wrong["名单第几行"] == 5
    assert "身份证" in wrong["名单写的"] + wrong["怎么办"]
    assert last["序号"].startswith("导出完毕：共 3 行 · 截至")
    assert identity(home, "田巧仓").encode() not in data


def test_both_readers_find_the_same_and_no_formula(comparison: UUID) -> None:
    data = sheet(comparison)
    page = openpyxl.load_workbook(BytesIO(data)).active
    cells = [cell for row in page.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert not any(cell.hyperlink for cell in cells)
    opened = [[cell or "" for cell in row] for row in page.iter_rows(min_row=2, values_only=True)]
    assert opened == [list(row.values()) for row in table(data)]


def test_the_journal_and_the_household_know_who_took_it(home: UUID, comparison: UUID) -> None:
    sheet(comparison)
    taken = Export.objects.get()
    assert (taken.kind, taken.filters, taken.rows) == ("comparison_allowance", f"comparison={comparison}", 3)
    (told,) = exports_holding(actor("leader"), home, village=HERE, access=QUERIES["registry.households"])
    assert (told.kind.zh, told.purpose, told.place_code) == ("比对结果：低保、特困供养名单", "help", TOWNSHIP)


def test_who_sees_some_of_it_takes_that_out_and_nothing_else(comparison: UUID) -> None:
    *rows, _ = table(sheet(comparison, HERE, "leader"))
    assert {row["行政村"] for row in rows} == {"燕儿坪村"}
    for place, by in ((TOWNSHIP, "leader"), (THERE, "township"), (FAR, "neighbour"), (COUNTY, "auditor")):
        with pytest.raises(Absent):
            sheet(comparison, place, by)
    for filters in ({}, {"comparison": str(fresh())}, {"comparison": str(comparison), "side": "differing"}):
        with pytest.raises(Absent):
            exported("comparison_allowance", TOWNSHIP, **filters)
    with pytest.raises(Absent):
        exported("comparison_pupils", TOWNSHIP, comparison=str(comparison))


def test_without_consent_a_line_is_bare_and_with_one_only_its_purpose_counts() -> None:
    home = registered()
    made = brought(
        DISABILITY,
        {"姓名": "田巧仓", "残疾人证号": identity(home, "田巧仓") + "43", "村": "燕儿坪村", "残疾类别": "肢体"},
    )
    (row, _) = table(exported("comparison_disability", TOWNSHIP, comparison=str(made)))
    said = {name: text for name, text in row.items() if text and name != ""}
    assert said.keys() == {"序号", "哪种情况", "行政村", "户编号", "户主姓名", "说的是谁", "怎么办"}
    assert "没有现在有效的同意" in row["怎么办"]
    agreed(home, people_of(home)["田巧仓"].id)
    with pytest.raises(ExportRefused) as refused:
        exported("comparison_disability", TOWNSHIP, comparison=str(made), purpose="report")
    assert refused.value.problem.code == "export_purpose_unknown"


def test_it_is_not_taken_in_again(comparison: UUID) -> None:
    with pytest.raises(SheetRefused):
        looked(sheet(comparison))
