"""What work suits whom, why it is proposed, who has to agree, and who waits for whom: at the boundaries."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import xiuhua
from xiuhua.kernel.policy import load_policy
from xiuhua.needs.rules.jobs import (
    SKILLS_KEY,
    TRADES_KEY,
    Far,
    Post,
    Side,
    Sought,
    both_agreed,
    judge_agreed,
    judge_posts,
    listed,
    missing,
    suits,
    unlisted,
    waits,
    why,
)
from xiuhua.needs.rules.steps import State

POLICY = load_policy(Path(xiuhua.__path__[0]) / "needs" / "policy.yaml")
TODAY = date(2018, 1, 19)
VILLAGE, COUNTY, OTHER = "620122101200", "620122000000", "620123000000"
SEEKS = Sought(VILLAGE, "kitchen", Far.COUNTY, None, frozenset({"cook"}))
OFFERS = Post(COUNTY, "kitchen", Far.COUNTY, "", None, 1)
SKILLS = listed(SKILLS_KEY, POLICY, on=TODAY)


@dataclass(frozen=True)
class Job:
    """The days of a job."""

    person_agreed_on: date | None = None
    firm_agreed_on: date | None = None
    withdrawn_on: date | None = None


BOTH = Job(TODAY, TODAY)


@pytest.mark.parametrize(
    ("seeks", "offers", "good"),
    [
        ({}, {}, True),
        ({"trade": "driving"}, {}, False),
        ({}, {"place_code": VILLAGE}, True),
        ({}, {"place_code": OTHER}, False),
        ({"reach": Far.TOWNSHIP}, {}, False),
        ({"reach": Far.ANYWHERE}, {"distance": Far.ANYWHERE}, True),
        ({"reach": Far.PROVINCE}, {"distance": Far.ANYWHERE}, False),
        ({}, {"skill": "cook"}, True),
        ({}, {"skill": "driver"}, False),
        ({}, {"until": TODAY}, True),
        ({}, {"until": TODAY - timedelta(days=1)}, False),
        ({"free_from": TODAY + timedelta(days=30)}, {"until": TODAY + timedelta(days=30)}, True),
        ({"free_from": TODAY + timedelta(days=31)}, {"until": TODAY + timedelta(days=30)}, False),
        ({}, {"left": 0}, False),
    ],
)
def test_a_vacancy_suits_by_trade_place_distance_skill_days_and_posts(
    seeks: dict[str, object], offers: dict[str, object], good: bool
) -> None:
    assert suits(replace(SEEKS, **seeks), replace(OFFERS, **offers), TODAY) is good


def test_what_is_proposed_is_told_in_words() -> None:
    plain = [each.zh for each in why(SEEKS, OFFERS, TODAY, SKILLS)]
    assert plain == ["工种一样", "在本县", "不要求手艺", "还招 1 人"]
    later = replace(SEEKS, reach=Far.ANYWHERE, free_from=TODAY + timedelta(days=3))
    asked = replace(OFFERS, distance=Far.ANYWHERE, skill="cook", left=2)
    assert [each.en for each in why(later, asked, TODAY, SKILLS)] == [
        "the same trade",
        "in another province",
        "has the skill: cooking",
        "still offered when free",
        "2 posts left",
    ]


@pytest.mark.parametrize(
    ("job", "lacking"),
    [
        (Job(), (Side.PERSON, Side.FIRM)),
        (Job(person_agreed_on=TODAY), (Side.FIRM,)),
        (Job(firm_agreed_on=TODAY), (Side.PERSON,)),
        (BOTH, ()),
    ],
)
def test_it_takes_both_consents(job: Job, lacking: tuple[Side, ...]) -> None:
    assert missing(job) == lacking
    assert both_agreed(job) is (lacking == ())
    assert [each.code for each in judge_agreed(job)] == (["job_without_consent"] if lacking else [])


def test_a_consent_that_was_withdrawn_is_none() -> None:
    over = replace(BOTH, withdrawn_on=TODAY)
    assert not both_agreed(over)
    assert [each.values["sides_zh"] for each in judge_agreed(over)] == ["本人和用工单位"]


@pytest.mark.parametrize(("taken", "codes"), [(1, []), (2, ["vacancy_full"]), (3, ["vacancy_full"])])
def test_a_vacancy_takes_as_many_as_it_states(taken: int, codes: list[str]) -> None:
    assert [each.code for each in judge_posts("帮工", 2, taken)] == codes


@pytest.mark.parametrize(
    ("state", "job", "said"),
    [
        (State.MATCHED, Job(), "等本人和用工单位同意"),
        (State.MATCHED, Job(person_agreed_on=TODAY), "等用工单位同意"),
        (State.MATCHED, BOTH, "等用工单位定用不用"),
        (State.ACCEPTED, BOTH, "等本人去上班"),
        (State.DELIVERED, BOTH, "等本人确认"),
        (State.CONFIRMED, BOTH, None),
    ],
)
def test_somebody_waits_for_somebody(state: State, job: Job, said: str | None) -> None:
    found = waits(state, job)
    assert (found.zh if found is not None else None) == said


def test_trades_and_skills_are_those_of_policy() -> None:
    trade = next(iter(listed(TRADES_KEY, POLICY, on=TODAY)))
    assert unlisted(trade, ("cook",), POLICY, on=TODAY, region=VILLAGE) == ()
    found = unlisted("luck", ("cook", "magic"), POLICY, on=TODAY, region=VILLAGE)
    assert [(each.code, each.field, each.values["given"]) for each in found] == [
        ("trade_unknown", "trade", "luck"),
        ("trade_unknown", "skills", "magic"),
    ]
