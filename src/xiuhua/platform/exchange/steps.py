"""What the owner does with an import: mends, confirms, assigns columns, takes in, takes back, gives up."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.exchange import jobs, staging
from xiuhua.platform.exchange.models import IMPORT, ImportSession
from xiuhua.platform.exchange.review import Show
from xiuhua.platform.exchange.rules.states import WAITING, SessionState
from xiuhua.platform.exchange.staging import Answer
from xiuhua.platform.work import services
from xiuhua.platform.work.queries import job_of

AT_ONCE_ROWS = 5000
"""Up to so many rows a mended sheet is judged again while its owner waits; a larger one by a job."""

REASON_LENGTH = 200


class Absent(LookupError):
    """There is no such session, or it is somebody else's: the same answer."""


class StepRefused(Exception):
    """The step cannot be taken; ``problem`` says why and what to do."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.problem = Problem(code)


def begin(viewer: Actor, session_id: UUID, *, name: str, data: bytes, received_at: datetime) -> None:
    """Keep an upload and have its sheet read; the same id again does nothing."""
    if viewer.person_id is None:
        raise Absent
    staging.sweep(received_at)
    with staging.writing():
        made = staging.create(session_id, owner=viewer.person_id, name=name, data=data, created=received_at)
        session = staging.locked(session_id)
        if session is None or not _imports(session, viewer):
            raise Absent
        if made:
            _start(session, jobs.PREVIEW, derived_id(session_id, "preview"))


def mend(
    viewer: Actor, session_id: UUID, *, command_id: UUID, cells: Mapping[tuple[int, int], str], received_at: datetime
) -> bool:
    """Write cells anew and judge the sheet again; return whether that is done, or waits for a job.

    Judging happens outside the transaction, so that nobody else waits; what changed meanwhile is noticed.
    """
    session = _own(viewer, session_id, SessionState.REVIEWED)
    before = staging.mended_cells(session_id)
    wanted = {**before, **cells}
    return _judge_anew(viewer, session, before, wanted, command_id, received_at)


def put_back(
    viewer: Actor, session_id: UUID, *, command_id: UUID, cells: Collection[tuple[int, int]], received_at: datetime
) -> bool:
    """Let mended cells be as the sheet has them; return as :func:`mend` does."""
    session = _own(viewer, session_id, SessionState.REVIEWED)
    before = staging.mended_cells(session_id)
    wanted = {cell: text for cell, text in before.items() if cell not in cells}
    return _judge_anew(viewer, session, before, wanted, command_id, received_at)


def confirm(viewer: Actor, session_id: UUID, *, marks: Collection[str], code: str, reason: str) -> int:
    """Confirm warnings as correct, the marked ones or all of a kind, with a reason; return how many were new.

    What is confirmed is answered when the sheet is taken in, and not asked again.
    """
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise StepRefused("import_reason_missing")
    with _changing(viewer, session_id, SessionState.REVIEWED) as session:
        given = staging.answers(session_id)
        chosen = {
            line.mark: Answer(line.key, line.code, reason)
            for line in staging.all_lines(session_id, (Show.ASK,))
            if line.mark and (line.mark in marks or line.code == code)
        }
        if not chosen:
            raise StepRefused("import_nothing_chosen")
        staging.put_answers(session_id, {**given, **chosen})
        staging.note(session, counts={**session.counts, "answered": len(given | chosen)})
    return len(chosen.keys() - given.keys())


def withdraw(viewer: Actor, session_id: UUID, *, marks: Collection[str]) -> int:
    """Take confirmations back; return how many there were."""
    with _changing(viewer, session_id, SessionState.REVIEWED) as session:
        given = staging.answers(session_id)
        left = {mark: answer for mark, answer in given.items() if mark not in marks}
        if len(left) == len(given):
            raise StepRefused("import_nothing_chosen")
        staging.put_answers(session_id, left)
        staging.note(session, counts={**session.counts, "answered": len(left)})
    return len(given) - len(left)


def look_again(
    viewer: Actor,
    session_id: UUID,
    *,
    command_id: UUID,
    corrections: Mapping[int, str | None] | None = None,
    kind: str | None = None,
) -> None:
    """Have the sheet read and judged anew, with other columns where ``corrections`` are given."""
    with _changing(viewer, session_id, *WAITING) as session:
        if staging.get(session_id, staging.UPLOAD) is None:
            raise StepRefused("import_not_open")
        if corrections is not None:
            pairs = [[index, field] for index, field in sorted(corrections.items())]
            staging.note(session, corrections=pairs, wanted_kind=kind or "")
        _start(session, jobs.PREVIEW, command_id)


def take_in(viewer: Actor, session_id: UUID, *, command_id: UUID) -> None:
    """Have the good records taken in, and the confirmed warnings answered."""
    with _changing(viewer, session_id, SessionState.REVIEWED, SessionState.ACCEPTING) as session:
        if session.state == SessionState.ACCEPTING:
            return
        records = session.counts["records"]
        if not records["new"] + records["changed"] + session.counts.get("answered", 0):
            raise StepRefused("import_nothing_to_take")
        _start(session, jobs.ACCEPT, command_id, state=SessionState.ACCEPTING)


def take_back(viewer: Actor, session_id: UUID, *, command_id: UUID, reason: str) -> None:
    """Have everything undone that an import took in; what is still held goes with it."""
    reason = reason.strip()[:REASON_LENGTH]
    if not reason:
        raise StepRefused("import_reason_missing")
    states = (SessionState.REVIEWED, SessionState.SETTLED, SessionState.UNDOING)
    with _changing(viewer, session_id, *states) as session:
        if session.state == SessionState.UNDOING:
            return
        if session.taken is None:
            raise StepRefused("import_not_open")
        staging.put(session_id, staging.REASON, reason.encode())
        arguments = {"command": str(command_id)}
        _start(session, jobs.UNDO, command_id, state=SessionState.UNDOING, **arguments)


def step_back(viewer: Actor, session_id: UUID) -> None:
    """Leave a taking in or back whose job has stopped: nothing of it was written, and all is as before it."""
    with _changing(viewer, session_id, SessionState.ACCEPTING, SessionState.UNDOING) as session:
        job = job_of(viewer, session.job) if session.job else None
        if job is None or not job.can_go_on:
            raise StepRefused("import_not_open")
        staging.drop(session_id, staging.REASON)
        left = staging.get(session_id, staging.UPLOAD) is not None
        staging.move(session, SessionState.REVIEWED if left else SessionState.SETTLED)


def give_up(viewer: Actor, session_id: UUID, *, received_at: datetime) -> None:
    """End a session: its sheet and everything staged of it are deleted."""
    states = (SessionState.UPLOADED, SessionState.PREVIEWING, *WAITING)
    with _changing(viewer, session_id, *states) as session:
        staging.close(session, at=received_at)


def _own(viewer: Actor, session_id: UUID, *states: SessionState) -> ImportSession:
    session = ImportSession.objects.filter(id=session_id).first()
    return _checked(viewer, session, states)


@contextmanager
def _changing(viewer: Actor, session_id: UUID, *states: SessionState) -> Iterator[ImportSession]:
    with staging.writing():
        yield _checked(viewer, staging.locked(session_id), states)


def _checked(viewer: Actor, session: ImportSession | None, states: Collection[SessionState]) -> ImportSession:
    if session is None or not _imports(session, viewer):
        raise Absent
    if session.state not in states:
        raise StepRefused("import_not_open")
    return session


def _imports(session: ImportSession, viewer: Actor) -> bool:
    """Say whether a session is an import of the viewer's own."""
    return viewer.person_id is not None and session.owner_id == viewer.person_id and session.purpose == IMPORT


