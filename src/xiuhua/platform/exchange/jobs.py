"""What is done to an import behind the page: judging it, taking it in, taking it back. Each can be run again.

Each ends in one transaction that also moves the session on, so that a killed worker leaves all or nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.timezone import get_default_timezone

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.places import narrowest
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.scope import actor_for_account
from xiuhua.platform.exchange import parcels, staging
from xiuhua.platform.exchange.contract import AnswersQuestions, Mended, RecordKind, Run
from xiuhua.platform.exchange.importing import Taken, accept, open_sheet
from xiuhua.platform.exchange.models import ImportSession
from xiuhua.platform.exchange.reading.kinds import Recognised
from xiuhua.platform.exchange.reading.limits import SheetRefused
from xiuhua.platform.exchange.review import Line, Review, Show, make_review
from xiuhua.platform.exchange.rules.states import SessionState
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.undo import undo_batch
from xiuhua.platform.vault.keyring import keyring
from xiuhua.platform.work import kinds
from xiuhua.platform.work.kinds import Finished, JobFailed
from xiuhua.platform.work.progress import Progress

PREVIEW, ACCEPT, UNDO = "exchange.preview", "exchange.accept", "exchange.undo"
KEPT_PROBLEMS = 20
"""Refusals of an undo that are kept for showing."""


class UploadGone(LookupError):
    """The session was closed, and its sheet deleted, while somebody was about to read it."""


def register() -> None:
    """Add the kinds of jobs of this module; site calls this at start."""
    rows, records = Text("行", "rows"), Text("条", "records")
    labels = {
        PREVIEW: (preview_job, Text("核对导入的表", "check a sheet"), rows),
        ACCEPT: (accept_job, Text("接收导入的表", "take in a sheet"), records),
        UNDO: (undo_job, Text("撤销一批导入", "undo an import"), records),
    }
    for code, (function, label, unit) in labels.items():
        kinds.register(code, function, label=label, unit=unit, resumable=True, result_route="import")


def preview_job(arguments: Mapping[str, Any], progress: Progress) -> Finished:
    """Read and judge an uploaded sheet; the session becomes reviewed, or refused with the reason."""
    session_id, now = UUID(arguments["session"]), kinds.now()
    staging.sweep(now)
    parcels.sweep(now)
    _look(session_id, now, progress)
    return Finished(result=str(session_id))


def accept_job(arguments: Mapping[str, Any], progress: Progress) -> Finished:
    """Take in the good records and the answers; the session is settled, or what is held is looked at again.

    The sheet is read before the transaction and what is held is judged after it, so that other writers wait less.
    A sheet that this version no longer reads is not taken in: judging it says why.
    """
    session_id, now = UUID(arguments["session"]), kinds.now()
    session = ImportSession.objects.filter(id=session_id, state=SessionState.ACCEPTING).first()
    if session is not None:
        sheet = _readable(session)
        try:
            _take_in_or_leave(session_id, sheet, now, progress)
        except SheetRefused:  # an exported sheet that its owner may not bring any more
            _take_in_or_leave(session_id, None, now, progress)
    _look(session_id, now, progress)
    staging.sweep(now)
    return Finished(result=str(session_id))


def undo_job(arguments: Mapping[str, Any], progress: Progress) -> Finished:
    """Take back everything of a session, or say what stands against it and leave all as it is."""
    session_id, now = UUID(arguments["session"]), kinds.now()
    with staging.writing():
        session = staging.locked(session_id)
        if session is not None and session.state == SessionState.UNDOING:
            _take_back(session, UUID(arguments["command"]), now, progress)
    return Finished(result=str(session_id))


def _readable(session: ImportSession) -> tuple[RecordKind, Recognised] | None:
    """Return the sheet of a session, or nothing where what could be read before is refused now."""
    try:
        return opened(session)
    except SheetRefused:
        return None


def _look(session_id: UUID, now: datetime, progress: Progress) -> None:
    """Judge the sheet of a session that waits for it, and give the session back to its owner."""
    with staging.writing():
        session = staging.locked(session_id)
        begun = session is not None and (
            session.state == SessionState.PREVIEWING or staging.move(session, SessionState.PREVIEWING)
        )
    if session is None or not begun:
        return
    try:
        outcome = judged(session, actor_of(session, now), now, progress=progress)
    except UploadGone:
        return
    with staging.writing():
        fresh = staging.locked(session_id)
        if fresh is not None and fresh.state == SessionState.PREVIEWING:
            keep(fresh, outcome)


def actor_of(session: ImportSession, now: datetime) -> Actor:
    """Return the owner with the posts in force now. Raise ``JobFailed`` where the account is closed."""
    actor = actor_for_account(session.owner_id, on=local_date(now), door="web")
    if actor is None:
        raise JobFailed("import_owner_gone")
    return actor


def opened(session: ImportSession) -> tuple[RecordKind, Recognised]:
    """Read the upload of a session with its corrections. Raise ``SheetRefused`` or :class:`UploadGone`."""
    data = staging.get(session.id, staging.UPLOAD)
    if data is None:
        raise UploadGone(str(session.id))
    return open_sheet(
        data,
        name=staging.file_name(session),
        kind=session.wanted_kind or None,
        corrections=dict(session.corrections),
    )


def run_of(session: ImportSession, actor: Actor, now: datetime) -> Run:
    """Return the reading of a session's sheet by its owner.

    Each round of taking in has ids of its own, so that what was held and mended never meets the ids of before.
    """
    origin = derived_id(session.id, "round", str(session.rounds)) if session.rounds else session.id
    return Run(
        origin,
        actor,
        now,
        local_date(now),
        catalogue.policy(),
        keyring(),
        mended=staging.mended_cells(session.id),
        rows=staging.held_rows(session.id),
    )


def judged(
    session: ImportSession,
    actor: Actor,
    now: datetime,
    *,
    mended: Mended | None = None,
    progress: Progress | None = None,
) -> tuple[str, Review] | SheetRefused:
    """Return the kind and the review of a session's sheet, or why it cannot be read; with other cells if given."""
    step = progress.step if progress is not None else None
    run = run_of(session, actor, now)
    run = run if mended is None else replace(run, mended=mended)
    try:
        kind, found = opened(session)
        if not kind.access.allows(actor.roles()):
            return SheetRefused(Problem("not_your_role", values=kind.access.who()))
        return kind.sheet.code, make_review(kind, found, run, progress=step)
    except SheetRefused as refused:
        return refused


