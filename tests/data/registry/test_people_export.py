"""The person list goes out and comes back: nothing new, nothing changed but what somebody edited."""

from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from pydantic import ValidationError

from support.exports import (
    as_csv,
    changes,
    edited,
    errors,
    exported,
    looked,
    run,
    set_cells,
    table,
    taken,
    warnings,
)
from support.stage import (
    COUNTY,
    FAR,
    HERE,
    THERE,
    TODAY,
    actor,
    done,
    family,
    fresh,
    people_of,
    person,
    questions_of,
    registered,
    statement_of,
    version,
)
from xiuhua.platform.exchange.commands import RecordExport
from xiuhua.platform.exchange.exporting import Absent, ExportRefused, offer
from xiuhua.platform.exchange.importing import open_sheet, preview
from xiuhua.platform.exchange.models import Export
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.exchange.restoring import judge_sheet
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember, LeaveHousehold
from xiuhua.registry.corrections import COLUMNS
from xiuhua.registry.corrections import opened as lines_of
from xiuhua.registry.models import Correction, Household, Person
from xiuhua.registry.stored import SEALED_LABELS


def opened(who: Person, name: str) -> str:
    return keyring().open(who.id, SEALED_LABELS[name], getattr(who, name))


def refused(data: bytes, by: str = "township") -> Any:
    with pytest.raises(SheetRefused) as caught:
        looked(data, by)
    return caught.value.problem


def test_an_untouched_sheet_changes_nothing() -> None:
    registered()
    registered(village=THERE)
    found = looked(exported("people", COUNTY, "county"))
    assert (found.rows, found.new, found.same, found.left_out) == (6, 0, 6, 0)
    assert not changes(found)
    assert not errors(found)
    assert not warnings(found)


def test_the_sheet_is_text_without_formulas_links_or_full_numbers() -> None:
    home = registered(members=(person("=1+1", "户主", "1970-03-05", phone="13990001111"), *family()[1:]))
    data = exported("people", HERE)
    book = openpyxl.load_workbook(BytesIO(data))
    cells = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n"}
    assert not any(cell.hyperlink for cell in cells)
    rows = table(data)
    assert rows[0]["姓名"] == "=1+1"
    who = people_of(home)["=1+1"]
    number = opened(who, "identity")
    assert rows[0]["证件号码"] == f"{number[:6]}••••••••{number[14:]}"
    assert rows[0]["联系电话"] == "139••••••11"
    assert not any(number in str(cell.value) for cell in cells)
    assert str(rows[0]["户编号"]) == Household.objects.get(id=home).code
    assert rows[-1]["序号"].startswith("导出完毕：共 3 行 · 截至 2018年1月19日 · 燕儿坪村")
    assert "用于走访帮扶" in rows[-1]["序号"]


def test_one_edited_cell_is_exactly_that_change() -> None:
    home = registered()
    registered()
    data = set_cells(exported("people", HERE), {(3, "文化程度"): "高中"})
    found = looked(data)
    assert changes(found) == [(3, "文化程度", "初中", "高中")]
    assert (found.new, found.same, errors(found), warnings(found)) == (0, 5, [], [])
    result = taken(data)
    assert (result.accepted, result.unchanged, result.held) == (1, 1, 0)
    assert people_of(home)["田巧仓"].education == "高中"
    assert looked(data).same == 6


def asked_for(home: UUID) -> list[tuple[str, Any, bool]]:
    rows = Correction.objects.filter(household_id=home, state="open").order_by("field")
    return [(line.field, line.wanted, line.local) for line in lines_of(rows.values(*COLUMNS), keyring())]


def test_an_edit_is_entered_here_and_told_to_the_system_that_masters_the_record() -> None:
    home = registered()
    taken(set_cells(exported("people", HERE), {(3, "文化程度"): "高中", (2, "人均纯收入"): 2600}))
    assert asked_for(home) == [("education", "高中", True), ("per_head_income", 260000, True)]
    assert statement_of(home).origin == "edited"
    taken(set_cells(exported("people", HERE), {(3, "文化程度"): "初中"}))
    assert asked_for(home) == [("per_head_income", 260000, True)]


def test_an_edit_of_what_is_mastered_is_shown_and_asked_for_and_changes_nothing_here() -> None:
    home = registered()
    before = statement_of(home)
    data = set_cells(exported("people", HERE), {(3, "民族"): "回族", (2, "主要致贫原因"): "因学"})
    found = looked(data)
    assert changes(found) == [(2, "主要致贫原因", before.main_cause, "因学"), (3, "民族", "汉族", "回族")]
    assert warnings(found) == [(2, "主要致贫原因", "edit_is_asked_for"), (3, "民族", "edit_is_asked_for")]
    assert taken(data).accepted == 1
    assert asked_for(home) == [("ethnicity", "回族", False), ("main_cause", "因学", False)]
    assert (people_of(home)["田巧仓"].ethnicity, statement_of(home).id) == ("汉族", before.id)
    again = looked(data)
    assert (again.same, changes(again), warnings(again)) == (3, [], [])
    assert taken(data).unchanged == 1
    taken(set_cells(exported("people", HERE), {(3, "民族"): "藏族"}))
    assert asked_for(home) == [("ethnicity", "藏族", False), ("main_cause", "因学", False)]


