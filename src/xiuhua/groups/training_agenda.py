"""What training puts on the page of today: plan a course, record who came, go to one, say what it was worth."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import Course, CourseSeat, TrainingNeed
from xiuhua.groups.queries.training_agenda import OwnCourse, courses_unrecorded, needs_without_course, own_courses
from xiuhua.groups.rules.training import Attended, CourseState, NeedState
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import Probe
from xiuhua.platform.work.agenda import AgendaLine, Group, offered_for

_PLAN, _RECORD = Text("安排培训：", "Plan a course:"), Text("登记谁来了：", "Record who came to")
_GO, _SAY = Text("去参加培训：", "Attend the course"), Text("说说够不够用：", "Say whether it was enough:")
_WANTED, _OVER, _BEGINS, _HELD = (
    Text("最早要在", "wanted by"),
    Text("办完", "was over"),
    Text("开始", "begins"),
    Text("办的", "held"),
)


@offered_for(Probe(TrainingNeed, COMMANDS["groups.plan_course"], values={"state": [NeedState.OPEN]}))
def courses_to_plan(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer, by subject, the needs that no course answers; overdue once a day by which one is wanted has passed."""
    if not COMMANDS["groups.plan_course"].allows(viewer.roles()):
        return []
    return [
        AgendaLine(
            _PLAN,
            each.subject,
            Text(f"{each.count} 人需要", f"needed by {each.count} member{'' if each.count == 1 else 's'}"),
            each.first,
            f"{reverse('place-training', args=[each.territory])}?{urlencode({'subject': each.code})}",
            Group.OVERDUE if each.first is not None and each.first < today else Group.SOON,
            day=_WANTED if each.first is not None else None,
        )
        for each in needs_without_course(viewer, on=today)
    ]


@offered_for(Probe(Course, COMMANDS["groups.record_course"], values={"state": [CourseState.PLANNED]}))
def courses_to_record(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the courses that are over and of which nobody has recorded who came."""
    if not COMMANDS["groups.record_course"].allows(viewer.roles()):
        return []
    return [
        AgendaLine(
            _RECORD,
            each.title,
            "",
            each.last_on,
            reverse("course-attendance", args=[each.id]),
            Group.OVERDUE if each.last_on < today else Group.TODAY,
            day=_OVER,
        )
        for each in courses_unrecorded(viewer, on=today)
    ]


@offered_for(
    Probe(CourseSeat, own="account_id", values={"came": [""]}),
    Probe(CourseSeat, own="account_id", values={"came": [Attended.PRESENT], "enough": ()}),
)
def courses_of_mine(viewer: Actor, today: date) -> Sequence[AgendaLine]:
    """Offer the viewer the courses to come to, and those of which only they can say whether they were enough."""
    if not COMMANDS["groups.say_of_course"].allows(viewer.roles()):
        return []
    return [_line(each, today) for each in own_courses(viewer, on=today)]


def _line(course: OwnCourse, today: date) -> AgendaLine:
    if course.said_due:
        url = reverse("course-say", args=[course.id])
        return AgendaLine(_SAY, course.title, course.venue, course.last_on, url, Group.TODAY, day=_HELD)
    url, group = reverse("course", args=[course.id]), Group.TODAY if course.first_on <= today else Group.SOON
    return AgendaLine(_GO, course.title, course.venue, course.first_on, url, group, day=_BEGINS)
