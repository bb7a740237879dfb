"""How the fields of the register are asked: the question, why, who uses the answer, what can be chosen.

Each is asked in the same words wherever it stands, so that a form, the API's description and the guard that every
field names who uses it read one place. Coded fields take any words, as a sheet does: the choices only propose.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator

from xiuhua.kernel.commands import UsedBy
from xiuhua.kernel.names import normal_name
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.bank import plain_account
from xiuhua.registry.rules.identity import normal_identity
from xiuhua.registry.rules.ledger_words import BASIS_NAMES, KIND_NAMES, QUALIFIER_NAMES
from xiuhua.registry.rules.likeness import VERDICT_NAMES

Marks = tuple[Any, ...]

FINDS = UsedBy("下次导入时找到同一户、同一人", "the next import, to find the same household and person")
TEAM = UsedBy("工作组和帮扶人了解这一户", "the work group and the helper, to know the household")
CHECKS = UsedBy("核对前后矛盾，发现该帮的", "the checks that find contradictions and who needs help")
PAYS = UsedBy("发放补助时核对收款账户", "whoever pays, to check into which account")
CALLS = UsedBy("帮扶人联系本人", "the helper, to reach the person")
HISTORY = UsedBy("这一户的经过，日后查证", "the household's history, for whoever looks into it later")
POLICY = UsedBy("各级核对脱贫和保障情况", "officers at every level, to check exits and guarantees")

THERE = UsedBy("报给主管的系统更正", "the system that masters the record, to correct it there")
PLANS = UsedBy("安排帮扶和试点", "planning help and pilots")
PROVES = UsedBy("以后核对这一年的数", "whoever checks the figures of that year later")
DRAWS = UsedBy("在图上画出村的位置", "drawing the village on the map")
KEEPS = UsedBy("台账：人均纯收入从哪些收入来", "the ledger: which income the net income per head is made of")
CLASSES = UsedBy("按集体收入给村分类", "classing villages by collective income")

YUAN = Text("元", "yuan")
PEOPLE = Text("人", "people")
MONTHS = Text("个月", "months")
MILLIONTHS = Text("百万分之一度", "millionths of a degree")
AS_WRITTEN = Text("按系统里的说法选。", "Choose what the national system says.")


def choices_of(field: str) -> dict[str, Text]:
    """Return the words of a field's code list as they are stored, with their names."""
    return {entry.name.zh: entry.name for entry in codes.LISTS[field].entries}


def _coded(field: str, zh: str, en: str, used_by: UsedBy, why: Text | None = None) -> Marks:
    return asked(zh, en, choices=choices_of(field), kind="reference", why=why), used_by


