"""Groups without members or leader on the page of today, and what others have in hand: for whoever settles it."""

from datetime import timedelta
from uuid import UUID

import pytest

from support.groups_stage import added, established, led, organisations
from support.stage import HERE, THERE, TODAY, account, actor, done, fresh
from support.tasks_stage import given, reported
from xiuhua.groups.commands.task_steps import TakeTask
from xiuhua.groups.queries.coverage import Show, coverage
from xiuhua.groups.staffing_agenda import groups_to_staff
from xiuhua.groups.work_agenda import tasks_awaited
from xiuhua.platform.work.agenda import AgendaLine, Group


@pytest.fixture(autouse=True)
def _stage(stage: None) -> None:
    organisations()


def lines(login: str) -> list[tuple[str, str, Group]]:
    return [(each.text.zh, each.text.en, each.group) for each in groups_to_staff(actor(login), TODAY)]


def listed(line: AgendaLine, login: str) -> int:
    path, _, show = line.url.partition("?show=")
    found = coverage(actor(login), path.split("/")[2], on=TODAY, show=Show(show))
    assert found is not None
    return len(found.rows)


def test_groups_without_members_wait_for_the_department_and_those_without_leader_for_the_county() -> None:
    assert lines("department") == lines("county") == []
    established()
    established(THERE)
    assert lines("department") == [("给 2 个小组定成员", "Settle the members of 2 groups", Group.TODAY)]
    assert [(zh, group) for zh, _, group in lines("county")] == [
        ("等 组织部门给 2 个小组定成员", Group.WAITING),
    ]
    assert lines("township") == lines("leader") == lines("neighbour") == []


def test_a_line_goes_when_it_is_settled_and_its_list_holds_as_many() -> None:
    here = established()
    established(THERE)
    member = added(here, account("attendee"), "resident_team")
    assert lines("department") == [("给 1 个小组定成员", "Settle the members of 1 group", Group.TODAY)]
    assert lines("county")[0] == ("给 1 个小组配组长", "Appoint the leader of 1 group", Group.TODAY)
    for login, number in (("department", 1), ("county", 2)):
        offered = groups_to_staff(actor(login), TODAY)
        assert [listed(each, login) for each in offered] == [1] * number
    led(here, member)
    assert [group for _, _, group in lines("county")] == [Group.WAITING]


def awaited(login: str, days: int = 0) -> list[tuple[str, str, UUID]]:
    found = tasks_awaited(actor(login), TODAY + timedelta(days=days))
    assert all(each.group is Group.WAITING for each in found)
    return [(each.text.zh, each.where.zh, UUID(each.url.rpartition("/")[2])) for each in found]


def test_whoever_gave_a_task_waits_until_it_is_taken_and_again_once_it_is_late() -> None:
    group = established(HERE)
    task = given(group, "member")
    given(group, "leader")
    reported(group, "member")
    ((said, why, found),) = awaited("leader")
    assert (why, found) == ("还没有接下", task)
    assert said.startswith("等 ")
    assert said.endswith("办：把自来水接到曹家院里")
    assert awaited("member") == []
    done(TakeTask(id=fresh(), task_id=task), "member")
    assert awaited("leader") == []
    assert [(why, found) for _, why, found in awaited("leader", 8)] == [("已过期", task)]
