"""The young man without work, by programs alone: found on a visit, introduced with both consents, confirmed by him."""

from typing import Any

import pytest
from django.test import Client

from support.cast import TODAY, Cast, do, fresh
from web.needs.papers import sent_on_paper
from xiuhua.needs.commands.paper import IssueCode
from xiuhua.needs.paper import digest_of, new_code

pytestmark = pytest.mark.django_db

DAY = TODAY.isoformat()
CONTACT, WORDS = "后厨主管祁师傅 0931-5550101", "干得惯，工资按月发"


def test_a_job_is_found_through_the_api_and_confirmed_by_whom_it_is_for(cast: Cast, ask: Any) -> None:
    zone = cast.zones["A1"]
    need, vacancy, code = str(fresh()), str(fresh()), new_code()

    def wish(login: str, command: str, **payload: Any) -> list[str]:
        sent = [{"code": command, "id": str(fresh()), **payload}]
        (receipt,) = ask(login, "POST", "/commands", sent).json()
        return [each["code"] for each in receipt["problems"]]

    def shown(login: str = "leader") -> Any:
        return ask(login, "GET", f"/needs/{need}").json()

    offered = {
        "title": "后厨帮工",
        "trade": "kitchen",
        "workplace": "县城",
        "distance": "county",
        "wage": "面议",
        "posts": 1,
    }
    firm = {"place_code": zone.place_code, "firm_id": str(zone.organisation), "contact": CONTACT}
    assert wish("county", "needs.add_vacancy", vacancy_id=vacancy, **firm, **offered) == []
    (listed,) = (
        each for each in ask("attendee", "GET", f"/places/{zone.place_code}/vacancies").json() if each["id"] == vacancy
    )
    assert (listed["title"], listed["wage"], listed["taken"], listed["posts"]) == ("后厨帮工", "面议", 0, 1)
    assert CONTACT not in str(listed)

    told = {"person_id": str(zone.second_spouse), "text": "想在县城找活", "source": "visit", "told_on": DAY}
    sought = {"trade": "kitchen", "reach": "county", "household_id": str(zone.second)}
    assert wish("leader", "needs.wish_for_work", need_id=need, **told, **sought) == []
    step = {"match_id": str(fresh()), "vacancy_id": vacancy, "proposed_on": DAY}
    assert wish("leader", "needs.propose_job", need_id=need, **step) == []
    taken = {"need_id": need, "accepted": True, "answered_on": DAY}
    assert wish("leader", "needs.answer_match", **taken) == ["job_without_consent"]
    assert shown()["job"]["contact"] is None
    said = {"how": "in_person", "agreed_on": DAY}
    assert wish("leader", "needs.person_agrees", need_id=need, agreed_by="self", **said) == []
    assert wish("leader", "needs.firm_agrees", need_id=need, said_by="祁经理", **said) == []
    assert (shown()["job"]["contact"], shown("prefecture")["job"]["contact"]) == (CONTACT, None)
    assert wish("leader", "needs.answer_match", **taken) == []
    assert wish("leader", "needs.begin_job", need_id=need, begun_on=DAY) == []
    answer = {"need_id": need, "satisfied": True, "words": WORDS}
    assert wish("leader", "needs.confirm", answered_by="self", answered_on=DAY, **answer) == [
        "need_confirmed_by_helper"
    ]
    paper = IssueCode(id=fresh(), household_id=zone.second, code_id=fresh(), digest=digest_of(code))
    do([paper])
    assert wish("leader", "needs.answer_by_code", code_id=str(paper.code_id), **answer) == ["not_your_role"]

    assert "您的答复记下了" in sent_on_paper(Client(), code, need, wish="answer", satisfied="true", words=WORDS)
    found = shown()
    assert (found["state"], found["rounds"][0]["words"]) == ("confirmed", WORDS)
