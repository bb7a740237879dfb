"""The sheet of incomes: rows become ledgers, wrong cells wait with their household, a repeat changes nothing."""

from collections.abc import Iterable, Mapping
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import pytest

from support.stage import FAR, NOW, TODAY, actor, done, family, fresh, people_of, registered
from xiuhua.platform.exchange.contract import Finding, Run, Verdict
from xiuhua.platform.exchange.importing import Preview, Taken, accept, open_sheet, preview
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.undo import undo_batch
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.models import Household, Ledger, LedgerLine

HEADERS = ("户编号", "收入类别", "项目", "金额(元)", "起始日期", "截止日期", "凭证", "台账是否完整")
YEAR = {"起始日期": "2017-01-01", "截止日期": "2017-12-31"}
OCTOBER = {"起始日期": "2016-10-01", "截止日期": "2017-09-30"}


@pytest.fixture
def home() -> UUID:
    return registered()


def row(
    home: UUID, kind: str = "工资性收入", project: str = "外出务工", amount: Any = 8000, **cells: Any
) -> dict[str, Any]:
    code = Household.objects.get(id=home).code
    return {"户编号": code, "收入类别": kind, "项目": project, "金额(元)": amount, **YEAR, **cells}


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
    kind, found = open_sheet(book(rows, headers), name="台账.xlsx")
    assert kind.sheet.code == "incomes"
    return preview(kind, found, run(by))


def taken(*rows: Mapping[str, Any], by: str = "township", headers: Iterable[str] = HEADERS) -> tuple[Taken, UUID]:
    kind, found = open_sheet(book(rows, headers), name="台账.xlsx")
    session = run(by)
    return accept(kind, found, session, whole=False), session.session


def errors(found: Preview) -> list[tuple[int, str, str]]:
    return [(each.row, each.column, each.problem.code) for each in found.findings("error")]


def stored(home: UUID) -> list[tuple[str, str, int | None, date, date]]:
    lines = LedgerLine.objects.filter(household_id=home, ended_on=None).order_by("kind", "period_from")
    return list(lines.values_list("kind", "project", "amount", "period_from", "period_to"))


def test_rows_become_the_ledger_of_their_household_and_end_dates_are_inclusive(home: UUID) -> None:
    rows = [
        row(home, "财产性收入", "土地流转租金(11亩)", 660, 凭证="流转合同", 台账是否完整="否"),
        row(
            home,
            "工资性收入",
            "牡丹种植",
            "1万余元",
            起始日期="2017.03",
            截止日期="2017年12月",
            台账是否完整="否",
        ),
    ]
    found = looked(*rows)
    assert (found.rows, found.new, found.records[Verdict.NEW], errors(found)) == (2, 2, 1, [])
    assert LedgerLine.objects.count() == 0
    assert taken(*rows)[0].accepted == 1
    assert stored(home) == [
        ("property", "土地流转租金", 66_000, date(2017, 1, 1), date(2018, 1, 1)),
        ("wage", "牡丹种植", 1_000_000, date(2017, 3, 1), date(2018, 1, 1)),
    ]
    rent = LedgerLine.objects.get(kind="property")
    assert (rent.quantity, rent.unit, rent.evidence, rent.origin) == (11_000, "亩", "流转合同", "incomes")
    assert LedgerLine.objects.get(kind="wage").qualifier == "more_than"
    assert list(Ledger.objects.values_list("year", "basis", "complete")) == [(2017, "calendar", False)]


def test_a_second_reading_changes_nothing_and_a_batch_is_taken_back_whole(home: UUID) -> None:
    rows = [row(home, **OCTOBER, 台账是否完整="是"), row(home, "生产经营性支出", "化肥种子", 270, **OCTOBER)]
    batch = taken(*rows)[1]
    again = looked(*rows)
    assert (again.same, again.new, again.records[Verdict.SAME]) == (2, 0, 1)
    second = taken(*rows)[0]
    assert (second.accepted, second.unchanged) == (0, 1)
    assert Ledger.objects.get().complete
    receipts = undo_batch(batch, session=fresh(), actor=actor("township"), received_at=NOW, reason="传错了")
    assert all(receipt.accepted for receipt in receipts)
    assert (Ledger.objects.count(), LedgerLine.objects.count()) == (0, 0)


def test_what_differs_is_shown_cell_by_cell_and_what_the_sheet_leaves_out_stays(home: UUID) -> None:
    taken(row(home, 台账是否完整="否"), row(home, "转移性收入", "低保金", 3420))
    rows = [row(home, amount="约8500元", 截止日期="2017-11-30", 凭证="工资条", 台账是否完整="是")]
    found = looked(*rows)
    told = {(each.column, each.before, each.after) for judged in found.judged for each in judged.changes}
    assert told == {
        ("金额(元)", "8000", "8500"),
        ("截止日期", "2017-12-31", "2017-11-30"),
        ("凭证", "", "工资条"),
        ("台账是否完整", "否", "是"),
    }
    taken(*rows)
    assert [(kind, amount) for kind, _, amount, _, _ in stored(home)] == [("transfer", 342_000), ("wage", 850_000)]


def test_a_line_keeps_the_person_that_a_form_gave_it(home: UUID) -> None:
    taken(row(home))
    father = people_of(home)["田巧仓"].id
    line = LedgerLine.objects.get(household_id=home)
    done(RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(id=line.id, person_id=father),)))
    assert looked(row(home)).records[Verdict.SAME] == 1


