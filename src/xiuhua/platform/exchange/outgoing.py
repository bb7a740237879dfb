"""Files that go out of an import: the sheet again with its wrong cells marked, and empty sheets to begin with."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.lent import word
from xiuhua.platform.exchange import jobs, staging
from xiuhua.platform.exchange.contract import KINDS, RecordKind
from xiuhua.platform.exchange.models import ImportSession
from xiuhua.platform.exchange.reading.headers import normal_form
from xiuhua.platform.exchange.reading.kinds import Column, Recognised, SheetKind
from xiuhua.platform.exchange.reading.workbook import Row
from xiuhua.platform.exchange.review import Line, Show
from xiuhua.platform.exchange.rules.states import SessionState
from xiuhua.platform.exchange.steps import Absent
from xiuhua.platform.exchange.temporary import private_folder
from xiuhua.platform.exchange.writing import Mark, marked_workbook, plain_workbook

REQUIRED_MARK = "*"


def marked_sheet(viewer: Actor, session_id: UUID, *, language: str) -> bytes:
    """Return one's own sheet again: what is wrong is red, what is asked amber, mended cells as they were mended.

    After some of it was taken in, only the rows that are left are in it. Raise ``Absent`` where there is no review.
    """
    session = ImportSession.objects.filter(id=session_id, state=SessionState.REVIEWED).first()
    if session is None or viewer.person_id is None or session.owner_id != viewer.person_id:
        raise Absent
    _, found = jobs.opened(session)
    rows = dict(_kept_rows(found, staging.held_rows(session_id)))
    places = {number: at for at, number in enumerate(rows, 1)}
    mended = staging.mended_cells(session_id)
    cells = ((places[number], _with_mended(number, row, mended)) for number, row in rows.items())
    return marked_workbook(
        cells,
        header_rows=[places[number] for number in found.header_row_numbers],
        marks=list(_marks(session_id, places)),
        title=found.sheet.title,
        language=language,
        temporary=private_folder(),
    )


def template(viewer: Actor, kind_code: str, *, today: date) -> tuple[Text, bytes] | None:
    """Return the name of a kind and an empty workbook with its columns, or ``None`` where the viewer may not import it.

    Columns that must be there carry a star, which does not matter when the file is read.
    """
    kind = next((each for each in kinds_for(viewer) if each.sheet.code == kind_code), None)
    if kind is None:
        return None
    headers = [_header(kind.sheet, column, today) for column in kind.sheet.columns]
    return kind.sheet.label, plain_workbook(headers, [], title=kind.sheet.label.zh, temporary=private_folder())


def table(headers: Sequence[str], rows: Iterable[Sequence[Any]], *, title: str) -> bytes:
    """Return a table of personal data as a workbook, with nothing of it left on the disk."""
    return plain_workbook(headers, rows, title=title, temporary=private_folder())


def kinds_for(viewer: Actor) -> tuple[RecordKind, ...]:
    """Return the kinds of sheets that the viewer may import somewhere."""
    return tuple(kind for kind in KINDS.values() if viewer.operator or kind.access.allows(viewer.roles()))


def _header(kind: SheetKind, column: Column, today: date) -> str:
    """Return a header that the reader recognises; one that holds a year names the last one."""
    dated = f"{today.year - 1}年{column.header}"
    header = dated if column.pattern and kind.match(normal_form(dated)) else column.header
    return header + (REQUIRED_MARK if column.required else "")


def _kept_rows(found: Recognised, held: frozenset[int] | None) -> Iterator[Row]:
    for number, row in found.sheet:
        if held is None or number < found.first_data_row or number in held:
            yield number, row


def _with_mended(number: int, row: tuple[object, ...], mended: dict[tuple[int, int], str]) -> tuple[object, ...]:
    changed = {index: text for (at, index), text in mended.items() if at == number}
    return tuple(changed.get(index, cell) for index, cell in enumerate(row)) if changed else row


def _marks(session_id: UUID, places: dict[int, int]) -> Iterator[Mark]:
    answered = staging.answers(session_id)
    lines = (*staging.turned_down(session_id), *staging.all_lines(session_id, (Show.WRONG, Show.ASK)))
    for line in lines:
        if line.row in places and line.mark not in answered and (reason := _reason(line)):
            yield Mark(places[line.row], line.index if line.index >= 0 else None, reason, line.show is Show.ASK)


def _reason(line: Line) -> Text | None:
    problem = line.problem
    return word(problem).sentence() if problem else None
