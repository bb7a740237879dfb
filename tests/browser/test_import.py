"""A sheet on its way through the browser: upload, review, mend, confirm, take in, undo."""

import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from data.exchange.office import HEADERS, household, sheet
from support.browser import LANGUAGES, Visit, assert_accessible, look_at

LOGIN = "county"
PATIENCE = 60_000


@pytest.fixture
def upload(visit: Visit, tmp_path: Path) -> "Upload":
    """Return what uploads sheets as the county officer."""
    return Upload(visit, tmp_path)


class Upload:
    """Puts a sheet in front of the county officer."""

    def __init__(self, visit: Visit, folder: Path) -> None:
        self._visit, self._folder = visit, folder

    def __call__(self, data: bytes, name: str) -> Page:
        """Upload a sheet, wait until it was looked at, and return the page."""
        file = self._folder / name
        file.write_bytes(data)
        page = self._visit("imports/new", login=LOGIN)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="上传并核对").click()
        expect(page.locator(".chips, .problems").first).to_be_visible(timeout=PATIENCE)
        return page


def path_of(page: Page) -> str:
    return urlsplit(page.url).path.lstrip("/")


def look(visit: Visit, path: str, name: str, *, open_all: bool = False) -> None:
    """Look at a page in both languages."""
    for language in LANGUAGES:
        page = visit(path, login=LOGIN, language=language)
        if open_all:
            page.evaluate("document.querySelectorAll('main details').forEach((each) => each.open = true)")
        look_at(page, name, language)
        page.close()


@pytest.mark.slow
def test_a_sheet_from_upload_to_undo(visit: Visit, upload: "Upload") -> None:
    """Slow: it looks at ten states in two languages and two widths."""
    data = sheet(
        household("6201990000101", size=3),
        household("6201990000102", 联系电话="12345"),
        household("6201990000103", 人均纯收入="三千元"),
    )
    look(visit, "imports", "imports-none")
    look(visit, "imports/new", "import-upload", open_all=True)

    page = upload(data, "水阜镇名单.xlsx")
    path = path_of(page)
    expect(page.locator("h1")).to_have_text(re.compile("7 行里，1 格要改，其余可以进来"))
    for show in ("wrong", "ask", "new", "changed", "same"):
        look(visit, f"{path}?show={show}", f"import-{show}", open_all=show == "ask")
    look(visit, f"{path}/columns", "import-columns")

    cell = page.get_by_label("第 8 行 人均纯收入")
    cell.fill("3000")
    cell.press("Enter")
    expect(page.locator(".messages")).to_contain_text("要改的从 1 格变为 0 格")
    assert_accessible(page)
    expect(page.locator("main .next .button.primary")).to_have_text("接收 3 户")
    look(visit, f"{path}?show=mended", "import-mended")

    page.goto(page.url.partition("?")[0] + "?show=ask")
    page.get_by_label("6", exact=True).check()
    page.get_by_label("打了勾的没有错，因为").fill("家里的座机")
    page.get_by_role("button", name="确认打了勾的").click()
    expect(page.locator("tr.row-ask")).to_contain_text("家里的座机")
    assert_accessible(page)

    page.locator("main .next .button.primary").dblclick()
    expect(page.locator("h1")).to_contain_text("接收了 3 户", timeout=PATIENCE)
    look(visit, path, "import-result", open_all=True)

    page.locator("summary", has_text="撤销这一批").click()
    page.get_by_label("为什么撤销").fill("只是试一试")
    page.get_by_role("button", name="撤销这一批").click()
    expect(page.locator("h1")).to_contain_text("这一批已经撤销", timeout=PATIENCE)
    look(visit, path, "import-undone")
    look(visit, "imports", "imports")


def test_a_sheet_without_its_columns_is_settled_by_hand(visit: Visit, upload: "Upload") -> None:
    headers = ["家里人" if header == "姓名" else header for header in HEADERS]
    rows = [{**row, "家里人": row["姓名"]} for row in household("6201990000111")]
    page = upload(sheet(rows, headers=headers), "换了列名.xlsx")
    path = path_of(page)
    expect(page.locator(".problems")).to_contain_text("编号 3052")
    look(visit, path, "import-refused")
    page.get_by_role("link", name="指定各列").click()
    page.get_by_label(re.compile("家里人 是什么")).select_option("name")
    page.get_by_role("button", name="就这样，重新核对").click()
    expect(page.locator("h1")).to_have_text(re.compile("2 行都可以进来"), timeout=PATIENCE)
    page.locator("summary", has_text="这份表还可以怎么办").click()
    page.get_by_role("button", name="删掉这次上传").click()
    expect(page.locator("h1")).to_contain_text("没有接收，内容已删掉")
    assert_accessible(page)


def test_a_file_can_be_dropped_and_is_named(visit: Visit) -> None:
    page = visit("imports/new", login=LOGIN)
    page.evaluate(
        """() => {
          const moved = new DataTransfer();
          moved.items.add(new File(["x"], "拖进来的.xlsx"));
          const dropped = new DragEvent("drop", { dataTransfer: moved, bubbles: true });
          document.querySelector("[data-drop]").dispatchEvent(dropped);
        }"""
    )
    expect(page.locator("[data-drop-names]")).to_have_text("拖进来的.xlsx")
