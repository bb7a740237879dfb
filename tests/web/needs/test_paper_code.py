"""The code on paper: handed out once, opens the household's own needs to whoever holds it, and nothing else."""

import io
import re
from base64 import b64decode
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from pypdf import PdfReader

from support import stage
from support.groups_stage import organisations
from support.needs_stage import code_for, delivered, told
from support.stage import TODAY, actor, done, fresh, people_of, registered
from web.registry.filling import send
from web.registry.visits import browser, links, said, seen
from xiuhua.needs.commands.paper import TellByCode
from xiuhua.needs.models import Match, Need, PaperCode
from xiuhua.needs.paper import HOLDER
from xiuhua.needs.queries.needs import need_page
from xiuhua.needs.rules.paper import ALPHABET, Tries
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.models import Entry
from xiuhua.registry.commands.members import MergeHouseholds, Relation


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def home() -> UUID:
    return registered()


def opened(code: str, client: Client | None = None, **more: str) -> str:
    answer = (client or Client()).post("/paper", {"code": code, **more})
    assert answer.status_code == 200
    assert answer.headers["X-Robots-Tag"].startswith("noindex")
    assert "no-store" in answer.headers["Cache-Control"]
    return str(answer.content.decode())


def hidden(html: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', html)
    assert found is not None
    return found[1]


def test_the_paper_shows_the_code_and_nothing_of_the_household(home: UUID) -> None:
    answer = send(browser("leader"), f"/households/{home}/code")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "纸码已发" in said(answer.content.decode())
    paper = re.search(r'href="data:application/pdf;base64,([^"]+)" download', answer.content.decode())
    assert paper is not None
    text = PdfReader(io.BytesIO(b64decode(paper[1]))).pages[0].extract_text()
    code = re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}", text)
    assert code is not None
    assert not any(word in text for word in ("何慧珍", "燕儿坪", "何小军", str(home)))
    assert "还没有说过" in opened(code[0])
    kept = [*PaperCode.objects.values_list("digest", flat=True), *map(str, Entry.objects.values_list("id", flat=True))]
    assert not any(code[0].replace("-", "") in each for each in kept)


def test_with_a_code_a_need_is_told_and_answered_by_the_household_itself(home: UUID) -> None:
    code = code_for(home)
    html = opened(code)
    html = opened(code, id=hidden(html, "id"), wish="tell", kind="water", text="水管坏了")
    assert "记下了" in html
    row = Need.objects.get(kind="water")
    assert (row.source, row.subject_id, row.state) == ("paper", home, "told")
    need = delivered(home)
    html = opened(code)
    assert not any(word in said(html) for word in ("何小军", "何慧珍", "兰州一家饭店", "曹文远", "水管坏了"))
    sent = {"wish": "answer", "need_id": str(need), "satisfied": "true", "words": "活干得惯"}
    assert "您的答复记下了" in opened(code, id=hidden(html, "id"), **sent)
    assert Match.objects.get(need_id=need).answered_by == "paper"
    page = need_page(actor("leader"), need, on=TODAY)
    assert page is not None
    assert (page.state, page.rounds[0].words) == ("confirmed", "活干得惯")


def test_a_code_reaches_no_need_of_another_household(home: UUID) -> None:
    other = registered()
    need, code = delivered(other), code_for(home)
    html = opened(code)
    sent = {"wish": "answer", "need_id": str(need), "satisfied": "true", "words": "好"}
    assert "没有找到这件需求" in opened(code, id=hidden(html, "id"), **sent)
    assert Need.objects.get(id=need).state == "delivered"


def test_the_newer_code_holds_until_it_is_revoked(home: UUID) -> None:
    before = code_for(home)
    after = code_for(home)
    assert "这个码打不开" in opened(before)
    assert "说过的需求" in opened(after.lower().replace("-", " "))
    send(browser("leader"), f"/households/{home}/code/revoke")
    assert "这个码打不开" in opened(after)


def test_the_household_s_page_says_whether_there_is_a_code_to_revoke(home: UUID) -> None:
    leader, page = browser("leader"), f"/households/{home}"
    assert links(seen(leader, page), "/code/revoke$") == []
    send(leader, f"{page}/code")
    html = seen(leader, page)
    assert links(html, "/code/revoke$") == [f"{page}/code/revoke"]
    assert "发了纸码，有效到" in said(html)
    send(leader, f"{page}/code/revoke")
    assert links(seen(leader, page), "/code/revoke$") == []


def test_a_code_ends_with_its_household(home: UUID) -> None:
    code, into = code_for(home), registered()
    html = opened(code)
    relations = tuple(Relation(person_id=each.id, relation="其他") for each in people_of(home).values())
    done(MergeHouseholds(id=fresh(), household_id=home, into_id=into, relations=relations, on=TODAY))
    assert "这个码打不开" in opened(code, id=hidden(html, "id"), wish="tell", kind="water", text="水管坏了")
    held = PaperCode.objects.get(subject_id=home).id
    telling = TellByCode(id=fresh(), code_id=held, need_id=fresh(), kind="water", text="水管坏了")
    receipt = execute(telling, actor=HOLDER, received_at=stage.NOW)
    assert [each.code for each in receipt.problems] == ["paper_code_unknown"]
    assert not Need.objects.filter(subject_id=home).exists()


def test_a_code_tried_too_often_is_refused_with_its_reason_wherever_it_is_tried(home: UUID) -> None:
    wrong, client = "2222-2222-2222", Client()
    for _ in range(5):
        assert "这个码打不开" in opened(wrong, client)
    assert "试错的次数太多" in opened(wrong, client)
    assert "试错的次数太多" in opened(wrong.lower(), Client(REMOTE_ADDR="192.0.2.7"))


def test_whoever_mistypes_does_not_shut_out_those_behind_the_same_address(
    home: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    good, client = code_for(home), Client()
    for number in range(20):
        assert "这个码打不开" in opened(f"2222-2222-22{ALPHABET[number]}2", client)
    assert "说过的需求" in opened(good, client)
    monkeypatch.setattr("xiuhua.needs.paper.Tries.at", lambda *args, **more: Tries(code=5, address=21))
    assert "这个码打不开" in opened("3333-3333-3333", client)
    assert "试错的次数太多" in opened(good, client)
    assert "说过的需求" in opened(good, Client(REMOTE_ADDR="192.0.2.7"))


def test_nothing_stands_in_the_address_and_a_stranger_sees_no_more(home: UUID) -> None:
    code, need = code_for(home), told(home)
    html = opened(code)
    assert all(code not in each and str(home) not in each for each in re.findall(r'(?:href|action)="([^"]*)"', html))
    assert "说过的需求" not in said(seen(Client(), f"/paper?code={code}"))
    assert Client().get(f"/needs/{need}").status_code == 302
    assert browser("neighbour").get(f"/households/{home}/code").status_code == 404


def test_an_answer_that_lacks_something_keeps_the_words_beside_its_form(home: UUID) -> None:
    need, code = delivered(home), code_for(home)
    html = opened(code)
    html = opened(code, id=hidden(html, "id"), wish="answer", need_id=str(need), words="活干得惯")
    assert "活干得惯" in html
    assert Need.objects.get(id=need).state == "delivered"
