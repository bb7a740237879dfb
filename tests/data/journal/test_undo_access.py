"""Who may take back: whoever may do the thing there, in the territory that the entry concerns."""

from uuid import uuid4

import pytest

from data.accounts.cast import account_id, appointment, fresh
from data.journal.world import (
    COUNTY,
    NEIGHBOUR,
    World,
    a_household,
    codes,
    correct,
    do,
    entries_of,
    members,
    registration,
    undo,
)
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import AddOrganisation, AddPerson, NamePlace, SetLanguage
from xiuhua.platform.accounts.models import Account, Organisation, Place


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("county", []),
        ("prefecture", []),
        ("township", ["not_found"]),
        ("neighbour", ["not_found"]),
        ("leader", ["not_found"]),
        ("admin", ["not_your_role"]),
        ("department", ["not_your_role"]),
        ("auditor", ["not_your_role"]),
        ("attendee", ["not_your_role"]),
    ],
)
def test_only_who_may_do_it_there(world: World, login: str, expected: list[str]) -> None:
    """The household lies in another township than the township officer's and the leader's."""
    household = a_household()
    assert not household.place_code.startswith("620122101")
    wish = correct(household, members(household)[1], work_months=3)
    assert do(wish, "county").accepted
    assert codes(undo(wish.id, login)) == expected


def test_a_role_elsewhere_does_not_reach_here(world: World) -> None:
    """The role that may undo is held in one county, another role in the county of the entry."""
    household = a_household(NEIGHBOUR)
    wish = correct(household, members(household)[1], work_months=3)
    assert do(wish, "neighbour").accepted
    assert do(appointment("county", Role.ORGANISATION_DEPARTMENT, NEIGHBOUR + "000000")).accepted
    assert codes(undo(wish.id, "county")) == ["not_found"]


def test_undoing_the_undoing_takes_the_role_of_the_beginning(world: World) -> None:
    """Group members may undo many things, but register no household; so they bring none back either."""
    household = a_household(at=1)
    target = registration(household)
    assert do(appointment("attendee", Role.GROUP_MEMBER, household.place_code)).accepted
    assert codes(undo(target, "attendee")) == ["not_your_role"]
    first = undo(target, "county")
    assert codes(undo(first.command_id, "attendee")) == ["not_your_role"]
    assert undo(first.command_id, "county").accepted


# The stream of the system


@pytest.mark.parametrize(
    ("login", "expected"),
    [
        ("county-admin", []),
        ("admin", []),
        ("county", []),
        ("neighbour", ["not_found"]),
        ("neighbour-admin", ["not_found"]),
        ("township", ["not_found"]),
        ("auditor", ["not_your_role"]),
    ],
)
def test_an_entry_of_the_system_has_a_territory_too(world: World, login: str, expected: list[str]) -> None:
    wish = NamePlace(id=fresh(), place_code="620122199000", name="新设镇")
    assert do(wish, "county-admin").accepted
    (entry,) = entries_of(wish.id)
    assert (entry.stream, entry.place_code) == ("system", wish.place_code)
    receipt = undo(wish.id, login)
    assert codes(receipt) == expected
    assert Place.objects.filter(code=wish.place_code).exists() is bool(expected)
    if receipt.accepted:
        (undone,) = entries_of(receipt.command_id)
        assert (undone.stream, undone.place_code) == ("system", wish.place_code)
    assert world.verify() == []


def test_what_has_rules_of_its_own_is_not_undone(world: World) -> None:
    given = appointment("attendee", Role.GROUP_MEMBER, a_household().place_code)
    assert do(given).accepted
    assert codes(undo(given.id)) == ["not_undoable"]


def test_what_concerns_no_place_is_nobodys_to_undo(world: World) -> None:
    wish = SetLanguage(id=fresh(), account_id=account_id("county"), language="en")
    assert do(wish, "county").accepted
    for login in ("county", "county-admin", "admin", "neighbour"):
        assert codes(undo(wish.id, login)) == ["not_found"]


def test_an_account_with_a_post_stays(world: World) -> None:
    id, office = uuid4(), uuid4()
    add = AddPerson(id=fresh(), account_id=id, login="newcomer", name="新来的", place_code=COUNTY + "000000")
    assert do(add, "county-admin").accepted
    named = {"organisation_id": office, "name": "扶贫办", "kind": "office", "place_code": COUNTY + "000000"}
    organise = AddOrganisation(id=fresh(), **named)
    assert do(organise).accepted
    post = appointment("x", Role.GROUP_MEMBER, a_household().place_code, organisation_id=office)
    assert do(post.model_copy(update={"account_id": id})).accepted
    for wish in (organise, add):
        assert codes(undo(wish.id, "county-admin")) == ["built_on"]
    assert Organisation.objects.filter(id=office).exists()
    assert Account.objects.filter(id=id).exists()
