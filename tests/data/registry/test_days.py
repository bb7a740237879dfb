"""A territory and a household as of a day: what held then, whatever changed since; what cannot be known says why."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.stage import (
    COUNTY,
    FAR,
    HERE,
    PREFECTURE,
    TODAY,
    TOWNSHIP,
    actor,
    done,
    fresh,
    people_of,
    person,
    registered,
)
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import CorrectHousehold, JoinHousehold, LeaveHousehold
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.queries.days import day_problem
from xiuhua.registry.queries.household_counts import household_counts
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.registry.queries.households import household
from xiuhua.registry.queries.places import place_home
from xiuhua.registry.queries.records import Household
from xiuhua.registry.queries.village_lists import village_rows
from xiuhua.registry.queries.village_sums import PlaceSums, place_sums
from xiuhua.registry.queries.villages import village_income, village_page

FIRST = date(2017, 9, 12)
"""The day from which the stage's households are registered."""
LATER = TODAY + timedelta(days=40)


def stated(code: str, amount: str, on: date, by: str = "township", year: int = 2017) -> None:
    income = StatedIncome(year=year, source="出租", amount=amount)
    done(RecordVillage(id=fresh(), village_code=code, origin="villages", stated_on=on, incomes=(income,)), by)


def then(home: UUID, day: date | None, by: str = "county", on: date = LATER) -> Household:
    page = household(actor(by), home, on=on, day=day)
    assert page is not None
    return page


def sums(day: date | None, code: str = COUNTY, by: str = "county", **more: Any) -> PlaceSums:
    found = place_sums(actor(by), code, day=day, today=LATER, **{"year": 2017, **more})
    assert found is not None
    return found


def line(amount: str, kind: str = "wage") -> StatedLine:
    days = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
    return StatedLine(id=fresh(), kind=kind, amount=amount, project="务工", **days)


@pytest.fixture
def home() -> UUID:
    return registered()


def leave(home: UUID, name: str, on: date) -> None:
    gone = people_of(home)[name].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=gone, cause="moved_out", on=on), "county", days=40)


def test_a_member_who_left_later_belonged_then(home: UUID) -> None:
    leave(home, "何小军", TODAY + timedelta(days=20))
    assert [each.name for each in then(home, None).members] == ["何慧珍", "田巧仓"]
    page = then(home, TODAY)
    assert sorted(each.name for each in page.members) == ["何小军", "何慧珍", "田巧仓"]
    assert page.former == ()
    assert page.head == "何慧珍"
    assert [each.name for each in then(home, TODAY + timedelta(days=20)).former] == ["何小军"]


def test_a_statement_that_was_followed_by_another_holds_then(home: UUID) -> None:
    done(CorrectHousehold(id=fresh(), household_id=home, per_head_income="3100"), "county")
    assert then(home, None).income.value == "3100"
    before = then(home, date(2017, 12, 31))
    assert (before.income.value, before.as_of) == ("2485", date(2017, 12, 31))
    assert len(before.statements) == 1
    assert all(event.on <= date(2017, 12, 31) for event in before.events)
    assert before.open == before.missing == ()


def test_what_has_no_days_of_its_own_says_so(home: UUID) -> None:
    assert then(home, None).labour.value == 2
    labour = then(home, TODAY).labour
    assert labour.value is None
    assert labour.why_not is not None


def test_lines_count_from_the_day_they_were_recorded_until_they_were_taken_out(home: UUID) -> None:
    first, second = line("6000"), line("900", "transfer")
    done(RecordLedger(id=fresh(), household_id=home, lines=(first, second), complete=True), "county", days=5)
    done(RecordLedger(id=fresh(), household_id=home, removed=(second.id,)), "county", days=10)
    assert then(home, TODAY).incomes == ()
    (whole,) = then(home, TODAY + timedelta(days=5)).incomes
    assert (whole.gross, whole.per_head.value) == (690_000, "2300")
    assert whole.per_head.rows is not None
    assert whole.per_head.rows[1]["on"] == str(TODAY + timedelta(days=5))
    (less,) = then(home, TODAY + timedelta(days=10)).incomes
    assert less.gross == 600_000 == then(home, None).incomes[0].gross


def test_a_declaration_counts_from_its_day(home: UUID) -> None:
    done(RecordLedger(id=fresh(), household_id=home, lines=(line("6000"),)), "county", days=5)
    done(RecordLedger(id=fresh(), household_id=home, complete=True, year=2017), "county", days=9)
    (before,) = then(home, TODAY + timedelta(days=7)).incomes
    assert before.per_head.value is None
    assert before.per_head.why_not is not None
    assert then(home, TODAY + timedelta(days=9)).incomes[0].per_head.value == "2000"


