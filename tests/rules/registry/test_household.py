"""Rows of one household: the practitioner's cases, each with everything that is found and nothing else."""

from typing import Any

import pytest

from rules.registry.rows import CATALOGUE, FIELDS, HEADERS, cases, checks, facts
from xiuhua.registry.rules.findings import ERRORS, SEVERITY, WARNINGS
from xiuhua.registry.rules.household import check_household
from xiuhua.registry.rules.people import twice

FILE: Any = cases("households.yaml")
DEFAULT = FILE["默认"]
KINDS = {"正常": None, "错误": "error", "提问": "warning"}
ALL = [(kind, case) for kind in KINDS for case in FILE[kind]]


def check(case: dict[str, Any]) -> list[tuple[int, str, str]]:
    """Return (row, column, code) of everything found, and see that every problem has its words."""
    rows = []
    for number, cells in enumerate(case["行"], 1):
        whole = {**DEFAULT["每行"], **DEFAULT[f"第{number}行"], **cells}
        rows.append(facts({header: None if cell == "空" else cell for header, cell in whole.items()}))
    places = None if case.get("地名") == "不查" else [tuple(place) for place in DEFAULT["地名"]]
    found = check_household(rows, checks=checks(DEFAULT["今天"], given=case.get("栏目"), places=places)).found
    for _, problem in found:
        wording = CATALOGUE.word(problem)
        assert wording.what.zh
        assert wording.next.en
    return sorted((row + 1, HEADERS[problem.field or ""], problem.code) for row, problem in found)


@pytest.mark.parametrize(("kind", "case"), ALL, ids=[f"{kind}: {case['说明']}" for kind, case in ALL])
def test_case(kind: str, case: dict[str, Any]) -> None:
    found = check(case)
    assert found == sorted(map(tuple, case.get("问题", [])))
    assert {SEVERITY[code] for _, _, code in found} <= {KINDS[kind]}


def test_every_kind_of_problem_has_a_case() -> None:
    seen = {code for _, case in ALL for _, _, code in case.get("问题", [])}
    elsewhere = {code for code in ERRORS | WARNINGS if code.startswith("identity_")} | {"person_code_twice"}
    against_what_is_stored = {"dead_person_named", "left_person_named"}
    assert (ERRORS | WARNINGS) - elsewhere - against_what_is_stored <= seen


def test_the_row_whose_cells_hold_is_named() -> None:
    mother = facts({"姓名": "甲母", "与户主关系": "之母", "行政村": "道顺村"})
    head = facts({"姓名": "甲一", "与户主关系": "户主"})
    outcome = check_household([mother, head], checks=checks(DEFAULT["今天"]))
    assert (outcome.head, outcome.holding) == (1, 0)
    outcome = check_household([mother, head._replace(village="道顺村")], checks=checks(DEFAULT["今天"]))
    assert (outcome.head, outcome.holding) == (1, 1)


def test_differing_cells_are_shown_as_the_sheet_writes_them() -> None:
    head = facts({"姓名": "甲一", "与户主关系": "户主", "危房户": "否", "人均纯收入": 2485.5})
    son = facts({"姓名": "甲三", "与户主关系": "之子", "危房户": "是", "人均纯收入": 2485})
    found = check_household([head, son], checks=checks(DEFAULT["今天"], given=["姓名", "户编号"])).found
    shown = {problem.field: (problem.values["value"], problem.values["held"]) for row, problem in found if row == 1}
    assert shown == {"unsafe_house": ("是", "否"), "per_head_income": ("2485", "2485.5")}


def test_identities_are_given_back_for_the_rows_that_have_a_valid_one() -> None:
    rows = [facts({"姓名": "甲一", "证件号码": "620199197503120018"}), facts({"姓名": "乙二", "证件号码": "1"})]
    first, second = check_household(rows, checks=checks(DEFAULT["今天"])).identities
    assert first is not None
    assert first.number == "620199197503120018"
    assert second is None


def test_twice_names_all_rows_and_the_other_sequence() -> None:
    keys = ["a", "b", None, "a", "c", "a", None]
    found = twice("identity", keys, [10, 11, 12, 13, 14, 15, 16])
    assert [(row, problem.values["other"]) for row, problem in found] == [(0, 13), (3, 10), (5, 10)]
    assert {problem.code for _, problem in found} == {"identity_twice_in_sheet"}
    assert "另一行的序号是13" in CATALOGUE.word(found[0].problem).what.zh
    assert [problem.code for _, problem in twice("person_code", ["1", "1"], [1, 2])] == ["person_code_twice"] * 2


def test_the_headers_of_the_cases_are_the_fields_of_the_rules() -> None:
    assert set(FIELDS.values()) == set(facts({})._fields)
