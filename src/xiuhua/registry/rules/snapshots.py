"""Yearly snapshots: which may be taken, and the digest by which one proves that it is as it was taken."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.places import Level, level_of
from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.days import judge_day

LEVELS = (Level.PREFECTURE, Level.COUNTY)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A snapshot that somebody wants to take."""

    place_code: str
    year: int
    as_of: date
    replaces: UUID | None
    reason: str


def as_of_day(year: int, *, today: date) -> date:
    """Return the day of a snapshot that names none: the last of its year, or today where that is still to come."""
    return min(date(year, 12, 31), today)


def judge_snapshot(
    wanted: Wanted, *, standing: UUID | None, today: date, first: date | None, villages: int
) -> Problem | None:
    """Return why a snapshot cannot be taken, ``None`` where it can.

    ``standing`` is the one that nothing replaces yet, ``first`` the first day on record there.
    """
    if level_of(wanted.place_code) not in LEVELS:
        return Problem("snapshot_of_such_a_place", "place_code", {"value": wanted.place_code})
    if wanted.as_of.year != wanted.year:
        return Problem("snapshot_of_another_year", "as_of", {"day": str(wanted.as_of), "year": wanted.year})
    unanswered = judge_day(wanted.as_of, today=today, first=first)
    if unanswered is not None:
        return Problem(unanswered.code, "as_of", unanswered.values)
    if wanted.replaces is None and standing is not None:
        return Problem("snapshot_there_already", "year", {"year": wanted.year})
    if wanted.replaces != standing:
        return Problem("snapshot_not_standing", "replaces")
    if wanted.replaces is not None and not wanted.reason:
        return Problem("snapshot_without_reason", "reason")
    return None if villages else Problem("snapshot_without_villages", "place_code")


def written(figures: Mapping[str, Any]) -> str:
    """Return figures as the one text that is kept and digested.

    >>> written({"people": 3, "households": 1})
    '{"households":1,"people":3}'
    """
    return json.dumps(figures, ensure_ascii=True, sort_keys=True, separators=(",", ":"))


def digest_of(
    place_code: str, year: int, as_of: date, *, policy: str, heads: str, villages: Iterable[tuple[str, str]]
) -> str:
    """Return the SHA-256 over what a snapshot says; ``villages`` are codes with their written figures.

    >>> digest_of("620122000000", 2017, date(2017, 12, 31), policy="p", heads="{}", villages=[])[:8]
    'e128f874'
    """
    lines = [place_code, str(year), as_of.isoformat(), policy, heads]
    lines += [f"{code} {figures}" for code, figures in sorted(villages)]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
