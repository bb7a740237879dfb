"""What the tables of work groups are called in the journal."""

from xiuhua.groups import journal_meetings
from xiuhua.groups.rules.membership import END_CAUSES
from xiuhua.groups.rules.pilots import STATE_NAMES
from xiuhua.groups.rules.relations import RELATION_NAMES
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.table_words import TableWords, named

WORDS = TableWords(
    tables={
        "groups_work_group": Text("小组", "work group"),
        "groups_relation": Text("由谁管", "who is in charge of a group"),
        "groups_member": Text("小组成员", "member of a group"),
        "groups_leadership": Text("组长任职", "who leads a group"),
        **journal_meetings.TABLES,
        "groups_pilot": Text("试点", "pilot"),
        "groups_pilot_village": Text("试点的村", "village of a pilot"),
        "groups_pilot_question": Text("试点要回答的问题", "question of a pilot"),
        "groups_pilot_lesson": Text("试点的经验", "lesson of a pilot"),
    },
    columns={
        "basis": Text("依据", "basis"),
        "end_cause": Text("离开的原因", "why the membership ended"),
        "end_basis": Text("结束的依据", "basis of the end"),
        "channels": Text("渠道", "channels"),
        "party_member": Text("是不是党员", "Party member"),
        "votes": Text("有没有表决权", "votes"),
        "organisation_id": Text("单位", "organisation"),
        "sending_unit_id": Text("派出单位", "sending unit"),
        "successor_id": Text("谁接手", "successor"),
        **journal_meetings.COLUMNS,
        "state": Text("状态", "state"),
        "planned_on": Text("准备日期", "planned on"),
        "started_on": Text("开始日期", "started on"),
        "reviewed_on": Text("总结日期", "reviewed on"),
        "review": Text("总结", "review"),
        "signed_on": Text("签批日期", "signed on"),
        "ended_on": Text("结束日期", "ended on"),
        "ended_because": Text("为什么结束", "why it ended"),
        "rolled_out_on": Text("推开日期", "rolled out on"),
        "rolled_out_to": Text("推开到哪里", "rolled out to"),
        "roll_out_basis": Text("推开的依据", "basis of the roll-out"),
        "question": Text("问题", "question"),
        "baseline": Text("开始前", "before the start"),
        "answer": Text("试过以后", "what the review found"),
        "lesson": Text("经验", "lesson"),
        "changes_rule": Text("改哪条规定", "rule that changes"),
    },
    said={
        "end_cause": named({str(cause): name for cause, name in END_CAUSES.items()}),
        "state": named({str(state): name for state, name in STATE_NAMES.items()}),
        "kind": named({str(kind): name for kind, name in RELATION_NAMES.items()}),
    },
    special=journal_meetings.SPECIAL,
    said_here=journal_meetings.SAID_HERE,
    kept_back=frozenset(
        {"group_id", "member_id", "account_id", "post_id", "pilot_id", "position", "reviewed_by", "signed_by"}
    )
    | journal_meetings.KEPT_BACK,
)
