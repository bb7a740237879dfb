"""Lists of people's homes and of villages stay in the order of codes, whatever was done in them; nobody is counted."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import added, established, organisations
from support.stage import HERE, THERE, TODAY, TOWNSHIP, account, done, fresh, registered
from web.registry.visits import browser, links, said, seen
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.groups.commands.visits import RecordVisit

CODES = ("880900000031", "880900000032", "880900000033")


@pytest.fixture
def group(db: None, settings: Any, tmp_path: Path) -> UUID:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()
    return established()


@pytest.fixture
def homes(group: UUID) -> tuple[UUID, ...]:
    """Return three households, registered against the order of their codes, the last one visited most."""
    found = {code: registered(code=code) for code in reversed(CODES)}
    for number, code in enumerate(CODES):
        for days in range(number * 2):
            visited(group, found[code], "member" if days else "leader", days)
    return tuple(found[code] for code in CODES)


def visited(group: UUID, home: UUID, by: str, days: int) -> None:
    """Record a visit some days ago."""
    at = stage.NOW - timedelta(days=days)
    told = {"group_id": group, "household_id": home, "visit_id": fresh(), "found": "家里都好"}
    done(RecordVisit(id=fresh(), observed_at=at, **told), by)


def test_households_to_visit_stand_in_code_order_however_often_they_were_visited(
    group: UUID, homes: tuple[UUID, ...]
) -> None:
    html = seen(browser("leader"), f"/groups/{group}/visits")
    assert links(html, "/visit$") == [f"/households/{home}/visit" for home in homes]
    assert re.findall(r"<small>(\d{12})</small>", html) == list(CODES)


def test_no_page_says_who_visited_how_often(group: UUID, homes: tuple[UUID, ...]) -> None:
    pages = (f"/groups/{group}/visits", f"/groups/{group}", f"/households/{homes[2]}", f"/places/{HERE}/groups", "/")
    for path in pages:
        for login in ("leader", "township"):
            text = said(seen(browser(login), path))
            assert not re.search(r"(走访|罗秋霞|曹文远)[^。；·]{0,6}\d+ ?次", text), (path, login)
            assert not re.search(r"\d+ ?次(走访|入户)", text), (path, login)


def test_who_was_there_is_told_with_each_visit_and_not_ordered_by_it(group: UUID, homes: tuple[UUID, ...]) -> None:
    html = seen(browser("leader"), f"/groups/{group}/visits").split('id="lately"')[1]
    days = re.findall(r'<time datetime="([^"]+)"', html)
    assert len(days) == 6
    assert days == sorted(days, reverse=True)


def test_households_that_are_helped_stand_in_code_order_however_many_help(homes: tuple[UUID, ...]) -> None:
    for number, home in enumerate(homes):
        for login in ("leader", "member", "township")[: number + 1]:
            of = {"household_id": home, "helper_id": fresh(), "account_id": account(login), "valid_from": TODAY}
            done(AssignHelper(id=fresh(), **of), "leader")
    html = seen(browser("township"), f"/places/{HERE}/help?show=helped")
    assert re.findall(r'class="muted code">(\d{12})<', html) == list(CODES)


def test_villages_stand_in_code_order_however_many_their_groups_have(group: UUID) -> None:
    other = established(THERE, name="川口村脱贫攻坚特别党小组")
    for login in ("leader", "member", "attendee"):
        added(other, account(login), "resident_team")
    html = seen(browser("township"), f"/places/{TOWNSHIP}/groups")
    table = html.split("<tbody>")[-1]
    assert links(table, "^/groups/[0-9a-f-]+$") == [f"/groups/{group}", f"/groups/{other}"]
