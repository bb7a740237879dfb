"""The agenda: lines of every provider in the groups of the day; one's own jobs, and nobody else's."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from support import stage
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.text import Text
from xiuhua.platform.work import agenda, kinds, services
from xiuhua.platform.work.agenda import AgendaLine, Group
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.progress import Progress
from xiuhua.platform.work.rules.states import JobState

TODAY = date(2018, 1, 19)
ORIGIN = UUID("01610b8e-4a00-7000-8000-000000000002")
ME = Actor(derived_id(ORIGIN, "me"), label="me")
KIND = "test.agenda"


@pytest.fixture(autouse=True)
def _providers_stay_as_they_were() -> Iterator[None]:
    before = agenda._installed.providers
    yield
    agenda.install(before)


def line(name: str, group: Group) -> AgendaLine:
    return AgendaLine(Text("确认", "Confirm"), name, "", None, "/", group)


def test_lines_stand_in_the_groups_of_the_day_in_the_order_of_the_providers() -> None:
    agenda.install(
        [
            lambda viewer, today: [line("a", Group.WAITING), line("b", Group.TODAY)],
            lambda viewer, today: [line(viewer.label, Group.TODAY), line(today.isoformat(), Group.OVERDUE)],
        ]
    )
    groups = agenda.collect(ME, TODAY)
    assert [(each.title.en, [found.text.en for found in each.lines]) for each in groups] == [
        ("Overdue", ["Confirm 2018-01-19"]),
        ("Today", ["Confirm b", "Confirm me"]),
        ("Waiting", ["Confirm a"]),
    ]
    agenda.install([])
    assert agenda.collect(ME, TODAY) == ()


def test_what_has_a_day_comes_first_and_the_earliest_before_the_others() -> None:
    days = [None, date(2018, 1, 18), date(2018, 1, 3)]
    lines = [AgendaLine(Text("送", "Send"), str(n), "", day, "/", Group.OVERDUE) for n, day in enumerate(days)]
    agenda.install([lambda viewer, today: lines])
    (group,) = agenda.collect(ME, TODAY)
    assert [each.name for each in group.lines] == ["2", "1", "0"]


def test_the_same_line_stands_once_where_it_is_most_urgent() -> None:
    agenda.install([lambda viewer, today: [line("a", Group.SOON), line("a", Group.OVERDUE), line("a", Group.OVERDUE)]])
    groups = agenda.collect(ME, TODAY)
    assert [(each.group, len(each.lines)) for each in groups] == [(Group.OVERDUE, 1)]


def test_a_glance_is_short_and_says_how_many_more_there_are() -> None:
    lines = [line(str(n), Group.TODAY) for n in range(agenda.FEW + 3)]
    agenda.install([lambda viewer, today: [*lines, line("x", Group.WAITING), line("y", Group.OVERDUE)]])
    groups = agenda.collect(ME, TODAY)
    (shown,) = (each for each in groups if each.group is Group.TODAY)
    assert (len(shown.shown), shown.more, len(shown.lines)) == (agenda.FEW, 3, agenda.FEW + 3)
    assert agenda.waiting(groups) == agenda.FEW + 4


def test_outside_a_line_says_what_is_done_and_where_and_names_nobody() -> None:
    named = AgendaLine(
        Text("核对", "Look into"), "何慧珍户 3 句话", "上社 2 组", None, "/", plain=Text("核对", "look"), place="川口村"
    )
    agenda.install([lambda viewer, today: [named, line("罗秋霞", Group.TODAY), line("马占川", Group.TODAY)]])
    (said,) = agenda.outside(agenda.collect(ME, TODAY))
    assert [each.zh for each in said[1]] == ["核对（川口村）", "确认"]


@pytest.mark.parametrize(("lines", "shown"), [(1, 1), (9, 9), (10, 8)])
def test_nobody_is_led_to_a_page_for_one_more_line(lines: int, shown: int) -> None:
    agenda.install([lambda viewer, today: [line(str(n), Group.TODAY) for n in range(lines)]])
    (group,) = agenda.collect(ME, TODAY)
    assert (len(group.shown), group.more) == (shown, lines - shown)


@pytest.mark.django_db
def test_a_stopped_job_can_go_on_and_a_running_one_is_waited_for() -> None:
    def work(arguments: object, progress: Progress) -> None:
        return None

    stage.load()
    kinds.register(KIND, work, label=Text("核对人口表", "checking the person list"), unit=Text("行", "rows"))
    stopped, waiting = derived_id(ORIGIN, "stopped"), derived_id(ORIGIN, "waiting")
    for job_id in (stopped, waiting):
        services.start(KIND, job_id=job_id, owner=stage.account("county"), arguments={})
    Job.objects.filter(id=stopped).update(state=JobState.INTERRUPTED)
    agenda.install([agenda.own_jobs])
    groups = agenda.collect(stage.actor("county"), TODAY)
    assert [(each.group, [(found.text.zh, found.url) for found in each.lines]) for each in groups] == [
        (Group.TODAY, [("继续 核对人口表", f"/jobs/{stopped}")]),
        (Group.WAITING, [("等 核对人口表", f"/jobs/{waiting}")]),
    ]
    assert agenda.collect(stage.actor("township"), TODAY) == ()
