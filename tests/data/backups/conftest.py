"""A filled installation and a backup of it, made once.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from data.journal.conftest import copies, filled, home

__all__ = ["copies", "filled", "home"]


@pytest.fixture(scope="session")
def source(filled: Any, home: Path, copies: Any, django_db_blocker: Any) -> Iterator[Any]:
    """Return a filled installation with evidence, an upload under review and a job, and its backup."""
    hands = import_module("data.backups.hands")
    settings = import_module("django.conf").settings
    before, settings.HOME = settings.HOME, home
    with django_db_blocker.unblock():
        yield hands.fill(copies.copy(filled[0]), home)
    settings.HOME = before


@pytest.fixture
def unblocked(source: Any, home: Path, settings: Any, django_db_blocker: Any) -> Iterator[Any]:
    """Return the installation, at its own data folder; what another test signed for a copy of it is forgotten."""
    settings.HOME = home
    (home / "heads.jsonl").write_bytes(source.heads)
    with django_db_blocker.unblock():
        yield source
