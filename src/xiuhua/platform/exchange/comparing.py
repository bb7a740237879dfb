"""Lists that are brought to be compared and never taken in: the second sort of session.

The module that compares says how (:class:`Comparer`); here the file is kept sealed until a job has read it, and goes at
once with the session, which is settled in the same transaction in which the comparison is recorded. The comparison
has the id of the session.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.exchange import staging
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import Progress
from xiuhua.platform.exchange.jobs import actor_of, run_of
from xiuhua.platform.exchange.models import COMPARISON, ImportSession
from xiuhua.platform.exchange.reading.kinds import Recognised, SheetKind
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.exchange.reading.recognition import recognise
from xiuhua.platform.exchange.reading.workbook import read_sheet
from xiuhua.platform.exchange.rules.states import WORKING, SessionState
from xiuhua.platform.exchange.steps import Absent
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.work import kinds, services
from xiuhua.platform.work.kinds import Finished
from xiuhua.platform.work.progress import Progress as JobProgress

COMPARE = "exchange.compare"

Asked = Mapping[str, str]
"""What was asked when the list was brought: texts such as a place and a day, nothing personal."""


class ListRefused(Exception):
    """The list cannot be compared; ``problem`` says why and what to do."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.code)
        self.problem = problem


class Comparer(Protocol):
    """The module that compares lists with what it keeps."""

    sheets: Mapping[str, SheetKind]
    access: Access

    def compare(self, found: Recognised, run: Run, asked: Asked, digest: str, step: Progress) -> Any:
        """Compare a list and write nothing. Raise :class:`ListRefused`."""
        ...

    def record(self, compared: Any, session_id: UUID, run: Run, asked: Asked, digest: str) -> None:
        """Record what :meth:`compare` found, under the id of the session. Raise :class:`ListRefused`."""
        ...


_installed: list[Comparer] = []


@dataclass(frozen=True, slots=True)
class Reading:
    """A list that is being compared, or could not be: only its owner knows of it."""

    id: UUID
    name: str
    asked: Asked
    state: SessionState
    created: datetime
    job: UUID | None
    problem: Problem | None

    @property
    def working(self) -> bool:
        """Say whether a job is at work."""
        return self.state in WORKING


def install_comparer(comparer: Comparer) -> None:
    """Set the module that compares; site calls this at start, and the kind of job is added with it."""
    _installed[:] = [comparer]
    label, rows = Text("比对部门名单", "compare a department's list"), Text("行", "rows")
    kinds.register(COMPARE, compare_job, label=label, unit=rows, resumable=True, result_route="comparison")


def open_list(data: bytes, *, name: str, kind: str | None = None) -> Recognised:
    """Read a file and find out which list it is. Raise ``SheetRefused``; ``KeyError`` for an unknown kind."""
    sheets = _installed[0].sheets
    return recognise(read_sheet(data, name=name), [sheets[kind]] if kind else list(sheets.values()))


def begin(
    viewer: Actor, session_id: UUID, *, name: str, data: bytes, kind: str, asked: Asked, received_at: datetime
) -> None:
    """Keep a list and have it compared; the same id again does nothing. Raise :class:`Absent`."""
    if viewer.person_id is None:
        raise Absent
    staging.sweep(received_at)
    given = {"purpose": COMPARISON, "asked": dict(asked), "wanted_kind": kind}
    with staging.writing():
        made = staging.create(session_id, owner=viewer.person_id, name=name, data=data, created=received_at, **given)
        session = staging.locked(session_id)
        if session is None or session.owner_id != viewer.person_id or session.purpose != COMPARISON:
            raise Absent
        job = derived_id(session_id, "compare")
        if made and services.start(COMPARE, job_id=job, owner=viewer.person_id, arguments={"session": str(session_id)}):
            staging.note(session, job=job)


def reading(viewer: Actor, session_id: UUID) -> Reading | None:
    """Return a list of one's own that is not compared yet, or ``None`` where there is none."""
    if viewer.person_id is None:
        return None
    rows = ImportSession.objects.filter(purpose=COMPARISON, owner_id=viewer.person_id)
    row = rows.exclude(state__in=(SessionState.SETTLED, SessionState.DISCARDED)).filter(id=session_id).first()
    if row is None:
        return None
    state = SessionState(row.state)
    problem = staging.refusal(row.id) if state is SessionState.REFUSED else None
    return Reading(row.id, staging.file_name(row), row.asked, state, row.created, row.job, problem)


def compare_job(arguments: Mapping[str, Any], progress: JobProgress) -> Finished:
    """Compare a list that was brought; the session is settled, or refused with the reason."""
    session_id, now = UUID(arguments["session"]), kinds.now()
    staging.sweep(now)
    with staging.writing():
        session = staging.locked(session_id)
        begun = session is not None and (
            session.state == SessionState.PREVIEWING or staging.move(session, SessionState.PREVIEWING)
        )
    if session is not None and begun:
        try:
            _compare(session, now, progress)
        except (SheetRefused, ListRefused) as refused:
            with staging.writing():
                staging.put_refusal(session_id, refused.problem, keep_upload=False)
                staging.move(session, SessionState.REFUSED)
    return Finished(result=str(session_id))


def _compare(session: ImportSession, now: datetime, progress: JobProgress) -> None:
    """Read and compare outside the transaction in which the comparison is recorded, so that other writers wait less."""
    comparer, data = _installed[0], staging.get(session.id, staging.UPLOAD)
    if data is None:
        return
    run = run_of(session, actor_of(session, now), now)
    if not comparer.access.allows(run.actor.roles()):
        raise ListRefused(Problem("not_your_role", values=comparer.access.who()))
    found = open_list(data, name=staging.file_name(session), kind=session.wanted_kind or None)
    total, digest = sum(1 for _ in found.data_rows()), keyring().digest(data)
    compared = comparer.compare(found, run, session.asked, digest, lambda done: progress.step(done, total))
    with staging.writing():
        fresh = staging.locked(session.id)
        if fresh is not None and fresh.state == SessionState.PREVIEWING:
            comparer.record(compared, session.id, run, session.asked, digest)
            staging.move(fresh, SessionState.SETTLED, settled=now)