def test_what_is_registered_here_gets_no_master_by_an_edited_sheet() -> None:
    home = registered(origin="form")
    taken(set_cells(exported("people", HERE), {(3, "民族"): "回族"}))
    assert (people_of(home)["田巧仓"].ethnicity, asked_for(home)) == ("回族", [])
    assert Household.objects.get(id=home).origin == people_of(home)["田巧仓"].origin == "form"


def test_a_cell_of_the_household_is_changed_on_the_row_of_its_head() -> None:
    home = registered()
    data = set_cells(exported("people", HERE), {(2, "人均纯收入"): "2,600.50元"})
    assert changes(looked(data)) == [(2, "人均纯收入", "2485", "2600.5")]
    taken(data)
    assert statement_of(home).per_head_income == 260050


def test_masks_that_nobody_touched_stay_and_full_values_are_new() -> None:
    home = registered()
    data = set_cells(exported("people", HERE), {(2, "联系电话"): "13977776666"})
    assert changes(looked(data)) == [(2, "联系电话", "139••••••11", "13977776666")]
    taken(data)
    assert opened(people_of(home)["何慧珍"], "phone") == "13977776666"
    partly = set_cells(exported("people", HERE), {(2, "证件号码"): "620199••••••••9999"})
    assert errors(looked(partly)) == [(2, "证件号码", "export_mask_changed")]


def test_health_stays_masked_for_whoever_does_not_see_it() -> None:
    registered()
    data = exported("people", HERE, "prefecture")
    assert {row["健康状况"] for row in table(data)[:3]} == {"••••••"}
    found = looked(set_cells(data, {(3, "文化程度"): "高中"}), "prefecture")
    assert changes(found) == [(3, "文化程度", "初中", "高中")]


def test_no_finding_tells_what_a_mask_hides() -> None:
    home = registered(members=(person("何慧珍", "户主", "1970-03-05", phone="1399"), *family()[1:]))
    assert questions_of(home)
    found = looked(set_cells(exported("people", HERE), {(2, "民族"): "回族"}))
    who = people_of(home)["何慧珍"]
    for each in found.judged[0].findings:
        assert opened(who, "identity") not in str(each)
        assert not (each.column == "联系电话" and each.value == "1399")


def test_what_others_changed_meanwhile_is_kept_where_nobody_edited_it() -> None:
    home = registered()
    data = exported("people", HERE)
    wife = people_of(home)["田巧仓"]
    done(CorrectMember(id=fresh(), household_id=home, person_id=wife.id, education="大专", phone="13900002222"))
    assert looked(data).same == 3
    mine = set_cells(data, {(3, "在校生状况"): "九年级"})
    assert changes(looked(mine)) == [(3, "在校生状况", "", "九年级")]
    taken(mine)
    assert (people_of(home)["田巧仓"].education, people_of(home)["田巧仓"].school) == ("大专", "九年级")


def test_a_cell_that_both_changed_is_a_conflict_with_both_values() -> None:
    home = registered(origin="form")
    data = exported("people", HERE)
    wife = people_of(home)["田巧仓"]
    done(CorrectMember(id=fresh(), household_id=home, person_id=wife.id, education="大专"))
    done(CorrectHousehold(id=fresh(), household_id=home, per_head_income=Decimal("2600")))
    both = set_cells(data, {(3, "文化程度"): "高中", (2, "人均纯收入"): 2700})
    found = looked(both)
    assert errors(found) == [(2, "人均纯收入", "changed_meanwhile"), (3, "文化程度", "changed_meanwhile")]
    values = [each.problem.values for each in found.findings("error")]
    assert [(each["theirs"], each["yours"]) for each in values] == [(["2600"], ["2700"]), (["大专"], ["高中"])]
    assert taken(both).held == 1
    assert people_of(home)["田巧仓"].education == "大专"


def test_deleted_rows_say_nothing_and_are_counted() -> None:
    home = registered()
    registered()
    data = edited(exported("people", HERE), lambda page: page.delete_rows(2, 1))
    found = looked(data)
    assert (found.left_out, found.new, found.same, errors(found)) == (1, 0, 5, [])
    other = set_cells(data, {(2, "民族"): "回族"})
    assert changes(looked(other)) == [(2, "民族", "汉族", "回族")]
    taken(other)
    assert len(people_of(home)) == 3


