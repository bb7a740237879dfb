"""What was done can be taken back by whoever may do it there, unless something was built on it."""

from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from data.accounts.cast import NOW, account_id, actor, fresh
from data.journal.world import (
    COUNTY,
    NEIGHBOUR,
    World,
    a_household,
    codes,
    correct,
    do,
    do_all,
    entries_of,
    join,
    members,
    people_sheet,
    registration,
    take_in,
    undo,
    village_sheet,
    villages,
)
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.rows import all_rows
from xiuhua.platform.journal.tables import TABLES
from xiuhua.platform.journal.undo import SHOWN, undo_batch
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember
from xiuhua.registry.models import Household, Person, Statement

Rows = dict[tuple[str, str], dict[str, Any]]


def rows() -> Rows:
    """Return every domain row, without versions."""
    return {(table, key): row for table, spec in TABLES.items() for key, row, _ in all_rows("default", spec)}


# One command


@pytest.mark.parametrize("at", [0, 1], ids=["with a question", "plain"])
def test_rows_are_as_before(world: World, at: int) -> None:
    household = a_household(at=at)
    before = rows()
    head, second = members(household)[:2]
    wishes = [
        correct(household, second, name="柳改名", identity=None, phone="13911111111", health="残疾", work_months=3),
        correct(household, head, phone=""),
        CorrectHousehold(id=fresh(), household_id=household.id, per_head_income="-77", exit_status="未脱贫"),
        join(household),
    ]
    for wish in wishes:
        assert do(wish, "county").accepted
    assert rows() != before
    for wish in reversed(wishes):
        assert undo(wish.id, "county").accepted
    assert rows() == before
    assert world.verify() == []


def test_a_registration_goes_with_everything_in_it(world: World) -> None:
    household = a_household(at=1)
    before = len(rows())
    gone = 1 + Statement.objects.filter(household=household).count() + 2 * len(members(household))
    assert undo(registration(household)).accepted
    assert before - len(rows()) == gone
    assert not Household.objects.filter(id=household.id).exists()
    assert world.verify() == []


def test_undoing_the_undoing_and_so_on(world: World) -> None:
    household = a_household()
    wish = correct(household, members(household)[1], phone="13911111111", work_months=3)
    states = [rows()]
    assert do(wish).accepted
    states.append(rows())
    target = wish.id
    for turn in range(4):
        id = fresh()
        assert undo(target, id=id).accepted
        assert rows() == states[turn % 2]
        target = id
    assert world.verify() == []


def test_the_entry_says_what_was_undone(world: World) -> None:
    household = a_household()
    wish = correct(household, members(household)[1], work_months=3)
    do(wish)
    receipt = undo(wish.id, "county")
    (entry,) = entries_of(receipt.command_id)
    assert (entry.code, entry.stream, entry.place_code) == ("journal.undo", COUNTY, household.place_code)
    assert entry.actor == account_id("county")
    assert receipt.result == {"undone": str(wish.id)}


@pytest.mark.parametrize("kind", ["update", "insert"])
def test_twice_is_refused(world: World, kind: str) -> None:
    household = a_household()
    wish = join(household) if kind == "insert" else correct(household, members(household)[1], phone="13911111111")
    do(wish)
    assert undo(wish.id).accepted
    assert codes(undo(wish.id)) == ["undone_already"]


def test_what_does_not_exist_or_changed_nothing(world: World) -> None:
    assert codes(undo(uuid4())) == ["not_found"]
    across = Entry.objects.filter(changes="[]").first()
    assert across is None


# Built on


def test_a_later_change_of_the_same_field_stands_against_it(world: World) -> None:
    household = a_household()
    person = members(household)[1]
    first = correct(household, person, phone="13911111111", work_months=3)
    later = [correct(household, person, phone=f"139000000{n:02}") for n in range(SHOWN + 2)]
    assert all(do(wish).accepted for wish in (first, *later))
    (problem,) = undo(first.id).problems
    assert problem.code == "built_on"
    assert problem.values["count"] == len(later)
    (entry,) = entries_of(later[0].id)
    assert problem.values["entries"][0] == f"{COUNTY}/{entry.sequence} registry.correct_member"
    assert len(problem.values["entries"]) == SHOWN


def test_a_later_change_of_another_field_does_not(world: World) -> None:
    household = a_household()
    person = members(household)[1]
    first, later = correct(household, person, phone="13911111111"), correct(household, person, work_months=3)
    do(first)
    do(later)
    assert undo(first.id).accepted
    assert Person.objects.get(id=person.id).work_months == 3
    assert world.verify() == []


