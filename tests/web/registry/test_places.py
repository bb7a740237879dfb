"""Pages of places and Today: figures with a door to their rows, each role in its territory, forms that tell."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from support import stage
from support.stage import COUNTY, FAR, HERE, NEIGHBOUR, PREFECTURE, THERE, TODAY, TOWNSHIP
from web.registry.filling import fields_of as answers
from web.registry.visits import SHEET, browser, links, said, seen
from xiuhua.kernel.access import Role
from xiuhua.platform.accounts.commands import Appoint, EndPost
from xiuhua.platform.accounts.models import Account, Post
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange import steps
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.work import services
from xiuhua.platform.work.models import Job
from xiuhua.platform.work.rules.states import JobState
from xiuhua.registry.commands.villages import RecordVillage, StatedIncome
from xiuhua.registry.models import CollectiveIncome, Village

pytestmark = pytest.mark.django_db

FIGURE = r"^/figure/villages\?"


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    """Load the stage, at its own time and with its signed heads in a folder of this test."""
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


def state(code: str, amount: str, **more: Any) -> None:
    """State the income of a village in 2017 from rent."""
    values = {"origin": "villages", "stated_on": date(2018, 1, 10), **more}
    income = StatedIncome(year=2017, source="出租", amount=amount)
    stage.done(RecordVillage(id=stage.fresh(), village_code=code, incomes=(income,), **values), by="")


def test_places_leads_to_the_territory_and_lets_whoever_has_several_choose() -> None:
    assert browser("county").get("/places")["Location"] == f"/places/{COUNTY}"
    assert browser("leader").get("/places")["Location"] == f"/places/{HERE}"
    second = Appoint(
        id=stage.fresh(),
        post_id=stage.fresh(),
        account_id=stage.account("county"),
        role=Role.COUNTY_OFFICER,
        place_code=NEIGHBOUR,
        valid_from=date(2018, 1, 1),
    )
    stage.done(second, by="")
    assert links(seen(browser("county"), "/places"), r"^/places/\d+$") == [f"/places/{COUNTY}", f"/places/{NEIGHBOUR}"]


@pytest.mark.parametrize(
    ("login", "path"),
    [
        ("county", f"/places/{PREFECTURE}"),
        ("county", f"/places/{NEIGHBOUR}"),
        ("county", f"/places/{FAR}"),
        ("leader", f"/places/{THERE}"),
        ("leader", f"/places/{TOWNSHIP}"),
        ("county", "/places/620122999000"),
        ("county", "/places/abc"),
        ("county", f"/places/{COUNTY}?scheme=by_luck"),
        ("county", f"/figure/villages?place={NEIGHBOUR}"),
        ("county", f"/figure/villages?place={COUNTY}&class=rich"),
        ("county", f"/figure/villages?place={COUNTY}&missing=money"),
        ("county", f"/figure/households?place={NEIGHBOUR}"),
        ("county", f"/figure/questions?place={FAR}"),
        ("county", f"/figure/collective-income?village={FAR}&year=2017"),
        ("county", f"/figure/collective-income?village={HERE}&year=soon"),
        ("county", f"/places/{FAR}/record"),
        ("leader", f"/places/{HERE}/record"),
        ("auditor", f"/places/{HERE}/record"),
        ("administrator", f"/figure/households?place={PREFECTURE}"),
        ("administrator", f"/figure/questions?place={PREFECTURE}"),
        ("attendee", f"/figure/households?place={HERE}"),
        ("attendee", f"/figure/questions?place={HERE}"),
    ],
)
def test_forbidden_and_absent_answer_alike(login: str, path: str) -> None:
    state(FAR, "100")
    client = browser(login)
    absent = client.get("/no-such-page")
    answer = client.get(path)
    assert (answer.status_code, answer.content) == (404, absent.content)


def test_a_figure_opens_in_the_side_sheet_and_as_a_page_of_its_own() -> None:
    state(HERE, "2400")
    client = browser("county")
    path = links(seen(client, f"/places/{COUNTY}"), FIGURE + ".*class=below_50000")[0]
    page, sheet = seen(client, path), seen(client, path, **SHEET)
    assert "<html" in page
    assert "<html" not in sheet
    assert '<nav class="rail"' not in sheet
    for html in (page, sheet):
        text = said(html)
        assert "把各村 2017 年各来源的村集体经济收入相加，数出有收入、不足 50,000 元的村。" in text
        assert "《人民日报》2018年1月报道" in text
        assert "请采用本地的规定" in text
        assert "燕儿坪村 皋兰县 水阜镇 2,400 出租 2018年1月10日 · 行政村名册" in text
    income = links(page, r"^/figure/collective-income")[0]
    behind = said(seen(client, income, **SHEET))
    assert "2017 年集体收入 2,400 元（出租）" in behind
    assert "本机操作员" in behind


def test_year_and_scheme_are_chosen_and_kept_on_the_way() -> None:
    state(HERE, "60000")
    state(THERE, "0")
    stage.done(
        RecordVillage(
            id=stage.fresh(),
            village_code=HERE,
            origin="villages",
            stated_on=date(2017, 1, 10),
            incomes=(StatedIncome(year=2016, amount="0"),),
        ),
        by="",
    )
    client = browser("county")
    html = seen(client, f"/places/{COUNTY}?year=2016&scheme=bands")
    assert f"/places/{HERE}?year=2016&scheme=bands" in links(html, "places")
    assert f"/places/{TOWNSHIP}?year=2016&scheme=bands" in links(html, "places")
    assert "来源待核实" in said(html)
    assert "六类（5、10、20、50万元）" in said(html)
    assert {f"/places/{COUNTY}?scheme=bands", f"/places/{COUNTY}?year=2016"} <= set(links(html, "places"))
    assert "来源待核实" not in said(seen(client, f"/places/{COUNTY}"))
    village = seen(client, f"/places/{HERE}?year=2016&scheme=bands")
    assert f"/places/{TOWNSHIP}?year=2016&scheme=bands" in links(village, "places")


def test_filters_read_as_a_sentence_and_find_nothing_kindly() -> None:
    state(HERE, "2400", poor=True, pilot=True)
    client = browser("county")
    text = said(seen(client, f"/places/{COUNTY}?class=below_50000&pilot=1"))
    assert "看 全部 1 薄弱村（5万元以下） 1" in text
    assert "其中只看 贫困村 1 先期试点村 1" in text
    assert "没有这样的村" in said(seen(client, f"/places/{COUNTY}?class=none&pilot=1"))


def test_whoever_sees_no_households_meets_no_trace_of_them() -> None:
    state(HERE, "2400", longitude=103_965_700, latitude=36_369_000)
    stage.registered()
    paths = {"administrator": ["/", f"/places/{PREFECTURE}", f"/places/{HERE}"], "attendee": ["/", f"/places/{HERE}"]}
    for login, addresses in paths.items():
        client = browser(login)
        for path in addresses:
            html = seen(client, path)
            assert "何慧珍" not in html
            assert "建档立卡户" not in said(html)
            assert links(html, "households|questions") == []
    assert "何慧珍" in seen(browser("member"), f"/places/{HERE}")


def test_the_next_action_of_a_village_is_one_and_says_why_it_cannot_be_done() -> None:
    state(HERE, "2400", longitude=103_965_700, latitude=36_369_000)
    township, auditor = browser("township"), browser("auditor")
    html = seen(township, f"/places/{HERE}")
    assert "导入这个村的人员名单" in said(html)
    assert html.count('class="button primary"') == 1
    assert "现在还不能做：" in said(seen(auditor, f"/places/{HERE}"))
    brothers = (stage.person("田巧仓", "户主", "1980-07-11", work_place="省外务工"),)
    stage.registered(members=brothers, stated=stage.STATED.model_copy(update={"size": 1}))
    html = seen(township, f"/places/{HERE}")
    assert "确认 1 处疑问" in said(html)
    assert links(html, "questions")[0] == f"/figure/questions?place={HERE}"
    assert "还缺什么" not in said(html)


def test_questions_lead_to_their_household_and_to_confirming_a_kind() -> None:
    alone = (stage.person("田巧仓", "户主", "1980-07-11", work_place="省外务工"),)
    household = stage.registered(members=alone, stated=stage.STATED.model_copy(update={"size": 1}))
    client = browser("township")
    html = seen(client, f"/figure/questions?place={TOWNSHIP}&kind=work_place_without_months")
    assert "水阜镇：1 处待确认" in said(html)
    assert links(html, "households") == [f"/households/{household}"]
    answer = f"/questions/answer?place={TOWNSHIP}&kind=work_place_without_months"
    assert links(html, "answer") == [answer]
    assert client.get(answer).status_code == 200
    assert links(seen(browser("auditor"), f"/figure/questions?place={TOWNSHIP}"), "answer") == []


def test_the_facts_of_a_village_are_corrected_and_a_second_click_does_nothing() -> None:
    state(HERE, "2400", poor=True)
    client = browser("township")
    html = seen(client, f"/places/{HERE}/record?year=2017")
    form = answers(html)
    assert (form["amount"], form["source"], form["poor"], form["year"]) == ("2400", "出租", "true", "2017")
    assert "行政村名册，2018年1月10日" in said(html)
    sent = {**form, "amount": "3000.50", "longitude": "103.9657", "latitude": "36.369"}
    entries = Entry.objects.count()
    for _ in range(2):
        answer = client.post(f"/places/{HERE}/record", sent)
        assert (answer.status_code, answer["Location"]) == (302, f"/places/{HERE}?year=2017")
    assert Entry.objects.count() == entries + 1
    village = Village.objects.get(place_code=HERE)
    assert (village.longitude, village.latitude, village.poor) == (103_965_700, 36_369_000, True)
    assert CollectiveIncome.objects.get(place_code=HERE).amount == 300_050
    page = said(seen(client, f"/places/{HERE}"))
    assert "3,000.50" in page or "3,000.5" in page
    assert "秦德厚 · 网页" in page


def test_wrong_answers_are_named_at_their_fields_and_nothing_typed_is_lost() -> None:
    client = browser("township")
    form = answers(seen(client, f"/places/{HERE}/record?year=2017"))
    sent = {**form, "amount": "三千", "longitude": "300", "latitude": "北", "source": "出租公共场地"}
    answer = client.post(f"/places/{HERE}/record", sent)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert html.count('aria-invalid="true"') == 3
    assert "请写金额" in html
    assert "不能大于 136" in html
    assert "请写一个数，可以有小数" in html
    for typed in ("三千", "300", "北", "出租公共场地"):
        assert f'value="{typed}"' in html
    assert answers(html)["id"] == form["id"]
    assert not Village.objects.exists()


def test_what_somebody_else_changed_meanwhile_is_not_overwritten() -> None:
    state(HERE, "2400", poor=True)
    client = browser("township")
    form = answers(seen(client, f"/places/{HERE}/record?year=2017"))
    state(HERE, "9000", origin="form")
    answer = client.post(f"/places/{HERE}/record", {**form, "amount": "3000"})
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "别人改了同一项：集体收入" in said(html)
    assert "现在是 9,000 元，您填的是 3,000 元" in said(html)
    assert CollectiveIncome.objects.get(place_code=HERE).amount == 900_000
    again = answers(html)
    assert again["base_version"] != form["base_version"]
    assert client.post(f"/places/{HERE}/record", again).status_code == 302
    assert CollectiveIncome.objects.get(place_code=HERE).amount == 300_000


def test_an_untouched_form_records_nothing() -> None:
    state(HERE, "2400", poor=True)
    client, entries = browser("township"), Entry.objects.count()
    form = answers(seen(client, f"/places/{HERE}/record?year=2017"))
    for sent in (form, {**form, "stated_on": "2018-01-01"}, {**form, "amount": ""}):
        answer = client.post(f"/places/{HERE}/record", sent, follow=True)
        assert "没有改动" in said(answer.content.decode())
    assert Entry.objects.count() == entries


def test_pages_only_show_and_a_form_from_elsewhere_is_absent() -> None:
    client = browser("township")
    for path in (f"/places/{HERE}", "/places", "/figure/villages", "/figure/questions", "/"):
        assert client.post(path).status_code == 405
    sent = {"id": "1", "year": "2017", "stated_on": "2018-01-19"}
    assert client.post(f"/places/{HERE}/record", sent).status_code == 404


def test_today_begins_with_what_can_be_done() -> None:
    alone = (stage.person("田巧仓", "户主", "1980-07-11", work_place="省外务工"),)
    stage.registered(members=alone, stated=stage.STATED.model_copy(update={"size": 1}))
    html = seen(browser("county"), "/")
    text = said(html)
    assert "今天有 1 件事可以办 2018年1月19日 星期五 · 皋兰县县级干部" in text
    assert "确认 燕儿坪村 1 处疑问 务工地点有、月数没有 1" in text
    assert "最近的变化" in text
    assert "燕儿坪村 · 戴云舒" in text
    assert links(html, "questions") == [f"/figure/questions?place={HERE}"]
    leader = said(seen(browser("leader"), "/"))
    assert "燕儿坪村 截至 2018年1月19日 建档立卡户 1 户 人口 1 人" in leader


def test_today_shows_administrators_people_and_posts() -> None:
    stage.registered()
    html = seen(browser("administrator"), "/")
    text = said(html)
    assert "今天没有等您办的事" in text
    assert "卢思远 兰州市 系统管理员" in text
    assert "全部人员" in text
    assert "登记或更新一户" not in text
    assert "全部人员" not in said(seen(browser("county"), "/"))


def test_changes_of_others_territories_stay_there() -> None:
    state(FAR, "100")
    stage.registered(village=FAR)
    assert "庙咀村" not in seen(browser("county"), "/")
    assert "庙咀村" in seen(browser("neighbour"), "/")


def test_whoever_has_no_territory_any_more_is_told_how_to_get_one() -> None:
    post = Post.objects.get(account__login="leader")
    stage.done(EndPost(id=stage.fresh(), post_id=post.id, account_id=post.account_id, valid_to=TODAY), by="")
    client = browser("leader")
    assert "您现在没有辖区" in said(seen(client, "/"))
    assert client.get("/places").status_code == 404


def test_an_empty_territory_says_how_to_start() -> None:
    client = browser("prefecture")
    stage_villages = set(villages_in(LOCAL_OPERATOR, PREFECTURE))
    assert stage_villages
    assert Account.objects.exists()
    text = said(seen(client, f"/places/{PREFECTURE}"))
    assert "集体收入还都不知道" in text
    assert "不知道 2018 年集体收入的村 3 个村" in text


def queries_on(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_pages_ask_no_more_for_many_rows_than_for_one() -> None:
    state(HERE, "2400")
    client, household = browser("county"), stage.registered()
    stage.registered(village=THERE)  # so that every kind of line stands under Today from the beginning
    assert isinstance(household, UUID)
    paths = ["/", f"/places/{COUNTY}", f"/places/{HERE}", f"/figure/villages?place={COUNTY}"]
    few = {path: queries_on(client, path) for path in paths}
    assert min(few.values()) > 3
    for village in (HERE, THERE):
        state(village, "100", origin="form")
        for _ in range(6):
            stage.registered(village=village)
    many = {path: queries_on(client, path) for path in paths}
    assert {path: (few[path], n) for path, n in many.items() if n > few[path]} == {}


def test_a_place_names_the_last_imports_that_concern_it() -> None:
    county, session = stage.actor("county"), stage.fresh()
    rows = f"县（市、区）,乡（镇）,行政村,行政村代码,2017年集体经济收入（元）\n皋兰县,水阜镇,燕儿坪村,{HERE},2400\n"
    steps.begin(county, session, name="行政村.csv", data=rows.encode(), received_at=stage.NOW)
    work()
    steps.take_in(county, session, command_id=stage.fresh())
    work()
    for login, path, told in (
        ("county", f"/places/{COUNTY}", True),
        ("prefecture", f"/places/{PREFECTURE}", True),
        ("prefecture", f"/places/{NEIGHBOUR}", False),
        ("neighbour", f"/places/{NEIGHBOUR}", False),
        ("administrator", f"/places/{PREFECTURE}", False),
    ):
        html = seen(browser(login), path)
        assert ("最近的导入 行政村名册：接收 1 村" in said(html)) is told, (login, path)
        assert links(html, f"^/imports/{session}") == ([f"/imports/{session}"] if told else [])
    assert browser("prefecture").get(f"/imports/{session}").status_code == 200


def work() -> None:
    """Run every queued job, as the worker would."""
    for job_id in list(Job.objects.filter(state=JobState.QUEUED).values_list("id", flat=True)):
        services.run(job_id)
