"""The cast on its stage, for the tests of who may see and do what: one load for a whole file of tests.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest


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


@pytest.fixture(scope="module")
def door(cast: Any) -> Any:
    """Return the door through which members of the cast ask for pages."""
    return import_module("support.door").Door(cast)
