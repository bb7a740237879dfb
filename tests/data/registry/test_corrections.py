"""Corrections of records that another system masters: refused here, asked for there, listed, withdrawn, undone."""

from typing import Any
from uuid import UUID

import pytest

from support.stage import COUNTY, FAR, HERE, TOWNSHIP, codes, do, done, fresh, number, people_of, recording, registered
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.corrections import ListCorrections, RequestCorrection, WithdrawCorrection
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.members import (
    ChangeHead,
    CorrectHousehold,
    CorrectMember,
    JoinHousehold,
    LeaveHousehold,
    SplitHousehold,
)
from xiuhua.registry.commands.record import Member
from xiuhua.registry.corrections import COLUMNS, opened
from xiuhua.registry.models import Correction, Household, Person


@pytest.fixture
def home() -> UUID:
    return registered()


def who(home: UUID, name: str = "田巧仓") -> UUID:
    return people_of(home)[name].id


def member(home: UUID, name: str = "田巧仓", /, **facts: Any) -> CorrectMember:
    return CorrectMember(id=fresh(), household_id=home, person_id=who(home, name), **facts)


def request(home: UUID, field: str, wanted: str, name: str = "", **more: Any) -> RequestCorrection:
    person = who(home, name) if name else None
    given = {"id": fresh(), "household_id": home, "correction_id": fresh(), "person_id": person, "why": "看过户口本"}
    return RequestCorrection(**{**given, "field": field, "wanted": wanted, **more})


def listing(place: str = TOWNSHIP, **more: Any) -> ListCorrections:
    return ListCorrections(id=fresh(), place_code=place, **{"purpose": "report", "reason": "县扶贫办", **more})


def lines(home: UUID) -> dict[str, tuple[Any, Any, str, bool]]:
    rows = Correction.objects.filter(household_id=home).order_by("asked_on", "id")
    found = opened(rows.values(*COLUMNS), keyring())
    return {each.field: (each.stated, each.wanted, each.state, each.local) for each in found}


def test_a_mastered_fact_of_a_person_is_refused_and_says_whose_it_is(home: UUID) -> None:
    receipt = do(member(home, name="田满仓", phone="13990002222"))
    assert codes(receipt) == ["field_is_mastered"]
    assert receipt.problems[0].field == "name"
    assert receipt.problems[0].values["system_zh"] == "全国扶贫开发信息系统"
    assert receipt.problems[0].values["since"] == "2014-01-01"
    assert people_of(home)["田巧仓"]
    assert lines(home) == {}


@pytest.mark.parametrize(
    "facts",
    [{"identity": "620199196807110011"}, {"relation": "其他"}, {"ethnicity": "回族"}, {"cleared": ("ethnicity",)}],
)
def test_every_mastered_fact_of_a_person_is_refused(home: UUID, facts: dict[str, Any]) -> None:
    assert codes(do(member(home, **facts))) == ["field_is_mastered"]


@pytest.mark.parametrize(
    "facts",
    [{"exit_status": "未脱贫"}, {"exit_year": 2016}, {"household_kind": "低保户"}, {"main_cause": "因病"}],
)
def test_every_mastered_fact_of_a_household_is_refused(home: UUID, facts: dict[str, Any]) -> None:
    assert codes(do(CorrectHousehold(id=fresh(), household_id=home, **facts))) == ["field_is_mastered"]


def test_a_record_of_a_form_has_no_master(home: UUID) -> None:
    own = registered(origin="form")
    done(member(own, name="田满仓", ethnicity="回族"))
    done(CorrectHousehold(id=fresh(), household_id=own, exit_year=2016))
    done(member(own, "田满仓", phone="13990002222"))
    assert lines(own) == {}
    assert codes(do(request(own, "name", "田大仓", "田满仓"))) == ["record_without_master"]


def test_what_the_village_sees_first_is_corrected_here_and_goes_on_the_list(home: UUID) -> None:
    done(member(home, phone="13990002222", education="高中", cleared=("labour",)))
    done(CorrectHousehold(id=fresh(), household_id=home, unsafe_house=True, natural_village="下社"))
    assert lines(home) == {
        "phone": (None, "13990002222", "open", True),
        "education": ("初中", "高中", "open", True),
        "labour": ("普通劳动力", None, "open", True),
        "unsafe_house": (False, True, "open", True),
        "natural_village": ("上社", "下社", "open", True),
    }
    row = Correction.objects.get(household_id=home, field="phone")
    assert (row.person_id, row.subject_id, row.place_code) == (who(home), who(home), HERE)
    assert "13990002222" not in row.wanted


