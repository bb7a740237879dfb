"""Evidence files on the screens of a ledger and of plots: brought with a row, kept over errors, opened again."""

from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from support import stage
from support.evidence import document, drawing
from support.stage import TODAY, fresh, registered
from web.registry.filling import errors_of, fields_of
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.files.bringing import limits
from xiuhua.platform.files.models import StoredFile
from xiuhua.registry.models import Evidence, LedgerLine, Plot

LINE = {"l0-kind": "wage", "l0-project": "外出务工", "l0-amount": "8000"}
PLOT = {"l0-name": "河湾地", "l0-area": "3.5", "l0-land_use": "own"}
SCREENS = [("ledger", LINE, "l0-amount"), ("plots", PLOT, "l0-area")]


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


def picture(name: str = "合同.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, drawing(), "image/png")


def sent(path: str, answers: dict[str, Any], *, by: str = "member") -> HttpResponse:
    client = browser(by)
    return client.post(path, {**fields_of(seen(client, path)), **answers})


@pytest.mark.parametrize(("screen", "row", "_"), SCREENS, ids=["ledger", "plots"])
def test_a_file_comes_with_its_row_and_is_opened_from_the_page(
    home: UUID, screen: str, row: dict[str, str], _: str
) -> None:
    page = f"/households/{home}"
    assert 'enctype="multipart/form-data"' in seen(browser("member"), f"{page}/{screen}")
    assert sent(f"{page}/{screen}", {**row, "l0-file": picture()}).status_code == 302
    evidence = Evidence.objects.get()
    assert evidence.file_id == StoredFile.objects.get().id
    assert (evidence.line_id or evidence.plot_id) == (LedgerLine if screen == "ledger" else Plot).objects.get().id
    (link,) = links(seen(browser("auditor"), f"{page}?whole=1"), "^/files/")
    assert link == f"/files/{evidence.file_id}"
    answer = browser("auditor").get(link)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    for stranger in ("attendee", "administrator", "neighbour"):
        absent = seen(browser(stranger), f"/files/{fresh()}", status=404)
        assert seen(browser(stranger), link, status=404) == absent


@pytest.mark.parametrize(("screen", "row", "wrong"), SCREENS, ids=["ledger", "plots"])
def test_after_an_error_the_file_and_what_was_typed_are_still_there(
    home: UUID, screen: str, row: dict[str, str], wrong: str
) -> None:
    path = f"/households/{home}/{screen}"
    answer = sent(path, {**row, wrong: "很多", "l0-file": picture()})
    assert answer.status_code == 200
    html = answer.content.decode()
    assert set(errors_of(html)) == {wrong}
    kept = fields_of(html)
    assert kept["l0-file_kept"].startswith(str(StoredFile.objects.get().id))
    assert "已经上传了一份" in said(html)
    assert browser("member").post(path, {**kept, wrong: "5"}).status_code == 302
    assert Evidence.objects.get().file_id == StoredFile.objects.get().id


@pytest.mark.parametrize(("screen", "row", "_"), SCREENS, ids=["ledger", "plots"])
def test_a_wrong_kind_of_file_is_said_at_its_field(home: UUID, screen: str, row: dict[str, str], _: str) -> None:
    path = f"/households/{home}/{screen}"
    for upload, words in (
        (SimpleUploadedFile("名单.xlsx", b"PK\x03\x04 no picture"), "不能作为材料上传"),
        (SimpleUploadedFile("合同.pdf", drawing()), "文件的内容和名字不符"),
        (SimpleUploadedFile("空.png", b""), "文件是空的"),
        (SimpleUploadedFile("大.png", b"x" * (limits(TODAY).bytes + 1)), "文件太大"),
    ):
        answer = sent(path, {**row, "l0-file": upload, "l1-file": SimpleUploadedFile("b.pdf", document())})
        html = answer.content.decode()
        assert answer.status_code == 200, upload.name
        assert set(errors_of(html)) == {"l0-file"} or "l1-file" in errors_of(html), upload.name
        assert words in errors_of(html)["l0-file"], errors_of(html)
        kept = fields_of(html)
        assert {name: kept[name] for name in row} == row
    assert (LedgerLine.objects.count(), Plot.objects.count(), Evidence.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(("screen", "row", "_"), SCREENS, ids=["ledger", "plots"])
def test_a_file_is_replaced_and_let_go(home: UUID, screen: str, row: dict[str, str], _: str) -> None:
    path = f"/households/{home}/{screen}"
    sent(path, {**row, "l0-file": picture()})
    html = seen(browser("member"), path)
    assert links(html, "^/files/") == [f"/files/{Evidence.objects.get().file_id}"]
    assert sent(path, {}).status_code == 302
    assert Evidence.objects.count() == 1
    sent(path, {"l0-file": SimpleUploadedFile("b.pdf", document())})
    assert Evidence.objects.filter(ended_on=None).count() == 1
    assert Evidence.objects.count() == 2
    sent(path, {"l0-file_gone": "1"})
    assert Evidence.objects.filter(ended_on=None).count() == 0
    assert links(seen(browser("member"), f"/households/{home}?whole=1"), "^/files/") == []


def test_more_rows_keep_the_file(home: UUID) -> None:
    path = f"/households/{home}/plots"
    answer = sent(path, {**PLOT, "l0-file": picture(), "more": "1"})
    kept = fields_of(answer.content.decode())
    assert kept["l0-file_kept"]
    browser("member").post(path, kept)
    assert Evidence.objects.count() == 1


def test_a_row_with_nothing_but_a_file_asks_for_the_rest(home: UUID) -> None:
    html = sent(f"/households/{home}/plots", {"l0-file": picture()}).content.decode()
    assert {"l0-name", "l0-area", "l0-land_use"} <= set(errors_of(html))
    assert Plot.objects.count() == 0
