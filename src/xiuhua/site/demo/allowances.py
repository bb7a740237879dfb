"""The list of minimum allowance of the demo, as 民政 the department of civil affairs keeps it: one village.

Most households that the person list calls low-income stand in it; two do not, one ordinary household does, one in
destitute care is called otherwise, one person is registered nowhere, one number is wrong, one row has none, and one
person lives in another county: everything that a comparison can find.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from xiuhua.site.demo.draws import Draws
from xiuhua.site.demo.identity import check_character
from xiuhua.site.demo.people import Household
from xiuhua.site.demo.sheets import Value

HEADERS: Final = (
    "序号",
    "姓名",
    "身份证号",
    "县（市、区）",
    "乡（镇）",
    "村（社区）",
    "低保类别",
    "月保障金额（元）",
    "起始年月",
)
VILLAGE: Final = ("620122100200", "燕儿坪村")
LISTED_ON: Final = date(2017, 12, 31)
_CLASSES: Final = (("一类", 340), ("二类", 300), ("三类", 84), ("四类", 58))
_LEFT_OUT: Final = 2
_OVERLOOKED: Final = ("潘月红", "62019919610405026")
_ELSEWHERE: Final = ("钱大水", "62019919550812031", "榆中县", "龙泉乡", "庙咀村")


def allowance_rows(households: Iterable[Household], *, seed: int) -> Iterator[list[Value]]:
    """Yield the rows of the village, one a household, and those of nobody who is registered in it."""
    draws = Draws(f"{seed}:allowances")
    at_home = [household for household in households if household.village.name == VILLAGE[1]]
    entitled = [household for household in at_home if household.kind.startswith(("低保", "特困"))]
    ordinary = [household for household in at_home if household not in entitled]
    village = at_home[0].village
    where = (village.county, village.township, village.name)
    heads = [household.members[0] for household in (*entitled[_LEFT_OUT:], ordinary[0])]
    rows = [_row(head.name, head.identity[:18], where, draws) for head in heads]
    name, digits = _OVERLOOKED
    rows.append(_row(name, digits + check_character(digits), where, draws))
    slipped = ordinary[1].members[0]
    digits, check = slipped.identity[:17], slipped.identity[17]
    rows.append(_row(slipped.name, digits + ("1" if check != "1" else "2"), where, draws))
    rows.append(_row(ordinary[2].members[0].name, "", where, draws))
    name, digits, *there = _ELSEWHERE
    rows.append(_row(name, digits + check_character(digits), there, draws))
    for number, row in enumerate(rows, 1):
        yield [number, *row]


def _row(name: str, number: str, where: Iterable[str], draws: Draws) -> list[Value]:
    words, amount = draws.pick(_CLASSES)
    return [name, number, *where, words, amount, f"20{draws.between(10, 16)}-0{draws.between(1, 9)}"]