def test_a_second_value_replaces_the_first_and_the_old_one_takes_it_back(home: UUID) -> None:
    done(member(home, education="高中"))
    done(member(home, education="大专及以上"))
    assert sorted(each[1:3] for each in _all_lines(home, "education")) == [
        ("大专及以上", "open"),
        ("高中", "withdrawn"),
    ]
    done(member(home, education="初中"))
    assert not Correction.objects.filter(household_id=home, state="open").exists()
    done(member(home, education="小学"))
    assert Correction.objects.filter(household_id=home, state="open").count() == 1


def test_a_value_on_a_list_is_not_changed_but_followed_by_another_line(home: UUID) -> None:
    done(member(home, education="高中"))
    done(listing())
    done(member(home, education="小学"))
    states = sorted(Correction.objects.filter(household_id=home).values_list("state", "list_number"))
    assert [state for state, _ in states] == ["open", "withdrawn"]
    open_ = opened(Correction.objects.filter(household_id=home, state="open").values(*COLUMNS), keyring())
    assert [(each.stated, each.wanted) for each in open_] == [("初中", "小学")]


def test_the_form_that_registers_is_no_way_around(home: UUID) -> None:
    code = Household.objects.get(id=home).code
    people = {person.name: person for person in people_of(home).values()}
    plain = [
        Member(id=fresh(), code=p.code, name="田满仓" if name == "田巧仓" else name, relation=p.relation)
        for name, p in people.items()
    ]
    again = recording(code=code, members=plain, origin="form")
    assert codes(do(again, "leader")) == ["field_is_mastered"]
    same = [
        Member(id=fresh(), code=p.code, name=n, relation=p.relation, phone="13990003333") for n, p in people.items()
    ]
    done(recording(code=code, members=same[:1], origin="form"), "leader")
    assert list(lines(home)) == ["phone"]


def test_coming_back_is_no_way_around(home: UUID) -> None:
    son = people_of(home)["何小军"]
    leaves = {"household_id": home, "person_id": son.id, "on": "2018-01-10", "cause": "moved_out"}
    done(LeaveHousehold(id=fresh(), **leaves))
    back = {"household_id": home, "on": "2018-01-15", "cause": "came_back"}
    changed = Member(id=fresh(), code=son.code, name="何大军", relation="之子")
    refused = do(JoinHousehold(id=fresh(), member=changed, **{**back, "cause": "birth"}))
    assert codes(refused) == ["field_is_mastered"]


def test_a_new_head_is_told_to_the_system_too(home: UUID) -> None:
    relation = {"person_id": who(home, "何慧珍"), "relation": "配偶"}
    done(ChangeHead(id=fresh(), household_id=home, new_head_id=who(home), relations=[relation]))
    found = sorted((wanted, stated) for stated, wanted, _, _ in _all_lines(home, "relation"))
    assert found == [("户主", "配偶"), ("配偶", "户主")]


def _all_lines(home: UUID, field: str) -> list[tuple[Any, Any, str, bool]]:
    rows = Correction.objects.filter(household_id=home, field=field)
    return [(each.stated, each.wanted, each.state, each.local) for each in opened(rows.values(*COLUMNS), keyring())]


def test_a_line_goes_along_with_its_person(home: UUID) -> None:
    done(member(home, "何小军", phone="13990004444"))
    there = fresh()
    leaving = [{"person_id": who(home, "何小军"), "relation": "户主"}]
    split = {"household_id": home, "new_household_id": there, "new_code": "880099", "on": "2018-01-10"}
    done(SplitHousehold(id=fresh(), leaving=leaving, **split))
    assert lines(home) == {}
    assert lines(there)["phone"][1] == "13990004444"
    assert Household.objects.get(id=there).origin == "form"
    assert Person.objects.get(household_id=there).origin == "people"


def test_a_correction_is_requested_with_the_value_and_how_it_was_verified(home: UUID) -> None:
    wish = request(home, "name", "田 满 仓", "田巧仓")
    done(wish, "member")
    row = Correction.objects.get(id=wish.correction_id)
    assert lines(home) == {"name": ("田巧仓", "田满仓", "open", False)}
    assert (row.why, row.system) == ("看过户口本", "national_poverty_system")
    assert people_of(home)["田巧仓"]


