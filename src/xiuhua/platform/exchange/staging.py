"""The staging of imports: the only place that writes its tables, and the only one that opens what they hold.

Whatever can hold personal data (the upload, its name, mended cells, answers, the lines of the review, the words of a
refusal) is sealed under the staging key, bound to its session and place, and deleted when the session is settled.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from django.db import transaction
from django.utils.timezone import get_default_timezone

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange.contract import Confirmed
from xiuhua.platform.exchange.models import ImportSession, StagedPart
from xiuhua.platform.exchange.review import LISTED, Line, Review, Show, packed, unpacked
from xiuhua.platform.exchange.rules.states import CLOSED, SessionState, sources_of
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.queue import writers_turn
from xiuhua.platform.vault.keyring import keyring

USING = "default"
UPLOAD, MENDED, ANSWERS, HELD = "upload", "cells", "answers", "held"
REFUSAL, TURNED_DOWN, REASON, EXAMPLES = "refusal", "turned", "reason", "examples"
SWEPT = frozenset({SessionState.UPLOADED, SessionState.PREVIEWING, SessionState.REVIEWED, SessionState.REFUSED})
"""States in which a session that is too old is closed; a job that writes is never disturbed."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A warning confirmed in the review: the record's key, the code of the problem, and the reason."""

    key: str
    code: str
    reason: str


@contextmanager
def writing() -> Iterator[None]:
    """Write as one, in turn with the other writers of the database."""
    with writers_turn(USING), transaction.atomic(using=USING):
        yield


def create(session_id: UUID, *, owner: UUID, name: str, data: bytes, created: datetime, **fields: Any) -> bool:
    """Keep an upload; return whether it is new, so that a double click keeps it once. ``fields`` are further ones."""
    with writing():
        sealed = keyring().seal_blob(_label(session_id, "name", 0), name.encode())
        values = {"owner_id": owner, "file_name": sealed, "created": created, **fields}
        _, made = ImportSession.objects.get_or_create(id=session_id, defaults=values)
        if made:
            put(session_id, UPLOAD, data)
    return made


def locked(session_id: UUID) -> ImportSession | None:
    """Return a session for changing; others wait until the transaction ends."""
    return ImportSession.objects.select_for_update().filter(id=session_id).first()


def move(session: ImportSession, target: SessionState, **fields: Any) -> bool:
    """Bring a session into a state if the table of transitions allows it from where it is; say whether it did."""
    rows = ImportSession.objects.filter(id=session.id, state__in=sources_of(target))
    if rows.update(state=target, **fields) != 1:
        return False
    for name, value in {"state": target.value, **fields}.items():
        setattr(session, name, value)
    if target in CLOSED:
        drop(session.id)
    return True


def note(session: ImportSession, **fields: Any) -> None:
    """Write fields of a session whose state stays as it is."""
    ImportSession.objects.filter(id=session.id).update(**fields)
    for name, value in fields.items():
        setattr(session, name, value)


def put(session_id: UUID, part: str, data: bytes, *, position: int = 0) -> None:
    """Keep a part, sealed, in place of the one before."""
    sealed = keyring().seal_blob(_label(session_id, part, position), data)
    key = {"session_id": session_id, "part": part, "position": position}
    StagedPart.objects.update_or_create(**key, defaults={"sealed": sealed})


def get(session_id: UUID, part: str, *, position: int = 0) -> bytes | None:
    """Return the content of a part, or ``None`` where there is none."""
    rows = StagedPart.objects.filter(session_id=session_id, part=part, position=position)
    sealed = rows.values_list("sealed", flat=True).first()
    return None if sealed is None else _open(session_id, part, position, sealed)


def drop(session_id: UUID, *parts: str) -> None:
    """Delete the named parts of a session, or all of them."""
    rows = StagedPart.objects.filter(session_id=session_id)
    (rows.filter(part__in=parts) if parts else rows).delete()


def file_name(session: ImportSession) -> str:
    """Return the name under which the file was uploaded."""
    return _open(session.id, "name", 0, session.file_name).decode()


def put_review(session_id: UUID, review: Review) -> None:
    """Keep the pages of a review in place of those before."""
    drop(session_id, *LISTED, REFUSAL)
    ring = keyring()
    StagedPart.objects.bulk_create(
        StagedPart(
            session_id=session_id,
            part=show.value,
            position=position,
            sealed=ring.seal_blob(_label(session_id, show.value, position), data),
        )
        for show, position, data in review.pages()
    )
    put(session_id, EXAMPLES, packed(review.examples()))


def lines(session_id: UUID, show: Show, *, page: int) -> tuple[Line, ...]:
    """Return one page of a filter's lines."""
    data = get(session_id, show.value, position=page)
    return () if data is None else unpacked(data)


def examples(session_id: UUID) -> tuple[Line, ...]:
    """Return one warning of each kind that the review has, the most frequent kind first."""
    data = get(session_id, EXAMPLES)
    return () if data is None else unpacked(data)


