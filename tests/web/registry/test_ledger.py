"""The incomes of a household on its page, and the page on which its ledger is written."""

import re
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from support import stage
from support.stage import FAR, TODAY, done, family, fresh, people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import SHEET, browser, links, said, seen
from xiuhua.platform.accounts.scope import LOCAL_OPERATOR
from xiuhua.platform.exchange.contract import Run
from xiuhua.platform.exchange.importing import accept, open_sheet
from xiuhua.platform.journal import catalogue
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.commands.ledger import RecordLedger, StatedLine
from xiuhua.registry.commands.members import JoinHousehold, LeaveHousehold
from xiuhua.registry.models import Household, Ledger, LedgerLine

RENT = {"kind": "property", "project": "土地流转租金", "amount": "660", "quantity": "11", "unit": "亩", "extra": True}
WAGE = {"kind": "wage", "project": "牡丹种植劳务费", "amount": "3200", "extra": True}
YEAR = {"first_day": date(2017, 1, 1), "last_day": date(2017, 12, 31)}
NEW = {"l0-kind": "wage", "l0-project": "外出务工", "l0-amount": "8000"}


@pytest.fixture(autouse=True)
def _stage(db: None, settings: Any, tmp_path: Path) -> None:
    settings.STANDING_TIME = stage.NOW
    settings.HOME = tmp_path
    stage.load()


@pytest.fixture
def home() -> UUID:
    return registered()


@pytest.fixture
def page(home: UUID) -> str:
    return f"/households/{home}"


def line(facts: dict[str, Any], **more: Any) -> StatedLine:
    return StatedLine(**{"id": fresh(), **YEAR, **facts, **more})


def recorded(home: UUID, *lines: StatedLine, **more: Any) -> None:
    done(RecordLedger(id=fresh(), household_id=home, lines=lines, **more))


def of_the_page(home: UUID, **more: Any) -> None:
    recorded(home, line(RENT), line(WAGE, last_day=date(2017, 12, 20)), **more)


def in_english(login: str) -> Client:
    client = browser(login)
    client.post("/language", {"language": "en", "next": "/"})
    return client


def lines_of(home: UUID) -> dict[str, int | None]:
    present = LedgerLine.objects.filter(household_id=home, ended_on=None)
    return dict(present.values_list("project", "amount"))


def prefix_of(project: str, shown: dict[str, str]) -> str:
    return next(name[:-7] for name, value in shown.items() if re.match(r"l\d+-project", name) and value == project)


def test_a_household_without_a_ledger_says_so_and_leads_there(page: str) -> None:
    html = seen(browser("member"), page)
    assert "还没有记过收入台账" in said(html)
    assert f"{page}/ledger" in html
    assert f"{page}/ledger" not in seen(browser("auditor"), page)
    assert "能记台账的人：各级干部和组长、组员" in said(seen(browser("auditor"), page))


def test_extra_income_of_an_incomplete_ledger_is_told_and_no_figure_per_head(home: UUID, page: str) -> None:
    of_the_page(home)
    html = seen(browser("member"), page)
    text = said(html)
    for words in (
        "人均纯收入 — 台账还没有记完",
        "已记收入 3,860 元",
        "新增收入 3,860 元：土地流转租金 660 元（11 亩 × 60 元，占 17.1%）、牡丹种植劳务费 3,200 元（占 82.9%）",
        "已记的收入里最大的一项是工资性收入 3,200 元，占 82.9%；没有它，已记的收入还剩 660 元。",
    ):
        assert words in text, words
    assert "incomes-picture" not in html
    english = said(seen(in_english("member"), page))
    assert "Extra income of 3,860 yuan: 土地流转租金 660 yuan (11 mu × 60 yuan, 17.1%)" in english


