"""The stage on which two meet, loaded once for a file of tests, which names in ``STANDING`` what stands there."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="module")
def meet(
    request: pytest.FixtureRequest,
    database_engine: str,
    empty_database: Any,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[Any]:
    """Load the stage, and return it as ``support.at_once.AtOnce``."""
    folder, standing = tmp_path_factory.mktemp("stage"), request.module.STANDING
    at_once = import_module("support.at_once").at_once
    with at_once(database_engine, empty_database, folder, django_db_blocker.unblock(), standing) as loaded:
        yield loaded
