"""Months and dates as people write them."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xiuhua.platform.exchange.reading import Bad, PartialDate, month_or_date, whole_date

DECEMBER = PartialDate(2014, 12)
LAST_DAY = PartialDate(2014, 12, 31)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        *[
            (cell, DECEMBER)
            for cell in (
                *(201412.0, 201412, "201412", 2014.12, "2014.12", "2014年12月", "2014-12", "2014/12", "２０１４．１２"),
                *("2014 年 12 月", "2014年12", "2014—12", " 201412 "),
            )
        ],
        *[
            (cell, LAST_DAY)
            for cell in (
                *("2014-12-31", "2014/12/31", "2014.12.31", "2014年12月31日", "20141231", 20141231.0, "2014年12月31号"),
                *("2014-12-31 00:00:00", "2014-12-31T08:30:00", "2014/12/31 8:30", datetime.date(2014, 12, 31)),
                datetime.datetime.fromisoformat("2014-12-31T08:30"),
            )
        ],
        ("2014/1/5", PartialDate(2014, 1, 5)),
        ("2014.1", PartialDate(2014, 1)),
        (2014.2, PartialDate(2014, 2)),
        (2014.05, PartialDate(2014, 5)),
        (2014.11, PartialDate(2014, 11)),
        (2014.0, PartialDate(2014)),
        ("2014", PartialDate(2014)),
        ("2014年", PartialDate(2014)),
        ("2016-02-29", PartialDate(2016, 2, 29)),
        ("", None),
        (None, None),
    ],
)
def test_dates_are_read(cell: Any, expected: PartialDate | None) -> None:
    assert month_or_date(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "201413",
            "201400",
            "2014.13",
            "2014-02-30",
            "2015-02-29",
            "20141232",
            "14.12",
            "1214",
            "3014-01",
            "1899-12-31",
        ),
        *("去年", "2014年底", "长期", "12/31/2014", "2014--12", "2014-1-2-3", "2014-001", "-", "0", "2014-12-31 上午"),
        *(41974.0, 1.0, -2014.0, 1e300, float("nan"), True, datetime.date(1800, 1, 1), datetime.time(8)),
    ],
)
def test_what_is_no_date(cell: Any) -> None:
    result = month_or_date(cell)
    assert type(result) is Bad
    assert result.problem.code == "not_a_date"


def test_a_number_that_can_be_january_or_october_is_asked_about() -> None:
    result = month_or_date(2014.1)
    assert type(result) is Bad
    assert result.problem.code == "date_ambiguous"


def test_whole_dates() -> None:
    first = datetime.date(2017, 1, 1)
    for cell in ("2017-01-01", "2017年1月1日", first, datetime.datetime.fromisoformat("2017-01-01T10:00"), 20170101.0):
        assert whole_date(cell) == first
    assert whole_date("") is None
    assert whole_date("2017-01").problem.code == "date_incomplete"
    assert whole_date("去年").problem.code == "not_a_date"


def test_a_partial_date_knows_the_days_it_can_mean() -> None:
    assert (PartialDate(2016).first_day(), PartialDate(2016).last_day()) == (
        datetime.date(2016, 1, 1),
        datetime.date(2016, 12, 31),
    )
    assert PartialDate(2015, 2).last_day() == datetime.date(2015, 2, 28)
    assert LAST_DAY.first_day() == LAST_DAY.last_day() == datetime.date(2014, 12, 31)
    assert [str(each) for each in (PartialDate(2016), DECEMBER, LAST_DAY)] == ["2016", "2014-12", "2014-12-31"]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
def test_every_date_is_read_in_every_form(day: datetime.date) -> None:
    forms = (
        "{0:%Y%m%d}",
        "{0:%Y-%m-%d}",
        "{0.year}年{0.month}月{0.day}日",
        "{0.year}/{0.month}/{0.day}",
        "{0:%Y.%m.%d}",
    )
    for form in forms:
        assert month_or_date(form.format(day)) == PartialDate(day.year, day.month, day.day)
        assert whole_date(form.format(day)) == day
