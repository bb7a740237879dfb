"""Each role's next action is one click from Today: every line of everybody's agenda leads where it is done.

A line about one thing leads to the page with its form, or with the button of the one next step. A line about several
things leads to their list, on which each is one link away from the page with the form or button. Lines that wait for
others, and meetings to come to, ask for nothing but to be read: their page opens.
"""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest

from support.cast import TODAY, Cast, do, fresh
from support.door import Door
from xiuhua.groups.commands.leading import AppointLeader
from xiuhua.groups.commands.meetings import PlanMeeting, SessionAt
from xiuhua.groups.models import Member
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import actor_for_account
from xiuhua.platform.work import agenda, kinds, services
from xiuhua.platform.work.agenda import AgendaLine, Group
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.rules.states import JobState

pytestmark = pytest.mark.django_db

KIND = "test.next_action"
ID = r"[0-9a-f-]{36}"
LISTS = {
    "open_questions": (rf"/households/{ID}[^\"]*",),
    "open_comparisons": (rf"/comparisons/{ID}/lines/{ID}",),
    "households_to_visit": (rf"/households/{ID}/visit",),
    "needs_to_handle": (rf"/needs/{ID}",),
    "help_to_arrange": (rf"/households/{ID}/helpers/assign", rf"/households/{ID}#help", rf"/households/{ID}#visits"),
    "measures_waiting": (rf"/households/{ID}#help",),
    "meetings_to_do": (rf"/groups/{ID}/meetings/plan",),
    "commitments_to_handle": (rf"/commitments/{ID}",),
    "groups_to_staff": (rf"/groups/{ID}",),
}
"""Providers whose lines speak of several things, with the links by which each may stand on their list."""

SELDOM = {"mail_agenda.mail_failing"}
"""Providers for which the cast has no occasion: no mail server fails it. Their own tests try where they lead."""

COME = ("去开会", "去参加培训")
"""The verbs of lines that ask to be somewhere and not to do something on a page."""

_FORM = re.compile(r'<form[^>]*method="post"')
_NEXT = re.compile(r'<a class="button primary" href="([^"]+)"')


@dataclass(frozen=True)
class Offered:
    """A line of somebody's agenda, and the provider that offered it."""

    login: str
    provider: str
    line: AgendaLine


@pytest.fixture(scope="module")
def offered(cast: Cast) -> tuple[Offered, ...]:
    """Return every line of every provider for each of the cast, after what the cast lacks has come up as well."""
    _leads_and_convenes(cast)
    _has_a_stopped_job(cast)
    found = []
    for login, viewer in cast.viewers.items():
        actor = actor_for_account(viewer.account, on=TODAY, door="web")
        if actor is not None:
            for provider in agenda._installed.providers:
                name = f"{provider.__module__.rpartition('.')[2]}.{provider.__qualname__}"
                found += [Offered(login, name, line) for line in provider(actor, TODAY)]
    return tuple(found)


def test_every_provider_offers_somebody_something(offered: tuple[Offered, ...]) -> None:
    installed = {f"{each.__module__.rpartition('.')[2]}.{each.__qualname__}" for each in agenda._installed.providers}
    silent = installed - {each.provider for each in offered} - SELDOM
    assert silent == set(), f"nobody of the cast has a line of {silent}: let one come up, so that its page is tried"


def test_every_line_leads_to_the_page_where_it_is_done(offered: tuple[Offered, ...], door: Door) -> None:
    assert {each.login for each in offered} >= {"county", "department", "township", "leader", "member", "attendee"}
    wrong = {f"{each.login}: {each.line.text.zh} {each.line.url}": why for each in offered if (why := _why(each, door))}
    assert wrong == {}


def _why(each: Offered, door: Door) -> str:
    """Return what is wrong with where a line leads, or nothing."""
    main, status = _main(door, each.login, each.line.url)
    if status != 200:
        return f"the page answers {status}"
    if each.line.group is Group.WAITING or each.line.verb.zh.startswith(COME) or _done_there(door, each.login, main):
        return ""
    ways = LISTS.get(each.provider.partition(".")[2])
    if ways is None:
        return "the page has neither a form nor a next step"
    link = next(filter(None, (re.search(rf'href="({way})"', main) for way in ways)), None)
    if link is None:
        return f"the list has no link {' or '.join(ways)}"
    further, status = _main(door, each.login, link[1])
    return "" if status == 200 and _done_there(door, each.login, further) else f"{link[1]} has no form: {status}"


def _done_there(door: Door, login: str, main: str) -> bool:
    """Say whether a page has a form, or the button of a next step behind which there is one."""
    if _FORM.search(main):
        return True
    step = _NEXT.search(main)
    if step is None:
        return False
    further, status = _main(door, login, step[1])
    return status == 200 and bool(_FORM.search(further))


def _main(door: Door, login: str, url: str) -> tuple[str, int]:
    answer = door.ask(login, "GET", url.replace("&amp;", "&").partition("#")[0], follow=False)
    return answer.raw.partition("<main")[2].partition("</main>")[0], answer.status


def _leads_and_convenes(cast: Cast) -> None:
    """Let the leader of the cast lead the group, and convene a meeting of today and one to give notice of."""
    member = Member.objects.get(account_id=cast.viewers["leader"].account, valid_to=None)
    everybody = tuple(Member.objects.filter(group_id=member.group_id, valid_to=None).values_list("id", flat=True))
    lead = {"group_id": member.group_id, "member_id": member.id, "valid_from": TODAY}
    do([AppointLeader(id=fresh(), **lead)])
    for days in (0, 3):
        when = SessionAt(id=fresh(), held_on=TODAY + timedelta(days=days), starts="09:00")
        of = {"group_id": member.group_id, "convener_id": member.id, "member_ids": everybody}
        told = {"kind": "group", "topic": "路口装反光镜", "venue": "村委会会议室", "sessions": (when,)}
        do([PlanMeeting(id=fresh(), meeting_id=fresh(), **of, **told)])


def _has_a_stopped_job(cast: Cast) -> None:
    kinds.register(KIND, lambda arguments, progress: None, label=Text("核对", "checking"), unit=Text("行", "rows"))
    job = fresh()
    services.start(KIND, job_id=job, owner=cast.viewers["county"].account, arguments={})
    Job.objects.filter(id=job).update(state=JobState.INTERRUPTED)
