"""What the table of leave is called in the journal."""

from collections.abc import Mapping
from typing import Final

from xiuhua.groups.rules.leave import LEAVE_LEVELS, LEAVE_STATES
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.table_words import Say, named

TABLES: Final = {"groups_leave": Text("请假", "leave")}
SPECIAL: Final[Mapping[tuple[str, str], Text]] = {
    ("groups_leave", "first_on"): Text("从哪天", "from"),
    ("groups_leave", "last_on"): Text("到哪天", "until"),
    ("groups_leave", "reason"): Text("原因", "reason"),
    ("groups_leave", "asked_on"): Text("提出日期", "asked on"),
    ("groups_leave", "decided_on"): Text("答复日期", "answered on"),
    ("groups_leave", "decided_by"): Text("谁答复", "answered by"),
    ("groups_leave", "level"): Text("由谁批", "who decides"),
    ("groups_leave", "answer"): Text("答复", "answer"),
}
SAID_HERE: Final[Mapping[tuple[str, str], Say]] = {
    ("groups_leave", "state"): named({str(state): name for state, name in LEAVE_STATES.items()}),
    ("groups_leave", "level"): named({str(level): name for level, name in LEAVE_LEVELS.items()}),
}
