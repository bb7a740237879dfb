"""The cast on its stage, loaded once for a run, and the API as its members ask it.

The root conftest names this before Django is set up, so nothing of Django is imported here.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest

from support.databases import EmptyDatabase

Ask = Callable[..., Any]
"""``ask(login, method, path, body=None, **headers)``: what the API answers to the program of somebody."""


@pytest.fixture(scope="session")
def staged(
    django_db_setup: None,
    django_db_blocker: Any,
    database_engine: str,
    empty_database: EmptyDatabase,
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[str, Any]:
    """Return the ``DATABASE_URL`` of a database in which the cast stands, loaded once for a run, and the cast."""
    support, copies = import_module("support.cast"), import_module("support.copies")
    with django_db_blocker.unblock(), _as_then(support):
        url = copies.Copies(database_engine, tmp_path_factory.mktemp("stage"), empty_database).migrated()
        with copies.opened("default", url):
            loaded = support.Cast()
            loaded.load()
    return url, loaded


@pytest.fixture(scope="module")
def cast(staged: tuple[str, Any], django_db_blocker: Any) -> Iterator[Any]:
    """Return the cast in its database, for tests marked ``django_db``; after the file it is as before."""
    support, copies = import_module("support.cast"), import_module("support.copies")
    transaction = import_module("django.db").transaction
    url, loaded = staged
    with (
        django_db_blocker.unblock(),
        copies.opened("default", url),
        _as_then(support),
        transaction.atomic(),
    ):
        yield deepcopy(loaded)
        transaction.set_rollback(True)


def _as_then(support: Any) -> AbstractContextManager[None]:
    """Return settings under which it is the day of the cast and a password costs nothing."""
    hashers = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings: AbstractContextManager[None] = import_module("django.test").override_settings(
        STANDING_TIME=support.NOW, PASSWORD_HASHERS=hashers
    )
    return settings


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
