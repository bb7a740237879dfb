"""Codes on paper: how they are read, and until when they hold."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest

import xiuhua
from xiuhua.kernel.policy import load_policy
from xiuhua.needs.rules.paper import ALPHABET, LENGTH, holds, judge_code, last_day, read, written

POLICY = load_policy(Path(xiuhua.__path__[0]) / "needs" / "policy.yaml")
TODAY = date(2018, 1, 19)


@dataclass(frozen=True)
class Code:
    expires_on: date
    revoked_on: date | None = None


@pytest.mark.parametrize("typed", ["2345-6789-ABCD", "2345 6789 abcd", " 23456789abcd\n"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read(typed) == read(written(range(LENGTH)))


def test_nothing_is_taken_for_something_else() -> None:
    assert not set("01IOL") & set(ALPHABET)
    assert len(set(ALPHABET)) == len(ALPHABET) == 31


def test_a_code_holds_through_its_last_day_and_not_from_its_revocation_on() -> None:
    assert holds(Code(TODAY), TODAY)
    assert not holds(Code(TODAY), TODAY + timedelta(days=1))
    assert not holds(Code(TODAY, revoked_on=TODAY), TODAY)
    assert holds(Code(TODAY, revoked_on=TODAY + timedelta(days=1)), TODAY)
    codes = [judge_code(each, TODAY)[0].code for each in (None, Code(TODAY, TODAY), Code(TODAY - timedelta(days=1)))]
    assert codes == ["paper_code_unknown"] * 3
    assert last_day(POLICY, on=TODAY, region="620122101200") > TODAY
