"""Asking the national system for a correction in a real browser, and taking the list away as a file."""

from io import BytesIO
from pathlib import Path

import openpyxl
from playwright.sync_api import Page, expect

from support.browser import PHONE, Visit
from support.demo_records import COUNTY, Demo


def test_what_is_mastered_is_requested_and_sent_on_a_list(visit: Visit, demo: Demo) -> None:
    page: Page = visit(
        "households/{large}/members/{member}/correct".format(**demo.names), login="leader", width=PHONE[0]
    )
    expect(page.locator("#mastered")).to_contain_text("全国扶贫开发信息系统")
    expect(page.locator("[name=ethnicity]")).to_have_count(0)
    page.get_by_role("link", name="要更正 民族").click()
    expect(page.locator("[name=field]")).to_have_value("ethnicity")
    page.select_option("[name=wanted]", "藏族")
    page.fill("[name=why]", "看过户口本")
    page.get_by_role("button", name="报更正").click()
    page.wait_for_url("**#corrections")
    expect(page.locator("#corrections")).to_contain_text("→ 藏族")
    officer = visit(f"corrections?place={COUNTY}", login="county")
    officer.get_by_role("link", name="做表").click()
    officer.fill("[name=reason]", "市扶贫办")
    with officer.expect_download() as saved:
        officer.get_by_role("button", name="做表并下载").click()
    book = openpyxl.load_workbook(BytesIO(Path(saved.value.path()).read_bytes()))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert any(row[8] == "民族" and row[10] == "藏族" and row[11] == "看过户口本" for row in rows[1:])
    assert "疑点核实反馈表" in saved.value.suggested_filename
    again = visit(f"corrections?place={COUNTY}&state=listed", login="county")
    expect(again.locator("main")).to_contain_text("藏族")