def test_a_row_to_which_another_points(world: World) -> None:
    household = a_household(at=1)
    assert do(join(household)).accepted
    assert codes(undo(registration(household))) == ["built_on"]


def test_after_the_later_ones_are_undone_it_can_be(world: World) -> None:
    household = a_household(at=1)
    wish = join(household)
    do(wish)
    assert undo(wish.id).accepted
    assert undo(registration(household)).accepted
    assert world.verify() == []


def test_a_restated_household_only_from_its_end(world: World) -> None:
    household = a_household(at=1)
    wishes = [
        CorrectHousehold(id=fresh(), household_id=household.id, per_head_income=income) for income in ("3000", "3100")
    ]
    for wish in wishes:
        assert do(wish).accepted
    assert codes(undo(wishes[0].id)) == ["built_on"]
    assert undo(wishes[1].id).accepted
    assert undo(wishes[0].id).accepted


# Batches


def whole_batch(batch: UUID, login: str | None = None, *, session: UUID | None = None) -> list[str]:
    """Undo a batch and return the codes of all refusals."""
    receipts = undo_batch(
        batch,
        session=session or fresh(),
        actor=actor(login) if login else LOCAL_OPERATOR,
        received_at=NOW,
        reason="test",
    )
    assert receipts
    return [code for receipt in receipts for code in codes(receipt)]


def test_an_import_can_be_undone_and_done_again(world: World, tmp_path: Path) -> None:
    before = rows()
    more = villages(each=7)[-3:]
    places, _ = take_in(village_sheet(more), name="v.csv")
    named = rows()
    sheet = people_sheet(tmp_path, 60, more, seed=11, first=7 * 10**14)
    batch, taken = take_in(sheet, name="p.xlsx")
    assert taken.accepted > 10
    session = fresh()
    assert whole_batch(batch, session=session) == []
    assert rows() == named
    assert whole_batch(batch, session=session) == [], "a repeat is harmless"
    assert set(whole_batch(batch)) == {"undone_already"}
    assert whole_batch(session) == [], "the undoing is a batch of its own"
    assert whole_batch(session, session=fresh()) != [], "and it was taken back"
    assert whole_batch(batch) == []
    assert whole_batch(places) == []
    assert rows() == before
    take_in(village_sheet(more), name="v.csv")
    assert take_in(sheet, name="p.xlsx")[1].accepted == taken.accepted
    assert world.verify() == []


def test_one_batch_may_touch_a_record_several_times(world: World) -> None:
    """Later entries of the batch stand on earlier ones; taken back from the end, all of them go."""
    household = a_household(at=1)
    person = members(household)[1]
    before, batch = rows(), fresh()
    newborn = join(household)
    wishes = [
        correct(household, person, work_months=3, phone="13911111111"),
        correct(household, person, work_months=4),
        newborn,
        CorrectMember(id=fresh(), household_id=household.id, person_id=newborn.member.id, name="柳改名", phone=""),
        correct(household, person, phone="13922222222", school="高中"),
        CorrectHousehold(id=fresh(), household_id=household.id, per_head_income="3000"),
        CorrectHousehold(id=fresh(), household_id=household.id, per_head_income="3100"),
    ]
    assert all(receipt.accepted for receipt in do_all(wishes, batch=batch))
    after, session = rows(), fresh()
    assert whole_batch(batch, session=session) == []
    assert rows() == before
    assert whole_batch(session) == []
    assert rows() == after
    assert world.verify() == []


def test_a_batch_that_was_built_on_stays_whole(world: World) -> None:
    one, other = a_household(), a_household(at=1)
    batch = fresh()
    wishes = [correct(each, members(each)[1], work_months=3) for each in (one, other)]
    do_all(wishes, batch=batch)
    do(correct(other, members(other)[1], work_months=4))
    before = rows()
    assert sorted(whole_batch(batch)) == ["batch_not_taken", "built_on"]
    assert rows() == before
    assert not Entry.objects.filter(code="journal.undo").exists()


def test_a_batch_across_territories_is_for_who_sees_both(world: World) -> None:
    batch = fresh()
    wishes = [correct(each, members(each)[1], work_months=3) for each in (a_household(), a_household(NEIGHBOUR))]
    do_all(wishes, batch=batch)
    assert sorted(whole_batch(batch, "county")) == ["batch_not_taken", "not_found"]
    assert whole_batch(batch, "prefecture") == []
