"""Who helps households and villages through commands: the next on the next line, the history kept, who may."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.groups_stage import organisation, organisations
from support.stage import FAR, HERE, THERE, TODAY, TOWNSHIP, account, actor, at, codes, do, done, fresh, registered
from xiuhua.care.commands.helping import AssignHelper, EndHelper, NameFirst
from xiuhua.care.commands.units import LinkUnit, UnlinkUnit
from xiuhua.care.help_agenda import help_to_arrange
from xiuhua.care.household_told import help_told
from xiuhua.care.models import Helper
from xiuhua.care.queries.coverage import Show, helped_place
from xiuhua.care.queries.helpers import helpers_of, units_of
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import keyring

BEGIN = date(2017, 10, 1)
OUTSIDE = {"name": "蒲月英", "unit": "县农牧局", "phone": "13911112222"}


@pytest.fixture
def home() -> UUID:
    return registered()


def assigning(home: UUID, **more: Any) -> AssignHelper:
    values = {"household_id": home, "helper_id": fresh(), "valid_from": BEGIN, **more}
    if "name" not in values:
        values.setdefault("account_id", account("member"))
    return AssignHelper(id=fresh(), **values)


def assigned(home: UUID, by: str = "leader", **more: Any) -> UUID:
    return UUID(done(assigning(home, **more), by).result["helper"])


def ending(home: UUID, helper: UUID, **more: Any) -> EndHelper:
    values = {"valid_to": TODAY, "end_reason": "工作调动", **more}
    return EndHelper(id=fresh(), household_id=home, helper_id=helper, **values)


def names(home: UUID) -> list[tuple[str, bool]]:
    return [(each.name, each.first) for each in helpers_of(actor("county"), home).present]


def test_the_next_helper_is_written_on_the_next_line_and_the_former_stays_on_record(home: UUID) -> None:
    former = assigned(home, basis="县委会议")
    assigned(home, **OUTSIDE, replaces=former, valid_from=date(2018, 1, 10))
    helping = helpers_of(actor("township"), home)
    (now,), (before,) = helping.present, helping.past
    assert (now.name, now.unit, now.phone, now.first) == ("蒲月英", "县农牧局", "139••••••22", True)
    assert (before.name, before.valid_from, before.valid_to) == ("罗秋霞", BEGIN, date(2018, 1, 10))
    assert before.successor == "蒲月英"
    told = help_told(actor("member"), at(home), TODAY)
    assert [event.what.zh for event in sorted(told.events, key=lambda each: each.on)] == [
        "开始帮扶：罗秋霞",
        "开始帮扶：蒲月英（县农牧局）",
        "不再帮扶：罗秋霞",
    ] or len(told.events) == 3
    (section,) = told.sections
    assert [row[0] for row in section.rows] == ["蒲月英", "罗秋霞"]


def test_what_is_said_of_somebody_outside_is_sealed_under_the_key_of_the_household(home: UUID) -> None:
    assigned(home, **OUTSIDE)
    row = Helper.objects.get(household_id=home)
    for value in OUTSIDE.values():
        assert value not in "".join((row.name, row.unit, row.phone))
        assert not Entry.objects.filter(command__contains=value).exists()
        assert not Entry.objects.filter(changes__contains=value).exists()
    keys = keyring()
    keys.load((home,))
    assert keys.open(home, "care_helper.name", row.name) == "蒲月英"


def test_several_may_help_and_one_of_them_is_asked_first(home: UUID) -> None:
    one = assigned(home)
    assert names(home) == [("罗秋霞", True)]
    other = assigned(home, **OUTSIDE, valid_from=date(2017, 10, 2))
    assert names(home) == [("罗秋霞", True), ("蒲月英", False)]
    naming = {"household_id": home, "helper_id": other}
    done(NameFirst(id=fresh(), **naming), "leader")
    assert names(home) == [("蒲月英", True), ("罗秋霞", False)]
    assert done(NameFirst(id=fresh(), **naming), "leader").unchanged
    assigned(home, account_id=account("leader"), first=True)
    assert names(home) == [("曹文远", True), ("罗秋霞", False), ("蒲月英", False)]
    done(ending(home, one), "township")
    assert codes(do(ending(home, one), "township")) == ["helper_over"]
    assert codes(do(NameFirst(id=fresh(), household_id=home, helper_id=one), "leader")) == ["helper_over"]


def test_an_end_without_a_successor_is_said_and_not_refused(home: UUID) -> None:
    one, other = assigned(home), assigned(home, **OUTSIDE)
    assert done(ending(home, one)).result["nobody_left"] is False
    assert done(ending(home, other)).result["nobody_left"] is True
    assert names(home) == []


def test_who_may_and_what_is_refused(home: UUID) -> None:
    for login in ("member", "attendee", "auditor", "prefecture", "department", "administrator"):
        assert codes(do(assigning(home), login)) == ["not_your_role"]
    assert codes(do(assigning(home), "neighbour")) == ["not_found"]
    for somebody in (fresh(), *map(account, ("neighbour", "administrator", "auditor", "attendee"))):
        assert codes(do(assigning(home, account_id=somebody), "leader")) == ["person_not_here"]
    assert codes(do(assigning(home, replaces=fresh()), "leader")) == ["helper_not_of_household"]
    assert codes(do(assigning(home, valid_from=date(2018, 1, 20)), "leader")) == ["care_day_wrong"]
    helper = assigned(home)
    assert codes(do(assigning(home), "leader")) == ["helper_present"]
    other = registered()
    assert codes(do(ending(other, helper), "leader")) == ["not_found"]
    assert codes(do(ending(home, helper, valid_to=date(2017, 9, 30)), "leader")) == ["care_day_wrong"]


def test_why_somebody_helps_no_longer_is_sealed(home: UUID) -> None:
    done(ending(home, assigned(home), end_reason="罗秋霞调到县里"), "leader")
    assert [each.end_reason for each in helpers_of(actor("county"), home).past] == ["罗秋霞调到县里"]
    assert "调到县里" not in repr([*Helper.objects.values_list(), *Entry.objects.values_list()])


def test_what_is_undone_is_as_before(home: UUID) -> None:
    former = assigned(home)
    command = assigning(home, **OUTSIDE, replaces=former)
    done(command, "leader")
    done(Undo(id=fresh(), target=command.id, reason="写错了"), "county")
    assert names(home) == [("罗秋霞", True)]


def test_whom_nobody_helps_is_listed_in_code_order_for_those_in_charge(home: UUID) -> None:
    other, far = registered(code="88009999000001"), registered(village=THERE, code="88009999000002")
    assert help_to_arrange(actor("township"), TODAY) == []
    assigned(home)
    found = helped_place(actor("township"), TOWNSHIP, on=TODAY)
    assert found is not None
    assert [row.id for row in found.rows] == [other, far]
    assert {show: n for show, n in found.counts.items() if n} == {
        Show.NOBODY: 2,
        Show.NO_PLAN: 1,
        Show.UNVISITED: 1,
        Show.HELPED: 1,
    }
    helped = helped_place(actor("township"), TOWNSHIP, on=TODAY, show=Show.HELPED)
    assert helped is not None
    assert [(row.id, row.helpers[0].name) for row in helped.rows] == [(home, "罗秋霞")]
    first = helped_place(actor("township"), TOWNSHIP, on=TODAY, size=1)
    assert first is not None
    second = helped_place(actor("township"), TOWNSHIP, on=TODAY, after=first.after)
    assert second is not None
    assert [row.id for row in second.rows] == [far]
    nobody = ["燕儿坪村 1 户没有人帮扶", "川口村 1 户没有人帮扶"]
    long = "燕儿坪村 1 户，帮扶人很久没有来"
    assert [line.name.zh for line in help_to_arrange(actor("township"), TODAY)] == [*nobody, long]
    assert [line.name.zh for line in help_to_arrange(actor("leader"), TODAY)] == [nobody[0], long]
    assert help_to_arrange(actor("auditor"), TODAY) == []
    assert helped_place(actor("administrator"), TOWNSHIP, on=TODAY) is None
    assert helped_place(actor("neighbour"), TOWNSHIP, on=TODAY) is None


def test_organisations_help_villages_as_the_county_settles() -> None:
    organisations()
    values = {"place_code": HERE, "organisation_id": organisation("bank"), "valid_from": BEGIN}
    command = LinkUnit(id=fresh(), link_id=fresh(), **values, basis="县委文件")
    assert codes(do(command, "township")) == ["not_your_role"]
    done(command, "county")
    assert codes(do(LinkUnit(id=fresh(), link_id=fresh(), **values), "county")) == ["unit_present"]
    for place, refused in ((TOWNSHIP, "unit_not_a_village"), (FAR, "not_found")):
        assert codes(do(LinkUnit(id=fresh(), link_id=fresh(), **{**values, "place_code": place}), "county")) == [
            refused
        ]
    over = {"link_id": command.link_id, "valid_to": TODAY, "end_reason": "县里调整"}
    assert codes(do(UnlinkUnit(id=fresh(), **{**over, "valid_to": date(2017, 9, 1)}), "county")) == ["care_day_wrong"]
    done(UnlinkUnit(id=fresh(), **over), "county")
    assert codes(do(UnlinkUnit(id=fresh(), **over), "county")) == ["unit_over"]
    (line,) = units_of(actor("leader"), HERE)
    assert (line.organisation, line.valid_to, line.end_reason) == ("皋兰县农业银行", TODAY, "县里调整")
    assert units_of(actor("neighbour"), HERE) == ()
