"""How the fields of comparisons are asked."""

from collections.abc import Mapping
from typing import Final

from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.registry.commands.words import HISTORY, TEAM, Marks
from xiuhua.registry.rules.comparison_kinds import KINDS
from xiuhua.registry.rules.comparison_states import RESULTS, SIDES

_LOOKS = UsedBy("核对两边哪里不一样、谁可能被漏掉", "whoever looks into what differs and who may be overlooked")

KIND_CHOICES: Final[Mapping[str, Text]] = {
    code: Text(f"{kind.department.zh}：{kind.name.zh}", f"{kind.department.en}: {kind.name.en}")
    for code, kind in KINDS.items()
}
_RESULTS: Final[Mapping[str, Text]] = {code: words for some in RESULTS.values() for code, words in some.items()}

ASKED: Final[Mapping[str, Marks]] = {
    "comparison": (asked("哪一次比对？", "Which comparison?", kind="reference"), _LOOKS),
    "line": (asked("哪一条？", "Which line?", kind="reference"), _LOOKS),
    "kind": (asked("是哪个部门的什么名单？", "Which list of which department?", choices=KIND_CHOICES), _LOOKS),
    "place": (
        asked(
            "名单说的是哪里的人？",
            "The people of which place does the list name?",
            kind="reference",
            why=Text(
                "只和这个地方的登记比对；名单上住在别处的人只计数。",
                "It is compared with the register of this place; who lives elsewhere by the list is only counted.",
            ),
        ),
        _LOOKS,
    ),
    "listed_on": (asked("名单是哪一天的？", "As of which day is the list?"), HISTORY),
    "digest": (asked("文件的摘要", "Digest of the file"), HISTORY),
    "rows": (asked("名单有多少行？", "How many rows has the list?"), HISTORY),
    "outside": (asked("有多少行说的是别处的人？", "How many rows name people of elsewhere?"), HISTORY),
    "part": (asked("第几部分（从0数起）？", "Which part, counted from 0?"), HISTORY),
    "side": (
        asked("比对的结果", "Where it stands", choices={side.value: text for side, text in SIDES.items()}),
        _LOOKS,
    ),
    "line_place": (asked("在哪个村？", "In which village?", kind="reference"), TEAM),
    "line_household": (asked("是哪一户？", "Which household is it?", kind="reference"), TEAM),
    "line_person": (asked("是谁？", "Who is it?", kind="reference"), TEAM),
    "line_number": (asked("在名单的第几行？", "In which row of the list?"), HISTORY),
    "listed": (asked("名单怎么说？", "What does the list say?"), _LOOKS),
    "quoted": (asked("名单上的原文", "What the list has written"), _LOOKS),
    "result": (asked("看的结果是什么？", "What did looking come to?", choices=_RESULTS), HISTORY),
    "note": (
        asked("还要说明什么？", "Anything to add?", why=Text("选“其他”时要写。", "Needed with “something else”.")),
        HISTORY,
    ),
}
"""By name of the field."""
