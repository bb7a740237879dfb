"""What is decided about training, at the boundary days, hours and lists."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from uuid import UUID, uuid5

import pytest

import xiuhua
from xiuhua.groups.rules.channels import channels
from xiuhua.groups.rules.training import (
    Attended,
    CourseState,
    NeedState,
    SeatAnswer,
    Teller,
    Terms,
    belonged,
    judge_attendance,
    judge_cancelling,
    judge_days,
    judge_inviting,
    judge_present,
    judge_recording,
    judge_saying,
    judge_taking_back,
    judge_telling,
    meets,
    subject_problem,
    subjects,
    terms,
)
from xiuhua.kernel.policy import load_policy
from xiuhua.kernel.refusals import Problem

POLICY = load_policy(Path(xiuhua.__path__[0]) / "groups" / "policy.yaml")
TODAY, BEFORE, AFTER = date(2018, 1, 19), date(2018, 1, 18), date(2018, 1, 20)
TOWNSHIP, HERE, BEYOND = "620122101000", "620122101200", "620122102200"
RULE = Terms(frozenset({"branch_committee", "village_committee"}), 8)
ANN, BEN, COR = (uuid5(UUID(int=0), name) for name in ("ann", "ben", "cor"))
HERSELF, SPEAKER, STRANGER = Teller(True, False), Teller(False, True), Teller(False, False)


@dataclass(frozen=True)
class Membership:
    valid_from: date = BEFORE
    valid_to: date | None = None
    place_code: str = HERE


@dataclass(frozen=True)
class Need:
    subject: str = "accounts"
    state: str = NeedState.OPEN
    place_code: str = HERE


@dataclass(frozen=True)
class Course:
    last_on: date = TODAY
    state: str = CourseState.PLANNED


def codes(problems: tuple[Problem, ...]) -> list[str]:
    return [each.code for each in problems]


@pytest.mark.parametrize(
    ("teller", "held", "refused"),
    [
        (HERSELF, ["resident_team"], []),
        (SPEAKER, ["village_committee"], []),
        (SPEAKER, ["resident_team", "branch_committee"], []),
        (SPEAKER, ["resident_team"], ["not_of_two_committees"]),
        (STRANGER, ["village_committee"], ["training_need_of_another"]),
    ],
)
def test_who_says_what_somebody_needs(teller: Teller, held: list[str], refused: list[str]) -> None:
    days = {"since": TODAY, "wanted_by": None, "today": TODAY}
    assert codes(judge_telling(teller, held, RULE, **days, again=False)) == refused


@pytest.mark.parametrize(
    ("since", "wanted_by", "again", "refused"),
    [
        (TODAY, TODAY, False, []),
        (BEFORE, None, False, []),
        (AFTER, None, False, ["training_days_wrong"]),
        (TODAY, BEFORE, False, ["training_days_wrong"]),
        (TODAY, None, True, ["training_need_twice"]),
    ],
)
def test_the_days_of_a_need(since: date, wanted_by: date | None, again: bool, refused: list[str]) -> None:
    assert (
        codes(judge_telling(HERSELF, [], RULE, since=since, wanted_by=wanted_by, today=TODAY, again=again)) == refused
    )


def test_a_need_is_taken_back_by_whoever_said_it_while_it_is_open() -> None:
    assert judge_taking_back(NeedState.OPEN, own=True) == ()
    assert codes(judge_taking_back(NeedState.OPEN, own=False)) == ["training_need_not_yours"]
    for state in (NeedState.MET, NeedState.TAKEN_BACK):
        assert codes(judge_taking_back(state, own=True)) == ["training_need_over"]


@pytest.mark.parametrize(
    ("last_on", "hours", "refused"),
    [
        (TODAY, 1, []),
        (TODAY, 8, []),
        (TODAY, 9, ["course_hours_wrong"]),
        (TODAY, 0, ["course_hours_wrong"]),
        (AFTER, 16, []),
        (AFTER, 17, ["course_hours_wrong"]),
        (BEFORE, 1, ["course_days_wrong"]),
    ],
)
def test_days_and_hours_of_a_course(last_on: date, hours: int, refused: list[str]) -> None:
    assert codes(judge_days(TODAY, last_on, hours, RULE)) == refused


@pytest.mark.parametrize(
    ("members", "needs", "refused"),
    [
        ([Membership()], [Need()], []),
        ([], [], ["course_without_anybody"]),
        ([Membership(valid_to=AFTER)], [], []),
        ([Membership(valid_to=TODAY)], [], ["course_invited_no_member"]),
        ([Membership(valid_from=AFTER)], [], ["course_invited_no_member"]),
        ([Membership(place_code=BEYOND)], [], ["course_other_place"]),
        ([Membership()], [Need(subject="law")], ["course_need_other"]),
        ([Membership()], [Need(state=NeedState.MET)], ["course_need_other"]),
        ([Membership()], [Need(place_code=BEYOND)], ["course_other_place"]),
    ],
)
def test_who_is_invited(members: list[Membership], needs: list[Need], refused: list[str]) -> None:
    assert codes(judge_inviting(TOWNSHIP, members, needs, subject="accounts", on=TODAY)) == refused


def test_a_membership_holds_from_its_first_day_without_its_last() -> None:
    spell = Membership(TODAY, AFTER)
    assert [belonged(spell, each) for each in (BEFORE, TODAY, AFTER)] == [False, True, False]


def test_a_course_is_recorded_from_its_last_day_on_and_again_but_not_when_cancelled() -> None:
    assert judge_recording(Course(), today=TODAY) == ()
    assert judge_recording(Course(state=CourseState.HELD), today=TODAY) == ()
    assert codes(judge_recording(Course(), today=BEFORE)) == ["course_not_yet"]
    assert codes(judge_recording(Course(state=CourseState.CANCELLED), today=TODAY)) == ["course_cancelled"]
    assert judge_cancelling(CourseState.PLANNED) == ()
    assert codes(judge_cancelling(CourseState.HELD)) == ["course_held"]
    assert codes(judge_cancelling(CourseState.CANCELLED)) == ["course_cancelled"]


CAME, AWAY = SeatAnswer(ANN, Attended.PRESENT), SeatAnswer(BEN, Attended.AWAY, "病了")


@pytest.mark.parametrize(
    ("answers", "also", "said", "refused"),
    [
        ([CAME, AWAY], [], [], []),
        ([CAME, AWAY], [COR], [ANN], []),
        ([CAME], [], [], ["course_list_incomplete"]),
        ([CAME, AWAY, AWAY], [], [], ["course_list_incomplete"]),
        ([CAME, AWAY], [ANN], [], ["course_list_incomplete"]),
        ([CAME, AWAY], [COR, COR], [], ["course_list_incomplete"]),
        ([CAME, AWAY, SeatAnswer(COR, Attended.PRESENT)], [], [], ["course_list_incomplete"]),
        ([CAME, SeatAnswer(BEN, Attended.AWAY)], [], [], ["course_absence_without_reason"]),
        ([CAME, AWAY], [], [BEN], ["course_attendance_said"]),
    ],
)
def test_a_list_of_who_came(answers: list[SeatAnswer], also: list[UUID], said: list[UUID], refused: list[str]) -> None:
    assert codes(judge_attendance({ANN, BEN}, answers, also, said=said)) == refused


def test_whoever_came_was_a_member_that_day_and_of_that_place() -> None:
    assert judge_present([Membership(), Membership(TODAY)], TOWNSHIP, on=TODAY) == ()
    assert codes(judge_present([Membership(AFTER)], TOWNSHIP, on=TODAY)) == ["course_no_member_that_day"]
    assert codes(judge_present([Membership(place_code=BEYOND)], TOWNSHIP, on=TODAY)) == ["course_other_place"]


@pytest.mark.parametrize(
    ("state", "came", "more", "refused"),
    [
        (CourseState.HELD, "present", {}, []),
        (CourseState.HELD, "present", {"enough": False, "still_wanted": "报账"}, []),
        (CourseState.HELD, "present", {"enough": False}, ["course_still_wanted"]),
        (CourseState.HELD, "present", {"own": False}, ["course_of_another"]),
        (CourseState.HELD, "present", {"said": True}, ["course_said"]),
        (CourseState.HELD, "away", {}, ["course_not_attended"]),
        (CourseState.PLANNED, "", {}, ["course_not_recorded"]),
        (CourseState.CANCELLED, "", {}, ["course_cancelled"]),
    ],
)
def test_who_says_what_a_course_was_worth(
    state: CourseState, came: str, more: dict[str, object], refused: list[str]
) -> None:
    given = {"own": True, "said": False, "enough": True, "still_wanted": "", **more}
    assert codes(judge_saying(state, came, **given)) == refused


def test_only_what_was_enough_meets_an_open_need() -> None:
    assert meets(NeedState.OPEN, enough=True)
    assert not meets(NeedState.OPEN, enough=False)
    assert not meets(NeedState.TAKEN_BACK, enough=True)


def test_the_committees_of_policy_are_channels_and_its_subjects_are_known() -> None:
    rule = terms(POLICY, on=TODAY, region=HERE)
    assert rule == RULE
    assert rule.committees <= {each.code for each in channels(POLICY, on=TODAY)}
    known = subjects(POLICY, on=TODAY)
    assert subject_problem("accounts", known) == ()
    assert codes(subject_problem("astronomy", known)) == ["training_subject_unknown"]
