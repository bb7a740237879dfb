"""The checks on a whole sheet of a county office: exactly its errors, at least its warnings, its oddities silent."""

import json
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from rules.registry.rows import FIELDS, HEADERS, checks, facts
from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.facts import MemberFacts
from xiuhua.registry.rules.findings import SEVERITY
from xiuhua.registry.rules.household import check_household
from xiuhua.registry.rules.people import twice

TODAY = date(2018, 1, 19)
HEURISTICS = {
    "head_and_spouse_same_sex",
    "two_spouses",
    "working_age_without_labour",
    "relation_differs_from_sex",
    "school_age_not_at_school",
    "education_and_school_neither",
}


class Cell(NamedTuple):
    """Where something was found."""

    sequence: int
    column: str
    code: str


class Checked(NamedTuple):
    """Everything that was found in the sheet, and how many households it holds."""

    cells: set[Cell]
    households: int
    expected: dict[str, Any]


def rows_of(path: Path, *, skip: int) -> list[tuple[Any, ...]]:
    openpyxl = pytest.importorskip("openpyxl")
    return list(openpyxl.load_workbook(path, read_only=True).active.iter_rows(min_row=skip + 1, values_only=True))


@pytest.fixture(scope="module")
def checked(shared_data: Path) -> Checked:
    sheets = shared_data / "sheets"
    headers = [
        header for header in FIELDS if header not in ("脱贫年度", "性别", "出生日期", "年龄", "开户银行", "银行账号")
    ]
    places = [(row[0], row[1], row[2], row[3]) for row in rows_of(sheets / "villages.xlsx", skip=1)]
    households: dict[str, list[MemberFacts]] = {}
    for cells in rows_of(sheets / "persons.xlsx", skip=3):
        row = facts(dict(zip(headers, cells, strict=True)))
        households.setdefault(row.household_code or "", []).append(row)
    known = checks(TODAY, given=headers, places=places)
    found: list[tuple[MemberFacts, Problem]] = []
    rows: list[MemberFacts] = []
    identities: list[str | None] = []
    for members in households.values():
        outcome = check_household(members, checks=known)
        found += [(members[at], problem) for at, problem in outcome.found]
        rows += members
        identities += [identity and identity.number for identity in outcome.identities]
    sequences = [row.sequence for row in rows]
    for field, keys in (("identity", identities), ("person_code", [row.person_code for row in rows])):
        found += [(rows[at], problem) for at, problem in twice(field, keys, sequences)]
    places_found = {Cell(int(row.sequence or 0), HEADERS[problem.field or ""], problem.code) for row, problem in found}
    return Checked(places_found, len(households), json.loads((sheets / "expected.json").read_text("utf-8")))


def expected_cells(items: list[dict[str, Any]]) -> set[Cell]:
    return {Cell(item["sequence"], item["column"], item["kind"]) for item in items}


def test_the_errors_are_exactly_those_expected(checked: Checked) -> None:
    found = {cell for cell in checked.cells if SEVERITY[cell.code] == "error"}
    others = {
        Cell(item["other"], item["column"], item["kind"]) for item in checked.expected["errors"] if "other" in item
    }
    assert found - others == expected_cells(checked.expected["errors"])


def test_the_expected_warnings_are_among_those_found(checked: Checked) -> None:
    found = {cell for cell in checked.cells if SEVERITY[cell.code] == "warning"}
    assert expected_cells(checked.expected["warnings"]) <= found


def test_unusual_but_valid_cells_are_silent(checked: Checked) -> None:
    accepted = {(item["sequence"], item["column"]) for item in checked.expected["accepted"]}
    assert accepted
    assert not accepted & {(cell.sequence, cell.column) for cell in checked.cells}


def test_no_heuristic_asks_about_more_than_a_twentieth_of_the_households(checked: Checked) -> None:
    for code in HEURISTICS:
        assert sum(cell.code == code for cell in checked.cells) * 20 <= checked.households
