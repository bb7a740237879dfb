"""What is missing on a household and a village, one fact at a time."""

from dataclasses import replace

import pytest

from rules.registry.rows import CATALOGUE
from xiuhua.registry.rules.completeness import (
    MISSING,
    HouseholdRead,
    VillageRead,
    missing_facts,
    missing_village_facts,
)

WHOLE = HouseholdRead(
    members=4,
    has_head=True,
    phones=1,
    identities=4,
    stated_size=4,
    stated_income=-35000,
    exit_status="未脱贫",
    main_cause="缺技术",
    unsafe_house=False,
    water_safe=False,
)
VILLAGE = VillageRead(year=2017, collective_income=0, households=1, has_position=True)

HOUSEHOLD_CASES: list[tuple[dict[str, object], list[str]]] = [
    ({}, []),
    ({"members": 0, "has_head": False, "phones": 0, "stated_income": None}, ["missing_members"]),
    ({"has_head": False}, ["missing_head"]),
    ({"stated_size": 5}, ["missing_some_members"]),
    ({"stated_size": 3}, []),
    ({"stated_size": None}, []),
    ({"identities": 3}, ["missing_identities"]),
    ({"phones": 0}, ["missing_phone"]),
    ({"stated_income": None}, ["missing_income"]),
    ({"stated_income": 0}, []),
    ({"exit_status": ""}, ["missing_exit_status"]),
    ({"main_cause": None}, ["missing_main_cause"]),
    ({"unsafe_house": None}, ["missing_unsafe_house"]),
    ({"water_safe": None}, ["missing_water_safe"]),
    ({"phones": 0, "stated_income": None}, ["missing_phone", "missing_income"]),
]
VILLAGE_CASES: list[tuple[dict[str, object], list[str]]] = [
    ({}, []),
    ({"collective_income": None}, ["missing_collective_income"]),
    ({"households": 0}, ["missing_households"]),
    ({"has_position": False}, ["missing_position"]),
]


@pytest.mark.parametrize(("change", "codes"), HOUSEHOLD_CASES)
def test_household(change: dict[str, object], codes: list[str]) -> None:
    missing = missing_facts(replace(WHOLE, **change))
    assert [problem.code for problem in missing] == codes
    assert all(CATALOGUE.word(problem).next.zh for problem in missing)


@pytest.mark.parametrize(("change", "codes"), VILLAGE_CASES)
def test_village(change: dict[str, object], codes: list[str]) -> None:
    missing = missing_village_facts(replace(VILLAGE, **change))
    assert [problem.code for problem in missing] == codes
    assert all(CATALOGUE.word(problem).next.zh for problem in missing)


def test_the_year_of_the_unknown_income_is_named() -> None:
    problem = missing_village_facts(replace(VILLAGE, collective_income=None))[0]
    assert "2017年" in CATALOGUE.word(problem).what.zh


def test_every_code_has_a_case() -> None:
    assert {code for _, codes in HOUSEHOLD_CASES + VILLAGE_CASES for code in codes} == MISSING
