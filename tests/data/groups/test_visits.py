"""Visits through their command: what is told, what is refused, what a promise becomes, who reads it."""

from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest

from support.groups_stage import BEGIN, established, organisations
from support.stage import THERE, TODAY, account, actor, codes, do, done, fresh, people_of, registered
from xiuhua.groups.commands.establishing import RevokeRelation
from xiuhua.groups.commands.visits import RecordVisit
from xiuhua.groups.models import Task, Visit
from xiuhua.groups.queries.tasks import my_tasks
from xiuhua.groups.queries.visits import (
    VisitLine,
    to_visit,
    villages_to_visit,
    visits_of_group,
    visits_of_household,
)
from xiuhua.groups.rules.tasks import TaskState
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo


@pytest.fixture
def group(stage: None) -> UUID:
    organisations()
    return established()


@pytest.fixture
def home(group: UUID) -> UUID:
    return registered()


def visiting(group: UUID, home: UUID, **more: Any) -> RecordVisit:
    values = {"group_id": group, "visit_id": fresh(), "household_id": home, "found": "灶上没有水，人在修羊圈", **more}
    return RecordVisit(id=fresh(), **values)


def only(home: UUID, by: str = "member") -> VisitLine:
    (line,) = visits_of_household(actor(by), home, on=TODAY)
    return line


def test_a_visit_tells_who_was_seen_and_what_was_found(group: UUID, home: UUID) -> None:
    people = people_of(home)
    seen = (people["何慧珍"].id, people["何小军"].id)
    done(visiting(group, home, seen=seen, needed="想学养殖"), "member")
    line = only(home)
    assert (line.visitor, line.seen, line.visited_on) == ("罗秋霞", ("何慧珍", "何小军"), TODAY)
    assert (line.found, line.needed, line.tasks) == ("灶上没有水，人在修羊圈", "想学养殖", ())


def test_what_was_promised_is_a_task_of_the_visitor_in_the_same_wish(group: UUID, home: UUID) -> None:
    wish = visiting(group, home, promised="下周带兽医来", promised_by=TODAY + timedelta(days=7))
    done(wish, "member")
    (task,) = only(home).tasks
    assert (task.what, task.state, task.due) == ("下周带兽医来", TaskState.TAKEN, TODAY + timedelta(days=7))
    assert [each.id for each in my_tasks(actor("member"), on=TODAY)] == [task.id]
    assert do(wish, "member").repeated
    assert (Visit.objects.count(), Task.objects.count()) == (1, 1)
    done(Undo(id=fresh(), target=wish.id), "member")
    assert (Visit.objects.count(), Task.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"observed_at": TODAY + timedelta(days=1)}, ["visit_day_wrong"]),
        ({"observed_at": BEGIN - timedelta(days=1)}, ["visit_day_wrong"]),
        ({"observed_at": BEGIN}, []),
        ({"observed_at": datetime(2018, 1, 18, 17, 0, tzinfo=UTC)}, []),
        ({"observed_at": datetime.max.replace(tzinfo=UTC)}, ["visit_day_wrong"]),
        ({"observed_at": datetime.min.replace(tzinfo=timezone(timedelta(hours=14)))}, ["visit_day_wrong"]),
        ({"found": ""}, ["visit_says_nothing"]),
        ({"seen": (UUID(int=7),)}, ["visit_person_elsewhere"]),
        ({"promised": "带兽医来"}, ["visit_promise_without_day"]),
        ({"promised": "带兽医来", "promised_by": TODAY - timedelta(days=1)}, ["task_due_passed"]),
        ({"promised_by": TODAY - timedelta(days=1)}, []),
    ],
)
def test_what_is_refused(group: UUID, home: UUID, more: dict[str, Any], refused: list[str]) -> None:
    assert codes(do(visiting(group, home, **more), "member")) == refused


def test_a_visit_may_be_recorded_days_later_and_both_days_are_kept(group: UUID, home: UUID) -> None:
    done(visiting(group, home, observed_at=date(2018, 1, 16)), "member")
    assert (only(home).visited_on, only(home).recorded_on, only(home).recorded_later) == (
        date(2018, 1, 16),
        TODAY,
        True,
    )
    assert Entry.objects.get(code=RecordVisit.code).observed_at == "2018-01-16"


