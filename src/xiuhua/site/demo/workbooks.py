"""Writes the demo's workbooks: villages, people, incomes, plots, later people to review, a department's list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import xlsxwriter

from xiuhua.site.demo import sheets
from xiuhua.site.demo.allowances import HEADERS as ALLOWANCE_HEADERS
from xiuhua.site.demo.allowances import allowance_rows
from xiuhua.site.demo.cast import Account, make_cast
from xiuhua.site.demo.draws import Draws
from xiuhua.site.demo.incomes import HEADERS as INCOME_HEADERS
from xiuhua.site.demo.incomes import income_rows
from xiuhua.site.demo.marks import Mark, Marker, ask_questions, edit, spoil
from xiuhua.site.demo.people import Families, Household, households
from xiuhua.site.demo.plots import HEADERS as PLOT_HEADERS
from xiuhua.site.demo.plots import plot_rows
from xiuhua.site.demo.sheets import Line, Value
from xiuhua.site.demo.villages import DEFAULT_SEED, Village, lanzhou, make_villages

_NAMES: Final = ("villages", "persons", "incomes", "plots", "persons_review", "allowances")
INCOME_SHEET: Final = "收入台账"
PLOT_SHEET: Final = "地块"
ALLOWANCE_SHEET: Final = "低保名单"
VILLAGE_SHEET: Final = "行政村"
PERSON_SHEET: Final = "人口信息"
VILLAGE_HEADERS: Final = (
    "县(市、区)",
    "乡(镇)",
    "行政村",
    "行政村代码",
    "是否贫困村",
    "先期试点",
    "2017年集体经济收入(元)",
    "主要收入来源",
    "经度",
    "纬度",
)
FIRST_HOUSEHOLD: Final = 620100800000001
_HOUSEHOLDS_IN_PAGE_VILLAGE: Final = 32
_HOUSEHOLDS_IN_OTHER_VILLAGE: Final = 7
# How many other poor villages of a county are in the person list: 3 × 32 + 32 × 7 = 320 households.
_OTHER_VILLAGES: Final = {"皋兰县": 12, "永登县": 10, "榆中县": 10}
_REVIEWED_IN_EACH: Final = 20
_NEW_HOUSEHOLDS: Final = 2
# Fixed, so that the files are the same byte for byte.
_CREATED: Final = datetime(2018, 1, 19, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Paths:
    """Where the workbooks were written."""

    villages: Path
    persons: Path
    incomes: Path
    plots: Path
    persons_review: Path
    allowances: Path


@dataclass(frozen=True, slots=True)
class Demo:
    """What was written and what an import of it must find.

    ``questions`` are the warnings in ``persons.xlsx``; ``changes`` and ``errors`` the edited and wrong cells
    of ``persons_review.xlsx`` against it, and ``new_households`` the numbers of households that only it has.
    """

    paths: Paths
    cast: tuple[Account, ...]
    as_of: date
    villages: tuple[Village, ...]
    households: int
    people: int
    questions: tuple[Mark, ...]
    changes: tuple[Mark, ...]
    errors: tuple[Mark, ...]
    new_households: tuple[str, ...]


def build(folder: Path, *, seed: int = DEFAULT_SEED) -> Demo:
    """Write the six workbooks into the folder, which is made if missing.

    The same seed gives the same files. Raises ``OSError`` where the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = Paths(*(folder / f"{name}.xlsx" for name in _NAMES))
    villages = make_villages(seed=seed)
    as_of: date = lanzhou()["as_of"]
    draws = Draws(f"{seed}:people")
    families = Families(draws, as_of=as_of, first_number=FIRST_HOUSEHOLD)
    registered = list(households(families, _chosen(villages, draws=draws)))
    page_villages = _page_villages(villages)
    new = [families.household(village) for village in page_villages[:_NEW_HOUSEHOLDS]]

    _write_villages(paths.villages, villages)
    rows = list(sheets.lines(registered))
    questions = ask_questions(Marker(rows, headers=sheets.HEADERS, header_rows=3))
    _write_people(paths.persons, rows, headers=sheets.HEADERS, groups=sheets.GROUPS)

    at_home = [household for household in registered if household.village in page_villages]
    rows_of_incomes = income_rows(at_home, seed=seed)
    _write_rows(paths.incomes, sheet=INCOME_SHEET, tops=(), headers=INCOME_HEADERS, rows=rows_of_incomes)
    _write_rows(paths.plots, sheet=PLOT_SHEET, tops=(), headers=PLOT_HEADERS, rows=plot_rows(at_home, seed=seed))

    listed = allowance_rows(at_home, seed=seed)
    _write_rows(paths.allowances, sheet=ALLOWANCE_SHEET, tops=(), headers=ALLOWANCE_HEADERS, rows=listed)

    asked = {mark.household for mark in questions}
    reviewed = list(sheets.lines([*_reviewed(registered, page_villages, without=asked), *new]))
    numbers = tuple(household.number for household in new)
    marker = Marker(reviewed, headers=sheets.OTHER_HEADERS, header_rows=2, without=numbers)
    changes, errors = edit(marker), spoil(marker)
    _write_people(paths.persons_review, reviewed, headers=sheets.OTHER_HEADERS, groups=())
    return Demo(
        paths=paths,
        cast=make_cast(villages),
        as_of=as_of,
        villages=villages,
        households=len(registered),
        people=len(rows),
        questions=questions,
        changes=changes,
        errors=errors,
        new_households=numbers,
    )


