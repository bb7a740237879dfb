"""Reading the value that a correction asks for: it must be one that the field can have."""

from datetime import date
from typing import Any, Final, NamedTuple

from xiuhua.kernel.names import normal_name
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.registry.rules import codes
from xiuhua.registry.rules.identity import check_identity, normal_identity

_YEAR: Final = Text("年度要写成四位数", "a year has four digits")
_NUMBER: Final = Text("证件号码的位数、出生日期或校验位不对", "its length, date of birth or check digit is wrong")
_RELATION: Final = Text("不在与户主关系的说法里", "it is no relation to a head")
_LONG: Final = Text("太长了", "it is too long")
_LONGEST: Final = {"name": 60, "ethnicity": 20, "relation": 20, "exit_status": 40, "household_kind": 40}
_LONGEST_ELSE: Final = 80


class Unreadable(NamedTuple):
    """Why a field cannot have a value."""

    why: Text


def read_wanted(field: str, text: str, *, today: date) -> Any:
    """Return the value as it is stored, or why the field cannot have it. Other words than those of a list may stand.

    >>> day = date(2018, 1, 19)
    >>> read_wanted("exit_year", "2016", today=day), read_wanted("exit_year", "去年", today=day).why.en
    (2016, 'a year has four digits')
    >>> read_wanted("ethnicity", "回族", today=day), read_wanted("relation", "朋友", today=day).why.en
    ('回族', 'it is no relation to a head')
    >>> read_wanted("identity", "62019919800101123", today=day).why.en
    'its length, date of birth or check digit is wrong'
    """
    text = text.strip()
    if field == "exit_year":
        return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else Unreadable(_YEAR)
    if field == "identity":
        number = normal_identity(text)
        return Unreadable(_NUMBER) if isinstance(check_identity(number, today=today), Problem) else number
    if field == "relation" and codes.RELATIONS.code(text) is None:
        return Unreadable(_RELATION)
    if len(text) > _LONGEST.get(field, _LONGEST_ELSE):
        return Unreadable(_LONG)
    return normal_name(text) if field == "name" else text
