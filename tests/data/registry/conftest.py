"""The stage in the database; after every scenario the journal is whole and the rows are what it says.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def stage(db: None, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any) -> Iterator[None]:
    """Load the stage, keep the signed heads in a folder of this test, and verify rows and chains at the end."""
    settings.HOME = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        import_module("support.stage").load()
        yield
    verification = import_module("xiuhua.platform.journal.verification")
    assert verification.verify(rows=True).findings == ()
