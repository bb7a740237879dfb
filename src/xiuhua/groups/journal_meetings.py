"""What the tables of meetings are called in the journal; ``journal_words.py`` puts them beside those of groups."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from xiuhua.groups.rules.attendance import VOTE_NAMES
from xiuhua.groups.rules.meetings import CALLS, CAME_NAMES, STATE_NAMES, meeting_kinds
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.table_words import Say, as_stored, named

TABLES: Final = {
    "groups_meeting": Text("会议", "meeting"),
    "groups_meeting_session": Text("会议的一场", "session of a meeting"),
    "groups_meeting_invitation": Text("请的人", "somebody invited"),
    "groups_attendance": Text("到会情况", "who came"),
    "groups_motion": Text("表决", "motion"),
    "groups_ballot": Text("一票", "vote of a member"),
    "groups_decision": Text("决定", "decision"),
    "groups_calendar_feed": Text("日历地址", "calendar address"),
}

COLUMNS: Final = {
    "topic": Text("主题", "topic"),
    "agenda": Text("议程", "agenda"),
    "venue": Text("地点", "place"),
    "first_on": Text("第一场哪天", "day of the first session"),
    "planned_by": Text("谁安排的", "planned by"),
    "notice_on": Text("哪天通知的", "notice given on"),
    "notice_by": Text("怎么通知的", "how notice was given"),
    "ended_by": Text("谁结束的", "ended by"),
    "summary": Text("会议内容", "what was done"),
    "moved": Text("改期几次", "times moved"),
    "moved_on": Text("哪天改期的", "moved on"),
    "move_reason": Text("为什么改期", "why it was moved"),
    "end_reason": Text("为什么取消", "why it was cancelled"),
    "held_on": Text("哪天", "day"),
    "starts": Text("几点", "hour"),
    "villagers": Text("来了多少村民", "villagers who came"),
    "named": Text("留名字的村民", "villagers who want to be named"),
    "typed_on": Text("哪天录入的", "typed on"),
    "came": Text("到会没有", "whether the person came"),
    "vote": Text("怎么投的", "vote"),
    "words": Text("记下的话", "words kept"),
    "language": Text("语言", "language"),
    "created": Text("哪天开的", "opened on"),
    "revoked": Text("哪天作废的", "closed on"),
}

SPECIAL: Final = {
    ("groups_meeting", "state"): Text("状态", "state"),
    ("groups_meeting", "planned_on"): Text("哪天安排的", "planned on"),
    ("groups_meeting", "ended_on"): Text("哪天结束的", "ended on"),
    ("groups_attendance", "reason"): Text("请假的原因", "excuse"),
    ("groups_motion", "text"): Text("表决什么", "what was put to the vote"),
    ("groups_decision", "text"): Text("决定做什么", "what was decided"),
    ("groups_decision", "due_on"): Text("哪天办好", "due on"),
    ("groups_decision", "done_means"): Text("怎样算办好", "what done means"),
    ("groups_motion", "position"): Text("次序", "order"),
    ("groups_meeting_invitation", "position"): Text("次序", "order"),
}


def _kind(value: Any) -> Text:
    kind = meeting_kinds(catalogue.policy(), on=date.max).get(str(value))
    return kind.name if kind else as_stored(value)


SAID_HERE: Final[Mapping[tuple[str, str], Say]] = {
    ("groups_meeting", "kind"): _kind,
    ("groups_meeting", "state"): named({str(state): name for state, name in STATE_NAMES.items()}),
    ("groups_meeting", "notice_by"): named(CALLS),
    ("groups_attendance", "came"): named({str(came): name for came, name in CAME_NAMES.items()}),
    ("groups_ballot", "vote"): named({str(vote): name for vote, name in VOTE_NAMES.items()}),
}

KEPT_BACK: Final = frozenset({"meeting_id", "session_id", "person_id", "motion_id", "convener_id"})