def test_people_are_found_by_code_or_by_a_name_of_the_household(home: UUID) -> None:
    code = people_of(home)["田巧仓"].code
    headers = (*HEADERS, "人编号", "姓名", "是否新增")
    rows = [row(home, 人编号=code, 是否新增="是"), row(home, amount=900, 姓名="何慧珍")]
    taken(*rows, headers=headers)
    held = {each.person.name: each.extra for each in LedgerLine.objects.select_related("person") if each.person}
    assert held == {"田巧仓": True, "何慧珍": False}
    found = looked(row(home, 姓名="无此人"), headers=headers)
    assert errors(found) == [(2, "姓名", "person_not_of_household")]


def test_a_column_in_ten_thousands_and_one_with_the_year(home: UUID) -> None:
    headers = ("户编号", "收入类别", "项目", "金额（万元）", "起始日期", "截止日期", "收入年度")
    rows = [
        {**row(home, **OCTOBER), "金额（万元）": 0.385, "收入年度": 2017},
        {**row(home, 起始日期="2015-10-01", 截止日期="2016-09-30"), "金额（万元）": "1.2", "收入年度": "2016年"},
    ]
    assert looked(*rows, headers=headers).records[Verdict.NEW] == 2
    taken(*rows, headers=headers)
    assert list(Ledger.objects.order_by("year").values_list("year", "basis")) == [(2016, "october"), (2017, "october")]
    assert [amount for _, _, amount, _, _ in stored(home)] == [1_200_000, 385_000]


@pytest.mark.parametrize(
    ("cells", "column", "code"),
    [
        ({"金额(元)": "三千元左右"}, "金额(元)", "amount_not_read"),
        ({"金额(元)": None}, "金额(元)", "line_without_amount"),
        ({"金额(元)": "余元"}, "金额(元)", "amount_without_number"),
        ({"金额(元)": -270}, "金额(元)", "expense_as_income"),
        ({"项目": "化肥种子支出"}, "项目", "expense_as_income"),
        ({"收入类别": "偏门收入"}, "收入类别", "line_kind_unknown"),
        ({"收入类别": None}, "收入类别", "line_without_kind"),
        ({"起始日期": None}, "起始日期", "amount_without_period"),
        ({"截止日期": None}, "截止日期", "amount_without_period"),
        ({"截止日期": "2016-12-31"}, "起始日期", "period_reversed"),
        ({"截止日期": "年底"}, "截止日期", "not_a_date"),
        ({"截止日期": "2018-01-01"}, "起始日期", "ledger_mixes_bases"),
        ({"台账是否完整": "差不多"}, "台账是否完整", "not_yes_or_no"),
        ({"台账是否完整": "否"}, "台账是否完整", "ledger_cell_differs"),
        ({"项目": "长" * 81}, "项目", "value_not_taken"),
        ({"项目": "外出务工", "收入类别": "工资性收入"}, "起始日期", "lines_overlap"),
    ],
)
def test_a_wrong_cell_is_found_and_its_household_waits(
    home: UUID, cells: dict[str, Any], column: str, code: str
) -> None:
    other = registered(members=family())
    wrong = {**row(home, "转移性收入", "低保金", 3420, 台账是否完整="是"), **cells}
    rows = [row(home, 台账是否完整="是"), wrong, row(other)]
    assert errors(looked(*rows)) == [(3, column, code)]
    result = taken(*rows)[0]
    assert (result.accepted, result.held) == (1, 1)
    assert stored(home) == []
    assert stored(other)


def test_households_that_are_not_there_or_lie_outside_answer_alike(home: UUID) -> None:
    far = registered(village=FAR, members=family())
    found = looked(row(home), row(far), {**row(home), "户编号": "889999999911"})
    assert errors(found) == [(3, "户编号", "household_not_registered"), (4, "户编号", "household_not_registered")]


def test_a_declaration_over_open_questions_is_a_warning(home: UUID) -> None:
    member = people_of(home)["田巧仓"].id
    done(CorrectMember(id=fresh(), household_id=home, person_id=member, phone="0931-123"))
    found = looked(row(home, 台账是否完整="是"))
    asked: list[Finding] = list(found.findings("warning"))
    assert [(each.row, each.column, each.problem.code) for each in asked] == [
        (2, "台账是否完整", "complete_with_open_questions")
    ]
    taken(row(home, 台账是否完整="是"))
    assert Ledger.objects.get().open_questions == 1
    assert list(looked(row(home, 台账是否完整="是")).findings("warning")) == []


def test_codes_below_the_first_row_of_a_household_may_be_blank_and_totals_are_no_rows(home: UUID) -> None:
    rows = [
        row(home),
        {**row(home, "转移性收入", "低保金", 3420), "户编号": None},
        {"户编号": "合计", "金额(元)": 11420},
    ]
    taken(*rows)
    assert len(stored(home)) == 2


def test_dates_of_a_spreadsheet_are_dates(home: UUID) -> None:
    taken(row(home, 起始日期=date(2017, 1, 1), 截止日期=date(2017, 12, 31)))
    assert stored(home)[0][3:] == (date(2017, 1, 1), date(2018, 1, 1))
