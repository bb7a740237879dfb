"""Columns of the income ledger as offices keep it: one row an income or expense."""

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import cells, dates
from xiuhua.platform.exchange.reading.kinds import Column, SheetKind

_FINDS = Text("找到哪一户、哪个人", "finds the household and the person")
_ADDS = Text("算人均纯收入", "makes the net income per head")
_YEAR = Text("看出是哪一年的收入", "tells the year of the income")
_PROOF = Text("日后查证", "lets it be looked into later")

INCOMES = SheetKind(
    code="incomes",
    label=Text("收入台账", "income ledger"),
    columns=(
        Column(field="sequence", header="序号", parse=cells.text, used_by=_FINDS),
        Column(
            field="household_code",
            header="户编号",
            synonyms=("户籍编码",),
            parse=cells.code_text,
            used_by=_FINDS,
            required=True,
            identifies=True,
        ),
        Column(
            field="line_kind",
            header="收入类别",
            synonyms=("收入类型", "收支类别", "收支类型", "收入来源类别", "类别"),
            parse=cells.text,
            used_by=_ADDS,
            required=True,
        ),
        Column(
            field="project",
            header="项目",
            synonyms=("收入项目", "收支项目", "项目名称", "名目"),
            parse=cells.free_text,
            used_by=_ADDS,
            personal=True,
        ),
        Column(
            field="amount",
            header="金额(元)",
            synonyms=("金额", "收入金额", "收入金额(元)", "收支金额", "收支金额(元)"),
            pattern=r"(?:收入|收支)?金额\((?P<unit>万元)\)",
            parse=cells.text,
            used_by=_ADDS,
            required=True,
            personal=True,
        ),
        Column(
            field="first_day",
            header="起始日期",
            synonyms=("开始日期", "起始时间", "开始时间", "起始年月", "起"),
            parse=dates.month_or_date,
            used_by=_YEAR,
            required=True,
        ),
        Column(
            field="last_day",
            header="截止日期",
            synonyms=("结束日期", "终止日期", "截止时间", "结束时间", "截止年月", "止"),
            parse=dates.month_or_date,
            used_by=_YEAR,
            required=True,
        ),
        Column(
            field="evidence",
            header="凭证",
            synonyms=("佐证", "佐证材料", "证明材料", "凭据"),
            parse=cells.free_text,
            used_by=_PROOF,
            personal=True,
        ),
        Column(
            field="complete",
            header="台账是否完整",
            synonyms=("是否完整", "台账完整", "台账是否记完", "是否记完"),
            parse=cells.yes_no,
            used_by=_ADDS,
        ),
        Column(
            field="extra",
            header="是否新增",
            synonyms=("新增", "是否新增收入", "新增收入"),
            parse=cells.yes_no,
            used_by=_PROOF,
        ),
        Column(
            field="person_code",
            header="人编号",
            synonyms=("人口编号",),
            parse=cells.code_text,
            used_by=_FINDS,
            personal=True,
        ),
        Column(field="person", header="姓名", parse=cells.text, used_by=_FINDS, personal=True),
        Column(
            field="year",
            header="收入年度",
            synonyms=("年度", "年份", "收入年份"),
            parse=dates.month_or_date,
            used_by=_YEAR,
        ),
    ),
)
