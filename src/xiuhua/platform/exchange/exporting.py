"""The service behind every export: what it would hold, its file, and the entry that remembers who took it away."""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import NamedTuple
from uuid import UUID

from django.utils.timezone import get_default_timezone

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.exchange.commands import FILTERS, LONGEST_FILTERS, RecordExport, Village
from xiuhua.platform.exchange.contract import Extent, GoingOut, Run, going_out, label_of
from xiuhua.platform.exchange.reading.left_out import EXPORT_ENDS
from xiuhua.platform.exchange.reading.limits import Limits
from xiuhua.platform.exchange.stamps import Stamp
from xiuhua.platform.exchange.temporary import private_folder
from xiuhua.platform.exchange.writing_exports import Written, write_export
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.vault.keyring import keyring

MOST_ROWS = Limits().rows - 2
"""Rows of an export: what an import reads, without the header and the last row."""


class Absent(LookupError):
    """There is no such kind, place or filter, or it is out of reach: the same answer."""


class ExportRefused(Exception):
    """The export cannot be made; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asks for: a kind of sheet, a place, filters as on the page, a purpose. ``id`` is the export's."""

    id: UUID
    kind: str
    place_code: str
    filters: Mapping[str, str]
    purpose: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What an export would hold, before anybody takes it: words for a page, and the purposes that can be stated."""

    kind: str
    label: Text
    exported: GoingOut
    extent: Extent
    place: str
    purposes: tuple[tuple[str, Text], ...]

    @property
    def returns(self) -> bool:
        """Say whether the sheet can be edited and brought back."""
        return bool(self.exported.keys)


class Made(NamedTuple):
    """An export that lies ready: its file, the name under which people save it, its rows and their digest."""

    path: Path
    name: str
    written: Written


def offer(
    viewer: Actor, kind_code: str, place_code: str, filters: Mapping[str, str] | None = None, *, on: date
) -> Offer:
    """Return what an export would hold. Raise :class:`Absent`."""
    exported, filters = going_out(kind_code), filters or {}
    if exported is None or not _are_codes(filters):
        raise Absent
    place = accounts.place(viewer, place_code)
    reached = viewer.operator or viewer.reaches(place_code, exported.access.roles)
    extent = exported.extent(viewer, place_code, filters, on=on) if place is not None and reached else None
    if place is None or extent is None:
        raise Absent
    purposes = exported.purposes(catalogue.policy(), on=on, region=place_code)
    return Offer(kind_code, label_of(kind_code), exported, extent, place.name, tuple(purposes))


def refusal(given: Offer, purpose: str) -> Problem | None:
    """Return why an export cannot be made for a purpose: it is none, or the sheet could not be brought back whole."""
    if purpose not in dict(given.purposes):
        return Problem("export_purpose_unknown", "purpose")
    if given.extent.rows > MOST_ROWS:
        return Problem("export_too_large", values={"rows": given.extent.rows, "limit": MOST_ROWS})
    return None


@contextmanager
def written(
    viewer: Actor,
    wanted: Wanted,
    *,
    received_at: datetime,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[Made]:
    """Write an export into a file that lives as long as the block. Nobody gets it before :func:`remember` took it down.

    Raise :class:`Absent`, or :class:`ExportRefused` for what :func:`refusal` says.
    """
    on = _local_date(received_at)
    given = offer(viewer, wanted.kind, wanted.place_code, wanted.filters, on=on)
    problem = refusal(given, wanted.purpose)
    if problem is not None:
        raise ExportRefused(problem)
    with NamedTemporaryFile(dir=private_folder(), suffix=".xlsx", delete=False) as file:
        path = Path(file.name)
    try:
        counted = _write(path, viewer, wanted, given, received_at, on, progress)
        yield Made(path, f"{given.label.zh}_{given.place}_{on.isoformat()}.xlsx", counted)
    finally:
        path.unlink(missing_ok=True)


def remember(viewer: Actor, wanted: Wanted, file: Made, *, received_at: datetime) -> None:
    """Have the journal remember who takes what away. Raise :class:`ExportRefused` where the door does not take it."""
    command = RecordExport(
        id=wanted.id,
        kind=wanted.kind,
        place_code=wanted.place_code,
        filters=said(wanted.filters),
        purpose=wanted.purpose,
        rows=file.written.rows,
        rows_digest=file.written.digest,
        as_of=_local_date(received_at),
        contained=tuple(
            Village(place_code=code, marks=marks) for code, marks in file.written.contained.marks(wanted.id)
        ),
    )
    receipt = execute(command, actor=viewer, received_at=received_at)
    if not receipt.accepted:
        raise ExportRefused(receipt.problems[0])


def _are_codes(filters: Mapping[str, str]) -> bool:
    """Say whether the journal may keep these filters: no text that somebody typed is among them."""
    return len(said(filters)) <= LONGEST_FILTERS and re.fullmatch(FILTERS, said(filters)) is not None


def said(filters: Mapping[str, str]) -> str:
    """Return filters in one line, as the journal keeps them.

    >>> said({"year": "2017", "class": "weak"})
    'class=weak&year=2017'
    """
    return "&".join(f"{name}={value}" for name, value in sorted(filters.items()))


def _write(
    path: Path,
    viewer: Actor,
    wanted: Wanted,
    given: Offer,
    received_at: datetime,
    on: date,
    progress: Callable[[int, int], None] | None,
) -> Written:
    ring, extent = keyring(), given.extent
    purpose = dict(given.purposes)[wanted.purpose]

    def ending(counted: Written) -> tuple[str, str]:
        stamp = Stamp(wanted.id, wanted.kind, wanted.place_code, on, counted.rows, counted.digest)
        return _words(counted.rows, on, given, viewer.label, purpose), stamp.sealed(ring)

    return write_export(
        path,
        given.exported.rows(extent, Run(wanted.id, viewer, received_at, on, catalogue.policy(), ring)),
        kind=wanted.kind,
        headings=extent.headings,
        keys=given.exported.keys,
        ring=ring,
        title=given.label.zh,
        ending=ending,
        progress=None if progress is None else lambda done: progress(done, extent.rows),
    )


def _words(rows: int, on: date, given: Offer, who: str, purpose: Text) -> str:
    """Return what the last row says to people: how much, as of when, of where, which, who took it, and for what."""
    title = given.extent.title
    day = f"{on.year}年{on.month}月{on.day}日"
    chinese = (f"共 {rows} 行", f"截至 {day}", given.place, title.zh, f"{who} 导出", f"用于{purpose.zh}")
    english = (f"{rows} rows", f"as of {on.isoformat()}", title.en, f"for {purpose.en}")
    return f"{EXPORT_ENDS}：{' · '.join(chinese)} / {' · '.join(english)}"


def _local_date(instant: datetime) -> date:
    return instant.astimezone(get_default_timezone()).date()
