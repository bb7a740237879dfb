"""Training through its commands: who says a need, what a course answers, who came, who alone says that it helped."""

from datetime import timedelta
from uuid import UUID

import pytest

from support.groups_stage import added, adding, established, organisations, person
from support.stage import (
    FAR,
    HERE,
    THERE,
    TODAY,
    TOWNSHIP,
    account,
    actor,
    codes,
    do,
    done,
    fresh,
    people_of,
    registered,
)
from support.training_stage import (
    HELD,
    WORDS,
    after,
    cancelling,
    planned,
    planning,
    recorded,
    recording,
    saying,
    taking_back,
    telling,
    told,
)
from xiuhua.groups.commands.establishing import RevokeRelation
from xiuhua.groups.commands.members import EndMember
from xiuhua.groups.models import Course, CourseSeat, TrainingNeed
from xiuhua.groups.queries import training
from xiuhua.groups.queries.courses import course_page, members_who_may_have_come
from xiuhua.groups.queries.training import member_record, own_training, place_training, training_need
from xiuhua.groups.training_agenda import courses_of_mine, courses_to_plan, courses_to_record
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.work.agenda import Group
from xiuhua.registry.commands.erasing import ErasePerson


@pytest.fixture(autouse=True)
def offices(stage: None) -> None:
    organisations()


@pytest.fixture
def group() -> UUID:
    return established()


@pytest.fixture
def member(group: UUID) -> UUID:
    return added(group, account("member"), "resident_team")


@pytest.fixture
def cadre(group: UUID) -> UUID:
    return added(group, person("branch", "魏守田"), "branch_committee", "village_committee")


def revoked(group: UUID, kind: str = "entrusted") -> None:
    done(RevokeRelation(id=fresh(), group_id=group, kind=kind, valid_to=TODAY, basis="县委会议"), "county")


def left(group: UUID, member: UUID) -> None:
    done(EndMember(id=fresh(), group_id=group, member_id=member, valid_to=TODAY, cause="moved"), "department")


def test_members_say_their_own_and_leader_and_township_that_of_the_two_committees(
    group: UUID, member: UUID, cadre: UUID
) -> None:
    told(group, member)
    assert codes(do(telling(group, cadre), "member")) == ["training_need_of_another"]
    assert codes(do(telling(group, member, subject="law"), "leader")) == ["not_of_two_committees"]
    told(group, cadre, "leader")
    told(group, cadre, "township", subject="law")
    assert codes(do(telling(group, cadre, subject="safety"), "department")) == ["not_your_role"]
    revoked(group)
    assert codes(do(telling(group, cadre, subject="safety"), "township")) == ["training_need_of_another"]
    assert codes(do(telling(group, fresh()), "leader")) == ["not_found"]


def test_a_need_stands_once_a_subject_and_has_its_days(group: UUID, member: UUID) -> None:
    told(group, member)
    assert codes(do(telling(group, member), "member")) == ["training_need_twice"]
    assert codes(do(telling(group, member, subject="astronomy"), "member")) == ["training_subject_unknown"]
    tomorrow, yesterday = TODAY + timedelta(days=1), TODAY - timedelta(days=1)
    assert codes(do(telling(group, member, subject="law", since=tomorrow), "member")) == ["training_days_wrong"]
    early = telling(group, member, subject="law", since=TODAY, wanted_by=yesterday)
    assert codes(do(early, "member")) == ["training_days_wrong"]
    told(group, member, subject="law", since=TODAY, wanted_by=TODAY)


def test_whoever_said_a_need_takes_it_back_and_it_can_be_said_again(group: UUID, cadre: UUID) -> None:
    need = told(group, cadre, "leader")
    assert codes(do(taking_back(need), "township")) == ["training_need_not_yours"]
    done(taking_back(need), "leader")
    assert codes(do(taking_back(need), "leader")) == ["training_need_over"]
    told(group, cadre, "leader")


def test_taking_back_is_not_undone_where_the_subject_is_needed_anew(group: UUID, member: UUID) -> None:
    wish = taking_back(told(group, member))
    done(wish, "member")
    told(group, member)
    assert codes(do(Undo(id=fresh(), target=wish.id), "member")) == ["meets_existing"]
    assert TrainingNeed.objects.filter(state="open").count() == 1