def test_whoever_is_not_of_the_village_records_nothing(group: UUID, home: UUID) -> None:
    assert codes(do(visiting(group, home), "attendee")) == ["not_your_role"]
    assert codes(do(visiting(group, home), "neighbour")) == ["not_your_role"]
    assert codes(do(visiting(group, registered(village=THERE)), "member")) == ["household_not_of_group"]
    assert codes(do(visiting(group, fresh()), "member")) == ["household_not_of_group"]
    revoke = {"group_id": group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委会议"}
    done(visiting(group, home), "township")
    done(RevokeRelation(id=fresh(), **revoke), "county")
    assert codes(do(visiting(group, home), "township")) == ["relation_not_in_force"]


def test_a_visit_is_read_by_those_who_see_households(group: UUID, home: UUID) -> None:
    done(visiting(group, home), "member")
    for login in ("member", "leader", "township", "county", "auditor"):
        assert only(home, login).found
        assert visits_of_group(actor(login), group, on=TODAY) is not None
    for login in ("attendee", "administrator", "neighbour"):
        assert visits_of_household(actor(login), home, on=TODAY) == ()
        assert visits_of_group(actor(login), group, on=TODAY) is None


def test_texts_are_kept_sealed_under_the_household_s_key(group: UUID, home: UUID) -> None:
    done(visiting(group, home, needed="想学养殖", promised="带兽医来", promised_by=TODAY), "member")
    rows = str([*Visit.objects.values(), *Task.objects.values()])
    kept = rows + "".join(f"{a}{b}" for a, b in Entry.objects.values_list("changes", "command"))
    for word in ("修羊圈", "想学养殖", "带兽医来"):
        assert word not in kept
    assert set(Task.objects.values_list("subject_id", flat=True)) == {home}


def test_who_is_seen_stands_sealed_in_the_journal(group: UUID, home: UUID) -> None:
    seen = people_of(home)["何慧珍"].id
    wish = visiting(group, home, seen=(seen,))
    done(wish, "member")
    entry = Entry.objects.get(command_id=wish.id)
    assert str(seen) not in entry.changes + entry.command


def test_households_come_in_the_order_of_their_codes_with_the_last_visit(group: UUID, home: UUID) -> None:
    other = registered()
    done(visiting(group, home, observed_at=date(2018, 1, 2)), "member")
    done(visiting(group, home, observed_at=date(2017, 12, 1)), "leader")
    found = to_visit(actor("member"), "620122101200", on=TODAY)
    assert [(each.id, each.last, each.long_ago) for each in found] == [
        (home, date(2018, 1, 2), False),
        (other, None, True),
    ]
    assert [each.code for each in found] == sorted(each.code for each in found)
    (named,) = villages_to_visit(actor("member"), on=TODAY, named=3).values()
    assert (named.homes, named.names) == ((other,), (found[1].head,))
    (later,) = villages_to_visit(actor("member"), on=date(2018, 2, 2), named=1).values()
    assert (later.homes, later.names) == ((home, other), (found[0].head,))
    assert villages_to_visit(actor("township"), on=TODAY, named=3) == {}


def test_the_visits_of_a_group_come_page_by_page(group: UUID, home: UUID) -> None:
    days = [date(2018, 1, day) for day in (3, 9, 9, 15)]
    for day in days:
        done(visiting(group, home, observed_at=day), "member")
    first = visits_of_group(actor("leader"), group, on=TODAY, size=2)
    assert first is not None
    second = visits_of_group(actor("leader"), group, on=TODAY, size=2, after=first.after)
    assert second is not None
    assert [row.visited_on.day for row in (*first.rows, *second.rows)] == [15, 9, 9, 3]
    assert len({row.id for row in (*first.rows, *second.rows)}) == 4
    assert second.after is None


def test_the_visitor_is_whoever_records_it(group: UUID, home: UUID) -> None:
    done(visiting(group, home), "leader")
    assert only(home).visitor_id == account("leader")
