"""Signing in and out: who gets in, what is locked, how long a session lives, which language speaks."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from data.accounts.cast import NOW, TODAY, As, account_id, actor, fresh, post_id
from xiuhua.platform.accounts import lent
from xiuhua.platform.accounts.commands import DeactivatePerson, EndPost, ReopenPerson
from xiuhua.platform.accounts.models import Account, Failure
from xiuhua.platform.accounts.passwords import set_password
from xiuhua.platform.journal.models import Entry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("people")]

PASSWORD = "seven grey herons"
SignIn = Callable[[str], Client]


def enter(client: Client, login: str = "leader", password: str = PASSWORD, **more: str) -> Any:
    return client.post("/sign-in", {"login": login, "password": password, **more})


def test_the_right_password_leads_to_the_page_that_was_asked_for() -> None:
    client = Client()
    asked = client.get("/account?x=1")
    assert (asked.status_code, asked["Location"]) == (302, "/sign-in?next=%2Faccount%3Fx%3D1")
    page = client.get(asked["Location"])
    assert 'name="next" value="/account?x=1"' in page.content.decode()
    answer = enter(client, next="/account?x=1")
    assert (answer.status_code, answer["Location"]) == (302, "/account?x=1")
    assert client.get("/").content.decode() == "曹文远 zh-hans"


def test_nobody_is_led_off_the_site() -> None:
    for address in ("https://elsewhere.example/", "//elsewhere.example/", "javascript:alert(1)"):
        assert enter(Client(), next=address)["Location"] == "/"


def test_a_null_character_is_refused_before_a_database_sees_it(signed_in_as: SignIn) -> None:
    assert enter(Client(), "lead\0er").status_code == 400
    assert Client().get("/sign-in", {"next": "/\0"}).status_code == 400
    browser = signed_in_as("admin")
    assert browser.get("/people", {"after": "\0"}).status_code == 400
    assert browser.get("/people\0").status_code == 404


def test_a_file_sent_where_none_is_asked_for_never_touches_the_disk(settings: Any, tmp_path: Path) -> None:
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "absent")
    large = SimpleUploadedFile("名册.xlsx", bytes(settings.FILE_UPLOAD_MAX_MEMORY_SIZE + 1))
    answer = Client().post("/sign-in", {"login": "leader", "password": PASSWORD, "file": large})
    assert answer.status_code == 302


def test_the_login_is_read_as_people_type_it() -> None:
    assert enter(Client(), "  ＬＥＡＤＥＲ ").status_code == 302


@pytest.mark.parametrize(
    ("login", "password"),
    [("leader", "wrong"), ("nobody", PASSWORD), ("", ""), ("leader", ""), ("x" * 300, PASSWORD)],
)
def test_a_wrong_login_or_password_gets_the_same_answer(login: str, password: str) -> None:
    answer = enter(Client(), login, password)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "登录名或密码不对" in text
    assert PASSWORD not in text


def test_a_closed_account_and_one_without_a_password_stay_outside() -> None:
    As("admin").do(DeactivatePerson(id=fresh(), account_id=account_id("leader")))
    Account.objects.filter(login="attendee").update(password="!")
    for login in ("leader", "attendee"):
        assert "登录名或密码不对" in enter(Client(), login).content.decode()


def test_closing_an_account_ends_its_open_session(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    As("admin").do(DeactivatePerson(id=fresh(), account_id=account_id("leader")))
    assert client.get("/")["Location"] == "/sign-in?next=%2F"


def test_a_session_that_ended_with_its_account_does_not_come_back_with_it(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    As("admin").do(DeactivatePerson(id=fresh(), account_id=account_id("leader")))
    As("admin").do(ReopenPerson(id=fresh(), account_id=account_id("leader")))
    assert client.get("/account").status_code == 302
    assert enter(client).status_code == 302
    assert client.get("/account").status_code == 200


def test_after_five_failures_the_login_is_locked_and_says_for_how_long() -> None:
    client = Client()
    for _ in range(4):
        assert enter(client, password="wrong").status_code == 200
    locked = enter(client, password="wrong")
    assert locked.status_code == 429
    assert "连续 5 次没有填对" in locked.content.decode()
    assert "请在 15 分钟后再试" in locked.content.decode()
    right = enter(client)
    assert right.status_code == 429
    assert enter(client, "attendee").status_code == 302


def test_the_lock_opens_by_itself(settings: Any) -> None:
    client = Client()
    for _ in range(5):
        enter(client, password="wrong")
    settings.STANDING_TIME = NOW + timedelta(minutes=10)
    later = enter(client)
    assert later.status_code == 429
    assert "请在 5 分钟后再试" in later.content.decode()
    settings.STANDING_TIME = NOW + timedelta(minutes=15)
    assert enter(client).status_code == 302


def test_failures_from_many_addresses_lock_the_login_everywhere() -> None:
    for each in range(19):
        assert enter(Client(REMOTE_ADDR=f"10.0.0.{each}"), password="wrong").status_code == 200
    last = enter(Client(REMOTE_ADDR="10.0.0.19"), password="wrong")
    assert last.status_code == 429
    assert "连续 20 次没有填对" in last.content.decode()
    assert enter(Client(REMOTE_ADDR="10.0.0.99")).status_code == 429
    assert enter(Client(REMOTE_ADDR="10.0.0.99"), "attendee").status_code == 302


def test_an_address_that_failed_locks_nobody_out_elsewhere() -> None:
    for _ in range(5):
        enter(Client(REMOTE_ADDR="10.0.0.1"), password="wrong")
    assert enter(Client(REMOTE_ADDR="10.0.0.1")).status_code == 429
    assert enter(Client(REMOTE_ADDR="10.0.0.2")).status_code == 302


def test_what_was_typed_as_a_login_is_kept_nowhere() -> None:
    typed = "somebody-s-name-or-password"
    enter(Client(REMOTE_ADDR="10.9.8.7"), typed, "wrong")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = repr(cursor.fetchall())
            assert typed not in kept, table
            assert "10.9.8.7" not in kept, table
    assert Failure.objects.count() == 1
    later = lent.machine_time() + timedelta(minutes=16)
    Failure.objects.update(at=later - timedelta(minutes=32))
    enter(Client(), "another", "wrong")
    assert Failure.objects.count() == 1, "what is too old to count is removed"


def test_a_reset_password_opens_the_lock() -> None:
    for _ in range(5):
        enter(Client(), password="wrong")
    assert enter(Client()).status_code == 429
    secret = "four quiet otters"
    problems = set_password(
        account_id("leader"), secret, command_id=fresh(), actor=actor("admin"), received_at=NOW, temporary=True
    )
    assert problems == ()
    assert enter(Client(), password=secret).status_code == 302


def test_a_success_forgets_the_failures_before_it() -> None:
    for _ in range(4):
        enter(Client(), password="wrong")
    assert enter(Client()).status_code == 302
    for _ in range(4):
        assert enter(Client(), password="wrong").status_code == 200


def test_signing_out_needs_a_post_and_ends_the_session(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    assert client.get("/sign-out").status_code == 405
    assert client.get("/").status_code == 200
    assert client.post("/sign-out")["Location"] == "/sign-in"
    assert client.get("/").status_code == 302
    assert client.post("/sign-out").status_code == 302


def test_whoever_is_in_is_not_asked_again(signed_in_as: SignIn) -> None:
    assert signed_in_as("leader").get("/sign-in")["Location"] == "/"


@pytest.mark.parametrize(("minutes", "in_"), [(29, True), (30, False)])
def test_an_idle_session_ends_after_half_an_hour(signed_in_as: SignIn, settings: Any, minutes: int, in_: bool) -> None:
    client = signed_in_as("leader")
    settings.STANDING_TIME = NOW + timedelta(minutes=minutes)
    assert (client.get("/").status_code == 200) is in_


def test_a_session_in_use_ends_after_eight_hours_and_says_why(signed_in_as: SignIn, settings: Any) -> None:
    client = signed_in_as("leader")
    for quarter in range(1, 32):
        settings.STANDING_TIME = NOW + timedelta(minutes=15 * quarter)
        assert client.get("/").status_code == 200
    settings.STANDING_TIME = NOW + timedelta(hours=8)
    ended = client.get("/")
    assert ended["Location"] == "/sign-in?next=%2F"
    assert "登录满 8 小时" in client.get(ended["Location"]).content.decode()


def test_a_session_is_not_written_on_every_page(signed_in_as: SignIn, django_assert_num_queries: Any) -> None:
    client = signed_in_as("leader")
    with django_assert_num_queries(3):
        client.get("/")


def test_signed_in_pages_are_stored_nowhere(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    for address in ("/", "/account", "/people"):
        assert client.get(address)["Cache-Control"] == "no-store"


def test_without_a_post_there_is_only_the_own_account() -> None:
    As("county").do(EndPost(id=fresh(), post_id=post_id("leader"), account_id=account_id("leader"), valid_to=TODAY))
    client = Client()
    answer = enter(client)
    assert answer["Location"] == "/account"
    assert "您现在没有在任的岗位" in client.get("/account").content.decode()
    assert client.get("/people").status_code == 404


def test_forbidden_and_absent_answer_alike(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    forbidden, absent = client.get("/posts-only"), client.get("/no-such-page")
    assert forbidden.status_code == absent.status_code == 404
    assert forbidden.content == absent.content
    assert signed_in_as("county").get("/posts-only").status_code == 200


def test_a_part_loaded_by_htmx_leads_the_whole_page_to_sign_in() -> None:
    answer = Client().get(
        "/people", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/people?after=1"}
    )
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/sign-in?next=%2Fpeople%3Fafter%3D1"


def test_chinese_is_the_default_whatever_the_browser_asks_for() -> None:
    client = Client(headers={"Accept-Language": "en-US,en"})
    assert client.get("/open").content.decode() == "False zh-hans"
    assert client.get("/open")["Content-Language"] == "zh-hans"


def test_a_stranger_chooses_a_language_by_cookie() -> None:
    client = Client()
    assert client.get("/language").status_code == 405
    answer = client.post("/language", {"language": "en", "next": "/open"})
    assert answer["Location"] == "/open"
    assert client.get("/open").content.decode() == "False en"
    client.post("/language", {"language": "xx", "next": "/open"})
    assert client.get("/open").content.decode() == "False en"


def test_the_language_of_an_account_is_kept_and_journalled(signed_in_as: SignIn) -> None:
    client = signed_in_as("leader")
    client.post("/language", {"language": "en"})
    assert client.get("/").content.decode() == "曹文远 en"
    assert Account.objects.get(login="leader").language == "en"
    entries = Entry.objects.filter(code="accounts.set_language")
    assert [(entry.actor, entry.door) for entry in entries] == [(account_id("leader"), "web")]
    client.post("/language", {"language": "en"})
    assert entries.count() == 1
    assert signed_in_as("leader").get("/").content.decode() == "曹文远 en"


def test_a_form_from_elsewhere_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post("/sign-in", {"login": "leader", "password": PASSWORD}).status_code == 403
