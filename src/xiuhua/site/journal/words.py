"""What tables and columns are called in the journal, and how their values are said."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.measures import measured
from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.rules.organisations import KIND_NAMES, OrganisationKind
from xiuhua.platform.accounts.rules.people import LANGUAGE_NAMES
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.platform.journal import catalogue
from xiuhua.registry.origins import origin_name, system_name
from xiuhua.registry.questions import CONFIRMED, OPEN, SETTLED
from xiuhua.registry.rules.causes import joined_by, left_by
from xiuhua.registry.rules.comparison_kinds import KINDS as LISTS
from xiuhua.registry.rules.comparison_states import SIDES
from xiuhua.registry.rules.consents import GIVEN_BY_NAMES
from xiuhua.registry.rules.corrections import STATE_NAMES as CORRECTION_STATES
from xiuhua.registry.rules.data_sets import data_set_name
from xiuhua.registry.rules.ledger_words import BASIS_NAMES, QUALIFIER_NAMES, UNITS
from xiuhua.registry.rules.ledger_words import KIND_NAMES as KIND_NAMES_OF_LINES
from xiuhua.registry.rules.plot_words import CLASS_NAMES, USE_NAMES, WILLING_NAMES, area_said
from xiuhua.registry.rules.purposes import purpose_name
from xiuhua.registry.rules.question_names import question_name
from xiuhua.registry.rules.shown import FIELD_NAMES, NO, NOTHING, YES, field_name, value_words

TABLES: Mapping[str, Text] = {
    "accounts_place": Text("行政区划", "place"),
    "accounts_organisation": Text("单位", "organisation"),
    "accounts_account": Text("人员账号", "account"),
    "accounts_post": Text("任职", "post"),
    "accounts_token": Text("接口令牌", "API token"),
    "files_stored": Text("材料", "file"),
    "exchange_export": Text("导出的表", "exported sheet"),
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
    "registry_consent": Text("同意", "consent"),
    "registry_access_report": Text("个人信息查询书", "report on personal data"),
    "registry_snapshot": Text("年度快照", "yearly snapshot"),
    "registry_snapshot_village": Text("快照里的一个村", "village of a snapshot"),
    "registry_likeness_decision": Text("是不是同一个人的判断", "decision on two records"),
}

COLUMNS: Mapping[str, Text] = {
    "name": Text("名称", "name"),
    "code": Text("代码", "code"),
    "kind": Text("种类", "kind"),
    "place_code": Text("所在区划代码", "code of the place"),
    "valid_from": Text("从哪天起", "from"),
    "valid_to": Text("到哪天止（当天不算）", "until (not included)"),
    "external_code": Text("外部代码", "external code"),
    "external_source": Text("外部代码的来源", "source of the external code"),
    "login": Text("登录名", "login"),
    "language": Text("页面语言", "language of the pages"),
    "phone_sealed": Text("联系电话", "phone"),
    "active": Text("账号可用", "account is open"),
    "second_step": Text("两步验证", "second step"),
    "second_step_changed": Text("两步验证何时开关", "second step turned on or off"),
    "role": Text("岗位", "role"),
    "basis": Text("任职依据", "basis of the post"),
    "label": Text("给哪个程序用", "program"),
    "created": Text("发放日期", "issued on"),
    "expires": Text("到期日期", "ends on"),
    "revoked": Text("作废日期", "revoked on"),
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
    "female": Text("性别", "sex"),
    "birth_date": Text("出生日期", "date of birth"),
    "left_on": Text("离开日期", "left on"),
    "field": Text("关于哪一项", "about the field"),
    "values": Text("疑问的内容", "content of the question"),
    "state": Text("状态", "state"),
    "raised_on": Text("提出日期", "raised on"),
    "reason": Text("核对说明", "how it was checked"),
    "answered_on": Text("答复日期", "answered on"),
    "predecessor_id": Text("前身", "predecessor"),
    "successor_id": Text("并入", "successor"),
    "organisation_id": Text("单位", "organisation"),
    "person_id": Text("成员", "member"),
    "answered_by": Text("答复人", "answered by"),
    "size": Text("字节数", "bytes"),
    "media_type": Text("文件种类", "kind of file"),
    "removed_at": Text("删除日期", "removed on"),
    "declared_on": Text("记完日期", "declared complete on"),
    "open_questions": Text("记完时还没核对的疑问", "questions open at that time"),
    "period_from": Text("从哪天起", "from"),
    "period_to": Text("到哪天止（当天不算）", "until (not included)"),
    "ended_on": Text("去掉日期", "taken out on"),
    "file_id": Text("材料", "file"),
    "named_on": Text("附上日期", "named on"),
    "purpose": Text("用途", "purpose"),
    "listed_on": Text("名单日期", "day of the list"),
    "compared_on": Text("比对日期", "compared on"),
    "rows": Text("名单行数", "rows of the list"),
    "outside": Text("说在别处的行数", "rows of elsewhere"),
    "result": Text("看的结果", "what looking came to"),
    "note": Text("说明", "note"),
    "handled_on": Text("看的日期", "looked at on"),
    "filters": Text("筛选", "filters"),
    "rows_digest": Text("行的校验值", "digest of the rows"),
    "as_of": Text("哪一天的情况", "as of"),
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
}

SPECIAL: Mapping[tuple[str, str], Text] = {
    ("registry_household", "code"): Text("户编号", "household code"),
    ("registry_person", "code"): Text("人编号", "person code"),
    ("registry_person", "name"): Text("姓名", "name"),
    ("accounts_account", "name"): Text("姓名", "name"),
    ("files_stored", "name"): Text("文件名", "name of the file"),
    ("exchange_export", "kind"): Text("哪种表", "kind of sheet"),
    ("exchange_export", "rows"): Text("行数", "rows"),
    ("registry_correction", "listed_on"): Text("报送日期", "listed on"),
    ("registry_question", "code"): Text("疑问的种类", "kind of question"),
    ("registry_comparison", "kind"): Text("哪种名单", "which list"),
    ("registry_comparison_line", "side"): Text("哪种情况", "how the two sides stand"),
    ("registry_comparison_line", "number"): Text("名单第几行", "row of the list"),
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
}

KEPT_BACK = frozenset(
    {
        "id", "household_id", "village_id", "ledger_id", "line_id", "plot_id", "account_id", "subject_id", "batch",
        "fingerprint", "digest", "identity_index", "kept_by", "kept_at", "looked_by", "post", "looked_at",
        "shown_until", "second_step_by", "comparison_id", "compared_by", "handled_by", "closed_batch", "asked_by",
        "made_by", "made_at", "open_until", "snapshot_id", "replaces_id", "taken_by", "policy", "heads", "figures",
        "listed", "quoted", "position",
        "other_id", "decided_by",
    }
)  # fmt: skip
"""Columns that say nothing to a reader: ids of rows, and marks by which the program finds things again."""

_STATES = {OPEN: Text("待确认", "open"), CONFIRMED: Text("确认无误", "confirmed"), SETTLED: Text("已经清楚", "settled")}
_FEMALE, _MALE = Text("女", "female"), Text("男", "male")
_DAYS = frozenset(
    {
        "valid_from", "valid_to", "created", "expires", "revoked", "stated_on", "birth_date", "left_on", "raised_on",
        "answered_on", "removed_at", "declared_on", "period_from", "period_to", "ended_on", "second_step_changed",
        "idle_from", "idle_to", "named_on", "listed_on", "compared_on", "handled_on", "as_of",
        "asked_on", "still_old_on", "closed_on",
        "given_on", "until", "revoked_on",
        "taken_on", "decided_on",
    }
)  # fmt: skip
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def table_name(table: str) -> Text:
    """Return what a row of a table is called."""
    return TABLES.get(table, Text(table, table))


def column_name(table: str, column: str) -> Text:
    """Return what a column is called: as the sheets call it, where a sheet has it."""
    if (table, column) in SPECIAL:
        return SPECIAL[table, column]
    if table.startswith("registry_") and column in FIELD_NAMES and column not in ("name", "code"):
        return field_name(column)
    return COLUMNS.get(column, Text(column, column))


def value_said(table: str, column: str, value: Any) -> Text:
    """Return a stored value in words; the caller has decided that it may be shown.

    >>> value_said("registry_collective_income", "amount", 240000).zh, value_said("registry_village", "poor", True).en
    ('2,400 元', 'yes')
    >>> value_said("accounts_post", "valid_from", "2017-09-12").en, value_said("accounts_post", "valid_to", None).zh
    ('12 Sep 2017', '（空）')
    """
    if value is None or value == "":
        return NOTHING
    if column == "female":
        return _FEMALE if value else _MALE
    if isinstance(value, bool):
        return YES if value else NO
    if column in _DAYS:
        return _day(value)
    if (table, column) in _SAID_HERE:
        return _SAID_HERE[table, column](value)
    if column in _SAID:
        return _SAID[column](value)
    if table == "registry_question" and column == "code":
        return question_name(str(value))
    if table == "registry_question" and column == "field":
        return field_name(str(value))
    if table.startswith("registry_") and column in FIELD_NAMES:
        return value_words(column, value)
    return Text(str(value), str(value))


def _day(value: Any) -> Text:
    day = value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
    return Text(f"{day.year}年{day.month}月{day.day}日", f"{day.day} {_MONTHS[day.month - 1]} {day.year}")


def _money(value: Any) -> Text:
    whole, point, rest = yuan(int(value)).partition(".")
    amount = f"{int(whole):,}" + (f".{rest:0<2}" if point else "")
    return Text(f"{amount} 元", f"{amount} yuan")


def _degrees(value: Any) -> Text:
    return Text(f"{int(value) / 1_000_000:.6f}°", f"{int(value) / 1_000_000:.6f}°")


def _role(value: Any) -> Text:
    return ROLE_NAMES[Role(value)] if value in {*Role} else Text(str(value), str(value))


def _kind(value: Any) -> Text:
    return KIND_NAMES[OrganisationKind(value)] if value in {*OrganisationKind} else Text(str(value), str(value))


def _named(names: Mapping[str, Text]) -> Callable[[Any], Text]:
    return lambda value: names.get(value, Text(str(value), str(value)))


def _sheet(value: Any) -> Text:
    kind = KINDS.get(str(value))
    return kind.sheet.label if kind else Text(str(value), str(value))


_SAID_HERE: Mapping[tuple[str, str], Callable[[Any], Text]] = {
    ("registry_comparison_line", "side"): _named(SIDES),
    ("registry_comparison", "kind"): _named({code: kind.name for code, kind in LISTS.items()}),
    ("exchange_export", "kind"): _sheet,
    ("exchange_export", "purpose"): lambda value: purpose_name(str(value), catalogue.policy()),
    ("registry_ledger", "basis"): _named(BASIS_NAMES),
    ("registry_correction", "state"): _named(CORRECTION_STATES),
    ("registry_correction", "field"): lambda value: field_name(str(value)),
    ("registry_correction", "system"): lambda value: system_name(str(value)),
    ("registry_ledger_line", "kind"): _named(KIND_NAMES_OF_LINES),
    ("registry_ledger_line", "qualifier"): _named(QUALIFIER_NAMES),
    ("registry_ledger_line", "unit"): _named(UNITS),
    ("registry_reveal", "field"): lambda value: field_name(str(value)),
    ("registry_reveal", "purpose"): lambda value: purpose_name(str(value), catalogue.policy()),
    ("registry_consent", "purpose"): lambda value: purpose_name(str(value), catalogue.policy()),
    ("registry_consent", "data_set"): lambda value: data_set_name(str(value), catalogue.policy()),
    ("registry_consent", "given_by"): _named(GIVEN_BY_NAMES),
    ("registry_consent", "revoked_by"): _named(GIVEN_BY_NAMES),
    ("registry_ledger_line", "quantity"): lambda value: Text(measured(int(value)), measured(int(value))),
}
"""What columns of one table say that other tables have too."""

_SAID: Mapping[str, Callable[[Any], Text]] = {
    "amount": _money,
    "longitude": _degrees,
    "latitude": _degrees,
    "role": _role,
    "kind": _kind,
    "language": lambda value: LANGUAGE_NAMES.get(value, Text(str(value), str(value))),
    "origin": lambda value: origin_name(str(value)),
    "area": lambda value: area_said(int(value)),
    "land_class": _named(CLASS_NAMES),
    "land_use": _named(USE_NAMES),
    "willing": _named(WILLING_NAMES),
    "cause": lambda value: joined_by(str(value)),
    "end_cause": lambda value: left_by(str(value)),
    "state": lambda value: _STATES.get(value, Text(str(value), str(value))),
}
