"""A department's list in a real browser: brought, compared by a job, looked at, and its result taken away."""

import re
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from support.browser import LANGUAGES, Visit, assert_accessible, look_at
from support.demo_records import VILLAGE, Demo
from support.served import Served
from xiuhua.registry.rules.identity import check_character

LOGIN = "township"
PATIENCE = 60_000
WHERE = ("皋兰县", "水阜镇", "燕儿坪村")
HEADERS = ("户主姓名", "身份证号", "县（市、区）", "乡（镇）", "村（社区）", "低保类别", "月保障金额（元）")
STRANGER = "62019919640822053"


class Registered(NamedTuple):
    """Somebody of the demo's person list."""

    name: str
    number: str
    kind: str


@pytest.fixture(scope="module")
def heads(served: Served) -> Sequence[Registered]:
    """Return the heads of the village, as the person list of the demo states them."""
    book = openpyxl.load_workbook(served.home / "demo-sheets" / "persons.xlsx", read_only=True)
    rows = book.active.iter_rows(min_row=3, values_only=True)
    header = list(next(rows))
    columns = [header.index(name) for name in ("县（市、区、旗）", "乡（镇）", "行政村")]
    name, number, relation, kind = (header.index(each) for each in ("姓名", "证件号码", "与户主关系", "贫困户属性"))
    found, place = [], ()
    for row in rows:
        place = tuple(row[at] for at in columns) if row[columns[0]] else place
        if place == WHERE and row[relation] == "户主":
            found.append(Registered(str(row[name]), str(row[number])[:18], str(row[kind])))
    return found


def allowance_list(target: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write the list as the department would send it."""
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(HEADERS)
    for name, number, words, amount in rows:
        page.append([name, number, *WHERE, words, amount])
    book.save(target)
    return target


def bring(visit: Visit, file: Path) -> Page:
    """Bring a list of the village and return the page on which the job is seen."""
    page = visit(f"places/{VILLAGE}/comparisons", login=LOGIN)
    page.locator(f"main a[href$='/places/{VILLAGE}/comparisons/new']").first.click()
    page.fill("[name=listed_on]", "2018-01-10")
    page.locator("input[type=file]").set_input_files(file)
    page.get_by_role("button", name="上传并比对").click()
    page.wait_for_url(re.compile("/comparisons/[0-9a-f-]{36}"))
    return page


@pytest.mark.slow
def test_a_list_from_the_file_to_its_result(
    visit: Visit, demo: Demo, heads: Sequence[Registered], tmp_path: Path
) -> None:
    """Slow: it waits for a job, and looks at four pages in two languages and two widths."""
    assert demo.names["comparison"], "the demo's own comparison is looked up before there is another one"
    poor = [head for head in heads if head.kind.startswith("低保")]
    ordinary = [head for head in heads if head.kind.startswith("一般")]
    wrong = ordinary[1]
    rows = [
        *((head.name, head.number, "一类", 340) for head in poor),
        (ordinary[0].name, ordinary[0].number, "三类", 84),
        ("潘月红", STRANGER + check_character(STRANGER), "二类", 300),
        (wrong.name, f"{wrong.number[:17]}?", "三类", 84),
    ]
    page = bring(visit, allowance_list(tmp_path / "民政.xlsx", rows))
    expect(page.locator("main")).to_contain_text(re.compile("比对"))
    expect(page.locator(".chips")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("h1")).to_contain_text("1 处不一样，1 人名单上有、这里没有登记")
    assert_accessible(page)
    address = page.url.split("?")[0].split("/", 3)[3]

    line = page.locator("table.cards tbody tr")
    expect(line).to_have_count(1)
    expect(line).to_contain_text(ordinary[0].name)
    expect(line).to_contain_text("享受低保")
    expect(line).to_contain_text("还没看")
    assert ordinary[0].number not in page.content()
    line.get_by_role("link", name="记结果").click()
    page.locator("[name=result]").first.wait_for()
    for language in LANGUAGES:
        look_at(visit(page.url.split("/", 3)[3], login=LOGIN, language=language), "comparison-deciding", language)
    _choose(page, "changed_since")
    page.fill("[name=note]", "去年十二月起享受")
    page.locator("main form .button.primary").dblclick()
    page.wait_for_url(f"**/{address}*")
    expect(line).to_contain_text("名单之后情况变了")
    expect(line).to_contain_text("去年十二月起享受")
    bad = visit(f"{address}?side=wrong", login=LOGIN)
    expect(bad.locator("table.cards tbody tr")).to_have_count(1)
    for language in LANGUAGES:
        look_at(visit(f"{address}?side=differing", login=LOGIN, language=language), "comparison-decided", language)

    page.get_by_role("link", name="下载成表格").click()
    expect(page.locator("h1")).to_contain_text("比对结果：低保、特困供养名单")
    for language in LANGUAGES:
        look_at(visit(page.url.split("/", 3)[3], login=LOGIN, language=language), "export-comparison", language)
    page.locator("[name=purpose][value=verification]").check()
    with page.expect_download() as saved:
        page.locator("main form .button.primary").click()
    told = openpyxl.load_workbook(BytesIO(Path(saved.value.path()).read_bytes())).active
    assert told is not None
    header, *lines = [[cell or "" for cell in row] for row in told.iter_rows(values_only=True)]
    by_side = {row[header.index("哪种情况")]: row for row in lines}
    differing = by_side["两边不一样"]
    assert differing[header.index("看的结果")] == "名单之后情况变了"
    assert differing[header.index("说明")] == "去年十二月起享受"
    assert by_side["名单上有、这里没有登记"][header.index("说的是谁")] == "潘月红"
    assert "•" in differing[header.index("号码（遮住）")]
    assert len(lines[-1][0]) > len("导出完毕")


def _choose(page: Page, code: str) -> None:
    """Choose a result, whether it is offered as a list or as options."""
    field = page.locator("[name=result]")
    if field.first.evaluate("each => each.tagName") == "SELECT":
        field.first.select_option(code)
    else:
        page.locator(f"[name=result][value={code}]").check()
