"""Training of the members of groups: what is needed in a place, which courses there are, who came to one."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router, Schema

from xiuhua.groups.queries.courses import course_page
from xiuhua.groups.queries.training import place_training
from xiuhua.groups.queries.training_lines import CourseLine, NeedLine, SeatLine
from xiuhua.groups.queries.training_seen import COURSES
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import today_of
from xiuhua.site.api import shapes
from xiuhua.site.api.operations import PLACE, said
from xiuhua.site.api.problems import not_found
from xiuhua.site.api.shapes import Words
from xiuhua.site.api.tokens import caller, require

router = Router()


class CourseOut(Schema):
    """A course; ``state`` is planned, held or cancelled."""

    id: UUID
    place_code: str
    title: str
    subject: Words
    first_on: date
    last_on: date
    hours: int
    venue: str
    organiser: str
    teacher: str
    state: str
    end_reason: str


class TrainingNeedOut(Schema):
    """An open need of a member; ``course_id`` is the next course that answers it."""

    id: UUID
    group_id: UUID
    member_id: UUID
    name: str
    subject: Words
    words: str
    since: date
    wanted_by: date | None
    told_on: date
    still_wanted: str
    course_id: UUID | None


class PlaceTrainingOut(Schema):
    """The open needs that the caller sees, and the courses: those to come first, then the last that are over."""

    needs: list[TrainingNeedOut]
    courses: list[CourseOut]


class SeatOut(Schema):
    """A member at a course; ``came`` is null before it is recorded, ``enough`` before the member has said so."""

    member_id: UUID
    name: str
    invited: bool
    came: bool | None
    reason: str
    enough: bool | None
    useful: str
    still_wanted: str


class CoursePageOut(CourseOut):
    """A course with the members on its list whom the caller sees."""

    members: list[SeatOut]


@router.get(
    "/places/{code}/training",
    response=PlaceTrainingOut,
    url_name="place-training",
    tags=["places"],
    **said(
        Text("一个地方的培训", "the training of a place"),
        Text(
            "还没有满足的培训需求，按村的代码；要办的和过了的培训。",
            "Open training needs in the order of the villages' codes; courses to come and those that are over.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def training_of_place(request: HttpRequest, code: str = Path(..., pattern=PLACE)) -> dict[str, Any]:
    """Answer with what the members of the groups of a place need to learn, and with its courses."""
    require(caller(request), COURSES)
    found = place_training(caller(request), code, on=today_of(request))
    if found is None:
        raise not_found()
    courses = [_course(each) for each in (*found.ahead, *found.over)]
    return {"needs": [_need(each) for each in found.needs], "courses": courses}


@router.get(
    "/courses/{uuid:course_id}",
    response=CoursePageOut,
    url_name="course",
    tags=["places"],
    **said(
        Text("一次培训", "one course"),
        Text(
            "请了谁、谁来了、本人怎么说，只有本人、组长和管培训的看得到。",
            "Who was invited, came, and what they say, for themselves, their leader and whoever looks after training.",
        ),
        problems=(401, 403, 404, 422),
    ),
)
def one_course(request: HttpRequest, course_id: UUID) -> dict[str, Any]:
    """Answer with one course."""
    require(caller(request), COURSES)
    found = course_page(caller(request), course_id, on=today_of(request))
    if found is None:
        raise not_found()
    return {**_course(found.line), "members": [_seat(each) for each in found.seats]}


def _course(found: CourseLine) -> dict[str, Any]:
    plain = ("id", "place_code", "title", "first_on", "last_on", "hours", "venue", "organiser", "teacher", "end_reason")
    return {
        **{name: getattr(found, name) for name in plain},
        "subject": shapes.words(found.subject),
        "state": found.state.value,
    }


def _need(found: NeedLine) -> dict[str, Any]:
    plain = ("id", "group_id", "member_id", "name", "words", "since", "wanted_by", "told_on", "still_wanted")
    return {
        **{name: getattr(found, name) for name in plain},
        "subject": shapes.words(found.subject),
        "course_id": found.planned.course_id if found.planned is not None else None,
    }


def _seat(found: SeatLine) -> dict[str, Any]:
    plain = ("member_id", "name", "invited", "reason", "enough", "useful", "still_wanted")
    came = None if found.came is None else found.came.value == "present"
    return {**{name: getattr(found, name) for name in plain}, "came": came}