def test_a_course_has_days_hours_people_and_a_place(group: UUID, member: UUID) -> None:
    assert codes(do(planning())) == ["course_without_anybody"]
    asked = {"member_ids": (member,)}
    assert codes(do(planning(**asked, last_on=HELD - timedelta(days=1)))) == ["course_days_wrong"]
    assert codes(do(planning(**asked, hours=9))) == ["course_hours_wrong"]
    assert codes(do(planning(**asked, subject="astronomy"))) == ["training_subject_unknown"]
    assert codes(do(planning(**asked, organiser_id=fresh()))) == ["organisation_not_here"]
    assert codes(do(planning(**asked, place_code=THERE))) == ["course_other_place"]
    assert codes(do(planning(**asked, place_code=FAR))) == ["not_found"]
    early = planning(**asked, first_on=TODAY - timedelta(days=400), last_on=TODAY, hours=8)
    assert codes(do(early)) == ["course_invited_no_member"]
    assert codes(do(planning(member_ids=(fresh(),)))) == ["not_found"]
    assert codes(do(planning(**asked), "leader")) == ["not_your_role"]
    planned(**asked, last_on=HELD + timedelta(days=1), hours=16)


def test_a_course_answers_open_needs_of_its_subject(group: UUID, member: UUID) -> None:
    need, other = told(group, member), told(group, member, subject="law")
    assert codes(do(planning(need_ids=(other,)))) == ["course_need_other"]
    course = planned(need_ids=(need,))
    assert CourseSeat.objects.get(course_id=course).need_id == need
    done(taking_back(other), "member")
    assert codes(do(planning(need_ids=(other,), subject="law"))) == ["course_need_other"]


def test_who_invites_rests_on_the_relation_in_force(group: UUID, member: UUID) -> None:
    revoked(group)
    assert codes(do(planning(member_ids=(member,)))) == ["relation_not_in_force"]
    planned("department", member_ids=(member,))
    revoked(group, "managed")
    assert codes(do(planning(member_ids=(member,)), "department")) == ["relation_not_in_force"]


def test_attendance_is_typed_whole_after_the_day_and_with_reasons(group: UUID, member: UUID, cadre: UUID) -> None:
    course = planned(member_ids=(member, cadre))
    early, days = after(HELD - timedelta(days=1)), after()
    assert codes(do(recording(course, (member, cadre)), days=early)) == ["course_not_yet"]
    assert codes(do(recording(course, (member,)), days=days)) == ["course_list_incomplete"]
    assert codes(do(recording(course, (member, cadre, cadre)), days=days)) == ["course_list_incomplete"]
    assert codes(do(recording(course, (member, cadre), also=(cadre,)), days=days)) == ["course_list_incomplete"]
    unsaid = recording(course, (member,), (cadre,))
    unsaid = unsaid.model_copy(update={"answers": tuple(e.model_copy(update={"reason": ""}) for e in unsaid.answers)})
    assert codes(do(unsaid, days=days)) == ["course_absence_without_reason"]
    done(recording(course, (member,), (cadre,)), days=days)
    assert dict(CourseSeat.objects.values_list("member_id", "came")) == {member: "present", cadre: "away"}
    assert codes(do(cancelling(course), days=days)) == ["course_held"]
    done(recording(course, (member, cadre)), days=days)
    assert set(CourseSeat.objects.values_list("came", flat=True)) == {"present"}
    assert done(recording(course, (member, cadre)), days=days).unchanged


def test_only_members_of_that_day_and_place_came(group: UUID, member: UUID, cadre: UUID) -> None:
    there = added(established(THERE), person("beyond", "陆小满"), "resident_team", valid_from=TODAY)
    course = planned(member_ids=(member,), place_code=HERE)
    days = after(HELD + timedelta(days=1))
    joining = adding(group, person("late", "游晚来"), "resident_team", valid_from=HELD + timedelta(days=1))
    late = UUID(done(joining, "department", days=days).result["member"])
    assert codes(do(recording(course, (member,), also=(late,)), days=days)) == ["course_no_member_that_day"]
    assert codes(do(recording(course, (member,), also=(there,)), days=days)) == ["course_other_place"]
    assert codes(do(recording(course, (member,), also=(fresh(),)), days=days)) == ["not_found"]
    offered = members_who_may_have_come(actor("township"), course, on=HELD)
    assert [name for _, name, _ in offered] == ["魏守田"]
    done(recording(course, (member,), also=(cadre,)), days=days)
    assert CourseSeat.objects.get(member_id=cadre).invited is False


def test_who_left_before_the_day_did_not_come(group: UUID, member: UUID, cadre: UUID) -> None:
    course = planned(member_ids=(member, cadre))
    left(group, cadre)
    assert codes(do(recording(course, (member, cadre)), days=after())) == ["course_no_member_that_day"]
    done(recording(course, (member,), (cadre,)), days=after())


def test_a_need_is_met_when_the_member_says_so_and_by_nobody_else(group: UUID, member: UUID, cadre: UUID) -> None:
    need = told(group, member)
    course = planned(need_ids=(need,), member_ids=(cadre,))
    assert codes(do(saying(course, member), "member")) == ["course_not_recorded"]
    recorded(course, (member,), absent=(cadre,))
    assert TrainingNeed.objects.get().state == "open"
    for login in ("leader", "attendee"):
        assert codes(do(saying(course, member), login, days=after())) == ["course_of_another"]
    assert codes(do(saying(course, member), "township", days=after())) == ["not_your_role"]
    assert done(saying(course, member), "member", days=after()).result["met"] is True
    assert TrainingNeed.objects.get().state == "met"
    assert codes(do(saying(course, member), "member", days=after())) == ["course_said"]


