"""What is kept of people by kind: each with its fields, purposes, ground, term and consumer, in both languages."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from rules.registry.rows import POLICY
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.rules.data_sets import DATA_SETS_KEY, Ground, data_set_name, data_sets, sets_of_households
from xiuhua.registry.rules.purposes import OWN_REQUEST, purposes

TODAY = date(2018, 1, 19)
SETS = data_sets(POLICY, on=TODAY)


def overlaid(*told: dict[str, Any]) -> Policy:
    seed = POLICY.at(DATA_SETS_KEY, on=TODAY)
    return POLICY.overlaid(Policy((replace(seed, value=list(told)),), "overlay"))


@pytest.mark.parametrize("data_set", SETS, ids=lambda each: each.code)
def test_each_says_for_what_on_which_ground_how_long_and_for_whom(data_set: Any) -> None:
    known = {each.code for each in purposes(POLICY, on=TODAY)}
    assert data_set.fields
    assert {*data_set.purposes} <= known
    assert OWN_REQUEST in data_set.purposes
    for text in (data_set.name, data_set.law, data_set.kept, data_set.used_by):
        assert text.zh
        assert text.en
    assert {*data_set.seen} <= {*COMMANDS, *QUERIES}
    assert data_set.seen


def test_sensitive_data_rests_on_consent() -> None:
    assert [each.code for each in SETS if each.ground is Ground.CONSENT] == ["bank", "health", "comparisons"]


def test_a_field_or_a_code_that_stands_twice_is_an_error_of_the_policy() -> None:
    one, other = POLICY.at(DATA_SETS_KEY, on=TODAY).value[:2]
    with pytest.raises(ValueError, match=r"registry_person\.name"):
        data_sets(overlaid(one, {**other, "fields": ["registry_person.name"]}), on=TODAY)
    with pytest.raises(ValueError, match="identity"):
        data_sets(overlaid(one, {**other, "code": "identity"}), on=TODAY)


def test_what_is_kept_of_members_of_groups_is_no_household_s() -> None:
    own = {each.code for each in sets_of_households(POLICY, on=TODAY)}
    assert {each.code for each in SETS} - own == {"members"}


def test_a_data_set_keeps_its_name_after_it_left_the_list() -> None:
    assert data_set_name("health", overlaid()) == Text("健康信息", "health")
    assert data_set_name("never", POLICY) == Text("never", "never")
