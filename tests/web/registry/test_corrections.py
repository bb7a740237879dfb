"""Corrections on pages, in the file, by the API's side and at a terminal, as the people who use them see them."""

import io
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import openpyxl
import pytest
from django.test import Client

from data.registry.exports import book, rows_of, taken
from support import stage
from support.stage import COUNTY, FAR, HERE, TOWNSHIP, actor, done, fresh, people_of, registered
from web.registry.filling import errors_of, fields_of, send
from web.registry.visits import browser, links, said, seen
from xiuhua.platform.journal.models import Entry
from xiuhua.registry.commands.corrections import ListCorrections, RequestCorrection
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.correction_agenda import corrections_to_send
from xiuhua.registry.models import Correction, Household
from xiuhua.registry.queries.corrections import corrections_of, list_rows
from xiuhua.registry.sheets.corrections import HEADERS
from xiuhua.site.main import main


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


@pytest.fixture
def member() -> Client:
    return browser("member")


def who(home: UUID, name: str = "田巧仓") -> UUID:
    return people_of(home)[name].id


def corrected(home: UUID, by: str = "leader", **facts: Any) -> None:
    done(CorrectMember(id=fresh(), household_id=home, person_id=who(home), **facts), by)


def requested(home: UUID, field: str = "name", wanted: str = "田满仓", **more: Any) -> UUID:
    wish = {"person_id": who(home), "field": field, "wanted": wanted, "why": "看过户口本", **more}
    correction = fresh()
    done(RequestCorrection(id=fresh(), household_id=home, correction_id=correction, **wish), "leader")
    return correction


