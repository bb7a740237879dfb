"""A yearly snapshot goes out as a sheet: what was kept, whatever became of it since."""

from io import BytesIO
from uuid import UUID

import openpyxl
import pytest

from support.exports import exported, looked, table
from support.stage import COUNTY, FAR, HERE, TODAY, done, fresh, registered
from xiuhua.platform.exchange.exporting import Absent
from xiuhua.platform.exchange.models import Export
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.journal import catalogue
from xiuhua.registry.commands.snapshots import TakeSnapshot
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import Snapshot


@pytest.fixture
def kept() -> UUID:
    registered()
    income = StatedIncome(year=TODAY.year, source="光伏", amount="1234.5")
    facts = {"village_code": HERE, "origin": "form", "stated_on": TODAY, "incomes": (income,)}
    done(RecordVillage(id=fresh(), **facts), "county")
    wish = TakeSnapshot(id=fresh(), place_code=COUNTY, year=TODAY.year, as_of=TODAY)
    done(wish, "county")
    return wish.id


def sheet(kept: UUID, place: str = COUNTY, by: str = "county") -> bytes:
    return exported("snapshot", place, by, purpose="report", snapshot=str(kept))


def test_villages_with_their_figures_and_the_sums(kept: UUID) -> None:
    registered(code="6200009")
    data = sheet(kept)
    *villages, sums, last = table(data)
    mine = next(row for row in villages if row["区划代码"] == HERE)
    assert (mine["行政村"], mine["建档立卡户"], mine["村集体经济收入（元）"]) == ("燕儿坪村", 1, 1234.5)
    assert (sums["行政村"], sums["区划代码"], sums["建档立卡户"]) == ("合计", "", 1)
    assert sums["人口"] == sum(row["人口"] or 0 for row in villages)
    snapshot = Snapshot.objects.get()
    for said in (f"共 {len(villages) + 1} 行", snapshot.digest, catalogue.policy().version, TODAY.isoformat()):
        assert said in last["序号"]
    taken = Export.objects.get()
    assert (taken.kind, taken.filters, taken.rows) == ("snapshot", f"snapshot={kept}", len(villages) + 1)


def test_both_readers_find_the_same_and_no_formula(kept: UUID) -> None:
    data = sheet(kept)
    page = openpyxl.load_workbook(BytesIO(data)).active
    assert {cell.data_type for row in page.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    opened = [["" if cell is None else cell for cell in row] for row in page.iter_rows(min_row=2, values_only=True)]
    assert opened == [list(row.values()) for row in table(data)]


def test_only_the_villages_of_the_own_territory(kept: UUID) -> None:
    *villages, _, _ = table(sheet(kept, HERE, "leader"))
    assert [row["区划代码"] for row in villages] == [HERE]
    for place, by in ((COUNTY, "leader"), (FAR, "neighbour"), (FAR, "county")):
        with pytest.raises(Absent):
            sheet(kept, place, by)
    with pytest.raises(Absent):
        exported("snapshot", COUNTY, "county", snapshot=str(fresh()))


def test_it_is_not_taken_in_as_a_list_of_villages(kept: UUID) -> None:
    with pytest.raises(SheetRefused):
        looked(sheet(kept), "county")
