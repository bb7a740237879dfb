"""The page that says what one may see and do, and why: what it is asked about is found by module."""

import re
from pathlib import Path
from typing import Any

import pytest

from support import stage
from web.registry.visits import browser, seen
from xiuhua.site.why.rows import rows, rows_by_module


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


def test_what_is_asked_about_is_listed_by_module_and_nothing_is_left_out() -> None:
    listed = [each.code for group in rows_by_module() for each in group.rows]
    assert sorted(listed) == sorted(each.code for each in rows())
    html = seen(browser("leader"), "/why?row=needs.match")
    assert html.count("<optgroup") == len(rows_by_module())
    assert re.findall(r'<option value="([^"]+)"', html) == listed
    assert re.findall(r'<option value="([^"]+)" selected', html) == ["needs.match"]
