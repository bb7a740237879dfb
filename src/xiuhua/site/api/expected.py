"""What a value should look like, by the kind of error that pydantic reports; never what it looks like now."""

from collections.abc import Mapping
from typing import Any

from xiuhua.kernel.money import NotAnAmount
from xiuhua.kernel.text import Text

_BY_KIND: Mapping[str, Text] = {
    "string_too_long": Text("最多 {max_length} 个字的文字", "a text of at most {max_length} characters"),
    "string_too_short": Text("至少 {min_length} 个字的文字", "a text of at least {min_length} characters"),
    "string_pattern_mismatch": Text("符合 {pattern} 的文字", "a text that matches {pattern}"),
    "greater_than_equal": Text("不小于 {ge} 的数", "a number not below {ge}"),
    "less_than_equal": Text("不大于 {le} 的数", "a number not above {le}"),
    "greater_than": Text("大于 {gt} 的数", "a number above {gt}"),
    "less_than": Text("小于 {lt} 的数", "a number below {lt}"),
    "too_long": Text("最多 {max_length} 项", "at most {max_length} items"),
    "too_short": Text("至少 {min_length} 项", "at least {min_length} items"),
    "literal_error": Text("其中之一：{expected}", "one of: {expected}"),
    "enum": Text("其中之一：{expected}", "one of: {expected}"),
}

_BY_BEGINNING: tuple[tuple[str, Text], ...] = (
    (
        "uuid",
        Text("UUID，例如 01234567-89ab-7cde-8f01-23456789abcd", "a UUID such as 01234567-89ab-7cde-8f01-23456789abcd"),
    ),
    ("datetime", Text("带时区的时刻，例如 2017-09-12T08:00:00+08:00", "an instant such as 2017-09-12T08:00:00+08:00")),
    ("timezone", Text("带时区的时刻，例如 2017-09-12T08:00:00+08:00", "an instant such as 2017-09-12T08:00:00+08:00")),
    ("date", Text("日期，例如 2017-09-12", "a date such as 2017-09-12")),
    ("int", Text("整数", "a whole number")),
    ("bool", Text("true 或 false", "true or false")),
    ("string", Text("文字", "a text")),
    ("tuple", Text("列表", "a list")),
    ("list", Text("列表", "a list")),
    ("dict", Text("对象 {{…}}", "an object {{…}}")),
    ("model", Text("对象 {{…}}", "an object {{…}}")),
    ("none", Text("不填（null）", "null")),
)

_AMOUNT = Text('十进制文字写的金额，单位元，例如 "2485.50"', 'an amount as decimal text in yuan, such as "2485.50"')
_ANYTHING = Text("接口说明里写的那种值", "a value as the description of the API says")


def expected(kind: str, context: Mapping[str, Any]) -> Text:
    """Return what is wanted where pydantic reports an error of a kind; the context holds only limits of the schema.

    >>> expected("string_too_long", {"max_length": 60}).en
    'a text of at most 60 characters'
    >>> expected("date_from_datetime_parsing", {"error": "what was typed"}).en
    'a date such as 2017-09-12'
    """
    if isinstance(context.get("error"), NotAnAmount):
        return _AMOUNT
    found = _BY_KIND.get(kind) or next((text for begin, text in _BY_BEGINNING if kind.startswith(begin)), _ANYTHING)
    return found.filled(**context)
