"""People join and leave, households split and merge; nothing of the past is lost."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.stage import (
    FAR,
    STATED,
    THERE,
    codes,
    do,
    done,
    family,
    fresh,
    people_of,
    person,
    questions_of,
    registered,
    statement_of,
)
from xiuhua.registry.commands.members import JoinHousehold, LeaveHousehold, MergeHouseholds, SplitHousehold
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.record import Member
from xiuhua.registry.models import Household, Membership, Person, Question, Statement

ON = date(2018, 1, 10)


@pytest.fixture
def home() -> UUID:
    return registered()


def baby(**more: object) -> Member:
    return person("何苗", "之女", "2017-12-20", female=True, education=None, labour=None, **more)


def joining(household: UUID, member: Member, **more: object) -> JoinHousehold:
    return JoinHousehold(id=fresh(), household_id=household, member=member, **{"on": ON, "cause": "birth", **more})


def leaving(household: UUID, name: str, **more: object) -> LeaveHousehold:
    values = {"on": ON, "cause": "moved_out", **more}
    return LeaveHousehold(id=fresh(), household_id=household, person_id=people_of(household)[name].id, **values)


def history(name: str) -> list[tuple[str, date, date | None, str]]:
    rows = Membership.objects.filter(person__name=name).order_by("valid_from", "valid_to")
    return list(rows.values_list("cause", "valid_from", "valid_to", "end_cause"))


def test_a_person_joins(home: UUID) -> None:
    done(joining(home, baby()), "member")
    assert "何苗" in people_of(home)
    assert history("何苗") == [("birth", ON, None, "")]


def test_a_newborn_needs_no_code_and_its_number_is_asked_for(home: UUID) -> None:
    done(joining(home, baby(code="", identity=None)))
    assert questions_of(home) == {"identity_missing": "open", "more_rows_than_size": "open"}


@pytest.mark.parametrize(
    ("member", "more", "code"),
    [
        (lambda: baby(), {"on": date(2018, 1, 20)}, "day_to_come"),
        (lambda: person("何苗", "户主", "2000-12-20"), {}, "two_heads"),
        (lambda: person("何苗", "房客", "2000-12-20"), {}, "unknown_relation"),
    ],
)
def test_a_joining_that_cannot_be(home: UUID, member: object, more: dict[str, object], code: str) -> None:
    assert codes(do(joining(home, member(), **more))) == [code]


def test_who_belongs_elsewhere_inside_the_territory_does_not_join(home: UUID) -> None:
    stranger = person("马福", "户主", "1960-01-01")
    registered(members=(stranger,))
    same_code = person("马福", "其他", "1961-01-01", code=stranger.code)
    same_number = person("马福", "其他", "1960-01-01", identity=stranger.identity)
    assert codes(do(joining(home, same_code))) == ["person_in_other_household"]
    assert codes(do(joining(home, same_number))) == ["identity_held_by_other"]


def test_who_belongs_elsewhere_outside_the_territory_joins_silently(home: UUID) -> None:
    stranger = person("马福", "户主", "1960-01-01")
    registered(members=(stranger,), village=FAR)
    same = person("马福", "之父", "1960-01-01", code=stranger.code, identity=stranger.identity)
    assert done(joining(home, same, cause="marriage")).accepted


def test_who_left_elsewhere_may_join_here(home: UUID) -> None:
    stranger = person("马福", "户主", "1960-01-01")
    done(leaving(registered(members=(stranger,)), "马福"))
    same = person("马福", "之父", "1960-01-01", code=stranger.code, identity=stranger.identity)
    done(joining(home, same))


def test_a_member_leaves_and_stays_in_the_history(home: UUID) -> None:
    done(leaving(home, "何小军", cause="marriage"))
    assert "何小军" not in people_of(home)
    assert history("何小军") == [("registered", date(2017, 9, 12), ON, "marriage")]
    assert Person.objects.get(name="何小军").left_on == ON


def test_who_comes_back_is_the_same_person(home: UUID) -> None:
    son = Person.objects.get(name="何小军")
    done(leaving(home, "何小军"))
    back = person(
        "何小军", "之子", "2003-02-09", code=son.code, identity=None, education=None, school="高一", labour=None
    )
    assert codes(do(joining(home, back, cause="returned", on=date(2018, 1, 9)))) == ["before_it_ended"]
    done(joining(home, back, cause="returned", on=date(2018, 1, 15)))
    again = people_of(home)["何小军"]
    assert (again.id, again.school, again.identity_index) == (son.id, "高一", son.identity_index)
    assert [each[0] for each in history("何小军")] == ["registered", "returned"]


@pytest.mark.parametrize(
    ("more", "code"),
    [({"on": date(2018, 1, 20)}, "day_to_come"), ({"on": date(2018, 1, 9)}, "before_it_began")],
)
def test_a_leaving_that_cannot_be(home: UUID, more: dict[str, object], code: str) -> None:
    done(joining(home, baby()))
    assert codes(do(leaving(home, "何苗", **more))) == [code]


def test_who_left_before_a_source_named_them_had_belonged_before(home: UUID) -> None:
    done(leaving(home, "何小军", on=date(2017, 8, 1), cause="death"))
    assert history("何小军") == [("registered", date(2017, 8, 1), date(2017, 8, 1), "death")]


def test_a_household_does_not_end_before_it_was_registered(home: UUID) -> None:
    alone = registered(members=(person("马福", "户主", "1940-01-01"),))
    receipt = do(leaving(alone, "马福", on=date(2017, 8, 1), cause="death"))
    assert codes(receipt) == ["household_ends_before_begin"]
    assert receipt.problems[0].values == {"first": "2017-09-12"}
    gone = do(merge(alone, home, {"马福": "之父"}, on=date(2017, 8, 1)))
    assert codes(gone) == ["household_ends_before_begin"]
    done(leaving(alone, "马福", on=date(2017, 9, 12), cause="death"))


def test_nobody_leaves_twice(home: UUID) -> None:
    command = leaving(home, "何小军")
    done(command)
    again = command.model_copy(update={"id": fresh()})
    assert codes(do(again)) == ["not_a_member"]


def test_a_head_who_leaves_is_followed_by_another(home: UUID) -> None:
    assert codes(do(leaving(home, "何慧珍", cause="death"))) == ["new_head_missing"]
    people = people_of(home)
    assert codes(do(leaving(home, "何慧珍", new_head_id=fresh()))) == ["not_a_member"]
    relations = [{"person_id": people["何小军"].id, "relation": "之子"}]
    done(leaving(home, "何慧珍", cause="death", new_head_id=people["田巧仓"].id, relations=relations))
    assert {name: each.relation for name, each in people_of(home).items()} == {"田巧仓": "户主", "何小军": "之子"}


def test_questions_about_who_left_are_settled(home: UUID) -> None:
    done(joining(home, baby(identity=None), on=date(2018, 1, 5)))
    assert questions_of(home)["identity_missing"] == "open"
    done(leaving(home, "何苗"))
    assert questions_of(home)["identity_missing"] == "settled"


def test_after_the_last_one_the_household_ends_with_what_was_stated_and_asked() -> None:
    home = registered(members=(person("马福", "户主", "1960-01-01", phone="1"),), stated=STATED)
    done(leaving(home, "马福", cause="death"))
    ended = Household.objects.get(id=home)
    assert (ended.valid_to, ended.end_cause) == (ON, "death")
    assert not Statement.objects.filter(household=home, valid_to=None).exists()
    assert set(questions_of(home).values()) == {"settled"}
    assert codes(do(joining(home, baby()))) == ["not_found"]


def named(household: UUID, relations: dict[str, str]) -> list[dict[str, object]]:
    people = people_of(household)
    return [{"person_id": people[name].id, "relation": relation} for name, relation in relations.items()]


def split(household: UUID, going: dict[str, str], staying: dict[str, str] | None = None, **more: object) -> Any:
    values = {"new_household_id": fresh(), "new_code": "880099990001", "on": ON, **more}
    leaving, stays = named(household, going), named(household, staying or {})
    return SplitHousehold(id=fresh(), household_id=household, leaving=leaving, staying=stays, **values)


def test_a_household_splits(home: UUID) -> None:
    command = split(home, {"何小军": "户主"})
    assert done(command, "leader").result == {"household": str(command.new_household_id)}
    assert list(people_of(home)) == ["何慧珍", "田巧仓"]
    assert {n: p.relation for n, p in people_of(command.new_household_id).items()} == {"何小军": "户主"}
    new = Household.objects.get(id=command.new_household_id)
    assert (new.code, new.place_code, new.valid_from) == ("880099990001", Household.objects.get(id=home).place_code, ON)
    assert [row[0::3] for row in history("何小军")] == [("registered", "split"), ("split", "")]


def test_a_head_who_goes_leaves_another_head_behind(home: UUID) -> None:
    going = {"何慧珍": "户主"}
    assert codes(do(split(home, going))) == ["no_head"]
    done(split(home, going, {"田巧仓": "户主", "何小军": "之子"}))
    assert people_of(home)["田巧仓"].relation == "户主"


@pytest.mark.parametrize(
    ("going", "more", "code"),
    [
        ({"何慧珍": "户主", "田巧仓": "配偶", "何小军": "之子"}, {}, "split_impossible"),
        ({"何小军": "之子"}, {}, "no_head"),
        ({"何小军": "户主"}, {"on": date(2018, 1, 20)}, "day_to_come"),
    ],
)
def test_a_split_that_cannot_be(home: UUID, going: dict[str, str], more: dict[str, object], code: str) -> None:
    assert codes(do(split(home, going, **more))) == [code]
    assert Household.objects.count() == 1


def test_a_code_that_is_taken_in_the_territory_cannot_name_the_new_household(home: UUID) -> None:
    registered(members=(person("马福", "户主", "1960-01-01"),), code="880099990001", village=THERE)
    assert codes(do(split(home, {"何小军": "户主"}))) == ["split_impossible"]


def test_a_split_takes_a_confirmed_answer_along() -> None:
    mother, father, son = family()
    home = registered(members=(mother, father, son.model_copy(update={"phone": "123"})))
    question = Question.objects.get(household_id=home, code="phone_not_11_digits")
    done(AnswerQuestion(id=fresh(), household_id=home, question_ids=(question.id,), reason="村里的短号"))
    command = split(home, {"何小军": "户主"})
    done(command)
    moved = Question.objects.get(household_id=command.new_household_id, code="phone_not_11_digits")
    assert (moved.state, moved.reason) == ("confirmed", "村里的短号")


def merge(household: UUID, into: UUID, relations: dict[str, str], **more: object) -> MergeHouseholds:
    values = {"on": ON, **more}
    return MergeHouseholds(
        id=fresh(), household_id=household, into_id=into, relations=named(household, relations), **values
    )


def test_two_households_become_one(home: UUID) -> None:
    other = registered(members=(person("马福", "户主", "1940-01-01", labour="无劳动力"),))
    done(merge(other, home, {"马福": "之父"}))
    assert people_of(home)["马福"].relation == "之父"
    ended = Household.objects.get(id=other)
    assert (ended.valid_to, ended.end_cause) == (ON, "merged")
    assert [row[0::3] for row in history("马福")] == [("registered", "merged"), ("merged", "")]
    assert statement_of(home).per_head_income == 248500
    assert questions_of(home) == {"more_rows_than_size": "open"}


def test_a_merge_that_cannot_be(home: UUID) -> None:
    other = registered(members=(person("马福", "户主", "1940-01-01"),))
    away = registered(members=(person("魏福", "户主", "1940-01-01"),), village=THERE)
    assert codes(do(merge(other, home, {}))) == ["merge_needs_relations"]
    assert codes(do(merge(home, home, {}))) == ["merge_impossible"]
    assert codes(do(merge(away, home, {"魏福": "之父"}))) == ["merge_impossible"]
    assert codes(do(merge(other, home, {"马福": "之父"}, on=date(2018, 1, 20)))) == ["day_to_come"]


def test_nobody_moves_on_before_having_come(home: UUID) -> None:
    done(joining(home, person("何苗", "之女", "1995-12-20", female=True)))
    early = {"on": date(2018, 1, 9)}
    assert codes(do(split(home, {"何苗": "户主"}, **early))) == ["before_it_began"]
    other = registered(members=(person("马福", "户主", "1940-01-01"),))
    going = dict.fromkeys(people_of(home), "其他")
    assert codes(do(merge(home, other, going, **early))) == ["before_it_began"]