def keep(session: ImportSession, outcome: tuple[str, Review] | SheetRefused) -> None:
    """Store what judging a sheet gave, and give the session back to its owner."""
    if isinstance(outcome, SheetRefused):
        staging.put_refusal(session.id, outcome.problem, keep_upload=outcome.found is not None)
        staging.move(session, SessionState.REFUSED)
        return
    kind, review = outcome
    staging.put_review(session.id, review)
    left = {"answered": _answers_left(session.id, review), "turned_down": _turned_down_left(session.id, review)}
    staging.note(session, kind=kind, counts={**session.counts, **review.counts(), **left})
    if session.state != SessionState.REVIEWED:
        staging.move(session, SessionState.REVIEWED)


def local_date(now: datetime) -> date:
    """Return the local date of an instant."""
    return now.astimezone(get_default_timezone()).date()


def _answers_left(session_id: UUID, review: Review) -> int:
    """Forget answers to what is not asked any more, and return how many are left."""
    given = staging.answers(session_id)
    asked = {line.mark for line in review.lines[Show.ASK]}
    left = {mark: answer for mark, answer in given.items() if mark in asked}
    if len(left) < len(given):
        staging.put_answers(session_id, left)
    return len(left)


def _turned_down_left(session_id: UUID, review: Review) -> int:
    """Forget refusals of the door that the review shows by itself now, and return how many are left."""
    known = staging.turned_down(session_id)
    wrong = {line.key for line in review.lines[Show.WRONG]}
    left = [line for line in known if line.key not in wrong]
    if len(left) < len(known):
        staging.put_turned_down(session_id, left)
    return len(left)


