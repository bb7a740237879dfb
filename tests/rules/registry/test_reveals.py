"""When a masked field may be shown: for a member, for a purpose of the list, where something is there and masked."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from rules.registry.rows import CATALOGUE, POLICY
from xiuhua.kernel.policy import Policy
from xiuhua.registry.rules.reveals import MINUTES_KEY, judge_reveal, shown_for

TODAY, HERE = date(2018, 1, 19), "620122101200"
GOOD = {"member": True, "filled": True, "masked": True, "purpose": "help"}


@pytest.mark.parametrize(
    ("facts", "problem"),
    [
        ({}, None),
        ({"purpose": "audit"}, None),
        ({"member": False}, "reveal_person_unknown"),
        ({"filled": False}, "reveal_nothing_there"),
        ({"masked": False}, "reveal_not_masked"),
        ({"purpose": ""}, "purpose_unknown"),
        ({"purpose": "curiosity"}, "purpose_unknown"),
        # Somebody who is not of the household is not told what is recorded of whom.
        ({"member": False, "filled": False, "purpose": "curiosity"}, "reveal_person_unknown"),
        ({"filled": False, "masked": False}, "reveal_not_masked"),
    ],
)
def test_a_look_is_allowed_or_refused_with_its_reason(facts: dict[str, Any], problem: str | None) -> None:
    decision = judge_reveal(**{**GOOD, **facts}, policy=POLICY, on=TODAY, region=HERE)
    assert [each.code for each in decision.problems] == ([problem] if problem else [])
    assert decision.accepted is (problem is None)
    assert all(each.code in CATALOGUE for each in decision.problems)


def test_how_long_a_value_is_shown_is_policy() -> None:
    assert shown_for(POLICY, on=TODAY, region=HERE) == timedelta(minutes=5)
    seed = POLICY.at(MINUTES_KEY, on=TODAY)
    stricter = POLICY.overlaid(Policy((replace(seed, value=1, region=HERE),), "overlay"))
    assert shown_for(stricter, on=TODAY, region=HERE) == timedelta(minutes=1)
    assert shown_for(stricter, on=TODAY, region="620123101200") == timedelta(minutes=5)