def _start(
    session: ImportSession,
    job: str,
    job_id: UUID,
    *,
    state: SessionState = SessionState.UPLOADED,
    **arguments: str,
) -> None:
    """Queue a job and move the session on; a job that there is already was queued by the first of two clicks."""
    given = {"session": str(session.id), **arguments}
    if not services.start(job, job_id=job_id, owner=session.owner_id, arguments=given):
        return
    staging.note(session, job=job_id)
    if session.state != state:
        staging.move(session, state)


def _judge_anew(
    viewer: Actor,
    session: ImportSession,
    before: Mapping[tuple[int, int], str],
    wanted: Mapping[tuple[int, int], str],
    command_id: UUID,
    received_at: datetime,
) -> bool:
    if wanted == before:
        raise StepRefused("import_nothing_chosen")
    at_once = session.counts["rows"] <= AT_ONCE_ROWS
    outcome = jobs.judged(session, viewer, received_at, mended=wanted) if at_once else None
    with _changing(viewer, session.id, SessionState.REVIEWED) as fresh:
        if staging.mended_cells(session.id) != before or fresh.rounds != session.rounds:
            raise StepRefused("import_not_open")
        staging.put_mended(session.id, wanted)
        if outcome is not None:
            jobs.keep(fresh, outcome)
        else:
            _start(fresh, jobs.PREVIEW, command_id)
    return at_once
