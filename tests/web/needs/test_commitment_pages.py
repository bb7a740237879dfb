"""Two medics a month through the forms: promised, came, missed, made up, confirmed by the village; and a pairing."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.commitments_stage import DECEMBER, ago, coming, kept, missing, pairing, promised
from support.groups_stage import organisation, organisations
from support.stage import HERE, TODAY, done, people_of, registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen

DAY = TODAY.isoformat()


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_medics_are_promised_come_and_are_confirmed_through_forms() -> None:
    county, leader, township = browser("county"), browser("leader"), browser("township")
    listed = f"/places/{HERE}/commitments"
    assert "这里没有承诺" in said(seen(leader, listed))
    terms = {"kind": "health", "what": "医务人员驻村", "rhythm": "month", "each": "2", "valid_from": DAY}
    provider = {"provider_id": str(organisation("bank"))}
    nobody = send(county, f"{listed}/add", **terms)
    assert errors_of(nobody.content.decode())
    page = send(county, f"{listed}/add", **terms, **provider)["Location"]
    came = {"period": DAY, "came_on": DAY, "people": "2", "who": "丁大夫、余护士", "what": "看了 21 个人"}
    send(leader, f"{page}/came", **came)
    assert "待确认" in said(seen(leader, page))
    (confirm,) = links(seen(township, page), "/confirm$")[:1]
    assert "/confirm" not in seen(leader, page)
    answer = {"came": "true", "words": "来了，看得仔细", "answered_by": "village", "answered_on": DAY}
    assert "您登记了这一次" in said(send(leader, confirm, **answer).content.decode())
    send(township, confirm, **answer)
    told = said(seen(leader, page))
    for words in ("来了 2 人，说好 2 人", "丁大夫、余护士", "来了，看得仔细", "皋兰县农业银行"):
        assert words in told
    assert "医务人员驻村" in said(seen(leader, listed))
    same_day = send(leader, f"{page}/end", ended_on=DAY, end_reason="协议到期")
    assert "结束的日期" in said(same_day.content.decode())


def test_a_missed_month_is_made_up_and_stays_visible() -> None:
    commitment = promised()
    kept(commitment, date(2017, 11, 14))
    leader, page = browser("leader"), f"/commitments/{commitment}"
    assert "2017年12月没有人来" in said(seen(leader, page))
    send(leader, f"{page}/missed?period=2017-12-01", period="2017-12-01", reason="大雪封山", next_on=DAY)
    told = said(seen(leader, page))
    assert "没有来：大雪封山" in told
    answers = {"period": "2017-12-01", "came_on": DAY, "people": "2", "who": "丁大夫", "what": "补看"}
    send(leader, f"{page}/came?period=2017-12-01", **answers)
    (confirm,) = links(seen(browser("township"), page), "/confirm$")[:1]
    answer = {"came": "true", "words": "补上了", "answered_by": "village", "answered_on": DAY}
    send(browser("township"), confirm, **answer)
    html = seen(leader, page)
    assert 'class="made_up"' in html
    told = said(html)
    assert "漏了，补上了" in told
    assert "大雪封山" in told


def test_a_pairing_stands_on_the_page_of_the_household_and_others_see_only_that_there_is_one(home: UUID) -> None:
    leader, page = browser("leader"), f"/households/{home}"
    person = str(people_of(home)["何小军"].id)
    terms = {"kind": "health", "what": "量血压", "name": "丁大夫", "rhythm": "month", "each": "1", "valid_from": DAY}
    made = send(leader, f"{page}/pairing", **terms, person_id=person)["Location"]
    assert "量血压" in said(seen(leader, page))
    assert "何小军：量血压" in said(seen(leader, made))
    prefecture = browser("prefecture")
    told = said(seen(prefecture, page))
    assert "有人结对：看病吃药" in told
    assert "血压" not in told
    assert "丁大夫" not in told
    assert prefecture.get(made).status_code == 404
    assert "血压" not in said(seen(prefecture, f"/places/{HERE}/commitments"))


def test_lists_are_filtered_by_what_is_to_be_done(home: UUID) -> None:
    commitment = promised()
    kept(commitment, date(2017, 11, 14))
    done(missing(commitment, DECEMBER, TODAY), "leader")
    wish = pairing(home)
    done(wish, "leader", days=ago(TODAY))
    done(coming(wish.commitment_id, people=1, period=TODAY), "leader")
    leader, listed = browser("leader"), f"/places/{HERE}/commitments"
    found = {
        show: len(links(seen(leader, f"{listed}?show={show}"), "^/commitments/[0-9a-f-]{36}$"))
        for show in ("", "due", "late", "asked", "ended", "nonsense")
    }
    assert found == {"": 2, "due": 1, "late": 1, "asked": 1, "ended": 0, "nonsense": 2}
    send(leader, f"/commitments/{commitment}/end", ended_on=DAY, end_reason="协议到期")
    assert "结束了 " in said(seen(leader, f"/commitments/{commitment}"))
    assert leader.get(f"/commitments/{commitment}/end").status_code == 404
    assert leader.get("/places/620122101/commitments").status_code == 404
    assert browser("attendee").get(listed).status_code == 404
