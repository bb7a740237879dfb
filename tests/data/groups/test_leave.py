"""Leave through its commands: who asks, who decides, what overlaps, who reads the reason."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from support.groups_stage import BEGIN, added, established, organisations
from support.stage import THERE, TODAY, account, actor, codes, do, done, fresh
from xiuhua.groups.commands.establishing import RevokeRelation
from xiuhua.groups.commands.leave import AskLeave, DecideLeave, EndLeave
from xiuhua.groups.leave_agenda import leave_to_decide
from xiuhua.groups.models import Leave
from xiuhua.groups.queries.leave import LeaveRegister, leave_register
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.platform.work.agenda import Group

REASON = "陪家里人看病"


@pytest.fixture(autouse=True)
def offices(stage: None) -> None:
    organisations()


@pytest.fixture
def group() -> UUID:
    return established()


@pytest.fixture
def member(group: UUID) -> UUID:
    return added(group, account("member"), "resident_team")


def asking(group: UUID, member: UUID, first: date = TODAY, days: int = 3, **more: Any) -> AskLeave:
    values = {"first_on": first, "last_on": first + timedelta(days=days - 1), "reason": REASON, **more}
    return AskLeave(id=fresh(), group_id=group, leave_id=fresh(), member_id=member, **values)


def asked(group: UUID, member: UUID, *given: Any, **more: Any) -> UUID:
    return UUID(done(asking(group, member, *given, **more), "member").result["leave"])


def deciding(group: UUID, leave: UUID, *, approved: bool = True) -> DecideLeave:
    return DecideLeave(id=fresh(), group_id=group, leave_id=leave, approved=approved, answer="路上小心")


def ending(group: UUID, leave: UUID, back_on: date) -> EndLeave:
    return EndLeave(id=fresh(), group_id=group, leave_id=leave, back_on=back_on)


def register(group: UUID, login: str) -> LeaveRegister:
    found = leave_register(actor(login), group, on=TODAY)
    assert found is not None
    return found


def test_short_leave_is_decided_by_the_township_and_longer_leave_by_the_department(group: UUID, member: UUID) -> None:
    short, long = asked(group, member, TODAY, 3), asked(group, member, TODAY + timedelta(days=9), 4)
    assert codes(do(deciding(group, short), "department")) == ["leave_other_level"]
    assert codes(do(deciding(group, long), "township")) == ["leave_other_level"]
    done(deciding(group, short), "township")
    done(deciding(group, long, approved=False), "department")
    assert codes(do(deciding(group, short), "township")) == ["leave_decided"]
    assert [each.name for each in register(group, "attendee").away(TODAY)] == ["罗秋霞"]
    assert register(group, "attendee").coming(TODAY) == ()
    assert register(group, "attendee").away(TODAY + timedelta(days=3)) == ()


def test_where_nothing_is_entrusted_the_department_decides_about_short_leave_too(group: UUID, member: UUID) -> None:
    leave = asked(group, member)
    revoke = {"group_id": group, "valid_to": TODAY, "basis": "县委会议"}
    done(RevokeRelation(id=fresh(), kind="entrusted", **revoke), "county")
    assert codes(do(deciding(group, leave), "township")) == ["leave_other_level"]
    done(RevokeRelation(id=fresh(), kind="managed", **revoke), "county")
    assert codes(do(deciding(group, leave), "department")) == ["relation_not_in_force"]


def test_members_ask_for_themselves_and_nobody_decides_about_leave_of_his_own(group: UUID, member: UUID) -> None:
    assert codes(do(asking(group, member), "leader")) == ["leave_of_another"]
    assert codes(do(asking(group, member), "township")) == ["not_your_role"]
    assert codes(do(asking(group, fresh()), "member")) == ["not_found"]
    own = added(group, account("township"), "officer_in_charge")
    leave = UUID(done(asking(group, own), "township").result["leave"])
    assert codes(do(deciding(group, leave), "township")) == ["leave_own"]
    assert codes(do(ending(group, leave, TODAY), "member")) == ["leave_of_another"]


def test_days_that_overlap_are_refused_at_their_edges_only(group: UUID, member: UUID) -> None:
    asked(group, member, TODAY, 3)
    for first, days in ((TODAY - timedelta(days=2), 3), (TODAY + timedelta(days=2), 1), (TODAY, 1)):
        assert codes(do(asking(group, member, first, days), "member")) == ["leave_overlaps"]
    asked(group, member, TODAY - timedelta(days=2), 2)
    asked(group, member, TODAY + timedelta(days=3), 1)
    assert codes(do(asking(group, member, TODAY + timedelta(days=9), 0), "member")) == ["leave_days_wrong"]
    assert codes(do(asking(group, member, BEGIN - timedelta(days=1), 1), "member")) == ["leave_before_membership"]
    other = added(established(THERE), account("attendee"), "resident_team")
    assert codes(do(asking(group, other), "attendee")) == ["not_found"]


def test_who_is_back_earlier_is_there_and_who_is_back_before_it_began_was_never_away(group: UUID, member: UUID) -> None:
    leave = asked(group, member, TODAY - timedelta(days=2), 5)
    done(deciding(group, leave), "department")
    assert codes(do(ending(group, leave, TODAY + timedelta(days=9)), "member")) == ["leave_back_late"]
    done(ending(group, leave, TODAY), "member")
    assert register(group, "county").away(TODAY) == ()
    assert len(register(group, "county").away(TODAY - timedelta(days=1))) == 1
    later = asked(group, member, TODAY, 2)
    done(ending(group, later, TODAY), "member")
    assert codes(do(ending(group, later, TODAY), "member")) == ["leave_not_standing"]
    asked(group, member, TODAY, 2)


def test_the_reason_is_sealed_and_read_by_the_member_and_whoever_decides(group: UUID, member: UUID) -> None:
    leave = asked(group, member)
    read = {
        login: register(group, login).lines[0].reason
        for login in ("member", "township", "department", "leader", "attendee", "county", "auditor")
    }
    assert {login for login, reason in read.items() if reason == REASON} == {"member", "township", "department"}
    assert REASON not in Leave.objects.get(id=leave).reason
    assert not Entry.objects.filter(changes__contains=REASON).exists()
    assert not Entry.objects.filter(command__contains=REASON).exists()
    assert leave_register(actor("administrator"), group, on=TODAY) is None
    assert leave_register(actor("neighbour"), group, on=TODAY) is None


def test_today_asks_whoever_decides_and_tells_the_member_to_wait(group: UUID, member: UUID) -> None:
    asked(group, member, TODAY + timedelta(days=1), 2)
    (line,) = leave_to_decide(actor("township"), TODAY)
    assert (line.text.zh, line.group, line.outside.zh) == ("批假 罗秋霞", Group.TODAY, "批假（燕儿坪村）")
    assert leave_to_decide(actor("department"), TODAY) == []
    assert [each.group for each in leave_to_decide(actor("member"), TODAY)] == [Group.WAITING]
    (late,) = leave_to_decide(actor("township"), TODAY + timedelta(days=1))
    assert late.group is Group.OVERDUE


def test_nobody_undoes_the_leave_of_another_nor_what_was_decided_about_it(group: UUID, member: UUID) -> None:
    wish = asking(group, member)
    done(wish, "member")
    assert codes(do(Undo(id=fresh(), target=wish.id), "leader")) == ["undo_of_another"]
    decided = deciding(group, wish.leave_id, approved=False)
    done(decided, "township")
    assert codes(do(Undo(id=fresh(), target=decided.id), "department")) == ["undo_of_another"]
    assert Leave.objects.get().state == "declined"


def test_a_leave_can_be_taken_back_by_undoing_and_repeats_once(group: UUID, member: UUID) -> None:
    wish = asking(group, member)
    assert [done(wish, "member").repeated, done(wish, "member").repeated] == [False, True]
    done(Undo(id=fresh(), target=wish.id), "member")
    assert Leave.objects.count() == 0
