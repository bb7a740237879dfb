"""Writing plots in a real browser: more rows without asking the server, a file with a row that came by script."""

from playwright.sync_api import expect

from support.browser import PHONE, Visit
from support.demo_records import Demo
from support.evidence import drawing


def test_plots_are_added_typed_kept_over_a_reload_and_saved_with_a_file(visit: Visit, demo: Demo) -> None:
    path = "households/{asked}/plots".format(**demo.names)
    page = visit(path, login="leader", width=PHONE[0])
    rows = page.locator(".lines > fieldset").count()
    page.get_by_role("button", name="再加几块").click()
    expect(page.locator(f"[name=l{rows}-land_use]")).to_be_focused()
    assert page.url.endswith("/plots"), "the server was asked"
    page.fill(f"[name=l{rows}-name]", "试种地")
    page.fill(f"[name=l{rows}-area]", "1.25")
    page.select_option(f"[name=l{rows}-land_use]", "idle")
    page.fill(f"[name=l{rows}-idle_since]", "2016")
    page.reload()
    expect(page.locator(f"[name=l{rows}-name]")).to_have_value("试种地")
    expect(page.locator("[data-draft-note]")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    upload = {"name": "承包合同.png", "mimeType": "image/png", "buffer": drawing()}
    page.set_input_files(f"[name=l{rows}-file]", upload)
    expect(page.locator(f"#l{rows}-line [data-drop-names]")).to_have_text("承包合同.png")
    page.get_by_role("button", name="保存").click()
    page.wait_for_url("**#plots")
    section = page.locator("#plots")
    expect(section).to_contain_text("试种地 · 1.25 亩")
    part = page.locator("#plot-lines")
    part.locator("summary").click()
    with page.expect_download() as saved:
        part.get_by_role("link", name="打开材料").click()
    assert saved.value.suggested_filename == "承包合同.png"
