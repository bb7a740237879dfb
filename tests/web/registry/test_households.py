"""The page of a household and its forms, as the people who use them see them."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from support import stage
from support.stage import (
    FAR,
    HERE,
    THERE,
    done,
    family,
    fresh,
    people_of,
    person,
    questions_of,
    registered,
    statement_of,
)
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import SHEET, browser, said, seen
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.members import CorrectHousehold, CorrectMember, JoinHousehold, LeaveHousehold
from xiuhua.registry.models import Household, Membership, Question
from xiuhua.registry.queries.households import household

MOST_QUERIES = 32
"""Session, account and posts included; a household may not need more for its size or its history."""


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def members() -> tuple[Any, ...]:
    mother, father, son = family()
    return mother, father.model_copy(update={"phone": "0931-123", "health": "长期慢性病"}), son


@pytest.fixture
def home(members: tuple[Any, ...]) -> UUID:
    return registered(members=members)


@pytest.fixture
def page(home: UUID) -> str:
    return f"/households/{home}"


@pytest.fixture
def member() -> Client:
    return browser("member")


def english(login: str) -> Client:
    client = browser(login)
    client.post("/language", {"language": "en", "next": "/"})
    return client


def test_the_page_says_what_is_known_and_from_where(member: Client, page: str) -> None:
    text = said(seen(member, page))
    for words in (
        "何慧珍 户",
        "已脱贫",
        "脱贫年度 2015。",
        "3 口人，2 个劳动力，致贫原因是缺技术。表中写人均纯收入",
        "来源：人员名单",
        "2017年9月12日",
        "缺技术",
        "不是危房、饮水安全",
        "620199••••••••",
        "有 1 处要问清楚",
        "田巧仓：联系电话不是11位数字",
    ):
        assert words in text.replace(" ：", "："), words


def test_the_page_speaks_english_too(page: str) -> None:
    text = said(seen(english("member"), page))
    for words in (
        "Household of 何慧珍",
        "left poverty",
        "Source: person list",
        "12 Sep 2017",
        "One thing to be cleared up",
        "junior middle school",
    ):
        assert words in text, words


def test_a_figure_opens_to_the_sheet_the_day_and_the_entry(member: Client, page: str) -> None:
    done(CorrectHousehold(id=fresh(), household_id=UUID(page[-36:]), per_head_income="2600.50"), "leader")
    assert f'href="{page}/stated" data-sheet' in seen(member, page)
    text = said(seen(member, f"{page}/stated", **SHEET))
    for words in ("2,600.50", "2,485", "人员名单", "2017年9月12日", "2018年1月19日", "620122/2", "曹文远"):
        assert words in text, words


def test_no_page_shows_a_number(page: str, home: UUID, members: tuple[Any, ...]) -> None:
    client, mother = browser("township"), people_of(home)["何慧珍"].id
    pages = [seen(client, path) for path in (page, f"{page}/stated", f"{page}/members/{mother}/correct")]
    for each in members:
        assert not any(each.identity in html or (each.phone and each.phone in html) for html in pages)


@pytest.mark.parametrize(
    ("login", "sees"),
    [
        ("member", True),
        ("leader", True),
        ("township", True),
        ("county", True),
        ("prefecture", False),
        ("auditor", False),
    ],
)
def test_health_is_for_those_who_help(home: UUID, page: str, login: str, sees: bool) -> None:
    done(CorrectMember(id=fresh(), household_id=home, person_id=people_of(home)["田巧仓"].id, health="残疾"))
    text = said(seen(browser(login), page))
    assert ("长期慢性病 → 残疾" in text) is sees
    assert ("残疾" in text) is sees
    assert ("健康状况只给帮扶的人看" in text) is not sees


def test_a_question_that_speaks_of_health_is_counted_but_not_told() -> None:
    mother, father, son = family()
    home = registered(members=(mother, father.model_copy(update={"labour": "无劳动力"}), son))
    assert questions_of(home) == {"working_age_without_labour": "open"}
    path = f"/households/{home}"
    assert "还有 1 处涉及健康状况" in said(seen(browser("auditor"), path))
    assert "健康、不在校" in said(seen(browser("member"), path))


@pytest.mark.parametrize("login", ["administrator", "attendee", "neighbour"])
def test_who_may_not_see_it_and_what_does_not_exist_answer_alike(page: str, login: str) -> None:
    client = browser(login)
    assert seen(client, page, status=404) == seen(client, f"/households/{fresh()}", status=404)


def test_a_stranger_is_led_to_sign_in(page: str) -> None:
    answer = Client().get(page)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in")


def test_the_page_costs_the_same_however_much_has_happened(member: Client, home: UUID, page: str) -> None:
    seen(member, page)
    with CaptureQueriesContext(connection) as first:
        seen(member, page)
    for number in range(5):
        done(CorrectHousehold(id=fresh(), household_id=home, per_head_income=str(3000 + number)), "leader")
    baby = person("何苗", "之女", "2017-12-20", female=True, education=None, labour=None)
    done(JoinHousehold(id=fresh(), household_id=home, member=baby, on=date(2018, 1, 10), cause="birth"))
    with CaptureQueriesContext(connection) as second:
        seen(member, page)
    for queries in (first, second):
        assert len(queries) <= MOST_QUERIES, [query["sql"][:90] for query in queries]


def test_what_happened_is_told_in_plain_words_with_who_and_when(member: Client, home: UUID, page: str) -> None:
    father = people_of(home)["田巧仓"].id
    done(CorrectMember(id=fresh(), household_id=home, person_id=father, education="小学", phone="13990002222"))
    text = said(seen(member, page))
    assert "2018年1月19日 更正成员信息 田巧仓 联系电话：093••••••23 → 139••••••22" in text
    assert "田巧仓 文化程度：初中 → 小学" in text
    assert "秦德厚（乡镇干部） · 记于 2018年1月19日 09:00" in text
    assert "2015年 已脱贫（来源：人员名单（一人一行））" in text


def test_one_who_left_is_told_by_name_and_kept_among_the_former(member: Client, home: UUID, page: str) -> None:
    son = people_of(home)["何小军"].id
    on = date(2018, 1, 10)
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=son, on=on, cause="moved_out"))
    text = said(seen(member, page))
    assert "2018年1月10日 成员离开 何小军 离开：迁出" in text
    assert "以前的成员 1 人 何小军 2018年1月10日 迁出" in text


def test_what_was_taken_back_is_told_by_name_too(member: Client, home: UUID, page: str) -> None:
    baby = person("何苗", "之女", "2017-12-20", female=True, education=None, labour=None)
    joining = JoinHousehold(id=fresh(), household_id=home, member=baby, on=date(2018, 1, 10), cause="birth")
    done(joining)
    done(Undo(id=fresh(), target=joining.id))
    text = said(seen(member, page))
    assert "增加成员 何苗 加入：出生" in text
    assert "撤销 何苗 的加入撤回" in text


def test_an_ended_household_is_shown_as_ended_and_offers_nothing(member: Client) -> None:
    home = registered(members=(person("马福", "户主", "1950-01-01", labour="无劳动力"),))
    who = people_of(home)["马福"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=who, on=date(2018, 1, 10), cause="death"))
    text = said(seen(member, f"/households/{home}"))
    assert "马福 户 已结束 2018年1月10日起不再是一户：去世。" in text
    assert "现在还不能做：这一户已经结束" in text
    seen(member, f"/households/{home}/correct", status=404)


def test_what_a_role_may_not_do_is_shown_with_the_reason(member: Client, page: str) -> None:
    assert "分户 现在还不能做：各级干部和组长，在本辖区内" in said(seen(member, page))
    assert "更正户信息 现在还不能做" in said(seen(browser("auditor"), page))
    seen(member, f"{page}/split", status=404)


def test_what_is_missing_is_the_next_step_where_nothing_is_asked(member: Client) -> None:
    mother, father, son = family()
    home = registered(members=(mother.model_copy(update={"phone": None}), father, son))
    html = seen(member, f"/households/{home}")
    assert "全户没有一个联系电话" in said(html)
    assert f"/households/{home}/members/{people_of(home)['何慧珍'].id}/correct" in html


def test_only_what_was_changed_is_sent_on(member: Client, home: UUID, page: str) -> None:
    father = people_of(home)["田巧仓"]
    path = f"{page}/members/{father.id}/correct"
    done(CorrectMember(id=fresh(), household_id=home, person_id=father.id, labour="技能劳动力"), "leader")
    answer = send(member, path, education="高中", work_place="省外务工", work_months="5")
    assert (answer.status_code, answer["Location"]) == (302, page)
    now = people_of(home)["田巧仓"]
    assert (now.education, now.work_months, now.labour, now.identity) == ("高中", 5, "技能劳动力", father.identity)
    assert "已更正。" in said(seen(member, page))


def test_an_untouched_form_changes_nothing(member: Client, home: UUID, page: str) -> None:
    before = Household.objects.get(id=home).version
    answer = send(member, f"{page}/correct")
    assert answer.status_code == 302
    assert Household.objects.get(id=home).version == before
    assert "没有改动" in said(seen(member, page))


def test_an_emptied_answer_makes_a_fact_unknown(member: Client, home: UUID, page: str) -> None:
    send(member, f"{page}/correct", size="", water_hard="", natural_village="")
    stated = statement_of(home)
    assert (stated.size, stated.water_hard, stated.household.natural_village) == (None, None, "")
    assert (stated.per_head_income, stated.water_safe) == (248500, True)


def test_wrong_answers_come_back_with_advice_and_nothing_is_lost(member: Client) -> None:
    home = registered(origin="form")
    path = f"/households/{home}/members/{people_of(home)['田巧仓'].id}/correct"
    html = send(
        member, path, name="", work_months="14", identity="620199196807110018", labour="技能劳动力"
    ).content.decode()
    assert errors_of(html).keys() == {"name", "work_months"}
    assert fields_of(html)["labour"] == "技能劳动力"
    html = send(member, path, identity="620199196807110018").content.decode()
    assert "校验码不对" in errors_of(html)["identity"]
    assert fields_of(html)["identity"] == "620199196807110018"


def test_a_conflict_shows_both_values_keeps_what_was_typed_and_lets_one_decide(
    member: Client, home: UUID, page: str
) -> None:
    father = people_of(home)["田巧仓"].id
    path = f"{page}/members/{father}/correct"
    form = fields_of(seen(member, path))
    done(CorrectMember(id=fresh(), household_id=home, person_id=father, education="小学", work_months=3), "leader")
    html = member.post(path, {**form, "education": "高中", "labour": "技能劳动力"}).content.decode()
    assert "现在是 小学，您填的是 高中" in errors_of(html)["education"]
    again = fields_of(html)
    assert (again["education"], again["labour"], again["work_months"]) == ("高中", "技能劳动力", "3")
    assert member.post(path, again).status_code == 302
    now = people_of(home)["田巧仓"]
    assert (now.education, now.labour, now.work_months) == ("高中", "技能劳动力", 3)


def test_others_changes_merge_silently(member: Client, home: UUID, page: str) -> None:
    form = fields_of(seen(member, f"{page}/correct"))
    done(CorrectHousehold(id=fresh(), household_id=home, per_head_income="3000"), "leader")
    assert member.post(f"{page}/correct", {**form, "unsafe_house": "true"}).status_code == 302
    stated = statement_of(home)
    assert (stated.per_head_income, stated.unsafe_house) == (300000, True)


def test_a_conflict_about_a_number_shows_masks_only(member: Client, home: UUID, page: str) -> None:
    father = people_of(home)["田巧仓"].id
    path = f"{page}/members/{father}/correct"
    form = fields_of(seen(member, path))
    done(CorrectMember(id=fresh(), household_id=home, person_id=father, phone="13990007777"), "leader")
    html = member.post(path, {**form, "phone": "13990008888"}).content.decode()
    assert "现在是 139••••••77，您填的是 139••••••88" in errors_of(html)["phone"]
    assert "13990007777" not in html


def test_a_double_click_is_one_correction(member: Client, home: UUID, page: str) -> None:
    form = {**fields_of(seen(member, f"{page}/correct")), "per_head_income": "3000"}
    assert [member.post(f"{page}/correct", form).status_code for _ in range(2)] == [302, 302]
    assert said(seen(member, page)).count("更正户信息 人均纯收入") == 1


def test_a_person_joins_by_form(member: Client, home: UUID, page: str) -> None:
    answers = {"name": "何 苗", "relation": "之女", "on": "2018-01-10", "cause": "birth"}
    assert send(member, f"{page}/join", **answers).status_code == 302
    assert people_of(home)["何苗"].relation == "之女"
    html = send(member, f"{page}/join", **{**answers, "relation": "", "on": ""}).content.decode()
    assert errors_of(html).keys() == {"relation", "on"}
    html = send(member, f"{page}/join", **{**answers, "on": "2018-02-10"}).content.decode()
    assert "这一天还没有到" in errors_of(html)["on"]


def test_a_member_leaves_by_form_and_the_head_names_another(member: Client, home: UUID, page: str) -> None:
    people = people_of(home)
    assert str(people["何小军"].id) in seen(member, f"{page}/leave")
    path = f"{page}/members/{people['何慧珍'].id}/leave"
    html = send(member, path, on="2018-01-10", cause="death").content.decode()
    assert "还没有说明谁是新户主" in errors_of(html)["new_head_id"]
    answers = {"on": "2018-01-10", "cause": "death", "new_head_id": str(people["田巧仓"].id)}
    assert send(member, path, **answers, **{f"relation-{people['何小军'].id}": "之子"}).status_code == 302
    assert {name: each.relation for name, each in people_of(home).items()} == {"田巧仓": "户主", "何小军": "之子"}


def test_another_head_by_form(member: Client, home: UUID, page: str) -> None:
    people = people_of(home)
    answers = {"new_head_id": str(people["田巧仓"].id), f"relation-{people['何慧珍'].id}": "配偶"}
    assert send(member, f"{page}/head", **answers).status_code == 302
    assert people_of(home)["田巧仓"].relation == "户主"


def test_a_household_splits_by_form(home: UUID, page: str) -> None:
    client, people = browser("leader"), people_of(home)
    html = send(client, f"{page}/split", new_code="880099990009").content.decode()
    assert "请选至少一个分出去的人" in str(errors_of(html).values())
    answer = send(client, f"{page}/split", new_code="880099990009", **{f"goes-{people['何小军'].id}": "户主"})
    new = Household.objects.get(code="880099990009")
    assert (answer.status_code, answer["Location"]) == (302, f"/households/{new.id}")
    assert "何小军 户" in said(seen(client, f"/households/{new.id}"))
    assert f'href="/households/{new.id}"' in seen(client, page)


def test_a_head_who_goes_is_followed_in_the_same_form(home: UUID, page: str) -> None:
    client, people = browser("leader"), people_of(home)
    answers = {"new_code": "880099990009", f"goes-{people['何慧珍'].id}": "户主"}
    form = send(client, f"{page}/split", **answers)
    stays = fields_of(form.content.decode())
    assert f"relation-{people['田巧仓'].id}" in stays
    stays[f"relation-{people['田巧仓'].id}"] = "户主"
    assert client.post(f"{page}/split", stays).status_code == 302
    assert people_of(home)["田巧仓"].relation == "户主"


def test_two_households_merge_by_form(home: UUID, page: str) -> None:
    other = registered(members=(person("马福", "户主", "1945-01-01", labour="无劳动力"),))
    elsewhere = registered(members=(person("魏福", "户主", "1945-01-01"),), village=THERE)
    client, path = browser("leader"), f"/households/{other}/merge"
    choices = seen(client, path)
    assert (str(home) in choices, str(elsewhere) in choices) == (True, False)
    html = send(client, f"{path}?into={home}").content.decode()
    assert errors_of(html).keys() == {f"relation-{people_of(other)['马福'].id}"}
    answer = send(client, f"{path}?into={home}", **{f"relation-{people_of(other)['马福'].id}": "之父"})
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert people_of(home)["马福"].relation == "之父"
    seen(client, f"{page}/merge?into={fresh()}", status=404)


def test_a_question_is_confirmed_with_a_reason(member: Client, home: UUID, page: str) -> None:
    path = f"/questions/answer?household={home}"
    question = Question.objects.get(household_id=home)
    html = send(member, path, reason="").content.decode()
    assert errors_of(html).keys() == {"reason"}
    assert send(member, path, question=str(question.id), reason="座机，已打通").status_code == 302
    text = said(seen(member, page))
    assert "1 处已确认无误，以后不再问。" in text
    assert "座机，已打通 · 罗秋霞" in said(seen(member, f"{page}/part?show=confirmed"))
    assert "还不清楚的" not in text
    assert "没有要确认的" in said(seen(member, path))


def test_all_of_a_kind_in_a_village_are_confirmed_together(home: UUID) -> None:
    mother, father, son = family()
    other = registered(members=(mother.model_copy(update={"phone": "0931-9"}), father, son), village=THERE)
    far = registered(members=(person("马福", "户主", "1950-01-01", phone="1", labour="无劳动力"),), village=FAR)
    client, path = browser("township"), f"/questions/answer?kind=phone_not_11_digits&place={stage.TOWNSHIP}"
    form = client.get(path)
    ids = [str(q.id) for q in Question.objects.filter(code="phone_not_11_digits")]
    carried = fields_of(form.content.decode())
    answer = client.post(path, {**carried, "question": ids, "reason": "都是座机"})
    assert (answer.status_code, answer["Location"]) == (302, f"/places/{stage.TOWNSHIP}")
    states = [questions_of(each)["phone_not_11_digits"] for each in (home, other, far)]
    assert states == ["confirmed", "confirmed", "open"]


@pytest.mark.parametrize(
    "query", ["", "?household=nonsense", "?kind=phone_not_11_digits", f"?kind=phone_not_11_digits&place={FAR}"]
)
def test_questions_of_nowhere_are_not_found(member: Client, query: str) -> None:
    seen(member, f"/questions/answer{query}", status=404)


def test_a_household_is_registered_by_form_with_as_many_people_as_there_are() -> None:
    client, path = browser("leader"), f"/households/register?village={HERE}"
    assert "燕儿坪村" in seen(client, "/households/register")
    form = fields_of(seen(client, path))
    typed = {**form, "household_code": "880077770001", "m0-name": "马福", "m0-identity": "６20199195001010011"}
    html = client.post(path, {**typed, "more": "1"}).content.decode()
    again = fields_of(html)
    assert (again["people"], again["m0-name"], again["id"]) == ("2", "马福", form["id"])
    html = client.post(path, {**again, "m0-identity": "", "m1-name": "王菊"}).content.decode()
    assert errors_of(html).keys() == {"m1-relation"}
    whole = {**fields_of(html), "m1-relation": "配偶", "m0-labour": "普通劳动力", "exit_status": "未脱贫"}
    answer = client.post(path, whole)
    home = Household.objects.get(code="880077770001")
    assert (answer.status_code, answer["Location"]) == (302, f"/households/{home.id}")
    assert list(people_of(home.id)) == ["马福", "王菊"]
    assert set(Membership.objects.filter(household=home).values_list("cause", flat=True)) == {"registered"}
    assert "来源：网页填写" in said(seen(client, f"/households/{home.id}"))


def test_a_code_that_is_registered_in_the_village_is_not_overwritten_by_form(home: UUID) -> None:
    client, path = browser("leader"), f"/households/register?village={HERE}"
    code = Household.objects.get(id=home).code
    html = send(client, path, household_code=code, **{"m0-name": "马福"}).content.decode()
    assert "在本村已经登记" in errors_of(html)["household_code"]
    assert "马福" not in people_of(home)


@pytest.mark.parametrize("village", [FAR, THERE, "620122101999", "620122101000"])
def test_nobody_registers_outside_or_where_no_village_is(village: str) -> None:
    seen(browser("leader"), f"/households/register?village={village}", status=404)


def test_the_read_model_is_frozen_and_follows_the_day(home: UUID) -> None:
    found = household(stage.actor("member"), home, on=date(2017, 12, 31))
    assert found is not None
    assert [each.age for each in found.members] == [47, 49, 14]
    field = "code"
    with pytest.raises(AttributeError):
        setattr(found, field, "x")


def test_the_page_of_a_village_leads_to_registering_for_those_who_may() -> None:
    link = f'href="/households/register?village={HERE}"'
    assert [link in seen(browser(login), f"/places/{HERE}") for login in ("leader", "member")] == [True, False]
