"""Mail through a real server: an address is confirmed by its owner, a mail tells nothing, what fails is tried again."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from support.meetings_stage import Team
from support.post_office import PostOffice, closed, post_office
from support.stage import NOW, TODAY, account, actor, done, fresh
from support.tasks_stage import given
from xiuhua.platform.accounts.commands import DeactivatePerson
from xiuhua.platform.work import mailbox, mailing, notices, services
from xiuhua.platform.work.mail_agenda import mail_failing
from xiuhua.platform.work.mail_queries import mail_state
from xiuhua.platform.work.models import Job, MailBox
from xiuhua.platform.work.rules.mail import CODES_A_DAY, TRIES, Pace

ADDRESS = "luo.qiuxia@gaolan.example"
MORNING = NOW  # nine in the morning at the place


@pytest.fixture
def office(settings: Any) -> Iterator[PostOffice]:
    settings.STANDING_TIME = NOW
    with post_office() as (open_office, server):
        settings.MAIL = server
        yield open_office


@pytest.fixture
def team(stage: None, office: PostOffice) -> Team:
    return Team()


def run() -> list[str]:
    """Run what is queued, as the worker does."""
    waiting = Job.objects.filter(state="queued", kind=mailbox.KIND).order_by("created", "id")
    return [str(services.run(job)) for job in list(waiting.values_list("id", flat=True))]


def code_of(office: PostOffice) -> str:
    found = re.search(r"\b\d{8}\b", office.letters[-1].get_content())
    assert found is not None
    return found[0]


def opened(office: PostOffice, login: str, pace: Pace, address: str = ADDRESS) -> None:
    assert mailbox.name_address(account(login), address, pace, on=TODAY) == ()
    run()
    assert mailbox.confirm(account(login), code_of(office)) == ()
    office.letters.clear()


def at(minutes: int = 0) -> datetime:
    return NOW + timedelta(minutes=minutes)


def test_nothing_is_written_before_the_owner_has_confirmed_the_address(team: Team, office: PostOffice) -> None:
    assert mailbox.name_address(account("member"), ADDRESS, Pace.AT_ONCE, on=TODAY) == ()
    assert run() == ["done"]
    (letter,) = office.letters
    assert letter["To"] == ADDRESS
    assert letter["Auto-Submitted"] == "auto-generated"
    assert "https://xiuhua.gaolan.example/account/mail" in letter.get_content()
    given(team.group, "member")
    assert mailing.due(at()) == 0
    assert [each.code for each in mailbox.confirm(account("member"), "00000000")] == ["mail_code_wrong"]
    assert mailbox.confirm(account("member"), code_of(office)) == ()
    found = mailbox.own_mail(account("member"))
    assert found is not None
    assert (found.address, found.pace) == (ADDRESS, Pace.AT_ONCE)
    assert mailbox.own_mail(account("leader")) is None


def test_the_address_is_sealed_and_stands_in_no_job(team: Team, office: PostOffice) -> None:
    opened(office, "member", Pace.DAILY)
    kept = repr([*MailBox.objects.values_list(), *Job.objects.values_list()])
    assert "luo" not in kept
    assert "gaolan.example" not in kept


def test_a_code_is_tried_a_few_times_and_asked_for_a_few_times(team: Team, office: PostOffice) -> None:
    def named() -> list[str]:
        return [each.code for each in mailbox.name_address(account("member"), ADDRESS, Pace.DAILY, on=TODAY)]

    assert named() == []
    run()
    code = code_of(office)
    for _ in range(TRIES):
        assert [each.code for each in mailbox.confirm(account("member"), "12")] == ["mail_code_wrong"]
    assert [each.code for each in mailbox.confirm(account("member"), code)] == ["mail_code_over"]
    assert [named() for _ in range(CODES_A_DAY)] == [[]] * (CODES_A_DAY - 1) + [["mail_asked_often"]]
    assert mailbox.name_address(account("member"), ADDRESS, Pace.DAILY, on=TODAY + timedelta(days=1)) == ()


def test_a_forgotten_address_leaves_the_count_of_codes_and_one_named_again_gets_its_code(
    team: Team, office: PostOffice
) -> None:
    def named() -> list[str]:
        return [each.code for each in mailbox.name_address(account("member"), ADDRESS, Pace.DAILY, on=TODAY)]

    for count in range(1, CODES_A_DAY + 1):
        assert named() == []
        assert run() == ["done"]
        assert len(office.letters) == count
        mailbox.forget(account("member"))
        assert mailbox.own_mail(account("member")) is None
        assert [each.code for each in mailbox.confirm(account("member"), code_of(office))] == ["mail_code_over"]
    assert named() == ["mail_asked_often"]
    assert {box.address for box in MailBox.objects.all()} == {""}


def test_a_mail_says_only_that_there_is_something(team: Team, office: PostOffice) -> None:
    opened(office, "member", Pace.AT_ONCE)
    given(team.group, "member", what="去何慧珍家看看")
    assert mailing.due(at(5)) == 0  # it happened at the instant up to which the box was told
    MailBox.objects.update(told_up_to=NOW - timedelta(hours=1))
    assert mailing.due(at(5)) == 1
    assert mailing.due(at(5)) == 0  # it waits already
    assert run() == ["done"]
    (letter,) = office.letters
    text = letter.get_content()
    assert "有任务交给您" in text
    assert "https://xiuhua.gaolan.example/" in text
    for word in ("何慧珍", "燕儿坪", "罗秋霞", "曹文远", "2018"):
        assert word not in text + letter["Subject"]
    assert mailing.due(at(6)) == 0
    assert run() == []


def test_the_mail_of_a_day_comes_in_the_morning_once_and_only_if_there_is_something(
    team: Team, office: PostOffice
) -> None:
    opened(office, "member", Pace.DAILY)
    opened(office, "neighbour", Pace.DAILY, "shan@yuzhong.example")
    notices.mark_read(actor("neighbour"), NOW)
    given(team.group, "member", due=TODAY)
    assert mailing.due(NOW - timedelta(hours=4)) == 0
    assert mailing.due(MORNING) == 2
    assert run() == ["done", "done"]
    assert [letter["To"] for letter in office.letters] == [ADDRESS]
    assert mailing.due(MORNING + timedelta(hours=5)) == 0
    assert {box.written_on for box in MailBox.objects.all()} == {TODAY}


def test_what_fails_is_counted_shown_to_the_administrator_and_tried_again(
    team: Team, office: PostOffice, settings: Any
) -> None:
    opened(office, "member", Pace.DAILY)
    given(team.group, "member", due=TODAY)
    server = settings.MAIL
    for count, answer, why in ((1, "451 later", "did not take"), (2, "", "cannot be reached")):
        office.answer = answer
        settings.MAIL = server if answer else closed()
        assert mailing.due(MORNING) == 1
        assert run() == ["failed"]
        assert mailing.due(MORNING) == 0  # it waits for the next try
        (found,) = mail_state(actor("administrator")).failing
        assert (found.name, found.failures) == ("罗秋霞", count)
        assert why in found.why.en
        MailBox.objects.update(next_try=found.failed_at)
    (line,) = mail_failing(actor("administrator"), TODAY)
    assert line.url == "/mail"
    assert "罗秋霞" not in line.outside.zh
    assert mail_failing(actor("county"), TODAY) == []
    assert mail_state(actor("neighbour")).failing == ()
    settings.MAIL, office.answer = server, ""
    assert mailing.due(MORNING) == 1
    assert run() == ["done"]
    assert len(office.letters) == 1
    assert mail_failing(actor("administrator"), TODAY) == []


def test_an_address_that_the_server_does_not_take_is_told_apart(team: Team, office: PostOffice) -> None:
    office.refuse = "550 no such mailbox luo.qiuxia"
    assert mailbox.name_address(account("member"), ADDRESS, Pace.DAILY, on=TODAY) == ()
    assert run() == ["failed"]
    (found,) = mail_state(actor("administrator")).failing
    assert found.why.en == "the mail server does not take the address"
    assert Job.objects.get().message == "mail_not_sent"


def test_whoever_stops_it_or_leaves_gets_no_mail_not_even_one_that_waits(team: Team, office: PostOffice) -> None:
    opened(office, "member", Pace.DAILY)
    opened(office, "leader", Pace.DAILY, "cao@gaolan.example")
    opened(office, "county", Pace.OFF, "he@gaolan.example")
    for login in ("member", "leader"):
        given(team.group, login, due=TODAY)
    assert mailing.due(MORNING) == 2
    mailbox.forget(account("member"))
    done(DeactivatePerson(id=fresh(), account_id=account("leader"), reason="调走"), "administrator")
    assert run() == ["done", "done"]
    assert office.letters == []
    assert mailing.due(MORNING + timedelta(days=1)) == 0


def test_without_a_server_nothing_is_kept_and_no_round_waits(team: Team, settings: Any) -> None:
    settings.MAIL = None
    problems = mailbox.name_address(account("member"), ADDRESS, Pace.DAILY, on=TODAY)
    assert [each.code for each in problems] == ["mail_not_set_up"]
    assert not MailBox.objects.exists()
    mailing.keep_round()
    assert not mailing.rounds().exists()


def test_one_round_waits_and_queues_the_next(team: Team, office: PostOffice) -> None:
    mailing.keep_round()
    mailing.keep_round()
    assert mailing.rounds().count() == 1
    mailing.mail_round.call()
    assert mailing.rounds().count() == 1


def test_when_nothing_happened_a_round_asks_nobody(team: Team, office: PostOffice) -> None:
    for login in ("member", "leader", "county"):
        opened(office, login, Pace.AT_ONCE)
    MailBox.objects.update(told_up_to=NOW + timedelta(minutes=1))

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert mailing.due(at(9)) == 0
        return len(captured)

    few = cost()
    opened(office, "township", Pace.AT_ONCE)
    MailBox.objects.update(told_up_to=NOW + timedelta(minutes=1))
    assert cost() == few


def test_what_goes_wrong_with_one_box_keeps_no_mail_from_the_others_and_quotes_nobody(
    team: Team, office: PostOffice, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for login in ("member", "leader"):
        opened(office, login, Pace.AT_ONCE, f"{login}@gaolan.example")
    MailBox.objects.update(told_up_to=NOW - timedelta(hours=1))
    first, second = sorted((account("member"), account("leader")))

    def news(box: MailBox, at: datetime) -> bool:
        if box.account_id == first:
            raise ValueError("何慧珍")
        return True

    monkeypatch.setattr(mailing, "_news", news)
    assert mailing.due(at(5)) == 1
    (job,) = Job.objects.filter(state="queued", kind=mailbox.KIND)
    assert job.arguments["account"] == str(second)
    assert str(first) in caplog.text
    assert "何慧珍" not in caplog.text


def test_another_address_gets_the_mail_of_the_next_day(team: Team, office: PostOffice, settings: Any) -> None:
    given(team.group, "member", due=TODAY)
    opened(office, "member", Pace.DAILY)
    assert (mailing.due(MORNING), run()) == (1, ["done"])
    opened(office, "member", Pace.DAILY, "luo@gaolan.example")
    assert mailing.due(MORNING) == 0
    settings.STANDING_TIME = MORNING + timedelta(days=1)
    assert (mailing.due(settings.STANDING_TIME), run()) == (1, ["done"])
    assert [letter["To"] for letter in office.letters] == ["luo@gaolan.example"]


def test_a_mail_whose_worker_was_killed_is_tried_again(team: Team, office: PostOffice) -> None:
    given(team.group, "member", due=TODAY)
    opened(office, "member", Pace.DAILY)
    assert mailing.due(MORNING) == 1
    Job.objects.filter(state="queued").update(state="running", attempts=1)
    services.take_up_stale_jobs()
    assert mailing.due(MORNING) == 0
    (found,) = mail_state(actor("administrator")).failing
    assert "stopped" in found.why.en
    MailBox.objects.update(next_try=found.failed_at)
    assert (mailing.due(MORNING), run()) == (1, ["done"])
    assert len(office.letters) == 1
    assert mail_state(actor("administrator")).failing == ()
