"""When a text of a rule may be kept, which one holds on a day, and how two texts differ."""

from datetime import date
from typing import Any

import pytest

from xiuhua.groups.rules.rule_book import MOST, Mark, compared, holding, judge_version, periods

MEETING, LATER, TODAY = date(2018, 1, 10), date(2018, 2, 1), date(2018, 1, 19)


@pytest.mark.parametrize(
    ("more", "codes"),
    [
        ({}, []),
        ({"valid_from": MEETING}, []),
        ({"carried": False}, ["rule_not_carried"]),
        ({"decided_on": date(2018, 1, 20), "valid_from": LATER}, ["rule_not_carried"]),
        ({"valid_from": date(2018, 1, 9)}, ["rule_before_meeting"]),
        ({"earlier": date(2018, 1, 31)}, []),
        ({"earlier": LATER}, ["rule_before_earlier"]),
        ({"carried": False, "valid_from": date(2018, 1, 9)}, ["rule_not_carried", "rule_before_meeting"]),
    ],
)
def test_a_text_holds_after_a_meeting_carried_it_and_after_the_one_before(
    more: dict[str, Any], codes: list[str]
) -> None:
    given = {"carried": True, "decided_on": MEETING, "valid_from": LATER, "earlier": None, "today": TODAY, **more}
    assert [each.code for each in judge_version(**given)] == codes


def test_on_one_day_one_text_holds() -> None:
    starts, until = [date(2017, 7, 1), date(2018, 1, 1)], date(2018, 6, 1)
    found = [holding(starts, until, on) for on in (date(2017, 6, 30), starts[0], starts[1], date(2018, 5, 31), until)]
    assert found == [None, 0, 1, 1, None]
    assert periods(starts, until) == [(starts[0], starts[1]), (starts[1], until)]
    assert periods([], None) == []


def test_what_was_moved_is_gone_and_new_and_nothing_is_lost() -> None:
    before, after = "一、开会\n二、请假\n三、记录", "二、请假\n一、开会\n三、记录在册"
    lines = compared(before, after)
    assert "\n".join(each.text for each in lines if each.mark is not Mark.NEW) == before
    assert "\n".join(each.text for each in lines if each.mark is not Mark.GONE) == after
    assert compared(before, before) == tuple(each for each in compared(before, before) if each.mark is Mark.SAME)


def test_many_lines_that_differ_are_told_as_a_whole_between_what_stays() -> None:
    old = ["总则", *("条" for _ in range(MOST + 1)), "附则"]
    new = ["总则", *("款" for _ in range(3)), "附则"]
    found = compared("\n".join(old), "\n".join(new))
    assert [line.mark for line in found] == [Mark.SAME, *[Mark.GONE] * (MOST + 1), *[Mark.NEW] * 3, Mark.SAME]
    assert [line.text for line in compared("一\n二", "一\n一\n二")] == ["一", "一", "二"]
