"""What is done with a meeting, step by step, and which step comes next."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.urls import reverse

from xiuhua.groups.queries.meeting_records import MeetingPage, MotionLine, SessionLine
from xiuhua.groups.rules.days import said_day
from xiuhua.groups.rules.meetings import CAME_NAMES, MeetingState
from xiuhua.kernel.text import Text

NOTICE: Final = Text("发通知", "Give notice")
ATTENDANCE: Final = Text("录入到会情况", "Type who came")
MOTION: Final = Text("记录表决", "Record a motion")
DECISION: Final = Text("记录决定", "Record a decision")
CLOSE: Final = Text("结束会议", "Close the meeting")
MOVE: Final = Text("改时间、地点", "Move it to another time or place")
CANCEL: Final = Text("取消会议", "Cancel the meeting")

_NOT_NOW: Final = Text("还没到这一步", "not at this point")


def steps(page: MeetingPage, today: date) -> list[dict[str, Any]]:
    """Return everything that can be done with a meeting; ``why_not`` says why not now."""
    planned, held = page.state is MeetingState.PLANNED, page.state is MeetingState.HELD
    found = [_step(NOTICE, planned and page.first_on >= today and page.notice_on is None, "meeting-notice", page)]
    for number, session in enumerate(page.sessions, 1):
        label = ATTENDANCE
        if len(page.sessions) > 1:
            label = Text(f"{ATTENDANCE.zh}：第 {number} 场", f"{ATTENDANCE.en}: session {number}")
        may = (planned or held) and session.held_on <= today
        found.append(_step(label, may, "meeting-attendance", page, session.id))
    typed = held and page.kind.decides and any(each.typed_on for each in page.sessions)
    found.append(_step(MOTION, typed, "meeting-motion", page))
    for motion in page.motions:
        label = Text(f"{DECISION.zh}：第 {motion.position} 项表决", f"{DECISION.en}: motion {motion.position}")
        found.append(_step(label, held and motion.tally.carried, "meeting-decision", page, motion.id))
    found.append(_step(CLOSE, held and not page.untyped, "meeting-close", page))
    found.append(_step(MOVE, planned, "meeting-move", page))
    found.append(_step(CANCEL, planned, "meeting-cancel", page))
    return found


def _step(label: Text, may: bool, name: str, page: MeetingPage, *more: Any) -> dict[str, Any]:
    return {"label": label, "href": reverse(name, args=[page.id, *more]), "why_not": None if may else _NOT_NOW}


def next_step(page: MeetingPage, today: date) -> Mapping[str, Any]:
    """Return the one thing to do next with a meeting, or nothing at its end; the reason says why the viewer cannot."""
    if page.state not in (MeetingState.PLANNED, MeetingState.HELD):
        return {}
    if page.state is MeetingState.PLANNED and page.notice_on is None and page.first_on >= today:
        n = len(page.people)
        title = Text(f"还没有通知请的 {n} 个人", f"The {n} people invited are not told yet")
        if page.moved_on is not None:
            title = Text(f"改期了，请再通知 {n} 个人", f"It was moved: tell the {n} people invited again")
        return _said(page, title, NOTICE, reverse("meeting-notice", args=[page.id]))
    if page.untyped:
        session = page.untyped[0]
        href = reverse("meeting-attendance", args=[page.id, session.id])
        day = said_day(session.held_on)
        if session.held_on > today:
            title = Text(f"会议 {day.zh} {session.starts} 开", f"The meeting is on {day.en} at {session.starts}")
            return {**_said(page, title, ATTENDANCE, href), "reason": Text("会还没有开", "the day has not come")}
        return _said(page, Text(f"{day.zh} 谁到会了？", f"Who came on {day.en}?"), ATTENDANCE, href)
    close = {"label": CLOSE, "href": reverse("meeting-close", args=[page.id])}
    others = [close] if page.may_act is None else []
    if page.kind.decides and not page.motions and any(each.turnout.quorate for each in page.sessions):
        title = Text("有什么要表决的？", "Is anything put to the vote?")
        return {**_said(page, title, MOTION, reverse("meeting-motion", args=[page.id])), "others": others}
    waiting = undecided(page)
    if waiting is not None:
        title = Text(f"通过了：{waiting.text}。谁来办？", f"Carried: {waiting.text}. Who does it?")
        href = reverse("meeting-decision", args=[page.id, waiting.id])
        return {**_said(page, title, DECISION, href), "others": others}
    return _said(
        page, Text("写下做了什么，结束会议", "Write what was done and close the meeting"), CLOSE, close["href"]
    )


def undecided(page: MeetingPage) -> MotionLine | None:
    """Return the first motion that was carried and of which nobody has said who does it."""
    followed = {each.motion_id for each in page.decisions}
    return next((each for each in page.motions if each.tally.carried and each.id not in followed), None)


def _said(page: MeetingPage, title: Text, label: Text, href: str) -> dict[str, Any]:
    return {"title": title, "label": label, "href": href, "reason": page.may_act, "others": []}


def facts_of(page: MeetingPage) -> list[dict[str, Any]]:
    """Return what the page of a meeting says first: when, who came of each kind, whether it is quorate."""
    first, last = page.sessions[0], page.sessions[-1]
    when = said_day(first.held_on)
    if last.held_on != first.held_on:
        until = said_day(last.held_on)
        when = Text(f"{when.zh}—{until.zh}", f"{when.en} – {until.en}")
    facts = [{"label": Text("时间", "When"), "value": when, "note": Text(first.starts, first.starts)}]
    for session in page.sessions:
        if session.typed_on is not None:
            facts.append(_turnout_fact(page, session))
    if page.kind.decides:
        note = Text(f"共 {page.voting_due} 人有表决权", f"of {page.voting_due} who vote")
        needed = Text(f"{page.needed} 人", str(page.needed))
        facts.append({"label": Text("有表决权的要到", "Needed of those who vote"), "value": needed, "note": note})
    return facts


def _turnout_fact(page: MeetingPage, session: SessionLine) -> dict[str, Any]:
    came, day = session.turnout, said_day(session.held_on)
    label = Text("到会", "Came") if len(page.sessions) == 1 else Text(f"{day.zh}到会", f"Came on {day.en}")
    value = Text(f"{came.voting} + {came.attending}", f"{came.voting} + {came.attending}")
    note = Text(
        f"参加的 {came.voting_due} 人中 + 列席的 {came.attending_due} 人中",
        f"of {came.voting_due} who vote + of {came.attending_due} who attend",
    )
    if session.villagers is not None:
        note = Text(f"{note.zh}；村民 {session.villagers} 人", f"{note.en}; {session.villagers} villagers")
    return {"label": label, "value": value, "note": note}


def people_rows(page: MeetingPage) -> list[dict[str, Any]]:
    """Return everybody invited with what is typed of each session."""
    rows = []
    for person in page.people:
        answers = []
        for session in page.sessions:
            known = session.answers.get(person.id)
            answers.append((session, CAME_NAMES[known.came] if known else None, known.reason if known else ""))
        rows.append({"person": person, "as": person.part, "answers": answers})
    return rows
