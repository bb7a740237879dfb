"""The states of a job and the ways between them."""

from collections.abc import Mapping
from enum import StrEnum


class JobState(StrEnum):
    """``interrupted`` is a job whose worker ended and which cannot go on by itself."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    INTERRUPTED = "interrupted"


TRANSITIONS: Mapping[JobState, frozenset[JobState]] = {
    JobState.QUEUED: frozenset({JobState.RUNNING}),
    JobState.RUNNING: frozenset({JobState.DONE, JobState.FAILED, JobState.INTERRUPTED, JobState.QUEUED}),
    JobState.FAILED: frozenset({JobState.QUEUED}),
    JobState.INTERRUPTED: frozenset({JobState.QUEUED}),
    JobState.DONE: frozenset(),
}

OPEN = frozenset({JobState.QUEUED, JobState.RUNNING})
MAXIMUM_ATTEMPTS = 3
STOPPED = frozenset({JobState.FAILED, JobState.INTERRUPTED})


def sources_of(target: JobState) -> frozenset[JobState]:
    """Return the states from which a job may come into ``target``.

    >>> sorted(sources_of(JobState.QUEUED))
    [<JobState.FAILED: 'failed'>, <JobState.INTERRUPTED: 'interrupted'>, <JobState.RUNNING: 'running'>]
    """
    return frozenset(source for source, targets in TRANSITIONS.items() if target in targets)


def after_a_stop(*, resumable: bool, attempts: int) -> JobState:
    """Decide what becomes of a running job whose worker ended: it waits for the next one, or it says so.

    A job that saw the end of several workers may be what ended them, so it does not wait for ever.
    """
    return JobState.QUEUED if resumable and attempts < MAXIMUM_ATTEMPTS else JobState.INTERRUPTED
