"""The summary table of a place on its page: figures lead to rows, places to their own tables, sheets go out."""

import re
from pathlib import Path
from typing import Any

import pytest

from support import stage
from support.care_stage import Township, helped_township
from support.stage import COUNTY, FAR, HERE, THERE, TOWNSHIP
from web.registry.visits import browser, said, seen
from xiuhua.care.rules.summary import FIGURE_NAMES, Figures


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def township() -> Township:
    return helped_township()


def cells(html: str) -> list[list[tuple[str, str]]]:
    """Return the rows of the table below its head: for each cell its text and where it leads."""
    body = html.split("<tbody>")[1].split("</tbody>")[0]
    rows = [re.findall(r"<td[^>]*>(.*?)</td>", row, re.S) for row in body.split("<tr>")[1:]]
    door = re.compile(r'href="([^"]*)"')
    return [[(said(cell).strip(), (door.findall(cell) or [""])[0]) for cell in row] for row in rows]


def test_from_the_place_to_the_table_to_the_rows_to_the_household(township: Township) -> None:
    client = browser("township")
    assert f"/places/{TOWNSHIP}/help/summary" in seen(client, f"/places/{TOWNSHIP}/help")
    here, there, sums = cells(seen(client, f"/places/{TOWNSHIP}/help/summary"))
    assert (here[0][0], there[0][0], sums[0][0]) == ("燕儿坪村", "川口村", "合计")
    at = 1 + list(Figures).index(Figures.MEASURES)
    assert (here[at][0], there[at][0], sums[at][0]) == ("4", "0", "4")
    rows = seen(client, here[at][1].replace("&amp;", "&"))
    assert FIGURE_NAMES[Figures.MEASURES].zh in rows
    assert f"/households/{township.full}#help" in rows
    assert str(township.alone) not in rows
    assert there[at][1] == ""


@pytest.mark.parametrize("figure", list(Figures))
def test_every_figure_that_is_not_nought_opens(township: Township, figure: Figures) -> None:
    client = browser("township")
    sums = cells(seen(client, f"/places/{TOWNSHIP}/help/summary?year=2018"))[-1]
    text, door = sums[1 + list(Figures).index(figure)]
    opened = seen(client, door.replace("&amp;", "&"))
    assert text in opened


def test_each_level_leads_to_the_next_and_a_village_is_one_line(township: Township) -> None:
    (line, _) = cells(seen(browser("county"), f"/places/{COUNTY}/help/summary"))
    assert line[0][1].startswith(f"/places/{TOWNSHIP}/help/summary")
    (line,) = cells(seen(browser("leader"), f"/places/{HERE}/help/summary"))
    assert line[0][1] == f"/places/{HERE}/help"


def test_sheets_and_papers_are_one_tap_away_for_those_who_may(township: Township) -> None:
    page = seen(browser("leader"), f"/places/{HERE}/help/summary?year=2017")
    for kind in ("help_summary", "household_ledger", "land_ledger", "visit_ledger", "measure_ledger"):
        assert f"kind={kind}&amp;place={HERE}" in page
    assert "kind=measure_ledger" not in seen(browser("auditor"), f"/places/{HERE}/help/summary")
    paper = browser("leader").get(f"/places/{HERE}/help/summary.pdf?year=2017")
    assert paper.content.startswith(b"%PDF")
    assert browser("leader").get(f"/places/{HERE}/help/summary.docx").content.startswith(b"PK")
    form = seen(browser("leader"), f"/exports/new?kind=visit_ledger&place={HERE}&year=2018")
    assert "走访台账" in form


def test_outside_there_is_nothing(township: Township) -> None:
    for login, code in (("leader", THERE), ("county", FAR), ("attendee", HERE)):
        for page in ("", ".pdf", ".docx", "/rows?figure=alone"):
            assert browser(login).get(f"/places/{code}/help/summary{page}").status_code == 404
    for asked in ("rows", "rows?figure=nothing", "rows?figure=idle"):
        assert browser("leader").get(f"/places/{HERE}/help/summary/{asked}").status_code == 404
    assert "2018" in seen(browser("leader"), f"/places/{HERE}/help/summary?year=99999")
