"""What the tables of work groups are called in the journal."""

from xiuhua.groups.rules.membership import END_CAUSES
from xiuhua.groups.rules.relations import RELATION_NAMES
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.table_words import TableWords, named

WORDS = TableWords(
    tables={
        "groups_work_group": Text("小组", "work group"),
        "groups_relation": Text("由谁管", "who is in charge of a group"),
        "groups_member": Text("小组成员", "member of a group"),
        "groups_leadership": Text("组长任职", "who leads a group"),
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
    },
    said={
        "end_cause": named({str(cause): name for cause, name in END_CAUSES.items()}),
        "kind": named({str(kind): name for kind, name in RELATION_NAMES.items()}),
    },
    kept_back=frozenset({"group_id", "member_id", "account_id", "post_id"}),
)
