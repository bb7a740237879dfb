"""The way of a finding, of which kinds evidence is asked, and which idle plots lie together."""

from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

import xiuhua
from xiuhua.groups.rules.findings import TRANSITIONS, FindingState, finding_kinds, finding_step, judge_finding
from xiuhua.groups.rules.land_match import Beside, IdlePlot, pieces
from xiuhua.kernel.policy import load_policy

POLICY = load_policy(Path(xiuhua.__path__[0]) / "groups" / "policy.yaml")
TODAY = date(2018, 1, 19)
HERE = "620122101200"


@pytest.mark.parametrize("state", FindingState)
@pytest.mark.parametrize("target", FindingState)
def test_a_finding_goes_only_where_the_table_says(state: FindingState, target: FindingState) -> None:
    refused = [problem.code for problem in finding_step(state, target)]
    assert refused == ([] if target in TRANSITIONS[state] else ["finding_not_so_far"])


def test_evidence_is_asked_for_money_land_and_assets_alone() -> None:
    asked = {each.code for each in finding_kinds(POLICY, on=TODAY, region=HERE) if each.evidence}
    assert asked == {"money", "idle_land", "assets"}
    for code in asked:
        refused = judge_finding(code, POLICY, on=TODAY, region=HERE, with_evidence=False)
        assert [each.code for each in refused] == ["finding_evidence_missing"]
        assert judge_finding(code, POLICY, on=TODAY, region=HERE, with_evidence=True) == ()
    assert judge_finding("employment", POLICY, on=TODAY, region=HERE, with_evidence=False) == ()
    refused = judge_finding("choir", POLICY, on=TODAY, region=HERE, with_evidence=True)
    assert [each.code for each in refused] == ["finding_kind_unknown"]


def plot(number: int, name: str, holder: str, *sides: str, area: int = 1000) -> IdlePlot:
    return IdlePlot(UUID(int=number), name, f"GD{number}", area, f"88{number // 10}", holder, sides)


def test_plots_lie_together_where_a_side_names_the_other_holder_or_both_have_one_name() -> None:
    found = pieces(
        [
            plot(10, "河湾地", "何慧珍", "田家", "大路"),
            plot(20, "沟沿", "田巧仓", "何慧珍的地"),
            plot(30, "阳坡", "马占川", area=5000),
            plot(40, "阳坡", "罗秋霞", area=2500),
            plot(50, "后山", "曹文远", area=300),
        ]
    )
    assert [[each.id.int for each in piece.plots] for piece in found] == [[30, 40], [10, 20], [50]]
    assert [piece.area for piece in found] == [7500, 2000, 300]
    assert [{*piece.beside.values()} for piece in found] == [{Beside.PLACE}, {Beside.SIDE}, {Beside.ALONE}]
    assert [piece.holders for piece in found] == [2, 2, 1]


def test_what_hangs_together_by_a_third_is_one_piece_and_one_s_own_name_joins_nothing() -> None:
    found = pieces([plot(10, "甲", "何慧珍", "田巧仓"), plot(20, "乙", "田巧仓"), plot(30, "丙", "马占川", "GD20")])
    assert [len(piece.plots) for piece in found] == [3]
    own = pieces([plot(10, "甲", "何慧珍", "何慧珍"), plot(11, "乙", "何慧珍")])
    assert [len(piece.plots) for piece in own] == [1, 1]
    assert pieces([]) == ()