def test_a_sheet_whose_end_is_missing_is_refused() -> None:
    for _ in range(10):
        registered()
    data = exported("people", HERE)
    without_end = edited(data, lambda page: page.delete_rows(page.max_row, 1))
    assert refused(without_end).code == "export_cut_off"
    assert refused(edited(data, lambda page: page.delete_rows(10, 22))).code == "export_rows_missing"
    assert looked(edited(data, lambda page: page.delete_rows(3, 22))).left_out == 22
    with pytest.raises(SheetRefused) as caught:
        looked(data[: len(data) // 2])
    assert caught.value.problem.code == "workbook_damaged"


def test_a_changed_key_is_refused_at_its_cell() -> None:
    registered()
    data = exported("people", HERE)
    row = table(data)[0]
    for header in ("户记录编号（勿改）", "人记录编号（勿改）", "版本号（勿改）"):
        changed = row[header][:4] + ("0" if row[header][4] != "0" else "1") + row[header][5:]
        assert errors(looked(set_cells(data, {(2, header): changed}))) == [(2, header, "export_key_changed")]
    swapped = {(2, "人记录编号（勿改）"): table(data)[1]["人记录编号（勿改）"]}
    assert errors(looked(set_cells(data, swapped)))[0][2] in ("export_key_changed", "export_row_twice")
    for header in ("户编号", "人编号"):
        found = looked(set_cells(data, {(2, header): "99000000001"}))
        assert errors(found) == [(2, header, "export_key_changed")]
        assert not found.new
    twice = edited(data, lambda page: page.append([cell.value for cell in page[2]]))
    assert [code for _, _, code in errors(looked(twice))] == ["export_row_twice"]
    lacking = edited(data, lambda page: page.delete_cols(page.max_column, 1))
    assert refused(lacking).code == "export_keys_missing"


def test_a_changed_stamp_and_a_sheet_from_elsewhere_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    registered()
    data = exported("people", HERE)
    end = len(table(data)) + 1
    stamp = table(data)[-1]["户记录编号（勿改）"]
    changed = set_cells(data, {(end, "户记录编号（勿改）"): stamp.replace(";3;", ";9;")})
    assert refused(changed).code == "export_stamp_changed"
    export = stamp.split(";")[2]
    foreign = set_cells(changed, {(end, "户记录编号（勿改）"): stamp.replace(export, str(fresh()))})
    assert refused(foreign).code == "export_from_elsewhere"


def test_a_sheet_of_another_territory_is_told() -> None:
    registered()
    assert refused(exported("people", HERE), "neighbour").code == "export_of_other_territory"


def test_somebody_new_is_a_row_with_blank_keys() -> None:
    home = registered()
    data = exported("people", HERE)
    code = Household.objects.get(id=home).code

    def add(page: Any) -> None:
        headers = {cell.value: cell.column for cell in page[1]}
        page.insert_rows(page.max_row)
        new = {"户编号": code, "姓名": "何新来", "与户主关系": "之女", "人编号": "88009999999"}
        for header, value in new.items():
            page.cell(page.max_row - 1, headers[header]).value = value

    found = looked(edited(data, add))
    assert not errors(found)
    assert (found.new, changes(found)) == (1, [])
    taken(edited(data, add))
    assert set(people_of(home)) == {"何慧珍", "田巧仓", "何小军", "何新来"}


def test_people_without_a_code_are_known_by_their_record() -> None:
    home = registered(members=(person("何慧珍", "户主", "1970-03-05", code=""), *family()[1:]), origin="form",
                      not_asked=("person_code",))  # fmt: skip
    data = exported("people", HERE)
    assert looked(data).same == 3
    rows = {row["姓名"]: number for number, row in enumerate(table(data), 2)}
    taken(set_cells(data, {(rows["何慧珍"], "民族"): "回族"}))
    assert people_of(home)["何慧珍"].ethnicity == "回族"
    assert Person.objects.filter(household_id=home).count() == 3


def test_a_record_that_went_meanwhile_is_said() -> None:
    home = registered()
    data = exported("people", HERE)
    son = people_of(home)["何小军"]
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=son.id, cause="moved_out", on="2018-01-01"))
    assert errors(looked(set_cells(data, {(4, "民族"): "回族"}))) == [(4, "", "export_record_gone")]
    assert changes(looked(set_cells(data, {(3, "民族"): "回族"}))) == [(3, "民族", "汉族", "回族")]


def test_an_emptied_cell_takes_nothing_away_and_is_said() -> None:
    home = registered()
    data = set_cells(exported("people", HERE), {(3, "文化程度"): None})
    found = looked(data)
    assert (changes(found), warnings(found)) == ([], [(3, "文化程度", "export_cell_emptied")])
    taken(data)
    assert people_of(home)["田巧仓"].education == "初中"


