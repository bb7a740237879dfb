"""Lists of departments beside the register: who is on both sides, who differs, who may be overlooked."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import orjson
import pytest

from support.stage import (
    COUNTY,
    FAR,
    HERE,
    NOW,
    STATED,
    THERE,
    TODAY,
    TOWNSHIP,
    actor,
    codes,
    do,
    done,
    family,
    fresh,
    number,
    people_of,
    person,
    registered,
)
from xiuhua.platform.exchange.comparing import ListRefused, open_list
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.vault.keyring import KeyDestroyed, keyring
from xiuhua.registry.commands.comparisons import NOTE_LABEL, DeleteComparison, HandleCompared
from xiuhua.registry.commands.consents import RecordConsent
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.record_comparison import QUOTED_LABEL, ComparedLine, Quoted, RecordComparison
from xiuhua.registry.comparing import Wanted, compare, record
from xiuhua.registry.department_lists import DepartmentLists
from xiuhua.registry.models import Comparison, ComparisonLine, Household, Person
from xiuhua.registry.queries.comparisons import comparison_page

ON = date(2017, 12, 31)
WHERE = {"县": "皋兰县", "乡镇": "水阜镇", "村": "燕儿坪村"}
ALLOWANCE = ("姓名", "身份证号", "县", "乡镇", "村", "低保类别", "保障金额", "起始时间")
DISABILITY = ("姓名", "残疾人证号", "乡镇", "村", "残疾类别", "残疾等级")
PUPILS = ("姓名", "身份证号码", "村", "学校", "年级", "在读/辍学")
HOUSES = ("姓名", "公民身份号码", "村", "房屋等级", "改造年度")


def book(headers: Iterable[str], *rows: Mapping[str, Any]) -> bytes:
    headers, made = tuple(headers), openpyxl.Workbook()
    page = made.active
    assert page is not None
    page.append(["部门名单"])
    page.append(list(headers))
    for each in rows:
        page.append([each.get(header) for header in headers])
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def run(by: str = "township") -> Run:
    return Run(fresh(), actor(by), NOW, TODAY, catalogue.policy(), keyring())


def brought(
    headers: Iterable[str], *rows: Mapping[str, Any], by: str = "township", place: str = TOWNSHIP, on: date = ON
) -> UUID:
    """Compare a list and record it, and return the id of the comparison."""
    data, reading = book(headers, *rows), run(by)
    wanted = Wanted(place, on, keyring().digest(data))
    compared = compare(open_list(data, name="名单.xlsx"), reading, wanted)
    receipts = record(compared, reading.session, wanted, reading)
    assert all(receipt.accepted for receipt in receipts), [receipt.problems for receipt in receipts]
    return reading.session


def lines(comparison: UUID, *, side: str = "") -> list[tuple[str, str, int]]:
    """Return the lines as (side, who, row) in their order."""
    rows = ComparisonLine.objects.filter(comparison_id=comparison).order_by("position")
    chosen = rows.filter(side=side) if side else rows
    return [
        (each.side, each.person.name if each.person else quoted(each).get("name", ""), each.number)
        for each in chosen.select_related("person")
    ]


def quoted(line: ComparisonLine) -> dict[str, Any]:
    if not line.quoted:
        return {}
    found: dict[str, Any] = orjson.loads(keyring().open(line.comparison_id, QUOTED_LABEL, line.quoted))
    return found


def identity(household: UUID, name: str) -> str:
    """Return the number of somebody who is registered."""
    found = people_of(household)[name]
    return keyring().open(found.id, "registry_person.identity", found.identity)


def agreed(household: UUID, person: UUID | None = None) -> UUID:
    """Record that a household, or one of it, agreed to matching health with departments; return the consent."""
    consent = fresh()
    use = {"data_set": "health", "purpose": "help", "scope": "matching", "given_by": "self", "given_on": TODAY}
    done(RecordConsent(id=fresh(), household_id=household, consent_id=consent, person_id=person, **use))
    return consent


def poor(**more: Any) -> UUID:
    """Register a household that is recorded with the minimum allowance."""
    return registered(stated=STATED.model_copy(update={"household_kind": "低保贫困户", **more}))


def test_a_household_is_on_one_of_four_sides() -> None:
    same, other, left_out = poor(), registered(), poor()
    stranger = number("1961-04-05", female=True)
    comparison = brought(
        ALLOWANCE,
        {"姓名": "何慧珍", "身份证号": identity(same, "何慧珍"), **WHERE, "低保类别": "农村低保", "保障金额": 320},
        {"姓名": "田巧仓", "身份证号": identity(same, "田巧仓"), **WHERE, "低保类别": "低保"},
        {"姓名": "何慧珍", "身份证号": identity(other, "何慧珍"), **WHERE, "低保类别": "二类", "保障金额": 210},
        {"姓名": "潘月红", "身份证号": stranger, **WHERE, "低保类别": "特困"},
    )
    found = ComparisonLine.objects.filter(comparison_id=comparison)
    assert {each.side: each.household_id for each in found} == {
        "agreeing": same,
        "differing": other,
        "only_here": left_out,
        "only_listed": None,
    }
    assert len(found) == 4, "the rows of a household are one line"
    differing, overlooked = found.get(side="differing"), found.get(side="only_listed")
    assert differing.listed == "allowance"
    assert quoted(differing) == {"cells": [["低保类别", "二类"], ["保障金额", "210"]]}, "nothing that is recorded here"
    assert overlooked.place_code == HERE
    assert quoted(overlooked)["name"] == "潘月红"
    assert quoted(overlooked)["number"] == stranger[:6] + "••••••••" + stranger[-4:]
    assert not any(found.exclude(side__in=("differing", "only_listed")).values_list("quoted", flat=True))


def test_a_row_that_differs_goes_before_one_of_the_same_household_that_agrees() -> None:
    home = poor()
    comparison = brought(
        ALLOWANCE,
        {"姓名": "何慧珍", "身份证号": identity(home, "何慧珍"), **WHERE, "低保类别": "低保"},
        {"姓名": "田巧仓", "身份证号": identity(home, "田巧仓"), **WHERE, "低保类别": "特困"},
    )
    assert lines(comparison) == [("differing", "田巧仓", 4)]


def test_health_is_compared_although_it_is_sealed() -> None:
    members = (
        person("何慧珍", "户主", "1970-03-05", female=True, health="残疾"),
        person("田巧仓", "配偶", "1968-07-11", health="健康"),
        person("何小军", "之子", "2001-02-09", health="残疾"),
    )
    home = registered(members=members)
    agreed(home)
    card = {"乡镇": "水阜", "村": "燕儿坪", "残疾类别": "肢体", "残疾等级": "二级"}
    comparison = brought(
        DISABILITY,
        {"姓名": "何慧珍", "残疾人证号": identity(home, "何慧珍") + "42", **card},
        {"姓名": "田巧仓", "残疾人证号": identity(home, "田巧仓") + "43", **card},
    )
    assert sorted(lines(comparison)) == [
        ("agreeing", "何慧珍", 3),
        ("differing", "田巧仓", 4),
        ("only_here", "何小军", 0),
    ]


def test_pupils_who_dropped_out_and_houses_that_were_rebuilt() -> None:
    home = registered(stated=STATED.model_copy(update={"unsafe_house": True}))
    pupil = {"姓名": "何小军", "身份证号码": identity(home, "何小军"), "学校": "水阜中学", "村": "燕儿坪村"}
    comparison = brought(PUPILS, {**pupil, "年级": "九年级", "在读/辍学": "疑似辍学"})
    assert lines(comparison) == [("differing", "何小军", 3)]
    house = {"姓名": "何慧珍", "公民身份号码": identity(home, "何慧珍"), "村": "燕儿坪村", "房屋等级": "D级"}
    assert lines(brought(HOUSES, house)) == [("agreeing", "何慧珍", 3)]
    assert lines(brought(HOUSES, {**house, "改造年度": 2016})) == [("differing", "何慧珍", 3)]


def test_bad_cells_are_told_and_the_good_rows_compared() -> None:
    home = poor()
    good = identity(home, "何慧珍")
    wrong = good[:17] + ("1" if good[17] != "1" else "2")
    comparison = brought(
        ALLOWANCE,
        {"姓名": "何慧珍", "身份证号": good, **WHERE, "低保类别": "低保"},
        {"姓名": "田巧仓", "身份证号": wrong, **WHERE, "低保类别": "低保"},
        {"姓名": "", "身份证号": number("1950-01-01", female=True), **WHERE, "低保类别": "低保"},
        {"姓名": "石头", "身份证号": number("1951-01-01", female=True), **WHERE, "低保类别": "某种补助"},
        {"姓名": "何慧珍", "身份证号": good, **WHERE, "低保类别": "低保"},
        {"姓名": "无号人", "身份证号": "", **WHERE, "低保类别": "低保"},
    )
    told = ComparisonLine.objects.filter(comparison_id=comparison, side="wrong").order_by("position")
    assert [(each.number, quoted(each)["problem"], quoted(each)["cells"][0][0]) for each in told] == [
        (4, "identity_check_digit", "身份证号"),
        (5, "listed_without_name", "姓名"),
        (6, "comparison_words_unknown", "低保类别"),
        (7, "listed_twice", "身份证号"),
        (8, "listed_without_number", "身份证号"),
    ]
    assert lines(comparison, side="agreeing") == [("agreeing", "何慧珍", 3)]
    assert Comparison.objects.get(id=comparison).rows == 6


def test_a_namesake_without_a_number_is_only_perhaps_the_same() -> None:
    registered()
    comparison = brought(ALLOWANCE, {"姓名": "田巧仓", **WHERE, "低保类别": "低保"})
    assert lines(comparison) == [("perhaps", "田巧仓", 3)]
    elsewhere = brought(ALLOWANCE, {"姓名": "田巧仓", **WHERE, "村": "川口村", "低保类别": "低保"})
    assert [side for side, _, _ in lines(elsewhere)] == ["wrong"], "never by name alone, and only in the village"


def test_of_who_lives_elsewhere_nothing_is_kept_or_told() -> None:
    """Whether somebody of another county is registered there makes no difference: both rows are only counted."""
    far = registered(village=FAR, stated=STATED.model_copy(update={"household_kind": "低保贫困户"}))
    there = {"县": "榆中县", "乡镇": "龙泉乡", "村": "庙咀村", "低保类别": "低保"}
    comparison = brought(
        ALLOWANCE,
        {"姓名": "何慧珍", "身份证号": identity(far, "何慧珍"), **there},
        {"姓名": "路人", "身份证号": number("1950-01-01", female=True), **there},
        {"姓名": "不知何处", "身份证号": number("1950-01-02", female=True), "低保类别": "低保"},
    )
    assert lines(comparison) == []
    assert Comparison.objects.get(id=comparison).outside == 3
    claimed = brought(ALLOWANCE, {"姓名": "何慧珍", "身份证号": identity(far, "何慧珍"), **WHERE, "低保类别": "低保"})
    assert lines(claimed) == [("only_listed", "何慧珍", 3)], "registered elsewhere looks like registered nowhere"


def test_a_village_is_compared_with_its_own_people_alone() -> None:
    here, there = poor(), registered(village=THERE, stated=STATED.model_copy(update={"household_kind": "低保贫困户"}))
    row = {"姓名": "何慧珍", "低保类别": "低保", **WHERE}
    comparison = brought(
        ALLOWANCE,
        {**row, "身份证号": identity(here, "何慧珍")},
        {**row, "村": "川口村", "身份证号": identity(there, "何慧珍")},
        place=HERE,
    )
    assert [(side, n) for side, _, n in lines(comparison)] == [("agreeing", 3)]
    assert Comparison.objects.get(id=comparison).outside == 1


@pytest.mark.parametrize(
    ("place", "on", "code"),
    [
        ("620100000000", ON, "comparison_place_too_wide"),
        (HERE, date(2018, 6, 1), "comparison_day_to_come"),
        (HERE, date(2010, 6, 1), "comparison_before_kind"),
        (FAR, ON, "not_found"),
    ],
)
def test_what_cannot_be_compared_is_refused_before_anything_is_read(place: str, on: date, code: str) -> None:
    data = book(ALLOWANCE, {"姓名": "何慧珍", "低保类别": "低保"})
    with pytest.raises(ListRefused) as refused:
        compare(open_list(data, name="名单.xlsx"), run(), Wanted(place, on, keyring().digest(data)))
    assert refused.value.problem.code == code


def test_a_list_is_compared_once_for_a_place_and_a_day() -> None:
    row = {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "低保"}
    first = brought(ALLOWANCE, row)
    kept = Comparison.objects.get(id=first)
    head = {"kind": "allowance", "place_code": TOWNSHIP, "listed_on": ON, "digest": kept.digest, "rows": 1}
    again = RecordComparison(id=fresh(), comparison_id=fresh(), **head)
    assert codes(do(again)) == ["comparison_there_already"]
    assert codes(do(RecordComparison(id=fresh(), comparison_id=first, **head))) == ["not_found"]
    later = RecordComparison(id=fresh(), comparison_id=fresh(), **{**head, "listed_on": date(2018, 1, 1)})
    assert do(later).accepted


def test_lines_name_only_what_lies_in_the_place() -> None:
    far = Household.objects.get(id=registered(village=FAR))
    head = {"kind": "allowance", "place_code": TOWNSHIP, "listed_on": ON, "digest": "0" * 32, "rows": 1}
    for line in (
        ComparedLine(side="only_here", place_code=FAR),
        ComparedLine(side="only_here", place_code=HERE, household_id=far.id),
        ComparedLine(side="only_here", place_code=HERE, household_id=fresh()),
        ComparedLine(side="only_here", place_code=HERE, person_id=Person.objects.filter(household=far).first().id),
    ):
        assert codes(do(RecordComparison(id=fresh(), comparison_id=fresh(), lines=(line,), **head))) == ["not_found"]


def differing() -> ComparisonLine:
    home = registered()
    comparison = brought(
        ALLOWANCE, {"姓名": "何慧珍", "身份证号": identity(home, "何慧珍"), **WHERE, "低保类别": "低保"}
    )
    return ComparisonLine.objects.get(comparison_id=comparison, side="differing")


def test_looking_at_a_line_is_recorded_with_its_result_and_can_be_corrected() -> None:
    line = differing()
    wish = {"comparison_id": line.comparison_id, "line_id": line.id}
    assert codes(do(HandleCompared(id=fresh(), **wish, result="namesake"), "member")) == ["compared_result_unknown"]
    assert codes(do(HandleCompared(id=fresh(), **wish, result="other"), "member")) == ["compared_note_missing"]
    done(HandleCompared(id=fresh(), **wish, result="list_right", note="看了存折"), "member")
    line.refresh_from_db()
    assert (line.result, line.handled_on) == ("list_right", TODAY)
    assert keyring().open(line.comparison_id, NOTE_LABEL, line.note) == "看了存折"
    assert do(HandleCompared(id=fresh(), **wish, result="list_right"), "member").unchanged
    done(HandleCompared(id=fresh(), **wish), "member")
    line.refresh_from_db()
    assert (line.result, line.note, line.handled_by, line.handled_on) == ("", "", None, None)
    assert codes(do(HandleCompared(id=fresh(), **wish, result="list_right"), "neighbour")) == ["not_found"]
    assert codes(do(HandleCompared(id=fresh(), **wish, result="list_right"), "auditor")) == ["not_your_role"]


def test_looking_can_be_undone_and_a_comparison_only_deleted() -> None:
    line = differing()
    handled = HandleCompared(id=fresh(), comparison_id=line.comparison_id, line_id=line.id, result="list_right")
    done(handled)
    done(Undo(id=fresh(), target=handled.id, reason="记错了"))
    line.refresh_from_db()
    assert (line.result, line.handled_by, line.handled_on) == ("", None, None)
    recorded = Entry.objects.get(code=RecordComparison.code).command_id
    assert codes(do(Undo(id=fresh(), target=recorded, reason="比错了"))) == ["not_undoable"]


def test_the_journal_keeps_sides_and_results_under_the_key_that_goes() -> None:
    line = differing()
    done(HandleCompared(id=fresh(), comparison_id=line.comparison_id, line_id=line.id, result="list_right"))
    kept = "".join(entry.changes + entry.command for entry in Entry.objects.filter(code__contains="compar"))
    told = [each for each in ("differing", "allowance", "低保", "list_right") if each in kept]
    assert told == ["allowance"], "the kind of the list, which is no secret"


def test_a_deleted_comparison_leaves_nothing_that_can_be_read() -> None:
    line = differing()
    key = line.comparison_id
    done(HandleCompared(id=fresh(), comparison_id=key, line_id=line.id, result="list_right", note="看了存折"))
    assert codes(do(DeleteComparison(id=fresh(), comparison_id=key), "member")) == ["not_your_role"]
    wish = DeleteComparison(id=fresh(), comparison_id=key)
    done(wish)
    assert not Comparison.objects.filter(id=key).exists()
    assert not ComparisonLine.objects.exists()
    with pytest.raises(KeyDestroyed):
        keyring().open(key, QUOTED_LABEL, line.quoted)
    assert line.quoted in Entry.objects.get(code=RecordComparison.code).changes, "sealed, and the key is gone"
    assert do(wish).repeated


def test_what_a_list_says_of_somebody_goes_when_they_are_erased() -> None:
    home = registered()
    row = {
        "姓名": "何小军",
        "身份证号码": identity(home, "何小军"),
        "村": "燕儿坪村",
        "学校": "水阜中学",
        "在读/辍学": "辍学",
    }
    comparison = brought(PUPILS, row)
    person = people_of(home)["何小军"]
    words = {"basis": "asked", "reference": "申请 2018-3", "reason": "本人要求"}
    done(ErasePerson(id=fresh(), household_id=home, person_id=person.id, **words), "county")
    page = comparison_page(actor("township"), comparison, on=TODAY)
    assert page is not None
    (line,) = page.lines
    assert (line.name, line.number, line.cells) == (line.head, "", ())
    assert line.listed is not None
    assert line.listed.zh == "（已删除）"


def test_what_a_list_said_of_somebody_before_they_were_registered_goes_too() -> None:
    born = number("1985-06-07", female=True)
    also = number("1986-06-07", female=True)
    rows = [{"姓名": "潘月红", "身份证号": each, **WHERE, "低保类别": "低保"} for each in (born, also)]
    comparison = brought(ALLOWANCE, *rows)
    assert [side for side, _, _ in lines(comparison)] == ["only_listed"] * 2
    home = registered(members=(*family(), person("潘月红", "之女", "1985-06-07", female=True, identity=born)))
    somebody = people_of(home)["潘月红"]
    words = {"basis": "asked", "reference": "申请 2018-3", "reason": "本人要求"}
    done(ErasePerson(id=fresh(), household_id=home, person_id=somebody.id, **words), "county")
    page = comparison_page(actor("township"), comparison, on=TODAY, side="only_listed")
    assert page is not None
    assert [(line.name, line.number[-4:]) for line in page.lines] == [("", ""), ("潘月红", also[-4:])]


def test_a_comparison_that_is_too_old_goes_when_the_next_one_comes() -> None:
    line = differing()
    days = catalogue.policy().at("registry.comparison_days", on=TODAY).value
    reading = run()
    data = book(
        ALLOWANCE, {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "低保"}
    )
    asked, lists = {"place": HERE, "on": "2018-01-01"}, DepartmentLists()
    found = lists.compare(open_list(data, name="名单.xlsx"), reading, asked, "1" * 32, lambda done: None)
    lists.record(found, reading.session, reading, asked, "1" * 32)
    assert Comparison.objects.filter(id=line.comparison_id).exists()
    after = timedelta(days=days + 1)
    later = Run(fresh(), reading.actor, NOW + after, TODAY + after, reading.policy, keyring())
    with_digest = lists.compare(open_list(data, name="名单.xlsx"), later, asked, "2" * 32, lambda done: None)
    lists.record(with_digest, later.session, later, asked, "2" * 32)
    assert [each.id for each in Comparison.objects.all()] == [later.session]


def test_a_long_list_is_recorded_in_parts() -> None:
    rows = [
        {"姓名": "潘月红", "身份证号": number("1961-04-05", female=True), **WHERE, "低保类别": "低保"}
        for _ in range(12)
    ]
    comparison = brought(ALLOWANCE, *rows[:3])
    key, head = fresh(), {"kind": "allowance", "place_code": HERE, "listed_on": ON, "digest": "0" * 32, "rows": 2}
    line = ComparedLine(side="only_listed", place_code=HERE, number=3, quoted=Quoted(name="潘月红"))
    assert codes(do(RecordComparison(id=fresh(), comparison_id=key, part=1, lines=(line,), **head))) == ["not_found"]
    done(RecordComparison(id=fresh(), comparison_id=key, lines=(line,), **head))
    done(RecordComparison(id=fresh(), comparison_id=key, part=1, lines=(line,), **head))
    assert list(
        ComparisonLine.objects.filter(comparison_id=key).order_by("position").values_list("position", flat=True)
    ) == [0, 500]
    assert len(lines(comparison)) == 3


def test_a_whole_county_is_compared_by_its_officer() -> None:
    poor()
    comparison = brought(ALLOWANCE, by="county", place=COUNTY)
    assert lines(comparison) == [("only_here", "", 0)]


def test_a_comparison_under_the_id_of_somebody_is_refused_and_destroys_no_key() -> None:
    home = registered()
    somebody = Person.objects.filter(household_id=home).order_by("id")[0]
    for theirs in (somebody.id, home):
        wish = RecordComparison(
            id=fresh(),
            comparison_id=theirs,
            kind="allowance",
            place_code=HERE,
            listed_on=ON,
            digest="0" * 32,
            rows=0,
        )
        refused = do(wish, "township")
        assert codes(refused) == ["meets_existing"]
        assert not Comparison.objects.exists()
    assert keyring().open(somebody.id, "registry_person.identity", somebody.identity)


def test_a_bad_cell_that_nobody_has_words_for_leaves_the_comparison_readable() -> None:
    for code, values in (("nonsense", {}), ("unknown_value", {}), ("unknown_value", {"value": "x"})):
        comparison = fresh()
        line = ComparedLine(
            side="wrong", place_code=HERE, number=1, quoted=Quoted(cells=(("低保", "?"),), problem=code, values=values)
        )
        wish = RecordComparison(
            id=fresh(),
            comparison_id=comparison,
            kind="allowance",
            place_code=HERE,
            listed_on=ON,
            digest=comparison.hex,
            rows=1,
            lines=(line,),
        )
        done(wish, "township")
        page = comparison_page(actor("township"), comparison, on=TODAY, side="wrong")
        assert page is not None
        assert (page.lines[0].problem is not None) is bool(values)
        assert page.lines[0].cells == (("低保", "?"),)
