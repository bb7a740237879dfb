"""The minutes of a meeting as a document: one description, of which a PDF and a Word file are made.

Every number in it is counted from the rows of the meeting.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from xiuhua.groups.queries.meeting_records import MeetingPage, MotionLine, SessionLine
from xiuhua.groups.rules.days import said_day
from xiuhua.groups.rules.meetings import CAME_NAMES, MeetingState
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.documents import Paper, Section

WRITTEN: Final = (MeetingState.HELD, MeetingState.CLOSED, MeetingState.NOT_QUORATE)
"""In which states a meeting has minutes; while it is held they say that they are a draft."""

_NOBODY: Final = Text("无", "none")


def minutes(page: MeetingPage, *, made_at: datetime) -> Paper:
    """Return the minutes of a meeting that was held."""
    draft = page.state is MeetingState.HELD
    cover = [Text(page.group, page.group), Text(page.topic, page.topic)]
    if draft:
        cover.append(Text("草稿：会议还没有结束", "Draft: the meeting is not closed yet"))
    return Paper(
        Text("会议记录", "Minutes"),
        f"{page.first_on:%Y%m%d}-{str(page.id)[-6:].upper()}",
        tuple(cover),
        tuple(_sections(page)),
        made_at,
    )


def _sections(page: MeetingPage) -> Iterator[Section]:
    yield Section(
        Text("基本情况", "The meeting"),
        columns=(Text("项目", "What"), Text("内容", "Content")),
        widths=(1, 3),
        rows=tuple(_facts(page)),
    )
    if page.agenda:
        items = tuple(f"{number}. {item}" for number, item in enumerate(page.agenda, 1))
        yield Section(Text("议程", "Agenda"), paragraphs=items)
    for session in page.sessions:
        yield _attendance(page, session)
    yield Section(Text("会议内容", "What was done"), paragraphs=tuple(page.summary.splitlines()) or (_NOBODY,))
    for motion in page.motions:
        yield _motion(motion)
    if page.decisions:
        yield Section(
            Text("决定要办的", "What is to be done"),
            columns=(
                Text("办什么", "What"),
                Text("谁来办", "Who"),
                Text("哪天前", "By"),
                Text("怎样算办好", "Done means"),
            ),
            widths=(4, 2, 2, 3),
            rows=tuple((each.text, each.who, said_day(each.due_on), each.done_means) for each in page.decisions),
        )
    yield Section(
        Text("签字", "Signatures"), note=Text("召集人、记录人", "Convener, keeper of the minutes"), blank_lines=2
    )


def _facts(page: MeetingPage) -> Iterator[tuple[Text | str, ...]]:
    yield Text("种类", "Kind"), page.kind.name
    when = [(said_day(each.held_on), each.starts) for each in page.sessions]
    yield (
        Text("时间", "When"),
        Text("；".join(f"{day.zh} {at}" for day, at in when), "; ".join(f"{day.en} {at}" for day, at in when)),
    )
    yield Text("地点", "Where"), page.venue
    yield Text("召集人", "Convener"), page.convener
    if page.notice_on is None or page.notice_by is None:
        yield Text("通知", "Notice"), Text("没有记", "not recorded")
    else:
        day = said_day(page.notice_on)
        yield Text("通知", "Notice"), Text(f"{day.zh}，{page.notice_by.zh}", f"{day.en}, {page.notice_by.en}")
    yield Text("结果", "Outcome"), page.state_name


def _attendance(page: MeetingPage, session: SessionLine) -> Section:
    came, day = session.turnout, said_day(session.held_on)
    zh = f"参加的应到 {came.voting_due} 人，到 {came.voting} 人；"
    zh += f"列席的应到 {came.attending_due} 人，到 {came.attending} 人"
    en = f"{came.voting} of {came.voting_due} who vote came, {came.attending} of {came.attending_due} who attend"
    if page.kind.decides:
        zh += f"；有表决权的要到 {page.needed} 人"
        en += f"; {page.needed} of those who vote were needed"
    if session.villagers is not None:
        zh += f"；村民 {session.villagers} 人"
        en += f"; {session.villagers} villagers"
    if session.named:
        zh += f"，其中留名字的：{'、'.join(session.named)}"
        en += f", of whom wanted to be named: {', '.join(session.named)}"
    rows = []
    for person in page.people:
        known = session.answers.get(person.id)
        rows.append((person.name, person.part, CAME_NAMES[known.came] if known else "", known.reason if known else ""))
    return Section(
        Text(f"{day.zh}到会情况", f"Who came on {day.en}"),
        columns=(Text("姓名", "Name"), Text("参加还是列席", "Part"), Text("到会", "Came"), Text("请假原因", "Excuse")),
        widths=(2, 2, 2, 4),
        rows=tuple(rows),
        note=Text(f"{zh}。", f"{en}."),
    )


def _motion(motion: MotionLine) -> Section:
    count = motion.tally
    zh = f"{motion.said.zh}：赞成 {count.for_}，反对 {count.against}，弃权 {count.abstained}"
    en = f"{motion.said.en}: {count.for_} for, {count.against} against, {count.abstained} abstained"
    return Section(
        Text(f"表决 {motion.position}", f"Motion {motion.position}"),
        columns=(Text("姓名", "Name"), Text("怎么投的", "Vote"), Text("记下的话", "Words kept")),
        widths=(2, 2, 5),
        rows=tuple((each.name, each.said, each.words) for each in motion.ballots),
        note=Text(zh, en),
        paragraphs=(motion.text,),
    )
