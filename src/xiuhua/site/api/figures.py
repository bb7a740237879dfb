"""The figures of a place as JSON, as the API and the command line give them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from xiuhua.kernel.money import yuan
from xiuhua.registry.queries.village_sums import PlaceSums
from xiuhua.registry.rules.village_sums import CENTS, NAMES
from xiuhua.site.api import shapes
from xiuhua.site.api.shapes import Words

_VALUES = (
    "按名称：户数、人数是整数，金额是元的十进制文字。没有的就是不知道。 "
    "By name: counts are integers, money is decimal text in yuan; what is absent is not known."
)


class VillageFiguresOut(Schema):
    """The figures of one village."""

    code: str
    name: str
    figures: dict[str, int | str] = Field(description=_VALUES)


class FiguresOut(Schema):
    """The figures of a place as of a day, and of each village in it in code order."""

    place: shapes.Place
    year: int = Field(description="收入是哪一年的。 Of which year the incomes are.")
    as_of: date
    figures: dict[str, int | str] = Field(description=_VALUES)
    names: dict[str, Words]
    villages: list[VillageFiguresOut]


def figures(found: PlaceSums) -> dict[str, Any]:
    """Return the figures of a place."""
    return {
        "place": shapes.place(found.place),
        "year": found.year,
        "as_of": found.day,
        "figures": values(found.figures),
        "names": {code: shapes.words(NAMES[code].name) for code in found.figures},
        "villages": [
            {"code": each.code, "name": each.name, "figures": values(each.figures)} for each in found.villages
        ],
    }


def values(figures: Mapping[str, int]) -> dict[str, int | str]:
    """Return counts as integers and money as decimal text."""
    return {code: yuan(value) if NAMES[code].measure == CENTS else value for code, value in figures.items()}
