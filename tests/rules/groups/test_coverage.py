"""How many groups there were at the end of each month: at the edges of months and of groups."""

from datetime import date

from xiuhua.groups.rules.coverage import MONTHS, at_month_ends


def test_a_group_counts_from_its_first_day_until_the_day_on_which_it_is_no_more() -> None:
    periods = [(date(2017, 11, 30), date(2018, 1, 31)), (date(2017, 12, 1), None)]
    assert at_month_ends(periods, date(2018, 2, 3)) == (
        (date(2017, 11, 30), 1),
        (date(2017, 12, 31), 2),
        (date(2018, 1, 31), 1),
        (date(2018, 2, 3), 1),
    )


def test_nothing_is_shown_before_the_first_group_and_no_more_than_some_months() -> None:
    assert at_month_ends([], date(2018, 1, 1)) == ()
    assert at_month_ends([(date(2018, 1, 2), None)], date(2018, 1, 1)) == ()
    assert len(at_month_ends([(date(2001, 1, 1), None)], date(2018, 1, 1))) == MONTHS
