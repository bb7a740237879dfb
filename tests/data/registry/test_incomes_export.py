"""The income ledger goes out and comes back."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.exports import as_csv, changes, edited, errors, exported, looked, set_cells, table, taken
from support.stage import HERE, THERE, done, fresh, people_of, registered
from xiuhua.platform.exchange.exporting import Absent
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.models import Ledger, LedgerLine

FIRST, LAST = date(2017, 1, 1), date(2017, 12, 31)
AMOUNT = "金额(元)"


def line(kind: str = "wage", project: str = "外出务工", amount: str = "8000", **more: object) -> StatedLine:
    days = {"first_day": FIRST, "last_day": LAST}
    return StatedLine(id=fresh(), kind=kind, project=project, amount=amount, **{**days, **more})


@pytest.fixture
def home() -> UUID:
    home = registered()
    wife = people_of(home)["田巧仓"].id
    lines = (
        line(person_id=wife),
        line("business", "养羊", "12000.50", qualifier="about", quantity="20", unit="只", evidence="卖羊的收条"),
        line("transfer", "=低保金", "3600", extra=True),
        line("expense", "饲料", "900", qualifier="more_than"),
    )
    done(RecordLedger(id=fresh(), household_id=home, lines=lines))
    earlier = line(project="打零工", first_day=date(2016, 1, 1), last_day=date(2016, 6, 30))
    done(RecordLedger(id=fresh(), household_id=home, lines=(earlier,)))
    return home


def test_an_untouched_ledger_changes_nothing(home: UUID) -> None:
    data = exported("incomes", HERE)
    rows = {row["项目"]: row for row in table(data)[:-1]}
    assert set(rows) == {"打零工", "外出务工", "养羊(20只)", "=低保金", "饲料"}
    assert [rows[name][AMOUNT] for name in ("外出务工", "养羊(20只)", "饲料")] == [8000, "约12000.5", "超过900"]
    assert (rows["外出务工"]["起始日期"], rows["外出务工"]["截止日期"]) == ("2017-01-01", "2017-12-31")
    found = looked(data)
    assert (found.rows, found.new, found.same, changes(found), errors(found)) == (5, 0, 5, [], [])
    assert looked(as_csv(data), name="台账.csv").same == 5


def test_one_edited_cell_is_exactly_that_change(home: UUID) -> None:
    data = exported("incomes", HERE)
    at = next(number for number, row in enumerate(table(data), 2) if row["项目"] == "外出务工")
    other = set_cells(data, {(at, AMOUNT): 8500})
    found = looked(other)
    assert changes(found) == [(at, AMOUNT, "8000", "8500")]
    assert (found.new, errors(found)) == (0, [])
    taken(other)
    assert LedgerLine.objects.get(project="外出务工").amount == 850_000
    assert LedgerLine.objects.count() == 5
    assert looked(other).same == 5


def test_what_a_line_is_called_can_be_edited_and_it_stays_the_same_line(home: UUID) -> None:
    data = exported("incomes", HERE)
    at = next(number for number, row in enumerate(table(data), 2) if row["项目"] == "饲料")
    other = set_cells(data, {(at, "项目"): "草料", (at, "收入类别"): "生产经营性支出"})
    assert changes(looked(other)) == [(at, "项目", "饲料", "草料")]
    taken(other)
    assert LedgerLine.objects.filter(ended_on=None).count() == 5


def test_dates_in_another_form_are_the_same_dates(home: UUID) -> None:
    data = exported("incomes", HERE)
    cells = {(number, "起始日期"): row["起始日期"].replace("-", "/") for number, row in enumerate(table(data)[:-1], 2)}
    assert looked(set_cells(data, cells)).same == 5


def test_both_changed_is_a_conflict(home: UUID) -> None:
    data = exported("incomes", HERE)
    at = next(number for number, row in enumerate(table(data), 2) if row["项目"] == "外出务工")
    wage = LedgerLine.objects.get(project="外出务工").id
    done(RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(id=wage, amount="9000"),)))
    assert looked(data).same == 5
    found = looked(set_cells(data, {(at, AMOUNT): 8500}))
    assert errors(found) == [(at, AMOUNT, "changed_meanwhile")]
    values = next(found.findings("error")).problem.values
    assert (values["theirs"], values["yours"]) == (["9000"], ["8500"])
    assert changes(looked(set_cells(data, {(at, "凭证"): "工资条"}))) == [(at, "凭证", "", "工资条")]


def test_the_ledger_can_be_declared_complete(home: UUID) -> None:
    data = exported("incomes", HERE, year="2017")
    everywhere = {(number, "台账是否完整"): "是" for number in range(2, 6)}
    found = looked(set_cells(data, everywhere))
    assert [(before, after) for _, _, before, after in changes(found)] == [("否", "是")]
    taken(set_cells(data, everywhere))
    assert Ledger.objects.get(year=2017).complete is True


def test_deleted_rows_take_nothing_out_and_new_ones_are_added(home: UUID) -> None:
    data = edited(exported("incomes", HERE), lambda page: page.delete_rows(2, 1))
    found = looked(data)
    assert (found.left_out, found.same) == (1, 4)
    row = table(exported("incomes", HERE))[1]
    new = {
        **row,
        "项目": "看大门",
        AMOUNT: 1200,
        "户记录编号（勿改）": None,
        "笔记录编号（勿改）": None,
        "版本号（勿改）": None,
    }

    def add(page: Any) -> None:
        page.append([new[cell.value] for cell in page[1]])

    found = looked(edited(exported("incomes", HERE), add))
    assert (found.new, errors(found)) == (1, [])


def test_filters_and_scope(home: UUID) -> None:
    assert len(table(exported("incomes", HERE, year="2016"))) == 2
    assert len(table(exported("incomes", HERE, household=str(home)))) == 6
    assert len(table(exported("incomes", THERE))) == 1
    for filters in ({"household": "x"}, {"household": str(fresh())}, {"year": "x"}, {"odd": "1"}):
        with pytest.raises(Absent):
            exported("incomes", HERE, **filters)
    with pytest.raises(Absent):
        exported("incomes", HERE, "neighbour")
