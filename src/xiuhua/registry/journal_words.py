"""What the tables of the register are called in the journal."""

from functools import partial
from typing import Any

from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.table_words import TableWords, named
from xiuhua.registry.origins import origin_name, system_name
from xiuhua.registry.questions import CONFIRMED, OPEN, SETTLED
from xiuhua.registry.rules.causes import joined_by, left_by
from xiuhua.registry.rules.comparison_kinds import KINDS as LISTS
from xiuhua.registry.rules.comparison_states import SIDES
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES
from xiuhua.registry.rules.corrections import STATE_NAMES as CORRECTION_STATES
from xiuhua.registry.rules.data_sets import data_set_name
from xiuhua.registry.rules.household_answers import ABOUT_NAMES, OUTCOME_NAMES
from xiuhua.registry.rules.ledger_words import BASIS_NAMES, KIND_NAMES, QUALIFIER_NAMES, UNITS
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, WILLING_NAMES, area_said
from xiuhua.registry.rules.question_names import question_name
from xiuhua.registry.rules.shown import FIELD_NAMES, field_name, value_words

_STATES = {OPEN: Text("待确认", "open"), CONFIRMED: Text("确认无误", "confirmed"), SETTLED: Text("已经清楚", "settled")}


def _money(value: Any) -> Text:
    whole, point, rest = yuan(int(value)).partition(".")
    amount = f"{int(whole):,}" + (f".{rest:0<2}" if point else "")
    return Text(f"{amount} 元", f"{amount} yuan")


def _degrees(value: Any) -> Text:
    return Text(f"{int(value) / 1_000_000:.6f}°", f"{int(value) / 1_000_000:.6f}°")


