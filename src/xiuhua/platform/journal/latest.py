"""The newest entries of territories, for whoever wants to know what changed lately; it costs the same however many."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xiuhua.kernel.places import Level, county_of, level_of, lies_in
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.sql import select_where

_COLUMNS = ("id", "code", "place_code", "batch", "actor", "received_at")


@dataclass(frozen=True, slots=True)
class Latest:
    """What is told of one of many entries: what was done where, by whom and when, alone or with a batch."""

    id: int
    code: str
    place_code: str
    batch: UUID | None
    actor: UUID | None
    received: str

    @property
    def received_at(self) -> datetime:
        """When it was received."""
        return datetime.fromisoformat(self.received)


def latest(territories: Sequence[str], *, size: int) -> Sequence[Latest]:
    """Return the newest entries of places (full codes), without their changes, at most ``size`` for each of them.

    Which of them the viewer may know of, the caller decides. Above the county only the newest entries of the
    whole journal are looked at, so that a province costs no more than a village.
    """
    found = {row["id"]: row for code in territories for row in _newest(code, size)}
    newest_first = [found[key] for key in sorted(found, reverse=True)]
    return [
        Latest(*row.values()) for row in newest_first if any(_inside(row["place_code"], code) for code in territories)
    ]


def _newest(territory: str, size: int) -> list[dict[str, Any]]:
    """Return the newest entries of a place; each kind of place is read in the order of an index."""
    level = level_of(territory)
    given: list[str] = []
    if level is Level.VILLAGE:
        where, given, order = "place_code = %s", [territory], "id"
    elif level is Level.TOWNSHIP:
        where, given, order = "place_code BETWEEN %s AND %s", [territory, territory[:9] + "999"], "id"
    elif level is Level.COUNTY:
        where, given, order = "stream = %s", [county_of(territory)], "sequence"
    else:
        where, order = "id > 0", "id"
    return select_where(Entry, _COLUMNS, f"{where} ORDER BY {order} DESC LIMIT {size:d}", given)


def _inside(code: str, territory: str) -> bool:
    return bool(code) and lies_in(code, territory)
