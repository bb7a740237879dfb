"""Lists for those in charge: in the order of codes, of households and never of helpers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from support.care_stage import Township, helped_township
from support.stage import HERE, THERE, TODAY, TOWNSHIP, account, actor, done, fresh
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.help_agenda import help_to_arrange
from xiuhua.care.queries.coverage import HelpedPlace, Show, counted_by_village, helped_place
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.models import WorkGroup
from xiuhua.platform.work.agenda import Group


@pytest.fixture
def township() -> Township:
    return helped_township()


def listed(show: Show, days: int = 0, by: str = "township", code: str = TOWNSHIP) -> list[UUID]:
    found = _place(show, days, by, code)
    assert found.counts[show] == len(found.rows)
    return [row.id for row in found.rows]


def _place(show: Show, days: int, by: str, code: str) -> HelpedPlace:
    found = helped_place(actor(by), code, on=TODAY + timedelta(days=days), show=show)
    assert found is not None
    return found


def test_measures_without_a_result_and_promises_past_their_day(township: Township) -> None:
    assert listed(Show.NO_RESULT) == [township.full]
    assert listed(Show.OVERDUE) == [township.full]
    assert listed(Show.PROMISED) == []
    assert listed(Show.PROMISED, days=28) == [township.full]


def test_a_household_is_listed_where_no_helper_with_an_account_came_for_the_days_of_policy(township: Township) -> None:
    assert listed(Show.UNVISITED) == []
    assert listed(Show.UNVISITED, days=91) == [township.full]
    visit = {"group_id": WorkGroup.objects.get().id, "household_id": township.full, "found": "在家"}
    done(RecordVisit(id=fresh(), visit_id=fresh(), **visit), "member", days=60)
    assert listed(Show.UNVISITED, days=91) == []


def lines(by: str, days: int = 0) -> list[tuple[str, Group, str]]:
    offered = help_to_arrange(actor(by), TODAY + timedelta(days=days))
    return [(line.text.zh, line.group, line.url) for line in offered]


def test_those_in_charge_find_each_list_on_today_and_the_numbers_are_those_of_the_lists(township: Township) -> None:
    here, there = f"/places/{HERE}/help?show=", f"/places/{THERE}/help?show="
    to_come = [
        ("安排 燕儿坪村 1 户没有人帮扶", Group.TODAY, f"{here}nobody"),
        ("问进度 燕儿坪村 1 户的措施还没有结果", Group.SOON, f"{here}no_result"),
    ]
    late = [
        ("催办 燕儿坪村 1 户走访时答应的事过期了", Group.OVERDUE, f"{here}promised"),
        ("安排走访 燕儿坪村 1 户，帮扶人很久没有来", Group.TODAY, f"{here}unvisited"),
    ]
    for login in ("county", "township", "leader"):
        assert lines(login) == to_come
        assert lines(login, days=91) == [to_come[0], *late, to_come[1]]
    for login in ("member", "auditor", "neighbour", "prefecture", "department", "attendee", "administrator"):
        assert lines(login, days=91) == []
    wish = {"household_id": township.other, "helper_id": fresh(), "account_id": account("township")}
    done(AssignHelper(id=fresh(), valid_from=TODAY, **wish))
    assert lines("township", days=140)[2:4] == [
        late[1],
        (late[1][0].replace("燕儿坪", "川口"), Group.TODAY, f"{there}unvisited"),
    ]
    for show in (Show.NOBODY, Show.PROMISED, Show.UNVISITED, Show.NO_RESULT):
        listed(show, days=140)
        counted = counted_by_village(actor("township"), on=TODAY + timedelta(days=140))
        assert sum(each[show] for each in counted.values()) == _place(show, 140, "township", TOWNSHIP).counts[show]


def test_lines_of_help_cost_two_queries(township: Township, django_assert_num_queries: Any) -> None:
    viewer = actor("township")
    with django_assert_num_queries(2):
        assert help_to_arrange(viewer, TODAY + timedelta(days=140))


def test_lists_stand_in_the_order_of_codes(township: Township) -> None:
    for home in (township.other, township.drafted, township.alone):
        wish = {"household_id": home, "helper_id": fresh(), "account_id": account("township"), "valid_from": TODAY}
        done(AssignHelper(id=fresh(), **wish))
    expected = [township.full, township.alone, township.drafted, township.other]
    assert listed(Show.UNVISITED, days=140) == expected
    assert listed(Show.HELPED, days=140) == expected


def test_whoever_reads_no_visits_gets_no_list_of_them(township: Township) -> None:
    assert helped_place(actor("attendee"), HERE, on=TODAY) is None
    assert listed(Show.UNVISITED, days=91, by="auditor") == [township.full]