def _take_in_or_leave(
    session_id: UUID, sheet: tuple[RecordKind, Recognised] | None, now: datetime, progress: Progress
) -> None:
    """Take a sheet in, all in one transaction; one that cannot be read is left to be judged again."""
    with staging.writing():
        session = staging.locked(session_id)
        if session is not None and session.state == SessionState.ACCEPTING:
            if sheet is None:
                staging.move(session, SessionState.UPLOADED)
            else:
                _take_in(session, sheet, now, progress)


def _take_in(session: ImportSession, sheet: tuple[RecordKind, Recognised], now: datetime, progress: Progress) -> None:
    kind, found = sheet
    run = run_of(session, actor_of(session, now), now)
    total = sum(session.counts["records"].values()) - session.counts["records"]["wrong"]
    progress.step(0, total)
    taken = accept(
        kind, found, run, whole=False, batch=session.id, progress=lambda done: progress.step(min(done, total), total)
    )
    answered = _answer(kind, session, run)
    fields: dict[str, Any] = {
        "counts": {**session.counts, "taken": _added(session.counts.get("taken", {}), taken, answered)},
        "rounds": session.rounds + 1,
    }
    if taken.accepted or answered:
        place = narrowest({*taken.places, *([session.place_code] if session.place_code else [])})
        fields |= {"taken": now, "place_code": place}
    staging.note(session, **fields)
    if taken.held_rows:
        staging.put_held(session.id, taken.held_rows)
        staging.put_turned_down(session.id, list(_turned_down(taken)))
        staging.move(session, SessionState.UPLOADED)
    else:
        staging.move(session, SessionState.SETTLED, settled=now)


def _turned_down(taken: Taken) -> Iterator[Line]:
    for each in taken.turned_down:
        for problem in each.problems:
            values = dict(problem.values)
            yield Line(
                Show.WRONG, each.row, each.key, each.label, code=problem.code, field=problem.field, values=values
            )


def _answer(kind: RecordKind, session: ImportSession, run: Run) -> int:
    """Answer the questions behind the confirmed warnings, and return how many commands were accepted."""
    confirmed = staging.confirmed(session.id)
    if not confirmed or not isinstance(kind, AnswersQuestions):
        return 0
    commands = list(kind.confirmations(confirmed, run))
    receipts = execute_many(commands, actor=run.actor, received_at=run.received_at, batch=session.id)
    return sum(receipt.accepted for receipt in receipts)


def _take_back(session: ImportSession, command: UUID, now: datetime, progress: Progress) -> None:
    receipts = undo_batch(
        session.id,
        session=command,
        actor=actor_of(session, now),
        received_at=now,
        reason=(staging.get(session.id, staging.REASON) or b"").decode(),
        progress=lambda done: progress.step(done),
    )
    if all(receipt.accepted for receipt in receipts):
        staging.move(session, SessionState.UNDONE, undone=now)
        return
    problems = [problem for receipt in receipts for problem in receipt.problems if problem.code != "batch_not_taken"]
    kept = [{"code": each.code, "values": dict(each.values)} for each in problems[:KEPT_PROBLEMS]]
    counts = {**session.counts, "undo": {"refused": len(problems), "problems": kept}}
    left = staging.get(session.id, staging.UPLOAD) is not None
    staging.drop(session.id, staging.REASON)
    staging.note(session, counts=counts)
    staging.move(session, SessionState.REVIEWED if left else SessionState.SETTLED)


def _added(before: Mapping[str, int], taken: Taken, answered: int) -> dict[str, int]:
    """Return the numbers of all rounds so far; what is held is only what is held now."""
    return {
        "accepted": before.get("accepted", 0) + taken.accepted,
        "unchanged": before.get("unchanged", 0) + taken.unchanged,
        "answered": before.get("answered", 0) + answered,
        "held": taken.held,
    }