def test_a_complete_ledger_has_a_figure_beside_the_line_and_the_stated_one(home: UUID, page: str) -> None:
    spent = {"kind": "expense", "project": "化肥种子", "amount": "1800"}
    recorded(home, line(WAGE, amount="9255", extra=False), line(spent), complete=True)
    html = seen(browser("member"), page)
    text = said(html)
    for words in (
        "2017年人均纯收入 2,485 元，低于贫困线 2,952 元（统计监测标准，来源待核实）",
        "没有它，人均纯收入会从 2,485 元变成 -600 元，低于贫困线 2,952 元",
        "表中所述 2,485 元（人员名单（一人一行），2017年9月12日）。 和台账算出的一样。",
    ):
        assert words in text, words
    assert 'id="incomes-picture-title"' in html
    told = said(seen(browser("member"), f"{page}/part?show=lines"))
    assert "2017年 人均纯收入 2,485" in told, "the picture as a table"


@pytest.mark.parametrize(
    ("amounts", "words"),
    [
        ({"wage": "7455", "expense": "1800"}, "台账算出的少 600 元。可能是因为：表里没有减去生产经营性支出。"),
        ({"wage": "2485"}, "可能是因为：表里是全户的数，不是人均。"),
        ({"wage": "9000"}, "台账算出的多 515 元。没有一种常见的算法能算出表中的数，请问一问。"),
    ],
)
def test_what_would_explain_a_difference_is_said(home: UUID, page: str, amounts: dict[str, str], words: str) -> None:
    recorded(home, *(line({"kind": kind, "amount": amount}) for kind, amount in amounts.items()), complete=True)
    assert words in said(seen(browser("member"), page))


def test_the_figure_opens_to_its_lines_formula_policy_line_and_entries(home: UUID, page: str) -> None:
    of_the_page(home, complete=True)
    client = browser("member")
    (address,) = links(seen(client, page), "^/figure/ledger")
    text = said(seen(client, address, **SHEET))
    for words in (
        "工资性、生产经营性、财产性、转移性收入相加，减去生产经营性支出",
        "除以收入年度最后一天登记在册的人数（3 人）",
        "来源待核实",
        "贫困线 2,952 元（统计监测标准，来源待核实）",
        "土地流转租金 财产性收入 · 新增",
        "11 亩 × 60 元",
        "2017年1月1日 – 2017年12月20日",
        "记收入台账 2017年收入台账：记 2 笔、记完了",
        "秦德厚（乡镇干部）",
    ):
        assert words in text, words


def test_who_came_after_the_year_does_not_count_and_who_left_after_it_does(home: UUID, page: str) -> None:
    baby = stage.person("何苗", "之女", "2018-01-05", female=True, education=None, labour=None)
    done(JoinHousehold(id=fresh(), household_id=home, member=baby, on=date(2018, 1, 10), cause="birth"))
    son = people_of(home)["何小军"].id
    done(LeaveHousehold(id=fresh(), household_id=home, person_id=son, on=date(2018, 1, 12), cause="moved_out"))
    recorded(home, line(WAGE, amount="9000"), complete=True)
    assert "2017年人均纯收入 3,000 元" in said(seen(browser("member"), page))


def test_several_years_are_drawn_and_the_older_ones_folded_away(home: UUID, page: str) -> None:
    recorded(home, line(WAGE, amount="12000"), complete=True)
    earlier = {"first_day": date(2015, 10, 1), "last_day": date(2016, 9, 30)}
    recorded(home, line(WAGE, amount="6000", **earlier), complete=True)
    html = seen(browser("member"), page)
    assert html.index("2017年人均纯收入") < html.index("2016年（2015年10月至2016年9月）")
    assert "其他 1 本台账" in said(html)
    drawn = html.split("<svg", 2)[-1] if html.count("<svg") else ""
    assert "◆ 2016年（上年10月起） 2,000 元" in drawn
    assert "┃ 2,952 元" in drawn
    assert "┃ 2016年（2015年10月至2016年9月）贫困线 2,952 元（统计监测标准）；2017年贫困线 2,952 元" in said(html)
    assert "figure/ledger" in drawn


