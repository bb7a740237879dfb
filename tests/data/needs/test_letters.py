"""The letter of introduction: only once both sides agree, with what a firm needs and nothing of the household."""

import io
from datetime import timedelta
from uuid import UUID

import mammoth
import pypdf
import pytest

from support.groups_stage import added, established, led, organisations
from support.jobs_stage import agreed, carry, firm_agreeing, proposed, taking_on, withdrawing
from support.stage import NOW, account, actor, codes, do, done, fresh, registered
from xiuhua.care.commands.helping import AssignHelper
from xiuhua.needs.commands.letters import MakeLetter
from xiuhua.needs.queries.letters import letter, letters_looked, made_letter
from xiuhua.platform.exchange.documents import pdf
from xiuhua.platform.exchange.documents.docx import docx
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.beside import everybody_who_looked


@pytest.fixture(autouse=True)
def home(stage: None) -> UUID:
    organisations()
    return registered()


def making(need: UUID) -> MakeLetter:
    return MakeLetter(id=fresh(), need_id=need)


def made(need: UUID, by: str = "leader") -> UUID:
    return UUID(done(making(need), by).result["letter"])


def read(made_id: UUID, language: str = "zh") -> tuple[str, str]:
    """Return what stands in the PDF and in the Word document, each opened by another library."""
    paper = letter(actor("leader"), made_id, at=NOW)
    assert paper is not None
    pages = pypdf.PdfReader(io.BytesIO(pdf(paper, language=language))).pages
    assert len(pages) == 1
    word = mammoth.extract_raw_text(io.BytesIO(docx(paper, language=language))).value
    return "".join(pages[0].extract_text().split()), "".join(word.split())


def test_it_says_who_comes_about_which_job_and_whom_to_ask(home: UUID) -> None:
    group = established()
    led(group, added(group, account("leader"), "resident_team"))
    helping = {"household_id": home, "account_id": account("leader"), "valid_from": NOW.date()}
    done(AssignHelper(id=fresh(), helper_id=fresh(), phone="13922223333", **helping), "county")
    name = actor("leader").label
    for told in read(made(agreed(home))):
        for text in (
            "介绍信",
            "皋兰县农业银行",
            "何小军",
            "后厨帮工",
            "兰州市城关区",
            f"{name}13922223333",
            "2018年1月19日",
        ):
            assert text in told
    english = read(made(agreed(registered(), title="洗碗")), "en")[1]
    assert "Bothsidesagreedbeforehand" in english


def test_nothing_of_the_household_of_health_or_of_help_stands_in_it(home: UUID) -> None:
    established()
    for told in read(made(agreed(home))):
        for text in (
            "贫",
            "扶",
            "户",
            "健康",
            "病",
            "低保",
            "何慧珍",
            "620199",
            "建档",
            "党小组",
            "后厨主管",
            "去年回村",
        ):
            assert text not in told


@pytest.mark.parametrize("missing", ["person", "firm"])
def test_it_takes_both_consents(home: UUID, missing: str) -> None:
    need = proposed(home) if missing == "person" else agreed(home)
    if missing == "person":
        carry(firm_agreeing(need))
        assert codes(do(making(need), "leader")) == ["job_without_consent"]
    else:
        kept = made(need)
        done(withdrawing(need, "firm"), "leader")
        assert codes(do(making(need), "leader")) == ["job_none"]
        assert letter(actor("leader"), kept, at=NOW) is None


def test_it_is_opened_by_its_maker_alone_and_for_minutes_and_everybody_sees_that_it_was_made(home: UUID) -> None:
    need = agreed(home)
    carry(taking_on(need))
    wish = making(need)
    done(wish, "leader")
    assert made_letter(actor("leader"), wish.id, at=NOW) is not None
    for login, at in (("member", NOW), ("county", NOW), ("neighbour", NOW), ("leader", NOW + timedelta(hours=2))):
        assert letter(actor(login), wish.id, at=at) is None
    (look,) = everybody_who_looked(actor("auditor"), home)
    assert (look.field.zh, look.purpose.zh, look.who) == ("开了介绍信", "去单位应聘", actor("leader").label)
    assert letters_looked(actor("neighbour"), home) == ()
    assert codes(do(Undo(id=fresh(), target=wish.id), "leader")) == ["not_undoable"]
    assert codes(do(making(need), "auditor")) == ["not_your_role"]
    assert codes(do(making(fresh()), "leader")) == ["not_found"]
