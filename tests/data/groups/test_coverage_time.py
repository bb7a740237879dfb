"""Coverage on the map and over time."""

from datetime import date

import pytest

from support.groups_stage import established, organisations
from support.stage import HERE, THERE, TODAY, TOWNSHIP, actor, done, fresh
from xiuhua.groups.commands.establishing import DissolveGroup
from xiuhua.groups.queries.coverage_time import coverage_over_time
from xiuhua.registry.commands.villages import RecordVillage


@pytest.fixture(autouse=True)
def offices(stage: None) -> None:
    organisations()


def test_villages_stand_on_the_map_by_whether_they_have_a_group() -> None:
    place = {"longitude": 103_900_000, "latitude": 36_300_000}
    for village in (HERE, THERE):
        done(
            RecordVillage(id=fresh(), village_code=village, origin="form", stated_on=date(2018, 1, 1), **place),
            "county",
        )
    established()
    found = coverage_over_time(actor("county"), TOWNSHIP, on=TODAY)
    assert {each.code: each.class_code for each in found.points} == {HERE: "group", THERE: "none"}
    assert (found.title.en, found.left_out) == ("1 of 2 villages have a group", 0)
    assert coverage_over_time(actor("neighbour"), TOWNSHIP, on=TODAY).points == ()


def test_groups_are_counted_at_the_ends_of_months() -> None:
    group = established()
    done(DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="县委会议"), "county")
    established(THERE, valid_from=date(2018, 1, 1))
    months = coverage_over_time(actor("county"), TOWNSHIP, on=TODAY).months
    assert (months[0], months[-2:]) == (
        (date(2017, 6, 30), 1),
        ((date(2017, 12, 31), 1), (TODAY, 1)),
    )