def test_a_ledger_is_written_on_one_screen(home: UUID, page: str) -> None:
    father = str(people_of(home)["田巧仓"].id)
    second = {
        "l1-kind": "property",
        "l1-project": "土地流转租金",
        "l1-amount": "660",
        "l1-quantity": "11",
        "l1-unit": "亩",
    }
    more = {"l0-person_id": father, "l0-last_day": "2017-12-20", "l1-extra": "true", "complete": "true"}
    answer = send(browser("member"), f"{page}/ledger", **NEW, **second, **more)
    assert (answer.status_code, answer["Location"]) == (302, f"{page}#incomes")
    assert lines_of(home) == {"外出务工": 800_000, "土地流转租金": 66_000}
    wage, rent = (LedgerLine.objects.get(household_id=home, kind=kind) for kind in ("wage", "property"))
    assert (str(wage.person_id), wage.period_to, wage.extra) == (father, date(2017, 12, 21), False)
    assert (rent.quantity, rent.unit, rent.extra, rent.period_from) == (11_000, "亩", True, date(2017, 1, 1))
    assert Ledger.objects.get(household_id=home).complete


def test_only_what_was_changed_is_sent_and_lines_are_taken_out(home: UUID, page: str) -> None:
    of_the_page(home)
    client = browser("member")
    shown = fields_of(seen(client, f"{page}/ledger"))
    at = prefix_of("土地流转租金", shown)
    other = "l1-" if at == "l0-" else "l0-"
    send(client, f"{page}/ledger", **{f"{at}amount": "690", f"{at}quantity": "", f"{other}remove": "1"})
    assert lines_of(home) == {"土地流转租金": 69_000}
    assert LedgerLine.objects.get(household_id=home, ended_on=None).quantity is None
    answer = send(client, f"{page}/ledger")
    assert (answer.status_code, LedgerLine.objects.filter(household_id=home).count()) == (302, 2)
    assert "没有改动" in said(client.get(page).content.decode())


def test_wrong_lines_are_marked_at_their_fields_and_nothing_typed_is_lost(home: UUID, page: str) -> None:
    wrong = {
        **NEW,
        "l0-amount": "三千",
        "l1-project": "土地流转",
        "l2-kind": "wage",
        "l2-amount": "5",
        "l2-last_day": "",
    }
    client = browser("member")
    answer = send(client, f"{page}/ledger", **wrong)
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "第 1 笔 金额：" in said(html)
    assert errors_of(html)["l0-amount"].startswith("请写金额")
    kept = fields_of(html)
    assert (kept["l0-amount"], kept["l1-project"], kept["l2-amount"]) == ("三千", "土地流转", "5")
    mended = {"l0-amount": "3000", "l1-kind": "property", "l1-amount": "1"}
    answer = client.post(f"{page}/ledger", {**kept, **mended})
    assert set(errors_of(answer.content.decode())) == {"l2-first_day"}
    assert lines_of(home) == {}
    answer = client.post(f"{page}/ledger", {**fields_of(answer.content.decode()), "l2-last_day": "2017-12-31"})
    assert errors_of(answer.content.decode()) == {}
    assert lines_of(home) == {"外出务工": 300_000, "土地流转": 100, "": 500}


def test_more_rows_come_without_a_script_and_keep_what_was_typed(page: str) -> None:
    client = browser("member")
    shown = fields_of(seen(client, f"{page}/ledger"))
    answer = client.post(f"{page}/ledger", {**shown, **NEW, "more": "1"})
    kept = fields_of(answer.content.decode())
    assert (kept["rows"], kept["l0-amount"], kept["l5-first_day"]) == ("6", "8000", "2017-01-01")
    last = {"l5-kind": "transfer", "l5-project": "低保金", "l5-amount": "3420"}
    client.post(f"{page}/ledger", {**kept, **last})
    assert lines_of(UUID(page[-36:])) == {"外出务工": 800_000, "低保金": 342_000}


def test_a_conflict_shows_both_amounts_and_sending_again_is_meant(home: UUID, page: str) -> None:
    of_the_page(home)
    client = browser("member")
    shown = fields_of(seen(client, f"{page}/ledger"))
    at = prefix_of("土地流转租金", shown)
    rent = LedgerLine.objects.get(household_id=home, kind="property").id
    done(RecordLedger(id=fresh(), household_id=home, lines=(StatedLine(id=rent, amount="690"),)), "leader")
    answer = client.post(f"{page}/ledger", {**shown, f"{at}amount": "700"})
    html = answer.content.decode()
    told = errors_of(html)[f"{at}amount"]
    assert "690 元" in told
    assert "700 元" in told
    again = fields_of(html)
    assert (again[f"{at}amount"], again[f"was-{at}amount"]) == ("700", "690")
    client.post(f"{page}/ledger", again)
    assert lines_of(home)["土地流转租金"] == 70_000


