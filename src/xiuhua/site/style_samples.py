"""What the style page shows: invented people and figures, in both languages."""

import hashlib
from datetime import date
from typing import Annotated, Any

from pydantic import Field

from xiuhua.kernel.commands import Personal, UsedBy, Value
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.money import Money
from xiuhua.kernel.policy import PolicyValue
from xiuhua.kernel.refusals import Wording
from xiuhua.kernel.text import Text
from xiuhua.site.pictures import PointClass, VillagePoint

DAY = date(2017, 9, 12)
FIGURE_PAGE = "?part=figure"

NET_INCOME = Figure(
    value=2060,
    unit=Text("元", "yuan"),
    formula=Text(
        "2016 年台账各项收入之和，减去外出务工一项，再减生产支出，除以 5 人。",
        "The sum of the 2016 ledger without migrant work, less production expenses, divided by 5 people.",
    ),
    as_of=date(2016, 12, 31),
    policy_key="poverty_line",
)
UNKNOWN = Figure(
    value=None,
    unit=Text("元", "yuan"),
    formula=Text("台账完整后才计算。", "It is computed once the ledger is complete."),
    as_of=DAY,
    why_not=Text("2017 年台账未完整", "the 2017 ledger is not complete"),
)
LINE = PolicyValue(
    key="poverty_line",
    value=295200,
    from_=date(2016, 1, 1),
    to=date(2017, 1, 1),
    region=None,
    source=Text("示例：国家统计口径的 2016 年贫困线", "Sample: the national poverty line of 2016"),
    verified=False,
    replace=True,
)


def _figure(value: int, unit_zh: str, unit_en: str) -> Figure:
    formula = Text("示例：数出下面的行。", "Sample: the rows below, counted.")
    return Figure(value=value, unit=Text(unit_zh, unit_en), formula=formula, as_of=DAY)


FACTS: list[dict[str, Any]] = [
    {
        "label": Text("建档立卡户", "Registered households"),
        "figure": _figure(60, "户", "households"),
        "href": FIGURE_PAGE,
        "note": Text("其中监测 4 户", "4 of them monitored"),
    },
    {
        "label": Text("人均纯收入（表中）", "Net income per head (as stated)"),
        "figure": _figure(2485, "元", "yuan"),
        "href": FIGURE_PAGE,
        "note": Text("全国系统名单，2017年9月", "National list, September 2017"),
    },
    {"label": Text("人均纯收入（算得）", "Net income per head (computed)"), "figure": UNKNOWN},
    {
        "label": Text("帮扶人", "Helper"),
        "value": Text("李建军", "Li Jianjun"),
        "note": Text("2016年3月起 · 上次到户 8月26日", "since March 2016 · last visit 26 August"),
    },
]

LATE: list[dict[str, Any]] = [
    {
        "text": Text("回访王存禄户：核实危房改造是否完工", "Revisit the Wang Cunlu household: is the house repaired?"),
        "href": "#",
        "date": date(2017, 9, 9),
        "when": Text("过期 3 天", "3 days late"),
        "late": True,
        "note": Text("道顺村下社 · 8月26日您答应的", "Daoshun village · you promised it on 26 August"),
    }
]
SOON: list[dict[str, Any]] = [
    {
        "text": Text("补全何慧珍户 2017 年收入台账", "Complete the 2017 income ledger of the He Huizhen household"),
        "href": "#",
        "date": DAY,
        "when": Text("今天", "today"),
        "note": Text("缺 1 项：外出务工收入的起止日期", "1 missing: from when to when there was migrant work"),
    },
    {
        "text": Text("乡镇审核：道路安全标牌采购", "Township review: road safety signs"),
        "date": date(2017, 9, 16),
        "note": Text("等武胜驿镇 · 9月10日送审", "waiting for Wushengyi township · sent on 10 September"),
    },
]
EVENTS: list[dict[str, Any]] = [
    {
        "when": Text("2013年12月", "December 2013"),
        "text": Text("纳入建档立卡（表中所述）", "Registered (as stated)"),
        "done": True,
    },
    {
        "date": date(2017, 8, 26),
        "text": Text("入户走访：收入不稳，列为线索", "Visit: income unstable, noted as a lead"),
        "note": Text("记录人：李建军", "recorded by Li Jianjun"),
        "done": True,
        "href": FIGURE_PAGE,
        "sheet": True,
    },
    {"date": date(2017, 9, 9), "text": Text("核实危房改造", "Check the repair of the house"), "late": True},
    {"date": date(2017, 12, 4), "text": Text("观察三个月后再看", "Look again after three months")},
]
LEAD, TAIL = Text("看", "Show"), Text("的行", "rows")
CHIPS: list[dict[str, Any]] = [
    {"label": Text("有错", "wrong"), "count": 21, "tone": "wrong", "href": "#tables", "current": True},
    {"label": Text("要确认", "to confirm"), "count": 10, "tone": "ask", "href": "#tables"},
    {"label": Text("新增", "new"), "count": 612, "tone": "new", "href": "#tables"},
    {"label": Text("有变化", "changed"), "count": 37, "tone": "changed", "href": "#tables"},
    {"label": Text("相同", "same"), "count": 2496, "tone": "same", "href": "#tables"},
]
REVIEW: list[dict[str, Any]] = [
    {
        "kind": "wrong",
        "row": 3025,
        "who": Text("白福仓", "Bai Fucang"),
        "column": Text("证件号码", "ID number"),
        "sheet": "620199193607155550",
        "why": Text(
            "校验码不对：按前 17 位应为 9。请对照证件改正。", "Its check digit should be 9. Compare with the document."
        ),
    },
    {
        "kind": "ask",
        "row": 1913,
        "who": Text("宋月琴", "Song Yueqin"),
        "column": Text("人均纯收入", "Net income per head"),
        "sheet": "-350",
        "why": Text("是负数。确实如此就请确认。", "It is negative. Please confirm if that is so."),
    },
    {
        "kind": "changed",
        "row": 88,
        "who": Text("郭满仓", "Guo Mancang"),
        "column": Text("务工时间（月）", "Months of work"),
        "before": "5",
        "sheet": "8",
        "why": Text("与已存的不同，将更新。", "It differs from what is stored and will be updated."),
    },
    {
        "kind": "new",
        "row": 1204,
        "who": Text("董秀兰户", "Dong Xiulan household"),
        "column": "",
        "sheet": Text("4 人", "4 people"),
        "why": Text("户编号此前没有。", "This household number is new."),
    },
    {
        "kind": "same",
        "row": 1205,
        "who": Text("魏永年户", "Wei Yongnian household"),
        "column": "",
        "sheet": Text("3 人", "3 people"),
        "why": Text("与已存的一样。", "The same as stored."),
    },
]
PROBLEMS = [
    Wording(
        2101,
        "identity.check_digit",
        Text("证件号码的校验码不对", "The check digit of the ID number is wrong"),
        Text("按前 17 位算出的是 9", "The first 17 digits give 9"),
        Text("请对照证件逐位核对", "Please compare it with the document digit by digit"),
    )
]
CLASSES = (
    PointClass("none", Text("没有集体收入", "No collective income")),
    PointClass("some", Text("不足 50,000 元", "Below 50,000 yuan")),
    PointClass("fine", Text("50,000 元及以上", "50,000 yuan and above")),
)
MAP_TITLE = Text("没有集体收入的村多在北部", "Villages without collective income lie mostly in the north")


