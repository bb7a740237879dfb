"""Whatever shape a sheet has and whatever stands in its cells: a numbered refusal or findings, never an accident."""

import csv
import datetime as dt
import io
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import openpyxl
import pytest
from django.db import transaction

from data.accounts import cast
from data.exchange.office import HEADERS, household, saved
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet, preview
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.site import wordings
from xiuhua.site.demo import make_villages
from xiuhua.site.demo.workbooks import VILLAGE_HEADERS

Rows = list[list[Any]]

ODD_CELLS = (
    *(0, -1, 0.1, 1e300, -1e300, True, False, 42750, 42750.5, 12345678901234567890),
    *(
        dt.date(2017, 1, 1),
        dt.datetime(2017, 1, 1, 3, 4, tzinfo=dt.UTC).replace(tzinfo=None),
        dt.time(3, 4),
        dt.timedelta(days=3),
    ),
    *("#N/A", "#REF!", "=1+1", "=SUM(A1:A9)", "NaN", "inf", "-Infinity", "1e5", "0x1F", "1,2,3", "0.1.2"),
    *(
        "长" * 32767,
        "😀👨‍👩‍👧‍👦",
        "\u200b\u200d",
        "\u202e620199\u202c",
        "\u200f123",
        "e\u0301",
        "\ufeff",
        "a\tb\nc",
        "  ",
    ),
    *("１２３", "½", "Ⅳ", "①", "²", "٣", "一二三", "99999999999999999999999999", "2017-13-45", "-", "—"),
    *("'", '"', "<script>", "%s%d{value}{0}", "{x!r}", "合计", "注：", "620199198808300153"),
)

SHAPES: dict[str, Callable[[list[str], Rows], Iterable[Sequence[Any]]]] = {
    "nothing": lambda header, rows: [],
    "no rows": lambda header, rows: [header],
    "only totals": lambda header, rows: [header, ["合计", *[10] * (len(header) - 1)], ["小计"]],
    "300 columns": lambda header, rows: [header + [f"列{n}" for n in range(300 - len(header))], *rows],
    "301 columns": lambda header, rows: [header + [f"列{n}" for n in range(301 - len(header))], *rows],
    "every header twice": lambda header, rows: [header * 2, *(row * 2 for row in rows)],
    "the header again": lambda header, rows: [header, *rows, header, *rows],
    "short rows": lambda header, rows: [header, *(row[:3] for row in rows)],
    "transposed": lambda header, rows: list(zip(header, *rows, strict=True)),
    "one column": lambda header, rows: [header[:1], ["x"]],
    "right to left": lambda header, rows: [[f"\u202e{each}\u202c" for each in header], *rows],
    "zero width": lambda header, rows: [["\u200b".join(each) for each in header], *rows],
    "emoji": lambda header, rows: [[f"{each}😀" for each in header], *rows],
    "numbers for headers": lambda header, rows: [list(range(len(header))), *rows],
    "dates above": lambda header, rows: [[dt.date(2017, 1, 1)] * len(header), header, *rows],
    "booleans above": lambda header, rows: [[True] * len(header), header, *rows],
    "below many lines": lambda header, rows: [*[["说明"]] * 30, header, *rows],
}

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "gbk")

NO_SHEETS = (
    *(b"", b"\0" * 100, b"<html><table><tr><td>x</table>", b"%PDF-1.4", b"PK\3\4", b",,,\n,,\n", b"\n\n"),
    *(b"\xef\xbb\xbf", b'"\n' * 5, b"a,b\rc,d\r", b"a" * 300_000),
)

MERGES = ("A1:H1", "A2:A5", "B3:C6", "A1:A2", "A1:Z30")


@pytest.fixture(params=["people", "villages"])
def table(request: pytest.FixtureRequest) -> tuple[list[str], Rows]:
    """Return the header and some good rows of a kind of sheet."""
    if request.param == "people":
        people = [*household("620199000001", size=3), *household("620199000002")]
        return list(HEADERS), [[row.get(header) for header in HEADERS] for row in people]
    some = make_villages()[:4]
    return list(VILLAGE_HEADERS), [
        [v.county, v.township, v.name, v.code, "是", "否", v.income, v.source, v.longitude, v.latitude] for v in some
    ]


def workbook(rows: Iterable[Sequence[Any]], *, merge: str = "") -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if merge:
        book.active.merge_cells(merge)
    return saved(book)


def answered(data: bytes, name: str) -> None:
    """Look at a sheet and take in what is good; whatever is said of it is worded."""
    words = wordings.catalogue()
    try:
        kind, found = open_sheet(data, name=name)
    except SheetRefused as refusal:
        words.word(refusal.problem)
        return
    document = preview(kind, found, a_run()).document(words)
    said = [*document["errors"], *document["warnings"]]
    assert all(each["reason"]["zh"] and each["reason"]["en"] for each in said)
    taken = accept(kind, found, a_run(), whole=False)
    assert all(words.word(problem) for receipt in taken.refused for problem in receipt.problems)


def a_run() -> Run:
    return Run(cast.fresh(), LOCAL_OPERATOR, cast.NOW, cast.TODAY, catalogue.policy(), keyring())


def accidents(sheets: Iterable[tuple[str, bytes]], name: str = "表.xlsx") -> dict[str, str]:
    """Return what happened, by sheet, where it was neither a refusal nor findings."""
    found = {}
    for label, data in sheets:
        try:
            with transaction.atomic():
                answered(data, name)
                transaction.set_rollback(True)
        except Exception as error:
            found[label] = repr(error)
    return found


def test_sheets_of_wrong_shapes(table: tuple[list[str], Rows]) -> None:
    header, rows = table
    shaped = ((name, workbook(shape(header, rows))) for name, shape in SHAPES.items())
    merged = ((merge, workbook([header, *rows], merge=merge)) for merge in MERGES)
    assert accidents((*shaped, *merged)) == {}


def test_an_odd_cell_in_every_column(table: tuple[list[str], Rows]) -> None:
    """Once in each column, and then in all of a row."""
    header, rows = table

    def with_odd(cell: Any) -> Rows:
        single = [[cell if at == index else each for at, each in enumerate(rows[0])] for index in range(len(header))]
        return [header, *single, [cell] * len(header), *rows[1:]]

    assert accidents((ascii(cell)[:24], workbook(with_odd(cell))) for cell in ODD_CELLS) == {}


def test_text_files_with_odd_cells(table: tuple[list[str], Rows]) -> None:
    header, rows = table
    odd = [
        [cell if at == index % len(header) else each for at, each in enumerate(rows[0])]
        for index, cell in enumerate(filter(lambda cell: isinstance(cell, str), ODD_CELLS))
    ]
    text = io.StringIO(newline="")
    csv.writer(text).writerows([header, *odd, *rows])
    files = ((encoding, text.getvalue().encode(encoding, "replace")) for encoding in ENCODINGS)
    assert accidents(files, "表.csv") == {}


@pytest.mark.parametrize("ending", ["xlsx", "csv", "xls", "txt"])
def test_files_that_are_no_sheets(ending: str) -> None:
    assert accidents(((ascii(data[:10]), data) for data in NO_SHEETS), f"表.{ending}") == {}