def test_text_saved_by_a_spreadsheet_program_still_comes_back() -> None:
    registered(members=(person("何䶮珍", "户主", "1970-03-05", phone="13990001111"), *family()[1:]))
    data = exported("people", HERE)
    for encoding in ("gbk", "utf-8-sig"):
        assert looked(as_csv(data, encoding), name="导出.csv").same == 3
        found = looked(as_csv(set_cells(data, {(3, "文化程度"): "高中"}), encoding), name="导出.csv")
        assert changes(found) == [(3, "文化程度", "初中", "高中")]
        assert not errors(found)


def test_odd_words_leading_zeros_and_formulas_come_back_as_they_are() -> None:
    odd = (person("+甲（乙）", "户主", "1970-03-05", code="00012", labour="@普通"), *family()[1:])
    home = registered(members=odd, code="000088001")
    found = looked(exported("people", HERE))
    assert (found.same, found.new, changes(found)) == (3, 0, [])
    assert table(exported("people", HERE))[0]["人编号"] == "00012"
    edit = looked(set_cells(exported("people", HERE), {(3, "民族"): "回族"}))
    assert changes(edit) == [(3, "民族", "汉族", "回族")]
    assert {who.code for who in people_of(home).values()} >= {"00012"}


def test_a_sorted_sheet_is_the_same_sheet() -> None:
    registered()

    def turn(page: Any) -> None:
        rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=2)]
        for number, row in enumerate(reversed(rows), 2):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value

    assert looked(edited(exported("people", HERE), turn)).same == 3


def test_an_export_holds_what_the_viewer_sees_and_is_taken_down() -> None:
    registered()
    registered(village=THERE)
    registered(village=FAR)
    assert len(table(exported("people", COUNTY, "county"))) == 7
    assert len(table(exported("people", THERE, "township"))) == 4
    entry = Export.objects.get(place_code=THERE)
    assert (entry.kind, entry.purpose, entry.rows, entry.filters) == ("people", "help", 3, "")
    for by, place in (("township", FAR), ("leader", THERE), ("attendee", HERE), ("administrator", HERE)):
        with pytest.raises(Absent):
            exported("people", place, by)
    with pytest.raises(Absent):
        exported("people", HERE, nonsense="1")
    with pytest.raises(ExportRefused):
        exported("people", HERE, purpose="curiosity")


def test_an_edit_is_bound_to_the_version_that_was_seen() -> None:
    home = registered()
    seen = version(home)
    found = open_commands(set_cells(exported("people", HERE), {(3, "民族"): "回族"}))
    assert found == [(home, seen)]


def open_commands(data: bytes) -> list[tuple[UUID, UUID | None]]:
    kind, found = open_sheet(data, name="导出.xlsx")
    wishes = [each for judged in judge_sheet(kind, found, run()) for each in judged.commands]
    return [(each.household_id, each.base_version) for each in wishes]


def test_a_household_with_questions_asks_them_as_before() -> None:
    home = registered(members=(person("何慧珍", "户主", "1970-03-05", phone="1399"), *family()[1:]))
    before = questions_of(home)
    taken(set_cells(exported("people", HERE), {(3, "民族"): "回族"}))
    assert questions_of(home) == before


def test_rows_that_were_held_and_mended_come_back_in_a_second_round() -> None:
    registered()
    registered()
    data = set_cells(exported("people", HERE), {(3, "文化程度"): "高中", (6, "证件号码"): "620199••••••••9999"})
    kind, found = open_sheet(data, name="导出.xlsx")
    first = preview(kind, found, run())
    assert errors(first) == [(6, "证件号码", "export_mask_changed")]
    assert changes(first) == [(3, "文化程度", "初中", "高中")]
    column = next(each.index for each in found.columns if each.header == "证件号码")
    mask = table(exported("people", HERE))[4]["证件号码"]
    mended = replace(run(), rows=frozenset({5, 6, 7}), mended={(6, column): mask})
    second = preview(kind, found, mended)
    assert (second.same, second.left_out, errors(second), changes(second)) == (3, 0, [], [])
    other = replace(mended, mended={(6, column): mask, (7, column + 2): "之女"})
    assert (second.rows, errors(preview(kind, found, other))) == (3, [])


@pytest.mark.parametrize("typed", ["何慧珍", "He Huizhen", "a" * 121])
def test_what_somebody_typed_as_a_filter_reaches_no_journal(typed: str) -> None:
    registered()
    with pytest.raises(Absent):
        offer(actor("county"), "people", HERE, {"question": typed}, on=TODAY)
    wish = RecordExport(
        id=fresh(),
        kind="people",
        place_code=HERE,
        filters="question=two_spouses",
        purpose="report",
        rows=0,
        rows_digest="0" * 32,
        as_of=TODAY,
    )
    with pytest.raises(ValidationError):
        RecordExport.model_validate({**wish.model_dump(), "filters": f"question={typed}"})
