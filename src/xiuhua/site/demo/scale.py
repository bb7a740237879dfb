"""A person list of any length for benchmarks: the same 27 columns, filled on every row, without a wrong cell."""

from collections.abc import Iterable, Iterator, Sequence
from io import TextIOWrapper
from itertools import chain
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from xiuhua.site.demo import sheets
from xiuhua.site.demo.draws import Draws
from xiuhua.site.demo.people import Families, Household
from xiuhua.site.demo.sheets import Value
from xiuhua.site.demo.villages import DEFAULT_SEED, Village, lanzhou, make_villages

FIRST_HOUSEHOLD: Final = 620100900000001
MOST_ROWS: Final = 1_048_576 - 3
_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/>'
    f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYPE}.sharedStrings+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
    '<sheets><sheet name="人口信息" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
}


def many_people(people: int, *, seed: int = DEFAULT_SEED, villages: Sequence[Village]) -> Iterator[list[Value]]:
    """Yield the cells of exactly this many people, in whole households spread evenly over the villages.

    Cells are in the order of ``sheets.HEADERS``. The same arguments give the same people; no two share a number.
    """
    for line in sheets.lines(_households(people, seed=seed, villages=villages), repeat=True):
        yield line.cells


def write_people_sheet(
    path: Path, *, people: int = 100_000, seed: int = DEFAULT_SEED, villages: Sequence[Village] | None = None
) -> None:
    """Write a workbook of this many people (at most :data:`MOST_ROWS`) in the villages of the demo or those given.

    It is written straight as XML with shared strings, as spreadsheet programs save it: several times faster than
    a library that may format every cell, and what a reader meets in practice.
    """
    if not 0 < people <= MOST_ROWS:
        raise ValueError(f"a sheet holds from 1 to {MOST_ROWS} people")
    places = make_villages(seed=seed) if villages is None else villages
    groups: list[Value] = []
    for text, width in sheets.GROUPS:
        groups += [text, *[None] * (width - 1)]
    rows: list[list[Value]] = [[sheets.TITLE], groups, list(sheets.HEADERS)]
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as package:
        for name, xml in _PARTS.items():
            with package.open(name, "w") as part:
                part.write((_DECLARATION + xml).encode())
        with package.open("xl/worksheets/sheet1.xml", "w") as part, TextIOWrapper(part, "utf-8") as text_part:
            strings = _write_sheet(text_part, chain(rows, many_people(people, seed=seed, villages=places)))
        with package.open("xl/sharedStrings.xml", "w") as part, TextIOWrapper(part, "utf-8") as text_part:
            text_part.write(f'{_DECLARATION}<sst xmlns="{_MAIN}" uniqueCount="{len(strings)}">')
            text_part.writelines(f"<si><t>{escape(text)}</t></si>" for text in strings)
            text_part.write("</sst>")


def _households(people: int, *, seed: int, villages: Sequence[Village]) -> Iterator[Household]:
    families = Families(Draws(f"{seed}:many"), as_of=lanzhou()["as_of"], first_number=FIRST_HOUSEHOLD)
    done = 0
    while done < people:
        household = families.household(villages[done * len(villages) // people])
        del household.members[people - done :]
        household.size = len(household.members)
        done += household.size
        yield household


def _write_sheet(part: TextIOWrapper, rows: Iterable[Sequence[Value]]) -> dict[str, int]:
    """Write the rows and return the shared strings with their numbers, in the order of the numbers."""
    strings: dict[str, int] = {}
    letters = _column_letters(len(sheets.HEADERS))
    part.write(f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>')
    for number, cells in enumerate(rows, 1):
        xml = [f'<row r="{number}">']
        for letter, value in zip(letters, cells, strict=False):
            if isinstance(value, str):
                if value:
                    index = strings.setdefault(value, len(strings))
                    xml.append(f'<c r="{letter}{number}" t="s"><v>{index}</v></c>')
            elif value is not None:
                xml.append(f'<c r="{letter}{number}"><v>{value}</v></c>')
        xml.append("</row>")
        part.write("".join(xml))
    part.write("</sheetData></worksheet>")
    return strings


def _column_letters(count: int) -> list[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [(alphabet[column // 26 - 1] if column >= 26 else "") + alphabet[column % 26] for column in range(count)]
