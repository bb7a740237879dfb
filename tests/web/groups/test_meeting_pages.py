"""A meeting from its plan to its minutes, through the pages; what is said when it is too late or not allowed."""

import io
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import mammoth
import pytest
from pypdf import PdfReader

from support import stage
from support.groups_stage import established
from support.meetings_stage import Team
from support.stage import TODAY, done, fresh
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.groups.commands.establishing import DissolveGroup, RevokeRelation
from xiuhua.groups.models import Attendance, Decision, Meeting, MeetingSession


@pytest.fixture
def team(db: None, settings: Any, tmp_path: Path) -> Team:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()
    return Team()


def test_a_meeting_is_planned_on_one_page(team: Team) -> None:
    client, path = browser("first"), f"/groups/{team.group}/meetings/plan"
    shown = fields_of(seen(client, path))
    assert shown["convener_id"] == str(team.members["first"])
    answers = {"topic": "装反光镜", "venue": "村委会", "agenda": "看现场\n表决", "day-1": "", "time-1": ""}
    members = {"member_ids": [str(each) for each in team.members.values()]}
    refused = client.post(path, {**shown, **answers, **members})
    assert "每一场都要有日期和时间" in said(refused.content.decode())
    answers |= {"day-1": str(TODAY), "time-1": "09:00", "day-2": str(TODAY + timedelta(days=1)), "time-2": "09:00"}
    answer = client.post(path, {**shown, **answers, **members})
    meeting = Meeting.objects.get()
    assert answer["Location"] == f"/meetings/{meeting.id}"
    assert MeetingSession.objects.count() == 2
    text = said(seen(client, answer["Location"]))
    assert "装反光镜 已安排" in text
    assert "还没有通知请的 6 个人" in text


def test_nothing_is_ticked_before_and_one_tap_each_is_enough(team: Team) -> None:
    meeting = team.planned()
    client, path = browser("first"), f"/meetings/{meeting.id}/sessions/{meeting.sessions[0]}/attendance"
    html = seen(client, path)
    assert html.count('type="radio"') == 18
    assert "checked" not in html
    shown = fields_of(html)
    some = {f"came-{meeting.people['first']}": "present"}
    refused = client.post(path, {**shown, **some}).content.decode()
    assert "还有5个人没有点" in said(refused)
    assert refused.count("checked") == 1
    everybody = {f"came-{person}": "present" for person in meeting.people.values()}
    assert client.post(path, {**shown, **everybody}).status_code == 302
    assert Attendance.objects.filter(came="present").count() == 6


def test_the_list_shows_who_has_leave_that_day_and_keeps_what_was_typed(team: Team) -> None:
    team.away("branch")
    meeting = team.planned()
    client, path = browser("first"), f"/meetings/{meeting.id}/sessions/{meeting.sessions[0]}/attendance"
    html = seen(client, path)
    assert html.count('<fieldset class="away">') == 1
    assert "请假，已批准" in said(html)
    everybody = {f"came-{person}": "present" for person in meeting.people.values()}
    refused = client.post(path, {**fields_of(html), **everybody}).content.decode()
    assert "有1个人这天的假已经批准，却点了到会" in said(refused)
    assert refused.count("checked") == 6
    reason = {f"reason-{meeting.people['branch']}": "提前回来"}
    answer = client.post(path, {**fields_of(refused), **everybody, **reason})
    assert "到会 提前回来" in said(seen(client, answer["Location"]))


def test_from_notice_to_the_minutes(team: Team) -> None:
    meeting = team.planned()
    client, page = browser("first"), f"/meetings/{meeting.id}"
    assert send(client, f"{page}/notice", notice_on=str(TODAY)).status_code == 302
    done(meeting.typing("first", "resident", "branch", excused={"charge": "去县里开会"}), "leader")
    assert "有什么要表决的？" in said(seen(client, page))
    shown = fields_of(seen(client, f"{page}/motion"))
    votes = {f"vote-{meeting.people[login]}": "for" for login in ("first", "resident", "branch")}
    assert client.post(f"{page}/motion", {**shown, "text": "装三面镜子", **votes}).status_code == 302
    (decide,) = links(seen(client, page), "/decision$")[:1]
    assert "通过了：装三面镜子，还没有记谁来办" in said(seen(client, f"{page}/close"))
    what = {"text": "买镜子装上", "due_on": str(TODAY), "done_means": "都装好了"}
    what["member_id"] = str(team.members["villager"])
    assert send(client, decide, **what).status_code == 302
    assert Decision.objects.count() == 1
    assert "还没有记谁来办" not in said(seen(client, f"{page}/close"))
    assert send(client, f"{page}/close", summary="定了装镜子").status_code == 302
    text = said(seen(browser("auditor"), page))
    told = ("已结束", "3 + 0", "赞成 3，反对 0，弃权 0", "装三面镜子", "白玉兰 · 办好：都装好了", "定了装镜子")
    for words in told:
        assert words in text


def test_a_dissent_stands_with_its_words(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing("first", "resident", "branch"), "leader")
    done(meeting.putting({"first": "for", "resident": "for", "branch": "against:先修路"}), "leader")
    html = seen(browser("county"), f"/meetings/{meeting.id}")
    assert "先修路 魏守田，反对" in said(html)


