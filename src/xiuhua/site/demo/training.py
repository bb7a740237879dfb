"""Training of the demo: what members of the leader's group need, a course that was held, and one to come."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.groups.commands.courses import PlanCourse
from xiuhua.groups.commands.courses_held import MemberCame, RecordCourse, SayOfCourse
from xiuhua.groups.commands.training_needs import TellTrainingNeed
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

_TOLD, _HELD, _SAID = date(2017, 12, 5), date(2017, 12, 20), date(2017, 12, 22)
_NEEDS: Final = (
    ("attendee", "attendee", "accounts", "报账的单子看不懂，公开栏也不会做", _TOLD),
    ("branch", "leader", "accounts", "村里的账公开了，群众还是问，想学怎么讲清楚", _TOLD),
    ("leader", "leader", "collective", "牡丹流转了地，合作社怎么分红不懂", date(2018, 1, 8)),
    ("member", "member", "computers", "表格总要重填，想学用电脑一次填好", date(2018, 1, 10)),
)
"""Whose need it is, who said it, the subject, in which words, and when."""

_PAST: Final = {"title": "村级财务公开怎么做", "subject": "accounts", "hours": 6, "teacher": "县财政局 柏会计"}
_AHEAD: Final = {"title": "合作社怎么分红", "subject": "collective", "hours": 8, "teacher": "县农牧局 佟农经师"}


class Refused(RuntimeError):
    """Training of the demo was refused; the text names the codes."""


def train(cast: Sequence[Account], group: UUID, origin: UUID) -> None:
    """Let needs be said, a course be held and spoken of, and another be planned. Raise ``Refused`` if it cannot be."""
    township = next(each.place_code for each in cast if each.login == "township")
    for whose, by, subject, words, on in _NEEDS:
        said = {"member_id": _member(whose, origin), "subject": subject, "words": words, "since": on}
        said["wanted_by"] = on + timedelta(days=60) if whose == "member" else None
        key = {"id": derived_id(origin, "tell training", whose), "need_id": _need(whose, origin)}
        _do(by, on, TellTrainingNeed(group_id=group, **key, **said))
    past = _planned(township, _HELD, _PAST, ("attendee", "branch"), ("member", "in-charge"), origin)
    _do("township", _TOLD + timedelta(days=3), past)
    came = {"attendee": "", "branch": "", "member": "", "in-charge": "下乡收土地流转合同"}
    answers = tuple(
        MemberCame(member_id=_member(each, origin), came="away" if why else "present", reason=why)
        for each, why in came.items()
    )
    record = {"id": derived_id(origin, "record course"), "course_id": past.course_id, "answers": answers}
    _do("township", _HELD, RecordCourse(**record))
    _do("attendee", _SAID, _said(past, "attendee", origin, enough=True, useful="公开栏第二天就重做了"))
    wanted = {"useful": "知道要公开哪几项", "still_wanted": "群众当面问的时候怎么讲"}
    _do("branch", _SAID, _said(past, "branch", origin, enough=False, **wanted))
    today = clock.today()
    _do("township", today, _planned(township, today + timedelta(days=12), _AHEAD, ("leader",), ("member",), origin))


def _member(login: str, origin: UUID) -> UUID:
    return derived_id(origin, "membership", login)


def _need(login: str, origin: UUID) -> UUID:
    return derived_id(origin, "training need", login)


def _planned(
    place: str, on: date, terms: dict[str, Any], needing: Sequence[str], others: Sequence[str], origin: UUID
) -> PlanCourse:
    return PlanCourse(
        id=derived_id(origin, "plan course", terms["subject"]),
        place_code=place,
        course_id=derived_id(origin, "course", terms["subject"]),
        first_on=on,
        last_on=on,
        venue="镇政府会议室",
        organiser_id=derived_id(origin, "organisation-id", "水阜镇党委（示例）"),
        need_ids=tuple(_need(each, origin) for each in needing),
        member_ids=tuple(_member(each, origin) for each in others),
        **terms,
    )


def _said(course: PlanCourse, login: str, origin: UUID, **said: Any) -> SayOfCourse:
    seat = derived_id(course.course_id, "seat", str(_member(login, origin)))
    return SayOfCourse(id=derived_id(origin, "say", login), course_id=course.course_id, seat_id=seat, **said)


def _do(login: str, on: date, wish: Command) -> None:
    actor = actor_for_login(login, on=clock.today())
    if actor is None:
        raise Refused(login)
    at = datetime.combine(on, time(9), tzinfo=clock.now().tzinfo)
    receipt = execute(wish, actor=actor, received_at=min(at, clock.now()))
    if not receipt.accepted:
        raise Refused(" ".join(problem.code for problem in receipt.problems))
