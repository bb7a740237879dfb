"""Pages as of a day: they say so, lead back to today, and every way from them keeps the day."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.stage import COUNTY, HERE, PREFECTURE, TODAY, TOWNSHIP, done, fresh, registered
from web.registry.visits import SHEET, browser, links, said, seen
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome

pytestmark = pytest.mark.django_db

DAY = "2018-01-18"
KEPT = r"^/(places/|figure/|households/)"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    income = StatedIncome(year=2017, source="出租", amount="2400")
    village = {"village_code": HERE, "origin": "villages", "stated_on": date(2018, 1, 10)}
    done(RecordVillage(id=fresh(), incomes=(income,), longitude=103_965_700, latitude=36_369_000, **village))
    home = registered()
    days = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
    line = StatedLine(id=fresh(), kind="wage", amount="6000", project="务工", **days)
    done(RecordLedger(id=fresh(), household_id=home, lines=(line,), complete=True), "county", days=-3)
    return home


def pages(home: UUID) -> list[str]:
    return [
        *(f"/places/{code}" for code in (PREFECTURE, COUNTY, TOWNSHIP, HERE)),
        f"/figure/villages?place={COUNTY}",
        f"/figure/households?place={COUNTY}",
        f"/figure/households?place={HERE}",
        f"/figure/collective-income?village={HERE}&year=2017",
        f"/households/{home}",
        f"/households/{home}/stated",
        f"/figure/ledger?household={home}&year=2017&basis=calendar",
    ]


def with_day(path: str, day: str = DAY) -> str:
    return f"{path}{'&' if '?' in path else '?'}on={day}"


def test_each_page_says_its_day_and_every_way_from_it_keeps_the_day(home: UUID) -> None:
    client = browser("prefecture")
    for path in pages(home):
        html = seen(client, with_day(path))
        assert "这是 2018年1月18日的情况" in said(html), path
        assert [href for href in links(html, KEPT) if "on=" not in href] == [path], path
        (back,) = [href for href in links(html, KEPT) if "on=" not in href]
        assert back == path, "only the way back to today names no day"
        assert "可以办的事" not in html
        assert 'type="date"' in html


def test_pages_of_today_offer_a_day_and_ask_none(home: UUID) -> None:
    client = browser("prefecture")
    for path in pages(home):
        html = seen(client, path)
        assert "看哪一天的情况" in html
        assert "的情况，按那一天有效的记录" not in html
        assert not [href for href in links(html, KEPT) if "on=" in href], path
        assert seen(client, with_day(path, str(TODAY))).count("按那一天有效的记录") == 0, "today is today"


def test_a_side_sheet_keeps_the_day(home: UUID) -> None:
    html = seen(browser("prefecture"), with_day(f"/figure/households?place={HERE}"), **SHEET)
    assert links(html, r"^/households/") == [f"/households/{home}?on={DAY}"]


def test_a_day_that_cannot_be_answered_has_its_number_on_every_page(home: UUID) -> None:
    client = browser("prefecture")
    wrong = {str(TODAY + timedelta(days=1)): "4900", "2001-01-01": "4901", "2018-02-30": "4902", "<b>": "4902"}
    for path in pages(home):
        for day, number in wrong.items():
            html = seen(client, with_day(path, day), status=400)
            assert f"编号 {number}" in said(html), (path, day)
            assert path in links(html, KEPT)
            assert "<b>" not in html


def test_outside_a_day_tells_nothing(home: UUID) -> None:
    client = browser("neighbour")
    for path in (f"/places/{HERE}", f"/figure/households?place={HERE}", f"/households/{home}"):
        for day in (DAY, "2001-01-01"):
            assert client.get(with_day(path, day)).status_code == 404
    absent = client.get(with_day("/places/620122999999", "2001-01-01"))
    assert absent.status_code == 404
