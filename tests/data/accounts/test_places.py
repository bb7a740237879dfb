"""Places by commands: what is created, renamed, closed and refused."""

from datetime import date

import pytest

from data.accounts.cast import COUNTY, NEIGHBOUR, NOW, OTHER_VILLAGE, TOWNSHIP, VILLAGE, As, codes, fresh
from xiuhua.platform.accounts.commands import ClosePlace, NamePlace
from xiuhua.platform.accounts.models import Place
from xiuhua.platform.accounts.rules.places import place_id
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.models import Entry

pytestmark = pytest.mark.django_db


def named(code: str, name: str = "新村", **more: object) -> NamePlace:
    return NamePlace(id=fresh(), place_code=code, name=name, **more)


def closed(code: str, day: date = date(2017, 9, 1), **more: object) -> ClosePlace:
    return ClosePlace(id=fresh(), place_code=code, valid_to=day, **more)


def test_a_village_brings_what_holds_it_without_names() -> None:
    receipt = As().do(named("620121100200", "满城村"))
    assert receipt.result["created"] == ["620100000000", "620121000000", "620121100000", "620121100200"]
    rows = {place.code: place for place in Place.objects.all()}
    assert [rows[code].name for code in receipt.result["created"]] == ["", "", "", "满城村"]
    village = rows["620121100200"]
    assert (village.level, village.parent_code, village.name_pinyin, village.name_initials) == (
        "village",
        "620121100000",
        "manchengcun",
        "mcc",
    )
    assert village.id == place_id("620121100200")
    assert village.version == receipt.command_id


def test_one_list_sees_what_it_made_itself() -> None:
    commands = [named("620121100200", "满城村"), named("620121100201", "翻山村"), named("620121000000", "永登县")]
    receipts = execute_many(commands, actor=LOCAL_OPERATOR, received_at=NOW)
    assert [receipt.result["created"] for receipt in receipts][1:] == [["620121100201"], []]
    assert Place.objects.get(code="620121000000").name == "永登县"
    assert Place.objects.count() == 5


def test_one_place_named_twice_in_a_list_keeps_the_last_name() -> None:
    commands = [named("620121100200", "满城村"), named("620121100200", "满城"), named("620121100200", "满城村")]
    receipts = execute_many(commands, actor=LOCAL_OPERATOR, received_at=NOW)
    assert all(receipt.accepted for receipt in receipts)
    place = Place.objects.get(code="620121100200")
    assert (place.name, place.version) == ("满城村", receipts[2].command_id)


def test_naming_gives_a_nameless_place_its_name_and_keys(people: None) -> None:
    assert As("county").do(named(VILLAGE, "燕子坪村")).accepted
    place = Place.objects.get(code=VILLAGE)
    assert (place.name, place.name_pinyin, place.name_initials) == ("燕子坪村", "yanzipingcun", "yzpc")


def test_the_same_name_again_changes_nothing(people: None) -> None:
    before = Place.objects.get(code=VILLAGE).version
    assert As("county").do(named(VILLAGE, "燕儿坪村")).accepted
    assert Place.objects.get(code=VILLAGE).version == before


@pytest.mark.parametrize(
    "code", ["62012210120", "6201221012000", "燕儿坪村", "０００００００００００１", "001122101200"]
)
def test_a_code_of_another_form_is_refused_in_words(people: None, code: str) -> None:
    assert codes(As("county").do(named(code))) == ["place_code_form"]


def test_other_territory_and_read_only_roles(people: None) -> None:
    assert codes(As("county").do(named("620123100201"))) == ["not_found"]
    assert codes(As("township").do(named("620122101202"))) == ["not_your_role"]
    assert codes(As("auditor").do(named("620122101202"))) == ["not_your_role"]
    assert As("county").do(named("620122101202")).accepted
    assert As("prefecture").do(named("620123100201")).accepted


def test_a_county_officer_may_cause_the_prefecture_above_to_exist(people: None) -> None:
    Place.objects.all().delete()
    receipt = As("county").do(named(VILLAGE))
    assert receipt.result["created"][0] == "620100000000"


def test_a_place_ends_and_names_its_successor(people: None) -> None:
    receipt = As("county").do(closed(VILLAGE, successor_code=OTHER_VILLAGE))
    assert receipt.accepted
    place = Place.objects.get(code=VILLAGE)
    assert (place.valid_to, place.successor_id) == (date(2017, 9, 1), place_id(OTHER_VILLAGE))
    assert As("county").do(closed(VILLAGE, successor_code=OTHER_VILLAGE)).accepted
    assert Place.objects.get(code=VILLAGE).version == receipt.command_id


def test_a_closed_place_is_not_named_and_nothing_grows_inside(people: None) -> None:
    As("county").do(closed(VILLAGE))
    assert codes(As("county").do(named(VILLAGE, "别的村"))) == ["place_closed"]
    assert codes(As("county").do(closed(VILLAGE, date(2017, 9, 5)))) == ["place_closed"]
    As("county").do(closed(OTHER_VILLAGE))
    assert As("county").do(closed(TOWNSHIP)).accepted
    assert codes(As("county").do(named("620122101205"))) == ["place_closed"]


def test_closing_is_refused_where_it_would_lose_something(people: None) -> None:
    held = As("county").do(closed(TOWNSHIP))
    assert codes(held) == ["place_holds_places"]
    assert held.problems[0].values["count"] == 2
    assert codes(As("county").do(closed(VILLAGE, successor_code=VILLAGE))) == ["place_successor"]
    assert codes(As("county").do(closed(VILLAGE, successor_code=NEIGHBOUR))) == ["not_found"]
    assert codes(As("county").do(closed("620122999200"))) == ["not_found"]
    As("county").do(named("620122101300", valid_from=date(2017, 9, 1)))
    assert codes(As("county").do(closed("620122101300", date(2017, 9, 1)))) == ["place_period"]


def test_a_township_and_its_villages_close_in_one_list(people: None) -> None:
    commands = [closed(VILLAGE), closed(OTHER_VILLAGE), closed(TOWNSHIP)]
    receipts = execute_many(commands, actor=LOCAL_OPERATOR, received_at=NOW)
    assert all(receipt.accepted for receipt in receipts), receipts


def test_a_predecessor_must_be_known(people: None) -> None:
    assert codes(As("county").do(named("620122101300", predecessor_code="620122101999"))) == ["place_unknown"]
    assert As("county").do(named("620122101300", predecessor_code=VILLAGE)).accepted
    assert Place.objects.get(code="620122101300").predecessor_id == place_id(VILLAGE)


def test_places_are_journalled_in_the_system_stream(people: None) -> None:
    receipt = As("county").do(named("620122101300", "新坪村"))
    entry = Entry.objects.get(command_id=receipt.command_id)
    assert (entry.stream, entry.code, entry.actor is not None) == ("system", "accounts.name_place", True)
    assert COUNTY not in entry.changes
    assert "新坪村" in entry.changes
