"""Who died or left is asked about where a newer source names them, and is not registered anew by a sheet."""

from datetime import date, timedelta

import pytest

from xiuhua.registry.rules.causes import LEAVE_CAUSES, LeaveCause
from xiuhua.registry.rules.departed import Departed, asked_about, stands_against
from xiuhua.registry.rules.findings import WARNINGS

ON, HOME, HERE = date(2017, 8, 1), "620122000001", "620122101200"


@pytest.mark.parametrize("cause", LEAVE_CAUSES)
@pytest.mark.parametrize("days", [-1, 0, 1])
def test_only_a_source_older_than_the_leaving_asks_nothing(cause: str, days: int) -> None:
    asked = asked_about(Departed(ON, cause, HOME, HERE, False), stated_on=ON + timedelta(days=days))
    if days < 0:
        assert asked is None
        return
    assert asked is not None
    assert asked.code in WARNINGS
    assert (asked.code == "dead_person_named") == (cause == LeaveCause.DEATH)
    assert asked.values == {"on": "2017-08-01", "cause_zh": LEAVE_CAUSES[cause].zh, "cause_en": LEAVE_CAUSES[cause].en}


@pytest.mark.parametrize(
    ("cause", "ended", "code", "village", "by_hand", "against"),
    [
        ("death", False, "another", HERE, True, "person_recorded_dead"),
        ("death", True, HOME, HERE, False, "person_recorded_dead"),
        ("marriage", False, "another", HERE, False, None),
        ("moved_out", True, "another", HERE, False, None),
        ("moved_out", True, HOME, "620122101201", False, None),
        ("moved_out", True, HOME, HERE, True, None),
        ("moved_out", True, HOME, HERE, False, "household_recorded_ended"),
    ],
)
def test_who_may_be_registered_anew(
    cause: str, ended: bool, code: str, village: str, by_hand: bool, against: str | None
) -> None:
    departed = Departed(ON, cause, HOME, HERE, ended)
    found = stands_against(departed, household_code=code, village_code=village, by_hand=by_hand)
    assert (found and found.code) == against
