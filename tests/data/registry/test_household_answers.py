"""A household's own words: written down beside what they speak of, replied to, and gone with whoever said them."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from data.registry.test_commands_ledger import line, recording
from support.stage import HERE, TODAY, actor, codes, do, done, fresh, people_of, registered, statement_of, version
from xiuhua.kernel.text import Text
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.answer_agenda import answers_waiting
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.commands.household_answers import HandleHouseholdAnswer, RecordHouseholdAnswer
from xiuhua.registry.commands.reveal import RevealField
from xiuhua.registry.models import HouseholdAnswer, Ledger, LedgerLine, Reveal, Statement
from xiuhua.registry.queries.household_answers import GONE, WITHHELD, household_answers
from xiuhua.registry.queries.households import household

WORDS = "人均纯收入记多了，去年没有卖羊"


@pytest.fixture
def home() -> UUID:
    return registered()


def saying(home: UUID, answers: UUID, words: str = WORDS, **more: Any) -> RecordHouseholdAnswer:
    values = {"said_by": people_of(home)["何慧珍"].id, "said_on": TODAY, **more}
    return RecordHouseholdAnswer(
        id=fresh(), household_id=home, answer_id=fresh(), answers=answers, said=words, **values
    )


def replying(said: RecordHouseholdAnswer, **more: Any) -> HandleHouseholdAnswer:
    values = {"outcome": "stays", "done": "看了收据，是2016年10月卖的", **more}
    return HandleHouseholdAnswer(id=fresh(), household_id=said.household_id, answer_id=said.answer_id, **values)


def test_an_answer_stands_beside_what_it_speaks_of_and_changes_nothing(home: UUID) -> None:
    stated = statement_of(home)
    before = Statement.objects.values().get(id=stated.id)
    said = saying(home, stated.id)
    done(said, "member")
    assert Statement.objects.values().get(id=stated.id) == before
    (found,) = household_answers(actor("leader"), home)
    assert (found.answers, found.kind.value, found.said.zh) == (stated.id, "statement", WORDS)
    assert (found.person, found.written_by, found.role) == ("何慧珍", "罗秋霞", Text("组员", "group member"))
    assert (found.outcome, found.state.zh) == ("", "等人核对")


def test_a_figure_a_line_and_a_look_can_be_answered(home: UUID) -> None:
    done(recording(home, line()), "county")
    look = {"household_id": home, "person_id": people_of(home)["何慧珍"].id, "field": "phone"}
    done(RevealField(id=fresh(), purpose="help", reason="约上门的时间", **look), "leader")
    named = {
        "figure": Ledger.objects.get(household_id=home).id,
        "line": LedgerLine.objects.get(household_id=home).id,
        "reveal": Reveal.objects.get(household_id=home).id,
        "person": people_of(home)["何小军"].id,
        "household": home,
    }
    for target in named.values():
        done(saying(home, target), "member")
    assert {each.kind.value: each.answers for each in household_answers(actor("leader"), home)} == named


def test_what_is_not_of_the_household_is_refused(home: UUID) -> None:
    other = registered()
    assert codes(do(saying(home, statement_of(other).id))) == ["household_answer_about_unknown"]
    assert codes(do(saying(home, fresh()))) == ["household_answer_about_unknown"]
    stranger = people_of(other)["何慧珍"].id
    assert codes(do(saying(home, home, said_by=stranger))) == ["household_answer_by_unknown"]
    assert codes(do(saying(home, home, said_on=TODAY + timedelta(days=1)))) == ["household_answer_day_to_come"]


def test_an_officer_of_the_territory_is_asked_and_replies_once(home: UUID) -> None:
    said = saying(home, home)
    done(said, "member")
    (asked,) = answers_waiting(actor("township"), TODAY)
    assert asked.text.zh == "核对 何慧珍 户说的话"
    assert asked.url == f"/households/{home}#answers"
    for login in ("leader", "neighbour", "auditor"):
        assert list(answers_waiting(actor(login), TODAY)) == []
    assert codes(do(replying(said), "leader")) == ["not_your_role"]
    reply = replying(said, outcome="mended", done="改成2,100元")
    done(reply, "township")
    assert list(answers_waiting(actor("township"), TODAY)) == []
    (found,) = household_answers(actor("county"), home)
    assert (found.outcome, found.done.zh, found.looked_by, found.looked_on) == (
        "mended",
        "改成2,100元",
        "秦德厚",
        TODAY,
    )
    assert codes(do(replying(said), "county")) == ["household_answer_not_waiting"]
    done(Undo(id=fresh(), target=reply.id, reason="写错了"), "township")
    assert [each.outcome for each in household_answers(actor("county"), home)] == [""]


def test_an_answer_of_another_household_cannot_be_replied_to(home: UUID) -> None:
    said = saying(home, home)
    done(said, "member")
    other = registered()
    wrong = HandleHouseholdAnswer(
        id=fresh(), household_id=other, answer_id=said.answer_id, outcome="stays", done="没有这回事"
    )
    assert codes(do(wrong, "county")) == ["household_answer_not_waiting"]


def test_the_words_are_sealed_and_for_those_who_help(home: UUID) -> None:
    said = saying(home, home)
    done(said, "member")
    row = HouseholdAnswer.objects.get(id=said.answer_id)
    assert row.place_code == HERE
    assert WORDS not in row.said
    entry = Entry.objects.get(command_id=said.id)
    assert WORDS not in entry.command + entry.changes + entry.result
    (seen,) = household_answers(actor("auditor"), home)
    assert (seen.said, seen.person) == (WITHHELD, "何慧珍")
    assert household_answers(actor("neighbour"), home) == ()


def test_what_was_said_goes_with_whoever_said_it(home: UUID) -> None:
    son = people_of(home)["何小军"].id
    spoken, about, other = (
        saying(home, home, "我不上学了是记错的", said_by=son),
        saying(home, home, "何小军还在上学"),
        saying(home, home),
    )
    for each in (spoken, about, other):
        done(each, "member")
    done(replying(spoken), "township")
    words = {"basis": "asked", "reference": "申请 2018-3", "reason": "本人要求"}
    done(ErasePerson(id=fresh(), household_id=home, person_id=son, **words), "county")
    found = {each.id: each for each in household_answers(actor("county"), home)}
    assert (found[spoken.answer_id].said, found[spoken.answer_id].done) == (GONE, GONE)
    assert found[about.answer_id].said == GONE
    assert found[other.answer_id].said.zh == WORDS


def test_the_history_of_the_household_tells_that_it_answered_and_not_what(home: UUID) -> None:
    said = saying(home, home)
    done(said, "member")
    done(replying(said), "county")
    page = household(actor("leader"), home, on=TODAY)
    assert page is not None
    told = [line.zh for event in page.events for line in event.lines]
    assert told[-2:] == ["这一户说到：整个档案", "核对了他们说的，不改"]
    assert not any(WORDS in each for each in told)
    assert page.version == version(home)
