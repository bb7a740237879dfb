"""How the fields of meetings are asked, and how their words are sealed."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from pydantic import Field

from xiuhua.groups.rules.attendance import VOTE_NAMES
from xiuhua.groups.rules.meetings import CALLS, CAME_NAMES
from xiuhua.kernel.commands import Personal, UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.contract import Context

_INVITED = UsedBy("通知和会议页面上显示", "shown to whoever is invited, and on the page of the meeting")
_MINUTES = UsedBy("写进会议记录", "stands in the minutes")
_COUNTED = UsedBy("分别统计参加和列席的到会情况", "who votes and who attends are counted apart")
_TASKS = UsedBy("成为要办的事", "becomes a task")

ASKED: Final[Mapping[str, tuple[Any, ...]]] = {
    "kind": (asked("开什么会？", "What kind of meeting?", kind="reference"), _INVITED),
    "convener": (
        asked(
            "由谁召集？",
            "Who convenes it?",
            kind="reference",
            why=Text("组长，或者有表决权的成员。", "The leader, or a member who votes."),
        ),
        _INVITED,
    ),
    "topic": (asked("主题是什么？", "What is it about?"), _INVITED),
    "agenda": (
        asked("有哪些议程？", "What is on the agenda?", kind="long_text", why=Text("一行一项。", "One item a line.")),
        _INVITED,
    ),
    "venue": (asked("在哪里开？", "Where?"), _INVITED),
    "sessions": (asked("哪天开、几点开？", "On which days, at what time?"), _INVITED),
    "member_ids": (
        asked(
            "请哪些成员？",
            "Which members are invited?",
            kind="choices",
            why=Text(
                "要表决的会，有表决权的成员都要请。",
                "Where there is a vote, everybody who votes is invited.",
            ),
        ),
        _INVITED,
    ),
    "guests": (
        asked("还请谁？", "Who else is invited?", kind="long_text", why=Text("一行一个名字。", "One name a line.")),
        _INVITED,
    ),
    "notice_on": (
        asked(
            "哪天通知的？",
            "On which day was notice given?",
            why=Text("通知从录入的这一天算起，不能倒填。", "It counts from the day it is entered."),
        ),
        _MINUTES,
    ),
    "notice_by": (asked("怎么通知的？", "How was it given?", choices=CALLS), _MINUTES),
    "summary": (
        asked(
            "会上做了什么？",
            "What was done?",
            kind="long_text",
            why=Text("说了什么、学了什么、大家有什么意见。", "What was said, studied, and what people think."),
        ),
        _MINUTES,
    ),
    "move_reason": (asked("为什么改？", "Why is it moved?"), _INVITED),
    "end_reason": (asked("为什么取消？", "Why is it cancelled?"), _MINUTES),
    "answers": (asked("谁到会了？", "Who came?"), _COUNTED),
    "came": (asked("到会没有？", "Did the person come?", choices=CAME_NAMES), _COUNTED),
    "reason": (asked("为什么请假？", "Why excused?"), _MINUTES),
    "villagers": (asked("来了多少村民？", "How many villagers came?"), _MINUTES),
    "named": (
        asked(
            "哪些村民愿意留名字？",
            "Which villagers want to be named?",
            kind="long_text",
            why=Text("一行一个名字。不愿意的不写。", "One name a line; nobody who does not want it."),
        ),
        _MINUTES,
    ),
    "motion": (asked("表决什么？", "What is put to the vote?", kind="long_text"), _MINUTES),
    "vote": (asked("怎么投的？", "How did the person vote?", choices=VOTE_NAMES), _MINUTES),
    "words": (asked("要记下来的话", "Words to be kept"), _MINUTES),
    "known": (
        asked(
            "您打开页面的时候已经记了几项？",
            "How many were recorded when you opened the page?",
            why=Text("两个人同时记，不会记成两遍。", "Two who record at the same time do not record it twice."),
        ),
        _COUNTED,
    ),
    "text": (asked("决定做什么？", "What was decided?", kind="long_text"), _TASKS),
    "member": (asked("谁来办？", "Who does it?", kind="reference"), _TASKS),
    "due_on": (asked("哪天办好？", "By which day?"), _TASKS),
    "done_means": (
        asked(
            "怎样算办好了？",
            "What does done mean?",
            why=Text("别人看得出来的结果。", "A result that others can see."),
        ),
        _TASKS,
    ),
}
"""By name of the field."""

Line = Annotated[str, Field(min_length=1, max_length=200)]
Words = Annotated[str, Field(max_length=200), Personal]
LongWords = Annotated[str, Field(max_length=4000), Personal]


class Sealing:
    """Seals words of meetings under the keys of their groups, which it makes where there is none yet."""

    def __init__(self, context: Context, groups: Iterable[UUID]) -> None:
        wanted = set(groups)
        self._keys = context.keyring
        self._keys.load(wanted)

    def begun(self, group_id: UUID) -> None:
        """Make the key of a group that has none."""
        if group_id not in self._keys:
            self._keys.make((group_id,))

    def sealed(self, group_id: UUID, column: str, text: str) -> str:
        """Return a text sealed; nothing stays nothing. ``column`` is ``table.column``."""
        return self._keys.seal(group_id, column, text) if text else ""

    def same(self, group_id: UUID, column: str, sealed: str, text: str) -> bool:
        """Say whether what is sealed is this text."""
        return (self._keys.open(group_id, column, sealed) if sealed else "") == text


def lines(items: Iterable[str]) -> str:
    """Return items as they are kept, one a line.

    >>> lines([" 报告 ", "", "讨论"])
    '报告\\n讨论'
    """
    return "\n".join(item.strip() for item in items if item.strip())
