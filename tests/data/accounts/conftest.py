"""The cast in the database, and the commands of this module installed where nobody has done so.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from importlib import import_module

import pytest


@pytest.fixture(autouse=True, scope="session")
def _commands_are_installed() -> None:
    import_module("data.accounts.cast").install_where_missing()


@pytest.fixture
def people(db: None) -> None:
    """Load the cast."""
    import_module("data.accounts.cast").load()
