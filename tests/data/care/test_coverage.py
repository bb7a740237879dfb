"""Lists for those in charge: in the order of codes, of households and never of helpers."""

from datetime import timedelta
from uuid import UUID

import pytest

from support.care_stage import Township, helped_township
from support.stage import HERE, TODAY, TOWNSHIP, account, actor, done, fresh
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.queries.coverage import HelpedPlace, Show, helped_place
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.models import WorkGroup


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
