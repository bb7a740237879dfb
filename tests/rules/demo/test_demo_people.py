"""The person list: its form, sound numbers, families that can exist, and only the questions it means to raise."""

import json
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from xiuhua.site.demo import Demo, build
from xiuhua.site.demo.names import _FEMALE, _MALE, SURNAMES
from xiuhua.site.demo.sheets import HEADERS

AT = {header: index for index, header in enumerate(HEADERS)}
AS_OF = date(2017, 12, 31)
SEX = {
    "户主": None,
    "配偶": None,
    "之子": True,
    "之女": False,
    "之父": True,
    "之母": False,
    "之儿媳": False,
    "之孙子": True,
    "之孙女": False,
}


def birth(row) -> date:
    text = row[AT["证件号码"]]
    return date(int(text[6:10]), int(text[10:12]), int(text[12:14]))


def is_male(row) -> bool:
    return int(row[AT["证件号码"]][16]) % 2 == 1


@pytest.fixture(scope="module")
def rows(demo, sheet):
    return sheet(demo.paths.persons)[3:-1]


@pytest.fixture(scope="module")
def families(rows):
    found: list[list] = []
    for row in rows:
        if row[AT["户编号"]]:
            found.append([])
        found[-1].append(row)
    return found


def test_three_header_rows_and_a_total(demo: Demo, sheet):
    rows = sheet(demo.paths.persons)
    assert "虚构" in rows[0][0]
    assert [cell for cell in rows[1] if cell] == ["户籍信息", "人员信息"]
    assert tuple(rows[2]) == HEADERS
    assert len(HEADERS) == 27
    assert {"县（市、区、旗）", "乡（镇）", "务工时间（月）"} < set(HEADERS)
    assert rows[-1][0] == "合计"
    assert rows[-1][AT["人数"]] == demo.people == len(rows) - 4
    assert [row[0] for row in rows[3:-1]] == list(range(1, demo.people + 1))


def test_about_320_households_in_three_counties(demo: Demo, families):
    assert len(families) == demo.households == 320
    assert 1000 <= demo.people <= 1250
    places = Counter(tuple(family[0][1:4]) for family in families)
    assert {county for county, _, _ in places} == {"永登县", "皋兰县", "榆中县"}
    known = {(village.county, village.township, village.name) for village in demo.villages}
    assert set(places) < known
    for village in ("燕儿坪村", "道顺村", "庙咀村"):
        assert sum(count for place, count in places.items() if place[2] == village) == 32
    assert len(places) == 35


def test_household_cells_stand_on_the_heads_row_only(families):
    place = ("县（市、区、旗）", "乡（镇）", "行政村", "自然村", "户编号", "人数")
    stated = ("脱贫属性", "贫困户属性", "主要致贫原因", "危房户", "饮水安全", "饮水困难", "人均纯收入", "联系电话")
    columns = (*place, *stated)
    for head, *others in families:
        assert head[AT["与户主关系"]] == "户主"
        assert all(head[AT[column]] != "" for column in columns)
        assert all(row[AT[column]] == "" for row in others for column in columns)


def test_numbers_are_long_text_in_a_range_of_their_own(families, cells, demo):
    for index, family in enumerate(families, 1):
        number = family[0][AT["户编号"]]
        assert number == f"6201008{index:08d}"
        assert [row[AT["人编号"]] for row in family] == [f"{number}{order:02d}" for order in range(1, len(family) + 1)]
    kinds = {kind for coordinate, (_, kind) in cells(demo.paths.persons).items() if coordinate[0] in "FGI"}
    # Text, never a number that a spreadsheet would round; "n" is how openpyxl calls an empty cell.
    values = {type(value) for at, (value, _) in cells(demo.paths.persons).items() if at[0] in "FGI" and len(at) < 6}
    assert kinds <= {"s", "n", "inlineStr"}
    assert values == {str, type(None)}


def test_identity_numbers_are_valid_unique_and_belong_to_nobody(rows, check_digit):
    numbers = [row[AT["证件号码"]] for row in rows]
    assert all(number.startswith("620199") for number in numbers)
    assert all(number[17] == check_digit(number) for number in numbers)
    assert len({number[:18] for number in numbers}) == len(numbers)
    assert Counter(len(number) for number in numbers).keys() == {18, 20, 22}
    assert all(row[AT["健康状况"]] == "残疾" for row in rows if len(row[AT["证件号码"]]) > 18)
    assert all(date(1925, 1, 1) < birth(row) < date(2017, 7, 1) for row in rows)


def test_nobody_of_the_sample_sheets_is_met_again(rows, shared, sheet):
    others = {str(row[8])[:18] for row in sheet(shared / "data/sheets/persons.xlsx")[3:]}
    assert not others & {row[AT["证件号码"]][:18] for row in rows}


def test_families_can_exist(families):
    for family in families:
        head = family[0]
        by_relation = {relation: [r for r in family if r[AT["与户主关系"]] == relation] for relation in SEX}
        assert sum(len(found) for found in by_relation.values()) == len(family)
        assert len(by_relation["户主"]) == 1
        assert len(by_relation["配偶"]) <= 1
        for spouse in by_relation["配偶"]:
            assert is_male(spouse) != is_male(head)
            assert abs(birth(spouse).year - birth(head).year) <= 6
        for relation, male in SEX.items():
            assert male is None or all(is_male(row) == male for row in by_relation[relation])
        parents = [*by_relation["户主"], *by_relation["配偶"]]
        for child in (*by_relation["之子"], *by_relation["之女"]):
            assert all(20 <= birth(child).year - birth(parent).year <= 45 for parent in parents)
        for elder in (*by_relation["之父"], *by_relation["之母"]):
            assert 20 <= birth(head).year - birth(elder).year <= 32
        for grandchild in (*by_relation["之孙子"], *by_relation["之孙女"]):
            assert by_relation["之子"]
            assert birth(grandchild) > birth(by_relation["之子"][0])
        names = [row[AT["姓名"]] for row in family]
        assert len(set(names)) == len(names)
        assert len({row[AT["民族"]] for row in family}) == 1


