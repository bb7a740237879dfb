"""A visit on a phone finds a young man without work; a job is found; he confirms it himself, with the code on paper."""

import io
import re
from uuid import UUID

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from support.browser import PHONE, Visit, assert_accessible, assert_fits, assert_targets
from support.demo_records import VILLAGE
from support.served import Served, rows

HEARD = "老二在家没有活干，想去兰州找一份"
WORDS = "活不重，工资按月发，干得惯"


def home_of_a_young_man(served: Served) -> tuple[str, str]:
    """Return a household of the leader's village that told no need, and somebody of it who is not the head."""
    url = f"sqlite:///{served.home / 'demo.sqlite3'}"
    quiet = f"place_code = '{VILLAGE}' AND relation != '户主' AND left_on IS NULL"
    quiet += " AND household_id NOT IN (SELECT subject_id FROM needs_need)"
    ((home, person),) = rows(url, f"SELECT household_id, id FROM registry_person WHERE {quiet} ORDER BY code LIMIT 1")
    return str(UUID(str(home))), str(UUID(str(person)))


def sent(page: Page) -> None:
    """Send the form of a page and wait for the page that follows."""
    before = page.url
    page.locator("main form .button.primary").click()
    page.wait_for_url(lambda url: url != before)


def next_step(page: Page, need: str) -> None:
    """Open the next action of a need."""
    page.goto(need)
    page.locator("main .button.primary").click()


def code_of(page: Page) -> str:
    """Issue a code for the household whose page is open, and return what the paper says."""
    page.locator("main form .button.primary").click()
    with page.expect_download() as saved:
        page.locator("main a[download]").click()
    with open(saved.value.path(), "rb") as paper:
        found = re.search(
            r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", PdfReader(io.BytesIO(paper.read())).pages[0].extract_text()
        )
    assert found is not None
    return found[0]


def test_a_young_man_without_work_is_met_on_a_visit_finds_a_job_and_confirms_it(visit: Visit, served: Served) -> None:
    home, person = home_of_a_young_man(served)
    phone = visit(f"households/{home}/visit", login="leader", width=PHONE[0])
    phone.locator("[name=seen]").first.check()
    phone.fill("[name=found]", "老二待业在家")
    phone.fill("[name=needed]", HEARD)
    sent(phone)
    phone.goto(f"{served.url}households/{home}/wish")
    expect(phone.locator("[name=text]")).to_have_value(HEARD)
    assert_fits(phone)
    assert_targets(phone)
    assert_accessible(phone)
    phone.select_option("[name=person_id]", person)
    phone.select_option("[name=trade]", "kitchen")
    sent(phone)
    need = phone.url

    next_step(phone, need)
    expect(phone.locator("main")).to_contain_text("工种一样")
    phone.select_option("[name=vacancy_id]", index=1)
    sent(phone)
    expect(phone.locator("#job")).to_contain_text("别告诉单位是谁")
    next_step(phone, need)
    sent(phone)
    next_step(phone, need)
    phone.fill("[name=said_by]", "店长（示例）")
    sent(phone)
    expect(phone.locator("#job")).to_contain_text("单位找谁联系")
    next_step(phone, need)
    phone.locator("[name=accepted][value=true]").check()
    sent(phone)
    next_step(phone, need)
    sent(phone)
    expect(phone.locator("h1")).to_contain_text("待本人确认")

    phone.goto(f"{served.url}households/{home}/code")
    code = code_of(phone)
    paper = visit("paper", width=PHONE[0])
    paper.fill("[name=code]", code)
    paper.locator("main form .button.primary").click()
    expect(paper.locator("main")).to_contain_text("满意吗")
    assert HEARD not in paper.content()
    assert_fits(paper)
    assert_targets(paper)
    assert_accessible(paper)
    answer = paper.locator("form:has([name=satisfied])")
    answer.locator("[name=satisfied][value=true]").check()
    answer.locator("[name=words]").fill(WORDS)
    answer.locator(".button.primary").click()
    expect(paper.get_by_role("status")).to_contain_text("您的答复记下了")

    phone.goto(need)
    expect(phone.locator("h1")).to_contain_text("本人已确认")
    expect(phone.locator("main")).to_contain_text(WORDS)
    expect(phone.locator("main")).to_contain_text("凭纸码")
