"""The office of the data tests, here in front of pages.

A conftest that is named on the command line is read before Django is set up, so nothing of it is imported here.
"""

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _office(settings: Any, db: None) -> None:
    """Open the office and let the cast in."""
    office = import_module("data.exchange.office")
    office.open_office(settings)
    office.hire()
