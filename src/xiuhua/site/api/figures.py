"""The figures of a place as JSON, as the API and the command line give them."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from ninja import Schema
from pydantic import Field

from xiuhua.kernel.money import yuan
from xiuhua.registry.queries.snapshots import Compared, SnapshotLine, SnapshotPage
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


class SnapshotOut(Schema):
    """A yearly snapshot in a list."""

    id: UUID
    place_code: str
    year: int
    as_of: date
    taken_on: date
    digest: str = Field(description="SHA-256")
    replaces: UUID | None
    replaced_by: UUID | None


class SnapshotVillageOut(Schema):
    """A village with one figure: as it was kept, and as the same day says now."""

    code: str
    name: str
    kept: int | str | None
    then: int | str | None


class SnapshotPageOut(Schema):
    """A snapshot: its figures over the villages that the caller sees, and one of them by village."""

    snapshot: SnapshotOut
    whole: bool = Field(description="是不是它的全部村。 Whether these are all its villages.")
    kept: dict[str, int | str] = Field(description=_VALUES)
    then: dict[str, int | str] = Field(description=_VALUES)
    figure: str
    villages: list[SnapshotVillageOut]
    after: str | None


def snapshot_line(line: SnapshotLine) -> dict[str, Any]:
    """Return a snapshot as lists show it."""
    names = ("id", "place_code", "year", "as_of", "taken_on", "digest", "replaces", "replaced_by")
    return {name: getattr(line, name) for name in names}


def snapshot_page(page: SnapshotPage) -> dict[str, Any]:
    """Return a snapshot with one of its figures by village."""
    kept = {each.name.code: each.kept for each in page.figures if each.kept is not None}
    then = {each.name.code: each.then for each in page.figures if each.then is not None}
    return {
        "snapshot": snapshot_line(page.line),
        "whole": page.whole,
        "kept": values(kept),
        "then": values(then),
        "figure": page.chosen.code,
        "villages": [
            {
                "code": each.code,
                "name": each.name,
                "kept": _value(each.figure, each.figure.kept),
                "then": _value(each.figure, each.figure.then),
            }
            for each in page.villages
        ],
        "after": page.after,
    }


def _value(figure: Compared, value: int | None) -> int | str | None:
    return None if value is None else values({figure.name.code: value})[figure.name.code]
