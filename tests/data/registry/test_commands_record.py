"""Registering households and stating them again, as a sheet, a form or a program does."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.stage import (
    FAR,
    HERE,
    NOW,
    STATED,
    THERE,
    actor,
    codes,
    do,
    done,
    family,
    fresh,
    number,
    people_of,
    person,
    questions_of,
    recording,
    registered,
    statement_of,
)
from xiuhua.platform.journal.execution import execute_many
from xiuhua.registry.commands.members import JoinHousehold, LeaveHousehold, Relation, SplitHousehold
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.record import Notice, RecordHousehold, Stated
from xiuhua.registry.models import Household, Membership, Person, Question, Statement
from xiuhua.registry.origins import FORM


def again(command: RecordHousehold, **changes: object) -> RecordHousehold:
    return command.model_copy(update={"id": fresh(), **changes})


def test_a_household_is_registered_whole() -> None:
    command = recording()
    receipt = done(command)
    household = Household.objects.get(code=command.household_code)
    assert receipt.result == {"household": str(household.id), "new": True, "asked": 0}
    assert (household.place_code, household.natural_village, household.valid_from) == (HERE, "上社", date(2017, 9, 12))
    assert household.version == command.id
    assert list(people_of(household.id)) == ["何慧珍", "田巧仓", "何小军"]
    stated = statement_of(household.id)
    assert (stated.exit_status, stated.exit_year, stated.per_head_income) == ("已脱贫", 2015, 248500)
    memberships = Membership.objects.filter(household=household)
    assert {(m.cause, m.valid_from, m.valid_to) for m in memberships} == {("registered", date(2017, 9, 12), None)}
    assert questions_of(household.id) == {}


def test_numbers_phones_and_health_are_sealed_and_found_by_index_only() -> None:
    mother, *others = family()
    done(recording(members=(mother, *others)))
    row = Person.objects.get(code=mother.code)
    assert mother.identity not in (row.identity, row.identity_index)
    assert {row.phone, row.health}.isdisjoint({mother.phone, mother.health})
    assert (row.birth_date, row.female) == (date(1970, 3, 5), True)
    assert (row.name_pinyin, row.name_initials, row.given_name) == ("hehuizhen", "hhz", "慧珍")


def test_what_is_so_already_writes_nothing() -> None:
    command = recording()
    done(command)
    receipt = done(again(command, stated_on=date(2018, 1, 1)))
    assert receipt.unchanged
    assert Statement.objects.count() == 1


def test_the_same_command_twice_gives_the_first_receipt() -> None:
    command = recording()
    first, second = done(command), done(command)
    assert (second.result, second.repeated) == (first.result, True)
    assert Household.objects.count() == 1


def test_a_known_household_changes_field_by_field_and_keeps_its_history() -> None:
    mother, father, son = family()
    command = recording(members=(mother, father, son))
    done(command)
    taller = father.model_copy(update={"work_place": "省外务工", "work_months": 5, "health": None})
    stated = Stated(exit_status="返贫", per_head_income="1900.50")
    done(again(command, stated_on=date(2018, 1, 10), stated=stated, members=(mother, taller, son)))
    household = Household.objects.get(code=command.household_code)
    assert people_of(household.id)["田巧仓"].work_months == 5
    now, before = Statement.objects.filter(household=household).order_by("-valid_from")
    assert (now.exit_status, now.per_head_income, now.main_cause) == ("返贫", 190050, "缺技术")
    assert (before.exit_status, before.per_head_income, before.valid_to) == ("已脱贫", 248500, date(2018, 1, 10))


def test_a_person_who_is_not_named_has_not_left() -> None:
    mother, father, son = family()
    command = recording(members=(mother, father, son))
    done(command)
    done(again(command, members=(mother,), stated=Stated(per_head_income="3000")))
    household = Household.objects.get(code=command.household_code)
    assert len(people_of(household.id)) == 3


def test_a_new_member_in_a_known_household_is_added() -> None:
    command = recording()
    done(command)
    baby = person("何苗", "之女", "2017-12-01", female=True, education=None, labour=None)
    done(again(command, members=(*command.members, baby), stated=Stated(size=4)))
    household = Household.objects.get(code=command.household_code)
    assert "何苗" in people_of(household.id)


def test_a_person_without_a_code_is_recognised_by_the_number() -> None:
    mother, father, son = family()
    command = recording(members=(mother, father.model_copy(update={"code": ""}), son), not_asked=("person_code",))
    done(command)
    done(again(command, members=(mother, father, son)))
    household = Household.objects.get(code=command.household_code)
    assert people_of(household.id)["田巧仓"].code == father.code
    assert len(people_of(household.id)) == 3


@pytest.mark.parametrize(
    ("members", "code"),
    [
        (lambda: (person("何慧珍", "配偶", "1970-03-05", female=True),), "no_head"),
        (lambda: (person("何甲", "户主", "1970-03-05"), person("何乙", "户主", "1971-03-05")), "two_heads"),
        (lambda: (person("何甲", "房东", "1970-03-05"),), "unknown_relation"),
        (lambda: (person("", "户主", "1970-03-05"),), "name_missing"),
        (lambda: (person("何甲", "户主", "1970-03-05", identity="620199197003050018"),), "identity_check_digit"),
        (lambda: (person("何甲", "户主", "1970-03-05", code=""),), "person_code_missing"),
    ],
)
def test_what_cannot_be_is_refused_by_its_number(members: object, code: str) -> None:
    assert codes(do(recording(members=members()))) == [code]
    assert Household.objects.count() == 0


def test_an_unknown_village_is_refused_for_somebody_whose_territory_would_hold_it() -> None:
    assert codes(do(recording(village="620122101999"))) == ["unknown_place"]


def test_a_code_of_another_village_is_refused() -> None:
    code = "880012345678"
    registered(village=THERE, code=code)
    assert codes(do(recording(village=HERE, code=code))) == ["household_in_other_village"]


def test_a_person_code_held_by_another_household_is_refused() -> None:
    mother, *others = family()
    registered(members=(mother, *others))
    other = person("何慧珍", "户主", "1970-03-05", female=True, code=mother.code)
    assert codes(do(recording(members=(other,), village=THERE))) == ["person_in_other_household"]


def test_an_identity_number_held_by_another_is_refused_inside_and_accepted_silently_outside() -> None:
    mother, *others = family()
    registered(members=(mother, *others), village=FAR)
    twin = person("何慧珍", "户主", "1970-03-05", female=True, identity=mother.identity)
    command = recording(members=(twin,), stated=Stated(size=1))
    assert codes(do(command, "prefecture")) == ["identity_held_by_other"]
    accepted = do(again(command), "township")
    assert accepted.accepted
    assert questions_of(accepted.result["household"]) == {}


def test_a_number_is_compared_on_its_first_eighteen_characters() -> None:
    mother, *others = family()
    registered(members=(mother, *others))
    certificate = person("何慧珍", "户主", "1970-03-05", female=True, identity=f"{mother.identity}42")
    assert codes(do(recording(members=(certificate,), village=THERE))) == ["identity_held_by_other"]


def test_numbers_and_names_are_brought_into_their_one_form() -> None:
    given = number("1970-03-05", female=True)
    wide = "".join(chr(ord(character) + 0xFEE0) if character.isdigit() else "x" for character in given)
    member = person("何　慧珍", "户主", "1970-03-05", female=True, identity=f" {wide} ")
    assert (member.name, member.identity) == ("何慧珍", given)


def test_a_question_is_asked_once_and_settled_when_the_record_is_right() -> None:
    mother, father, son = family()
    odd = father.model_copy(update={"phone": "0931-123"})
    command = recording(members=(mother, odd, son))
    done(command)
    household = Household.objects.get(code=command.household_code)
    assert questions_of(household.id) == {"phone_not_11_digits": "open"}
    done(again(command, stated=STATED.model_copy(update={"size": 3, "per_head_income": 250000})))
    assert Question.objects.filter(household=household).count() == 1
    done(again(command, members=(mother, father.model_copy(update={"phone": "13990002222"}), son)))
    assert questions_of(household.id) == {"phone_not_11_digits": "settled"}
    done(again(command, members=(mother, odd, son)))
    assert questions_of(household.id) == {"phone_not_11_digits": "open"}


def test_what_only_the_sheet_could_see_is_asked_too() -> None:
    notice = Notice(code="household_cell_differs", field="size", values={"value": "4", "held": "3"})
    household = registered(notices=(notice,))
    assert questions_of(household) == {"household_cell_differs": "open"}


def departed(household_id: UUID) -> dict[str, str]:
    """Return the states of the questions about people who died or left."""
    return {code: state for code, state in questions_of(household_id).items() if code.endswith("_person_named")}


def leave(household_id: UUID, name: str, cause: str = "moved_out", **more: Any) -> Person:
    """Let somebody leave on the fifth of January 2018 and return them."""
    leaver = people_of(household_id)[name]
    on = date(2018, 1, 5)
    done(LeaveHousehold(id=fresh(), household_id=household_id, person_id=leaver.id, on=on, cause=cause, **more))
    return leaver


@pytest.mark.parametrize(
    ("cause", "asked"),
    [("death", "dead_person_named"), ("moved_out", "left_person_named"), ("marriage", "left_person_named")],
)
def test_who_died_or_left_is_asked_about_and_stays_as_recorded(cause: str, asked: str) -> None:
    mother, father, son = family()
    command = recording(members=(mother, father, son))
    home = registered("township", **{"members": command.members, "code": command.household_code})
    leaver = leave(home, "何小军", cause)
    newer = again(command, household_id=home, stated_on=date(2018, 1, 15))
    done(again(newer, stated_on=date(2017, 12, 1)))
    assert departed(home) == {}
    changed = son.model_copy(update={"phone": "12", "school": "高一", "name": "何晓军"})
    done(again(newer, members=(mother, father, changed)))
    assert "何小军" not in people_of(home)
    assert Person.objects.get(id=leaver.id).school == "九年级"
    assert departed(home) == {asked: "open"}
    causes = Membership.objects.filter(person_id=leaver.id).values_list("cause", "end_cause")
    assert list(causes) == [("registered", cause)]
    done(again(newer, members=(mother, father)))
    assert departed(home)[asked] == "open"
    (question,) = Question.objects.filter(code=asked)
    done(AnswerQuestion(id=fresh(), household_id=home, question_ids=(question.id,), reason="村里核对过"))
    done(again(newer))
    assert departed(home)[asked] == "confirmed"
    assert "何小军" not in people_of(home)


def test_somebody_who_answers_that_a_person_came_back_settles_the_question() -> None:
    command = recording()
    home = registered("township", members=command.members, code=command.household_code)
    leaver = leave(home, "何小军")
    done(again(command, stated_on=date(2018, 1, 15)))
    back = command.members[2].model_copy(update={"id": fresh()})
    done(JoinHousehold(id=fresh(), household_id=home, member=back, on=date(2018, 1, 10), cause="returned"))
    assert people_of(home)["何小军"].id == leaver.id
    assert departed(home) == {"left_person_named": "settled"}


def test_a_head_who_died_does_not_change_how_the_others_are_related() -> None:
    command = recording()
    home = registered("township", members=command.members, code=command.household_code)
    father, son = people_of(home)["田巧仓"], people_of(home)["何小军"]
    relations = (Relation(person_id=son.id, relation="之子"),)
    leave(home, "何慧珍", "death", new_head_id=father.id, relations=relations)
    done(again(command, stated_on=date(2018, 1, 15)))
    assert {name: row.relation for name, row in people_of(home).items()} == {"田巧仓": "户主", "何小军": "之子"}
    assert departed(home)["dead_person_named"] == "open"


def test_who_died_is_not_registered_in_another_household() -> None:
    first, other = recording(), recording()
    home = registered("township", members=first.members, code=first.household_code)
    leave(home, "何小军", "death")
    dead = first.members[2]
    for same in (dead, dead.model_copy(update={"code": person("何", "之子", "2003-02-09").code})):
        receipt = do(again(other, members=(*other.members, same.model_copy(update={"id": fresh()}))))
        assert codes(receipt) == ["person_recorded_dead"]
    done(again(recording(village=FAR, members=(*family(), dead.model_copy(update={"id": fresh()})))), "neighbour")


@pytest.mark.parametrize(("cause", "refused"), [("death", "person_recorded_dead"), ("moved_out", None)])
def test_a_household_that_ended_is_begun_anew_only_by_hand(cause: str, refused: str | None) -> None:
    only = person("柳成荫", "户主", "1950-01-01")
    command = recording(members=(only,))
    home = registered("township", members=(only,), code=command.household_code)
    leave(home, "柳成荫", cause)
    newer = again(command, household_id=fresh(), stated_on=date(2018, 1, 15))
    newer = newer.model_copy(update={"members": (only.model_copy(update={"id": fresh()}),)})
    assert codes(do(newer)) == [refused or "household_recorded_ended"]
    receipt = do(again(newer, origin=FORM))
    assert codes(receipt) == ([refused] if refused else [])


def test_who_left_for_another_household_is_welcome_there() -> None:
    command = recording()
    home = registered("township", members=command.members, code=command.household_code)
    leave(home, "何小军", "marriage")
    same = command.members[2].model_copy(update={"id": fresh()})
    there = registered("township", members=(*family(), same))
    done(again(command, stated_on=date(2018, 1, 15)))
    assert departed(home) == {"left_person_named": "open"}
    assert departed(there) == {}


@pytest.mark.parametrize("village", [HERE, THERE, FAR], ids=["same village", "same territory", "another county"])
@pytest.mark.parametrize("what", ["a person", "the household", "a person of a stored household"])
def test_an_id_that_somebody_else_has_is_refused_alike_wherever_they_are(village: str, what: str) -> None:
    """Nothing of the other is shown or changed, and the answer does not tell in which territory they are."""
    other = registered(village=village)
    taken = next(iter(people_of(other).values()))
    mother, *others = family()
    mine = recording(members=(mother, *others))
    if what == "a person of a stored household":
        done(mine)
    given = mother if what == "the household" else mother.model_copy(update={"id": taken.id, "identity": None})
    if what == "a person of a stored household":
        given = given.model_copy(update={"code": person("何新", "之子", "2010-01-01").code, "relation": "之子"})
    household_id = other if what == "the household" else mine.household_id
    members = (*mine.members, given) if what == "a person of a stored household" else (given, *others)
    receipt = do(again(mine, household_id=household_id, members=members))
    assert [(problem.code, problem.field, problem.values) for problem in receipt.problems] == [
        ("meets_existing", None, {})
    ]
    assert Person.objects.filter(household_id=other).count() == 3
    assert Person.objects.get(id=taken.id).name == taken.name


@pytest.mark.parametrize("code", ["nonsense", "household_cell_differs", "name_missing"])
def test_a_notice_that_nobody_has_words_for_is_refused(code: str) -> None:
    receipt = do(recording(notices=(Notice(code=code, field="size", values={"value": "4"}),)))
    assert codes(receipt) == ["notice_unknown"]
    assert not Household.objects.exists()


def test_a_person_under_the_id_of_the_household_is_refused() -> None:
    mother, *others = family()
    wish = recording(members=(mother, *others))
    same = wish.model_copy(update={"members": (mother.model_copy(update={"id": wish.household_id}), *others)})
    assert codes(do(same)) == ["meets_existing"]


def test_what_begins_under_an_id_whose_key_is_at_hand_is_refused_and_what_stands_beside_it_is_not() -> None:
    home = registered()
    somebody = people_of(home)["何小军"]
    split = SplitHousehold(
        id=fresh(),
        household_id=home,
        new_household_id=somebody.id,
        new_code="6201229900990",
        on=date(2017, 10, 1),
        leaving=(Relation(person_id=somebody.id, relation="户主"),),
    )
    own = recording()
    receipts = execute_many([split, own], actor=actor("leader"), received_at=NOW)
    assert [codes(receipt) for receipt in receipts] == [["meets_existing"], []]


def test_a_day_to_come_is_refused() -> None:
    assert codes(do(recording(on=date(2018, 1, 20)))) == ["day_to_come"]
    assert do(recording(on=date(2018, 1, 19))).accepted
