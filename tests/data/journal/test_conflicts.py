"""Two people changed one record from the same page: other fields merge, the same field is shown with both values."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from data.accounts.cast import TODAY, fresh
from data.journal.world import World, a_household, codes, do, do_all, members, opened, undo
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.contract import Receipt
from xiuhua.registry.commands.members import (
    CorrectHousehold,
    CorrectMember,
    JoinHousehold,
    MergeHouseholds,
    Relation,
)
from xiuhua.registry.commands.record import Member
from xiuhua.registry.models import Household, Person
from xiuhua.registry.rules.causes import JoinCause


def correct(household: Household, at: int = 1, *, base: UUID | None = None, **facts: Any) -> CorrectMember:
    """Return the wish to correct a member as seen at a version, by default the present one."""
    base = base or Household.objects.get(id=household.id).version
    person = members(household)[at]
    return CorrectMember(id=fresh(), base_version=base, household_id=household.id, person_id=person.id, **facts)


def both(household: Household, first: dict[str, Any], second: dict[str, Any]) -> tuple[Receipt, Receipt]:
    """Let two people send their corrections of one member, both made on the same page."""
    one, other = correct(household, **first), correct(household, **second)
    return do(one, "county"), do(other, "prefecture")


def problem_of(receipt: Receipt) -> Problem:
    """Return the only problem of a refusal."""
    (problem,) = receipt.problems
    return problem


def test_other_fields_merge(world: World) -> None:
    household = a_household()
    person = members(household)[1]
    one, other = both(household, {"phone": "13911111111", "work_months": 3}, {"school": "高中", "health": "残疾"})
    assert one.accepted
    assert other.accepted
    row = Person.objects.get(id=person.id)
    assert (opened(row, "phone"), row.work_months, row.school) == ("13911111111", 3, "高中")
    assert opened(row, "health") == "残疾"
    assert world.verify() == []


@pytest.mark.parametrize(
    ("field", "theirs", "yours"),
    [
        ("work_months", 3, 4),
        ("school", "高中", "初中"),
        ("name", "柳甲", "柳乙"),
        ("phone", "13911111111", "13922222222"),
        ("health", "残疾", "长期慢性病"),
    ],
)
def test_the_same_field_is_refused_with_both_values(world: World, field: str, theirs: Any, yours: Any) -> None:
    """Plain, personal and sealed fields alike; values are shown opened."""
    household = a_household()
    person = members(household)[1]
    one, other = both(household, {field: theirs, "labour": "技能劳动力"}, {field: yours, "education": "大专"})
    assert one.accepted
    problem = problem_of(other)
    assert (problem.code, problem.field) == ("changed_meanwhile", field)
    shown = problem.values["fields"]
    expected = {"table": "registry_person", "key": str(person.id), "field": field, "theirs": theirs, "yours": yours}
    assert expected in shown
    assert {cell["field"] for cell in shown} <= {field, "name_pinyin", "name_initials", "given_name", "given_pinyin"}
    assert Person.objects.get(id=person.id).education != "大专", "refused as a whole"
    assert world.verify() == []


@pytest.mark.parametrize(("field", "value"), [("work_months", 3), ("phone", "13911111111"), ("name", "柳甲")])
def test_the_same_field_with_the_same_value_is_no_conflict(world: World, field: str, value: Any) -> None:
    """The ciphertexts differ, the meaning does not."""
    one, other = both(a_household(), {field: value}, {field: value, "education": "大专"})
    assert one.accepted
    assert other.accepted


def test_a_sealed_field_emptied_by_one(world: World) -> None:
    household = a_household()
    assert do(correct(household, phone="13900000001")).accepted
    one, other = both(household, {"cleared": ("phone",)}, {"phone": "13922222222"})
    assert one.accepted
    cell = problem_of(other).values["fields"][0]
    assert (cell["field"], cell["theirs"], cell["yours"]) == ("phone", "", "13922222222")


def test_another_member_is_another_record_to_look_at(world: World) -> None:
    household = a_household()
    base = household.version
    assert do(correct(household, 1, base=base, phone="13911111111")).accepted
    assert do(correct(household, 2, base=base, phone="13922222222")).accepted


def test_changed_and_changed_back_is_unchanged(world: World) -> None:
    household = a_household()
    base = household.version
    wish = correct(household, base=base, phone="13911111111")
    assert do(wish).accepted
    assert undo(wish.id).accepted
    assert do(correct(household, base=base, phone="13922222222")).accepted


def test_changed_twice_shows_the_last(world: World) -> None:
    household = a_household()
    base = household.version
    for phone in ("13911111111", "13933333333"):
        assert do(correct(household, phone=phone)).accepted
    problem = problem_of(do(correct(household, base=base, phone="13922222222")))
    assert [cell["theirs"] for cell in problem.values["fields"]] == ["13933333333"]
    assert problem.values["theirs"] == ["139••••••33"], "in words what is kept sealed stays masked"


def test_what_is_stated_anew_by_both(world: World) -> None:
    household = a_household(at=1)
    base = household.version
    here = {"household_id": household.id, "base_version": base}
    assert do(CorrectHousehold(id=fresh(), **here, per_head_income="3000", size=3)).accepted
    assert do(CorrectHousehold(id=fresh(), **here, exit_year=2016)).accepted
    assert codes(do(CorrectHousehold(id=fresh(), **here, per_head_income="4000"))) == ["changed_meanwhile"]
    assert world.verify() == []


def test_a_version_of_another_record_is_unknown(world: World) -> None:
    household, stranger = a_household(), a_household(at=1)
    assert codes(do(correct(household, base=stranger.version, phone="13911111111"))) == ["base_version_unknown"]
    assert codes(do(correct(household, base=uuid4(), phone="13911111111"))) == ["base_version_unknown"]


def test_the_present_version_and_none_are_fine(world: World) -> None:
    household = a_household()
    assert do(correct(household, phone="13911111111")).accepted
    assert do(correct(household, phone="13922222222")).accepted
    wish = correct(household, phone="13933333333")
    assert do(wish.model_copy(update={"id": fresh(), "base_version": None})).accepted


def test_a_phone_that_was_offline_sends_its_own_chain(world: World) -> None:
    """In one batch the second wish stands on the first."""
    household = a_household()
    first = correct(household, phone="13911111111")
    second = correct(household, base=first.id, phone="13922222222")
    assert all(receipt.accepted for receipt in do_all([first, second]))


def test_of_two_records_the_one_that_was_looked_at_counts(world: World) -> None:
    """Merging names two households, and one version: that of either."""
    one = a_household()
    other = next(
        each
        for each in Household.objects.filter(place_code=one.place_code, valid_to=None).order_by("code")
        if each.id != one.id and members(each)
    )
    assert do(correct(other, 0, school="高中")).accepted
    seen = one.version
    newborn = Member(id=uuid4(), name="柳新芽", relation="之子")
    joined = JoinHousehold(id=fresh(), household_id=one.id, member=newborn, on=TODAY, cause=JoinCause.BIRTH)
    assert do(joined).accepted
    relations = tuple(Relation(person_id=each.id, relation="其他") for each in members(one))
    merge = MergeHouseholds(
        id=fresh(), base_version=seen, household_id=one.id, into_id=other.id, relations=relations, on=TODAY
    )
    assert do(merge).accepted
    assert world.verify() == []
