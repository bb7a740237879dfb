"""The stage on which two meet, loaded once for a file of tests, which names in ``STANDING`` what stands there."""

from collections.abc import Iterator
from typing import Any

import pytest

from support.at_once import AtOnce, at_once


@pytest.fixture(scope="module")
def meet(
    request: pytest.FixtureRequest,
    database_engine: str,
    empty_database: Any,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_setup: None,
    django_db_blocker: Any,
) -> Iterator[AtOnce]:
    """Load the stage."""
    folder, standing = tmp_path_factory.mktemp("stage"), request.module.STANDING
    with at_once(database_engine, empty_database, folder, django_db_blocker.unblock(), standing) as loaded:
        yield loaded
