"""States that a page gets into: refusals, forms with errors, sheets, suggestions, jobs, print, strong contrast."""

import re

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from playwright.sync_api import Page, expect

from support.browser import LANGUAGES, PHONE, Visit, assert_accessible, assert_fits, look_at
from support.demo_records import COUNTY, VILLAGE, Demo
from support.photographs import photograph

SETTLED = 30_000
PAPER = 688
"""How wide A4 is between its margins, in pixels."""


def send(page: Page) -> None:
    page.locator("main form .button.primary").last.click()
    page.wait_for_load_state()


def fill_in_conflict(visit: Visit, demo: Demo, language: str, *, first: str, second: str) -> Page:
    """Let two people correct the same field on top of the same version, and return the page of the second."""
    path = "households/{asked}/correct".format(**demo.names)
    theirs, mine = (visit(path, login=login, language=language) for login in ("township", "leader"))
    for page, income in ((theirs, first), (mine, second)):
        page.locator("[name=per_head_income]").fill(income)
        send(page)
    return mine


@pytest.mark.parametrize("language", LANGUAGES)
def test_refusals(visit: Visit, demo: Demo, language: str) -> None:
    look_at(visit("places/629901177211", login="leader", language=language, status=404), "refused-404", language)
    look_at(visit("people", login="leader", language=language, status=404), "refused-403", language)
    income = {"zh-hans": ("2400", "2500"), "en": ("2600", "2700")}[language]
    conflict = fill_in_conflict(visit, demo, language, first=income[0], second=income[1])
    summary = conflict.locator(".summary")
    for amount in income:
        expect(summary).to_contain_text(re.compile(f"{amount[0]},?{amount[1:]}"))
    expect(conflict.locator("[name=per_head_income]")).to_have_value(income[1])
    look_at(conflict, "refused-409", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_was_open_too_long(visit: Visit, language: str) -> None:
    page = visit("imports/new", login="county", language=language)
    page.context.clear_cookies(name="csrftoken")
    page.locator("main form .button.primary").click()
    expect(page.locator("h1")).to_have_text(re.compile("没有保存|not saved", re.I))
    look_at(page, "refused-csrf", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_of_ours(visit: Visit, language: str) -> None:
    with translation.override(language):
        body = render_to_string("500.html")
    page = visit("sign-in", language=language)
    page.route("**/broken", lambda route: route.fulfill(status=500, content_type="text/html", body=body))
    page.goto(page.url.replace("sign-in", "broken"))
    look_at(page, "refused-500", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_forms_with_errors(visit: Visit, demo: Demo, language: str) -> None:
    register = visit(f"households/register?village={VILLAGE}", login="leader", language=language)
    register.locator("[name$=identity]").first.fill("62019919880830015")
    register.locator("[name$=per_head_income]").fill("三千元")
    send(register)
    expect(register.locator(".summary")).to_be_focused()
    look_at(register, "errors-register", language)
    answer = visit("questions/answer?household={asked}".format(**demo.names), login="leader", language=language)
    send(answer)
    look_at(answer, "errors-question", language)
    entering = visit("sign-in", language=language)
    entering.locator("[name=login]").fill("nobody")
    entering.locator("[name=password]").fill("wrong wrong wrong")
    send(entering)
    expect(entering.locator(".summary")).to_be_visible()
    look_at(entering, "errors-sign-in", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_figure_opens_beside_the_page(visit: Visit, demo: Demo, language: str) -> None:
    household = "households/{large}".format(**demo.names)
    shown = {"sheet-villages": (f"places/{COUNTY}", "#classes a"), "sheet-income": (household, "main a.figure")}
    for name, (path, selector) in shown.items():
        page = visit(path, login="county", language=language)
        figure = page.locator(selector).first
        figure.click()
        expect(page.locator("#sheet[open] h1")).to_be_visible()
        look_at(page, name, language)
        page.keyboard.press("Escape")
        expect(page.locator("#sheet")).to_be_hidden()
        expect(figure).to_be_focused()


@pytest.mark.parametrize("language", LANGUAGES)
def test_suggestions_while_typing(visit: Visit, demo: Demo, language: str) -> None:
    page = visit("", login="county", language=language)
    page.locator("[data-search]").press_sequentially("yep", delay=30)
    expect(page.locator(".suggestions a").first).to_be_visible()
    look_at(page, "search-suggestions", language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_of_the_account(visit: Visit, language: str) -> None:
    page = visit("", login="organisation", language=language)
    page.locator(".account summary").click()
    expect(page.locator(".account a").last).to_be_visible()
    look_at(page, "account-menu", language)
    page.locator(".account a").last.click()
    expect(page).to_have_url(re.compile("people$"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_verification_and_what_it_found(visit: Visit, language: str) -> None:
    page = visit("evidence/journal", login="auditor", language=language)
    page.locator("form[action$=verify] button").first.click()
    page.wait_for_url(re.compile("/jobs/"))
    page.wait_for_url(re.compile("/checks/"), timeout=SETTLED)
    look_at(page, "journal-check", language)


def test_somebody_with_two_territories_chooses(visit: Visit, demo: Demo) -> None:
    for language in LANGUAGES:
        page = visit("people/{auditor}/post".format(**demo.names), login="admin", language=language)
        page.locator("[name=role]").select_option("auditor")
        page.locator("[name=place_code]").fill(COUNTY if language == "en" else VILLAGE)
        send(page)
        look_at(page, "person-given", language)
        look_at(visit("places", login="auditor", language=language), "places", language)


def test_a_token_is_shown_once(visit: Visit) -> None:
    for language in LANGUAGES:
        page = visit("account", login="county", language=language)
        page.locator("[name=label_text]").fill("统计报表" if language != "en" else "Statistics")
        send(page)
        expect(page.locator("main code")).to_be_visible()
        look_at(page, "token", language)
        look_at(visit("account", login="county", language=language), "own-account-token", language)


@pytest.mark.parametrize("path", [f"places/{COUNTY}", "households/{asked}"], ids=["place", "household"])
def test_paper(path: str, visit: Visit, demo: Demo) -> None:
    for language in LANGUAGES:
        page = visit(path.format(**demo.names), login="county", language=language)
        page.emulate_media(media="print")
        for gone in (".rail", ".top", "main .button"):
            expect(page.locator(gone).first).to_be_hidden()
        page.set_viewport_size({"width": PAPER, "height": 1000})
        assert_fits(page)
        assert_accessible(page)
        photograph(page, f"print-{path.partition('/')[0]}-{language}")


@pytest.mark.parametrize("path", ["", f"places/{COUNTY}", "households/{asked}", "style"])
def test_strong_contrast(path: str, visit: Visit, demo: Demo) -> None:
    page = visit(path.format(**demo.names), login="county")
    page.emulate_media(contrast="more")
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"
    look_at(page, f"contrast-{path.partition('/')[0] or 'today'}", LANGUAGES[0])


def test_the_places_are_at_the_thumb_on_a_phone(visit: Visit) -> None:
    page = visit("", login="leader", width=PHONE[0])
    rail = page.locator(".rail")
    box = rail.bounding_box()
    assert box is not None
    assert round(box["y"] + box["height"]) == PHONE[1]
    for link in ("今天", "村户", "工作", "服务", "查证"):
        rail.get_by_role("link", name=link).click()
        page.wait_for_load_state()
        expect(rail.locator("a[aria-current]")).to_contain_text(link)
        assert_fits(page)
    assert_accessible(page)
