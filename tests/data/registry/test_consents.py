"""Consents by command: given, withdrawn, in force for whoever asks, and kept from those outside."""

from datetime import date
from uuid import UUID

import pytest

from support.stage import (
    FAR,
    TODAY,
    actor,
    codes,
    do,
    done,
    fresh,
    people_of,
    person,
    registered,
)
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.consents import GIVER_LABEL, RecordConsent, RevokeConsent
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.members import LeaveHousehold
from xiuhua.registry.models import Consent
from xiuhua.registry.queries.consents import consents, in_force
from xiuhua.registry.queries.households import household

USE = {"data_set": "income", "purpose": "verification", "scope": "matching"}


@pytest.fixture
def home() -> UUID:
    return registered()


def agreeing(home: UUID, **more: object) -> RecordConsent:
    values = {"household_id": home, "consent_id": fresh(), "given_by": "self", "given_on": TODAY, **USE, **more}
    return RecordConsent(id=fresh(), **values)


def withdrawing(command: RecordConsent, on: date = TODAY) -> RevokeConsent:
    ids = {"household_id": command.household_id, "consent_id": command.consent_id}
    return RevokeConsent(id=fresh(), **ids, revoked_on=on, revoked_by="self")


def holding(login: str, *homes: UUID, on: date = TODAY) -> dict[UUID, frozenset[UUID | None]]:
    return dict(in_force(actor(login), homes, on=on, **USE))


def test_what_was_agreed_holds_for_that_data_purpose_and_scope_alone(home: UUID) -> None:
    other, wife = registered(), people_of(home)["何慧珍"].id
    done(agreeing(home, until=date(2018, 3, 1)), "member")
    done(agreeing(home, person_id=wife), "member")
    assert holding("county", home, other) == {home: frozenset({None, wife})}
    assert holding("county", home, on=date(2018, 3, 2)) == {home: frozenset({wife})}
    for name, value in (("data_set", "identity"), ("purpose", "report"), ("scope", "helpers")):
        assert in_force(actor("county"), [home], on=TODAY, **{**USE, name: value}) == {}


def test_withdrawing_ends_it_on_its_day_and_undoing_restores_it(home: UUID) -> None:
    given = agreeing(home, given_on=date(2018, 1, 10))
    done(given, "member")
    gone = withdrawing(given)
    done(gone, "member")
    assert holding("county", home) == {}
    assert holding("county", home, on=date(2018, 1, 18)) == {home: frozenset({None})}
    assert codes(do(withdrawing(given), "leader")) == ["consent_not_in_force"]
    done(Undo(id=fresh(), target=gone.id, reason="写错了"), "county")
    assert holding("county", home) == {home: frozenset({None})}
    told = [line.zh for event in household(actor("county"), home, on=TODAY).events for line in event.lines]
    assert told[-3:] == ["同意收入用于核实信息", "不再同意", "撤回的同意又有效"]


def test_a_guardian_agrees_for_a_child_and_is_kept_sealed(home: UUID) -> None:
    registered_child = people_of(home)["何小军"]
    early = agreeing(home, person_id=registered_child.id, given_on=date(2017, 1, 1))
    assert codes(do(early, "member")) == ["consent_needs_guardian"]
    proper = agreeing(
        home, person_id=registered_child.id, given_on=date(2017, 1, 1), given_by="guardian", giver="甄奶奶"
    )
    done(proper, "member")
    (said,) = consents(actor("auditor"), home, on=TODAY)
    assert (said.person.zh, said.given_by.zh, said.giver, said.holds) == ("何小军", "监护人", "甄奶奶", True)
    kept = repr([*Entry.objects.filter(code=RecordConsent.code).values(), *Consent.objects.values()])
    assert "甄奶奶" not in kept


def test_who_may_and_what_lies_outside(home: UUID) -> None:
    far = registered(village=FAR)
    assert codes(do(agreeing(home), "auditor")) == ["not_your_role"]
    assert codes(do(agreeing(home), "department")) == ["not_your_role"]
    assert codes(do(agreeing(far), "county")) == ["not_found"]
    given = agreeing(far)
    done(given, "neighbour")
    assert codes(do(withdrawing(given), "county")) == ["not_found"]
    mine = withdrawing(given).model_copy(update={"household_id": home})
    assert codes(do(mine, "county")) == ["consent_not_in_force"]
    assert holding("county", far) == {}
    assert consents(actor("county"), far, on=TODAY) == ()
    stranger = people_of(far)["何慧珍"].id
    assert codes(do(agreeing(home, person_id=stranger), "county")) == ["consent_person_unknown"]
    assert codes(do(agreeing(home, person_id=fresh()), "county")) == ["consent_person_unknown"]


def test_who_agreed_for_somebody_else_is_not_named_any_more_once_erased(home: UUID) -> None:
    father = people_of(home)["田巧仓"].id
    for giver in ("田巧仓", "潘月红"):
        done(agreeing(home, given_by="proxy", giver=giver, scope="matching"), "member")
    words = {"basis": "asked", "reference": "申请 2018-3", "reason": "本人要求"}
    done(ErasePerson(id=fresh(), household_id=home, person_id=father, **words), "county")
    ring = keyring()
    givers = Consent.objects.filter(household_id=home).values_list("giver", flat=True)
    assert {ring.open(home, GIVER_LABEL, each) if each else "" for each in givers} == {"", "潘月红"}


def test_a_household_that_ended_agrees_to_nothing_more_and_may_still_withdraw() -> None:
    home = registered(members=(person("潘月红", "户主", "1950-03-05", female=True),))
    before = agreeing(home)
    done(before, "member")
    who = people_of(home)["潘月红"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=who, cause="death", on=TODAY))
    assert codes(do(agreeing(home), "member")) == ["not_found"]
    done(withdrawing(before), "member")
