"""Identity numbers: the practitioner's cases, and what must hold of every number."""

from datetime import date
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from rules.registry.rows import CATALOGUE, cases
from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.identity import IdentityFacts, check_character, check_identity, normal_identity

TODAY = date(2018, 1, 19)

births = st.dates(min_value=date(1880, 1, 1), max_value=TODAY)
numbers = st.builds(
    lambda birth, order: (first := f"620199{birth:%Y%m%d}{order:03d}") + check_character(first),
    births,
    st.integers(0, 999),
)


@pytest.mark.parametrize("case", cases("identity.yaml"), ids=lambda case: case["说明"])
def test_case(case: dict[str, Any]) -> None:
    outcome = check_identity(normal_identity(case["号码"]), today=case["今天"])
    if "结果" in case:
        assert isinstance(outcome, Problem)
        assert outcome.code == case["结果"]
        assert outcome.field == "identity"
        assert "{" not in CATALOGUE.word(outcome).sentence().zh
        return
    assert isinstance(outcome, IdentityFacts)
    assert outcome.birth_date == case["出生"]
    assert outcome.female is (case["性别"] == "女")
    assert outcome.certificate is ("残疾人证" in case)
    assert outcome.number == normal_identity(case["号码"])[:18]
    assert (outcome.question and outcome.question.code) == case.get("提问")


def test_the_check_digit_that_was_expected_is_named() -> None:
    outcome = check_identity("620199197503120010", today=TODAY)
    assert isinstance(outcome, Problem)
    assert outcome.values["expected"] == "8"
    assert outcome.values["found"] == "0"
    assert "第18位应为8，表中是0" in CATALOGUE.word(outcome).why.zh


@pytest.mark.parametrize(("today", "age"), [(date(2018, 3, 11), 42), (date(2018, 3, 12), 43), (date(2018, 12, 31), 43)])
def test_age_is_in_completed_years(today: date, age: int) -> None:
    facts = check_identity("620199197503120018", today=today)
    assert isinstance(facts, IdentityFacts)
    assert facts.age(today) == age


@given(numbers)
def test_every_well_formed_number_is_silent(number: str) -> None:
    outcome = check_identity(number, today=TODAY)
    assert isinstance(outcome, IdentityFacts)
    assert outcome.question is None
    assert f"{outcome.birth_date:%Y%m%d}" == number[6:14]
    assert outcome.female is (number[16] in "02468")


@given(numbers, st.integers(0, 17), st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_found(number: str, place: int, character: str) -> None:
    assume(character != number[place])
    slip = number[:place] + character + number[place + 1 :]
    assert isinstance(check_identity(slip, today=TODAY), Problem)


@given(numbers, st.integers(0, 16))
def test_two_exchanged_neighbours_are_always_found(number: str, place: int) -> None:
    assume(number[place] != number[place + 1])
    slip = number[:place] + number[place + 1] + number[place] + number[place + 2 :]
    assert isinstance(check_identity(slip, today=TODAY), Problem)


@given(st.one_of(st.text(max_size=25), st.text("0123456789X.E+", min_size=15, max_size=22)))
def test_any_text_is_answered(text: str) -> None:
    outcome = check_identity(normal_identity(text), today=TODAY)
    assert isinstance(outcome, Problem | IdentityFacts)
    if isinstance(outcome, Problem):
        CATALOGUE.word(outcome)