def test_schooling_and_labour_fit_the_age(rows):
    for row in rows:
        age = AS_OF.year - birth(row).year
        education, school, labour = row[AT["文化程度"]], row[AT["在校生状况"]], row[AT["劳动技能"]]
        assert bool(education) + bool(school) == (age >= 6)
        assert school or not 6 <= age <= 16
        assert bool(labour) == (age >= 16)
        if 16 <= age < 60 and row[AT["健康状况"]] == "健康":
            assert labour in ("普通劳动力", "技能劳动力")
        if row[AT["务工状况"]]:
            assert labour in ("普通劳动力", "技能劳动力")
            assert 18 <= age <= 60


def test_only_the_intended_questions_are_raised(demo: Demo, families):
    marked = Counter(mark.kind for mark in demo.questions)
    assert marked == {
        "phone_not_11_digits": 1,
        "work_place_without_months": 2,
        "income_negative_is_possible": 1,
        "exited_sick_without_insurance": 1,
        "fewer_rows_than_size": 1,
    }
    found: list[tuple[str, int]] = []
    for family in families:
        head, exited = family[0], family[0][AT["脱贫属性"]] == "已脱贫"
        row_of = int(head[0]) + 3
        if not (head[AT["联系电话"]].isdigit() and len(head[AT["联系电话"]]) == 11):
            found.append(("phone_not_11_digits", row_of))
        if head[AT["人均纯收入"]] < 0:
            found.append(("income_negative_is_possible", row_of))
        if head[AT["人数"]] != len(family):
            found.append(("fewer_rows_than_size", row_of))
        assert not (exited and (head[AT["危房户"]] == "是" or head[AT["饮水安全"]] == "否"))
        for row in family:
            place, months = row[AT["务工状况"]], row[AT["务工时间（月）"]]
            if place and months == "":
                found.append(("work_place_without_months", int(row[0]) + 3))
            assert place or months == ""
            assert months == "" or 1 <= months <= 12
            if exited and row[AT["健康状况"]] not in ("健康", "残疾") and row[AT["参加大病医疗"]] == "否":
                found.append(("exited_sick_without_insurance", int(row[0]) + 3))
    assert sorted(found) == sorted((mark.kind, mark.row) for mark in demo.questions)


def test_marks_name_the_cell_as_it_stands_in_the_sheet(demo: Demo, sheet):
    rows = sheet(demo.paths.persons)
    for mark in demo.questions:
        assert rows[mark.row - 1][rows[2].index(mark.column)] == ("" if mark.after is None else mark.after)


def test_no_possible_name_is_on_the_page(shared):
    page = (shared / "seed/page.txt").read_text("utf-8")
    possible = {
        f"{surname}{first}{second}"
        for surname, _ in SURNAMES
        for firsts, seconds in (*_MALE, *_FEMALE)
        for first in ("", *firsts)
        for second in seconds
    }
    assert len(possible) > 10_000
    assert [name for name in possible if name in page] == []


def test_the_page_names_nobody_in_the_demo(demo: Demo, rows, shared):
    page = (shared / "seed/page.txt").read_text("utf-8")
    people = [row[AT["姓名"]] for row in rows] + [account.name for account in demo.cast]
    assert [name for name in people if name in page] == []


def test_given_names_end_otherwise_than_those_of_the_page():
    # Holds without the page at hand: the last characters of the private names printed on it are not in use.
    used = {character for _, seconds in (*_MALE, *_FEMALE) for character in seconds}
    assert not used & set("智兴鹏源国磊银旭")


def test_same_seed_same_files_other_seed_other_people(demo: Demo, tmp_path, cells):
    again, other = build(tmp_path / "again"), build(tmp_path / "other", seed=7)
    for name in ("villages", "persons", "incomes", "plots", "persons_review"):
        path = getattr(demo.paths, name)
        assert getattr(again.paths, name).read_bytes() == path.read_bytes()
        assert cells(getattr(again.paths, name)) == cells(path)
        assert getattr(other.paths, name).read_bytes() != path.read_bytes()


def test_every_small_seed_builds(tmp_path):
    for seed in range(4):
        built = build(tmp_path / str(seed), seed=seed)
        assert (built.households, len(built.questions), len(built.changes), len(built.errors)) == (320, 6, 3, 4)


def test_text_is_kept_as_text(demo: Demo, cells):
    for path in (
        demo.paths.villages,
        demo.paths.persons,
        demo.paths.incomes,
        demo.paths.plots,
        demo.paths.persons_review,
        demo.paths.allowances,
    ):
        kinds = {kind for _, kind in cells(path).values()}
        assert "f" not in kinds
        json.dumps([value for value, _ in cells(path).values()])


def test_income_is_exact_in_cents(families):
    for family in families:
        cents = family[0][AT["人均纯收入"]] * 100
        assert abs(cents - round(cents)) < 1e-6
        if family[0][AT["脱贫属性"]] == "已脱贫":
            assert cents >= 360_000


def test_households_are_numbered_without_gaps(families):
    numbers = [int(family[0][AT["户编号"]]) for family in families]
    assert all(after - before == 1 for before, after in pairwise(numbers))
