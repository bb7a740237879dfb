"""Jobs: queued once, run once, counted outside the transaction, taken up again after a stop."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.conf import settings
from django_tasks_db.models import DBTaskResult

import xiuhua.platform.work as package
from xiuhua.kernel.refusals import Problem, RefusalCatalogue
from xiuhua.kernel.text import Text
from xiuhua.platform.work import kinds, progress, services
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.progress import Progress
from xiuhua.platform.work.rules.states import MAXIMUM_ATTEMPTS, JobState

pytestmark = pytest.mark.django_db

NOW = datetime(2017, 9, 12, 0, 0, tzinfo=UTC)
COUNTED = Text("数数", "counting")
ROWS = Text("行", "rows")


@pytest.fixture(autouse=True)
def _lent() -> Iterator[None]:
    catalogue = RefusalCatalogue()
    catalogue.load(Path(package.__path__[0]) / "refusals.yaml")
    before = vars(kinds._installed).copy()
    kinds.install(clock=lambda: NOW, word=catalogue.word)
    yield
    vars(kinds._installed).update(before)
    progress._stop.clear()


def queued(function: kinds.JobFunction, *, resumable: bool = False, **arguments: Any) -> UUID:
    kinds.register("test.count", function, label=COUNTED, unit=ROWS, resumable=resumable)
    job_id = uuid4()
    assert services.start("test.count", job_id=job_id, owner=None, arguments=arguments)
    return job_id


def test_a_job_runs_once_and_keeps_its_count_and_result() -> None:
    def count(arguments: Mapping[str, Any], progress: Progress) -> kinds.Finished:
        for done in range(arguments["rows"] + 1):
            progress.step(done, arguments["rows"])
        return kinds.Finished(result="42")

    job_id = queued(count, rows=7)
    assert services.run(job_id) is JobState.DONE
    assert services.run(job_id) is None
    job = Job.objects.get(id=job_id)
    assert (job.state, job.done, job.total, job.result, job.attempts) == ("done", 7, 7, "42", 1)
    assert job.finished == NOW


def test_the_same_id_again_starts_nothing() -> None:
    job_id = queued(lambda arguments, progress: None)
    assert not services.start("test.count", job_id=job_id, owner=None, arguments={})
    assert DBTaskResult.objects.count() == 1


def test_an_unknown_kind_is_not_queued() -> None:
    with pytest.raises(KeyError):
        services.start("test.nobody_registered_this", job_id=uuid4(), owner=None, arguments={})
    assert not Job.objects.exists()


def test_the_count_of_a_running_job_is_in_its_file_and_goes_with_it() -> None:
    seen: list[progress.Count] = []

    def look(arguments: Mapping[str, Any], steps: Progress) -> None:
        steps.step(3, 9)
        seen.append(progress.read_count(path))

    job_id = queued(look)
    path = progress.progress_path(Path(settings.HOME), job_id)
    services.run(job_id)
    assert [(count.done, count.total) for count in seen] == [(3, 9)]
    assert not path.exists()


def test_a_foreseen_failure_keeps_its_code_and_whole_numbers_only() -> None:
    def fail(arguments: Mapping[str, Any], steps: Progress) -> None:
        raise kinds.JobFailed("job_interrupted", row=455)

    job_id = queued(fail)
    assert services.run(job_id) is JobState.FAILED
    job = Job.objects.get(id=job_id)
    assert (job.message, job.message_values) == ("job_interrupted", {"row": 455})


def test_what_an_unforeseen_error_says_is_kept_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    def fail(arguments: Mapping[str, Any], steps: Progress) -> None:
        raise ValueError("白福仓 620199193607155550")

    with caplog.at_level(logging.DEBUG):
        job_id = queued(fail)
        services.run_job.call(str(job_id))
    job = Job.objects.get(id=job_id)
    assert job.message == "job_failed"
    assert "ValueError at" in caplog.text
    everything = caplog.text + str([*Job.objects.values(), *DBTaskResult.objects.values()])
    assert "白福仓" not in everything
    assert "620199" not in everything


@pytest.mark.parametrize(("resumable", "then"), [(True, JobState.QUEUED), (False, JobState.INTERRUPTED)])
def test_a_worker_that_is_told_to_end_lets_go(resumable: bool, then: JobState) -> None:
    def count(arguments: Mapping[str, Any], steps: Progress) -> None:
        steps.step(1, 2)
        progress.stop_jobs()
        steps.step(2, 2)

    job_id = queued(count, resumable=resumable)
    assert services.run(job_id) is then
    assert Job.objects.get(id=job_id).state == then
    assert DBTaskResult.objects.filter(status="READY").count() == (2 if resumable else 1)


@pytest.mark.parametrize(("resumable", "then"), [(True, "queued"), (False, "interrupted")])
def test_the_next_worker_takes_up_what_a_killed_one_left(resumable: bool, then: str) -> None:
    job_id = queued(lambda arguments, progress: None, resumable=resumable)
    Job.objects.filter(id=job_id).update(state="running", attempts=1)
    DBTaskResult.objects.update(status="RUNNING")
    assert services.take_up_stale_jobs() == 1
    assert Job.objects.get(id=job_id).state == then
    assert DBTaskResult.objects.count() == (1 if resumable else 0)


def test_a_job_that_ended_several_workers_does_not_try_for_ever() -> None:
    job_id = queued(lambda arguments, progress: None, resumable=True)
    Job.objects.filter(id=job_id).update(state="running", attempts=MAXIMUM_ATTEMPTS)
    services.take_up_stale_jobs()
    job = Job.objects.get(id=job_id)
    assert (job.state, job.message) == ("interrupted", "job_interrupted")


def test_a_job_whose_queue_entry_was_lost_is_queued_again_once() -> None:
    queued(lambda arguments, progress: None)
    DBTaskResult.objects.update(status="RUNNING")
    services.take_up_stale_jobs()
    services.take_up_stale_jobs()
    assert DBTaskResult.objects.filter(status="READY").count() == 1


def test_a_failed_job_can_go_on_and_a_done_one_cannot() -> None:
    def fail(arguments: Mapping[str, Any], steps: Progress) -> None:
        raise kinds.JobFailed("job_failed")

    job_id = queued(fail)
    services.run(job_id)
    assert services.go_on(job_id)
    assert Job.objects.get(id=job_id).message == ""
    kinds.register("test.count", lambda arguments, progress: None, label=COUNTED, unit=ROWS)
    assert services.run(job_id) is JobState.DONE
    assert not services.go_on(job_id)


def test_a_kind_that_is_gone_says_so() -> None:
    job_id = queued(lambda arguments, progress: None)
    del kinds._installed.kinds["test.count"]
    assert services.run(job_id) is JobState.FAILED
    assert Job.objects.get(id=job_id).message == "job_kind_unknown"


def test_every_message_of_this_module_is_worded() -> None:
    for code in ("job_failed", "job_interrupted", "job_kind_unknown"):
        assert kinds.word(Problem(code)).sentence().en
