"""Starting, running and taking up jobs. The only place that writes the table of jobs."""

import logging
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from xiuhua.platform.work.discretion import where
from xiuhua.platform.work.kinds import Finished, JobFailed, Kind, kind_of, now
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.progress import Count, FileProgress, Stopping, progress_path
from xiuhua.platform.work.rules.states import STOPPED, JobState, after_a_stop, sources_of

log = logging.getLogger("xiuhua.work")


def start(
    kind: str,
    *,
    job_id: UUID,
    owner: UUID | None,
    arguments: Mapping[str, Any],
    place_code: str = "",
) -> bool:
    """Queue a job for the worker; return whether it is new, so that a double click starts nothing twice.

    ``arguments`` must be JSON and free of personal data: ids and choices only. Raise ``KeyError`` for an
    unknown kind.
    """
    if kind_of(kind) is None:
        raise KeyError(kind)
    instant = now()
    with transaction.atomic():
        _, made = Job.objects.get_or_create(
            id=job_id,
            defaults={
                "kind": kind,
                "owner_id": owner,
                "arguments": dict(arguments),
                "place_code": place_code,
                "created": instant,
                "updated": instant,
            },
        )
        if made:
            run_job.enqueue(str(job_id))
    return made


def go_on(job_id: UUID) -> bool:
    """Queue a failed or interrupted job once more; return whether it was one."""
    with transaction.atomic():
        if not _move(job_id, JobState.QUEUED, only_from=STOPPED, message="", message_values={}, put_aside=False):
            return False
        run_job.enqueue(str(job_id))
    return True


def has_stopped(job_id: UUID) -> bool:
    """Say whether a job failed or was interrupted."""
    return Job.objects.filter(id=job_id, state__in=STOPPED).exists()


def put_aside(job_id: UUID) -> None:
    """Take an ended job off its owner's list."""
    Job.objects.filter(id=job_id).exclude(state__in=(JobState.QUEUED, JobState.RUNNING)).update(put_aside=True)


def forget_ended(kind: str, *, before: datetime) -> None:
    """Forget the jobs of a kind that ended before an instant and that nobody looks at."""
    ended = Job.objects.filter(kind=kind, owner=None, finished__lt=before)
    ended.exclude(state__in=(JobState.QUEUED, JobState.RUNNING)).delete()


def forget_run(path: str) -> None:
    """Forget what the queue keeps of runs of a task that have ended."""
    runs = DBTaskResult.objects.filter(task_path=path)
    runs.exclude(status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)).delete()


@task
def run_job(job_id: str) -> None:
    """Run a queued job in the worker. Nothing is raised: what the queue's table keeps must stay free of data."""
    run(UUID(job_id))


def run(job_id: UUID) -> JobState | None:
    """Run a queued job here and now, and return how it ended; ``None`` where it was not waiting."""
    path = progress_path(Path(settings.HOME), job_id)
    if not _claim(job_id):
        return None
    job = Job.objects.get(id=job_id)
    progress = FileProgress(path)
    kind = kind_of(job.kind)
    try:
        state, outcome = _carry_out(kind, job, progress)
    finally:
        path.unlink(missing_ok=True)
    _end(job_id, state, outcome, progress.count())
    return state


def take_up_stale_jobs() -> int:
    """Queue or mark the jobs that a worker left running when it ended, and return their number.

    The worker calls this at its start, while it holds the lock that makes it the only one. Entries of the
    queue that have ended are removed: the job's own row says everything.
    """
    DBTaskResult.objects.filter(task_path=run_job.module_path).exclude(status=TaskResultStatus.READY).delete()
    stale = list(Job.objects.filter(state=JobState.RUNNING).order_by("created"))
    for job in stale:
        _let_go(job)
        progress_path(Path(settings.HOME), job.id).unlink(missing_ok=True)
    entries = DBTaskResult.objects.filter(task_path=run_job.module_path)
    waiting = {each["args"][0] for each in entries.values_list("args_kwargs", flat=True)}
    for job_id in Job.objects.filter(state=JobState.QUEUED).order_by("created").values_list("id", flat=True):
        if str(job_id) not in waiting:
            run_job.enqueue(str(job_id))
    return len(stale)


def _carry_out(kind: Kind | None, job: Job, progress: FileProgress) -> tuple[JobState, Finished]:
    if kind is None:
        return JobState.FAILED, Finished(message="job_kind_unknown")
    try:
        return JobState.DONE, kind.function(job.arguments, progress) or Finished()
    except Stopping:
        state = after_a_stop(resumable=kind.resumable, attempts=job.attempts)
        return state, Finished(message="job_interrupted" if state is JobState.INTERRUPTED else "")
    except JobFailed as failure:
        return JobState.FAILED, Finished(message=failure.code, values=failure.values)
    except Exception as error:
        log.error("job %s of kind %s failed: %s", job.id, kind.code, where(error))
        return JobState.FAILED, Finished(message="job_failed")


def _end(job_id: UUID, state: JobState, outcome: Finished, count: Count) -> None:
    values = {key: int(value) for key, value in outcome.values.items()}
    with transaction.atomic():
        _move(
            job_id,
            state,
            message=outcome.message,
            message_values=values,
            result=outcome.result,
            done=count.done,
            total=count.total,
            elapsed_ms=count.elapsed_ms,
            finished=None if state is JobState.QUEUED else now(),
        )
        if state is JobState.QUEUED:
            run_job.enqueue(str(job_id))


def _let_go(job: Job) -> None:
    kind = kind_of(job.kind)
    state = after_a_stop(resumable=kind is not None and kind.resumable, attempts=job.attempts)
    message = "job_interrupted" if state is JobState.INTERRUPTED else ""
    _end(job.id, state, Finished(message=message), Count())


def _claim(job_id: UUID) -> bool:
    instant = now()
    attempts = Job.objects.filter(id=job_id).values_list("attempts", flat=True).first()
    return _move(job_id, JobState.RUNNING, started=instant, finished=None, attempts=(attempts or 0) + 1)


def _move(job_id: UUID, target: JobState, *, only_from: frozenset[JobState] | None = None, **fields: Any) -> bool:
    """Bring a job into a state if the table of transitions allows it from where it is; say whether it did."""
    allowed = only_from if only_from is not None else sources_of(target)
    moved = Job.objects.filter(id=job_id, state__in=allowed).update(state=target, updated=now(), **fields)
    return moved == 1
