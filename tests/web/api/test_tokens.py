"""Who gets in: a person by a token that works; sessions of the pages, and every other secret, count for nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from support.cast import PASSWORD, Cast, _actor, do, fresh
from xiuhua.platform.accounts.commands import DeactivatePerson, IssueToken, RevokeToken
from xiuhua.platform.accounts.scope import token_digest

pytestmark = pytest.mark.django_db

OPERATIONS = (
    ("POST", "/commands"),
    ("GET", "/places"),
    ("GET", "/places/620122000000"),
    ("GET", "/places/620122000000/children"),
    ("POST", "/search"),
    ("GET", "/households?place=620122000000"),
    ("GET", "/households/01641a6a-4a00-7000-8000-000000000001"),
    ("GET", "/households/01641a6a-4a00-7000-8000-000000000001/members"),
    ("GET", "/imports"),
    ("GET", "/imports/01641a6a-4a00-7000-8000-000000000001"),
    ("GET", "/batches"),
    ("GET", "/entries"),
    ("GET", "/entries/620122/1"),
    ("GET", "/openapi.json"),
    ("GET", "/"),
    ("GET", "/nothing/here"),
    ("DELETE", "/nothing/here"),
)


def issued(cast: Cast, login: str, secret: str, expires: date = date(2018, 9, 1)) -> Any:
    """Issue a token to a member of the cast and return its id."""
    token, account = fresh(), cast.viewers[login].account
    digest = token_digest(secret)
    do([IssueToken(id=fresh(), token_id=token, account_id=account, label_text="x", digest=digest, expires=expires)])
    return token


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_without_a_working_token_every_address_answers_401(ask: Any, method: str, path: str) -> None:
    for header, code in (
        (None, "token_missing"),
        ("Bearer ", "token_missing"),
        ("Basic Y291bnR5OnB3", "token_missing"),
        ("Bearer nobody-has-this", "token_unknown"),
    ):
        more = {} if header is None else {"Authorization": header}
        answer = ask(None, method, path, [] if method == "POST" else None, **more)
        assert (answer.status_code, answer.json()["code"]) == (401, code)
        assert answer.headers["WWW-Authenticate"] == "Bearer"
        assert answer.headers["Content-Type"] == "application/problem+json"


def test_a_session_of_the_pages_counts_for_nothing(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=False)
    assert client.post("/sign-in", {"login": "county", "password": PASSWORD}).status_code == 302
    assert client.get("/api/v1/places").status_code == 401
    assert client.post("/api/v1/commands", "[]", content_type="application/json").status_code == 401


def test_a_token_needs_no_csrf_mark(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    headers = {"Authorization": f"Bearer {cast.tokens['county']}"}
    assert client.post("/api/v1/commands", "[]", content_type="application/json", headers=headers).json() == []


def test_a_token_works_until_the_day_on_which_it_ends(cast: Cast, ask: Any, settings: Any) -> None:
    issued(cast, "county", "short-lived", expires=date(2018, 6, 21))
    bearer = {"Authorization": "Bearer short-lived"}
    assert ask(None, "GET", "/places", **bearer).status_code == 200
    settings.STANDING_TIME = settings.STANDING_TIME.replace(day=21)
    answer = ask(None, "GET", "/places", **bearer)
    assert (answer.status_code, answer.json()["code"]) == (401, "token_expired")


def test_a_revoked_token_and_one_of_a_closed_account_say_so(cast: Cast, ask: Any) -> None:
    token = issued(cast, "department", "revoked-soon")
    bearer = {"Authorization": "Bearer revoked-soon"}
    assert ask(None, "GET", "/places", **bearer).status_code == 200
    do([RevokeToken(id=fresh(), token_id=token, account_id=cast.viewers["department"].account)])
    assert ask(None, "GET", "/places", **bearer).json()["code"] == "token_revoked"
    do([DeactivatePerson(id=fresh(), account_id=cast.viewers["attendee"].account, reason="调走")])
    answer = ask("attendee", "GET", "/places")
    assert (answer.status_code, answer.json()["code"]) == (401, "token_revoked")


def test_what_a_token_does_is_done_through_the_door_of_the_api(cast: Cast, ask: Any) -> None:
    account = cast.viewers["county"].account
    wish = {"code": "accounts.set_language", "id": str(fresh()), "account_id": str(account), "language": "en"}
    assert ask("county", "POST", "/commands", [wish]).json()[0]["outcome"] == "accepted"
    lines = ask("administrator", "GET", "/entries?kind=accounts.set_language").json()["rows"]
    assert [line["door"]["en"] for line in lines if line["command_id"] == wish["id"]] == ["API"]


def test_a_person_without_a_post_in_force_sees_nothing(cast: Cast, ask: Any) -> None:
    for login in ("former", "postless"):
        assert ask(login, "GET", "/places").json() == []
        assert ask(login, "GET", f"/places/{cast.zones['A1'].place_code}").status_code == 404
        assert ask(login, "GET", f"/households/{cast.zones['A1'].household}").status_code == 403
        assert _actor(cast.viewers[login].account).posts == ()
