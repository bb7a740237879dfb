"""The cast on its stage, loaded once for a whole file of tests, and the API as its members ask it.

The root conftest names this before Django is set up, so nothing of Django is imported here.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest

Ask = Callable[..., Any]
"""``ask(login, method, path, body=None, **headers)``: what the API answers to the program of somebody."""


@pytest.fixture(scope="module")
def cast(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """Return the cast in the test database, for tests marked ``django_db``; at the end all of it is taken back."""
    stage = import_module("support.cast")
    override_settings = import_module("django.test").override_settings
    transaction = import_module("django.db").transaction
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    with (
        django_db_blocker.unblock(),
        override_settings(STANDING_TIME=stage.NOW, PASSWORD_HASHERS=hashers),
        transaction.atomic(),
    ):
        loaded = stage.Cast()
        loaded.load()
        yield loaded
        transaction.set_rollback(True)


@pytest.fixture
def ask(cast: Any) -> Ask:
    """Return the function that asks the API as the program of a member of the cast, or of nobody."""
    client, json = import_module("django.test").Client(), import_module("json")

    def asked(login: str | None, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if login is not None:
            sent.setdefault("Authorization", f"Bearer {cast.tokens[login]}")
        kind = sent.pop("content-type", "application/json")
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        more = {} if body is None else {"data": data, "content_type": kind}
        return client.generic(method, f"/api/v1{path}", headers=sent, **more)

    return asked
