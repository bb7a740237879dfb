"""Rows of person lists as the rules see them, made from Chinese headers as a practitioner writes them."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from xiuhua.kernel.money import NotAnAmount, cents
from xiuhua.kernel.policy import load_policy
from xiuhua.kernel.refusals import RefusalCatalogue
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.facts import Checks, Limits, MemberFacts, Places
from xiuhua.registry.rules.identity import normal_identity

HERE = Path(__file__).parent
REGISTRY = HERE.parents[2] / "src" / "xiuhua" / "registry"
POLICY = load_policy(REGISTRY / "policy.yaml")
CATALOGUE = RefusalCatalogue()
CATALOGUE.load(REGISTRY / "refusals.yaml")
CATALOGUE.load(REGISTRY.parent / "platform" / "exchange" / "refusals.yaml")

FIELDS = {
    "序号": "sequence",
    "县": "county",
    "乡": "township",
    "行政村": "village",
    "自然村": "natural_village",
    "户编号": "household_code",
    "人编号": "person_code",
    "姓名": "name",
    "证件号码": "identity",
    "人数": "size",
    "与户主关系": "relation",
    "民族": "ethnicity",
    "文化程度": "education",
    "在校生状况": "school",
    "健康状况": "health",
    "劳动技能": "labour",
    "务工状况": "work_place",
    "务工时间": "work_months",
    "参加大病医疗": "serious_illness_insurance",
    "脱贫属性": "exit_status",
    "贫困户属性": "household_kind",
    "主要致贫原因": "main_cause",
    "危房户": "unsafe_house",
    "饮水安全": "water_safe",
    "饮水困难": "water_hard",
    "人均纯收入": "per_head_income",
    "联系电话": "phone",
    "脱贫年度": "exit_year",
    "开户银行": "bank_name",
    "银行账号": "bank_account",
    "性别": "sex",
    "出生日期": "birth_date",
    "年龄": "age",
}
HEADERS = {field: header for header, field in FIELDS.items()}
WHOLE_NUMBERS = frozenset({"size", "work_months", "exit_year", "age"})


def facts(cells: Mapping[str, Any]) -> MemberFacts:
    """Return one row from cells by header, read as the import reads them."""
    return MemberFacts(**{FIELDS[header]: read(FIELDS[header], cell) for header, cell in cells.items()})


def read(field: str, cell: Any) -> Any:
    """Return what a cell holds for its field: a number, yes or no, text; blank is ``None``."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if field == "identity":
        return normal_identity(cell)
    if isinstance(cell, date):
        return cell
    text = str(cell).strip()
    if field in WHOLE_NUMBERS:
        return int(text) if text.lstrip("-").isdecimal() else text
    if field == "per_head_income":
        try:
            return cents(str(Decimal(str(cell)).quantize(Decimal("0.01"))) if isinstance(cell, float) else text)
        except NotAnAmount:
            return text
    if field in codes.FLAG_FIELDS:
        answer = codes.flag(field, text)
        return text if answer is None else answer
    return text


def checks(
    today: date, *, given: Iterable[str] | None = None, places: Iterable[tuple[str, str, str, str]] | None = None
) -> Checks:
    """Return what the checks know on a day under the seed policy; ``given`` are headers."""
    return Checks(
        today=today,
        limits=Limits.at(POLICY, on=today),
        given=frozenset(MemberFacts._fields) if given is None else frozenset(FIELDS[header] for header in given),
        places=None if places is None else Places.of(places),
    )


def cases(name: str) -> list[Any]:
    """Return the cases of one file."""
    loaded: list[Any] = yaml.safe_load((HERE / "cases" / name).read_text("utf-8"))
    return loaded