def test_who_says_that_it_was_not_enough_keeps_the_need_open_with_what_is_missing(group: UUID, member: UUID) -> None:
    need = told(group, member)
    course = planned(need_ids=(need,))
    recorded(course, (member,))
    silent = saying(course, member, enough=False, still_wanted="")
    assert codes(do(silent, "member", days=after())) == ["course_still_wanted"]
    assert done(saying(course, member, enough=False), "member", days=after()).result["met"] is False
    line = training_need(actor("township"), need, on=HELD)
    assert line is not None
    assert (line.state.value, line.still_wanted, line.planned) == ("open", "还想学报账", None)
    again = planned(need_ids=(need,), first_on=HELD + timedelta(days=9), last_on=HELD + timedelta(days=9))
    assert training_need(actor("member"), need, on=HELD).planned.course_id == again


def test_who_has_said_something_was_there_and_who_was_away_says_nothing(group: UUID, member: UUID, cadre: UUID) -> None:
    own = added(group, account("leader"), "first_secretary")
    course = planned(member_ids=(member, own))
    recorded(course, (member,), absent=(own,))
    assert codes(do(saying(course, own), "leader", days=after())) == ["course_not_attended"]
    done(saying(course, member), "member", days=after())
    assert codes(do(recording(course, (own,), (member,)), days=after())) == ["course_attendance_said"]


def test_a_cancelled_course_is_not_recorded_and_its_needs_wait_again(group: UUID, member: UUID) -> None:
    need = told(group, member)
    course = planned(need_ids=(need,))
    assert courses_to_plan(actor("township"), TODAY) == []
    done(cancelling(course))
    assert codes(do(recording(course, (member,)), days=after())) == ["course_cancelled"]
    assert codes(do(saying(course, member), "member", days=after())) == ["course_cancelled"]
    assert codes(do(cancelling(course))) == ["course_cancelled"]
    assert [each.text.zh for each in courses_to_plan(actor("township"), TODAY)] == ["安排培训： 村级财务和公开"]


def test_who_sees_whose_training(group: UUID, member: UUID, cadre: UUID) -> None:
    need = told(group, member)
    course = planned(need_ids=(need,), member_ids=(cadre,))
    recorded(course, (member, cadre))
    done(saying(course, member), "member", days=after())
    logins = ("member", "leader", "township", "department", "county", "attendee", "auditor", "prefecture", "neighbour")
    records = {login: member_record(actor(login), member, on=HELD) for login in logins}
    assert {login for login, found in records.items() if found} == {"member", "leader", "township", "department"}
    (line,) = records["department"].courses
    assert (line.course.hours, line.seat.useful, line.course.teacher) == (6, "公开栏会做了", "县财政局 柏会计")
    pages = {login: course_page(actor(login), course, on=HELD) for login in logins}
    shown = {login: len(page.seats) for login, page in pages.items() if page}
    assert shown == {
        **dict.fromkeys(("leader", "township", "department"), 2),
        "member": 1,
        **dict.fromkeys(("county", "attendee", "auditor", "prefecture"), 0),
    }
    assert [each.seat.name for each in own_training(actor("member"), on=HELD).courses] == ["罗秋霞"]
    revoked(group)
    assert member_record(actor("township"), member, on=TODAY) is None
    assert len(course_page(actor("township"), course, on=TODAY).seats) == 2


def test_a_place_shows_open_needs_by_subject_in_the_order_of_codes(group: UUID, member: UUID, cadre: UUID) -> None:
    other = established(THERE)
    far = told(other, added(other, person("beyond", "陆小满"), "branch_committee"), "township", subject="law")
    told(group, cadre, "leader", subject="law")
    told(group, member)
    found = place_training(actor("township"), TOWNSHIP, on=TODAY)
    assert [(each.code, each.count) for each in found.subjects] == [("accounts", 1), ("law", 2)]
    assert [each.village for each in found.needs] == ["燕儿坪村", "燕儿坪村", "川口村"]
    of_law = place_training(actor("township"), TOWNSHIP, on=TODAY, subject="law")
    assert [each.subject_code for each in of_law.needs] == ["law", "law"]
    assert far in {each.id for each in of_law.needs}
    assert place_training(actor("auditor"), TOWNSHIP, on=TODAY).needs == ()
    left(group, member)
    assert [each.code for each in place_training(actor("township"), TOWNSHIP, on=TODAY).subjects] == ["law"]


