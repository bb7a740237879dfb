"""Two people, or two clicks of one, at the same meeting at once: it happens once, and the other is told."""

from importlib import import_module
from typing import Any

from support.at_once import AtOnce
from support.meetings_stage import Team

ROUNDS = 6
"""Meetings over which two meet, so that it is met in more than one order."""

STANDING = Team


def held(meet: AtOnce) -> list[Any]:
    """Hold meetings at which everybody is there; nobody is connected afterwards."""
    done = import_module("support.stage").done
    found = []
    with meet.opened():
        for _ in range(ROUNDS):
            meeting = meet.there.planned()
            done(meeting.typing(*meet.there.members), "leader")
            found.append(meeting)
    return found


def voted(meet: AtOnce) -> list[tuple[Any, Any]]:
    """Hold meetings with a motion that was carried."""
    stage, voting = map(import_module, ("support.stage", "support.meetings_stage"))
    meetings = held(meet)
    with meet.opened():
        motions = [meeting.putting(dict.fromkeys(voting.VOTING, "for")) for meeting in meetings]
        for motion in motions:
            stage.done(motion, "leader")
    return [(meeting, motion.motion_id) for meeting, motion in zip(meetings, motions, strict=True)]


def count(meet: AtOnce, what: str) -> int:
    """Return how many tasks there are, or how many closings the journal remembers."""
    with meet.opened():
        if what == "tasks":
            tasks: int = import_module("xiuhua.groups.models").Task.objects.count()
            return tasks
        entries = import_module("xiuhua.platform.journal.models").Entry.objects
        closings: int = entries.filter(code="groups.close_meeting").count()
        return closings


def test_two_people_close_one_meeting(meet: AtOnce) -> None:
    before = count(meet, "closings")
    for meeting in held(meet):
        answers = meet(("leader", meeting.closing("装三面")), ("township", meeting.closing("装两面")))
        (first,) = (each for each in answers if each["accepted"])
        (other,) = (each for each in answers if not each["accepted"])
        assert first["result"]["state"] == "closed"
        assert other["codes"] == ["meeting_state_wrong"]
        assert other["values"] == [{"state_zh": "已结束", "state_en": "closed"}]
    assert count(meet, "closings") - before == ROUNDS


def test_closing_and_typing_who_came_meet(meet: AtOnce) -> None:
    """Whoever comes second is told; what was closed says who came as it did when it was closed."""
    for meeting in held(meet):
        closing, typing = meet(("leader", meeting.closing()), ("township", meeting.typing("first")))
        assert closing["accepted"]
        assert typing["accepted"] or typing["codes"] == ["meeting_state_wrong"]
        with meet.opened():
            models = import_module("xiuhua.groups.models")
            came = models.Attendance.objects.filter(meeting_id=meeting.id, came="present").count()
            state = models.Meeting.objects.values_list("state", flat=True).get(id=meeting.id)
        assert (came, state) == ((1, "not_quorate") if typing["accepted"] else (6, "closed"))


def test_a_double_click_closes_once(meet: AtOnce) -> None:
    before = count(meet, "closings")
    for meeting in held(meet):
        closing = meeting.closing()
        answers = meet(*[("leader", closing)] * 4)
        assert all(each["accepted"] and each["result"] == answers[0]["result"] for each in answers)
        assert [each["written"] for each in answers].count(True) == 1
    assert count(meet, "closings") - before == ROUNDS


def test_one_decision_of_two_people_is_one_task(meet: AtOnce) -> None:
    before = count(meet, "tasks")
    for meeting, motion in voted(meet):
        owner = meet.there.members["resident"]
        decisions = [meeting.deciding(motion, owner, known=0, text=text) for text in ("装三面镜子", "装镜子")]
        answers = meet(("leader", decisions[0]), ("township", decisions[1]))
        (other,) = (each for each in answers if not each["accepted"])
        assert (other["codes"], other["values"]) == (["recorded_since"], [{"n": 1}])
    assert count(meet, "tasks") - before == ROUNDS


def test_a_double_click_makes_one_task(meet: AtOnce) -> None:
    before = count(meet, "tasks")
    for meeting, motion in voted(meet):
        decision = meeting.deciding(motion, meet.there.members["resident"], known=0)
        answers = meet(*[("leader", decision)] * 4)
        assert all(each["accepted"] and each["result"] == answers[0]["result"] for each in answers)
        assert [each["written"] for each in answers].count(True) == 1
    assert count(meet, "tasks") - before == ROUNDS


def test_one_finding_of_two_people_is_one_task(meet: AtOnce) -> None:
    stage, findings = map(import_module, ("support.stage", "xiuhua.groups.commands.findings"))
    before = count(meet, "tasks")
    for _ in range(ROUNDS):
        finding = stage.fresh()
        values = {
            "group_id": meet.there.group,
            "finding_id": finding,
            "what": "路口看不见来车",
            "kind": "employment",
        }
        with meet.opened():
            stage.done(findings.RecordFinding(id=stage.fresh(), **values), "leader")
        taking = {"finding_id": finding, "what": "去看路口", "due": stage.TODAY}
        owners = {"leader": "member", "township": "leader"}
        wishes = [
            (by, findings.TakeUpFinding(id=stage.fresh(), owner_id=stage.account(owner), **taking))
            for by, owner in owners.items()
        ]
        answers = meet(*wishes)
        assert [each["accepted"] for each in answers].count(True) == 1
    assert count(meet, "tasks") - before == ROUNDS
