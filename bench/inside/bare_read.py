"""The other thing: the spreadsheet reader alone, making a list of lists."""

import time
from typing import Any

from python_calamine import CalamineWorkbook

from bench.inside.memory import peak


def read(sheet: str) -> dict[str, Any]:
    """Read the first worksheet; return the seconds and the peak of memory."""
    start = time.perf_counter()
    rows = CalamineWorkbook.from_path(sheet).get_sheet_by_index(0).to_python()
    return {"seconds": time.perf_counter() - start, "rows": len(rows), "peak": peak()}
