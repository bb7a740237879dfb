"""Visits on their pages: the list of the village, the one screen, the household's page and paper, the time it takes."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import established, organisations
from support.stage import TODAY, actor, at, people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.groups.models import Visit
from xiuhua.registry.beside import told_beside

KEY, TAP, DECISION = 0.28, 1.1, 1.35
"""Seconds of a key on a telephone, of a tap, and of deciding what to do at one control."""

KEYS_OF_A_CHARACTER = 2.2
TOLD = 40
"""Chinese characters of free text of one visit."""


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def group() -> UUID:
    return established()


@pytest.fixture
def home(group: UUID) -> UUID:
    return registered()


def test_from_the_list_of_the_village_to_the_household_s_page(group: UUID, home: UUID) -> None:
    client = browser("member")
    html = seen(client, f"/groups/{group}/visits")
    assert "还没有走访过" in said(html)
    (page,) = links(html, "/visit$")
    assert page == f"/households/{home}/visit"
    head = str(people_of(home)["何慧珍"].id)
    answer = send(client, page, seen=head, found="在修羊圈", needed="想学养殖", promised="带兽医来")
    assert answer["Location"] == f"/households/{home}#needs", "where what was said becomes a need"
    told = said(seen(client, f"/households/{home}").split('id="visits"')[1].split("</section>")[0])
    for words in ("罗秋霞", "见到：何慧珍", "在修羊圈", "想学养殖", "带兽医来", "在办", "来走访过的："):
        assert words in told
    history = said(seen(client, f"/households/{home}").split('id="history"')[1])
    assert "走访 答应：带兽医来" in history
    assert "兑现 带兽医来" in said(seen(client, "/"))
    assert "2018年1月19日" in said(seen(client, f"/groups/{group}/visits"))


def test_nothing_typed_is_lost_and_what_is_wrong_stands_at_its_field(home: UUID) -> None:
    client, page = browser("member"), f"/households/{home}/visit"
    ticked = [str(people_of(home)[name].id) for name in ("何慧珍", "何小军")]
    fields = fields_of(seen(client, page))
    sent = client.post(page, {**fields, "seen": ticked, "found": "在修羊圈", "observed_at": "2018-01-20"})
    html = sent.content.decode()
    assert "不能是以后的日子" in errors_of(html)["observed_at"]
    assert "在修羊圈" in html
    assert re.findall(r'value="([^"]*)" checked', html) == ticked
    assert 'value="2018-01-20"' in html
    assert fields_of(html)["id"] == fields["id"]


def test_the_same_form_sent_twice_is_one_visit(home: UUID) -> None:
    client, page = browser("member"), f"/households/{home}/visit"
    fields = fields_of(seen(client, page)) | {"found": "在修羊圈"}
    assert [client.post(page, fields).status_code for _ in range(2)] == [302, 302]
    assert Visit.objects.count() == 1


def test_what_is_told_of_a_household_is_on_its_paper(home: UUID) -> None:
    send(browser("member"), f"/households/{home}/visit", found="在修羊圈", needed="想学养殖")
    told = [section for each in told_beside(actor("leader"), at(home), on=TODAY) for section in each.sections]
    assert "在修羊圈；需要：想学养殖" in str(told)
    assert [section for each in told_beside(actor("attendee"), at(home), on=TODAY) for section in each.sections] == []


def test_whoever_cannot_record_sees_visits_and_no_button(group: UUID, home: UUID) -> None:
    send(browser("member"), f"/households/{home}/visit", found="在修羊圈")
    html = seen(browser("auditor"), f"/households/{home}")
    assert "在修羊圈" in said(html)
    assert links(html, "/visit$") == []
    assert links(seen(browser("auditor"), f"/groups/{group}/visits"), "/visit$") == []
    seen(browser("auditor"), f"/households/{home}/visit", status=404)
    seen(browser("attendee"), f"/groups/{group}/visits", status=404)


def test_a_visit_takes_less_than_a_minute_besides_its_free_text(group: UUID, home: UUID) -> None:
    """The keystroke-level model over the controls that the pages really have, every one of them used or decided on."""
    choosing = seen(browser("member"), f"/groups/{group}/visits")
    steps = [("type the head's name", TAP + 3 * KEYS_OF_A_CHARACTER * KEY), ("choose the household", DECISION + TAP)]
    assert "data-filter" in choosing
    assert links(choosing, "/visit$")
    steps += [(name, DECISION + TAP) for name in controls(seen(browser("member"), f"/households/{home}/visit"))]
    typing = TOLD * KEYS_OF_A_CHARACTER * KEY
    spent = sum(seconds for _, seconds in steps)
    print(f"\na visit: {spent:.1f} s besides {typing:.1f} s of typing {TOLD} characters")
    for name, seconds in steps:
        print(f"  {seconds:4.2f} s  {name}")
    assert len(steps) == 2 + len(people_of(home)) + 3 + 2 + 1
    assert spent < 60


def test_a_task_is_one_line(group: UUID) -> None:
    page = seen(browser("leader"), f"/groups/{group}/tasks/give")
    asked = controls(page)
    needed = [name for name in asked if name in ("what", "submit")]
    spent = sum((DECISION + TAP) if name in needed else DECISION for name in asked)
    least = DECISION + TAP + DECISION + TAP
    typing = 15 * KEYS_OF_A_CHARACTER * KEY
    print(
        f"\na task: {least:.1f} s at least, {spent:.1f} s with a look at all {len(asked)} controls,"
        f" besides {typing:.1f} s of typing a line"
    )
    filled = {name: value for name, value in fields_of(page).items() if name in asked and value}
    assert {*filled, "what", "done_means", "submit"} == {*asked}
    assert spent < 60


def controls(html: str) -> list[str]:
    """Return what can be touched in the form of a page, in order: its visible controls and the button that sends it."""
    form = html.split('<form class="form', 1)[1].split("</form>")[0]
    found = []
    for tag in re.findall(r"<(?:input|textarea|select|button)\b[^>]*>", form):
        if "hidden" in tag or "data-draft-drop" in tag:
            continue
        name = re.search(r'\bname="([^"]*)"', tag)
        found.append(name[1] if name else "submit")
    return found
