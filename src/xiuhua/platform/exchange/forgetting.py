"""Imports under review that speak of somebody who is erased: closed, with everything that was kept of them."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import datetime
from uuid import UUID

from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.models import ImportSession, StagedPart
from xiuhua.platform.exchange.reading import SheetRefused, read_sheet
from xiuhua.platform.exchange.rules.states import SessionState

_AT_WORK = frozenset({SessionState.ACCEPTING.value, SessionState.UNDOING.value})

Speaks = Callable[[Iterable[str]], bool]
"""Says whether a row, as its cells, or a text alone speaks of the person."""


def imports_about(speaks: Speaks) -> list[UUID]:
    """Return the imports whose sheet, mended cells or review speak of somebody."""
    ids = StagedPart.objects.order_by("session_id").values_list("session_id", flat=True).distinct()
    return [session.id for session in ImportSession.objects.filter(id__in=ids) if _speaks(session, speaks)]


def are_at_work(ids: Collection[UUID]) -> bool:
    """Say whether one of these imports is being written or taken back at the moment."""
    return ImportSession.objects.filter(id__in=ids, state__in=_AT_WORK).exists()


def close_imports(ids: Collection[UUID], *, at: datetime) -> None:
    """Close imports and delete what was kept of them. The caller writes in a transaction."""
    for session_id in ids:
        session = staging.locked(session_id)
        if session is not None:
            staging.close(session, at=at)
        staging.drop(session_id)


def _speaks(session: ImportSession, speaks: Speaks) -> bool:
    data = staging.get(session.id, staging.UPLOAD)
    if data is not None and _any_row(data, staging.file_name(session), speaks):
        return True
    return any(speaks((text,)) for text in _texts(session.id))


def _any_row(data: bytes, name: str, speaks: Speaks) -> bool:
    try:
        first = read_sheet(data, name=name)
        rows = (row for sheet in (first, *first.others()) for _, row in sheet)
        return any(speaks([str(cell).strip() for cell in row]) for row in rows)
    except SheetRefused:
        return False  # such a file is not kept once its turn has come


def _texts(session_id: UUID) -> Iterator[str]:
    """Yield what is kept besides the sheet; reviews are packed texts of their own."""
    parts = StagedPart.objects.filter(session_id=session_id).exclude(part=staging.UPLOAD)
    for part, position in parts.values_list("part", "position"):
        yield (staging.get(session_id, part, position=position) or b"").decode("utf-8", "replace")