def _write_rows(
    path: Path,
    *,
    sheet: str,
    tops: Sequence[Sequence[tuple[str, int]]],
    headers: Sequence[str],
    rows: Iterable[Sequence[Value]],
) -> None:
    """Write one sheet: rows of merged group headers (text, columns), the header, the rows. Text stays text."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, options) as workbook:
        workbook.set_properties({"created": _CREATED})
        head = workbook.add_format(
            {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#eef1ec", "border": 1}
        )
        worksheet = workbook.add_worksheet(sheet)
        worksheet.freeze_panes(len(tops) + 1, 0)
        for column, header in enumerate(headers):
            worksheet.set_column(column, column, max(8, min(2 * len(header) + 2, 24)))
        for number, groups in enumerate(tops):
            start = 0
            for text, width in groups:
                worksheet.merge_range(number, start, number, start + width - 1, text, head)
                start += width
        for number, cells in enumerate((headers, *rows), len(tops)):
            for column, value in enumerate(cells):
                if isinstance(value, str):
                    if value:
                        worksheet.write_string(number, column, value, head if number == len(tops) else None)
                elif value is not None:
                    worksheet.write_number(number, column, value)


def _chosen(villages: Sequence[Village], *, draws: Draws) -> list[tuple[Village, int]]:
    """Choose the villages of the person list: the page's, and other poor villages, pilots first."""
    page = _page_villages(villages)
    chosen = [(village, _HOUSEHOLDS_IN_PAGE_VILLAGE) for village in page]
    for county, count in _OTHER_VILLAGES.items():
        poor = [village for village in villages if village.county == county and village.poor and village not in page]
        first = sorted(draws.shuffled(poor), key=lambda village: not village.pilot)[:count]
        chosen += [(village, _HOUSEHOLDS_IN_OTHER_VILLAGE) for village in first]
    return sorted(chosen, key=lambda pair: pair[0].code)


def _page_villages(villages: Sequence[Village]) -> list[Village]:
    """Return the page's villages in the page's order."""
    keys = [(village["township"], village["name"]) for village in lanzhou()["page_villages"]]
    return sorted(
        (village for village in villages if (village.township, village.name) in keys),
        key=lambda village: keys.index((village.township, village.name)),
    )


def _reviewed(registered: Sequence[Household], page: Sequence[Village], *, without: set[str]) -> list[Household]:
    """Return the first households of each page village, leaving out those that already carry a question."""
    return [
        household
        for village in page
        for household in [h for h in registered if h.village == village and h.number not in without][:_REVIEWED_IN_EACH]
    ]


def _write_villages(path: Path, villages: Iterable[Village]) -> None:
    rows: list[list[Value]] = [
        [
            village.county,
            village.township,
            village.name,
            village.code,
            "是" if village.poor else "否",
            "是" if village.pilot else "否",
            village.income,
            village.source,
            village.longitude,
            village.latitude,
        ]
        for village in villages
    ]
    _write_rows(path, sheet=VILLAGE_SHEET, tops=(), headers=VILLAGE_HEADERS, rows=rows)


def _write_people(path: Path, rows: list[Line], *, headers: Sequence[str], groups: Sequence[tuple[str, int]]) -> None:
    tops = [[(sheets.TITLE, len(headers))], *([groups] if groups else [])]
    cells = [*(line.cells for line in rows), sheets.total_line(rows)]
    _write_rows(path, sheet=PERSON_SHEET, tops=tops, headers=headers, rows=cells)
