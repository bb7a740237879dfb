"""The page's own numbers on the screen: 730 villages in three classes, each opening to its rows."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from support import stage
from support.stage import COUNTY, PREFECTURE, TODAY
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring

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


def test_the_counts_of_the_page_each_open_to_their_rows(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """730 villages in three classes for the prefecture, 71 for the county, and the village with 2,400 yuan."""
    import_sheet(shared_data / "sheets" / "villages.xlsx")
    monkeypatch.setattr(stage, "PLACES", ((PREFECTURE, "兰州市"),))
    stage.load()
    officer = browser("prefecture")
    html = seen(officer, f"/places/{PREFECTURE}")
    text = said(html)
    assert "兰州市：730 个村，近五成没有集体收入" in text
    for words in ("341 46.7%", "284 38.9%", "105 14.4%"):
        assert words in text
    figures = links(html, FIGURE + f"place={PREFECTURE}&class=(none|below_50000|at_least_50000|all)&")
    rows = {re.search("class=([^&]+)", path)[1]: villages_on(officer, path) for path in figures}
    assert {name: len(found) for name, found in rows.items()} == {
        "none": 341,
        "below_50000": 284,
        "at_least_50000": 105,
        "all": 730,
    }
    assert sorted(rows["none"] + rows["below_50000"] + rows["at_least_50000"]) == rows["all"]
    county = browser("county")
    assert "皋兰县：71 个村" in said(seen(county, f"/places/{COUNTY}"))
    (village,) = [code for code, name in villages_in(LOCAL_OPERATOR, COUNTY).items() if name == "燕儿坪村"]
    page = said(seen(county, f"/places/{village}"))
    assert "燕儿坪村 薄弱村（5万元以下）" in page
    assert "集体收入（2017） 2,400 元" in page


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