ASKED: Final[Mapping[str, Marks]] = {
    "snapshot_place": (asked("留存哪个地方的数？", "The figures of which place?", kind="reference"), PROVES),
    "snapshot_year": (asked("哪一年的？", "Of which year?"), PROVES),
    "snapshot_day": (
        asked(
            "按哪一天的情况？",
            "As of which day?",
            why=Text("不填就是那一年的最后一天。", "Without one, the last day of that year."),
        ),
        PROVES,
    ),
    "snapshot_replaces": (asked("取代哪一份？", "Which one does it replace?", kind="reference"), PROVES),
    "snapshot_reason": (
        asked(
            "为什么要重新留存？",
            "Why is it taken again?",
            why=Text("只有取代已有的一份时才要写；两份都留着。", "Only where it replaces another one; both are kept."),
            kind="long_text",
        ),
        PROVES,
    ),
    "verdict": (
        asked("是不是同一个人？", "Are they the same person?", choices=VERDICT_NAMES),
        UsedBy("办并户、移户的人，以及以后核对的人", "whoever merges or moves them, and whoever looks later"),
    ),
    "likeness_reason": (
        asked("怎么知道的？", "How do you know?", kind="long_text"),
        UsedBy("以后核对的人", "whoever looks into it later"),
    ),
    "household_code": (
        asked(
            "户编号是多少？",
            "What is the household code?",
            why=Text("写系统导出的户编号。", "As the national system exports it."),
        ),
        FINDS,
    ),
    "village_code": (asked("在哪个村？", "In which village?", kind="reference"), TEAM),
    "natural_village": (asked("在哪个自然村（组）？", "In which natural village or group?"), TEAM),
    "size": (asked("系统里写的是几口人？", "How many people does the national system state?", unit=PEOPLE), CHECKS),
    "exit_status": _coded("exit_status", "脱贫了没有？", "Has the household left poverty?", POLICY, AS_WRITTEN),
    "exit_year": (asked("哪一年脱贫？", "In which year did it leave poverty?"), POLICY),
    "household_kind": _coded("household_kind", "是哪一类户？", "What kind of household is it?", POLICY, AS_WRITTEN),
    "main_cause": _coded(
        "main_cause",
        "主要因为什么致贫？",
        "What is the main cause of poverty?",
        TEAM,
        Text("帮扶要对着原因。", "Help answers to the cause."),
    ),
    "unsafe_house": (asked("住的是危房吗？", "Is the house unsafe?"), POLICY),
    "water_safe": (asked("饮水安全吗？", "Is the drinking water safe?"), POLICY),
    "water_hard": (asked("取水困难吗？", "Is water hard to get?"), POLICY),
    "per_head_income": (
        asked(
            "表里写的人均纯收入是多少？",
            "What net income per head does the sheet state?",
            unit=YUAN,
            why=Text("照表填写，不在这里计算；台账另算。", "As stated; the ledger is computed by itself."),
        ),
        CHECKS,
    ),
    "bank_name": (asked("开户银行是哪一家？", "Which bank holds the account?"), PAYS),
    "bank_account": (
        asked(
            "银行账号是多少？",
            "What is the number of the bank account?",
            why=Text(
                "一卡通或存折的账号，12 到 19 位；以后只显示后四位。",
                "Of a card or passbook, 12 to 19 digits; only the last four are shown afterwards.",
            ),
        ),
        PAYS,
    ),
    "name": (asked("叫什么名字？", "What is the name?", why=Text("写证件上的姓名。", "As on the document.")), TEAM),
    "person_code": (
        asked(
            "人编号是多少？",
            "What is the person code?",
            why=Text("系统里还没有就不填。", "Leave it blank if there is none yet."),
        ),
        FINDS,
    ),
    "identity": (
        asked(
            "证件号码是多少？",
            "What is the identity number?",
            why=Text(
                "身份证 18 位，残疾人证 20 或 22 位。", "18 characters on a card, 20 or 22 on a disability certificate."
            ),
        ),
        FINDS,
    ),
    "relation": _coded("relation", "是户主的什么人？", "How is the person related to the head?", TEAM),
    "ethnicity": _coded("ethnicity", "是什么民族？", "Which ethnic group?", TEAM),
    "education": _coded(
        "education",
        "读到什么程度？",
        "How far did schooling go?",
        CHECKS,
        Text("已离校的填。", "For those who have left school."),
    ),
    "school": _coded("school", "现在上几年级？", "Which grade?", CHECKS, Text("在校的填。", "For those at school.")),
    "health": _coded("health", "身体怎么样？", "How is the person's health?", TEAM),
    "labour": _coded("labour", "能干什么活？", "What work can the person do?", CHECKS),
    "work_place": _coded("work_place", "在哪里务工？", "Where does the person work away?", CHECKS),
    "work_months": (asked("今年务工几个月？", "For how many months this year?", unit=MONTHS), CHECKS),
    "serious_illness_insurance": (
        asked("参加大病医疗了吗？", "Insured against serious illness?"),
        CHECKS,
    ),
    "phone": (asked("电话是多少？", "What is the phone number?"), CALLS),
    "reason": (
        asked(
            "怎么核对的？",
            "How was it checked?",
            kind="long_text",
            why=Text(
                "写清谁看过什么，例如“看过户口本”；不要写证件号码和病情。",
                "Say who saw what, such as “seen in the household register”; no identity numbers, no illness.",
            ),
        ),
        UsedBy("以后再问同一件事的人", "whoever asks the same thing later"),
    ),
    "poor": (asked("是贫困村吗？", "Is it a poor village?"), PLANS),
    "pilot": (asked("是先期试点村吗？", "Is it a pilot village?"), PLANS),
    "longitude": (asked("村在东经多少度？", "Longitude east", unit=MILLIONTHS), DRAWS),
    "latitude": (asked("村在北纬多少度？", "Latitude north", unit=MILLIONTHS), DRAWS),
    "income_year": (asked("哪一年的集体收入？", "Collective income of which year?"), CLASSES),
    "income_source": (asked("主要从哪里来？", "Where does it come from?"), CLASSES),
    "income_amount": (asked("这一年集体收入多少？", "How much was it?", unit=YUAN), CLASSES),
    "line_kind": (asked("是哪一类收入？", "What kind of income is it?", choices=KIND_NAMES), KEEPS),
    "project": (
        asked(
            "是什么项目？",
            "What brought it?",
            why=Text("例如“土地流转租金”“外出务工”。", "Such as rent for land, or work away."),
        ),
        KEEPS,
    ),
    "line_person": (asked("是谁挣的？", "Who earned it?", kind="reference"), TEAM),
    "line_amount": (asked("多少钱？", "How much?", unit=YUAN), KEEPS),
    "qualifier": (asked("这个数准不准？", "How exact is the amount?", choices=QUALIFIER_NAMES), KEEPS),
    "quantity": (
        asked(
            "多少亩、多少头、多少天？", "How many mu, animals or days?", why=Text("没有就不填。", "If there are any.")
        ),
        KEEPS,
    ),
    "unit": (asked("用什么量？", "In which unit?", kind="reference"), KEEPS),
    "first_day": (asked("从哪天起？", "From which day?"), KEEPS),
    "last_day": (asked("到哪天止（含这一天）？", "Until which day, that day included?"), KEEPS),
    "extra": (asked("是新增的收入吗？", "Is it extra income?"), TEAM),
    "evidence": (
        asked("有什么凭证？", "What is the evidence?", why=Text("例如流转合同、结算单。", "Such as a contract.")),
        HISTORY,
    ),
    "file": (
        asked(
            "有合同或照片吗？",
            "Is there a contract or photograph?",
            kind="file",
            why=Text("图片或 PDF。", "A picture or a PDF."),
        ),
        HISTORY,
    ),
    "ledger_year": (asked("哪一年的收入？", "Income of which year?"), KEEPS),
    "basis": (asked("按哪十二个月算？", "Which twelve months is the year?", choices=BASIS_NAMES), KEEPS),
    "complete": (
        asked(
            "这一年的收入都记完了吗？",
            "Is all income of the year on record?",
            why=Text("记完了才算人均纯收入。", "Net income per head is computed only then."),
        ),
        KEEPS,
    ),
    "correction_person": (asked("是谁的信息？", "Whose fact is it?", kind="reference"), TEAM),
    "correction_field": (asked("哪一项要更正？", "Which fact is to be corrected?", kind="reference"), THERE),
    "correction_value": (
        asked(
            "核实后应该是什么？",
            "What should it be?",
            why=Text("写户口本、证件上的。", "As the household register or the card says."),
        ),
        THERE,
    ),
    "correction_why": (
        asked(
            "怎么核实的？",
            "How was it verified?",
            why=Text("例如“看过户口本”。", "Such as: the household register was seen."),
        ),
        THERE,
    ),
    "withdrawal_reason": (asked("为什么撤回？", "Why is it withdrawn?"), HISTORY),
    "correction_place": (asked("哪个地方的？", "Of which place?", kind="reference"), THERE),
    "list_number": (asked("再做哪一张？", "Which list is made again?"), THERE),
}
"""By name of the field."""


