"""Lists of departments: what rows and records mean, when they agree, and what looking can come to."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.comparison_kinds import HOUSEHOLD_FACTS, KINDS, agree
from xiuhua.registry.rules.comparison_states import (
    ASKING,
    LABELS,
    RESULTS,
    SIDES,
    TRANSITIONS,
    LineState,
    Side,
    may_come,
    state_of,
)
from xiuhua.registry.rules.place_words import PlaceWords

CASES: dict[str, list[dict[str, Any]]] = yaml.safe_load(
    Path(__file__).with_name("cases").joinpath("comparisons.yaml").read_text("utf-8")
)
VILLAGES = (
    ("皋兰县", "水阜镇", "燕儿坪村", "620122101200"),
    ("皋兰县", "水阜镇", "川口村", "620122101201"),
    ("榆中县", "龙泉乡", "燕儿坪村", "620123100201"),
)


@pytest.mark.parametrize("case", CASES["says"], ids=str)
def test_what_a_row_says(case: dict[str, Any]) -> None:
    said = KINDS[case["kind"]].listed(case["cells"])
    if "unknown" in case:
        assert isinstance(said, Problem)
        assert (said.code, said.values["value"]) == ("comparison_words_unknown", case["unknown"])
    else:
        assert said == case["means"]


@pytest.mark.parametrize("case", CASES["compared"], ids=str)
def test_when_list_and_record_agree(case: dict[str, Any]) -> None:
    assert agree(case["listed"], KINDS[case["kind"]].stated(case["recorded"])) is case["agree"]


@pytest.mark.parametrize("case", CASES["expected"], ids=str)
def test_who_should_stand_in_a_list(case: dict[str, Any]) -> None:
    assert KINDS[case["kind"]].expected(case["recorded"]) is case["expected"]


@pytest.mark.parametrize("case", CASES["places"], ids=str)
def test_which_villages_words_mean(case: dict[str, Any]) -> None:
    assert sorted(PlaceWords(VILLAGES).villages(tuple(case["words"]))) == case["found"]


@pytest.mark.parametrize("case", CASES["results"], ids=str)
def test_what_looking_can_come_to(case: dict[str, Any]) -> None:
    assert may_come(Side(case["side"]), case["before"], case["after"]) is case["may"]


def test_every_kind_says_where_it_comes_from_and_what_its_meanings_are() -> None:
    for kind in KINDS.values():
        assert kind.source.zh
        assert kind.source.en
        assert kind.otherwise in kind.meanings
        assert set(kind.recorded) == set(kind.meanings), "every meaning has what is recorded for it"
        assert (kind.compares in HOUSEHOLD_FACTS) == (kind.unit == "household")
        assert any(column.required for column in kind.columns), "by a column of its own a list is recognised"


def test_states_and_results_cover_every_side() -> None:
    assert set(SIDES) == set(Side)
    assert set(RESULTS) == set(ASKING)
    assert set(LABELS) == set(TRANSITIONS) == set(LineState)
    assert all("other" in results for results in RESULTS.values())
    assert {side: state_of(side, "") for side in Side} == {
        **dict.fromkeys(Side, None),
        **dict.fromkeys(ASKING, LineState.OPEN),
    }