@pytest.mark.parametrize(
    ("field", "wanted", "name", "code"),
    [
        ("name", "田巧仓", "田巧仓", "correction_equals"),
        ("exit_year", "2015", "", "correction_equals"),
        ("phone", "13990002222", "田巧仓", "field_not_mastered"),
        ("unsafe_house", "是", "", "field_not_mastered"),
        ("name", "甲", "", "field_not_mastered"),
        ("household_code", "880001", "", "code_not_corrected"),
        ("person_code", "880001", "田巧仓", "code_not_corrected"),
        ("identity", "62019919680711", "田巧仓", "wanted_unreadable"),
        ("relation", "朋友", "田巧仓", "wanted_unreadable"),
        ("exit_year", "去年", "", "wanted_unreadable"),
    ],
)
def test_what_cannot_be_asked_for_is_refused(home: UUID, field: str, wanted: str, name: str, code: str) -> None:
    assert codes(do(request(home, field, wanted, name))) == [code]


def test_one_field_is_asked_for_once(home: UUID) -> None:
    first = request(home, "ethnicity", "回族", "田巧仓")
    done(first)
    assert codes(do(request(home, "ethnicity", "藏族", "田巧仓"))) == ["correction_open_already"]
    done(request(home, "ethnicity", "回族", "何小军"))
    back = {"household_id": home, "correction_id": first.correction_id, "reason": "看错了"}
    done(WithdrawCorrection(id=fresh(), **back))
    assert codes(do(WithdrawCorrection(id=fresh(), **back))) == ["correction_over"]
    assert Correction.objects.get(id=first.correction_id).ended_reason == "看错了"
    done(request(home, "ethnicity", "藏族", "田巧仓"))


def test_a_correction_of_another_household_is_absent(home: UUID) -> None:
    other = registered()
    wish = request(other, "ethnicity", "回族", "田巧仓")
    done(wish)
    back = {"household_id": home, "correction_id": wish.correction_id, "reason": "看错了"}
    assert codes(do(WithdrawCorrection(id=fresh(), **back))) == ["not_found"]


def test_a_list_takes_what_waits_in_the_place_and_can_be_made_again(home: UUID) -> None:
    far = registered(village=FAR)
    done(member(home, education="高中"))
    done(request(home, "name", "田满仓", "田巧仓"))
    done(member(far, education="高中"), "prefecture")
    first = done(listing(), "township")
    assert first.result == {"number": "620122101-20180119-01", "lines": 2}
    assert codes(do(listing(), "township")) == ["nothing_to_list"]
    again = done(listing(list_number="620122101-20180119-01"), "township", days=3)
    assert again.result == first.result
    assert codes(do(listing(list_number="620122101-20180119-02"), "township")) == ["list_unknown"]
    assert {state for _, _, state, _ in lines(home).values()} == {"listed"}
    assert lines(far)["education"][2] == "open"
    done(member(home, "何小军", education="小学", cleared=("school",)))
    assert done(listing(COUNTY), "county", days=1).result["number"] == "620122-20180120-01"


def test_a_purpose_is_one_of_the_list(home: UUID) -> None:
    done(member(home, education="高中"))
    assert codes(do(listing(purpose="gossip"))) == ["purpose_unknown"]


def test_a_list_is_undone_as_a_whole(home: UUID) -> None:
    done(member(home, education="高中"))
    wish = listing()
    done(wish, "township")
    done(Undo(id=fresh(), target=wish.id, reason="报错了"))
    assert lines(home)["education"][2] == "open"
    assert Correction.objects.get().list_number == ""


def test_undoing_a_correction_takes_its_line_back(home: UUID) -> None:
    wish = member(home, education="高中")
    done(wish)
    done(Undo(id=fresh(), target=wish.id, reason="填错了"))
    assert lines(home) == {}
    assert people_of(home)["田巧仓"].education == "初中"


def test_undoing_brings_back_a_mastered_value(home: UUID) -> None:
    """Undo is no correction: it repeats what was there before."""
    own = registered(origin="form")
    wish = member(own, name="田满仓")
    done(wish)
    done(Undo(id=fresh(), target=wish.id, reason="填错了"))
    assert people_of(own)["田巧仓"]


def test_two_people_with_one_number_are_still_asked_about(home: UUID) -> None:
    wanted = number("1968-07-11", female=False)
    done(request(home, "identity", wanted, "田巧仓"))
    assert lines(home)["identity"][1] == wanted
    assert wanted not in Correction.objects.get().wanted


def test_what_was_asked_for_somebody_who_is_erased_is_gone(home: UUID) -> None:
    wish = request(home, "name", "田满仓", "田巧仓")
    done(wish)
    given = {"household_id": home, "person_id": who(home), "basis": "asked", "reason": "本人要求", "reference": "1号"}
    done(ErasePerson(id=fresh(), **given), "county")
    row = Correction.objects.get(id=wish.correction_id)
    assert (row.stated, row.wanted, row.why) == ("", "", "")
    assert lines(home) == {}
    assert codes(do(listing(), "township")) == ["nothing_to_list"]
