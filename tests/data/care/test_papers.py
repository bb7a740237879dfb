"""The papers of a household: all from rows, opened again as PDF and Word, told with a purpose, for whoever made it."""

import io
from datetime import date, timedelta
from uuid import UUID

import mammoth
import pypdf
import pytest

from support.groups_stage import added, established, led, organisations
from support.stage import FAR, HERE, NOW, TODAY, account, actor, codes, do, done, fresh, people_of, registered
from xiuhua.care.commands.helping import AssignHelper, EndHelper
from xiuhua.care.commands.papers import MakePaper
from xiuhua.care.commands.plans import AddMeasure, AgreePlan, WritePlan
from xiuhua.care.commands.results import ConfirmResult, ReportResult
from xiuhua.care.models import Measure
from xiuhua.care.queries.helpers import number_to_call
from xiuhua.care.queries.papers import household_paper, made_paper
from xiuhua.platform.exchange.documents import Paper, pdf
from xiuhua.platform.exchange.documents.docx import docx
from xiuhua.platform.vault import masks
from xiuhua.registry.beside import everybody_who_looked
from xiuhua.registry.queries.households import household

BEGIN, END = date(2018, 1, 1), date(2018, 12, 31)
SIX = ("一、家庭基本情况", "二、致贫原因", "三、帮扶责任人", "四、帮扶计划", "五、帮扶措施", "六、帮扶成效")


@pytest.fixture
def home() -> UUID:
    found = registered()
    shared = {"household_id": found, "valid_from": BEGIN}
    former, outside = fresh(), {"name": "蒲月英", "unit": "县农牧局", "phone": "13911112222"}
    done(AssignHelper(id=fresh(), helper_id=former, name="樊长河", unit="县信用联社", **shared), "leader")
    done(AssignHelper(id=fresh(), helper_id=fresh(), **outside, **shared), "leader")
    ending = {"household_id": found, "helper_id": former, "valid_to": TODAY, "end_reason": "工作调动"}
    done(EndHelper(id=fresh(), **ending), "leader")
    plan, wife = fresh(), people_of(found)["何慧珍"].id
    term = {"needs": "想养羊，腿疼", "begins_on": BEGIN, "ends_on": END}
    done(WritePlan(id=fresh(), household_id=found, plan_id=plan, **term), "member")
    kinds = {"买两只羊": "industry", "修水窖盖": "water", "送到县医院看腿": "health", "办低保手续": "allowance"}
    measures = {what: fresh() for what in kinds}
    for what, kind in kinds.items():
        said = {"kind": kind, "what": what, "due": END, "who": "罗秋霞", "amount": "1200"}
        done(AddMeasure(id=fresh(), plan_id=plan, measure_id=measures[what], **said), "member")
    done(AgreePlan(id=fresh(), plan_id=plan, agreed_by=wife, agreed_on=TODAY), "member")
    ids = {"plan_id": plan, "measure_id": measures["买两只羊"]}
    done(ReportResult(id=fresh(), done_on=date(2018, 1, 10), result="羊到家了", **ids), "member")
    answer = {"said": "yes", "words": "羊好", "confirmed_by": wife, "confirmed_on": TODAY}
    done(ConfirmResult(id=fresh(), **ids, **answer), "township")
    return found


def made(home: UUID, kind: str, by: str = "leader") -> Paper:
    receipt = done(MakePaper(id=fresh(), household_id=home, kind=kind, purpose="help"), by)
    paper = household_paper(actor(by), UUID(receipt.result["paper"]), at=NOW)
    assert paper is not None
    return paper


def read_pdf(paper: Paper, language: str = "zh") -> tuple[str, int]:
    pages = pypdf.PdfReader(io.BytesIO(pdf(paper, language=language))).pages
    return "".join("".join(page.extract_text().split()) for page in pages), len(pages)


def read_word(paper: Paper, language: str = "zh") -> str:
    told: str = mammoth.extract_raw_text(io.BytesIO(docx(paper, language=language))).value
    return told if language == "en" else "".join(told.split())


def test_the_booklet_has_six_parts_from_rows_in_both_formats(home: UUID) -> None:
    paper = made(home, "booklet")
    told, word = read_pdf(paper)[0], read_word(paper)
    for text in (
        *SIX,
        "何慧珍",
        "缺技术",
        "想养羊，腿疼",
        "买两只羊",
        "羊到家了",
        "何慧珍：羊好",
        "1,200元",
        "用于走访帮扶",
    ):
        assert text in told
        assert text in word
    assert "620199" not in told
    assert "6. What came of it" in read_word(paper, "en")


def test_whoever_followed_stands_on_the_next_line_with_the_day(home: UUID) -> None:
    told, _ = read_pdf(made(home, "booklet"))
    assert told.index("樊长河县信用联社2018年1月1日2018年1月19日") < told.index("蒲月英县农牧局139111122222018年1月1日")


def test_what_a_later_version_took_along_stands_once(home: UUID) -> None:
    plan = fresh()
    term = {"needs": "还想修水窖", "begins_on": BEGIN, "ends_on": END}
    done(WritePlan(id=fresh(), household_id=home, plan_id=plan, **term), "member")
    wife = people_of(home)["何慧珍"].id
    done(AgreePlan(id=fresh(), plan_id=plan, agreed_by=wife, agreed_on=TODAY), "member")
    assert Measure.objects.filter(household_id=home, kind="water").count() == 2
    (_, _, _, _, measures, results) = made(home, "booklet").sections
    assert [row[1] for row in measures.rows].count("修水窖盖") == 1
    assert [row[1] for row in measures.rows].count("买两只羊") == 1
    assert [row[0] for row in results.rows] == ["买两只羊"]


