"""What the tables of work groups are called in the journal."""

from xiuhua.groups import journal_leave, journal_meetings, journal_training
from xiuhua.groups.rules.membership import END_CAUSES
from xiuhua.groups.rules.pilots import STATE_NAMES
from xiuhua.groups.rules.relations import RELATION_NAMES
from xiuhua.groups.rules.tasks import FOR_NAMES, FROM_NAMES
from xiuhua.groups.rules.tasks import STATE_NAMES as TASK_STATES
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.table_words import TableWords, named

WORDS = TableWords(
    tables={
        "groups_work_group": Text("小组", "work group"),
        "groups_relation": Text("由谁管", "who is in charge of a group"),
        "groups_member": Text("小组成员", "member of a group"),
        "groups_leadership": Text("组长任职", "who leads a group"),
        **journal_meetings.TABLES,
        **journal_leave.TABLES,
        **journal_training.TABLES,
        "groups_pilot": Text("试点", "pilot"),
        "groups_pilot_village": Text("试点的村", "village of a pilot"),
        "groups_pilot_question": Text("试点要回答的问题", "question of a pilot"),
        "groups_pilot_lesson": Text("试点的经验", "lesson of a pilot"),
        "groups_task": Text("任务", "task"),
        "groups_visit": Text("走访", "visit"),
        "groups_finding": Text("问题", "finding"),
        "groups_rule": Text("制度", "rule"),
        "groups_rule_version": Text("制度的文本", "text of a rule"),
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
        "what": Text("要办什么", "what is to be done"),
        "done_means": Text("怎样算办好", "when it is done"),
        "due": Text("哪天以前", "due"),
        "for_whom": Text("为谁", "for whom"),
        "came_from": Text("从哪里来", "came from"),
        "set_on": Text("交办的日子", "given on"),
        "taken_on": Text("接下的日子", "taken on"),
        "result": Text("结果", "result"),
        "reported_on": Text("报办完的日子", "reported on"),
        "missing": Text("还缺什么", "what is missing"),
        "words": Text("他们怎么说", "what they said"),
        "said_by": Text("谁说的", "who said so"),
        "reason": Text("原因", "reason"),
        "visited_on": Text("走访的日子", "day of the visit"),
        "seen": Text("见到谁", "who was seen"),
        "found": Text("看到的情况", "what was found"),
        "needed": Text("需要什么", "what is needed"),
        "promised": Text("答应了什么", "what was promised"),
        "recorded_on": Text("记下的日子", "recorded on"),
        "found_on": Text("发现的日子", "found on"),
        "file_id": Text("依据", "evidence"),
    },
    said={
        "end_cause": named({str(cause): name for cause, name in END_CAUSES.items()}),
        "state": named({str(state): name for state, name in STATE_NAMES.items()}),
        "kind": named({str(kind): name for kind, name in RELATION_NAMES.items()}),
        "for_whom": named(FOR_NAMES),
        "came_from": named(FROM_NAMES),
    },
    said_here={
        **journal_meetings.SAID_HERE,
        ("groups_task", "state"): named(TASK_STATES),
        **journal_leave.SAID_HERE,
        **journal_training.SAID_HERE,
    },
    special={
        **journal_meetings.SPECIAL,
        **journal_leave.SPECIAL,
        **journal_training.SPECIAL,
        ("groups_task", "kind"): Text("哪类工作", "kind of work"),
        ("groups_rule_version", "number"): Text("第几版", "which version"),
        ("groups_rule_version", "text"): Text("全文", "the whole text"),
        ("groups_finding", "kind"): Text("哪方面", "kind of finding"),
        ("groups_finding", "what"): Text("什么问题", "what it is"),
    },
    kept_back=frozenset(
        {
            *("group_id", "member_id", "account_id", "post_id", "subject_id", "owner_id", "household_id", "from_id"),
            *("pilot_id", "position", "reviewed_by", "signed_by"),
            *("rule_id", "lesson_id"),
            *("task_id", "visitor_id", "set_by", "reported_by", "ended_by", "found_by"),
        }
    )
    | journal_meetings.KEPT_BACK
    | journal_training.KEPT_BACK,
)
