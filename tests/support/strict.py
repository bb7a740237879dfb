"""A missing tool is named and skipped on a developer's machine, and is a failure where ``XIUHUA_STRICT=1``."""

import os
from typing import NoReturn

import pytest


def strict() -> bool:
    """Say whether a test that cannot run is a failure."""
    return os.environ.get("XIUHUA_STRICT") == "1"


def unavailable(what: str) -> NoReturn:
    """Skip the test and name what is missing; fail where the run is strict."""
    if strict():
        pytest.fail(f"not available: {what}", pytrace=False)
    pytest.skip(f"not available: {what}")
