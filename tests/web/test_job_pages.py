"""The page of a job: its owner sees it, everybody else sees nothing, in both languages."""

from collections.abc import Mapping
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from xiuhua.kernel.text import Text
from xiuhua.platform.work import kinds, queries, services
from xiuhua.platform.work.progress import Progress
from xiuhua.platform.work.rules.states import JobState

pytestmark = pytest.mark.django_db

KIND = "test.page"


@pytest.fixture
def cast(settings: Any) -> Any:
    """Return the cast of the accounts' tests, loaded, in the time in which they hold their posts."""
    people = import_module("data.accounts.cast")
    settings.STANDING_TIME = people.NOW
    people.load()
    return people


@pytest.fixture
def job_id(cast: Any) -> UUID:
    """Return a queued job of the county officer."""
    register(lambda arguments, progress: None)
    identifier: UUID = cast.fresh()
    services.start(KIND, job_id=identifier, owner=cast.account_id("county"), arguments={})
    return identifier


def register(function: kinds.JobFunction) -> None:
    kinds.register(KIND, function, label=Text("核对人口表", "checking the person list"), unit=Text("行", "rows"))


def browser(cast: Any, login: str) -> Client:
    client = Client()
    client.force_login(
        import_module("django.contrib.auth").get_user_model().objects.get(id=cast.account_id(login)),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    session = client.session
    moment = int(cast.NOW.timestamp())
    session.update({"signed_in_at": moment, "seen_at": moment})
    session.save()
    return client


def test_the_owner_sees_a_waiting_job_that_asks_again_by_itself(cast: Any, job_id: UUID) -> None:
    page = browser(cast, "county").get(f"/jobs/{job_id}")
    assert page.status_code == 200
    text = page.content.decode()
    assert "核对人口表" in text
    assert "排队中" in text
    assert f'hx-get="/jobs/{job_id}/progress"' in text


def test_english_is_complete(cast: Any, job_id: UUID) -> None:
    client = browser(cast, "county")
    session = client.session
    session["language"] = "en"
    session.save()
    services.run(job_id)
    text = client.get(f"/jobs/{job_id}").content.decode()
    main = text[text.index("<main") : text.index("</main>")]
    assert "checking the person list" in main
    assert not any("\u4e00" <= letter <= "\u9fff" for letter in main)


@pytest.mark.parametrize("login", ["neighbour", "prefecture", "admin"])
@pytest.mark.parametrize("part", ["", "/progress"])
def test_somebody_elses_job_answers_like_one_that_does_not_exist(
    cast: Any, job_id: UUID, login: str, part: str
) -> None:
    client = browser(cast, login)
    theirs, nobodys = client.get(f"/jobs/{job_id}{part}"), client.get(f"/jobs/{cast.fresh()}{part}")
    assert theirs.status_code == nobodys.status_code == 404
    assert "核对人口表" not in theirs.content.decode()


@pytest.mark.parametrize("verb", ["go-on", "put-aside"])
def test_nobody_else_can_move_it(cast: Any, job_id: UUID, verb: str) -> None:
    assert browser(cast, "neighbour").post(f"/jobs/{job_id}/{verb}").status_code == 404


def test_a_failed_job_says_why_with_its_number_and_can_go_on(cast: Any, job_id: UUID) -> None:
    def fail(arguments: Mapping[str, Any], progress: Progress) -> None:
        progress.step(7, 10)
        raise kinds.JobFailed("job_failed")

    register(fail)
    services.run(job_id)
    client = browser(cast, "county")
    text = client.get(f"/jobs/{job_id}").content.decode()
    assert "这项工作没有做完" in text
    assert "编号 1601" in text
    assert f'action="/jobs/{job_id}/go-on"' in text
    register(lambda arguments, progress: None)
    assert client.post(f"/jobs/{job_id}/go-on").status_code == 302
    assert services.run(job_id) is JobState.DONE


def test_the_progress_part_leads_on_to_the_result(cast: Any, job_id: UUID) -> None:
    kinds.register(
        KIND,
        lambda arguments, progress: kinds.Finished(result=str(job_id)),
        label=Text("核对", "checking"),
        unit=Text("行", "rows"),
        result_route="job",
    )
    services.run(job_id)
    answer = browser(cast, "county").get(f"/jobs/{job_id}/progress", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == f"/jobs/{job_id}"


def test_today_lists_open_and_stopped_jobs_until_they_are_put_aside(cast: Any, job_id: UUID) -> None:
    def fail(arguments: Mapping[str, Any], progress: Progress) -> None:
        raise kinds.JobFailed("job_failed")

    viewer = cast.actor("county")
    assert [job.id for job in queries.my_jobs(viewer)] == [job_id]
    assert queries.my_jobs(cast.actor("neighbour")) == []
    register(fail)
    services.run(job_id)
    (failed,) = queries.my_jobs(viewer)
    assert failed.can_go_on
    assert browser(cast, "county").post(f"/jobs/{job_id}/put-aside").status_code == 302
    assert queries.my_jobs(viewer) == []


def test_a_list_of_jobs_takes_one_query(cast: Any, job_id: UUID, django_assert_num_queries: Any) -> None:
    for _ in range(5):
        services.start(KIND, job_id=cast.fresh(), owner=cast.account_id("county"), arguments={})
    viewer = cast.actor("county")
    with django_assert_num_queries(1):
        assert len(queries.my_jobs(viewer)) == 6
