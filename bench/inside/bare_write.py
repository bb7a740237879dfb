"""The other thing: the spreadsheet writer alone, with the cells of a sheet."""

import time
from typing import Any

from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from bench.inside.memory import peak


def write(sheet: str, file: str) -> dict[str, Any]:
    """Write the cells of an exported sheet with the writer alone; return the seconds of writing."""
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    start = time.perf_counter()
    with Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        page = book.add_worksheet()
        text = book.add_format({"num_format": "@"})
        for number, row in enumerate(rows):
            for index, cell in enumerate(row):
                if isinstance(cell, str):
                    if cell:
                        page.write_string(number, index, cell, text)
                else:
                    page.write_number(number, index, cell)
    return {"seconds": time.perf_counter() - start, "rows": len(rows), "peak": peak()}