def test_a_list_that_is_cut_says_how_many_are_left(
    group: UUID, member: UUID, cadre: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(group, cadre, "leader", subject="law")
    told(group, member, subject="law")
    told(group, member)
    monkeypatch.setattr(training, "SHOWN", 1)
    for subject, more in (("", 2), ("law", 1), ("accounts", 0), ("safety", 0)):
        found = place_training(actor("township"), TOWNSHIP, on=TODAY, subject=subject)
        assert (subject, found.more) == (subject, more)


def test_today_asks_whoever_is_to_do_it(group: UUID, member: UUID) -> None:
    need = told(group, member, wanted_by=TODAY)
    (line,) = courses_to_plan(actor("township"), TODAY)
    assert (line.text.zh, line.where.zh, line.group) == ("安排培训： 村级财务和公开", "1 人需要", Group.SOON)
    assert [each.group for each in courses_to_plan(actor("department"), TODAY + timedelta(days=1))] == [Group.OVERDUE]
    course = planned(need_ids=(need,))
    assert courses_to_plan(actor("township"), TODAY) == []
    assert [each.group for each in courses_of_mine(actor("member"), TODAY)] == [Group.SOON]
    assert [each.group for each in courses_of_mine(actor("member"), HELD)] == [Group.TODAY]
    assert courses_to_record(actor("township"), TODAY) == []
    assert [each.group for each in courses_to_record(actor("township"), HELD)] == [Group.TODAY]
    late = HELD + timedelta(days=1)
    assert [each.group for each in courses_to_record(actor("township"), late)] == [Group.OVERDUE]
    assert courses_to_record(actor("department"), late) == []
    assert courses_of_mine(actor("member"), late) == []
    recorded(course, (member,))
    (line,) = courses_of_mine(actor("member"), late)
    assert line.text.zh == "说说够不够用： 村级财务公开怎么做"
    assert courses_to_plan(actor("township"), late) == []
    done(saying(course, member, enough=False), "member", days=after())
    assert courses_of_mine(actor("member"), late) == []
    assert [each.group for each in courses_to_plan(actor("township"), late)] == [Group.OVERDUE]


def test_words_are_sealed_in_rows_and_in_the_journal(group: UUID, member: UUID) -> None:
    need = told(group, member)
    course = planned(need_ids=(need,))
    recorded(course, (member,))
    done(saying(course, member, enough=False), "member", days=after())
    row = CourseSeat.objects.get()
    kept = (TrainingNeed.objects.get().words, Course.objects.get().teacher, row.useful, row.still_wanted)
    for said in (WORDS, "柏会计", "公开栏会做了", "还想学报账"):
        assert not any(said in each for each in kept)
        assert not Entry.objects.filter(changes__contains=said).exists()
        assert not Entry.objects.filter(command__contains=said).exists()


def test_words_about_training_lose_the_name_of_somebody_who_is_erased(group: UUID, member: UUID) -> None:
    home = registered()
    need = told(group, member, words="田巧仓问的账我答不上")
    course = planned(need_ids=(need,), teacher="田巧仓")
    recorded(course, (member,))
    done(saying(course, member, enough=False, still_wanted="田巧仓那样的账"), "member", days=after())
    erased = {"basis": "asked", "reference": "2018-07", "reason": "本人要求", "person_id": people_of(home)["田巧仓"].id}
    done(ErasePerson(id=fresh(), household_id=home, **erased), "county", days=after())
    line = training_need(actor("member"), need, on=HELD)
    assert (line.words, line.still_wanted) == ("（已删除）问的账我答不上", "（已删除）那样的账")
    assert course_page(actor("member"), course, on=HELD).line.teacher == "（已删除）"


def test_one_undoes_ones_own_and_nothing_on_which_others_built(group: UUID, member: UUID) -> None:
    tell = telling(group, member)
    assert [done(tell, "member").repeated, done(tell, "member").repeated] == [False, True]
    plan = planning(need_ids=(tell.need_id,))
    done(plan)
    assert codes(do(Undo(id=fresh(), target=tell.id), "member")) == ["built_on"]
    assert codes(do(Undo(id=fresh(), target=plan.id), "department")) == ["undo_of_another"]
    record = recording(plan.course_id, (member,))
    done(record, days=after())
    say = saying(plan.course_id, member)
    done(say, "member", days=after())
    assert codes(do(Undo(id=fresh(), target=record.id), days=after())) == ["built_on"]
    done(Undo(id=fresh(), target=say.id), "member", days=after())
    assert TrainingNeed.objects.get().state == "open"
    done(Undo(id=fresh(), target=record.id), days=after())
    done(Undo(id=fresh(), target=plan.id), days=after())
    done(Undo(id=fresh(), target=tell.id), "member", days=after())
    assert (Course.objects.count(), TrainingNeed.objects.count()) == (0, 0)
