"""Findings on their pages: written down with or without evidence, given, settled; the land and its sheets."""

from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from support import stage
from support.evidence import drawing
from support.groups_stage import established, organisations
from support.stage import account, done, fresh, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.registry.commands.plots import RecordPlots, StatedPlot


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def group() -> UUID:
    return established()


def test_a_finding_is_written_down_given_and_settled(group: UUID) -> None:
    client, page = browser("leader"), f"/groups/{group}/findings/record"
    one = send(client, page, kind="employment", what="四个年轻人在家没有活")["Location"]
    assert "还没有人办" in said(seen(client, one))
    assert "四个年轻人在家没有活" in said(seen(client, f"/groups/{group}"))
    assert fields_of(seen(client, f"{one}/take-up"))["what"] == "四个年轻人在家没有活"
    assert send(client, f"{one}/take-up", owner_id=str(account("leader")))["Location"] == one
    (task,) = links(seen(client, one), "^/tasks/")
    assert "问题清单" in said(seen(client, task))
    send(client, f"{one}/settle", result="三个人去了兰州的厂")
    told = said(seen(client, one))
    assert "三个人去了兰州的厂" in told
    assert "现在是“解决了”" in told
    assert links(seen(client, f"/groups/{group}/findings?show=over"), "^/findings/") == [one]


def test_what_a_visit_showed_is_written_down_from_it(group: UUID) -> None:
    home, client = registered(), browser("leader")
    send(client, f"/households/{home}/visit", found="院里没有水")
    (page,) = links(seen(client, f"/groups/{group}/visits"), r"/findings/record\?visit=")
    html = seen(client, page)
    assert "2018年1月19日 走访 何慧珍户 时发现的" in said(html)
    one = send(client, page, kind="living", what="院里没有水")["Location"]
    told = said(seen(client, one))
    assert "何慧珍户" in told
    assert "走访时答应的" not in told
    assert "走访时发现的" in told


def test_land_asks_for_evidence_and_keeps_what_was_typed(group: UUID) -> None:
    client, page = browser("leader"), f"/groups/{group}/findings/record"
    sent = send(client, page, kind="idle_land", what="沟北三十亩撂荒")
    html = sent.content.decode()
    assert "没有附依据" in errors_of(html)["file"]
    assert "沟北三十亩撂荒" in html
    picture = SimpleUploadedFile("地.png", drawing(), content_type="image/png")
    one = client.post(page, {**fields_of(html), "what": "沟北三十亩撂荒", "file": picture})["Location"]
    (evidence,) = links(seen(client, one), "^/files/")
    assert client.get(evidence).status_code == 200
    assert "看连片的撂荒地" in said(seen(client, one))


def test_the_land_and_its_sheets(group: UUID) -> None:
    home = registered()
    plot = StatedPlot(id=fresh(), name="阳坡", code="GD01", area="3.5", land_use="idle", willing="yes")
    done(RecordPlots(id=fresh(), household_id=home, plots=(plot,)), "leader")
    client = browser("leader")
    html = seen(client, f"/groups/{group}/land")
    assert "第 1 片：3.5 亩" in said(html)
    assert "何慧珍" not in said(html)
    paper, workbook = links(html, r"/sheet\.pdf$")[0], links(html, r"/sheet\.xlsx$")[0]
    pages = pypdf.PdfReader(BytesIO(client.get(paper).content)).pages
    assert "GD01" in "".join(page.extract_text() for page in pages)
    sheet = openpyxl.load_workbook(BytesIO(client.get(workbook).content)).active
    assert sheet is not None
    assert sheet["D2"].value == 3.5
    for path in (html and f"/groups/{group}/land", paper, workbook):
        seen(browser("attendee"), path, status=404)
        seen(browser("neighbour"), path, status=404)


def test_without_such_land_the_page_says_what_belongs_there(group: UUID) -> None:
    assert "没有承包户愿意流转的撂荒地" in said(seen(browser("leader"), f"/groups/{group}/land"))
