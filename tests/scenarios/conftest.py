"""The door through which the cast (``support/on_stage.py``) asks for pages, for a whole file of tests."""

from importlib import import_module
from typing import Any

import pytest


@pytest.fixture(scope="module")
def door(cast: Any) -> Any:
    """Return the door through which members of the cast ask for pages."""
    return import_module("support.door").Door(cast)
