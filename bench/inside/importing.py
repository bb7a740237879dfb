"""The person list through the import services, as the command line and the jobs call them."""

import time
from pathlib import Path
from typing import Any

from bench.inside import filling
from bench.inside.memory import peak
from xiuhua.platform.exchange.importing import accept, open_sheet, preview
from xiuhua.site.demo import write_people_sheet


def prepare(sheet: str, people: int) -> int:
    """Write the sheet, and take in the villages."""
    path = Path(sheet)
    write_people_sheet(path, people=people)
    return filling.villages(str(path.parent / "demo"))


def take_in(sheet: str) -> dict[str, Any]:
    """Take the sheet in; return the seconds from the first byte read to the commit."""
    path = Path(sheet)
    start = time.perf_counter()
    kind, found = open_sheet(path.read_bytes(), name=path.name)
    opened = time.perf_counter() - start
    taken = accept(kind, found, filling.a_run(), whole=False)
    seconds = time.perf_counter() - start
    if taken.held:
        raise RuntimeError(f"{taken.held} held")
    return {"seconds": seconds, "opened": opened, "households": taken.accepted, "peak": peak()}


def compare(sheet: str) -> dict[str, Any]:
    """Compare the sheet with what is stored; return the seconds from the first byte read."""
    path = Path(sheet)
    start = time.perf_counter()
    kind, found = open_sheet(path.read_bytes(), name=path.name)
    result = preview(kind, found, filling.a_run())
    return {"seconds": time.perf_counter() - start, "rows": result.rows, "same": result.same, "peak": peak()}
