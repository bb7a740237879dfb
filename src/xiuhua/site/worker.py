"""The worker: takes queued jobs one after the other, and lets go of the running one when it is told to end."""

import sys
from types import FrameType

from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME
from django_tasks_db.management.commands.db_worker import Worker

from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.files.bringing import sweep
from xiuhua.platform.journal.erasing import tidy
from xiuhua.platform.work.mailing import keep_round
from xiuhua.platform.work.progress import stop_jobs
from xiuhua.platform.work.services import take_up_stale_jobs
from xiuhua.registry.erased import complete
from xiuhua.registry.restored import erase_again
from xiuhua.site import clock

POLL_SECONDS = 0.5
JOBS_PER_PROCESS = 50
"""After so many jobs the process ends and is started anew: large imports leave memory behind."""


class JobWorker(Worker):
    """The queue's worker, except that a running job is asked to let go instead of being waited for."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Take no further job; the running one rolls back at its next step and is queued or marked."""
        stop_jobs()
        self.running = False
        if not self.running_task:
            sys.exit(0)


def take_over() -> None:
    """Take up what an earlier worker left, finish and tidy erasures, sweep evidence, and see that rounds are kept."""
    take_up_stale_jobs()
    erase_again(LOCAL_OPERATOR, received_at=clock.now())
    complete()
    tidy()
    sweep(clock.now())
    keep_round()


def run_worker() -> None:
    """Take over, then run jobs until told to end. The caller holds the worker's lock."""
    worker = JobWorker(
        queue_names=[DEFAULT_TASK_QUEUE_NAME],
        interval=POLL_SECONDS,
        batch=False,
        backend_name=DEFAULT_TASK_BACKEND_ALIAS,
        startup_delay=False,
        max_tasks=JOBS_PER_PROCESS,
        worker_id=get_random_string(32),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    take_over()
    worker.run()
