"""Correcting a member, what is stated of a household, and who is its head."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from support.stage import (
    FAR,
    NOW,
    TODAY,
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
    registered,
    statement_of,
    version,
)
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.members import ChangeHead, CorrectHousehold, CorrectMember
from xiuhua.registry.models import Person, Statement


@pytest.fixture
def home() -> UUID:
    return registered(origin="form")


def member(household: UUID, name: str = "田巧仓") -> Person:
    return people_of(household)[name]


def correction(household: UUID, who: str = "田巧仓", /, **facts: object) -> CorrectMember:
    return CorrectMember(id=fresh(), household_id=household, person_id=member(household, who).id, **facts)


def opened(household: UUID, column: str, name: str = "田巧仓") -> str:
    row = member(household, name)
    sealed = getattr(row, column)
    return keyring().open(row.id, f"registry_person.{column}", sealed) if sealed else ""


def test_facts_are_corrected_and_the_version_moves(home: UUID) -> None:
    command = correction(home, education="高中", work_place="省外务工", work_months=5, phone="13990002222")
    assert done(command, "member").result == {"household": str(home)}
    row = member(home)
    assert (row.education, row.work_place, row.work_months) == ("高中", "省外务工", 5)
    assert opened(home, "phone") == "13990002222"
    assert version(home) == command.id


def test_a_new_number_moves_birth_date_sex_and_index(home: UUID) -> None:
    before = member(home).identity_index
    done(correction(home, identity=number("1969-08-08", female=False)))
    row = member(home)
    assert (row.birth_date, row.female) == (date(1969, 8, 8), False)
    assert row.identity_index not in ("", before)


def test_a_name_moves_its_keys(home: UUID) -> None:
    done(correction(home, name="田满仓"))
    row = member(home, "田满仓")
    assert (row.name_pinyin, row.given_name) == ("tianmancang", "满仓")


def test_an_empty_text_and_a_cleared_fact_become_unknown(home: UUID) -> None:
    done(correction(home, work_place="县内务工", work_months=3))
    done(correction(home, work_place="", cleared=("work_months", "serious_illness_insurance", "identity", "health")))
    row = member(home)
    assert (row.work_place, row.work_months, row.serious_illness_insurance) == ("", None, None)
    assert (row.identity, row.identity_index, row.birth_date, row.health) == ("", "", None, "")


def test_nothing_to_change_is_refused(home: UUID) -> None:
    assert codes(do(correction(home, education="初中"))) == ["nothing_changed"]


def test_who_is_no_member_is_refused(home: UUID) -> None:
    other = registered(members=(person("马福", "户主", "1960-01-01"),))
    stranger = people_of(other)["马福"].id
    command = CorrectMember(id=fresh(), household_id=home, person_id=stranger, education="小学")
    assert codes(do(command)) == ["not_a_member"]


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"identity": "620199197003050018"}, "identity_check_digit"),
        ({"relation": "房东"}, "unknown_relation"),
        ({"relation": "户主"}, "two_heads"),
    ],
)
def test_what_cannot_be_is_refused(home: UUID, facts: dict[str, str], code: str) -> None:
    assert codes(do(correction(home, **facts))) == [code]


def test_the_number_of_somebody_else_inside_the_territory_is_refused(home: UUID) -> None:
    stranger = person("马福", "户主", "1960-01-01")
    registered(members=(stranger,))
    assert codes(do(correction(home, identity=stranger.identity))) == ["identity_held_by_other"]


def test_the_number_of_somebody_outside_the_territory_is_accepted_silently(home: UUID) -> None:
    stranger = person("马福", "户主", "1960-01-01")
    registered(members=(stranger,), village=FAR)
    assert done(correction(home, identity=stranger.identity)).problems == ()
    assert "identity_held_by_other" not in questions_of(home)


def test_a_correction_settles_its_question_and_a_new_slip_asks(home: UUID) -> None:
    done(correction(home, phone="123"))
    assert questions_of(home) == {"phone_not_11_digits": "open"}
    done(correction(home, phone="13990003333"))
    assert questions_of(home) == {"phone_not_11_digits": "settled"}


def test_a_code_is_not_demanded_from_those_who_have_none() -> None:
    code_less = person("马福", "户主", "1960-01-01", code="")
    home = registered(members=(code_less,), not_asked=("person_code",))
    done(correction(home, "马福", education="小学"))


def test_what_is_stated_begins_anew_and_nothing_is_overwritten(home: UUID) -> None:
    first = statement_of(home)
    done(CorrectHousehold(id=fresh(), household_id=home, per_head_income="2600", natural_village="下社"))
    now = statement_of(home)
    first.refresh_from_db()
    assert (first.per_head_income, first.valid_to) == (248500, TODAY)
    assert (now.per_head_income, now.exit_status, now.valid_from, now.origin) == (260000, "已脱贫", TODAY, "form")
    assert now.household.natural_village == "下社"


def test_a_stated_fact_can_become_unknown_again(home: UUID) -> None:
    done(CorrectHousehold(id=fresh(), household_id=home, cleared=("exit_year", "per_head_income", "main_cause")))
    now = statement_of(home)
    assert (now.exit_year, now.per_head_income, now.main_cause) == (None, None, "")
    assert codes(do(CorrectHousehold(id=fresh(), household_id=home, cleared=("exit_year",)))) == ["nothing_changed"]


def test_a_contradiction_that_a_correction_brings_is_asked(home: UUID) -> None:
    done(CorrectHousehold(id=fresh(), household_id=home, unsafe_house=True))
    assert questions_of(home) == {"exited_in_unsafe_house": "open"}


def test_others_fields_merge_and_the_same_field_is_refused_with_both_values(home: UUID) -> None:
    seen = version(home)
    done(correction(home, education="高中", base_version=seen), "leader")
    done(correction(home, labour="技能劳动力", base_version=seen), "member")
    assert (member(home).education, member(home).labour) == ("高中", "技能劳动力")
    refused = do(correction(home, education="小学", ethnicity="回族", base_version=seen))
    assert codes(refused) == ["changed_meanwhile"]
    (cell,) = refused.problems[0].values["fields"]
    assert (cell["field"], cell["theirs"], cell["yours"]) == ("education", "高中", "小学")
    assert (member(home).education, member(home).ethnicity) == ("高中", "汉族")


def test_the_same_value_from_two_people_is_no_conflict(home: UUID) -> None:
    seen = version(home)
    done(correction(home, education="高中", base_version=seen), "leader")
    assert codes(do(correction(home, education="高中", base_version=seen))) == ["nothing_changed"]


SEALED = [("phone", "13990004444", "13990005555"), ("health", "残疾", "患有大病")]


@pytest.mark.parametrize(("column", "theirs", "yours"), SEALED)
def test_sealed_fields_conflict_with_both_values(home: UUID, column: str, theirs: str, yours: str) -> None:
    seen = version(home)
    done(correction(home, **{column: theirs}, base_version=seen), "leader")
    refused = do(correction(home, **{column: yours}, base_version=seen))
    (cell,) = refused.problems[0].values["fields"]
    assert (cell["field"], cell["theirs"], cell["yours"]) == (column, theirs, yours)
    assert opened(home, column) == theirs


def test_sealed_fields_merge_when_they_are_others(home: UUID) -> None:
    seen = version(home)
    done(correction(home, phone="13990004444", base_version=seen), "leader")
    done(correction(home, health="残疾", base_version=seen))
    assert (opened(home, "phone"), opened(home, "health")) == ("13990004444", "残疾")


def test_what_two_people_state_merges_or_conflicts_like_any_fact(home: UUID) -> None:
    seen = version(home)
    done(CorrectHousehold(id=fresh(), household_id=home, per_head_income="3000", base_version=seen), "leader")
    done(CorrectHousehold(id=fresh(), household_id=home, unsafe_house=True, base_version=seen), "member")
    refused = do(
        CorrectHousehold(id=fresh(), household_id=home, per_head_income="3500", water_safe=False, base_version=seen)
    )
    assert codes(refused) == ["changed_meanwhile"]
    (cell,) = refused.problems[0].values["fields"]
    assert (cell["field"], cell["theirs"], cell["yours"]) == ("per_head_income", 300000, 350000)
    now = statement_of(home)
    assert (now.per_head_income, now.unsafe_house, now.water_safe) == (300000, True, True)
    assert Statement.objects.filter(household_id=home).count() == 3


def test_a_version_of_another_record_is_refused(home: UUID) -> None:
    assert codes(do(correction(home, education="高中", base_version=fresh()))) == ["base_version_unknown"]


def test_the_same_correction_sent_twice_is_one(home: UUID) -> None:
    command = correction(home, education="高中")
    first, second = do(command), do(command)
    assert (first.accepted, second.accepted, second.repeated) == (True, True, True)


def test_many_corrections_of_one_household_follow_each_other(home: UUID) -> None:
    commands = [correction(home, education=word) for word in ("小学", "高中")]
    receipts = execute_many(commands, actor=actor("township"), received_at=NOW + timedelta(hours=1))
    assert [receipt.accepted for receipt in receipts] == [True, True]
    assert member(home).education == "高中"


def relations(household: UUID, **words: str) -> list[dict[str, object]]:
    people = people_of(household)
    return [{"person_id": people[name].id, "relation": word} for name, word in words.items()]


def test_another_head_with_everybodys_relation(home: UUID) -> None:
    father = member(home).id
    named = relations(home, 何慧珍="配偶", 何小军="之子")
    done(ChangeHead(id=fresh(), household_id=home, new_head_id=father, relations=named))
    assert {name: each.relation for name, each in people_of(home).items()} == {
        "何慧珍": "配偶",
        "田巧仓": "户主",
        "何小军": "之子",
    }


def test_a_change_of_head_is_refused_where_two_would_be_head_or_nothing_changes(home: UUID) -> None:
    people = people_of(home)
    two = ChangeHead(id=fresh(), household_id=home, new_head_id=people["田巧仓"].id)
    assert codes(do(two)) == ["two_heads"]
    same = ChangeHead(id=fresh(), household_id=home, new_head_id=people["何慧珍"].id)
    assert codes(do(same)) == ["nothing_changed"]
    nobody = ChangeHead(id=fresh(), household_id=home, new_head_id=fresh())
    assert codes(do(nobody)) == ["not_a_member"]


def test_family_is_silent() -> None:
    assert questions_of(registered(members=family())) == {}