def test_the_card_is_one_page_and_a_neighbour_reads_neither_cause_nor_category_nor_illness_in_it(home: UUID) -> None:
    paper = made(home, "card")
    told, pages = read_pdf(paper)
    assert pages == 1
    for text in ("明白卡", "何慧珍家有事找谁", "蒲月英", "13911112222", "修水窖盖", "买两只羊", "羊到家了"):
        assert text in told
    for text in ("贫", "620199", "户编号", "缺技术", "腿", "低保", "健康", "1,200", "走访帮扶", "樊长河"):
        assert text not in told
        assert text not in read_word(paper)


def test_a_measure_whose_words_tell_of_an_illness_stands_on_the_card_with_its_kind_and_day(home: UUID) -> None:
    plan, measures = fresh(), {"腰上有病，改养鸡": fresh(), "打一口井": fresh()}
    done(WritePlan(id=fresh(), household_id=home, plan_id=plan, needs="养鸡", begins_on=BEGIN, ends_on=END), "member")
    for (what, measure), kind in zip(measures.items(), ("industry", "water"), strict=True):
        said = {"kind": kind, "what": what, "due": END, "who": "罗秋霞"}
        done(AddMeasure(id=fresh(), plan_id=plan, measure_id=measure, **said), "member")
    wife = people_of(home)["何慧珍"].id
    done(AgreePlan(id=fresh(), plan_id=plan, agreed_by=wife, agreed_on=TODAY), "member")
    ids = {"plan_id": plan, "measure_id": measures["打一口井"]}
    done(ReportResult(id=fresh(), done_on=TODAY, result="水好了，胃痛也轻了", **ids), "member")
    done(ConfirmResult(id=fresh(), **ids, said="yes", words="好", confirmed_by=wife, confirmed_on=TODAY), "township")
    told, booklet = read_pdf(made(home, "card"))[0], read_pdf(made(home, "booklet"))[0]
    for text in ("腰", "病", "养鸡", "胃", "痛", "打一口井"):
        assert text not in told
    assert "产业帮扶2018年12月31日" in told
    assert "饮水安全2018年1月19日" in told
    assert "腰上有病，改养鸡" in booklet


def test_the_leader_of_the_group_stands_on_the_card_with_the_number_that_households_call(home: UUID) -> None:
    organisations()
    group = established()
    led(group, added(group, account("leader"), "resident_team"))
    name, number = actor("leader").label, "13922223333"
    assert f"{name}村里工作组组长" in read_pdf(made(home, "card"))[0]
    helping = {"household_id": registered(), "account_id": account("leader"), "valid_from": BEGIN}
    done(AssignHelper(id=fresh(), helper_id=fresh(), phone=number, **helping), "county")
    assert f"{name}村里工作组组长{number}" in read_pdf(made(home, "card"))[0]
    elsewhere = number_to_call(actor("prefecture"), account("leader"), FAR)
    assert (number_to_call(actor("leader"), account("leader"), HERE), elsewhere) == (number, "")


def test_the_file_holds_what_is_on_record_and_what_other_modules_tell(home: UUID) -> None:
    paper = made(home, "file")
    told, word = read_pdf(paper)[0], read_word(paper)
    for text in (
        "基本情况",
        "成员",
        "收入台账",
        "地块",
        "帮扶责任人",
        "樊长河",
        "帮扶计划第1版",
        "羊好",
        "同意帮扶计划第1版",
    ):
        assert text in told
    page = household(actor("leader"), home, on=TODAY)
    assert page is not None
    assert all(each.identity in word for each in page.members)
    assert masks.DOT in page.members[0].identity


def test_it_is_told_with_its_purpose_to_everybody_who_sees_the_household(home: UUID) -> None:
    receipt = done(MakePaper(id=fresh(), household_id=home, kind="booklet", purpose="report"), "leader")
    for login in ("auditor", "county", "member"):
        (look,) = everybody_who_looked(actor(login), home)
        assert (look.field.zh, look.purpose.zh, look.who) == ("打印了扶贫手册", "上级报送", actor("leader").label)
        assert str(look.id) == receipt.result["paper"]
    assert everybody_who_looked(actor("neighbour"), home) == ()


def test_it_is_opened_by_its_maker_alone_and_for_minutes(home: UUID) -> None:
    receipt = done(MakePaper(id=fresh(), household_id=home, kind="booklet", purpose="help"), "leader")
    paper = UUID(receipt.result["paper"])
    assert made_paper(actor("leader"), paper, at=NOW) is not None
    for login, at in (("member", NOW), ("county", NOW), ("leader", NOW + timedelta(hours=2))):
        assert made_paper(actor(login), paper, at=at) is None
        assert household_paper(actor(login), paper, at=at) is None
    assert household_paper(actor("leader"), fresh(), at=NOW) is None


def test_whoever_does_not_help_prints_nothing_and_every_paper_has_a_purpose(home: UUID) -> None:
    for login in ("auditor", "prefecture", "attendee"):
        wish = MakePaper(id=fresh(), household_id=home, kind="card", purpose="help")
        assert codes(do(wish, login)) == ["not_your_role"]
    wrong = MakePaper(id=fresh(), household_id=home, kind="card", purpose="curiosity")
    assert codes(do(wrong, "leader")) == ["paper_purpose_unknown"]
    assert codes(do(MakePaper(id=fresh(), household_id=fresh(), kind="card", purpose="help"), "leader")) == [
        "not_found"
    ]