def all_lines(session_id: UUID, shows: Sequence[Show]) -> Iterator[Line]:
    """Yield all lines of some filters; the review of a large sheet is read page by page."""
    rows = StagedPart.objects.filter(session_id=session_id, part__in=shows).order_by("part", "position")
    for part, position, sealed in rows.values_list("part", "position", "sealed").iterator(20):
        yield from unpacked(_open(session_id, part, position, sealed))


def mended_cells(session_id: UUID) -> dict[tuple[int, int], str]:
    """Return the cells that were mended on the spot."""
    data = get(session_id, MENDED)
    return {} if data is None else {(row, index): text for row, index, text in orjson.loads(data)}


def put_mended(session_id: UUID, cells: Mapping[tuple[int, int], str]) -> None:
    """Keep the mended cells."""
    put(session_id, MENDED, orjson.dumps([[row, index, text] for (row, index), text in cells.items()]))


def answers(session_id: UUID) -> dict[str, Answer]:
    """Return the confirmed warnings by their mark."""
    data = get(session_id, ANSWERS)
    return {} if data is None else {mark: Answer(*each) for mark, each in orjson.loads(data).items()}


def put_answers(session_id: UUID, given: Mapping[str, Answer]) -> None:
    """Keep the confirmed warnings."""
    put(session_id, ANSWERS, orjson.dumps({mark: [a.key, a.code, a.reason] for mark, a in given.items()}))


def confirmed(session_id: UUID) -> list[Confirmed]:
    """Return the confirmed warnings as the kinds of sheets take them."""
    return [Confirmed(answer.key, mark, answer.reason) for mark, answer in answers(session_id).items()]


def held_rows(session_id: UUID) -> frozenset[int] | None:
    """Return the rows that are left after others were taken in, or ``None`` while it is the whole sheet."""
    data = get(session_id, HELD)
    return None if data is None else frozenset(orjson.loads(data))


def put_held(session_id: UUID, rows: Sequence[int]) -> None:
    """Keep which rows are left."""
    put(session_id, HELD, orjson.dumps(sorted(rows)))


def put_turned_down(session_id: UUID, turned: Sequence[Line]) -> None:
    """Keep the records that only the door refused."""
    put(session_id, TURNED_DOWN, packed(turned))


def turned_down(session_id: UUID) -> tuple[Line, ...]:
    """Return the records that the door refused."""
    data = get(session_id, TURNED_DOWN)
    return () if data is None else unpacked(data)


def put_refusal(session_id: UUID, problem: Problem, *, keep_upload: bool) -> None:
    """Keep why a file was not read; without hope of reading it the file itself goes at once."""
    drop(session_id, *LISTED, *(() if keep_upload else (UPLOAD, MENDED, ANSWERS, HELD, TURNED_DOWN)))
    document = {"code": problem.code, "field": problem.field, "values": dict(problem.values)}
    put(session_id, REFUSAL, orjson.dumps(document, default=str))


def refusal(session_id: UUID) -> Problem | None:
    """Return why the file was not read."""
    data = get(session_id, REFUSAL)
    if data is None:
        return None
    document = orjson.loads(data)
    return Problem(document["code"], document["field"], document["values"])


def seal_anew() -> int:
    """Seal under the present master key whatever is not; return how much that was. Others go on working."""
    ring, done = keyring(), 0
    for key in list(StagedPart.objects.order_by("id").values_list("id", flat=True)):
        with writing():
            row = StagedPart.objects.select_for_update().filter(id=key).first()
            if row is not None and not ring.is_blob_present(bytes(row.sealed)):
                label = _label(row.session_id, row.part, row.position)
                sealed = ring.seal_blob(label, ring.open_blob(label, bytes(row.sealed)))
                StagedPart.objects.filter(id=key).update(sealed=sealed)
                done += 1
    for key in list(ImportSession.objects.order_by("id").values_list("id", flat=True)):
        with writing():
            session = locked(key)
            if session is not None and not ring.is_blob_present(bytes(session.file_name)):
                label = _label(key, "name", 0)
                name = ring.seal_blob(label, ring.open_blob(label, bytes(session.file_name)))
                ImportSession.objects.filter(id=key).update(file_name=name)
                done += 1
    return done


def sweep(now: datetime) -> int:
    """Close sessions that nobody has settled for longer than policy allows, and return their number."""
    days = catalogue.policy().at("exchange.staging_days", on=now.astimezone(get_default_timezone()).date()).value
    closed = 0
    old = ImportSession.objects.filter(state__in=SWEPT, created__lt=now - timedelta(days=days))
    for session_id in list(old.values_list("id", flat=True)):
        with writing():
            session = locked(session_id)
            if session is not None and session.state in SWEPT:
                closed += close(session, at=now)
    return closed


def close(session: ImportSession, *, at: datetime) -> bool:
    """End a session whose owner is done with it: settled where something was taken in, else discarded."""
    target = SessionState.SETTLED if session.taken else SessionState.DISCARDED
    return move(session, target, settled=at)


def _open(session_id: UUID, part: str, position: int, sealed: bytes) -> bytes:
    return keyring().open_blob(_label(session_id, part, position), bytes(sealed))


def _label(session_id: UUID, part: str, position: int) -> str:
    return f"exchange/{session_id}/{part}/{position}"
