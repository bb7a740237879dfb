"""An expert day through its forms: announced, needs ticked, the list for the desk, who was seen, the answer."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.expert_days_stage import HELD, announced, gathering
from support.groups_stage import organisation, organisations
from support.needs_stage import told
from support.stage import HERE, done, registered
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def home() -> UUID:
    return registered()


def test_a_day_goes_through_its_forms(home: UUID, settings: Any) -> None:
    county, leader = browser("county"), browser("leader")
    need, other = told(home, kind="health", text="膝盖疼"), told(home, kind="health", person_id=None, text="老人咳嗽")
    listed = f"/places/{HERE}/expert-days"
    assert "没有预告的专家日" in said(seen(leader, listed))
    terms = {"kind": "health", "name": "省三院专家义诊", "hours": "9点到12点", "venue": "卫生所", "experts": "孟大夫"}
    provider = {"provider_id": str(organisation("bank"))}
    assert f'href="{listed}/add"' in seen(leader, listed)
    assert "皋兰县农业银行</option>" in seen(leader, f"{listed}/add")
    past = send(county, f"{listed}/add", **terms, **provider, held_on="2018-01-19")
    assert errors_of(past.content.decode())
    page = send(county, f"{listed}/add", **terms, **provider, held_on=HELD.isoformat())["Location"]
    assert "还有 2 件看病吃药的需求没有归到名单上" in said(seen(leader, page))
    assert "请至少选一件" in said(send(leader, f"{page}/gather").content.decode())
    send(leader, f"{page}/gather", need=[str(need), str(other)])
    html = seen(leader, page)
    assert "名单上 2 件需求" in said(html)
    invitation = html[html.index("<textarea") : html.index("</textarea>")]
    assert "孟大夫" in invitation
    assert "何" not in invitation
    assert "膝盖疼" in said(seen(leader, f"{page}/list"))
    assert "膝盖疼" not in said(seen(browser("prefecture"), f"{page}/list"))
    assert leader.get(f"{page}/attendance").status_code == 404
    settings.STANDING_TIME = stage.NOW + timedelta(days=7)
    leader, township = browser("leader", days=7), browser("township", days=7)
    without = send(leader, f"{page}/attendance", **{f"seen-{need}": "true"})
    assert "没有写做了什么" in said(without.content.decode())
    answers = {f"seen-{need}": "true", f"what-{need}": "看了膝盖", f"seen-{other}": "false"}
    send(leader, f"{page}/attendance", **answers)
    html = said(seen(leader, page))
    assert "看了" in html
    assert "没有来" in html
    answer = {"satisfied": "true", "words": "大夫看得细", "answered_by": "self", "answered_on": HELD.isoformat()}
    send(township, f"/needs/{need}/confirm", **answer)
    assert "本人已确认" in said(seen(leader, f"/needs/{need}"))
    assert "待对接" in said(seen(leader, f"/needs/{other}"))
    assert "名单上都登记了" in said(seen(leader, f"{page}/attendance"))


def test_a_day_is_called_off_and_its_needs_are_open_again(home: UUID) -> None:
    day, need = announced(), told(home, kind="health")
    done(gathering(day, need), "leader")
    county, page = browser("county"), f"/expert-days/{day}"
    (address,) = links(seen(county, page), "/cancel$")
    send(county, address, reason="专家有急诊")
    html = said(seen(county, page))
    assert "取消：专家有急诊" in html
    assert "取消了" in said(seen(county, f"/places/{HERE}/expert-days"))
    assert county.get(address).status_code == 404
    assert "待对接" in said(seen(county, f"/needs/{need}"))


def test_nobody_outside_sees_it(home: UUID) -> None:
    day = announced()
    for login in ("neighbour", "attendee", "administrator"):
        assert browser(login).get(f"/expert-days/{day}").status_code == 404
        assert browser(login).get(f"/expert-days/{day}/list").status_code == 404
    assert browser("auditor").get(f"/expert-days/{day}/gather").status_code == 404
    assert browser("leader").get("/places/620122101/expert-days").status_code == 404
