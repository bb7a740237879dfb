"""The purposes for which personal data may be looked at or taken out: one dated list, worded in both languages."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import xiuhua
from xiuhua.kernel.policy import NoPolicy, Policy, load_policy
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.purposes import OWN_REQUEST, PURPOSES_KEY, purpose_name, purposes

POLICY = load_policy(Path(xiuhua.__path__[0]) / "registry" / "policy.yaml")
TODAY = date(2018, 1, 19)
HERE, FAR = "620122101200", "620123101200"


def overlaid(codes: list[str], region: str | None = None) -> Policy:
    """Return the policy with another list of purposes over it."""
    seed = POLICY.at(PURPOSES_KEY, on=TODAY)
    listed = [{"code": code, "name": {"zh": f"{code}用", "en": f"for {code}"}} for code in codes]
    return POLICY.overlaid(Policy((replace(seed, value=listed, region=region),), "overlay"))


def test_each_purpose_is_named_in_both_languages_and_has_a_source() -> None:
    listed = purposes(POLICY, on=TODAY)
    assert [each.code for each in listed] == ["help", "verification", "payment", "report", "audit", OWN_REQUEST]
    assert listed[0].name == Text("走访帮扶", "visiting and helping the household")
    assert all(each.name.zh and each.name.en for each in listed)
    value = POLICY.at(PURPOSES_KEY, on=TODAY)
    assert (value.verified, value.replace) == (False, True)
    assert value.source.zh
    assert value.source.en


def test_there_is_no_purpose_before_the_policy_begins() -> None:
    with pytest.raises(NoPolicy):
        purposes(POLICY, on=date(2009, 12, 31))


def test_an_adopting_body_sets_its_own_list_for_its_region() -> None:
    policy = overlaid(["lending"], region="620122000000")
    assert [each.code for each in purposes(policy, on=TODAY, region=HERE)] == ["lending"]
    assert len(purposes(policy, on=TODAY, region=FAR)) == 6


def test_a_purpose_keeps_its_name_after_it_left_the_list() -> None:
    policy = overlaid(["lending"], region="620122000000")
    assert purpose_name("lending", policy) == Text("lending用", "for lending")
    assert purpose_name("audit", policy) == Text("审计", "audit")
    assert purpose_name("never", policy) == Text("never", "never")


def test_a_code_that_stands_twice_is_an_error_of_the_policy() -> None:
    with pytest.raises(ValueError, match="twice"):
        purposes(overlaid(["help", "help"]), on=TODAY)
