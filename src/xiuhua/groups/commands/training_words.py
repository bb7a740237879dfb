"""How the fields of training are asked."""

from collections.abc import Mapping
from typing import Any, Final

from xiuhua.groups.rules.training import ATTENDED_NAMES, ENOUGH_NAMES
from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked

_PLANS = UsedBy("安排培训的人据此安排", "whoever plans a course")
_INVITED = UsedBy("请的人看得到，写进培训记录", "shown to whoever is invited; stands in the record")
_RECORD = UsedBy("写进本人的培训记录", "stands in the member's record")
_ANSWERED = UsedBy("本人、组长和安排培训的人看，据此再安排", "the member, the leader and whoever plans courses")

TRAINING: Final[Mapping[str, tuple[Any, ...]]] = {
    "member": (
        asked(
            "谁需要？",
            "Who needs it?",
            kind="reference",
            why=Text(
                "自己的自己说；村“两委”成员的，组长和乡镇也可以说。",
                "Members say their own; leader and township also say what the two committees need.",
            ),
        ),
        _PLANS,
    ),
    "subject": (asked("想学哪方面？", "What is it about?", kind="reference"), _PLANS),
    "words": (
        asked(
            "具体想学什么？",
            "What exactly?",
            kind="long_text",
            why=Text("用说的人自己的话写。加密保存。", "In the words of whoever says it. Kept sealed."),
        ),
        _PLANS,
    ),
    "since": (asked("从什么时候起觉得需要？", "Since when is it needed?"), _PLANS),
    "wanted_by": (asked("最好哪天以前学到？", "By which day, best?"), _PLANS),
    "title": (
        asked(
            "培训叫什么？",
            "What is the course called?",
            why=Text("例如：村级财务公开怎么做。", "For example: how a village publishes its accounts."),
        ),
        _INVITED,
    ),
    "about": (asked("讲哪方面？", "What is it about?", kind="reference"), _INVITED),
    "first_on": (asked("从哪天起？", "From which day?"), _INVITED),
    "last_on": (asked("到哪天（含当天）？", "Until which day (included)?"), _INVITED),
    "hours": (asked("一共多少学时？", "How many hours in all?", unit=Text("学时", "hours")), _RECORD),
    "venue": (asked("在哪里？", "Where?"), _INVITED),
    "organiser": (asked("哪个单位办？", "Which organisation holds it?", kind="reference"), _INVITED),
    "teacher": (asked("谁来讲？", "Who teaches?", why=Text("加密保存。", "Kept sealed.")), _INVITED),
    "needs": (
        asked(
            "回应哪些需求？",
            "Which needs does it answer?",
            kind="choices",
            why=Text(
                "选了的人就请到了。学完够不够，由本人说。",
                "They are invited by that. Whether it was enough, they say themselves.",
            ),
        ),
        _PLANS,
    ),
    "members": (asked("还请哪些成员？", "Which other members are invited?", kind="choices"), _INVITED),
    "answers": (asked("谁来了？", "Who came?"), _RECORD),
    "came": (asked("来了没有？", "Did the person come?", choices=ATTENDED_NAMES), _RECORD),
    "reason": (asked("为什么没有来？", "Why not?"), _RECORD),
    "also": (asked("没有请、也来了的成员", "Members who came without an invitation", kind="choices"), _RECORD),
    "end_reason": (asked("为什么取消？", "Why is it cancelled?"), _INVITED),
    "enough": (
        asked(
            "学到的够用了吗？",
            "Was it enough?",
            choices=ENOUGH_NAMES,
            why=Text(
                "说够了，您的这项需求就算满足；说还不够，它还留着。",
                "If it was, your need is met; if not, it stays open.",
            ),
        ),
        _ANSWERED,
    ),
    "useful": (asked("哪些用得上？", "What was of use?", kind="long_text"), _ANSWERED),
    "still_wanted": (
        asked(
            "还想学什么？",
            "What is still wanted?",
            kind="long_text",
            why=Text("还不够的，写还差什么。", "If it was not enough, what is missing."),
        ),
        _ANSWERED,
    ),
}
"""By name of the field."""
