"""Training on the stage: what members say that they need, and a course of the township that answers it."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from support.groups_stage import organisation
from support.stage import TODAY, TOWNSHIP, done, fresh
from xiuhua.groups.commands.courses import CancelCourse, PlanCourse
from xiuhua.groups.commands.courses_held import MemberCame, RecordCourse, SayOfCourse
from xiuhua.groups.commands.training_needs import TakeBackTrainingNeed, TellTrainingNeed
from xiuhua.groups.models import CourseSeat

HELD = TODAY + timedelta(days=7)
WORDS = "账记不平，想学怎么公开"


def telling(group: UUID, member: UUID, **more: Any) -> TellTrainingNeed:
    """Return the command by which a need is said."""
    values = {"subject": "accounts", "words": WORDS, "since": TODAY, **more}
    return TellTrainingNeed(id=fresh(), group_id=group, need_id=fresh(), member_id=member, **values)


def told(group: UUID, member: UUID, by: str = "member", **more: Any) -> UUID:
    """Say a need and return its id."""
    return UUID(done(telling(group, member, **more), by).result["need"])


def taking_back(need: UUID) -> TakeBackTrainingNeed:
    """Return the command that takes a need back."""
    return TakeBackTrainingNeed(id=fresh(), need_id=need)


def planning(**more: Any) -> PlanCourse:
    """Return the command that plans a course of the township."""
    values: dict[str, Any] = {
        "place_code": TOWNSHIP,
        "title": "村级财务公开怎么做",
        "subject": "accounts",
        "first_on": HELD,
        "last_on": HELD,
        "hours": 6,
        "venue": "镇政府会议室",
        "organiser_id": organisation("township"),
        "teacher": "县财政局 柏会计",
        **more,
    }
    return PlanCourse(id=fresh(), course_id=fresh(), **values)


def planned(by: str = "township", **more: Any) -> UUID:
    """Plan a course and return its id."""
    return UUID(done(planning(**more), by).result["course"])


def recording(course: UUID, came: Iterable[UUID] = (), absent: Iterable[UUID] = (), **more: Any) -> RecordCourse:
    """Return the command that records who came and who did not."""
    answers = [MemberCame(member_id=each, came="present") for each in came]
    answers += [MemberCame(member_id=each, came="away", reason="在县里开会") for each in absent]
    return RecordCourse(id=fresh(), course_id=course, **{"answers": tuple(answers), **more})


def recorded(course: UUID, came: Iterable[UUID], *, on: date = HELD, **more: Any) -> None:
    """Record who came."""
    done(recording(course, came, **more), "township", days=after(on))


def saying(course: UUID, member: UUID, enough: bool = True, **more: Any) -> SayOfCourse:
    """Return the command by which a member says what a course was worth."""
    seat = CourseSeat.objects.values_list("id", flat=True).get(course_id=course, member_id=member)
    words = {"useful": "公开栏会做了", "still_wanted": "" if enough else "还想学报账"}
    return SayOfCourse(id=fresh(), course_id=course, seat_id=seat, enough=enough, **{**words, **more})


def cancelling(course: UUID) -> CancelCourse:
    """Return the command that cancels a course."""
    return CancelCourse(id=fresh(), course_id=course, reason="下大雪，路不通")


def after(on: date = HELD) -> int:
    """Return how many days after the first one a day lies."""
    return (on - TODAY).days
