"""People who may be recorded twice: found, seen by whoever sees both, decided by a person, never asked again."""

from typing import Any
from uuid import UUID

import pytest

from support.stage import (
    COUNTY,
    FAR,
    HERE,
    NOW,
    PREFECTURE,
    THERE,
    TODAY,
    actor,
    codes,
    do,
    done,
    fresh,
    people_of,
    person,
    recording,
    registered,
)
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.agenda import open_likenesses
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.likeness import DecideLikeness
from xiuhua.registry.commands.members import JoinHousehold
from xiuhua.registry.finding import keep, likenesses_in
from xiuhua.registry.models import Likeness, LikenessDecision, Person
from xiuhua.registry.queries.likeness import likeness, likenesses, likenesses_of
from xiuhua.registry.queries.village_sums import place_sums
from xiuhua.registry.rules.likeness import LikenessKind
from xiuhua.registry.stored import SEALED_LABELS


def look(place: str = PREFECTURE) -> int:
    """Look through a place and return how many pairs were compared by name."""
    found, compared = likenesses_in(place, on=TODAY)
    keep(place, found, on=TODAY)
    return compared.pairs


def ids(by: str, place: str) -> list[UUID]:
    found = likenesses(actor(by), place)
    assert found is not None
    return [line.id for line in found.lines]


def deciding(key: UUID, verdict: str = "different", **more: Any) -> DecideLikeness:
    row = Likeness.objects.get(id=key)
    values = {"person_id": row.person_id, "other_id": row.other_id, "verdict": verdict, "reason": "问过本人", **more}
    return DecideLikeness(id=fresh(), **values)


@pytest.fixture
def twice() -> tuple[UUID, UUID]:
    """Register somebody with one code in two counties, and return both households."""
    here = registered()
    same = person("何慧珍", "户主", "1970-03-05", female=True, code=people_of(here)["何慧珍"].code)
    return here, registered("neighbour", village=FAR, members=(same,))


def test_a_code_in_two_counties_is_asked_of_whoever_sees_both_and_of_nobody_else(twice: tuple[UUID, UUID]) -> None:
    look()
    (key,) = ids("prefecture", PREFECTURE)
    assert Likeness.objects.get(id=key).kind == LikenessKind.CODE
    assert ids("prefecture", COUNTY) == [key]
    for login, place in (("county", COUNTY), ("neighbour", FAR), ("leader", HERE)):
        assert ids(login, place) == []
        assert likeness(actor(login), key, on=TODAY) is None
        assert likenesses_of(actor(login), twice[0]) == ()
        assert list(open_likenesses(actor(login), TODAY)) == []
    for login in ("county", "neighbour"):
        assert codes(do(deciding(key), login)) == ["not_found"]
    assert len(open_likenesses(actor("prefecture"), TODAY)) == 1
    page = likeness(actor("prefecture"), key, on=TODAY)
    assert page is not None
    assert {member.name for _, member in page.sides} == {"何慧珍"}
    assert all("•" in member.identity for _, member in page.sides), "masked"


def test_until_it_is_decided_every_figure_counts_both(twice: tuple[UUID, UUID]) -> None:
    before = place_sums(actor("prefecture"), PREFECTURE, today=TODAY)
    look()
    (key,) = ids("prefecture", PREFECTURE)
    done(deciding(key, "same"), "prefecture")
    after = place_sums(actor("prefecture"), PREFECTURE, today=TODAY)
    assert before is not None
    assert after is not None
    assert before.figures == after.figures
    assert Person.objects.filter(left_on=None).count() == before.figures["people"] == 4


def test_what_was_decided_is_never_asked_again_unless_it_is_undone(twice: tuple[UUID, UUID]) -> None:
    look()
    (key,) = ids("prefecture", PREFECTURE)
    wish = deciding(key)
    done(wish, "prefecture")
    assert codes(do(deciding(key, "same"), "prefecture")) == ["likeness_decided"]
    look()
    assert ids("prefecture", PREFECTURE) == []
    page = likeness(actor("prefecture"), key, on=TODAY)
    assert page is not None
    assert page.decided is not None
    assert (page.decided.verdict, page.decided.reason) == ("different", "问过本人")
    assert "问过本人" not in "".join(Entry.objects.filter(command_id=wish.id).values_list("command", flat=True))
    assert "问过本人" not in "".join(Entry.objects.filter(command_id=wish.id).values_list("changes", flat=True))
    done(Undo(id=fresh(), target=wish.id), "prefecture")
    assert ids("prefecture", PREFECTURE) == [key]


def test_like_names_and_births_of_one_township_are_asked_about() -> None:
    registered(members=(person("王晓明", "户主", "1975-04-01"),))
    registered(members=(person("王小明", "户主", "1975-04-20"),), village=THERE)
    registered(members=(person("王晓明", "户主", "1985-04-01"),))
    registered(members=(person("王晓明", "户主", "1975-04-02", female=True),))
    registered("neighbour", members=(person("王晓明", "户主", "1975-04-01"),), village=FAR)
    look()
    (line,) = _lines()
    assert {side.name for side in line.sides} == {"王晓明", "王小明"}


