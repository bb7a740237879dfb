"""Results of comparisons and yearly snapshots as sheets: from their pages, for a purpose, into the journal."""

from pathlib import Path
from typing import Any

import pytest

from data.registry.test_comparisons import ALLOWANCE, DISABILITY, WHERE, agreed, book, identity, poor
from support import stage
from support.exports import table
from support.stage import COUNTY, HERE, TODAY, TOWNSHIP, done, fresh, registered
from web.registry.test_comparisons import brought
from web.registry.test_exports import body, sent
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.exchange.models import Export
from xiuhua.registry.commands.snapshots import TakeSnapshot


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def asks(django_assert_num_queries: Any) -> Any:
    """Return what holds how many queries a page costs, whatever the sheet holds."""
    return django_assert_num_queries


def doors(html: str) -> list[str]:
    return links(html, r"^/exports/new")


def test_a_comparison_is_downloaded_for_a_purpose_and_whoever_asks_is_told(asks: Any) -> None:
    home = poor()
    row = {"姓名": "何慧珍", "身份证号": identity(home, "何慧珍"), **WHERE, "低保类别": "特困"}
    township, leader = browser("township"), browser("leader")
    address = brought(township, book(ALLOWANCE, row))
    (door,) = doors(seen(township, address))
    assert f"place={TOWNSHIP}" in door
    with asks(9):
        page = said(seen(township, door))
    assert "导出：比对结果：低保、特困供养名单" in page
    assert "民政 2017-12-31 的名单 · 1 行" in page
    assert "不能再导入" in page
    assert sent(township, door, "").status_code == 200, "a purpose is asked for"
    assert not Export.objects.exists()
    (line, last) = table(body(sent(township, door, "verification")))
    assert line["说的是谁"] == "何慧珍"
    assert "秦德厚 导出" in last["序号"]
    assert Export.objects.get().purpose == "verification"
    (own,) = doors(seen(leader, address))
    assert f"place={HERE}" in own
    assert "比对结果：低保、特困供养名单" in said(seen(leader, f"/households/{home}/part?show=looked"))
    assert browser("auditor").get(door).status_code == 404
    assert leader.get(door).status_code == 404


def test_what_needs_a_consent_goes_out_for_what_was_agreed_to() -> None:
    home = registered()
    agreed(home)
    row = {"姓名": "何慧珍", "残疾人证号": identity(home, "何慧珍") + "43", "村": "燕儿坪村", "残疾类别": "肢体"}
    township = browser("township")
    (door,) = doors(seen(township, brought(township, book(DISABILITY, row))))
    page = seen(township, door)
    assert 'value="help"' in page
    assert 'value="report"' not in page
    assert sent(township, door, "report").get("Content-Disposition") is None
    assert len(table(body(sent(township, door, "help")))) == 2


def test_a_snapshot_is_downloaded(asks: Any) -> None:
    registered()
    wish = TakeSnapshot(id=fresh(), place_code=COUNTY, year=TODAY.year, as_of=TODAY)
    done(wish, "county")
    county = browser("county")
    (door,) = doors(seen(county, f"/snapshots/{wish.id}"))
    with asks(6):
        page = said(seen(county, door))
    assert f"{TODAY.year} 年快照" in page
    *_, sums, _ = table(body(sent(county, door, "report")))
    assert (sums["行政村"], sums["建档立卡户"]) == ("合计", 1)
    (own,) = doors(seen(browser("leader"), f"/snapshots/{wish.id}"))
    assert f"place={HERE}" in own