def day(zh: str, en: str) -> Marks:
    """Return the marks of the day on which something happened."""
    return asked(zh, en), HISTORY


def caused(causes: Mapping[str, Text]) -> Marks:
    """Return the marks of a cause, with its choices."""
    return asked("因为什么？", "What is the reason?", choices=causes), HISTORY


_JOURNAL = UsedBy("日志，日后查证", "the journal, for whoever looks into it later")
LIST_PURPOSE: Final[Marks] = (asked("做什么用？", "What is it for?", kind="choice"), _JOURNAL)
LIST_REASON: Final[Marks] = (
    asked(
        "这张表报给谁？",
        "Who gets the list?",
        why=Text("例如“县扶贫办信息中心”。", "Such as the county's information office."),
    ),
    _JOURNAL,
)
NEW_HEAD: Final[Marks] = (asked("现在谁是户主？", "Who is the head now?", kind="reference"), TEAM)
NEW_CODE: Final[Marks] = (
    asked(
        "新户的户编号是多少？",
        "What is the code of the new household?",
        why=Text("系统里还没有的，先写村里用的编号。", "If the system has none yet, the code that the village uses."),
    ),
    FINDS,
)
INTO: Final[Marks] = (asked("并入哪一户？", "Which household do they join?", kind="reference"), TEAM)

Name = Annotated[str, AfterValidator(normal_name)]
"""A person's name, brought into its one written form whatever door it came through."""

Account = Annotated[str, AfterValidator(plain_account)]
"""The number of a bank account: half width, nothing between the digits."""

Identity = Annotated[str, AfterValidator(normal_identity)]
"""An identity number as it is compared: half width, no spaces, upper-case X."""
