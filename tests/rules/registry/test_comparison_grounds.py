"""On which ground a list is compared: policy says it for each list, and the data set that holds the fact agrees."""

from dataclasses import replace
from datetime import date

import pytest

from rules.registry.rows import POLICY
from xiuhua.kernel.policy import Policy
from xiuhua.registry.rules.comparison_grounds import GROUNDS_KEY, UNLISTED, needed_consent, what_to_do
from xiuhua.registry.rules.comparison_kinds import HOUSEHOLD_FACTS, KINDS, ComparisonKind
from xiuhua.registry.rules.consents import scopes
from xiuhua.registry.rules.data_sets import Ground, data_sets

TODAY, HERE = date(2018, 1, 19), "620122101200"
SETS = data_sets(POLICY, on=TODAY)


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda each: each.code)
def test_a_list_about_data_that_rests_on_consent_needs_it(kind: ComparisonKind) -> None:
    fact, code = kind.compares, kind.code
    table = "registry_statement" if fact in HOUSEHOLD_FACTS else "registry_person"
    (held,) = [each for each in SETS if f"{table}.{fact}" in each.fields]
    needed = needed_consent(code, POLICY, on=TODAY, region=HERE)
    assert (needed is not None) is (held.ground is Ground.CONSENT)
    if needed is not None:
        assert needed.data_set == held.code
        assert needed.purpose in held.purposes, "a consent that nobody could record"
        assert needed.scope in scopes(POLICY, on=TODAY)


def test_every_list_has_its_ground_and_law() -> None:
    told = POLICY.at(GROUNDS_KEY, on=TODAY).value
    assert told.keys() == KINDS.keys()
    assert all(each["law"]["zh"] and each["law"]["en"] for each in told.values())


def test_a_list_that_policy_forgot_needs_consent() -> None:
    seed = POLICY.at(GROUNDS_KEY, on=TODAY)
    forgetful = POLICY.overlaid(Policy((replace(seed, value={}),), "overlay"))
    assert needed_consent("allowance", forgetful, on=TODAY, region=HERE) == UNLISTED
    comparisons = next(each for each in SETS if each.code == UNLISTED.data_set)
    assert UNLISTED.purpose in comparisons.purposes
    assert UNLISTED.scope in scopes(POLICY, on=TODAY)


def test_what_is_to_be_done_names_the_consent() -> None:
    told = what_to_do(UNLISTED, POLICY, on=TODAY, region=HERE, agreed=False)
    assert "部门名单比对·" in told.zh
    assert "comparison with departments' lists · " in told.en
    assert what_to_do(None, POLICY, on=TODAY, region=HERE, agreed=False).zh.startswith("比对的时候还不能比")
