"""What an export says of corrections that were asked for: followed, still the old value, another one, nothing."""

from datetime import date
from uuid import UUID

import pytest

from data.registry.exports import asked, looked, rows_of, taken
from data.registry.test_corrections import lines, listing, member, request, who
from support.stage import NOW, actor, codes, do, done, fresh, people_of, questions_of, registered, statement_of, version
from xiuhua.platform.journal.undo import undo_batch
from xiuhua.registry.commands.corrections import WithdrawCorrection
from xiuhua.registry.commands.members import ChangeHead, CorrectHousehold
from xiuhua.registry.models import Correction, Household, Person


@pytest.fixture
def home() -> UUID:
    return registered()


def test_the_next_export_that_carries_the_value_closes_the_line_by_itself(home: UUID) -> None:
    export = rows_of(home)
    done(request(home, "name", "田满仓", "田巧仓"))
    done(member(home, education="高中"))
    done(listing(), "township")
    export["田巧仓"] |= {"name": "田满仓", "education": "高中"}
    _, batch = taken(export)
    row = Correction.objects.get(field="name")
    assert (row.state, row.closed_on, row.closed_batch) == ("closed", date(2018, 2, 18), batch)
    assert lines(home)["education"][2] == "closed"
    assert people_of(home)["田满仓"].education == "高中"
    assert looked(export).records["same"] == 1


def test_a_line_that_was_never_listed_closes_too(home: UUID) -> None:
    export = rows_of(home)
    done(member(home, education="高中"))
    export["田巧仓"]["education"] = "高中"
    taken(export)
    assert lines(home)["education"][2] == "closed"


def test_the_old_value_does_not_overwrite_and_is_said_each_time(home: UUID) -> None:
    export = rows_of(home)
    done(member(home, education="高中"))
    assert asked(looked(export)) == [("文化程度", "correction_not_sent", False)]
    done(listing(), "township")
    for days in (30, 60):
        preview = looked(export, days=days)
        assert asked(preview) == [("文化程度", "correction_not_followed", False)]
        said = next(iter(preview.findings("warning"))).problem.values
        assert said == {"number": "620122101-20180119-01", "on": "2018-01-19"}
        assert not [change for each in preview.judged for change in each.changes]
        taken(export, days=days)
        assert people_of(home)["田巧仓"].education == "高中"
    row = Correction.objects.get()
    assert (row.state, row.still_old_on) == ("listed", date(2018, 3, 20))
    assert questions_of(home) == {}


def test_facts_of_the_household_stand_against_the_old_value_too(home: UUID) -> None:
    export = rows_of(home)
    done(CorrectHousehold(id=fresh(), household_id=home, unsafe_house=True, natural_village="下社"))
    taken(export)
    assert statement_of(home).unsafe_house is True
    assert Household.objects.get(id=home).natural_village == "下社"
    for row in export.values():
        row |= {"unsafe_house": "是", "natural_village": "下社", "size": 4}
    taken(export, days=40)
    assert (statement_of(home).size, statement_of(home).unsafe_house) == (4, True)
    assert {state for _, _, state, _ in lines(home).values()} == {"closed"}


def test_a_third_value_is_a_question_with_both_sides(home: UUID) -> None:
    export = rows_of(home)
    done(member(home, education="高中"))
    done(listing(), "township")
    export["田巧仓"]["education"] = "小学"
    preview = looked(export)
    assert asked(preview) == [("文化程度", "correction_other_value", True)]
    assert next(iter(preview.findings("warning"))).problem.values == {"wanted": "高中", "now": "小学"}
    taken(export)
    assert people_of(home)["田巧仓"].education == "高中"
    assert questions_of(home) == {"correction_other_value": "open"}
    assert asked(looked(export, days=40)) == [("文化程度", "correction_other_value", True)]
    done(member(home, phone="13990002222"))
    assert questions_of(home) == {"correction_other_value": "open"}
    line = Correction.objects.get(field="education").id
    done(WithdrawCorrection(id=fresh(), household_id=home, correction_id=line, reason="表里的对"))
    taken(export, days=50)
    assert people_of(home)["田巧仓"].education == "小学"
    assert questions_of(home) == {"correction_other_value": "settled"}


def test_a_third_value_of_a_mastered_fact_is_taken_over_and_asked_about(home: UUID) -> None:
    export = rows_of(home)
    done(request(home, "ethnicity", "回族", "田巧仓"))
    export["田巧仓"]["ethnicity"] = "藏族"
    taken(export)
    assert people_of(home)["田巧仓"].ethnicity == "藏族"
    assert questions_of(home) == {"correction_other_value": "open"}
    assert lines(home)["ethnicity"][2] == "open"


def test_a_blank_says_nothing_unless_nothing_was_to_be_there(home: UUID) -> None:
    export = rows_of(home)
    done(member(home, education="高中", cleared=("labour",)))
    export["田巧仓"] |= {"education": None, "labour": None}
    taken(export)
    assert lines(home)["education"][2] == "open"
    assert lines(home)["labour"][2] == "closed"


def test_another_head_stays_until_the_system_has_followed(home: UUID) -> None:
    export = rows_of(home)
    relation = {"person_id": who(home, "何慧珍"), "relation": "配偶"}
    done(ChangeHead(id=fresh(), household_id=home, new_head_id=who(home), relations=[relation]))
    taken(export)
    assert people_of(home)["田巧仓"].relation == "户主"
    export["田巧仓"]["relation"], export["何慧珍"]["relation"] = "户主", "配偶"
    taken(export, days=40)
    assert set(Correction.objects.values_list("state", flat=True)) == {"closed"}


def test_undoing_the_import_opens_the_line_again(home: UUID) -> None:
    export = rows_of(home)
    done(member(home, education="高中"))
    done(listing(), "township")
    export["田巧仓"]["education"] = "高中"
    _, batch = taken(export)
    undone = undo_batch(batch, actor=actor("county"), received_at=NOW, session=fresh(), reason="导错了")
    assert all(receipt.accepted for receipt in undone)
    row = Correction.objects.get()
    assert (row.state, row.closed_batch) == ("listed", None)


def test_a_household_of_a_form_belongs_to_the_system_once_an_export_names_it() -> None:
    home = registered(origin="form")
    before = version(home)
    taken(rows_of(home))
    assert version(home) != before
    assert Household.objects.get(id=home).origin == "people"
    assert set(Person.objects.filter(household_id=home).values_list("origin", flat=True)) == {"people"}
    assert codes(do(member(home, name="田满仓"))) == ["field_is_mastered"]
    same = version(home)
    taken(rows_of(home))
    assert version(home) == same
