"""Writing a ledger in a real browser: more lines without asking the server, and nothing typed is lost."""

from playwright.sync_api import Page, expect

from support.browser import PHONE, Visit
from support.demo_records import Demo


def fill(page: Page, line: int, kind: str, project: str, amount: str) -> None:
    page.select_option(f"[name=l{line}-kind]", kind)
    page.fill(f"[name=l{line}-project]", project)
    page.fill(f"[name=l{line}-amount]", amount)


def test_lines_are_added_typed_kept_over_a_reload_and_saved(visit: Visit, demo: Demo) -> None:
    path = "households/{asked}/ledger?year=new".format(**demo.names)
    page = visit(path, login="leader", width=PHONE[0])
    fill(page, 0, "wage", "护林员工资", "4800")
    for added in range(3, 5):
        page.get_by_role("button", name="再加几笔").click()
        expect(page.locator(f"[name=l{added}-kind]")).to_be_focused()
    assert page.url.endswith("year=new"), "the server was asked"
    fill(page, 4, "transfer", "养老金", "1236.50")
    page.reload()
    expect(page.locator("[name=l4-amount]")).to_have_value("1236.50")
    expect(page.locator("[name=l0-project]")).to_have_value("护林员工资")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    for line in (0, 4):
        page.fill(f"[name=l{line}-first_day]", "2015-01-01")
        page.fill(f"[name=l{line}-last_day]", "2015-12-31")
    page.check("[name=complete][value=true]")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**#incomes")
    expect(page.locator("#incomes")).to_contain_text("2015年人均纯收入")
    again = visit(path, login="leader", width=PHONE[0])
    expect(again.locator("[name=l0-project]")).to_have_value("")
    expect(again.locator("[data-draft-note]")).to_be_hidden()
