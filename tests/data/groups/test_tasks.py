"""Tasks through their commands: who gives, does and confirms them, what is refused, what is kept sealed."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from support.groups_stage import added, established, organisations, person
from support.stage import THERE, TODAY, account, actor, codes, do, done, fresh, registered
from support.tasks_stage import given, giving, reported
from xiuhua.groups.commands.establishing import DissolveGroup, RevokeRelation
from xiuhua.groups.commands.findings import RecordFinding
from xiuhua.groups.commands.task_steps import (
    ConfirmTask,
    DeclineTask,
    ReportTask,
    SendBackTask,
    TakeTask,
    WithdrawTask,
)
from xiuhua.groups.commands.tasks import ChangeTask
from xiuhua.groups.models import Task
from xiuhua.groups.queries.task_records import TaskLine
from xiuhua.groups.queries.tasks import Show, my_tasks, task_page, tasks_of_group, tasks_to_confirm
from xiuhua.groups.rules.tasks import TaskState
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo


@pytest.fixture
def group(stage: None) -> UUID:
    organisations()
    return established()


def line(task: UUID, by: str = "leader") -> TaskLine:
    page = task_page(actor(by), task, on=TODAY)
    assert page is not None
    return page.task


def confirming(task: UUID, **more: Any) -> ConfirmTask:
    values = {"words": "水来了，够用", "said_by": "何慧珍", **more}
    return ConfirmTask(id=fresh(), task_id=task, **values)


def _found(group: UUID, by: str) -> UUID:
    wish = RecordFinding(id=fresh(), group_id=group, finding_id=fresh(), kind="employment", what="四个人没有活")
    return UUID(done(wish, by).result["finding"])


@pytest.mark.parametrize("came_from", ["hand", "meeting", "visit", "finding"])
def test_what_a_task_came_from_is_of_its_own_group(group: UUID, came_from: str) -> None:
    elsewhere = _found(established(THERE), "township")
    assert codes(do(giving(group, came_from=came_from, from_id=elsewhere), "leader")) == ["not_found"]
    own = _found(group, "leader")
    refused = [] if came_from == "finding" else ["not_found"]
    assert codes(do(giving(group, came_from=came_from, from_id=own), "leader")) == refused


def test_one_line_is_a_task(group: UUID) -> None:
    found = line(given(group))
    assert (found.what, found.owner, found.state) == ("把自来水接到曹家院里", "罗秋霞", TaskState.OPEN)
    assert (found.giver, found.from_name.zh, found.for_name.zh) == ("曹文远", "直接交办", "不专为谁")


def test_whoever_takes_a_task_upon_oneself_has_it_in_hand(group: UUID) -> None:
    assert line(given(group, "leader")).state is TaskState.TAKEN


def test_a_task_goes_its_way_and_is_confirmed_in_the_words_of_whom_it_was_for(group: UUID) -> None:
    task = given(group)
    done(TakeTask(id=fresh(), task_id=task), "member")
    assert done(TakeTask(id=fresh(), task_id=task), "member").unchanged
    assert codes(do(ReportTask(id=fresh(), task_id=task, result=""), "member")) == ["task_result_missing"]
    done(ReportTask(id=fresh(), task_id=task, result="水管接到院里"), "member")
    done(SendBackTask(id=fresh(), task_id=task, missing="水龙头还没装"), "leader")
    assert line(task).missing == "水龙头还没装"
    done(ReportTask(id=fresh(), task_id=task, result="龙头装好了"), "member")
    done(confirming(task), "leader")
    found = line(task)
    assert (found.state, found.words, found.said_by) == (TaskState.CONFIRMED, "水来了，够用", "何慧珍")
    for wish in (confirming(task), SendBackTask(id=fresh(), task_id=task, missing="x")):
        assert codes(do(wish, "leader")) == ["task_not_so_far"]


def test_nobody_confirms_what_they_did_themselves(group: UUID) -> None:
    task = reported(group, "leader")
    assert codes(do(confirming(task), "leader")) == ["task_own_confirmation"]
    assert codes(do(SendBackTask(id=fresh(), task_id=task, missing="x"), "leader")) == ["task_own_confirmation"]
    done(confirming(task), "member")
    instead = given(group, "member", by="leader")
    done(ReportTask(id=fresh(), task_id=instead, result="办好了"), "leader")
    assert codes(do(confirming(instead), "leader")) == ["task_own_confirmation"]
    assert codes(do(confirming(instead), "member")) == ["task_own_confirmation"]
    done(confirming(instead), "township")


def test_only_the_owner_or_the_leader_takes_reports_and_declines(group: UUID) -> None:
    task = given(group, "attendee")
    for wish in (
        TakeTask(id=fresh(), task_id=task),
        ReportTask(id=fresh(), task_id=task, result="x"),
        DeclineTask(id=fresh(), task_id=task, reason="x"),
    ):
        assert codes(do(wish, "member")) == ["task_not_yours"]
        assert codes(do(wish, "neighbour")) == ["not_found"]
    done(TakeTask(id=fresh(), task_id=task), "attendee")
    done(DeclineTask(id=fresh(), task_id=task, reason="要外出打工到三月"), "leader")
    assert line(task).reason == "要外出打工到三月"


def test_an_attendee_and_an_officer_over_the_village_can_be_given_a_task_and_nobody_who_does_none(group: UUID) -> None:
    for owner in ("attendee", "township", "county"):
        given(group, owner)
    assert codes(do(giving(group, owner_id=person("nobody", "申屠静")), "leader")) == ["task_owner_not_here"]
    for other in ("neighbour", "administrator", "auditor", "department"):
        assert codes(do(giving(group, other), "leader")) == ["task_owner_not_here"]


def test_what_is_none_of_a_group_s_is_refused_with_where_it_belongs(group: UUID) -> None:
    receipt = do(giving(group, kind="disputes"), "leader")
    assert codes(receipt) == ["task_outside_scope"]
    assert "村调解委员会" in receipt.problems[0].values["belongs_zh"]
    assert codes(do(giving(group, kind="choir"), "leader")) == ["work_kind_unknown"]


def test_a_township_gives_tasks_only_while_it_is_entrusted(group: UUID) -> None:
    task = reported(group, by="township")
    revoke = {"group_id": group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), **revoke), "county")
    for wish in (
        giving(group),
        confirming(task),
        ChangeTask(id=fresh(), task_id=task, due=TODAY),
        WithdrawTask(id=fresh(), task_id=task, reason="x"),
    ):
        assert codes(do(wish, "township")) == ["relation_not_in_force"]
    given(group, by="leader")


def test_attending_in_a_group_stands_for_no_trust_in_the_township(group: UUID) -> None:
    added(group, account("township"), "officer_in_charge", party_member=False)
    task = reported(group, by="township")
    revoke = {"group_id": group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), **revoke), "county")
    for wish in (giving(group), confirming(task), ChangeTask(id=fresh(), task_id=task, due=TODAY)):
        assert codes(do(wish, "township")) == ["relation_not_in_force"]
    page = task_page(actor("township"), task, on=TODAY)
    assert page is not None
    why = page.actions["groups.confirm_task"]
    assert why is not None
    assert why.zh == "“委托日常管理”现在没有生效"


def test_who_may_change_and_withdraw(group: UUID) -> None:
    task = given(group, "attendee", by="leader")
    assert codes(do(ChangeTask(id=fresh(), task_id=task, due=TODAY), "member")) == ["task_not_yours_to_change"]
    assert codes(do(WithdrawTask(id=fresh(), task_id=task, reason="x"), "member")) == ["task_not_yours_to_change"]
    done(ChangeTask(id=fresh(), task_id=task, due=TODAY, what="先量院子到干管有多远"), "leader")
    assert (line(task).due, line(task).what) == (TODAY, "先量院子到干管有多远")
    assert done(ChangeTask(id=fresh(), task_id=task, due=TODAY), "leader").unchanged
    done(WithdrawTask(id=fresh(), task_id=task, reason="水务局已经在做"), "leader")
    assert codes(do(ChangeTask(id=fresh(), task_id=task, due=TODAY), "leader")) == ["task_not_so_far"]


def test_a_new_owner_takes_it_again(group: UUID) -> None:
    task = given(group)
    done(TakeTask(id=fresh(), task_id=task), "member")
    done(ChangeTask(id=fresh(), task_id=task, owner_id=account("attendee")), "leader")
    assert (line(task).state, line(task).owner) == (TaskState.OPEN, "马占川")
    assert codes(do(ChangeTask(id=fresh(), task_id=task, owner_id=account("neighbour")), "leader")) == [
        "task_owner_not_here"
    ]


def test_when_two_change_the_same_the_second_is_told_and_other_fields_merge(group: UUID) -> None:
    task = given(group)
    base = line(task).version
    done(ChangeTask(id=fresh(), task_id=task, base_version=base, what="先量距离"), "leader")
    both = do(ChangeTask(id=fresh(), task_id=task, base_version=base, what="先问水务局"), "township")
    assert codes(both) == ["changed_meanwhile"]
    done(ChangeTask(id=fresh(), task_id=task, base_version=base, due=TODAY), "township")
    assert (line(task).what, line(task).due) == ("先量距离", TODAY)


def test_nobody_undoes_what_others_did_with_a_task(group: UUID) -> None:
    task = reported(group)
    back = SendBackTask(id=fresh(), task_id=task, missing="还差一段")
    done(back, "leader")
    assert codes(do(Undo(id=fresh(), target=back.id), "member")) == ["undo_of_another"]
    wish = giving(group)
    done(wish, "leader")
    revoke = {"group_id": group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), **revoke), "county")
    assert codes(do(Undo(id=fresh(), target=wish.id), "township")) == ["undo_of_another"]


def test_the_same_wish_twice_is_one_task(group: UUID) -> None:
    wish = giving(group)
    assert [done(wish, "leader").repeated, done(wish, "leader").repeated] == [False, True]
    assert Task.objects.count() == 1
    done(Undo(id=fresh(), target=wish.id), "leader")
    assert Task.objects.count() == 0


def test_for_a_household_it_has_to_be_one_of_the_village(group: UUID) -> None:
    here, there = registered(), registered(village=THERE)
    assert codes(do(giving(group, for_whom="household"), "leader")) == ["task_household_missing"]
    assert codes(do(giving(group, household_id=here), "leader")) == ["task_household_missing"]
    assert codes(do(giving(group, for_whom="household", household_id=there), "leader")) == ["household_not_of_group"]
    task = given(group, for_whom="household", household_id=here)
    assert "何慧珍" in str(line(task).for_name)


def test_what_names_a_household_is_read_by_those_who_see_households_and_by_the_owner(group: UUID) -> None:
    home = registered()
    hidden = given(group, "member", for_whom="household", household_id=home)
    own = given(group, "attendee", for_whom="household", household_id=home)
    assert (line(hidden, "attendee").what, line(hidden, "attendee").household) == ("", "")
    assert line(own, "attendee").what == "把自来水接到曹家院里"
    assert line(hidden, "member").what == "把自来水接到曹家院里"


def test_texts_are_kept_sealed(group: UUID) -> None:
    task = reported(group, what="请何慧珍来学养殖", for_whom="household", household_id=registered())
    done(confirming(task, words="学会了配料"), "leader")
    row = Task.objects.values().get(id=task)
    kept = (
        str(row)
        + "".join(Entry.objects.values_list("changes", flat=True))
        + "".join(Entry.objects.values_list("command", flat=True))
    )
    for word in ("请何慧珍来学养殖", "学会了配料", "水压够"):
        assert word not in kept


def test_lists_today_and_what_waits_for_confirmation(group: UUID) -> None:
    late = given(group, due=TODAY)
    waits = reported(group, "member", due=TODAY + timedelta(days=1))
    over = given(group)
    done(WithdrawTask(id=fresh(), task_id=over, reason="重复"), "leader")
    found = tasks_of_group(actor("leader"), group, on=TODAY + timedelta(days=2))
    assert found is not None
    assert [(row.id, row.late) for row in found.rows] == [(late, True), (waits, False)]
    assert found.counts == {Show.UNFINISHED: 2, Show.REPORTED: 1, Show.OVER: 1}
    paged = tasks_of_group(actor("leader"), group, on=TODAY, size=1)
    assert paged is not None
    following = tasks_of_group(actor("leader"), group, on=TODAY, after=paged.after, size=1)
    assert following is not None
    assert [row.id for row in (*paged.rows, *following.rows)] == [late, waits]
    assert [row.id for row in my_tasks(actor("member"), on=TODAY)] == [late]
    assert [row.id for row in tasks_to_confirm(actor("leader"), on=TODAY)] == [waits]
    assert tasks_to_confirm(actor("member"), on=TODAY) == ()
    assert tasks_of_group(actor("neighbour"), group, on=TODAY) is None


def test_a_dissolved_group_does_nothing_more(group: UUID) -> None:
    task = given(group)
    done(DissolveGroup(id=fresh(), group_id=group, valid_to=TODAY, basis="县委会议"), "county")
    assert codes(do(TakeTask(id=fresh(), task_id=task), "member")) == ["group_over"]
    assert codes(do(giving(group), "leader")) == ["group_over"]


def test_a_task_elsewhere_is_as_absent_as_one_that_never_was(group: UUID) -> None:
    task = given(group)
    assert task_page(actor("neighbour"), task, on=TODAY) is None
    assert task_page(actor("leader"), fresh(), on=TODAY) is None
    assert task_page(actor("administrator"), task, on=TODAY) is None
    assert codes(do(TakeTask(id=fresh(), task_id=fresh()), "member")) == ["not_found"]


def test_the_page_says_why_something_cannot_be_done(group: UUID) -> None:
    task = given(group)
    page = task_page(actor("member"), task, on=TODAY)
    assert page is not None
    possible = {code for code, why in page.actions.items() if why is None}
    assert possible == {"groups.take_task", "groups.report_task", "groups.decline_task"}
    page = task_page(actor("leader"), task, on=TODAY)
    assert page is not None
    assert page.actions["groups.confirm_task"] is not None
    assert page.actions["groups.withdraw_task"] is None


def test_what_was_confirmed_is_not_reworded_by_undoing(group: UUID) -> None:
    task = given(group)
    change = ChangeTask(id=fresh(), task_id=task, what="先量院子到干管有多远")
    done(change, "leader")
    done(ReportTask(id=fresh(), task_id=task, result="量好了"), "member")
    assert codes(do(Undo(id=fresh(), target=change.id), "leader")) == ["built_on"]
    assert line(task).what == "先量院子到干管有多远"