def _lines() -> Any:
    found = likenesses(actor("county"), COUNTY)
    assert found is not None
    return found.lines


def test_members_of_one_household_are_not_compared_and_those_who_left_are_gone() -> None:
    home = registered(members=(person("何小军", "户主", "1990-01-01"), person("何小君", "之兄弟姐妹", "1990-01-02")))
    look()
    assert ids("county", COUNTY) == []
    assert len(people_of(home)) == 2


def test_looking_again_forgets_what_is_no_more_and_keeps_what_lies_elsewhere(twice: tuple[UUID, UUID]) -> None:
    look()
    (key,) = ids("prefecture", PREFECTURE)
    look(COUNTY)
    assert ids("prefecture", PREFECTURE) == [key], "a county alone cannot say that a pair of two counties is gone"


def test_nothing_is_decided_about_records_of_which_nothing_is_asked() -> None:
    home = registered()
    one, other, _ = people_of(home).values()
    wish = DecideLikeness(id=fresh(), person_id=one.id, other_id=other.id, verdict="same", reason="看过")
    assert codes(do(wish, "county")) == ["likeness_not_asked"]
    assert codes(do(wish, "member")) == ["not_your_role"]


def test_blocking_compares_far_fewer_than_all_pairs() -> None:
    for year in range(1950, 1990):
        registered(members=(person("何慧珍", "户主", f"{year}-03-05"),))
    assert look() == 0


@pytest.mark.parametrize("name", ["王晓明", "王小明"])
def test_whoever_is_erased_takes_along_what_was_said_of_both(name: str) -> None:
    one = registered(members=(person("王晓明", "户主", "1975-04-01"),))
    other = registered(members=(person("王小明", "户主", "1975-04-20"),), village=THERE)
    look(COUNTY)
    (key,) = ids("county", COUNTY)
    done(deciding(key, "same", reason="王晓明就是王小明"), "county")
    home = one if name == "王晓明" else other
    gone = people_of(home)[name].id
    wish = {"basis": "mistake", "reference": "申请1号", "reason": "登记错了"}
    done(ErasePerson(id=fresh(), household_id=home, person_id=gone, **wish), "county")
    assert list(LikenessDecision.objects.values_list("reason", flat=True)) == [""]
    assert likeness(actor("county"), key, on=TODAY) is None


# Found while recording


def kinds() -> list[str]:
    return sorted(Likeness.objects.values_list("kind", flat=True))


def test_who_is_recorded_again_is_found_at_once_by_code_number_and_name(twice: tuple[UUID, UUID]) -> None:
    assert kinds() == [LikenessKind.CODE]
    assert len(likenesses_of(actor("prefecture"), twice[0])) == 1
    assert likenesses_of(actor("county"), twice[0]) == ()
    again = registered(village=THERE, members=(person("何慧珍", "户主", "1970-03-09", female=True),))
    assert kinds() == [LikenessKind.CODE, LikenessKind.NAME]
    assert len(likenesses_of(actor("township"), again)) == 1
    before = set(Likeness.objects.values_list("person_id", "other_id"))
    look()
    assert set(Likeness.objects.values_list("person_id", "other_id")) == before


def test_a_number_that_another_county_holds_is_found_and_not_refused() -> None:
    here = registered()
    keys = keyring()
    held = people_of(here)["何慧珍"]
    keys.load((held.id,))
    number = keys.open(held.id, SEALED_LABELS["identity"], held.identity)
    same = person("何惠珍", "户主", "1970-03-05", female=True, identity=number)
    registered("neighbour", village=FAR, members=(same,))
    assert kinds() == [LikenessKind.NUMBER]


def test_who_joins_a_household_is_found_too_and_people_of_one_household_or_far_apart_are_not() -> None:
    home, other = registered(), registered(village=THERE, members=(person("石磊", "户主", "1980-01-05"),))
    new = person("石磊", "之子", "1980-01-20")
    done(JoinHousehold(id=fresh(), household_id=home, member=new, on=TODAY, cause="moved_in"))
    assert kinds() == [LikenessKind.NAME]
    assert len(likenesses_of(actor("township"), other)) == 1
    registered("neighbour", village=FAR, members=(person("石磊", "户主", "1980-01-05"),))
    twins = (person("石磊", "户主", "1960-01-05"), person("石磊", "之兄弟姐妹", "1960-01-05"))
    registered(members=twins)
    assert kinds() == [LikenessKind.NAME]


def test_looking_costs_the_same_whatever_the_number_of_people(django_assert_max_num_queries: Any) -> None:
    commands = [recording(members=(person(f"石{at}磊", "户主", "1980-01-05"),)) for at in range(30)]
    registered()
    with django_assert_max_num_queries(80):
        receipts = execute_many(commands, actor=actor("prefecture"), received_at=NOW)
    assert all(receipt.accepted for receipt in receipts)