def test_a_second_click_writes_nothing_twice(home: UUID, page: str) -> None:
    client = browser("member")
    form = {**fields_of(seen(client, f"{page}/ledger")), **NEW}
    assert [client.post(f"{page}/ledger", form).status_code for _ in range(2)] == [302, 302]
    assert LedgerLine.objects.filter(household_id=home).count() == 1


def test_another_year_is_written_beside_the_first(home: UUID, page: str) -> None:
    of_the_page(home)
    client = browser("member")
    html = seen(client, f"{page}/ledger")
    assert f"{page}/ledger?year=new" in html
    days = {"l0-first_day": "2015-10-01", "l0-last_day": "2016-09-30"}
    send(client, f"{page}/ledger?year=new", **NEW, **days)
    assert set(Ledger.objects.values_list("year", "basis")) == {(2017, "calendar"), (2016, "october")}
    old = seen(client, f"{page}/ledger?year=2016&basis=october")
    assert fields_of(old)["l0-project"] == "外出务工"
    seen(client, f"{page}/ledger?year=2014", status=404)
    seen(client, f"/figure/ledger?household={home}&year=2014", status=404)


@pytest.mark.parametrize("login", ["auditor", "department", "attendee", "administrator", "neighbour"])
def test_who_may_not_write_gets_what_does_not_exist(page: str, login: str) -> None:
    client = browser(login)
    assert seen(client, f"{page}/ledger", status=404) == seen(client, f"/households/{fresh()}/ledger", status=404)


def test_outside_a_figure_is_not_there(home: UUID) -> None:
    far = registered(village=FAR, members=family())
    recorded_far = RecordLedger(id=fresh(), household_id=far, lines=(line(WAGE),))
    done(recorded_far, "neighbour")
    client = browser("member")
    there = seen(client, f"/figure/ledger?household={far}", status=404)
    assert there == seen(client, f"/figure/ledger?household={fresh()}", status=404)


def test_the_first_household_of_the_shared_sheets(shared_data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Extra income of 3,860 yuan, 17.1 and 82.9 per cent, no figure per head until the ledger is complete."""
    for name in ("villages", "persons", "income_2017"):
        path = shared_data / "sheets" / f"{name}.xlsx"
        kind, found = open_sheet(path.read_bytes(), name=path.name)
        accept(kind, found, Run(fresh(), LOCAL_OPERATOR, stage.NOW, TODAY, catalogue.policy(), keyring()), whole=False)
    home = Household.objects.get(code="620100000000001")
    told = said(seen(browser("prefecture"), f"/households/{home.id}"))
    assert (
        "已记收入 3,860 元：土地流转租金 660 元（11 亩 × 60 元，占 17.1%）、牡丹种植劳务费 3,200 元（占 82.9%）" in told
    )
    lines = LedgerLine.objects.filter(household=home)
    marks = tuple(StatedLine(id=key, extra=True) for key in lines.values_list("id", flat=True))
    done(RecordLedger(id=fresh(), household_id=home.id, lines=marks), "prefecture")
    told = said(seen(browser("prefecture"), f"/households/{home.id}"))
    for words in (
        "新增收入 3,860 元：",
        "土地流转租金 660 元（11 亩 × 60 元，占 17.1%）",
        "牡丹种植劳务费 3,200 元（占 82.9%）",
        "人均纯收入 — 台账还没有记完",
    ):
        assert words in told, words
    done(RecordLedger(id=fresh(), household_id=home.id, complete=True), "prefecture")
    told = said(seen(browser("prefecture"), f"/households/{home.id}"))
    assert "2017年人均纯收入 772 元，低于贫困线 2,952 元（统计监测标准，来源待核实）" in told
