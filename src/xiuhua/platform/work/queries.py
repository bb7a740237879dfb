"""What a viewer may read about jobs: their own."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.worded import Worded
from xiuhua.platform.work.kinds import kind_of, word
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.progress import Count, progress_path, read_count
from xiuhua.platform.work.rules.pace import Pace, pace, time_left
from xiuhua.platform.work.rules.states import OPEN, STOPPED, JobState

STATE_LABELS = {
    JobState.QUEUED: Text("排队中", "waiting"),
    JobState.RUNNING: Text("进行中", "running"),
    JobState.DONE: Text("已完成", "done"),
    JobState.FAILED: Text("没有做完", "failed"),
    JobState.INTERRUPTED: Text("被中断", "interrupted"),
}
TONES = {JobState.DONE: "good", JobState.FAILED: "bad", JobState.INTERRUPTED: "care"}
UNKNOWN = Text("未知的工作", "unknown job")
NO_UNIT = Text("", "")


@dataclass(frozen=True, slots=True)
class JobView:
    """A job as its owner sees it. ``message`` is worded and numbered; ``result_url`` opens what came of it."""

    id: UUID
    kind: str
    label: Text
    state: JobState
    unit: Text
    count: Count
    pace: Pace
    message: Text | None
    message_number: int | None
    result_url: str
    resumable: bool
    created: datetime
    finished: datetime | None

    @property
    def is_open(self) -> bool:
        """Say whether the job still waits or runs."""
        return self.state in OPEN

    @property
    def can_go_on(self) -> bool:
        """Say whether its owner may queue it once more."""
        return self.state in STOPPED

    @property
    def state_label(self) -> Text:
        """Return the state in words."""
        return STATE_LABELS[self.state]

    @property
    def tone(self) -> str:
        """Return the tone of the state's mark."""
        return TONES.get(self.state, "")

    @property
    def time_left(self) -> Text | None:
        """Return how long it will still take, in words; ``None`` where that cannot be said."""
        left = self.pace.seconds_left
        return time_left(left) if left and self.state is JobState.RUNNING else None

    @property
    def url(self) -> str:
        """Return the address of the job's page."""
        return reverse("job", args=[self.id])


def job_of(viewer: Actor, job_id: UUID) -> JobView | None:
    """Return a job of the viewer; ``None`` for somebody else's as for one that does not exist."""
    if viewer.person_id is None:
        return None
    job = Job.objects.filter(id=job_id, owner_id=viewer.person_id).first()
    return None if job is None else _view(job)


def my_jobs(viewer: Actor, *, limit: int = 20) -> list[JobView]:
    """Return the viewer's waiting, running, failed and interrupted jobs, latest first."""
    if viewer.person_id is None:
        return []
    return [_view(job) for job in _own_jobs(limit).answers(owner=viewer.person_id)]


@cache
def _own_jobs(limit: int) -> Worded[Job]:
    states = sorted(OPEN | STOPPED)
    return Worded(
        lambda gap: Job.objects.filter(owner_id=gap("owner"), put_aside=False, state__in=states).order_by(
            "-created", "-id"
        )[:limit]
    )


def _view(job: Job) -> JobView:
    kind = kind_of(job.kind)
    state = JobState(job.state)
    count = Count(job.done, job.total, job.elapsed_ms)
    if state is JobState.RUNNING:
        count = read_count(progress_path(Path(settings.HOME), job.id))
    wording = word(Problem(job.message, values=job.message_values)) if job.message else None
    return JobView(
        id=job.id,
        kind=job.kind,
        label=kind.label if kind else UNKNOWN,
        state=state,
        unit=kind.unit if kind else NO_UNIT,
        count=count,
        pace=pace(done=count.done, total=count.total, elapsed_ms=count.elapsed_ms),
        message=wording.sentence() if wording else None,
        message_number=wording.number if wording else None,
        result_url=reverse(kind.result_route, args=[job.result]) if kind and kind.result_route and job.result else "",
        resumable=kind is not None and kind.resumable,
        created=job.created,
        finished=job.finished,
    )