def test_the_figures_of_a_place_are_those_of_the_day(home: UUID) -> None:
    stated(HERE, "2400", date(2018, 1, 10))
    before = sums(TODAY)
    leave(home, "何小军", TODAY + timedelta(days=20))
    assert sums(TODAY).figures == before.figures
    assert (before.figures["people"], sums(None).figures["people"]) == (3, 2)
    assert before.figures["exit_status.exited"] == 1
    assert before.figures["collective"] == 240_000
    assert "collective" not in sums(date(2018, 1, 9)).figures
    assert sums(LATER).figures == sums(None).figures


def test_sums_of_few_ledgers_are_left_out_and_of_enough_they_are_there(home: UUID) -> None:
    homes = [home, registered(), registered()]
    for each in homes[:2]:
        done(RecordLedger(id=fresh(), household_id=each, lines=(line("6000"),), complete=True), "county")
    few = sums(TODAY).figures
    assert few["complete.calendar"] == 2
    assert not any(code.startswith("income.") for code in few)
    done(RecordLedger(id=fresh(), household_id=homes[2], lines=(line("500"),), complete=True), "county", days=3)
    assert sums(None).figures["income.calendar.wage"] == 1_250_000
    assert sums(TODAY).figures == few


def test_every_page_of_a_place_says_the_same_number(home: UUID) -> None:
    stated(HERE, "2400", date(2018, 1, 10))
    leave(home, "何小军", TODAY + timedelta(days=20))
    for code in (PREFECTURE, COUNTY, TOWNSHIP):
        shown = place_home(actor("prefecture"), code, on=LATER, day=TODAY)
        assert shown is not None
        assert shown.overview.households is not None
        assert shown.overview.households.value == 1
        assert shown.overview.basis.chosen["on"] == str(TODAY)
        counts = household_counts(actor("prefecture"), code, on=LATER, day=TODAY)
        assert counts is not None
        assert counts.figure.value == 1
        assert counts.figure.rows == ("households", {"place": code, "on": str(TODAY)})
    village = village_page(actor("county"), HERE, on=LATER, day=TODAY)
    assert village is not None
    assert village.households is not None
    assert village.households.people.value == 3
    assert [each.members for each in village.households.lines] == [3]
    listed = households_in(actor("county"), COUNTY, day=TODAY)
    assert listed is not None
    assert [each.line.members for each in listed.rows] == [3]


def test_an_income_stated_later_is_not_known_then() -> None:
    stated(HERE, "2400", date(2018, 1, 10))
    day = date(2018, 1, 9)
    found = village_income(actor("county"), HERE, 2017, on=TODAY, day=day)
    assert found is not None
    assert found.figure.value is None
    assert found.figure.why_not is not None
    rows = village_rows(actor("county"), COUNTY, class_code="unknown", year=2017, scheme=None, on=TODAY, day=day)
    assert rows is not None
    assert HERE in [row.code for row in rows.rows]


def test_days_that_cannot_be_answered_have_their_numbers(home: UUID) -> None:
    viewer = actor("county")
    later = day_problem(viewer, COUNTY, TODAY + timedelta(days=1), today=TODAY)
    early = day_problem(viewer, COUNTY, FIRST - timedelta(days=1), today=TODAY)
    assert later is not None
    assert later.code == "asked_day_to_come"
    assert early is not None
    assert early.values["first"] == str(FIRST)
    assert day_problem(viewer, COUNTY, FIRST, today=TODAY) is None
    assert day_problem(actor("neighbour"), COUNTY, FIRST - timedelta(days=1), today=TODAY) is None, "says nothing"
    assert then(home, FIRST - timedelta(days=1)).began_later


def test_whoever_sees_no_households_gets_none_of_their_figures(home: UUID) -> None:
    assert place_sums(actor("attendee"), HERE, day=TODAY, today=LATER) is None
    assert place_sums(actor("county"), FAR, day=TODAY, today=LATER) is None


def test_joining_a_household_later_does_not_count_then(home: UUID) -> None:
    wish = JoinHousehold(
        id=fresh(), household_id=home, member=person("何苗", "之女", "2018-01-02", female=True), cause="birth", on=TODAY
    )
    done(wish, "county", days=1)
    assert len(then(home, TODAY - timedelta(days=1)).members) == 3
    assert len(then(home, TODAY).members) == 4


def test_a_place_of_many_villages_costs_as_many_queries_as_one(home: UUID) -> None:
    def queries(code: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            place_sums(actor("prefecture"), code, day=TODAY, today=LATER)
        return len(found)

    few = queries(HERE)
    registered(village=FAR)
    assert queries(PREFECTURE) == few


def test_no_day_before_all_policy_is_answered() -> None:
    registered(on=date(1, 1, 1))
    for day in (date(1, 1, 1), date(2009, 12, 31)):
        problem = day_problem(actor("county"), HERE, day, today=TODAY)
        assert problem is not None
        assert (problem.code, problem.values["first"]) == ("day_before_records", "2010-01-01")
    assert day_problem(actor("county"), HERE, date(2010, 1, 1), today=TODAY) is None
