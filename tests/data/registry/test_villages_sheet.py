"""The income column of a list of villages: of which year and in which unit, said by the header or above the table."""

import csv
from io import StringIO
from typing import Any

import pytest

from support.stage import HERE, NOW, TODAY, fresh
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet, preview
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.models import CollectiveIncome
from xiuhua.site import wordings

PLACE = ("皋兰县", "水阜镇", "燕儿坪村", HERE)


def sheet(*incomes: tuple[str, Any], above: tuple[str, ...] = ()) -> bytes:
    """Return a list with one village and these columns of income, under some lines."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerows([line] for line in above)
    rows.writerow(("县", "乡镇", "行政村", "行政村代码", *(header for header, _ in incomes)))
    rows.writerow((*PLACE, *(cell for _, cell in incomes)))
    return text.getvalue().encode()


def a_run() -> Run:
    return Run(fresh(), LOCAL_OPERATOR, NOW, TODAY, catalogue.policy(), keyring())


def stored(data: bytes, **more: Any) -> list[tuple[int, int]]:
    """Take a list in; return year and cents of what is stored."""
    kind, found = open_sheet(data, name="村.csv", **more)
    assert preview(kind, found, a_run()).document(wordings.catalogue())["errors"] == []
    assert accept(kind, found, a_run(), whole=True).whole
    return sorted(CollectiveIncome.objects.filter(place_code=HERE).values_list("year", "amount"))


def errors(data: bytes) -> list[str]:
    """Return the codes of the wrong cells."""
    kind, found = open_sheet(data, name="村.csv")
    return [each["code"] for each in preview(kind, found, a_run()).document(wordings.catalogue())["errors"]]


def refusal(data: bytes) -> Any:
    with pytest.raises(SheetRefused) as refused:
        open_sheet(data, name="村.csv")
    assert wordings.catalogue().word(refused.value.problem).number > 3000
    return refused.value.problem


@pytest.mark.parametrize(
    ("header", "above", "cents"),
    [
        ("2016年集体经济收入", (), 240000),
        ("2016年度村集体经济收入（元）", (), 240000),
        ("2016集体收入", (), 240000),
        ("集体经济收入", ("皋兰县行政村名册（2016年）",), 240000),
        ("集体经济收入", ("填报单位：皋兰县", "截至2016年12月31日"), 240000),
        ("2016年集体经济收入（万元）", (), 2400000000),
        ("村级集体经济年收入(万元)", ("2016年",), 2400000000),
        ("集体经济收入", ("2016年", "单位：万元"), 2400000000),
        ("集体经济收入（元）", ("2016年", "单位：万元"), 240000),
    ],
)
def test_year_and_unit(header: str, above: tuple[str, ...], cents: int) -> None:
    assert stored(sheet((header, "2400"), above=above)) == [(2016, cents)]


def test_ten_thousands_keep_every_yuan() -> None:
    assert stored(sheet(("2016年集体经济收入（万元）", "1.23456"))) == [(2016, 1234560)]


@pytest.mark.parametrize("above", [(), ("行政村名册",), ("2015年和2016年",)], ids=["nothing", "no year", "two years"])
def test_without_a_year_it_is_asked_for(above: tuple[str, ...]) -> None:
    problem = refusal(sheet(("集体经济收入", "2400"), above=above))
    assert (problem.code, problem.field, problem.values["header"]) == ("header_without_year", "income", "集体经济收入")


def test_a_column_assigned_by_hand_takes_the_year_of_its_header() -> None:
    assert stored(sheet(("2016年村里收了多少（万元）", "2")), corrections={4: "income"}) == [(2016, 2000000)]


@pytest.mark.parametrize("other", ["2016年集体经济收入", "2016年村集体收入（元）", "2016年集体经济收入（万元）"])
def test_two_columns_of_one_year_are_refused(other: str) -> None:
    assert refusal(sheet(("2016年集体经济收入", "2400"), (other, "1"))).code == "header_twice"


def test_several_years_stand_beside_each_other() -> None:
    assert stored(sheet(("2015年集体经济收入", "0"), ("2016年集体经济收入", "2400"))) == [(2015, 0), (2016, 240000)]


@pytest.mark.parametrize("year", [1948, 2019, 2099])
def test_a_year_that_cannot_be_is_an_error_at_its_cells(year: int) -> None:
    assert errors(sheet((f"{year}年集体经济收入", "2400"))) == ["income_year_impossible"]
    assert errors(sheet((f"{year}年集体经济收入", ""))) == []