def cells_of(data: bytes) -> list[list[Any]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["疑点核实反馈表"]
    rows = list(book.active.iter_rows())
    assert {cell.data_type for row in rows for cell in row if cell.value is not None} == {"s"}
    return [[cell.value for cell in row] for row in rows]


def test_the_form_shows_what_is_mastered_and_by_whom(member: Client, home: UUID, page: str) -> None:
    html = seen(member, f"{page}/members/{who(home)}/correct")
    told = said(html)
    assert "以全国扶贫开发信息系统为准" in told
    assert "从2014年1月1日起" in told
    assert "姓名：田巧仓" in told
    assert not {"name", "identity", "relation", "ethnicity"} & fields_of(html).keys()
    assert {"phone", "education"} <= fields_of(html).keys()
    assert f"{page}/corrections/new?person={who(home)}&field=ethnicity" in links(html, "corrections/new")
    number = people_of(home)["田巧仓"]
    assert number.identity not in html


def test_a_household_of_a_form_is_corrected_as_before(member: Client) -> None:
    own = registered(origin="form")
    html = seen(member, f"/households/{own}/members/{who(own)}/correct")
    assert "为准" not in said(html)
    assert "name" in fields_of(html)
    assert send(member, f"/households/{own}/members/{who(own)}/correct", name="田满仓").status_code == 302
    assert "没有要报给别的系统的" in said(seen(member, f"/households/{own}/part?show=corrections"))
    assert member.get(f"/households/{own}/corrections/new").status_code == 404


def test_a_request_is_made_seen_and_withdrawn(member: Client, home: UUID, page: str) -> None:
    path = f"{page}/corrections/new?person={who(home)}&field=ethnicity"
    html = seen(member, path)
    assert "系统里现在是：汉族" in said(html)
    answer = send(member, path, wanted="回族", why="看过户口本")
    assert (answer.status_code, answer["Location"]) == (302, f"{page}?open=corrections#corrections")
    told = said(seen(member, f"{page}?open=corrections"))
    assert "田巧仓：民族 汉族 → 回族 等报送 等了 0 天 · 看过户口本" in told
    again = send(member, path, wanted="藏族", why="又看了").content.decode()
    assert "已经报过更正" in errors_of(again)["field"]
    (back,) = links(seen(member, f"{page}/part?show=corrections"), "withdraw")
    assert send(member, back, reason="看错了").status_code == 302
    assert "已撤回" in said(seen(member, f"{page}/part?show=corrections"))
    assert "已经办完或撤回了" in said(send(member, back, reason="再撤").content.decode())


def test_what_is_wrong_comes_back_with_advice(member: Client, home: UUID, page: str) -> None:
    path = f"{page}/corrections/new?person={who(home)}&field=identity"
    html = send(member, path, wanted="123", why="看过身份证").content.decode()
    assert "校验位不对" in errors_of(html)["wanted"]
    assert fields_of(html)["wanted"] == "123"
    assert errors_of(send(member, path, wanted="", why="").content.decode()).keys() == {"wanted", "why"}


def test_numbers_are_masked_on_pages_and_clear_only_where_they_are_to_be_corrected(home: UUID) -> None:
    number = stage.number("1968-07-11", female=False)
    requested(home, "identity", number)
    corrected(home, phone="13990002222")
    for login, path in (("county", f"/corrections?place={COUNTY}"), ("leader", f"/households/{home}?whole=1")):
        html = seen(browser(login), path)
        assert number not in html
        assert "13990002222" not in html
        assert "139••••••22" in html
    receipt = done(ListCorrections(id=fresh(), place_code=COUNTY, purpose="report", reason="报市扶贫办"), "county")
    rows = list_rows(actor("county"), COUNTY, str(receipt.result["number"]))
    assert [row[9:11] for row in rows if row[8] == "联系电话"] == [("（空）", "13990002222")]
    assert [row[10] for row in rows if row[8] == "证件号码"] == [number]
    assert sum(number in row for row in rows) == 1


def test_health_is_left_out_for_those_who_do_not_help(home: UUID) -> None:
    corrected(home, health="残疾")
    for login, seen_there in (("county", True), ("auditor", False), ("prefecture", False)):
        found = corrections_of(actor(login), HERE, on=stage.TODAY)
        assert found is not None
        assert bool(found.lines) is seen_there, login
        assert bool(found.counts) is seen_there, login


def test_the_list_of_a_place_counts_by_state_in_code_order(home: UUID) -> None:
    other = registered()
    corrected(home, education="高中")
    corrected(other, education="高中")
    done(ListCorrections(id=fresh(), place_code=HERE, purpose="report", reason="报县"), "township")
    requested(other)
    county = browser("county")
    html = seen(county, f"/corrections?place={COUNTY}")
    told = said(html)
    assert "皋兰县：更正清单" in told
    assert "未办完 3 等报送 1 已报送，等系统更正 2 系统已更正 0 已撤回 0" in told
    assert links(html, "households/")[0].startswith(f"/households/{home}")
    assert "报送 0 天" in said(seen(county, f"/corrections?place={COUNTY}&state=listed"))
    assert "没有这样的更正" in said(seen(county, f"/corrections?place={COUNTY}&state=closed"))
    assert "由县、乡干部报送" in said(seen(browser("leader"), f"/corrections?place={HERE}"))
    for login, path in (("county", f"/corrections?place={FAR}"), ("attendee", f"/corrections?place={HERE}")):
        assert browser(login).get(path).status_code == 404
    assert browser("leader").get(f"/corrections/list?place={HERE}").status_code == 404


def test_pages_of_a_long_list_follow_one_another(home: UUID) -> None:
    for field, value in (("name", "田满仓"), ("ethnicity", "回族"), ("relation", "其他")):
        requested(home, field, value)
    after, found = None, []
    for _ in range(3):
        page = corrections_of(actor("county"), COUNTY, on=stage.TODAY, after=after, size=1)
        assert page is not None
        found += [line.field for line in page.lines]
        after = page.after
    assert (sorted(found), after) == (["ethnicity", "name", "relation"], None)


def test_the_file_is_made_with_a_purpose_and_again_by_its_number(home: UUID) -> None:
    corrected(home, education="高中")
    requested(home)
    township, path = browser("township"), f"/corrections/list?place={TOWNSHIP}"
    missing = send(township, path).content.decode()
    assert errors_of(missing).keys() == {"reason"}
    answer = send(township, path, reason="报县扶贫办")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert "620122101-20180119-01.xlsx" in answer["Content-Disposition"]
    header, *rows = cells_of(answer.content)
    assert tuple(header) == HEADERS
    person, code = people_of(home)["田巧仓"], people_of(home)["田巧仓"].household.code
    place = ["皋兰县", "水阜镇", "燕儿坪村", code, "何慧珍", person.code, "田巧仓"]
    assert rows == [
        ["1", *place, "文化程度", "初中", "高中", "村里核实，本系统已更正", "曹文远", "2018-01-19"],
        ["2", *place, "姓名", "田巧仓", "田满仓", "看过户口本", "曹文远", "2018-01-19"],
    ]
    assert "没有等报送的更正" in errors_of(send(township, path, reason="再报").content.decode()).get(
        "place_code", said(send(township, path, reason="再报").content.decode())
    )
    corrected(home, education="小学")
    again = send(township, f"{path}&number=620122101-20180119-01", reason="县里要再看")
    assert cells_of(again.content) == [header, *rows]
    entries = Entry.objects.filter(code="registry.list_corrections").order_by("id")
    assert [entry.place_code for entry in entries] == [TOWNSHIP] * 2
    assert not any("县" in entry.command for entry in entries)


def test_a_cell_that_looks_like_a_formula_is_text(home: UUID) -> None:
    requested(home, "main_cause", "=1+1", person_id=None)
    receipt = done(ListCorrections(id=fresh(), place_code=COUNTY, purpose="report", reason="报市扶贫办"), "county")
    path = f"/corrections/list?place={COUNTY}&number={receipt.result['number']}"
    _, row = cells_of(send(browser("county"), path, reason="再看").content)
    assert (row[7], row[10]) == (None, "=1+1")


def test_today_says_what_waits_and_what_the_system_has_not_followed(home: UUID) -> None:
    export = rows_of(home)
    assert list(corrections_to_send(actor("county"), stage.TODAY)) == []
    corrected(home, education="高中")
    (line,) = corrections_to_send(actor("county"), stage.TODAY)
    assert str(line.url).replace("&", "&amp;") in browser("county").get("/").content.decode()
    assert (line.text.zh, line.when) == ("报送 水阜镇 1 条更正", stage.TODAY + timedelta(days=7))
    assert line.group == "today"
    assert next(iter(corrections_to_send(actor("county"), stage.TODAY + timedelta(days=8)))).group == "overdue"
    assert list(corrections_to_send(actor("leader"), stage.TODAY)) == []
    done(ListCorrections(id=fresh(), place_code=HERE, purpose="report", reason="报县"), "county")
    late = stage.TODAY + timedelta(days=60)
    assert list(corrections_to_send(actor("county"), late)) == []
    taken(export)
    assert list(corrections_to_send(actor("county"), stage.TODAY + timedelta(days=45))) == []
    (line,) = corrections_to_send(actor("county"), late)
    assert (line.text.en, line.group) == ("Ask again about 1 correction of 水阜镇", "overdue")
    assert "state=listed" in line.url


def test_the_history_says_what_became_of_it_and_quotes_nothing_sealed(home: UUID, page: str) -> None:
    corrected(home, phone="13990002222")
    done(ListCorrections(id=fresh(), place_code=HERE, purpose="report", reason="报县"), "county")
    told = said(seen(browser("leader"), page))
    assert "记 1 处更正，等报送" in told
    assert "报送 1 处更正" in told
    assert "13990002222" not in told


def test_the_command_line_writes_the_list(home: UUID, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    requested(home)
    target = tmp_path / "表.xlsx"
    wanted = ["corrections", str(target), "--place", COUNTY, "--reason", "报市扶贫办"]
    assert main([*wanted, "--as", "leader"]) == 1
    assert main([*wanted, "--as", "county"]) == 0
    assert '"number":"620122-20180119-01"' in capsys.readouterr().out.replace(" ", "")
    assert len(cells_of(target.read_bytes())) == 2
    assert target.stat().st_mode & 0o077 == 0
    assert main([*wanted, "--as", "county"]) == 1
    other = tmp_path / "again.xlsx"
    again = ["corrections", str(other), "--place", COUNTY, "--reason", "再看", "--as", "county"]
    assert main(again) == 1
    assert not other.exists()
    assert main([*again, "--number", "620122-20180119-01"]) == 0
    assert cells_of(other.read_bytes()) == cells_of(target.read_bytes())
    assert main(["corrections", str(tmp_path / "x.xlsx"), "--place", "62", "--reason", "x"]) == 2
    assert Correction.objects.get().state == "listed"


def test_the_whole_way_at_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Import, request and correct, send, next export: one followed, one still as it was; then the import is undone."""
    export = {name: {**row, "household_code": "880077"} for name, row in rows_of(registered()).items()}
    for at, row in enumerate(export.values()):
        row |= {"person_code": f"88007700{at}", "identity": None}

    def imported(name: str) -> str:
        path = tmp_path / name
        path.write_bytes(book(export))
        assert main(["import", str(path), "--accept", "good", "--as", "county"]) == 0
        return capsys.readouterr().out

    imported("first.xlsx")
    home = Household.objects.get(code="880077").id
    requested(home, "ethnicity", "回族")
    corrected(home, education="高中")
    listed = ["corrections", str(tmp_path / "list.xlsx"), "--place", COUNTY, "--reason", "市扶贫办", "--as", "county"]
    assert main(listed) == 0
    capsys.readouterr()
    export["田巧仓"]["ethnicity"] = "回族"
    imported("second.xlsx")
    found = dict(Correction.objects.filter(household_id=home).values_list("field", "state"))
    assert found == {"ethnicity": "closed", "education": "listed"}
    now = people_of(home)["田巧仓"]
    assert (now.ethnicity, now.education) == ("回族", "高中")
    assert main(["import", str(tmp_path / "second.xlsx"), "--as", "county"]) == 0
    assert "已报更正（620122-20180119-01），那边还是老值" in capsys.readouterr().err
    assert main(["undo", "--reason", "导错了", "--as", "county"]) == 0
    assert set(Correction.objects.filter(household_id=home).values_list("state", flat=True)) == {"listed"}
    assert people_of(home)["田巧仓"].ethnicity == "汉族"