def points() -> list[VillagePoint]:
    """Return invented villages, laid out by a fixed rule so that pictures of the page can be compared."""
    return [_village(index) for index in range(71)]


def _village(index: int) -> VillagePoint:
    draw = hashlib.sha256(str(index).encode()).digest()
    north, east = (draw[0] + draw[1]) / 510, (draw[2] + draw[3]) / 510
    code = "none" if north > 0.45 and draw[4] < 200 else "fine" if draw[4] < 60 else "some"
    name = f"示例村{index + 1}"
    return VillagePoint(name, 103.6 + east * 0.7, 36.2 + north * 0.5, code, 10 + draw[5] % 90, "#pictures")


_BY_COUNTY = UsedBy("帮扶人与县里核对收入", "the helper and the county, to check the income")


class SampleIncome(Value):
    """A sample of every kind of question."""

    name: Annotated[str, Personal, _BY_COUNTY] = Field(
        max_length=30,
        json_schema_extra={
            "label": {"zh": "谁的收入？", "en": "Whose income is it?"},
            "why": {"zh": "写证件上的姓名。", "en": "Write the name as on the document."},
        },
    )
    source: Annotated[str, _BY_COUNTY] = Field(
        json_schema_extra={
            "label": {"zh": "是哪一类收入？", "en": "What kind of income is it?"},
            "choices": [
                {"value": "wage", "zh": "工资性：打工、公益岗位", "en": "Wage: work, public posts"},
                {
                    "value": "business",
                    "zh": "经营性：种植、养殖、小买卖",
                    "en": "Business: crops, animals, small trade",
                },
                {"value": "property", "zh": "财产性：土地流转、分红", "en": "Property: land transfer, dividends"},
            ],
        },
    )
    amount: Annotated[Money, _BY_COUNTY] = Field(
        json_schema_extra={
            "label": {"zh": "一共收到多少？", "en": "How much was received?"},
            "why": {"zh": "写到手的数，不扣生产支出。", "en": "What was received, before production expenses."},
            "unit": {"zh": "元", "en": "yuan"},
        },
    )
    months: Annotated[int | None, _BY_COUNTY] = Field(
        default=None,
        ge=0,
        le=12,
        json_schema_extra={
            "label": {"zh": "做了几个月？", "en": "For how many months?"},
            "unit": {"zh": "月", "en": "months"},
        },
    )
    received_on: Annotated[date, _BY_COUNTY] = Field(
        json_schema_extra={"label": {"zh": "哪一天收到的？", "en": "On which day was it received?"}},
    )
    village: Annotated[str, _BY_COUNTY] = Field(
        json_schema_extra={"label": {"zh": "在哪个村？", "en": "In which village?"}, "kind": "reference"},
    )
    remark: Annotated[str | None, UsedBy("帮扶人下次走访", "the helper, at the next visit")] = Field(
        default=None,
        max_length=200,
        json_schema_extra={"label": {"zh": "还有什么要说明？", "en": "Anything to add?"}, "kind": "long_text"},
    )
    proof: Annotated[str | None, UsedBy("县里核对", "the county, to check")] = Field(
        default=None,
        json_schema_extra={"label": {"zh": "有凭证吗？", "en": "Is there a document?"}, "kind": "file"},
    )
