"""Work on its pages: what a visit wrote down is not typed again, both sides agree, and the person confirms on paper."""

import re
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from support import stage
from support.groups_stage import established, organisation, organisations
from support.jobs_stage import CONTACT, agreed, begun, proposed, vacancy, wished
from support.needs_stage import code_for, told
from support.stage import COUNTY, HERE, TODAY, done, fresh, people_of, registered
from web.needs.papers import on_paper, sent_on_paper
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.groups.commands.visits import RecordVisit

DAY = TODAY.isoformat()
HEARD = "老二在家没有活干，想去兰州"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_a_job_goes_through_its_forms_from_the_visit_to_the_paper(home: UUID) -> None:
    leader, county = browser("leader"), browser("county")
    ids = {"group_id": established(), "visit_id": fresh(), "household_id": home}
    done(RecordVisit(id=fresh(), needed=HEARD, found="老二待业", **ids), "leader")
    answers = {
        "firm_id": str(organisation("bank")),
        "title": "后厨帮工",
        "trade": "kitchen",
        "workplace": "兰州市",
        "distance": "prefecture",
        "wage": "每月 3,200 元",
        "posts": "1",
        "contact": CONTACT,
    }
    page = send(county, f"/places/{COUNTY}/vacancies/add", **answers)["Location"]
    assert "每月 3,200 元" in said(seen(county, page))
    assert CONTACT not in seen(county, page)
    assert errors_of(send(county, f"/places/{COUNTY}/vacancies/add", **answers).content.decode())
    wish = f"/households/{home}/wish"
    assert HEARD in seen(leader, wish)
    person = str(people_of(home)["何小军"].id)
    told_now = {"trade": "kitchen", "reach": "province", "skills": "cook", "source": "visit", "told_on": DAY}
    need = send(leader, wish, person_id=person, text=HEARD, **told_now)["Location"]
    assert "愿意去：本省 · 会做饭" in said(seen(leader, need))
    (offer,) = links(seen(leader, f"/places/{HERE}/work"), r"/job\?vacancy=")
    assert "工种一样" in said(seen(leader, offer))
    send(leader, offer.split("?")[0], vacancy_id=offer.split("=")[1], proposed_on=DAY)
    refused = send(leader, f"{need}/answer", accepted="true", answered_on=DAY)
    assert "本人和用工单位还没有同意" in said(refused.content.decode())
    assert "等本人和用工单位同意" in said(seen(leader, f"/households/{home}"))
    code, key = code_for(home), need.split("/")[-1]
    assert "后厨帮工 · 皋兰县农业银行" in said(on_paper(Client(), code))
    assert "您同意了" in sent_on_paper(Client(), code, key, wish="agree")
    assert CONTACT not in on_paper(Client(), code)
    send(leader, f"{need}/job/firm", said_by="经理祁明", how="phone", agreed_on=DAY)
    assert CONTACT in said(seen(leader, need))
    assert CONTACT in on_paper(Client(), code)
    send(leader, f"{need}/answer", accepted="true", answered_on=DAY)
    send(leader, f"{need}/job/begin", begun_on=DAY)
    answer = {"satisfied": "true", "words": "干得惯，工资按月发"}
    assert "您的答复记下了" in sent_on_paper(Client(), code, key, wish="answer", **answer)
    last = said(seen(leader, need))
    assert "本人已确认" in last
    assert "“干得惯，工资按月发”" in last


def test_on_paper_the_household_withdraws_and_sees_the_firm_no_more(home: UUID) -> None:
    need, code = agreed(home), code_for(home)
    assert CONTACT in on_paper(Client(), code)
    shown = sent_on_paper(Client(), code, str(need), wish="withdraw")
    assert "您撤回了" in shown
    assert CONTACT not in shown
    assert "撤回了同意" in said(seen(browser("leader"), f"/needs/{need}"))


def test_a_side_agrees_or_withdraws_through_an_officer(home: UUID) -> None:
    leader, need = browser("leader"), proposed(home)
    send(leader, f"/needs/{need}/job/person", agreed_by="self", how="in_person", agreed_on=DAY)
    assert "同意（本人） · 当面说的" in said(seen(leader, f"/needs/{need}"))
    again = send(leader, f"/needs/{need}/job/person", agreed_by="self", how="in_person", agreed_on=DAY)
    assert "已经同意过了" in said(again.content.decode())
    send(leader, f"/needs/{need}/job/withdraw", side="person", withdrawn_on=DAY)
    assert "待对接" in said(seen(leader, f"/needs/{need}"))


def test_whoever_recorded_the_beginning_does_not_say_that_the_person_confirms(home: UUID) -> None:
    need = begun(home)
    answer = {"satisfied": "true", "words": "好", "answered_by": "self", "answered_on": DAY}
    refused = send(browser("leader"), f"/needs/{need}/confirm", **answer)
    assert "您参与办了这件事" in said(refused.content.decode())


def test_a_need_of_work_asks_first_what_is_looked_for(home: UUID) -> None:
    leader, need = browser("leader"), told(home)
    assert "写明找什么活" in said(seen(leader, f"/needs/{need}"))
    send(leader, f"/needs/{need}/wish", trade="kitchen", reach="county")
    assert "建议一个岗位" in said(seen(leader, f"/needs/{need}"))
    html = seen(leader, f"/needs/{need}/wish")
    assert re.search(r'value="county"[^>]*checked', html)


def test_a_vacancy_ends_and_is_seen_by_everybody_in_the_territory(home: UUID) -> None:
    county, attendee = browser("county"), browser("attendee")
    offered = vacancy()
    wished(home)
    listed = said(seen(attendee, f"/places/{HERE}/work"))
    assert "后厨帮工" in listed
    assert "找工作的人" not in listed
    assert browser("neighbour").get(f"/places/{HERE}/work").status_code == 404
    send(county, f"/vacancies/{offered}/end", ended_on=DAY)
    assert "不再招的 1 个" in said(seen(county, f"/places/{COUNTY}/work"))
    assert county.get(f"/vacancies/{offered}/end").status_code == 404
