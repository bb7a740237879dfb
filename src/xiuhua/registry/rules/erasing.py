"""What erasing a person or a household asks for, and what has to stay so that figures stand."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from xiuhua.kernel.policy import NoPolicy, Policy
from xiuhua.kernel.text import Text

ERASE_PERSON = "registry.erase_person"
"""The code of the command."""

ERASE_HOUSEHOLD = "registry.erase_household"
"""The code of the command that erases a household that has ended."""

ERASED = "erased"
"""Why a membership ends that nothing but the erasure ends."""

GONE = "（已删除）"
"""What stands in a text in the place of what named somebody."""

ERASED_HOUSEHOLD = Text("已删除的户", "Erased household")
"""What an erased household is called: it has no head and no code any more."""

_POLICY = "registry.erasure_bases"
_SHORTEST, _NUMBER, _COMPARED = 2, 7, 18
"""So many characters of words and of numbers are looked for at least, and so many of an identity number at most."""


class Basis(StrEnum):
    """On what ground somebody is erased; which of them are in force, dated policy says."""

    ASKED = "asked"
    MISTAKE = "mistake"
    RETENTION_ENDED = "retention_ended"


BASES: Final[Mapping[str, Text]] = {
    Basis.ASKED: Text("本人书面要求，没有还要保存的义务", "the person asks in writing, and no duty to keep remains"),
    Basis.MISTAKE: Text("登记错了，本来不该登记", "recorded by mistake: should never have been"),
    Basis.RETENTION_ENDED: Text("保存期限已满", "the time of keeping is over"),
}


def bases_at(policy: Policy, *, on: date, place_code: str) -> tuple[str, ...]:
    """Return the grounds in force on a day in a place; none where policy says nothing."""
    try:
        found = policy.at(_POLICY, on=on, region=place_code).value
    except NoPolicy:
        return ()
    return tuple(basis for basis in BASES if basis in found)


def code_left(household_hex: str) -> str:
    """Return what stands in the place of an erased household's code: it leads to nothing outside the register.

    >>> code_left("0163a0b1c2d370008000000000abcdef")
    '*000000abcdef'
    """
    return f"*{household_hex[-12:]}"


@dataclass(frozen=True, slots=True)
class Known:
    """By what somebody can be recognised in other texts; what is not known is blank."""

    name: str
    identity: str = ""
    phone: str = ""
    code: str = ""
    household_code: str = ""
    pinyin: str = ""

    def is_named_in(self, text: str) -> bool:
        """Say whether words written by hand name the person.

        >>> Known("王小明", phone="13990001111").is_named_in("王小明来信"), Known("王小明").is_named_in("信访 3 号")
        (True, False)
        """
        return any(each in text for each in (self.name, *self._numbers(), self.code) if len(each) >= _SHORTEST)

    def blanked_where_named(self, text: str) -> str:
        """Return a text about a household as it may stay: not at all where it names the person."""
        return "" if self.is_named_in(text) else text

    def taken_out_of(self, text: str) -> str:
        """Return a text about others, such as minutes, with what names the person left out.

        >>> Known("王小明", phone="13990001111").taken_out_of("给王小明家修房，13990001111")
        '给（已删除）家修房，（已删除）'
        """
        for each in (*self._numbers(), self.name, self.code):
            if len(each) >= _SHORTEST:
                text = text.replace(each, GONE)
        return text

    def stands_in(self, cells: Iterable[str]) -> bool:
        """Say whether a row of a sheet is about the person: by a number or code, or by the name in that household.

        >>> known = Known("王小明", identity="620199199001010011", household_code="88")
        >>> known.stands_in(["王小明", "88"]), known.stands_in(["王小明", "89"])
        (True, False)
        """
        row = list(cells)
        if (self.code and self.code in row) or (self.name in row and self.household_code in row):
            return True
        return any(number in cell for number in self._numbers() for cell in row)

    def is_quoted(self, name: str, number: str, text: str) -> bool:
        """Say whether what a list says of somebody, with the number masked, is about the person.

        >>> known = Known("王小明", identity="620199199001010011")
        >>> known.is_quoted("王小明", "620199••••••••0011", ""), known.is_quoted("王小明", "620199••••••••0028", "")
        (True, False)
        """
        own = self.identity[:_COMPARED]
        alike = bool(own) and name == self.name and (number[:6], number[-4:]) == (own[:6], own[-4:])
        return alike or any(each in text for each in self._numbers())

    def was_looked_for(self, text: str) -> bool:
        """Say whether somebody who typed this may have looked for the person, by the beginning of a name too.

        >>> Known("王小明", pinyin="wangxiaoming").was_looked_for("Wang Xiao"), Known("王小明").was_looked_for("张")
        (True, False)
        """
        plain = text.strip()
        letters = plain.casefold().replace(" ", "")
        begun = plain and (self.name.startswith(plain) or bool(self.pinyin and self.pinyin.startswith(letters)))
        return bool(begun) or self.is_named_in(plain)

    def _numbers(self) -> Iterator[str]:
        return (number for number in (self.identity[:_COMPARED], self.phone) if len(number) >= _NUMBER)


def stands_from(born: date | None, *, year_ends: Iterable[date]) -> date | None:
    """Return the day from which an erased member counts, where figures of years before the birth stand.

    Only then is anything of the birth kept: the next 30 September or 31 December, on which income years end.

    >>> ends = [date(2015, 12, 31)]
    >>> stands_from(date(2016, 3, 8), year_ends=ends), stands_from(date(1970, 1, 1), year_ends=ends)
    (datetime.date(2016, 9, 30), None)
    """
    if born is None or not any(end < born for end in year_ends):
        return None
    september = date(born.year, 9, 30)
    return september if born <= september else date(born.year, 12, 31)
