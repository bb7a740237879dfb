"""The sheets that a county office holds, through the command line, from a database that is empty and has no tables.

The larger sheets come with a list of what an import must find in them. Every call is a process of its own, and its
standard output is read as JSON.
"""

import csv
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from support.copies import Copies
from support.databases import EmptyDatabase
from support.office import Office, office
from support.served import rows, run_command

Cells = list[list[Any]]
Places = set[tuple[int, str]]

HEADERS = 3
"""Header rows of the person list: the person with sequence number n stands in row n + HEADERS."""

GBK = 400
"""People in the GBK file, which has one header row."""

PART = 143
"""People at the beginning who are whole households; as many as a test needs that is not about all of them."""


@pytest.fixture(scope="module", name="sheets")
def folder(shared_data: Path) -> Path:
    return shared_data / "sheets"


@pytest.fixture(scope="module", name="expected")
def what_must_be_found(sheets: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((sheets / "expected.json").read_text("utf-8"))
    return found


@pytest.fixture(scope="module", name="people")
def person_list(sheets: Path) -> Cells:
    sheet = openpyxl.load_workbook(sheets / "persons.xlsx").active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def installation(
    tmp_path_factory: pytest.TempPathFactory,
    database_engine: str,
    empty_database: EmptyDatabase,
    sheets: Path,
    expected: dict[str, Any],
) -> Iterator[Office]:
    """Take the list of villages into an empty database with the program itself, as the first thing ever done there."""
    folder = tmp_path_factory.mktemp("office")
    home, base, villages = folder / "home", empty_database(), str(sheets / "villages.xlsx")
    for words in (("--preview",), ("--accept", "all")):
        said = run_command("import", villages, *words, "--json", home=home, database_url=base)
        assert said.returncode == 0, said.stderr
        found = json.loads(said.stdout)
        assert found["kind"] == "villages"
        count = found.get("new", found.get("accepted"))
        assert count == expected["villages"]["total"]
    copies = Copies(database_engine, folder, empty_database)
    with office(base, home=home, folder=folder, copies=copies) as opened:
        yield opened


@pytest.fixture(name="office")
def office_with_villages(installation: Office) -> Office:
    installation.put_back()
    return installation


@pytest.fixture
def save(tmp_path: Path) -> Callable[[Cells], Path]:
    """Return a function that writes cells as a workbook."""

    def written(cells: Cells) -> Path:
        book = openpyxl.Workbook()
        for row in cells:
            book.active.append(row)
        path = tmp_path / "sheet.xlsx"
        book.save(path)
        return path

    return written


def cells_of(findings: Sequence[dict[str, Any]]) -> Places:
    return {(each["row"], each["column"]) for each in findings}


def header_of(people: Cells, column: str) -> str:
    """Return a header as it is written, by its name with brackets of the other width."""
    plain = {str(each).translate(str.maketrans("（）", "()")): str(each) for each in people[HEADERS - 1]}
    return plain[column.translate(str.maketrans("（）", "()"))]


def edited(people: Cells, *edits: tuple[int, str, Any]) -> Cells:
    """Return a copy in which cells (sequence number, header) hold something else."""
    copy = [list(row) for row in people]
    for sequence, column, value in edits:
        copy[sequence + HEADERS - 1][people[HEADERS - 1].index(column)] = value
    return copy


def test_villages_make_their_counties_and_townships(office: Office, sheets: Path) -> None:
    names = dict(rows(office.url, "SELECT code, name FROM accounts_place WHERE code LIKE '6201________'"))
    sheet = openpyxl.load_workbook(sheets / "villages.xlsx").active
    for county, township, village, code, *_ in sheet.iter_rows(min_row=2, values_only=True):
        assert (names[code[:6] + "0" * 6], names[code[:9] + "000"], names[code]) == (county, township, village)
    assert names["620100000000"] == "", "no sheet names the prefecture, so that pages show its code"
    again = office.preview(sheets / "villages.xlsx")
    assert (again["new"], again["changed"], again["same"], again["errors"]) == (0, [], 730, [])


def test_exactly_the_wrong_cells_are_found(office: Office, sheets: Path, expected: dict[str, Any]) -> None:
    found = office.preview(sheets / "persons.xlsx")
    assert (found["kind"], found["rows"], found["changed"], found["same"]) == ("people", 3176, [], 0)
    errors, warnings = cells_of(found["errors"]), cells_of(found["warnings"])
    wanted: Places = set()
    for each in expected["errors"]:
        here = {(number + HEADERS, each["column"]) for number in (each["sequence"], each.get("other")) if number}
        assert here & errors, each
        wanted |= here
    assert errors <= wanted
    by_cell = {(each["row"], each["column"]): each for each in found["errors"]}
    for each in expected["errors"]:
        told = by_cell[each["sequence"] + HEADERS, each["column"]]
        assert (told["code"], told["value"]) == (each["kind"], each["value"])
        assert set(told) == {"row", "column", "code", "value", "reason"}
        assert told["reason"].keys() == {"zh", "en"}
        assert all(told["reason"].values())
    for each in expected["warnings"]:
        assert (each["sequence"] + HEADERS, each["column"]) in warnings, each
    for each in expected["accepted"]:
        assert (each["sequence"] + HEADERS, each["column"]) not in errors | warnings, each


def test_the_gbk_file_reads_like_the_workbook(
    office: Office, sheets: Path, people: Cells, save: Callable[[Cells], Path]
) -> None:
    workbook, text = office.preview(save(people[: GBK + HEADERS])), office.preview(sheets / "persons_gbk.csv")
    assert text["rows"] == GBK
    for part in ("errors", "warnings"):
        for one, other in zip(workbook[part], text[part], strict=True):
            assert one["row"] - HEADERS == other["row"] - 1
            assert one["column"] == header_of(people, other["column"])
            assert {**one, "row": 0, "column": ""} == {**other, "row": 0, "column": ""}
    assert text["new"] == workbook["new"]
    office.accept(save(people[: GBK + HEADERS]))
    again = office.preview(sheets / "persons_gbk.csv")
    assert (again["new"], again["changed"], again["same"]) == (0, [], text["new"])


def test_taking_in_twice_changes_nothing(office: Office, sheets: Path) -> None:
    first = office.preview(sheets / "persons.xlsx")
    taken = office.accept(sheets / "persons.xlsx")
    held = taken["held"]
    assert taken["accepted"] == 900 - held > 850
    assert office.is_whole()
    again = office.preview(sheets / "persons.xlsx")
    assert (again["new"], again["changed"], again["same"]) == (0, [], first["new"])
    assert cells_of(again["errors"]) == cells_of(first["errors"])
    before = office.register()
    taken = office.accept(sheets / "persons.xlsx")
    assert (taken["accepted"], taken["unchanged"], taken["held"]) == (0, 900 - held, held)
    assert office.register() == before


def test_three_edited_cells_are_three_changes_and_undoing_restores(
    office: Office, people: Cells, save: Callable[[Cells], Path]
) -> None:
    people = people[: HEADERS + PART]
    office.accept(save(people))
    column = people[HEADERS - 1].index
    income = [row[0] for row in people[HEADERS:] if row[column("户编号")] == people[HEADERS][column("户编号")]]
    assert len(income) == people[HEADERS][column("人数")] > 2
    changed = edited(
        people,
        *((sequence, "人均纯收入", 2600.5) for sequence in income),
        (2, "文化程度", "高中"),
        (12, "务工时间（月）", 11),
    )
    wanted = [
        {"row": 4, "column": "人均纯收入", "before": "2485", "after": "2600.5"},
        {"row": 5, "column": "文化程度", "before": "初中", "after": "高中"},
        {"row": 15, "column": "务工时间（月）", "before": str(people[14][column("务工时间（月）")]), "after": "11"},
    ]
    found = office.preview(save(changed))
    assert found["changed"] == wanted
    assert found["new"] == 0
    assert {each["column"] for each in found["warnings"]}.isdisjoint({"人均纯收入"})
    before = office.register()
    assert office.accept(save(changed))["accepted"] == 2
    assert office.preview(save(changed))["changed"] == []
    assert office.register() != before
    assert office.run("undo")["undone"] == 2
    assert office.register() == before
    assert office.preview(save(changed))["changed"] == wanted
    assert office.is_whole()


def test_undoing_the_first_import_leaves_nothing_of_it_and_it_can_be_taken_in_again(
    office: Office, sheets: Path
) -> None:
    before = office.register()
    taken = office.accept(sheets / "persons.xlsx")
    assert office.run("undo", taken["batch"])["undone"] == taken["accepted"]
    assert office.register() == before
    assert office.is_whole()
    assert office.accept(sheets / "persons.xlsx")["accepted"] == taken["accepted"]
    assert office.preview(sheets / "persons.xlsx")["new"] == 0
    assert office.is_whole()


def test_all_takes_everything_or_nothing(
    office: Office, sheets: Path, people: Cells, save: Callable[[Cells], Path]
) -> None:
    before = office.register()
    refused = office.accept(sheets / "persons.xlsx", "all", code=1)
    assert refused["accepted"] == 0 < refused["held"]
    assert office.register() == before
    assert office.accept(save(people[: HEADERS + 5]), "all")["accepted"] == 1
    assert office.register() != before


def test_a_person_list_before_any_village(tmp_path: Path, empty_database: EmptyDatabase, sheets: Path) -> None:
    """Readable, so a preview ends well; every household is in an unknown place; the villages help, in any order."""
    home, url = tmp_path / "home", empty_database()
    said = run_command("import", str(sheets / "persons.xlsx"), "--json", home=home, database_url=url)
    assert said.returncode == 0, said.stderr
    found = json.loads(said.stdout)
    assert found["new"] == 0
    assert {each["row"] for each in found["errors"] if each["code"] == "unknown_place"} == set(range(4, 3180))
    both = [str(sheets / name) for name in ("persons.xlsx", "villages.xlsx")]
    said = run_command("import", *both, "--accept", "good", "--json", home=home, database_url=url)
    assert said.returncode == 0, said.stderr
    people, villages = json.loads(said.stdout)
    assert (people["kind"], villages["kind"]) == ("people", "villages")
    assert people["accepted"] > 850
    assert villages["accepted"] == 730


HOUSEHOLD = frozenset(
    (
        *("县（市、区、旗）", "乡（镇）", "行政村", "自然村", "户编号", "人数", "脱贫属性", "贫困户属性"),
        *("主要致贫原因", "危房户", "饮水安全", "饮水困难", "人均纯收入"),
    )
)
"""Columns that belong to the whole household."""


@pytest.mark.parametrize("kept", [(), ("户编号",)], ids=["blank", "only the code"])
def test_household_cells_on_the_heads_row_alone_and_a_row_of_totals(
    office: Office, people: Cells, save: Callable[[Cells], Path], kept: tuple[str, ...]
) -> None:
    people = people[: HEADERS + PART]
    office.accept(save(people))
    usual, headers = office.preview(save(people)), people[HEADERS - 1]
    household = headers.index("户编号")
    sparse, heads, code = people[:HEADERS], set(), None
    for number, row in enumerate(people[HEADERS:], HEADERS + 1):
        if row[household] == code:
            row = [None if h in HOUSEHOLD and h not in kept else cell for h, cell in zip(headers, row, strict=True)]
        else:
            heads.add(number)
            code = row[household]
        sparse.append(row)
    total = [None] * len(headers)
    total[0], total[headers.index("人数")] = "合计", PART
    found = office.preview(save([*sparse, total]))
    assert found["rows"] == PART
    assert found["changed"] == []
    assert found["same"] == usual["same"]
    on_members = {
        (row, column) for row, column in cells_of(usual["errors"]) if column in HOUSEHOLD and row not in heads
    }
    assert cells_of(found["errors"]) == cells_of(usual["errors"]) - on_members
    assert on_members


def test_a_wrong_household_cell_is_wrong_in_its_own_row_only(
    office: Office, people: Cells, save: Callable[[Cells], Path]
) -> None:
    """On the head's row alone, inherited by blank ones; on a member's row; and a differing one only asks."""
    five = people[: HEADERS + 5]
    blank = edited(five, *((n, "人均纯收入", None) for n in (2, 3, 4, 5)), (1, "人均纯收入", "三千"))
    for wrong, row in ((blank, 4), (edited(five, (3, "人均纯收入", "三千")), 6)):
        found = office.preview(save(wrong))
        assert [(each["row"], each["column"]) for each in found["errors"]] == [(row, "人均纯收入")]
        assert found["new"] == 0
    found = office.preview(save(edited(five, (3, "人均纯收入", 9))))
    assert (found["errors"], found["new"]) == ([], 5)
    assert (6, "人均纯收入") in cells_of(found["warnings"])


@pytest.mark.parametrize(("encoding", "above"), [("utf-8", 0), ("utf-8-sig", 2), ("gb18030", 6)])
def test_csv_and_rows_above_the_header(
    office: Office, people: Cells, tmp_path: Path, encoding: str, above: int
) -> None:
    path = tmp_path / "people.csv"
    titles = [["兰州市"], ["人员信息表"], ["填报单位", "某乡"], ["2017年9月"], [], ["户籍信息"]][:above]
    wrong = edited(people[: HEADERS + PART], (2, "与户主关系", "朋友"))[HEADERS - 1 :]
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows(titles + [["" if cell is None else cell for cell in row] for row in wrong])
    found = office.preview(path)
    assert found["rows"] == PART
    assert (above + 3, "与户主关系") in cells_of(found["errors"])
    assert found["new"] > PART / 2


def test_a_kind_can_be_said(office: Office, sheets: Path) -> None:
    sheet = sheets / "persons_gbk.csv"
    assert office.preview(sheet, "--kind", "people") == office.preview(sheet)
    refused = office.run("import", sheet, "--kind", "villages", "--json", code=1)["refused"]
    assert refused["code"] == "columns_missing"
    assert refused["number"] > 3000
    assert refused["reason"].keys() == {"zh", "en"}


MISTAKES = (
    ("证件号码", "62019919900230123X", "identity_birth_date"),
    ("证件号码", "620199199000010019", "identity_birth_date"),
    ("证件号码", "620199209901010012", "identity_birth_date"),
    ("证件号码", "620199199002281235", "identity_check_digit"),
    ("证件号码", "6201991990022812", "identity_length"),
    ("证件号码", 620199199002281234, "identity_lost_digits"),
    ("与户主关系", "邻居", "unknown_relation"),
    ("与户主关系", None, "relation_missing"),
    ("姓名", "　", "name_missing"),
    ("人均纯收入", "约3000", "income_not_a_number"),
    ("人均纯收入", "NaN", "income_not_a_number"),
    ("人均纯收入", "1.2万", "income_not_a_number"),
    ("乡（镇）", "不存在镇", "unknown_place"),
    ("县（市、区、旗）", "不存在县", "unknown_place"),
    ("行政村", "某某村", "unknown_place"),
)
ACCEPTED = (
    ("证件号码", "62019919900227123943"),
    ("证件号码", "62019919900226123343b1"),
    ("证件号码", " ６２０１９９１９９００２２８１２３４ "),
    ("人均纯收入", "３，０００"),
    ("人均纯收入", "3000元"),
    ("人均纯收入", "0"),
    ("联系电话", 13912345678),
    ("联系电话", "１３９１２３４５６７８"),
)
ASKED = (
    ("人均纯收入", -1, "income_negative_is_possible"),
    ("联系电话", "0931-1234567", "phone_not_11_digits"),
    ("联系电话", "139123456789", "phone_not_11_digits"),
    ("务工状况", "省外务工", "work_place_without_months"),
    ("姓名", "=A1", "formula_text"),
)


def test_other_mistakes_of_the_same_kinds(
    office: Office, people: Cells, expected: dict[str, Any], save: Callable[[Cells], Path]
) -> None:
    """One household for each cell; a household with a wrong cell stays outside, all others enter."""
    headers = people[HEADERS - 1]
    code, months = headers.index("户编号"), headers.index("务工时间（月）")
    known = {number for each in expected["errors"] for number in (each["sequence"], each.get("other"))}
    families: dict[str, Cells] = {}
    for row in people[HEADERS:]:
        families.setdefault(row[code], []).append(list(row))
    sound = [rows for rows in families.values() if not known & {row[0] for row in rows}]
    cells = people[:HEADERS]
    wanted: dict[str, set[tuple[int, str, str]]] = {"errors": set(), "warnings": set()}
    silent: Places = set()
    wrong_rows = 0
    tried = [*MISTAKES, *ASKED, *((column, value, "") for column, value in ACCEPTED)]
    for family, (column, value, problem) in zip(sound, tried, strict=False):
        where = len(cells) + 1
        family[0][headers.index(column)] = value
        if problem == "work_place_without_months":
            family[0][months] = None
        cells = [*cells, *family]
        if (column, value, problem) in MISTAKES:
            wrong_rows += len(family)
        if problem:
            wanted["errors" if (column, value, problem) in MISTAKES else "warnings"].add((where, column, problem))
        else:
            silent.add((where, column))
    found = office.preview(save(cells))
    told = {part: {(each["row"], each["column"], each["code"]) for each in found[part]} for part in wanted}
    assert wanted["errors"] == told["errors"]
    assert wanted["warnings"] <= told["warnings"]
    assert not silent & cells_of([*found["errors"], *found["warnings"]])
    assert found["rows"] - found["new"] == wrong_rows
