"""The incomes of the demo: the page's family first, ledgers of one basis each, amounts that are exact."""

from collections import defaultdict

import pytest

from xiuhua.registry.rules.codes import LISTS
from xiuhua.registry.rules.ledger_words import read_project
from xiuhua.site.demo import Demo
from xiuhua.site.demo.incomes import HEADERS

AT = {header: index for index, header in enumerate(HEADERS)}


@pytest.fixture(scope="module")
def rows(demo: Demo, sheet) -> list[list[object]]:
    header, *rows = sheet(demo.paths.incomes)
    assert tuple(header) == HEADERS
    return rows


@pytest.fixture(scope="module")
def ledgers(rows) -> dict[tuple[object, object], list[list[object]]]:
    found: defaultdict[tuple[object, object], list[list[object]]] = defaultdict(list)
    for row in rows:
        found[row[AT["户编号"]], row[AT["收入年度"]]].append(row)
    return dict(found)


def test_the_family_of_the_page_has_eleven_mu_and_pay_as_extra_income(ledgers, demo: Demo, sheet):
    persons = sheet(demo.paths.persons)[3:]
    first = next(row[5] for row in persons if row[3] == "道顺村")
    told = [
        (row[AT["项目"]], row[AT["金额(元)"]], row[AT["是否新增"]], row[AT["台账是否完整"]])
        for row in ledgers[first, 2017]
    ]
    assert told == [("土地流转租金(11亩)", 660, "是", "否"), ("牡丹种植劳务费", 3200, "是", "否")]
    assert read_project(told[0][0]).quantity == 11_000


def test_each_household_of_the_pages_villages_has_a_ledger_and_some_have_two_years(ledgers):
    assert len({code for code, _ in ledgers}) == 96
    assert {year for _, year in ledgers} == {2016, 2017}
    assert 10 < sum(year == 2016 for _, year in ledgers) < 86


def test_a_ledger_says_one_thing_of_itself_and_keeps_to_one_basis(ledgers):
    for rows in ledgers.values():
        assert len({row[AT["台账是否完整"]] for row in rows}) == 1
        starts = {row[AT["起始日期"]][5:7] for row in rows}
        assert starts in ({"10"}, {"01"}, {"01", "03"})


def test_kinds_are_known_and_amounts_exact_and_not_negative(rows):
    for row in rows:
        assert LISTS["line_kind"].code(row[AT["收入类别"]])
        cents = row[AT["金额(元)"]] * 100
        assert cents > 0
        assert abs(cents - round(cents)) < 1e-6
