"""Putting invented people into an installation through the import door; runs inside a prepared process."""

import csv
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import Taken, accept, open_sheet
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.site import clock
from xiuhua.site.demo import build, make_villages, many_people
from xiuhua.site.demo.sheets import HEADERS

ROWS_A_SHEET = 50_000
HOUSEHOLD_CODE = HEADERS.index("户编号")


def a_run(*, comparing: bool = True) -> Run:
    """Return a new import session of the local operator."""
    return Run(
        clock.new_id(), LOCAL_OPERATOR, clock.now(), clock.today(), catalogue.policy(), keyring(), comparing=comparing
    )


def villages(folder: str) -> int:
    """Take in the demo's list of villages; return how many there are."""
    Path(folder).mkdir(parents=True, exist_ok=True)
    path = build(Path(folder)).paths.villages
    return take_in(path.read_bytes(), path.name).accepted


def people(count: int, *, within: str = "") -> int:
    """Take in this many invented people, sheet by sheet; return how many households there are.

    ``within`` are the first digits of the codes of their villages.
    """
    taken = 0
    for number, data in enumerate(_sheets(count, within), 1):
        taken += take_in(data, f"part-{number}.csv").accepted
    return taken


def take_in(data: bytes, name: str) -> Taken:
    """Take in a sheet as a whole; a refusal is an error of the measurement."""
    kind, found = open_sheet(data, name=name)
    taken = accept(kind, found, a_run(), whole=False)
    if taken.held or not taken.whole:
        raise RuntimeError(f"{name}: {taken.held} held, {len(taken.refused)} refused")
    return taken


def _sheets(count: int, within: str) -> Iterator[bytes]:
    """Yield text files of whole households, each of about ``ROWS_A_SHEET`` rows."""
    places = [village for village in make_villages() if village.code.startswith(within)]
    rows: list[Sequence[Any]] = []
    for _, members in groupby(many_people(count, villages=places), key=lambda cells: cells[HOUSEHOLD_CODE]):
        rows.extend(members)
        if len(rows) >= ROWS_A_SHEET:
            yield _text(rows)
            rows = []
    if rows:
        yield _text(rows)


def _text(rows: Sequence[Sequence[Any]]) -> bytes:
    out = StringIO()
    csv.writer(out).writerows([HEADERS, *rows])
    return out.getvalue().encode()
