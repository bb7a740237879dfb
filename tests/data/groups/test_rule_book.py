"""Rules of a group: carried by a meeting, changed by another, sealed, read by whoever holds a post there."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from support.meetings_stage import VOTING, Team
from support.stage import COUNTY, HERE, THERE, TODAY, actor, codes, do, done, fresh
from xiuhua.groups.commands.establishing import RevokeRelation
from xiuhua.groups.commands.pilot_steps import RollOut, SignPilot, StartPilot
from xiuhua.groups.commands.pilots import Lesson, PlanPilot, Question, ReviewPilot
from xiuhua.groups.commands.rule_book import AdoptRule, AmendRule, EndRule
from xiuhua.groups.models import GroupRule, PilotLesson, RuleVersion
from xiuhua.groups.queries.rule_book import (
    RulePage,
    carried_motions,
    lessons_for,
    rule_page,
    rules_from_pilot,
    rules_of_group,
)
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo

LATER = TODAY + timedelta(days=10)
TEXT = "一、每月开一次会\n二、请假要写明去处，告诉何慧珍"


@pytest.fixture
def team(stage: None) -> Team:
    return Team()


def motion(team: Team, vote: str = "for") -> UUID:
    """Hold a meeting of today with one motion."""
    meeting = team.planned()
    done(meeting.typing(*VOTING), "leader")
    put = meeting.putting(dict.fromkeys(VOTING, vote))
    done(put, "leader")
    return put.motion_id


def adopting(team: Team, motion_id: UUID, **more: Any) -> AdoptRule:
    values = {"rule_id": fresh(), "version_id": fresh(), "name": "议事规则", "text": TEXT, "valid_from": TODAY, **more}
    return AdoptRule(id=fresh(), group_id=team.group, motion_id=motion_id, **values)


def amending(rule_id: UUID, motion_id: UUID, **more: Any) -> AmendRule:
    values = {"version_id": fresh(), "text": f"{TEXT}\n三、列席的人也有任务", "valid_from": LATER, **more}
    return AmendRule(id=fresh(), rule_id=rule_id, motion_id=motion_id, **values)


def page(rule_id: UUID, on: date = TODAY, by: str = "auditor") -> RulePage:
    found = rule_page(actor(by), rule_id, on=on)
    assert found is not None
    return found


def test_a_rule_is_adopted_changed_and_ended_and_each_text_stays(team: Team) -> None:
    first = adopting(team, motion(team), basis="县委〔2017〕8号")
    done(first, "leader")
    assert page(first.rule_id).present == page(first.rule_id).texts[0]
    done(amending(first.rule_id, motion(team)), "leader")
    found = page(first.rule_id)
    assert [(each.number, each.since, each.until) for each in found.texts] == [(2, LATER, None), (1, TODAY, LATER)]
    assert found.present is not None
    assert found.present.number == 1
    later = page(first.rule_id, on=LATER)
    assert later.present is not None
    assert later.present.number == 2
    assert [(each.mark.value, each.text) for each in found.changed(2)][-1] == ("new", "三、列席的人也有任务")
    assert found.changed(1) == ()
    ending = EndRule(id=fresh(), rule_id=first.rule_id, valid_to=LATER + timedelta(days=1), basis="县委通知")
    done(ending, "leader")
    assert page(first.rule_id, on=LATER + timedelta(days=1)).present is None
    (line,) = rules_of_group(actor("auditor"), team.group)
    assert (line.texts, line.valid_to) == (2, LATER + timedelta(days=1))
    assert codes(do(amending(first.rule_id, motion(team), valid_from=LATER), "leader")) == ["rule_over"]
    done(adopting(team, motion(team)), "leader")  # the name is free again


def test_the_text_is_sealed_and_taken_back_by_whoever_wrote_it(team: Team) -> None:
    first = adopting(team, motion(team))
    done(first, "leader")
    assert "何慧珍" not in repr([*RuleVersion.objects.values_list(), *Entry.objects.values_list()])
    second = amending(first.rule_id, motion(team))
    done(second, "township")
    assert not do(Undo(id=fresh(), target=second.id), "leader").accepted
    done(Undo(id=fresh(), target=second.id), "township")
    assert RuleVersion.objects.count() == 1


def test_what_stands_in_the_way(team: Team) -> None:
    carried, against = motion(team), motion(team, "against")
    assert codes(do(adopting(team, against), "leader")) == ["rule_not_carried"]
    assert codes(do(adopting(team, fresh()), "leader")) == ["not_found"]
    early = adopting(team, carried, valid_from=TODAY - timedelta(days=1))
    assert codes(do(early, "leader")) == ["rule_before_meeting"]
    first = adopting(team, carried)
    done(first, "leader")
    assert codes(do(adopting(team, carried), "leader")) == ["rule_named"]
    assert codes(do(amending(first.rule_id, carried, valid_from=TODAY), "leader")) == ["rule_before_earlier"]
    assert done(amending(first.rule_id, carried, text=TEXT), "leader").unchanged
    over = EndRule(id=fresh(), rule_id=first.rule_id, valid_to=TODAY, basis="县委通知")
    assert codes(do(over, "leader")) == ["rule_before_earlier"]
    assert codes(do(adopting(team, carried, name="二", lesson_id=fresh()), "leader")) == ["lesson_not_here"]
    revoked = {"group_id": team.group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委通知"}
    done(RevokeRelation(id=fresh(), **revoked), "county")
    assert codes(do(amending(first.rule_id, carried), "township")) == ["relation_not_in_force"]
    assert GroupRule.objects.count() == 1


def pilot_of(*villages: str) -> UUID:
    """Try something in villages of the county, and sign what it taught; return the pilot."""
    pilot, on = fresh(), TODAY
    asks = (Question(question="列席的人有没有任务？", baseline="没有"),)
    named = {"place_code": COUNTY, "name": "先期试点", "villages": villages}
    done(PlanPilot(id=fresh(), pilot_id=pilot, questions=asks, **named), "county")
    done(StartPilot(id=fresh(), pilot_id=pilot, on=on), "county")
    lessons = (Lesson(lesson="列席的人也要有任务", changes_rule="议事规则"),)
    said = {"answers": ("有",), "lessons": lessons, "review": "可以推开"}
    done(ReviewPilot(id=fresh(), pilot_id=pilot, on=on, **said), "county")
    done(SignPilot(id=fresh(), pilot_id=pilot, on=on), "prefecture")
    return pilot


def test_a_lesson_of_a_pilot_leads_to_the_rule_and_back(team: Team) -> None:
    pilot, elsewhere = pilot_of(HERE), pilot_of(THERE)
    (lesson,) = lessons_for(actor("leader"), team.group)
    assert (lesson.pilot_id, lesson.changes_rule) == (pilot, "议事规则")
    first = adopting(team, motion(team), lesson_id=lesson.id)
    done(first, "leader")
    (text,) = page(first.rule_id).texts
    assert text.lesson == lesson
    assert rules_from_pilot(actor("county"), pilot) == [(first.rule_id, "议事规则", "燕儿坪村脱贫攻坚特别党小组")]
    assert rules_from_pilot(actor("neighbour"), pilot) == []
    other = PilotLesson.objects.get(pilot_id=elsewhere).id
    refused = adopting(team, motion(team), name="二", lesson_id=other)
    assert codes(do(refused, "leader")) == ["lesson_not_here"]
    done(RollOut(id=fresh(), pilot_id=elsewhere, on=TODAY, place_code=COUNTY, basis="县委会议"), "county")
    done(adopting(team, motion(team), name="三", lesson_id=other), "leader")


def test_who_reads_rules_and_who_keeps_them(team: Team) -> None:
    first = adopting(team, motion(team))
    assert codes(do(first, "attendee")) == codes(do(first, "county")) == ["not_your_role"]
    done(first, "township")
    assert page(first.rule_id, by="attendee").may_act is not None
    assert page(first.rule_id, by="leader").may_act is None
    assert rule_page(actor("administrator"), first.rule_id, on=TODAY) is None
    assert rule_page(actor("neighbour"), first.rule_id, on=TODAY) is None
    assert len(carried_motions(actor("leader"), team.group)) == 1
    assert carried_motions(actor("neighbour"), team.group) == []
