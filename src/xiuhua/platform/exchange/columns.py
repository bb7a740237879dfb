"""Assigning the columns of a sheet by hand: what each was taken for, what it could be, and what was chosen."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.contract import KINDS
from xiuhua.platform.exchange.models import ImportSession
from xiuhua.platform.exchange.outgoing import kinds_for
from xiuhua.platform.exchange.reading.archive import column_letters
from xiuhua.platform.exchange.reading.cells import text
from xiuhua.platform.exchange.reading.kinds import FoundColumn, Recognised, SheetKind
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.exchange.reading.recognition import recognise
from xiuhua.platform.exchange.reading.workbook import read_sheet
from xiuhua.platform.exchange.rules.states import WAITING
from xiuhua.platform.exchange.steps import Absent
from xiuhua.platform.vault import masks

SAMPLES = 3
LONGEST_SAMPLE = 20
LONG_NUMBER = 11


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column of the sheet: where it stands, its header as written, its first values, and what it is taken for."""

    index: int
    letters: str
    header: str
    samples: tuple[str, ...]
    field: str

    @property
    def name(self) -> str:
        """Return the name of its select in the form."""
        return f"column-{self.index}"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """Something that a column can be. One that reads a value from its header (a year) cannot be chosen by hand."""

    field: str
    header: str
    required: bool
    by_header_only: bool


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of a sheet with the fields that they can be, for one kind of sheet."""

    kind: str
    kinds: tuple[tuple[str, Text], ...]
    columns: tuple[SheetColumn, ...]
    fields: tuple[FieldChoice, ...]
    problems: tuple[Problem, ...]


def columns_of(viewer: Actor, session_id: UUID, *, kind: str = "") -> Columns:
    """Return the columns of one's own sheet as it is read now. Raise ``Absent``, also where nothing can be assigned."""
    session = _session(viewer, session_id)
    allowed = kinds_for(viewer)
    chosen = KINDS.get(kind or session.wanted_kind or session.kind)
    sheets = [chosen.sheet] if chosen in allowed and chosen is not None else [each.sheet for each in allowed]
    found, problem = _recognised(session, sheets, corrected=True)
    samples = [cells for _, cells in islice(found.data_rows(), SAMPLES)]
    return Columns(
        found.kind.code,
        tuple((each.sheet.code, each.sheet.label) for each in allowed),
        tuple(_column(each, samples) for each in found.columns),
        tuple(FieldChoice(c.field, c.header, c.required, c.pattern is not None) for c in found.kind.columns),
        (problem,) if problem else (),
    )


def read_corrections(viewer: Actor, session_id: UUID, *, kind: str, chosen: Mapping[int, str]) -> dict[int, str | None]:
    """Return what a person said of columns where it differs from what is recognised by itself."""
    session = _session(viewer, session_id)
    wanted = KINDS.get(kind)
    if wanted is None or wanted not in kinds_for(viewer):
        raise Absent
    found, _ = _recognised(session, [wanted.sheet], corrected=False)
    fields = {column.field for column in wanted.sheet.columns if column.pattern is None}
    by_itself = {each.index: each.column.field if each.column else "" for each in found.columns}
    return {
        index: field or None
        for index, field in chosen.items()
        if index in by_itself and field != by_itself[index] and (not field or field in fields)
    }


def _session(viewer: Actor, session_id: UUID) -> ImportSession:
    session = ImportSession.objects.filter(id=session_id, state__in=[*WAITING]).first()
    if session is None or viewer.person_id is None or session.owner_id != viewer.person_id:
        raise Absent
    return session


def _recognised(
    session: ImportSession, sheets: list[SheetKind], *, corrected: bool
) -> tuple[Recognised, Problem | None]:
    data = staging.get(session.id, staging.UPLOAD)
    if data is None:
        raise Absent
    try:
        sheet = read_sheet(data, name=staging.file_name(session))
        return recognise(sheet, sheets, corrections=dict(session.corrections) if corrected else None), None
    except SheetRefused as refused:
        if refused.found is None:
            raise Absent from None
        return refused.found, refused.problem


def _column(found: FoundColumn, samples: list[tuple[object, ...]]) -> SheetColumn:
    values = tuple(
        _sample(value) for cells in samples if found.index < len(cells) if (value := text(cells[found.index]))
    )
    return SheetColumn(
        found.index, column_letters(found.index), found.header, values, found.column.field if found.column else ""
    )


def _sample(value: str) -> str:
    """Return a value as far as it helps to recognise its column: long numbers are masked, whatever they are."""
    if len(value) >= LONG_NUMBER and value.isascii() and value.isalnum():
        return masks.identity(value)
    return value[:LONGEST_SAMPLE]
