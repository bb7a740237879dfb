"""Meetings of the demo: three days of talk with the villagers, one with a dissent, one held, one to come.

Those of the past were entered from paper: no notice of them is on record, since a notice is not dated back.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from xiuhua.groups.commands.meeting_moving import MoveMeeting
from xiuhua.groups.commands.meeting_votes import PersonCame, PersonVoted, PutMotion, RecordDecision, TypeAttendance
from xiuhua.groups.commands.meetings import CloseMeeting, GiveNotice, PlanMeeting, SessionAt
from xiuhua.groups.commands.rule_book import AdoptRule, AmendRule
from xiuhua.kernel.commands import Command
from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.journal.execution import execute
from xiuhua.site import clock

VOTING: Final = ("leader", "member", "first-secretary", "resident", "graduate", "branch")
ATTENDING: Final = ("attendee", "in-charge")
_VENUE: Final = "村委会会议室"


class Refused(RuntimeError):
    """A meeting of the demo was refused; the text names the codes."""


def meet(group: UUID, origin: UUID) -> None:
    """Let the group of the cast meet. Raise ``Refused`` where it cannot be."""
    for wish in _wishes(_Meetings(group, origin)):
        receipt = execute(wish, actor=LOCAL_OPERATOR, received_at=clock.now())
        if not receipt.accepted:
            raise Refused(" ".join(problem.code for problem in receipt.problems))


class _Meetings:
    """Makes the commands of meetings, each with ids that follow from the origin."""

    def __init__(self, group: UUID, origin: UUID) -> None:
        self._group, self._origin = group, origin

    def id(self, *parts: str) -> UUID:
        return derived_id(self._origin, "meeting", *parts)

    def member(self, login: str) -> UUID:
        return derived_id(self._origin, "membership", login)

    def plan(self, name: str, kind: str, topic: str, *days: date, **more: Any) -> PlanMeeting:
        sessions = tuple(
            SessionAt(id=self.id(name, "session", str(number)), held_on=day, starts="09:00")
            for number, day in enumerate(days)
        )
        return PlanMeeting(
            id=self.id(name, "plan"),
            group_id=self._group,
            meeting_id=self.id(name),
            kind=kind,
            topic=topic,
            sessions=sessions,
            member_ids=tuple(map(self.member, (*VOTING, *ATTENDING))),
            **{"convener_id": self.member("leader"), "venue": _VENUE, **more},
        )

    def move(self, name: str, day: date, reason: str) -> MoveMeeting:
        """Return the command that puts a meeting of one session to another day."""
        times = SessionAt(id=self.id(name, "session", "0"), held_on=day, starts="09:00")
        of = {"id": self.id(name, "move"), "meeting_id": self.id(name), "venue": _VENUE}
        return MoveMeeting(sessions=(times,), reason=reason, **of)

    def notice(self, name: str, on: date) -> GiveNotice:
        return GiveNotice(id=self.id(name, "notice"), meeting_id=self.id(name), notice_on=on, notice_by="in_person")

    def person(self, name: str, login: str) -> UUID:
        return derived_id(self.id(name, "plan"), "member", str(self.member(login)))

    def came(self, name: str, session: int, *missing: str, excused: Mapping[str, str], **more: Any) -> TypeAttendance:
        answers = tuple(
            PersonCame(
                person_id=self.person(name, login),
                came="excused" if login in excused else "absent" if login in missing else "present",
                reason=excused.get(login, ""),
            )
            for login in (*VOTING, *ATTENDING)
        )
        return TypeAttendance(
            id=self.id(name, "came", str(session)),
            meeting_id=self.id(name),
            session_id=self.id(name, "session", str(session)),
            answers=answers,
            **more,
        )

    def motion(self, name: str, text: str, votes: Mapping[str, tuple[str, str]]) -> PutMotion:
        ballots = tuple(
            PersonVoted(person_id=self.person(name, login), vote=vote, words=words)
            for login, (vote, words) in votes.items()
        )
        return PutMotion(
            id=self.id(name, "put"),
            meeting_id=self.id(name),
            motion_id=self.id(name, "motion"),
            session_id=self.id(name, "session", "0"),
            text=text,
            ballots=ballots,
        )

    def decide(self, name: str, text: str, login: str, by: date, done: str) -> RecordDecision:
        return RecordDecision(
            id=self.id(name, "decide"),
            meeting_id=self.id(name),
            motion_id=self.id(name, "motion"),
            decision_id=self.id(name, "decision"),
            text=text,
            member_id=self.member(login),
            due_on=by,
            done_means=done,
        )

    def rule(self, name: str, called: str, *, changes: bool) -> Command:
        """Return the command that keeps the rule of procedure, or its second text."""
        of = {"id": self.id(name, "keep"), "version_id": self.id(name, "text"), "rule_id": self.id("rule", called)}
        motion = self.id(name, "motion")
        if not changes:
            text = {"name": called, "text": "\n".join(_RULES), "valid_from": date(2017, 7, 1)}
            return AdoptRule(group_id=self._group, motion_id=motion, basis="特别党小组管理办法（示例）", **of, **text)
        changed = (*_RULES[:2], "三、列席的人可以发言，可以领任务，不参加表决", "四、任务写明谁办、哪天办好")
        lesson = derived_id(derived_id(self._origin, "pilot"), "lesson", "0")
        text = {"text": "\n".join(changed), "valid_from": date(2018, 1, 1)}
        return AmendRule(motion_id=motion, lesson_id=lesson, **of, **text)

    def close(self, name: str, summary: str) -> CloseMeeting:
        return CloseMeeting(id=self.id(name, "close"), meeting_id=self.id(name), summary=summary)


_Wishes = Iterator[Command]


def _wishes(make: _Meetings) -> _Wishes:
    yield from _talk(make)
    yield from _safety(make)
    yield from _study(make)
    yield from _held(make)
    yield from _rules(make)
    agenda = ("谈心谈话的情况", "批评和自我批评")
    yield make.plan("coming", "life", "年度组织生活会", clock.today() + timedelta(days=6), agenda=agenda)
    yield make.move("coming", clock.today() + timedelta(days=8), "那天县里开会，组长和包村干部都要去")
    yield make.notice("coming", clock.today())


def _talk(make: _Meetings) -> _Wishes:
    days = (date(2017, 9, 12), date(2017, 9, 13), date(2017, 9, 14))
    agenda = ("村里的家底", "发展什么产业", "怎么让大家都有份")
    yield make.plan("talk", "talk", "村集体经济怎么发展", *days, agenda=agenda)
    crowd: Sequence[tuple[int, tuple[str, ...]]] = ((86, ("马得福", "杨秀兰")), (92, ("杨秀兰", "赵有才")), (78, ()))
    for session, (villagers, named) in enumerate(crowd):
        excused = {"in-charge": "在县里开会"} if session == 1 else {}
        yield make.came("talk", session, excused=excused, villagers=villagers, named=named)
    said = (
        "出租公共场地一年只有2400元，没啥实际作用，还得靠发展产业。\n"
        "大家提的有：办养鸡场、日光温室、流转撂荒地。担心的是销路，和谁来管。\n"
        "意见整理好以后交村“两委”商议，按村里的程序定。"
    )
    yield make.close("talk", said)


def _safety(make: _Meetings) -> _Wishes:
    day = date(2017, 11, 16)
    yield make.plan("safety", "group", "村里路口的安全", day, agenda=("看过的弯道和坡渠", "表决"))
    yield make.came("safety", 0, "graduate", excused={"in-charge": "下乡"})
    votes = {
        "leader": ("for", ""),
        "member": ("for", ""),
        "first-secretary": ("for", ""),
        "resident": ("for", ""),
        "branch": ("against", "先把坡渠填平，再装反光镜，不然镜子装了也白装"),
    }
    yield make.motion("safety", "在三个主要路口装反光镜和宣传牌，钱不超过1万元", votes)
    done = "三个路口都装好，夜里能看清弯道"
    yield make.decide("safety", "采购并安装反光镜和宣传牌", "resident", date(2017, 12, 20), done)
    yield make.close("safety", "弯道多、坡渠多，农用车载人的不少。多数同意先装，反对的意见记下了。")


def _study(make: _Meetings) -> _Wishes:
    day = date(2018, 1, 10)
    yield make.plan("study", "committee", "支部一月份的工作", day)
    yield make.came("study", 0, "in-charge", excused={})
    yield make.close("study", "商量了慰问老党员、收缴党费和二月份的主题党日。")


_RULES: Final = (
    "一、小组每月至少议一次事，临时有事随时议",
    "二、有表决权的成员过半数到会才能表决，全体过半数同意才算通过",
    "三、列席的人可以发言，不参加表决",
)


def _rules(make: _Meetings) -> _Wishes:
    """Yield the rule of procedure: carried when the group began, and changed by a lesson of the pilot."""
    for name, day, changes in (("rules", date(2017, 6, 20), False), ("rules again", date(2017, 12, 12), True)):
        topic = "修改议事规则" if changes else "小组的议事规则"
        yield make.plan(name, "group", topic, day, agenda=("逐条念", "表决"))
        yield make.came(name, 0, excused={})
        votes = dict.fromkeys(VOTING, ("for", ""))
        yield make.motion(name, "同意议事规则，从下个月起执行", votes)
        yield make.rule(name, "议事规则", changes=changes)
        yield make.close(name, "逐条念过，都同意。")


def _held(make: _Meetings) -> _Wishes:
    day = date(2018, 1, 19)
    agenda = ("新旧规划对照", "怎么一户一户走访")
    yield make.plan("held", "group", "春节前入户走访的分工", day, agenda=agenda)
    yield make.came("held", 0, excused={"graduate": "回家探亲"})
    votes = {login: ("for", "") for login in VOTING if login != "graduate"}
    yield make.motion("held", "腊月二十以前把所有的户走一遍", votes)
