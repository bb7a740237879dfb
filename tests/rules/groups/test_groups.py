"""Who votes, what rests on a relation, which day fits: at the boundaries, by the policy of the day."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

import xiuhua
from xiuhua.groups.rules.channels import channels, judge_channels
from xiuhua.groups.rules.membership import day_problem, group_name, over
from xiuhua.groups.rules.relations import GIVES, RELATION_NAMES, RelationKind, in_force, standing
from xiuhua.kernel.policy import NoPolicy, load_policy

POLICY = load_policy(Path(xiuhua.__path__[0]) / "groups" / "policy.yaml")
TODAY = date(2018, 1, 19)
VILLAGE = "620122101200"


@dataclass(frozen=True)
class Dated:
    kind: str
    valid_from: date
    valid_to: date | None


@pytest.mark.parametrize(
    ("codes", "party_member", "votes", "refused"),
    [
        (["first_secretary"], True, True, []),
        (["first_secretary"], False, False, []),
        (["village_committee"], True, True, []),
        (["village_committee"], False, False, []),
        (["branch_committee"], True, True, []),
        (["branch_committee", "village_committee"], False, False, ["branch_member_not_party"]),
        (["resident_team", "choir"], True, False, ["channel_unknown"]),
    ],
)
def test_who_votes(codes: list[str], party_member: bool, votes: bool, refused: list[str]) -> None:
    decision, gives = judge_channels(codes, party_member=party_member, policy=POLICY, on=TODAY, region=VILLAGE)
    assert (gives, [problem.code for problem in decision.problems]) == (votes, refused)


def test_the_page_names_six_channels() -> None:
    assert len(channels(POLICY, on=TODAY)) == 6
    with pytest.raises(NoPolicy):
        channels(POLICY, on=date(2016, 12, 31))


@pytest.mark.parametrize(
    ("day", "there"),
    [(date(2017, 5, 31), False), (date(2017, 6, 1), True), (date(2018, 1, 18), True), (TODAY, False)],
)
def test_a_relation_holds_from_its_first_day_without_its_last(day: date, there: bool) -> None:
    relation = Dated("managed", date(2017, 6, 1), TODAY)
    assert in_force([relation], RelationKind.MANAGED, day) is there
    assert in_force([relation], RelationKind.ENTRUSTED, day) is False
    assert [problem.code for problem in standing([relation], RelationKind.MANAGED, day)] == (
        [] if there else ["relation_not_in_force"]
    )


def test_every_relation_says_what_it_gives() -> None:
    assert set(GIVES) == set(RELATION_NAMES) == set(RelationKind)


@pytest.mark.parametrize(
    ("day", "refused"),
    [(date(2017, 5, 31), 1), (date(2017, 6, 1), 0), (TODAY, 0), (date(2018, 1, 20), 1)],
)
def test_a_day_fits_from_the_first_possible_one_until_today(day: date, refused: int) -> None:
    assert len(day_problem(day, first=date(2017, 6, 1), today=TODAY, field="valid_from")) == refused


def test_what_is_over_says_since_when() -> None:
    (problem,) = over("group_over", Dated("", date(2017, 6, 1), TODAY))
    assert problem.values == {"day": "2018-01-19"}
    assert over("group_over", Dated("", date(2017, 6, 1), None)) == ()
    assert group_name("燕儿坪村") == "燕儿坪村脱贫攻坚特别党小组"
