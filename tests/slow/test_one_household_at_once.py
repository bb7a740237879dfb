"""Two at once about one household: one need of a kind is told, one helper is the first, one promise is recorded."""

from typing import Any

from support.at_once import AtOnce
from support.commitments_stage import pairing
from support.groups_stage import organisation, organisations
from support.needs_stage import telling
from support.stage import account, fresh, registered
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.care.models import Helper
from xiuhua.needs.models import Commitment, Need

ROUNDS = 4
"""Households about which two meet, so that it is met in more than one order."""

STANDING = organisations


def test_two_tell_the_same_need(meet: AtOnce) -> None:
    for _ in range(ROUNDS):
        with meet.opened():
            home = registered()
            wishes = [telling(home) for _ in range(2)]
        answers = meet(*zip(("leader", "township"), wishes, strict=True))
        assert sorted(each["codes"] for each in answers) == [[], ["need_same"]]
        with meet.opened():
            assert Need.objects.filter(subject_id=home).count() == 1


def test_two_name_the_first_helper(meet: AtOnce) -> None:
    for _ in range(ROUNDS):
        with meet.opened():
            home = registered()
            wishes = [_assigning(home, login) for login in ("leader", "member")]
        answers = meet(*zip(("township", "county"), wishes, strict=True))
        assert [each["codes"] for each in answers] == [[], []]
        with meet.opened():
            assert Helper.objects.filter(household_id=home, first=True).count() == 1


def test_two_record_the_same_promise(meet: AtOnce) -> None:
    for _ in range(ROUNDS):
        with meet.opened():
            home = registered()
            wishes = [pairing(home, provider_id=organisation("bank")) for _ in range(2)]
        answers = meet(*zip(("county", "county"), wishes, strict=True))
        assert sorted(each["codes"] for each in answers) == [[], ["commitment_same"]]
        with meet.opened():
            assert Commitment.objects.filter(subject_id=home).count() == 1


def _assigning(home: Any, login: str) -> AssignHelper:
    facts = {"account_id": account(login), "valid_from": "2018-01-02"}
    return AssignHelper(id=fresh(), household_id=home, helper_id=fresh(), **facts)
