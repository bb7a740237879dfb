"""What reads answer with: the read models of the pages, as JSON. Money is decimal text in yuan, words are in both
languages, numbers of people are masked as on the page."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field

from xiuhua.kernel.figures import Figure as DomainFigure
from xiuhua.kernel.money import yuan
from xiuhua.kernel.refusals import Problem as DomainProblem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.contract import Receipt as DomainReceipt
from xiuhua.site.api.operations import MOST_ROWS, PRINTABLE
from xiuhua.site.api.problems import problem_object

Yuan = Annotated[
    str | None,
    Field(description="金额，十进制文字，单位元。 An amount as decimal text in yuan.", examples=["3860", "2485.5"]),
]


def _both(zh: str, en: str) -> ConfigDict:
    """Return the description of a shape in both languages."""
    return ConfigDict(json_schema_extra={"description": f"{zh} {en}", "x-description": {"zh": zh, "en": en}})


class Words(Schema):
    """Words in both languages."""

    model_config = _both("中英文各一份。", "The same in Chinese and in English.")

    zh: str
    en: str


class Problem(Schema):
    """A numbered problem."""

    model_config = _both(
        "带编号的问题（RFC 9457）：title、detail 用请求的语言，zh、en 各有一份。",
        "A numbered problem (RFC 9457): title and detail in the asked language, and both languages in zh and en.",
    )

    type: str
    title: str
    detail: str
    number: int
    code: str
    zh: dict[str, str]
    en: dict[str, str]
    field: str | None = None


class Receipt(Schema):
    """The answer to one command."""

    model_config = _both(
        "一个操作的回执。outcome：accepted 已写入或本来就是这样，refused 没有写入，原因在 problems。",
        "The receipt of one command. outcome: accepted (written, or so already), refused (not written; see problems).",
    )

    command_id: UUID
    outcome: str
    repeated: bool = Field(description="同一操作先前已做过。 The same command was carried out before.")
    unchanged: bool = Field(description="本来就是这样，没有写入。 It was so already; nothing was written.")
    result: dict[str, Any]
    problems: list[Problem]


class Figure(Schema):
    """A number that says where it comes from."""

    model_config = _both("一个数，连同单位、算法和截至哪天。", "A number with its unit, formula and date.")

    value: str | None
    unit: Words
    formula: Words
    as_of: date
    why_not: Words | None
    notes: list[Words]


class Place(Schema):
    """A place."""

    model_config = _both(
        "一个行政区划。没有人命名的，name 是代码。", "A place; one that nobody has named is called by its code."
    )

    code: str
    name: str
    level: str
    parent_code: str
    valid_to: date | None


class PlacePage(Schema):
    """Some places."""

    model_config = _both(
        "一页；after 是下一页的起点，没有下一页时为 null。", "A page; after begins the next one, null at the end."
    )

    rows: list[Place]
    after: str | None


class Looked(Schema):
    """What is looked for."""

    model_config = ConfigDict(
        extra="forbid", **_both("要找的，和各类最多列多少。", "What is looked for, and how many of each group at most.")
    )

    q: Annotated[
        str,
        Field(
            description="姓名、拼音、首字母、编号或代码的开头；身份证号码要写全 / "
            "the beginning of a name, pinyin, initials or code; an identity number in full",
            min_length=1,
            max_length=60,
            pattern=PRINTABLE,
        ),
    ]
    group: Annotated[
        Literal["places", "households", "people"] | None,
        Field(description="只找哪一类；不写就都找 / one group only; all without it"),
    ] = None
    size: Annotated[int, Field(description="各类最多多少 / of each group at most", ge=1, le=MOST_ROWS)] = 100


class Search(Schema):
    """What was found."""

    model_config = _both(
        "找到的地方、户和人；more 说明哪一类没有列完。",
        "Places, households and people found; more names the groups not listed whole.",
    )

    places: list[Place]
    households: list["HouseholdFound"]
    people: list["PersonFound"]
    more: list[str]


class HouseholdFound(Schema):
    """A household that was found."""

    id: UUID
    code: str
    head: str
    where: str
    ended_on: date | None


class PersonFound(Schema):
    """A person who was found."""

    id: UUID
    name: str
    relation: Words
    head: str
    household_id: UUID
    household_code: str
    where: str
    left_on: date | None


def words(text: Text | str | None) -> dict[str, str] | None:
    """Return words in both languages; a plain text is the same in both."""
    if text is None:
        return None
    return {"zh": text.zh, "en": text.en} if isinstance(text, Text) else {"zh": text, "en": text}


def amount(cents: int | None) -> str | None:
    """Return integer cents as decimal text in yuan."""
    return None if cents is None else yuan(cents)


def figure(found: DomainFigure | None) -> dict[str, Any] | None:
    """Return a figure without its link to the pages."""
    if found is None:
        return None
    return {
        "value": None if found.value is None else str(found.value),
        "unit": words(found.unit),
        "formula": words(found.formula),
        "as_of": found.as_of,
        "why_not": words(found.why_not),
        "notes": [words(note) for note in found.notes],
    }


def place(line: Any) -> dict[str, Any]:
    """Return a place as lists show it."""
    return {
        "code": line.code,
        "name": line.name,
        "level": str(line.level),
        "parent_code": line.parent_code,
        "valid_to": line.valid_to,
    }


def problem(found: DomainProblem, language: str) -> dict[str, Any]:
    """Return a numbered problem about a record or a command."""
    return {**problem_object(found, language), "field": found.field}


def receipt(given: DomainReceipt, language: str) -> dict[str, Any]:
    """Return the receipt of one command."""
    return {
        "command_id": given.command_id,
        "outcome": given.outcome.value,
        "repeated": given.repeated,
        "unchanged": given.unchanged,
        "result": dict(given.result),
        "problems": [problem(each, language) for each in given.problems],
    }


def moment(instant: datetime | None) -> str | None:
    """Return an aware instant as ISO 8601 text in UTC."""
    return None if instant is None else instant.isoformat().replace("+00:00", "Z")


def counts(numbers: Mapping[str, int]) -> dict[str, int]:
    """Return numbers by name as plain JSON."""
    return {str(name): number for name, number in numbers.items()}
