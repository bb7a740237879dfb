"""What the tables of help are called in the journal."""

from xiuhua.care.rules.plans import MEASURE_STATES, PLAN_STATES
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.table_words import TableWords, named
from xiuhua.registry.rules.ledger_words import QUALIFIER_NAMES
from xiuhua.registry.rules.shown import grouped_yuan

WORDS = TableWords(
    tables={
        "care_helper": Text("帮扶人", "helper"),
        "care_unit_link": Text("帮扶单位", "organisation that helps"),
        "care_plan": Text("帮扶计划", "plan"),
        "care_measure": Text("措施", "measure"),
        "care_household_paper": Text("这一户的材料", "paper of a household"),
    },
    columns={
        "name": Text("姓名", "name"),
        "unit": Text("单位", "unit"),
        "phone": Text("电话", "phone"),
        "first": Text("有事先找", "asked first"),
        "basis": Text("依据", "basis"),
        "end_reason": Text("为什么结束", "why it ended"),
        "organisation_id": Text("单位", "organisation"),
        "edition": Text("第几版", "version"),
        "state": Text("状态", "state"),
        "begins_on": Text("从哪天起", "from"),
        "ends_on": Text("到哪天止", "until"),
        "needs": Text("这一户说需要", "what the household says it needs"),
        "written_on": Text("写的日期", "written on"),
        "agreed_on": Text("同意的日期", "agreed on"),
        "replaced_on": Text("换新版的日期", "followed on"),
        "drop_reason": Text("为什么不采用", "why it was dropped"),
        "kind": Text("种类", "kind"),
        "what": Text("办什么事", "what is done"),
        "scale": Text("规模", "how much"),
        "who": Text("谁来办", "who does it"),
        "amount": Text("金额", "amount"),
        "qualifier": Text("准不准", "how exact"),
        "due": Text("哪天以前", "due"),
        "removed_on": Text("去掉的日期", "taken out on"),
        "done_on": Text("办好的日期", "done on"),
        "result": Text("结果", "result"),
        "result_amount": Text("结果的金额", "amount of the result"),
        "result_qualifier": Text("结果准不准", "how exact the result is"),
        "confirmed_on": Text("确认的日期", "confirmed on"),
        "words": Text("这一户的话", "the household's words"),
        "purpose": Text("用途", "purpose"),
        "number": Text("编号", "number"),
        "made_at": Text("做的时间", "made at"),
        "open_until": Text("能打开到", "can be opened until"),
    },
    said={
        "state": named({str(key): name for names in (PLAN_STATES, MEASURE_STATES) for key, name in names.items()}),
        "qualifier": named(QUALIFIER_NAMES),
        "result_qualifier": named(QUALIFIER_NAMES),
        "amount": lambda value: Text(f"{grouped_yuan(int(value))} 元", f"{grouped_yuan(int(value))} yuan"),
        "result_amount": lambda value: Text(f"{grouped_yuan(int(value))} 元", f"{grouped_yuan(int(value))} yuan"),
    },
    kept_back=frozenset(
        {
            "household_id",
            "account_id",
            "successor_id",
            "plan_id",
            "agreed_by",
            "confirmed_by",
            "reported_by",
            "copied_from",
            "made_by",
            "post",
        }
    ),
    telling={
        "care_plan": frozenset({"needs"}),
        "care_measure": frozenset({"kind", "what", "scale", "result", "words"}),
    },
)
