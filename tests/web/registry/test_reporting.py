"""The paper that tells a household what is held about it: made for a member, opened again, safe to carry home."""

import io
import re
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from uuid import UUID

import pytest
from pypdf import PdfReader

from support import stage
from support.stage import TODAY, done, family, fresh, people_of, registered
from web.registry.filling import fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.journal.models import Entry
from xiuhua.registry.commands.consents import RecordConsent
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.models import AccessReport

PHONE = "13990001111"
LABELS = ("贫困", "脱贫", "健康", "收入", "低保", "poor", "poverty", "health", "income", "何慧珍", "6201", PHONE)
"""What a neighbour may not read on the outside."""


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    """Return a household of which much is known."""
    home = registered()
    wife = people_of(home)["何慧珍"].id
    year = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
    line = StatedLine(id=fresh(), kind="property", project="土地流转租金", amount="660", evidence="流转合同", **year)
    done(RecordLedger(id=fresh(), household_id=home, lines=(line,)))
    done(CorrectMember(id=fresh(), household_id=home, person_id=wife, phone="13990003333"), "leader")
    look = {"person_id": wife, "field": "identity", "purpose": "payment", "reason": "核对开户"}
    done(RevealField(id=fresh(), household_id=home, **look), "county")
    use = {"data_set": "health", "purpose": "help", "scope": "matching", "given_by": "self", "given_on": TODAY}
    done(RecordConsent(id=fresh(), household_id=home, consent_id=fresh(), person_id=wife, **use), "member")
    return home


def made(home: UUID, login: str = "member") -> str:
    person = str(people_of(home)["何慧珍"].id)
    sent = send(browser(login), f"/households/{home}/report", asked_by=person)
    assert sent.status_code == 302
    return str(sent["Location"])


def pages(data: bytes) -> list[str]:
    return [page.extract_text().replace(" ", "") for page in PdfReader(io.BytesIO(data)).pages]


def test_it_tells_what_is_held_from_where_why_who_looked_and_how_to_answer(home: UUID) -> None:
    answer = browser("member").get(made(home))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    _, *inside = pages(answer.content)
    text = "".join(inside).replace("\n", "")
    wife = people_of(home)["何慧珍"]
    from_the_clear = ("何慧珍", "田巧仓", "何小军", "1970年3月5日", "13990003333", wife.code, "女")
    others = (
        "土地流转租金",
        "流转合同",
        "更正成员",
        "组长",
        "走访帮扶",
        "核对开户",
        "全部信息",
        "您的意见",
        "不影响帮扶",
    )
    for words in (*from_the_clear, *others, "健康信息", "第二十八条", "县级干部", "2017年9月12日", "同意"):
        assert words in text, words
    assert PHONE not in text
    assert re.search(r"139\D{6,}11→139\D{6,}33", text), "the history tells numbers masked"


def test_outside_nothing_tells_of_anybody(home: UUID) -> None:
    answer = browser("member").get(made(home))
    cover, *_ = pages(answer.content)
    number = AccessReport.objects.get().number
    assert cover.split("\n") == ["个人信息查询书", f"编号{number}", "2018年1月19日", "燕儿坪村"]
    outside = cover + unquote(answer["Content-Disposition"]) + repr(PdfReader(io.BytesIO(answer.content)).metadata)
    assert [label for label in LABELS if label in outside] == []
    assert number in unquote(answer["Content-Disposition"])


def test_in_english_it_is_english(home: UUID) -> None:
    client, path = browser("county"), made(home, "county")
    client.post("/language", {"language": "en"})
    client.cookies["django_language"] = "en"
    cover, *inside = pages(client.get(path).content)
    text = "".join(inside).replace("\n", "")
    assert cover.startswith("Reportonpersonaldata")
    for words in ("Youranswer", "dateofbirth", "5Mar1970", "astatutoryduty", "Wholooked", "female"):
        assert words in text, words
    assert [label for label in LABELS if label.lower() in cover.lower()] == []


def test_it_is_made_in_less_than_a_second_and_stays_small(home: UUID) -> None:
    client, path = browser("member"), made(home)
    client.get(path)
    began = time.monotonic()
    data = client.get(path).content
    assert time.monotonic() - began < 1
    assert len(data) < 300_000


def test_nobody_else_opens_it_and_nobody_later(home: UUID, settings: Any) -> None:
    path = made(home)
    for login in ("leader", "county", "auditor", "neighbour", "prefecture"):
        seen(browser(login), path, status=404)
    settings.STANDING_TIME = stage.NOW + timedelta(minutes=5)
    seen(browser("member"), path, status=404)


def test_that_it_was_made_is_seen_and_what_it_told_is_kept_nowhere(home: UUID) -> None:
    client, form = browser("member"), f"/households/{home}/report"
    answers = {**fields_of(seen(client, form)), "asked_by": str(people_of(home)["何慧珍"].id)}
    first, second = (client.post(form, answers)["Location"] for _ in range(2))
    assert first == second
    report = AccessReport.objects.get()
    for login in ("auditor", "member"):
        told = said(seen(browser(login), f"/households/{home}/part?show=looked"))
        assert "何慧珍 的全部信息" in told
        assert report.number in told
    entry = Entry.objects.get(command_id=report.id)
    assert "13990003333" not in repr(entry.__dict__) + repr(report.__dict__)
    assert "purpose" not in entry.command


def test_whoever_does_not_help_makes_none(home: UUID) -> None:
    for login in ("auditor", "prefecture", "department", "attendee", "neighbour"):
        seen(browser(login), f"/households/{home}/report", status=404)
    assert links(seen(browser("auditor"), f"/households/{home}?whole=1"), "/report$") == []
    other = registered(members=family()[:1])
    stranger = str(people_of(other)["何慧珍"].id)
    again = send(browser("member"), f"/households/{home}/report", asked_by=stranger)
    assert again.status_code == 200
    assert "不是这一户现在的成员" in again.content.decode()