WORDS = TableWords(
    tables={
        "registry_village": Text("村", "village"),
        "registry_collective_income": Text("集体经济收入", "collective income"),
        "registry_household": Text("户", "household"),
        "registry_statement": Text("户的所述情况", "stated facts of the household"),
        "registry_person": Text("成员", "member"),
        "registry_membership": Text("成员关系", "membership"),
        "registry_question": Text("疑问", "question"),
        "registry_ledger": Text("收入台账", "income ledger"),
        "registry_ledger_line": Text("台账的一笔", "line of the income ledger"),
        "registry_reveal": Text("查看遮住的信息", "look at what is masked"),
        "registry_evidence": Text("附的材料", "file that a record names"),
        "registry_plot": Text("地块", "plot of land"),
        "registry_village_plot": Text("村集体的地块", "plot of land of the village"),
        "registry_comparison": Text("部门比对", "comparison with a department's list"),
        "registry_comparison_line": Text("比对的一条", "line of a comparison"),
        "registry_correction": Text("报给系统的更正", "correction asked of another system"),
        "registry_bank_account": Text("银行账号", "bank account"),
        "registry_consent": Text("同意", "consent"),
        "registry_household_answer": Text("这一户的话", "what the household says"),
        "registry_access_report": Text("个人信息查询书", "report on personal data"),
        "registry_snapshot": Text("年度快照", "yearly snapshot"),
        "registry_snapshot_village": Text("快照里的一个村", "village of a snapshot"),
        "registry_likeness_decision": Text("是不是同一个人的判断", "decision on two records"),
    },
    columns={
        "poor": Text("贫困村", "poor village"),
        "pilot": Text("先期试点村", "pilot village"),
        "longitude": Text("经度", "longitude"),
        "latitude": Text("纬度", "latitude"),
        "year": Text("年度", "year"),
        "source": Text("收入来源", "source of income"),
        "amount": Text("金额", "amount"),
        "origin": Text("出处", "origin"),
        "stated_on": Text("填报日期", "stated on"),
        "cause": Text("加入原因", "reason of joining"),
        "end_cause": Text("离开或结束的原因", "reason of leaving or ending"),
        "erased_on": Text("哪天删除", "erased on"),
        "female": Text("性别", "sex"),
        "birth_date": Text("出生日期", "date of birth"),
        "left_on": Text("离开日期", "left on"),
        "field": Text("关于哪一项", "about the field"),
        "values": Text("疑问的内容", "content of the question"),
        "state": Text("状态", "state"),
        "raised_on": Text("提出日期", "raised on"),
        "answered_on": Text("答复日期", "answered on"),
        "answered_by": Text("答复人", "answered by"),
        "declared_on": Text("记完日期", "declared complete on"),
        "open_questions": Text("记完时还没核对的疑问", "questions open at that time"),
        "period_from": Text("从哪天起", "from"),
        "period_to": Text("到哪天止（当天不算）", "until (not included)"),
        "ended_on": Text("去掉日期", "taken out on"),
        "named_on": Text("附上日期", "named on"),
        "listed_on": Text("名单日期", "day of the list"),
        "compared_on": Text("比对日期", "compared on"),
        "outside": Text("说在别处的行数", "rows of elsewhere"),
        "result": Text("看的结果", "what looking came to"),
        "handled_on": Text("看的日期", "looked at on"),
        "system": Text("报给哪个系统", "asked of the system"),
        "stated": Text("系统中的值", "value there"),
        "wanted": Text("核实后的值", "value asked for"),
        "why": Text("怎么核实的", "how it was verified"),
        "local": Text("这里已经更正", "corrected here too"),
        "asked_on": Text("提出日期", "asked on"),
        "list_number": Text("表号", "number of the list"),
        "still_old_on": Text("哪天的表还是老值", "still the old value on"),
        "closed_on": Text("办结日期", "followed on"),
        "ended_reason": Text("撤回原因", "why it was withdrawn"),
        "number": Text("编号", "number"),
        "data_set": Text("哪类信息", "kind of data"),
        "scope": Text("同意怎么用", "used how"),
        "given_on": Text("同意日期", "agreed on"),
        "given_by": Text("谁同意的", "agreed by"),
        "giver": Text("监护人或受委托的人", "guardian or proxy"),
        "until": Text("到哪天为止（当天也算）", "until (included)"),
        "revoked_on": Text("撤回日期", "withdrawn on"),
        "revoked_by": Text("谁撤回的", "withdrawn by"),
        "taken_on": Text("留存日期", "taken on"),
        "verdict": Text("判断", "decision"),
        "decided_on": Text("判断日期", "decided on"),
        "about": Text("说的是", "of what"),
        "said": Text("原话", "their words"),
        "said_on": Text("哪天说的", "said on"),
        "outcome": Text("核对的结果", "what came of it"),
        "done": Text("改了什么，为什么不改", "what was mended, or why it stays"),
        "looked_on": Text("核对日期", "looked into on"),
        **{name: words for name, words in FIELD_NAMES.items() if name not in ("name", "code")},
    },
    special={
        ("registry_household", "code"): Text("户编号", "household code"),
        ("registry_person", "code"): Text("人编号", "person code"),
        ("registry_person", "name"): Text("姓名", "name"),
        ("registry_correction", "listed_on"): Text("报送日期", "listed on"),
        ("registry_question", "code"): Text("疑问的种类", "kind of question"),
        ("registry_comparison", "kind"): Text("哪种名单", "which list"),
        ("registry_comparison_line", "side"): Text("哪种情况", "how the two sides stand"),
        ("registry_comparison_line", "number"): Text("名单第几行", "row of the list"),
        ("registry_ledger", "basis"): Text("记账年度怎么算", "how its year is counted"),
        ("registry_ledger_line", "kind"): Text("收入类别", "kind of income"),
        ("registry_ledger_line", "amount"): Text("金额", "amount"),
        ("registry_reveal", "field"): Text("看的是哪一项", "what was looked at"),
        ("registry_reveal", "reason"): Text("事由", "reason"),
        ("registry_likeness_decision", "reason"): Text("怎么知道的", "how it is known"),
        ("registry_snapshot", "reason"): Text("为什么重新留存", "why it was taken anew"),
        **{
            (table, column): name
            for table in ("registry_plot", "registry_village_plot")
            for column, name in (
                ("name", Text("地块名称", "name of the plot")),
                ("code", Text("地块代码", "code of the plot")),
                ("idle_from", Text("撂荒时间从", "idle since, not before")),
                ("idle_to", Text("撂荒时间不晚于（当天不算）", "idle since, before")),
            )
        },
    },
    said={
        **{name: partial(value_words, name) for name in FIELD_NAMES},
        "amount": _money,
        "longitude": _degrees,
        "latitude": _degrees,
        "origin": lambda value: origin_name(str(value)),
        "area": lambda value: area_said(int(value)),
        "land_class": named(CLASS_NAMES),
        "land_use": named(USE_NAMES),
        "willing": named(WILLING_NAMES),
        "cause": lambda value: joined_by(str(value)),
        "end_cause": lambda value: left_by(str(value)),
        "state": named(_STATES),
    },
    said_here={
        ("registry_comparison_line", "side"): named(SIDES),
        ("registry_comparison", "kind"): named({code: kind.name for code, kind in LISTS.items()}),
        ("registry_ledger", "basis"): named(BASIS_NAMES),
        ("registry_correction", "state"): named(CORRECTION_STATES),
        ("registry_correction", "field"): lambda value: field_name(str(value)),
        ("registry_correction", "system"): lambda value: system_name(str(value)),
        ("registry_ledger_line", "kind"): named(KIND_NAMES),
        ("registry_ledger_line", "qualifier"): named(QUALIFIER_NAMES),
        ("registry_ledger_line", "unit"): named(UNITS),
        ("registry_reveal", "field"): lambda value: field_name(str(value)),
        ("registry_household_answer", "about"): named(ABOUT_NAMES),
        ("registry_household_answer", "outcome"): named(OUTCOME_NAMES),
        ("registry_consent", "data_set"): lambda value: data_set_name(str(value), catalogue.policy()),
        ("registry_consent", "given_by"): named(GIVEN_BY_NAMES),
        ("registry_consent", "revoked_by"): named(GIVEN_BY_NAMES),
        ("registry_ledger_line", "quantity"): lambda value: Text(measured(int(value)), measured(int(value))),
        ("registry_question", "code"): lambda value: question_name(str(value)),
        ("registry_question", "field"): lambda value: field_name(str(value)),
    },
    kept_back=frozenset(
        {
            "village_id",
            "ledger_id",
            "line_id",
            "plot_id",
            "batch",
            "fingerprint",
            "identity_index",
            "account_index",
            "holder_id",
            "looked_by",
            "post",
            "looked_at",
            "shown_until",
            "comparison_id",
            "compared_by",
            "handled_by",
            "closed_batch",
            "asked_by",
            "made_by",
            "made_at",
            "open_until",
            "snapshot_id",
            "replaces_id",
            "taken_by",
            "policy",
            "heads",
            "figures",
            "listed",
            "quoted",
            "position",
            "other_id",
            "decided_by",
            "answers",
            "written_by",
        }
    ),
    parts=frozenset(
        {
            "registry_collective_income",
            "registry_consent",
            "registry_bank_account",
            "registry_correction",
            "registry_evidence",
            "registry_household_answer",
            "registry_ledger",
            "registry_ledger_line",
            "registry_membership",
            "registry_person",
            "registry_plot",
            "registry_question",
            "registry_statement",
            "registry_village_plot",
        }
    ),
    telling={
        "registry_question": frozenset({"code", "field", "values", "reason"}),
        "registry_reveal": frozenset({"reason"}),
        "registry_household_answer": frozenset({"said", "done"}),
        "registry_correction": frozenset({"field", "why", "ended_reason"}),
    },
)