def test_a_lacking_quorum_is_said_before_closing_and_after(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing("first", "villager"), "leader")
    client, page = browser("first"), f"/meetings/{meeting.id}"
    assert "有表决权的到了 1 人，要到 3 人" in said(seen(client, f"{page}/motion"))
    assert "要到 3 人，没有到" in said(seen(client, f"{page}/close"))
    send(client, f"{page}/close", summary="改期")
    assert "到会人数不够，没有作出决定" in said(seen(client, page))


def test_the_second_of_two_who_close_is_told_and_keeps_what_was_typed(team: Team) -> None:
    meeting = team.planned(kind="study")
    done(meeting.typing("first"), "leader")
    client, page = browser("resident"), f"/meetings/{meeting.id}/close"
    shown = fields_of(seen(client, page))
    done(meeting.closing("学了文件"), "leader")
    refused = client.post(page, {**shown, "summary": "学了别的"}).content.decode()
    assert "会议现在是“已结束”" in " ".join(errors_of(refused)) + said(refused)
    assert "学了别的" in refused


def test_whoever_records_a_second_decision_meanwhile_is_asked_whether_it_is_another(team: Team) -> None:
    meeting = team.planned()
    done(meeting.typing("first", "resident", "branch"), "leader")
    motion = meeting.putting(dict.fromkeys(("first", "resident", "branch"), "for"))
    done(motion, "leader")
    client, page = browser("resident"), f"/meetings/{meeting.id}/motions/{motion.motion_id}/decision"
    shown = fields_of(seen(client, page))
    done(meeting.deciding(motion.motion_id, team.members["branch"]), "leader")
    what = {"text": "再装一面", "due_on": str(TODAY), "done_means": "装好了", "member_id": str(team.members["branch"])}
    told = client.post(page, {**shown, **what}).content.decode()
    assert "别人又记了1项" in said(told)
    assert Decision.objects.count() == 1
    assert client.post(page, {**fields_of(told), **what}).status_code == 302
    assert Decision.objects.count() == 2


def test_who_may_not_act_sees_the_reason_and_no_form(team: Team) -> None:
    meeting = team.planned()
    page = f"/meetings/{meeting.id}"
    assert "现在还不能做" in said(seen(browser("auditor"), page))
    assert links(seen(browser("auditor"), page), f"{page}/notice") == []
    seen(browser("auditor"), f"{page}/notice", status=404)
    seen(browser("neighbour"), page, status=404)
    seen(browser("administrator"), page, status=404)
    values = {"group_id": team.group, "kind": "entrusted", "valid_to": TODAY, "basis": "县委通知"}
    seen(browser("township"), f"{page}/notice")
    done(RevokeRelation(id=fresh(), **values), "county")
    seen(browser("township"), f"{page}/notice", status=404)


def test_the_page_of_the_group_shows_the_year(team: Team) -> None:
    study = team.planned(kind="life")
    done(study.typing("first"), "leader")
    html = seen(browser("first"), f"/groups/{team.group}")
    text = said(html)
    assert "2018 年的会议" in text
    assert "组织生活会 村党支部，每年 1—12月：开过" in text
    assert "支部委员会会议 支部委员会，每月 1月：这一期要开 2月：还没到" in text
    before = said(seen(browser("first"), f"/groups/{team.group}?year=2017"))
    assert "1月：不要求" in before
    assert "7月：没有开" in before
    assert "没有核对过原文" in text


def test_the_minutes_are_a_pdf_and_a_word_document_with_the_same_numbers(team: Team) -> None:
    meeting = team.planned()
    client, page = browser("auditor"), f"/meetings/{meeting.id}"
    seen(client, f"{page}/minutes.pdf", status=404)
    done(meeting.typing("first", "resident", "branch", "villager"), "leader")
    motion = meeting.putting({"first": "for", "resident": "for", "branch": "against:先修路"})
    done(motion, "leader")
    done(meeting.closing("讨论了弯道"), "leader")
    printed = client.get(f"{page}/minutes.pdf")
    pdf = "".join(each.extract_text() for each in PdfReader(io.BytesIO(printed.content)).pages)
    word = mammoth.extract_raw_text(io.BytesIO(client.get(f"{page}/minutes.docx").content)).value
    told = (
        "参加的应到4人，到3人；列席的应到2人，到1人；有表决权的要到3人",
        "没有通过：赞成2，反对1，弃权0",
        "先修路",
        "讨论了弯道",
    )
    for text in (pdf, word):
        for words in told:
            assert words in text.replace(" ", "").replace("\n", "")
    assert "反光镜" not in printed["Content-Disposition"]
    seen(browser("neighbour"), f"{page}/minutes.docx", status=404)


def test_a_year_that_cannot_be_is_this_year_and_one_before_policy_asks_for_nothing(team: Team) -> None:
    client = browser("leader")
    for year in ("2016", "0000", "二〇一六", "1" * 5000):
        assert "2018 年的会议" in said(seen(client, f"/groups/{team.group}?year={year}"))
    done(DissolveGroup(id=fresh(), group_id=team.group, valid_to=TODAY, basis="县委会议"), "county")
    earlier = established(valid_from=date(2016, 8, 1))
    assert "2016 年的会议" in said(seen(client, f"/groups/{earlier}?year=2016"))
