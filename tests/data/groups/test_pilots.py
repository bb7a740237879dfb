"""Pilots: questions before the start, a review signed by somebody else, and only then the roll-out."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from support.stage import COUNTY, FAR, HERE, PREFECTURE, THERE, TODAY, actor, codes, do, done, fresh
from xiuhua.groups.commands.pilot_steps import EndPilot, RollOut, SignPilot, StartPilot
from xiuhua.groups.commands.pilots import Lesson, PlanPilot, Question, ReviewPilot
from xiuhua.groups.models import Pilot
from xiuhua.groups.queries.pilots import PilotPage, pilot_page, pilots
from xiuhua.platform.journal.undo import Undo

QUESTIONS = (
    Question(question="会议能不能议成事？", baseline="2016年只开了 3 次，没有决定"),
    Question(question="集体收入有没有变化？", baseline="一年 2,400 元"),
)
LESSONS = (Lesson(lesson="列席的人也要有任务", changes_rule="小组议事规则第四条"),)


def planning(**more: Any) -> PlanPilot:
    values = {
        "id": fresh(),
        "pilot_id": fresh(),
        "place_code": COUNTY,
        "name": "特别党小组试点",
        "villages": (HERE, THERE),
        "questions": QUESTIONS,
        **more,
    }
    return PlanPilot(**values)


def planned(**more: Any) -> UUID:
    return UUID(done(planning(**more), "county").result["pilot"])


def step(command: type, pilot: UUID, *, on: date = TODAY, **more: Any) -> Any:
    return command(id=fresh(), pilot_id=pilot, on=on, **more)


def reviewing(pilot: UUID, **more: Any) -> ReviewPilot:
    values = {"answers": ("能，议了 6 件", "还没有"), "review": "可以推开", "lessons": LESSONS, **more}
    found: ReviewPilot = step(ReviewPilot, pilot, **values)
    return found


def rolling(pilot: UUID, **more: Any) -> RollOut:
    found: RollOut = step(RollOut, pilot, **{"place_code": PREFECTURE, "basis": "市委会议", **more})
    return found


def page(pilot: UUID, by: str = "county") -> PilotPage:
    found = pilot_page(actor(by), pilot)
    assert found is not None
    return found


def test_from_the_plan_to_the_roll_out() -> None:
    pilot = planned()
    done(step(StartPilot, pilot), "county")
    done(reviewing(pilot), "county")
    done(step(SignPilot, pilot), "prefecture")
    done(rolling(pilot), "prefecture")
    found = page(pilot)
    assert (found.state_name.zh, found.rolled_out_to, found.reviewed_by, found.signed_by) == (
        "已推开", "兰州市", "贺春明", "戴云舒",
    )  # fmt: skip
    assert [(each.baseline, each.answer) for each in found.questions][1] == ("一年 2,400 元", "还没有")
    assert [each.changes_rule for each in found.lessons] == ["小组议事规则第四条"]
    assert [each.name for each in found.villages] == ["燕儿坪村", "川口村"]


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_nothing_is_rolled_out_before_its_review_is_signed(steps: int) -> None:
    pilot = planned()
    for command in (step(StartPilot, pilot), reviewing(pilot))[:steps]:
        done(command, "county")
    assert codes(do(rolling(pilot), "prefecture")) == ["pilot_review_not_signed"]
    assert page(pilot, "prefecture").why_not["groups.roll_out"] is not None


def test_whoever_wrote_the_review_does_not_sign_it() -> None:
    pilot = planned()
    done(step(StartPilot, pilot), "county")
    done(reviewing(pilot), "county")
    assert codes(do(step(SignPilot, pilot), "county")) == ["pilot_signed_by_its_author"]
    assert not page(pilot).can("groups.sign_pilot")
    assert page(pilot, "prefecture").can("groups.sign_pilot")


def test_a_review_that_was_signed_is_not_put_back_to_the_one_before() -> None:
    pilot = planned()
    done(step(StartPilot, pilot), "county")
    done(reviewing(pilot), "county")
    anew = reviewing(
        pilot, review="再看一年", lessons=(*LESSONS, Lesson(lesson="记要短", changes_rule="小组议事规则第五条"))
    )
    done(anew, "prefecture")
    done(step(SignPilot, pilot), "county")
    assert codes(do(Undo(id=fresh(), target=anew.id), "prefecture")) == ["built_on"]
    assert (page(pilot).reviewed_by, page(pilot).signed_by) == ("戴云舒", "贺春明")


def test_a_review_answers_every_question_and_is_written_anew_until_it_is_signed() -> None:
    pilot = planned()
    assert codes(do(reviewing(pilot), "county")) == ["pilot_step_not_now"]
    done(step(StartPilot, pilot), "county")
    assert codes(do(reviewing(pilot, answers=("能",)), "county")) == ["pilot_answers_missing"]
    done(reviewing(pilot), "county")
    done(reviewing(pilot, answers=("能", "2017年 12,000 元")), "county")
    assert page(pilot).questions[1].answer == "2017年 12,000 元"
    assert codes(do(reviewing(pilot, lessons=()), "county")) == ["pilot_lesson_taken_back"]
    done(step(SignPilot, pilot), "prefecture")
    assert codes(do(reviewing(pilot), "county")) == ["pilot_step_not_now"]


def test_where_and_when_it_fits() -> None:
    assert codes(do(planning(villages=(HERE, FAR)), "county")) == ["pilot_village_outside"]
    assert codes(do(planning(villages=(HERE, COUNTY)), "county")) == ["pilot_village_outside"]
    assert codes(do(planning(), "township")) == ["not_your_role"]
    assert codes(do(planning(), "neighbour")) == ["not_found"]
    pilot = planned()
    for day in (TODAY - timedelta(days=1), TODAY + timedelta(days=1)):
        assert codes(do(step(StartPilot, pilot, on=day), "county")) == ["group_day_wrong"]
    done(step(StartPilot, pilot), "county")
    done(reviewing(pilot), "county")
    done(step(SignPilot, pilot), "prefecture")
    assert codes(do(rolling(pilot, place_code=HERE), "prefecture")) == ["pilot_rolled_out_elsewhere"]
    assert codes(do(rolling(pilot), "county")) == ["not_found"]


def test_a_pilot_may_end_without_going_further() -> None:
    pilot = planned()
    done(step(EndPilot, pilot, because="没有人手"), "county")
    assert codes(do(step(StartPilot, pilot), "county")) == ["pilot_step_not_now"]
    assert page(pilot).ended_because == "没有人手"


def test_pilots_of_a_place_are_seen_in_their_territory_alone() -> None:
    pilot = planned()
    found = pilots(actor("prefecture"), PREFECTURE)
    assert found is not None
    assert [(each.id, each.villages) for each in found[1]] == [(pilot, 2)]
    assert pilots(actor("neighbour"), COUNTY) is None
    assert pilot_page(actor("neighbour"), pilot) is None
    assert Pilot.objects.count() == 1
