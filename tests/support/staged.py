"""The stage in the database; after every scenario the journal is whole and the rows are what it says.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

import shutil
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def stage_database(
    database_engine: str, empty_database: Any, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> tuple[str, Path]:
    """Load the stage once for a run, into a database of its own; return its address and its data folder."""
    support, home = import_module("support.copies"), tmp_path_factory.mktemp("stage")
    override_settings = import_module("django.test").override_settings
    with django_db_blocker.unblock(), override_settings(HOME=home):
        url = support.Copies(database_engine, tmp_path_factory.mktemp("stages"), empty_database).migrated()
        with support.opened("default", url):
            import_module("support.stage").load()
    return url, home


@pytest.fixture(scope="module", autouse=True)
def on_stage(stage_database: tuple[str, Path], django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Let the tests of a file work in the database of the stage; what each changes is taken back after it."""
    support = import_module("support.copies")
    with django_db_blocker.unblock(), support.opened("default", stage_database[0]):
        yield


@pytest.fixture(autouse=True)
def stage(
    on_stage: None,
    stage_database: tuple[str, Path],
    db: None,
    settings: Any,
    tmp_path: Path,
    django_capture_on_commit_callbacks: Any,
) -> Iterator[None]:
    """Keep the signed heads in a folder of this test, and verify rows and chains at the end."""
    shutil.copytree(stage_database[1], tmp_path, dirs_exist_ok=True)
    settings.HOME = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        yield
    verification = import_module("xiuhua.platform.journal.verification")
    assert verification.verify(rows=True).findings == ()
