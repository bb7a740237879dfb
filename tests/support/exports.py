"""Exports in tests: written as somebody, edited as in a spreadsheet program, brought back."""

import csv
from collections.abc import Callable, Mapping
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from python_calamine import CalamineWorkbook

from support.stage import NOW, TODAY, actor, fresh
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.exporting import Wanted, remember, written
from xiuhua.platform.exchange.importing import Preview, Taken, accept, open_sheet, preview
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring

PURPOSE = "help"


def exported(kind: str, place: str, by: str = "township", *, purpose: str = PURPOSE, **filters: str) -> bytes:
    """Return the file of an export that the journal has taken down."""
    wanted = Wanted(fresh(), kind, place, filters, purpose)
    with written(actor(by), wanted, received_at=NOW) as file:
        remember(actor(by), wanted, file, received_at=NOW)
        return file.path.read_bytes()


def edited(data: bytes, change: Callable[[Any], None]) -> bytes:
    """Return a workbook after somebody changed its first page and saved it."""
    book = openpyxl.load_workbook(BytesIO(data))
    change(book.active)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def set_cells(data: bytes, cells: Mapping[tuple[int, str], Any]) -> bytes:
    """Return a workbook with some cells written anew, by row number and header."""

    def change(page: Any) -> None:
        places = {cell.value: cell.column for cell in page[1]}
        for (row, header), value in cells.items():
            page.cell(row, places[header]).value = value

    return edited(data, change)


def table(data: bytes) -> list[dict[str, Any]]:
    """Return the rows below the header as a reader of sheets gives them, the last one included."""
    rows = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(0).to_python()
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def as_csv(data: bytes, encoding: str = "gbk") -> bytes:
    """Return the first page as a spreadsheet program saves it as text, in the old Chinese code page."""
    target = StringIO()
    writer = csv.writer(target)
    for row in openpyxl.load_workbook(BytesIO(data)).active.iter_rows(values_only=True):
        writer.writerow(["" if cell is None else cell for cell in row])
    return target.getvalue().encode(encoding, "replace")


def run(by: str = "township") -> Run:
    """Return one reading of a sheet by somebody."""
    return Run(fresh(), actor(by), NOW, TODAY, catalogue.policy(), keyring())


def looked(data: bytes, by: str = "township", name: str = "导出.xlsx") -> Preview:
    """Return what bringing a sheet would do."""
    kind, found = open_sheet(data, name=name)
    return preview(kind, found, run(by))


def taken(data: bytes, by: str = "township", name: str = "导出.xlsx") -> Taken:
    """Bring a sheet."""
    kind, found = open_sheet(data, name=name)
    return accept(kind, found, run(by), whole=True)


def changes(found: Preview) -> list[tuple[int, str, str, str]]:
    """Return every change: row, column, before, after."""
    return [(c.row, c.column, c.before, c.after) for judged in found.judged for c in judged.changes]


def errors(found: Preview) -> list[tuple[int, str, str]]:
    """Return every error: row, column, code."""
    return [(each.row, each.column, each.problem.code) for each in found.findings("error")]


def warnings(found: Preview) -> list[tuple[int, str, str]]:
    """Return every warning: row, column, code."""
    return [(each.row, each.column, each.problem.code) for each in found.findings("warning")]
