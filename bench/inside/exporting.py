"""Exports of a whole county as the command line and the jobs make them, and their way back."""

import shutil
import time
from pathlib import Path
from typing import Any

from bench.inside import filling
from bench.inside.memory import peak
from xiuhua.platform.accounts.queries import territories
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.exporting import Wanted, remember, written
from xiuhua.platform.exchange.importing import open_sheet, preview
from xiuhua.site import clock


def export(file: str) -> dict[str, Any]:
    """Export everybody to a file, the entry in the journal included; return the seconds."""
    place = territories(LOCAL_OPERATOR)[0].code
    wanted = Wanted(clock.new_id(), "people", place, {}, "report")
    start, now = time.perf_counter(), clock.now()
    with written(LOCAL_OPERATOR, wanted, received_at=now) as made:
        remember(LOCAL_OPERATOR, wanted, made, received_at=now)
        seconds = time.perf_counter() - start
        shutil.copyfile(made.path, file)
    return {"seconds": seconds, "rows": made.written.rows, "bytes": Path(file).stat().st_size, "peak": peak()}


def bring_back(sheet: str) -> dict[str, Any]:
    """Review the exported sheet as it is; return the seconds from the first byte read."""
    path = Path(sheet)
    start = time.perf_counter()
    kind, found = open_sheet(path.read_bytes(), name=path.name)
    result = preview(kind, found, filling.a_run())
    return {"seconds": time.perf_counter() - start, "same": result.same, "new": result.new, "peak": peak()}
