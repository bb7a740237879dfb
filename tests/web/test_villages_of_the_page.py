"""The page's own numbers on the screen: 730 villages in three classes, each opening to its rows."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from support import stage
from support.stage import COUNTY, PREFECTURE, TODAY
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.site.demo import build

pytestmark = pytest.mark.django_db
FIGURE = r"^/figure/villages\?"


@pytest.fixture(autouse=True)
def _at_the_time_of_the_stage(settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path


def import_sheet(path: Path) -> None:
    kind, found = open_sheet(path.read_bytes(), name=path.name)
    run = Run(stage.fresh(), LOCAL_OPERATOR, stage.NOW, TODAY, catalogue.policy(), keyring())
    accept(kind, found, run, whole=False)


@pytest.fixture(params=["the demo", "the shared sheet"])
def sheet(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Return a list of villages with the figures of the page: the demo's own, and one that an office holds."""
    if request.param == "the demo":
        return build(tmp_path / "demo").paths.villages
    folder: Path = request.getfixturevalue("shared_data")
    return folder / "sheets" / "villages.xlsx"


def test_the_counts_of_the_page_each_open_to_their_rows(sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """730 villages in three classes for the prefecture, 71 for the county, and the village with 2,400 yuan."""
    import_sheet(sheet)
    monkeypatch.setattr(stage, "PLACES", ((PREFECTURE, "兰州市"),))
    stage.load()
    officer = browser("prefecture")
    html = seen(officer, f"/places/{PREFECTURE}")
    text = said(html)
    assert "兰州市：730 个村，近五成没有集体收入" in text
    for words in ("341 46.7%", "284 38.9%", "105 14.4%"):
        assert words in text
    rows = opened(officer, PREFECTURE, html)
    assert {name: len(found) for name, found in rows.items()} == {
        "none": 341,
        "below_50000": 284,
        "at_least_50000": 105,
        "all": 730,
    }
    county = browser("county")
    html = seen(county, f"/places/{COUNTY}")
    assert "皋兰县：71 个村" in said(html)
    own = opened(county, COUNTY, html)
    assert len(own["all"]) == 71
    assert own == {name: [code for code in found if code.startswith(COUNTY[:6])] for name, found in rows.items()}
    (village,) = [code for code, name in villages_in(LOCAL_OPERATOR, COUNTY).items() if name == "燕儿坪村"]
    page = said(seen(county, f"/places/{village}"))
    assert "燕儿坪村 薄弱村（5万元以下）" in page
    assert "集体收入（2017） 2,400 元" in page


def test_the_demo_holds_the_counts_of_each_county(shared_data: Path, tmp_path: Path) -> None:
    """By county and class as in the list that an office holds."""
    counts = [
        Counter((row[0], str(row[3])[:6], (row[6] or 0) > 0, (row[6] or 0) >= 50_000) for row in villages(path))
        for path in (build(tmp_path / "demo").paths.villages, shared_data / "sheets" / "villages.xlsx")
    ]
    assert counts[0] == counts[1]
    assert len({county for _, county, *_ in counts[0]}) == 8


def villages(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a list of villages."""
    return load_workbook(path, read_only=True).active.iter_rows(min_row=2, values_only=True)


def opened(client: Client, place: str, html: str) -> dict[str, list[str]]:
    """Return the codes of the villages behind each figure of a place's page: each in one class, all in some."""
    figures = links(html, FIGURE + f"place={place}&class=(none|below_50000|at_least_50000|all)&")
    rows = {re.search("class=([^&]+)", path)[1]: villages_on(client, path) for path in figures}
    assert sorted(rows["none"] + rows["below_50000"] + rows["at_least_50000"]) == rows["all"]
    return rows


def villages_on(client: Client, path: str) -> list[str]:
    """Return the codes of the villages that a figure opens to, on all its pages."""
    codes: list[str] = []
    while path:
        html = seen(client, path)
        table = html[html.index("<tbody>") : html.index("</tbody>")]
        codes += re.findall(r'href="/places/(\d{12})', table)
        following = links(html, FIGURE + ".*after=")
        path = following[0] if following else ""
    return codes
