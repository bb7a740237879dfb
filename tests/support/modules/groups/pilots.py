"""Pilots, from the plan to the roll-out."""

from collections.abc import Callable, Mapping
from typing import Any

from support.cast import TODAY, Zone, do, fresh
from support.declared import Page, Photo, Sample, asked
from support.standing import Standing, at_county, at_place, new
from xiuhua.groups.commands.pilot_steps import SignPilot, StartPilot
from xiuhua.groups.commands.pilots import PlanPilot, Question, ReviewPilot
from xiuhua.kernel.actors import Actor

COUNTY, PILOT = "620122000000", "pilots/{pilot}"
_DAY = "2018-06-20"
_STATES = ("planned", "running", "reviewed", "signed")


def furnish(zone: Zone, actor: Actor) -> None:
    """Let a pilot stand in the zone's village in each of the states from which a step leads on."""
    steps = (
        lambda pilot: StartPilot(id=fresh(), pilot_id=pilot, on=TODAY),
        lambda pilot: ReviewPilot(id=fresh(), pilot_id=pilot, on=TODAY, answers=("能",), review="可以推开"),
        lambda pilot: SignPilot(id=fresh(), pilot_id=pilot, on=TODAY),
    )
    for taken, state in enumerate(_STATES):
        zone[f"pilot_{state}"] = pilot = fresh()
        named = {"place_code": zone.place_code, "name": zone.names["village"] + "试点", "villages": (zone.place_code,)}
        asks = (Question(question="能不能议成事？", baseline="一年没有决定"),)
        do([PlanPilot(id=fresh(), pilot_id=pilot, questions=asks, **named)])
        for step in steps[:taken]:
            do([step(pilot)], actor if step is steps[1] else None)


def _sample(state: str, **more: Any) -> Sample:
    def payload(s: Standing) -> dict[str, Any]:
        given = {name: value(s) if callable(value) else value for name, value in more.items()}
        return {"pilot_id": str(s.zone[f"pilot_{state}"]), "on": str(TODAY), **given}

    return Sample(payload)


PARTS = {"pilot_id": lambda s: s.zone["pilot_reviewed"]}

PAGES = (
    Page("place-pilots", (asked(6),), photos=(Photo("pilots", "county", f"places/{COUNTY}/pilots"),)),
    Page(
        "pilot-plan",
        (asked(6),),
        form={
            "name": "另一个试点",
            "villages": at_place,
            "question-0": "能不能议成事？",
            "baseline-0": "一年没有决定",
        },
        photos=(Photo("pilot-plan", "county", f"places/{COUNTY}/pilots/plan"),),
    ),
    Page("pilot", (asked(12),), photos=(Photo("pilot", "county", PILOT, main=True),)),
    Page("pilot-start", (asked(11),), form={"on": _DAY}, elsewhere="test_pilots.py"),
    Page(
        "pilot-review",
        (asked(11),),
        form={"on": _DAY, "answer-0": "能", "review": "可以推开"},
        elsewhere="test_pilots.py",
    ),
    Page("pilot-sign", (asked(11),), form={"on": _DAY}, elsewhere="test_pilots.py"),
    Page(
        "pilot-roll-out",
        (asked(11),),
        form={"on": _DAY, "place_code": at_county, "basis": "县委会议"},
        elsewhere="test_pilots.py",
    ),
    Page("pilot-end", (asked(11),), form={"on": _DAY, "because": "没有人手"}, elsewhere="test_pilots.py"),
)

SAMPLES = {
    "groups.plan_pilot": Sample(
        lambda s: {
            "pilot_id": new("pilot"),
            "place_code": s.zone.place_code,
            "name": "另一个试点",
            "villages": [s.zone.place_code],
            "questions": [{"question": "能不能议成事？", "baseline": "一年没有决定"}],
        }
    ),
    "groups.start_pilot": _sample("planned"),
    "groups.review_pilot": _sample("running", answers=["能"], review="可以推开"),
    "groups.sign_pilot": _sample("reviewed"),
    "groups.roll_out": _sample("signed", place_code=at_place, basis="县委会议"),
    "groups.end_pilot": _sample("running", because="没有人手"),
}


def of_demo(row: Callable[[str, str], tuple[str, ...]]) -> Mapping[str, str]:
    """Return the pilot of the demo."""
    (pilot,) = row("id FROM groups_pilot", "place_code = '620122000000'")
    return {"pilot": pilot}
