"""Columns of the person list: the classic one of 26 columns and the later ones, by their many names."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from xiuhua.kernel.text import Text
from xiuhua.platform.exchange.reading import cells
from xiuhua.platform.exchange.reading.kinds import Column, SheetKind, SourceSystem
from xiuhua.registry.rules.bank import plain_account

_FINDS = Text("按编号找到同一户、同一人", "finds the same household and person again")
_PLACES = Text("定位到村，决定谁能看到", "finds the village, which decides who may see it")
_TEAM = Text("工作组了解这一户", "tells the work group about the household")
_RULES = Text("核对前后矛盾，发现该帮的", "checks for contradictions and finds who needs help")
_PAYS = Text("发放补助时核对收款账户", "tells into which account the household is paid")
_CALLS = Text("联系本人", "reaches the person")


def _row(
    field: str,
    header: str,
    *synonyms: str,
    parse: Callable[[Any], Any] = cells.free_text,
    used_by: Text = _RULES,
    required: bool = False,
    identifies: bool = False,
    personal: bool = False,
) -> Column:
    """Return a column whose cells belong to the person of the row."""
    return Column(
        field=field,
        header=header,
        synonyms=synonyms,
        parse=parse,
        used_by=used_by,
        required=required,
        identifies=identifies,
        personal=personal,
    )


def _record(
    field: str,
    header: str,
    *synonyms: str,
    parse: Callable[[Any], Any] = cells.free_text,
    used_by: Text = _TEAM,
    required: bool = False,
    identifies: bool = False,
) -> Column:
    """Return a column whose cells belong to the household."""
    column = _row(field, header, *synonyms, parse=parse, used_by=used_by, required=required, identifies=identifies)
    return replace(column, scope="record")


def _account(cell: Any) -> Any:
    """Return the number of a bank account: a code, with nothing between its digits."""
    value = cells.code_text(cell)
    return plain_account(value) if type(value) is str else value


NATIONAL = SourceSystem(
    "national_poverty_system", Text("全国扶贫开发信息系统", "the national poverty alleviation system")
)

PEOPLE = SheetKind(
    code="people",
    label=Text("人员名单（一人一行）", "person list (one row a person)"),
    system=NATIONAL,
    columns=(
        _row("sequence", "序号", "编号", "序", parse=cells.text, used_by=_FINDS),
        _record(
            "county", "县(市、区、旗)", "县(市、区)", "县", "县区", "县(区)", "区县", used_by=_PLACES, parse=cells.text
        ),
        _record(
            "township", "乡(镇)", "乡镇", "乡", "镇", "乡(镇、街道)", "乡镇(街道)", used_by=_PLACES, parse=cells.text
        ),
        _record(
            "village",
            "行政村",
            "村",
            "村居",
            "行政村(社区)",
            "村(居)",
            used_by=_PLACES,
            parse=cells.text,
            required=True,
        ),
        _record("natural_village", "自然村", "自然村(组)", "村民小组", "组", "社", used_by=_PLACES),
        _record(
            "household_code",
            "户编号",
            "户编码",
            "户籍编码",
            "贫困户编号",
            used_by=_FINDS,
            parse=cells.code_text,
            required=True,
            identifies=True,
        ),
        _row(
            "person_code",
            "人编号",
            "人口编号",
            "个人编号",
            "人员编号",
            used_by=_FINDS,
            parse=cells.code_text,
            identifies=True,
            personal=True,
        ),
        _row("name", "姓名", "成员姓名", "人员姓名", used_by=_TEAM, required=True, personal=True),
        _row("sex", "性别", used_by=_RULES),
        _row(
            "identity",
            "证件号码",
            "身份证号码",
            "身份证号",
            "公民身份号码",
            "身份证件号码",
            used_by=_FINDS,
            parse=cells.identity,
            identifies=True,
            personal=True,
        ),
        _record("size", "人数", "家庭人口数", "家庭人口", "户人口数", parse=cells.whole_number),
        _row("relation", "与户主关系", "与户主的关系", "户主关系", used_by=_TEAM, required=True),
        _row("ethnicity", "民族", used_by=_TEAM),
        _row("education", "文化程度", "学历"),
        _row("school", "在校生状况", "在校生情况", "在校状况", "是否在校"),
        _row("health", "健康状况", "健康情况", "身体状况", personal=True),
        _row("labour", "劳动技能", "劳动能力"),
        _row("work_place", "务工状况", "务工情况", "务工区域", "务工所在地"),
        _row("work_months", "务工时间(月)", "务工时间", "务工月数", parse=cells.whole_number),
        _row(
            "serious_illness_insurance",
            "参加大病医疗",
            "是否参加大病医疗",
            "是否参加大病保险",
            "参加大病保险",
            parse=cells.yes_no,
        ),
        _record("exit_status", "脱贫属性", "脱贫状态"),
        _record("exit_year", "脱贫年度", "脱贫年份", "脱贫时间", parse=cells.whole_number),
        _record("household_kind", "贫困户属性", "户属性", "户类型"),
        _record("main_cause", "主要致贫原因", "致贫原因", "致贫原因1"),
        _record("unsafe_house", "危房户", "是否危房户", "是否危房", parse=cells.yes_no),
        _record("water_safe", "饮水安全", "是否饮水安全", "是否解决安全饮用水", parse=cells.yes_no),
        _record("water_hard", "饮水困难", "是否饮水困难", parse=cells.yes_no),
        _record(
            "per_head_income", "人均纯收入", "人均纯收入(元)", "年人均纯收入", "年人均纯收入(元)", parse=cells.amount
        ),
        _row(
            "phone",
            "联系电话",
            "人联系电话",
            "成员联系电话",
            "户联系电话",
            used_by=_CALLS,
            parse=cells.code_text,
            personal=True,
        ),
        replace(_record("bank_name", "开户银行", "开户行", "开户银行名称", "发卡银行", used_by=_PAYS), personal=True),
        replace(
            _record(
                "bank_account",
                "银行账号",
                "银行帐号",
                "银行卡号",
                "一卡通账号",
                "一卡通号",
                "惠农一卡通账号",
                "惠农补贴一卡通账号",
                "存折账号",
                "账号",
                parse=_account,
                used_by=_PAYS,
            ),
            personal=True,
        ),
    ),
)
