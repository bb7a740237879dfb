"""How stored facts are called and said on a page: as the source wrote them, with the list's English beside."""

from collections.abc import Mapping
from typing import Any, Final

from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.registry.rules import codes

NOTHING: Final = Text("（空）", "(blank)")
YES, NO = Text("是", "yes"), Text("否", "no")

FIELD_NAMES: Final[Mapping[str, Text]] = {
    **{field: entries.name for field, entries in codes.LISTS.items()},
    "household_code": Text("户编号", "household code"),
    "person_code": Text("人编号", "person code"),
    "code": Text("人编号", "person code"),
    "natural_village": Text("自然村（组）", "natural village"),
    "size": Text("人数", "size"),
    "exit_year": Text("脱贫年度", "year of exit"),
    "unsafe_house": Text("危房户", "unsafe house"),
    "water_safe": Text("饮水安全", "safe water"),
    "water_hard": Text("饮水困难", "water hard to get"),
    "per_head_income": Text("人均纯收入", "net income per head"),
    "name": Text("姓名", "name"),
    "identity": Text("证件号码", "identity number"),
    "phone": Text("联系电话", "phone"),
    "bank_name": Text("开户银行", "bank"),
    "bank_account": Text("银行账号", "bank account"),
    "work_months": Text("务工时间", "months of work"),
    "serious_illness_insurance": Text("大病医疗", "serious-illness insurance"),
    "amount": Text("集体收入", "collective income"),
    "source": Text("收入来源", "source of income"),
    "poor": Text("贫困村", "poor village"),
    "pilot": Text("先期试点村", "pilot village"),
    "longitude": Text("经度", "longitude"),
    "latitude": Text("纬度", "latitude"),
    "project": Text("项目", "project"),
    "qualifier": Text("准不准", "how exact"),
    "quantity": Text("数量", "quantity"),
    "unit": Text("单位", "unit"),
    "extra": Text("新增", "extra income"),
    "evidence": Text("凭证", "evidence"),
    "basis": Text("收入年度口径", "basis of the income year"),
    "complete": Text("台账记完", "ledger complete"),
    "parcel_code": Text("地块代码", "code of the plot"),
    "area": Text("面积", "area"),
    "east": Text("东至", "east"),
    "south": Text("南至", "south"),
    "west": Text("西至", "west"),
    "north": Text("北至", "north"),
}
"""Names of fields as the sheets call them, by name of the field."""

_SEVERAL: Final = frozenset({"health", "main_cause"})
_AMOUNTS: Final = frozenset({"per_head_income", "amount"})
_DEGREES: Final = frozenset({"longitude", "latitude"})


def field_name(field: str) -> Text:
    """Return what a field is called; an unknown one by its own name.

    >>> field_name("education").zh, field_name("work_months").en
    ('文化程度', 'months of work')
    """
    return FIELD_NAMES.get(field, Text(field, field))


def value_words(field: str, value: Any) -> Text:
    """Return a stored value in words. Chinese shows what the source wrote; English adds nothing that is not known.

    >>> value_words("education", "初中").en, value_words("education", "读过几年").en
    ('junior middle school', '读过几年')
    >>> value_words("per_head_income", 248550).zh, value_words("water_safe", False).en, value_words("name", "").zh
    ('2,485.50 元', 'no', '（空）')
    """
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return YES if value else NO
    if field in _DEGREES and isinstance(value, int):
        degrees = f"{value / 1_000_000:.6f}".rstrip("0").rstrip(".")
        return Text(f"{degrees} 度", f"{degrees} degrees")
    if field in _AMOUNTS and isinstance(value, int):
        amount = grouped_yuan(value)
        return Text(f"{amount} 元", f"{amount} yuan")
    if field == "work_months":
        return Text(f"{value} 个月", f"{value} months")
    if field == "size":
        return Text(f"{value} 人", f"{value} people")
    text = str(value)
    return Text(text, _english(field, text))


def grouped_yuan(cents: int) -> str:
    """Return cents as yuan with thousands set apart.

    >>> grouped_yuan(386000), grouped_yuan(-123450)
    ('3,860', '-1,234.50')
    """
    whole, point, rest = yuan(cents).partition(".")
    sign, digits = ("-", whole[1:]) if whole.startswith("-") else ("", whole)
    return f"{sign}{int(digits):,}" + (f".{rest:0<2}" if point else "")


def _english(field: str, text: str) -> str:
    if field not in codes.LISTS:
        return text
    entry = codes.LISTS[field].find(text)
    if entry is not None:
        return entry.name.en
    found = codes.several(field, text) if field in _SEVERAL else None
    named = {entry.code: entry.name.en for entry in codes.LISTS[field].entries}
    return ", ".join(named[code] for code in sorted(found)) if found else text
