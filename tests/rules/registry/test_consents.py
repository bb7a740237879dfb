"""When a consent is recorded, withdrawn and in force: ages, days, purposes, at their bounds."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from rules.registry.rows import CATALOGUE, POLICY
from xiuhua.registry.rules.consents import GivenBy, State, Wish, judge_consent, judge_revocation, state_on

TODAY, HERE = date(2018, 1, 19), "620122101200"
GOOD = Wish(
    data_set="health",
    purpose="help",
    scope="matching",
    given_on=TODAY,
    until=None,
    given_by=GivenBy.SELF,
    giver="",
    whole=False,
    member=True,
    born=date(1970, 3, 5),
)


@dataclass(frozen=True)
class Given:
    given_on: date = date(2018, 1, 10)
    until: date | None = None
    revoked_on: date | None = None


@pytest.mark.parametrize(
    ("facts", "problems"),
    [
        ({}, []),
        ({"whole": True, "member": False, "born": None}, []),
        ({"member": False, "born": None}, ["consent_person_unknown"]),
        ({"data_set": "gossip"}, ["consent_data_unknown"]),
        ({"purpose": "audit"}, ["consent_purpose_not_for_data"]),
        ({"scope": "anything"}, ["consent_scope_unknown"]),
        ({"given_on": date(2018, 1, 20)}, ["consent_day_wrong"]),
        ({"until": TODAY}, []),
        ({"until": date(2018, 1, 18)}, ["consent_day_wrong"]),
        ({"given_by": GivenBy.PROXY}, ["consent_giver_missing"]),
        ({"given_by": GivenBy.PROXY, "giver": "甄代理"}, []),
        ({"given_by": GivenBy.SELF, "giver": "甄代理"}, ["consent_by_self_names_giver"]),
        # Fourteen on the day itself: no child any more; the day before, a guardian is needed and named.
        ({"born": date(2004, 1, 19)}, []),
        ({"born": date(2004, 1, 20)}, ["consent_needs_guardian"]),
        ({"born": date(2004, 1, 20), "given_by": GivenBy.PROXY, "giver": "甄代理"}, ["consent_needs_guardian"]),
        ({"born": date(2004, 1, 20), "given_by": GivenBy.GUARDIAN}, ["consent_giver_missing"]),
        ({"born": date(2004, 1, 20), "given_by": GivenBy.GUARDIAN, "giver": "何慧珍"}, []),
        ({"data_set": "gossip", "scope": "x"}, ["consent_data_unknown", "consent_scope_unknown"]),
    ],
)
def test_a_consent_is_recorded_or_refused_with_every_reason(facts: dict[str, Any], problems: list[str]) -> None:
    decision = judge_consent(replace(GOOD, **facts), policy=POLICY, on=TODAY, region=HERE)
    assert [each.code for each in decision.problems] == problems
    for each in decision.problems:
        assert "{" not in CATALOGUE.word(each).sentence().zh


@pytest.mark.parametrize(
    ("consent", "day", "problem"),
    [
        (Given(), TODAY, None),
        (Given(), date(2018, 1, 10), None),
        (Given(), date(2018, 1, 9), "consent_day_wrong"),
        (Given(), date(2018, 1, 20), "consent_day_wrong"),
        (Given(revoked_on=date(2018, 1, 12)), TODAY, "consent_not_in_force"),
        (Given(until=date(2018, 1, 15)), TODAY, None),
        (None, TODAY, "consent_not_in_force"),
    ],
)
def test_withdrawing_needs_nothing_but_a_day(consent: Given | None, day: date, problem: str | None) -> None:
    decision = judge_revocation(consent, day, on=TODAY)
    assert [each.code for each in decision.problems] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("consent", "day", "state"),
    [
        (Given(), date(2018, 1, 9), State.OVER),
        (Given(), date(2018, 1, 10), State.IN_FORCE),
        (Given(until=date(2018, 2, 18)), TODAY, State.IN_FORCE),
        (Given(until=date(2018, 2, 17)), TODAY, State.ENDS_SOON),
        (Given(until=TODAY), TODAY, State.ENDS_SOON),
        (Given(until=date(2018, 1, 18)), TODAY, State.OVER),
        (Given(revoked_on=TODAY), TODAY, State.REVOKED),
        (Given(revoked_on=date(2018, 1, 20)), TODAY, State.IN_FORCE),
    ],
)
def test_both_days_of_the_term_count_and_the_day_of_withdrawal_does_not(
    consent: Given, day: date, state: State
) -> None:
    assert state_on(consent, day, soon=30) is state
