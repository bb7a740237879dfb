"""A training need through its pages: said, answered by a course, attended, and met only when the member says so."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from support import stage
from support.groups_stage import added, established, led, organisation, organisations, person
from support.stage import COUNTY, HERE, TOWNSHIP, account
from support.training_stage import HELD, WORDS, planned, told
from web.registry.filling import errors_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.groups.models import CourseSeat, Member

PLACE = f"/places/{TOWNSHIP}/training"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    organisations()


@pytest.fixture
def group() -> UUID:
    group = established()
    led(group, added(group, account("leader"), "first_secretary"))
    added(group, account("member"), "resident_team")
    added(group, account("attendee"), "village_committee", party_member=False)
    return group


def membership(login: str) -> UUID:
    return Member.objects.values_list("id", flat=True).get(account_id=account(login))


def test_a_need_is_said_answered_and_met_by_the_word_of_the_member_alone(group: UUID, settings: Any) -> None:
    member, leader, township = browser("member"), browser("leader"), browser("township")
    assert "没有" in said(seen(member, "/training"))
    (tell,) = links(seen(member, "/training"), "/training/tell$")
    wrong = send(member, tell, subject="accounts", words="")
    assert errors_of(wrong.content.decode())
    record = send(member, tell, subject="accounts", words=WORDS, since="2018-01-10")["Location"]
    assert WORDS in said(seen(member, record))
    send(
        leader,
        tell,
        member_id=str(membership("attendee")),
        subject="accounts",
        words="列席的也想学",
        since="2018-01-10",
    )
    listed = seen(township, PLACE)
    assert "2 人需要村级财务和公开的培训，还没有安排" in said(listed)
    assert "曹文远 说的" in said(listed)
    assert "安排培训： 村级财务和公开" in said(seen(township, "/"))
    (plan,) = links(listed, "/plan")
    form = seen(township, plan)
    needs = re.findall(r'name="need_ids" value="([^"]*)" checked', form)
    assert len(needs) == 2
    terms = {"title": "财务公开", "subject": "accounts", "hours": "6", "venue": "镇政府", "teacher": "柏会计"}
    days = {"first_on": HELD.isoformat(), "last_on": HELD.isoformat()}
    who = {"organiser_id": str(organisation("township")), "need_ids": needs}
    course = send(township, plan, **terms, **days, **who)["Location"]
    assert "请了，还没有办" in said(seen(township, course))
    assert "去参加培训： 财务公开" in said(seen(member, "/"))
    assert "安排了：财务公开" in said(seen(township, PLACE))
    assert township.get(f"{course}/attendance").status_code == 404
    settings.STANDING_TIME = stage.NOW + timedelta(days=7)
    member, attendee, township = (browser(login, days=7) for login in ("member", "attendee", "township"))
    assert "登记谁来了： 财务公开" in said(seen(township, "/"))
    came = {f"came-{membership(login)}": "present" for login in ("member", "attendee")}
    half = send(township, f"{course}/attendance", **dict([*came.items()][:1]))
    assert "名单不全：还有 1 人没有填" in said(half.content.decode())
    send(township, f"{course}/attendance", **came, also=[str(membership("leader"))])
    assert "没有请，自己来的" in said(seen(township, course))
    assert township.get(f"{course}/say").status_code == 404
    (say,) = links(seen(member, course), "/say$")
    assert "说说够不够用： 财务公开" in said(seen(member, "/"))
    assert "您的这项需求已满足" in said(
        member.get(send(member, say, enough="true", useful="会贴公开栏")["Location"]).content.decode()
    )
    assert member.get(say).status_code == 404
    unsaid = send(attendee, say, enough="false")
    assert "没有写还想学什么" in said(unsaid.content.decode())
    send(attendee, say, enough="false", still_wanted="还想学报账")
    listed = said(seen(township, PLACE))
    assert "1 人需要村级财务和公开的培训，还没有安排" in listed
    assert "上次还差：还想学报账" in listed
    assert WORDS not in listed
    own = said(seen(member, "/training"))
    assert "本人说够了" in own
    assert "会贴公开栏" in own


def test_a_course_is_cancelled_with_its_reason_and_its_need_waits_again(group: UUID) -> None:
    need = told(group, membership("member"))
    course, township = f"/courses/{planned(need_ids=(need,))}", browser("township")
    (cancel,) = links(seen(township, course), "/cancel$")
    send(township, cancel, reason="下大雪")
    assert "取消：下大雪" in said(seen(township, course))
    assert township.get(cancel).status_code == 404
    assert "1 人需要" in said(seen(township, PLACE))


def test_a_need_is_taken_back_by_whoever_said_it(group: UUID) -> None:
    need, member = told(group, membership("member")), browser("member")
    (back,) = links(seen(member, "/training"), "/take-back$")
    for login in ("leader", "township"):
        assert browser(login).get(back).status_code == 404
    send(member, back)
    assert "已撤回" in said(seen(member, "/training"))
    assert str(need) in back


def test_others_see_courses_and_nothing_of_the_people(group: UUID) -> None:
    need = told(group, membership("member"))
    course = planned(need_ids=(need,), place_code=HERE)
    record = f"/groups/{group}/members/{membership('member')}/training"
    for login in ("county", "prefecture", "auditor", "attendee"):
        client = browser(login)
        page = said(seen(client, f"/courses/{course}"))
        assert "村级财务公开怎么做" in page
        assert "罗秋霞" not in page
        assert WORDS not in said(seen(client, f"/places/{HERE}/training"))
        assert client.get(record).status_code == 404
    for login in ("neighbour", "administrator"):
        assert browser(login).get(f"/courses/{course}").status_code == 404
        assert browser(login).get(f"/places/{COUNTY}/training").status_code == 404
    for login in ("leader", "township", "department", "member"):
        assert WORDS in said(seen(browser(login), record))


def test_the_page_of_the_group_leads_to_its_training(group: UUID) -> None:
    need = told(group, membership("member"), subject="law")
    planned(need_ids=(need,), subject="law", title="怎么调解")
    page = seen(browser("leader"), f"/groups/{group}")
    assert "怎么调解" in said(page)
    assert "法律和矛盾调解 1 项" in said(page)
    assert len(links(page, "/members/.*/training$")) == 3
    assert links(seen(browser("county"), f"/groups/{group}"), "/training$") == []


def test_who_is_no_member_has_no_training_of_his_own(group: UUID) -> None:
    added(group, person("branch", "魏守田"), "branch_committee")
    assert "没有" in said(seen(browser("department"), "/training"))
    assert browser("county").get("/training").status_code == 404
    tell = f"/groups/{group}/training/tell"
    assert browser("department").get(tell).status_code == 404
    html = seen(browser("township"), tell)
    assert "魏守田" in html
    assert "罗秋霞" not in html
    assert CourseSeat.objects.count() == 0
