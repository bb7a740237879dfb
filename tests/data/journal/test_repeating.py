"""The same wish twice is one wish; a refusal is kept without what was typed; a batch is whole or not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connections

from data.accounts.cast import NOW, TODAY, actor, fresh
from data.journal.world import (
    NEIGHBOUR,
    World,
    a_household,
    codes,
    do,
    do_all,
    entries_of,
    members,
    undo,
)
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.commands import Command
from xiuhua.platform.accounts.commands import NamePlace
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal import execution
from xiuhua.platform.journal.contract import Receipt
from xiuhua.platform.journal.execution import NotWritten, execute, execute_many
from xiuhua.platform.journal.models import Entry, RefusedCommand
from xiuhua.platform.vault.models import SubjectKey
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember, JoinHousehold
from xiuhua.registry.commands.record import Member
from xiuhua.registry.models import Household
from xiuhua.registry.rules.causes import JoinCause

PHONE = "13987650000"


def correction(household: Household, **facts: Any) -> CorrectMember:
    """Return the wish to correct the second member."""
    person = members(household)[1]
    return CorrectMember(id=fresh(), household_id=household.id, person_id=person.id, **(facts or {"phone": PHONE}))


# The same wish again


def test_again_gives_the_first_receipt(world: World) -> None:
    wish = correction(a_household())
    first = do(wish, "county")
    count = Entry.objects.count()
    again = do(wish, "county")
    assert (again.accepted, again.repeated, again.result) == (True, True, first.result)
    assert not first.repeated
    assert Entry.objects.count() == count


def test_again_at_another_time_by_somebody_else(world: World) -> None:
    wish = correction(a_household())
    do(wish, "county")
    again = execute(wish, actor=actor("prefecture"), received_at=NOW + timedelta(days=3))
    assert again.repeated


def test_another_payload_under_the_same_id(world: World) -> None:
    household = a_household()
    wish = correction(household)
    do(wish)
    other = wish.model_copy(update={"phone": "13900001111"})
    assert codes(do(other)) == ["id_used_otherwise"]
    assert codes(do(CorrectHousehold(id=wish.id, household_id=household.id, size=9))) == ["id_used_otherwise"]
    assert do(wish).repeated


def test_after_it_was_undone_it_is_still_the_first_receipt(world: World) -> None:
    wish = correction(a_household())
    do(wish)
    undo(wish.id)
    assert do(wish).repeated
    assert world.verify() == []


@pytest.mark.parametrize("chunk", [1, 2, 2000])
def test_twice_in_one_batch(world: World, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    monkeypatch.setattr(execution, "CHUNK", chunk)
    household = a_household()
    wish = correction(household)
    other = wish.model_copy(update={"phone": "13900001111"})
    nothing = correction(household, relation=members(household)[1].relation)
    first, again, otherwise, *refused = do_all([wish, wish, other, nothing, nothing])
    assert (first.accepted, first.repeated) == (True, False)
    assert (again.accepted, again.repeated, again.result) == (True, True, first.result)
    assert codes(otherwise) == ["id_used_otherwise"]
    assert [codes(receipt) for receipt in refused] == [["nothing_changed"], ["nothing_changed"]]
    assert len(entries_of(wish.id)) == 1


def test_eight_at_once(own_world: World) -> None:
    """A form sent eight times at once by eight connections is carried out once."""
    household = a_household()
    newborn = Member(id=uuid4(), name="柳新芽", relation="之子", phone=PHONE)
    wishes: list[Command] = [
        correction(household),
        JoinHousehold(id=fresh(), household_id=household.id, member=newborn, on=TODAY, cause=JoinCause.BIRTH),
        NamePlace(id=fresh(), place_code="620122199200", name="新村"),
    ]
    county = actor("county")
    for wish in wishes:
        with ThreadPoolExecutor(8) as pool:
            receipts = list(pool.map(lambda _, wish=wish: _alone(wish, county), range(8)))
        assert all(receipt.accepted for receipt in receipts), receipts
        assert sum(not receipt.repeated and not receipt.unchanged for receipt in receipts) == 1
        assert len(entries_of(wish.id)) == 1
    assert own_world.verify() == []


def _alone(wish: Command, county: Actor) -> Receipt:
    try:
        return execute(wish, actor=county, received_at=NOW)
    finally:
        connections.close_all()


# Refusals


def test_a_refusal_keeps_codes_and_nothing_that_was_typed(world: World) -> None:
    household = a_household()
    wish = correction(household, identity="62019919900101001X", name="某某某")
    assert codes(do(wish, "county")) == ["identity_check_digit"]
    kept = RefusedCommand.objects.get(command_id=wish.id)
    assert (kept.code, kept.problems) == ("registry.correct_member", "identity_check_digit")
    assert kept.actor == actor("county").person_id
    everything = str(RefusedCommand.objects.filter(command_id=wish.id).values().get())
    assert "某某某" not in everything
    assert "62019919900101001" not in everything


def test_a_refused_id_is_judged_anew(world: World) -> None:
    household = a_household()
    wish = correction(household, work_months=5)
    assert codes(do(wish, "auditor")) == ["not_your_role"]
    assert codes(do(wish, "neighbour")) == ["not_found"]
    assert RefusedCommand.objects.get(command_id=wish.id).problems == "not_found"
    assert do(wish, "county").accepted
    assert do(wish, "county").repeated
    assert world.verify() == []


def test_absent_and_out_of_territory_are_one_answer(world: World) -> None:
    household, nobody = a_household(NEIGHBOUR), uuid4()
    there = correction(household)
    nowhere = there.model_copy(update={"id": fresh(), "household_id": nobody})
    answers = [do(wish, "county") for wish in (there, nowhere)]
    assert [[problem.code for problem in answer.problems] for answer in answers] == [["not_found"], ["not_found"]]
    assert answers[0].problems == answers[1].problems


def test_an_instant_without_its_offset_is_no_instant(world: World) -> None:
    with pytest.raises(ValueError, match="aware"):
        execute(correction(a_household()), actor=LOCAL_OPERATOR, received_at=NOW.replace(tzinfo=None))


# All or nothing, and one that cannot be


def test_all_or_nothing(world: World) -> None:
    household = a_household()
    good, bad = correction(household), correction(household, relation=members(household)[1].relation)
    taken, refused = do_all([good, bad], all_or_nothing=True)
    assert (codes(taken), codes(refused)) == (["batch_not_taken"], ["nothing_changed"])
    assert not entries_of(good.id)
    assert not RefusedCommand.objects.exists()
    assert do(good).accepted


def test_without_it_the_good_ones_are_taken(world: World) -> None:
    household = a_household()
    good, bad = correction(household), correction(household, relation=members(household)[1].relation)
    assert [receipt.accepted for receipt in do_all([bad, good, bad])] == [False, True, False]


def test_an_id_that_somebody_else_has_is_refused_alone(own_world: World) -> None:
    """Only the database can tell: the others of the batch are written all the same."""
    one, other, third = (a_household(at=at) for at in range(3))
    taken = members(third)[0].id
    clash = JoinHousehold(
        id=fresh(),
        household_id=other.id,
        member=Member(id=taken, name="柳新芽", relation="之子"),
        on=TODAY,
        cause=JoinCause.BIRTH,
    )
    before = SubjectKey.objects.count()
    good = [correction(one), correction(third)]
    receipts = do_all([good[0], clash, good[1]])
    assert [codes(receipt) for receipt in receipts] == [[], ["meets_existing"], []]
    assert SubjectKey.objects.count() == before
    assert RefusedCommand.objects.get(command_id=clash.id).problems == "meets_existing"
    assert own_world.verify() == []
    assert codes(do_all([good[0], clash], all_or_nothing=True)[1]) == ["meets_existing"]


def test_what_the_database_says_shows_no_values(own_world: World) -> None:
    """Where commands come only once, the error goes up; it names the constraint and nobody."""
    third = a_household(at=2)
    clash = JoinHousehold(
        id=fresh(),
        household_id=a_household().id,
        member=Member(id=members(third)[0].id, name="柳新芽", relation="之子", phone=PHONE),
        on=TODAY,
        cause=JoinCause.BIRTH,
    )
    with pytest.raises(NotWritten) as raised:
        execute_many(iter([clash]), actor=LOCAL_OPERATOR, received_at=NOW)
    assert isinstance(raised.value, IntegrityError)
    assert raised.value.__cause__ is None
    assert "registry_person" in str(raised.value)
    for told in ("柳新芽", PHONE, str(clash.member.id), clash.member.id.hex):
        assert told not in str(raised.value)
    assert own_world.verify() == []
