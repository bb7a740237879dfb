"""Questions: asked once, answered with a reason that is kept, never asked again."""

from uuid import UUID

import pytest

from support.stage import (
    TODAY,
    account,
    codes,
    do,
    done,
    family,
    fresh,
    people_of,
    questions_of,
    recording,
    registered,
)
from xiuhua.platform.journal.models import Entry
from xiuhua.platform.journal.queries import record_history
from xiuhua.platform.vault.keyring import Unreadable, keyring
from xiuhua.registry.commands.members import CorrectMember
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.record import RecordHousehold
from xiuhua.registry.models import Household, Question


@pytest.fixture
def command() -> RecordHousehold:
    mother, father, son = family()
    odd = father.model_copy(update={"phone": "0931-123", "labour": "无劳动力"})
    return recording(members=(mother, odd, son))


@pytest.fixture
def home(command: RecordHousehold) -> UUID:
    done(command)
    return Household.objects.values_list("id", flat=True).get(code=command.household_code)


def asked(household: UUID, code: str = "phone_not_11_digits") -> Question:
    return Question.objects.get(household_id=household, code=code)


def answer(household: UUID, *questions: UUID, reason: str = "座机，已打通") -> AnswerQuestion:
    return AnswerQuestion(id=fresh(), household_id=household, question_ids=questions, reason=reason)


def test_an_answer_is_kept_with_its_reason_person_and_day(home: UUID) -> None:
    done(answer(home, asked(home).id), "member")
    row = asked(home)
    assert (row.state, row.reason, row.answered_by, row.answered_on) == (
        "confirmed",
        "座机，已打通",
        account("member"),
        TODAY,
    )
    assert questions_of(home)["working_age_without_labour"] == "open"


def test_several_are_answered_at_once(home: UUID) -> None:
    questions = [row.id for row in Question.objects.filter(household_id=home)]
    done(answer(home, *questions))
    assert set(questions_of(home).values()) == {"confirmed"}


def test_a_confirmed_question_survives_further_imports(home: UUID, command: RecordHousehold) -> None:
    done(answer(home, asked(home).id))
    done(command.model_copy(update={"id": fresh(), "natural_village": "下社"}))
    done(command.model_copy(update={"id": fresh(), "natural_village": "上社"}))
    assert questions_of(home)["phone_not_11_digits"] == "confirmed"
    assert Question.objects.filter(household_id=home).count() == 2


def test_another_value_is_another_question(home: UUID) -> None:
    done(answer(home, asked(home).id))
    father = people_of(home)["田巧仓"].id
    done(CorrectMember(id=fresh(), household_id=home, person_id=father, phone="555"))
    states = Question.objects.filter(household_id=home, code="phone_not_11_digits").values_list("state", flat=True)
    assert sorted(states) == ["confirmed", "open"]


def test_a_settled_question_is_opened_when_the_same_comes_again(home: UUID) -> None:
    father = people_of(home)["田巧仓"].id
    done(CorrectMember(id=fresh(), household_id=home, person_id=father, phone="13990002222"))
    assert asked(home).state == "settled"
    done(CorrectMember(id=fresh(), household_id=home, person_id=father, phone="0931-123"))
    assert asked(home).state == "open"


def test_what_is_not_open_any_more_is_refused(home: UUID) -> None:
    done(answer(home, asked(home).id))
    assert codes(do(answer(home, asked(home).id))) == ["question_not_open"]
    assert codes(do(answer(home, fresh()))) == ["question_not_open"]


def test_a_question_of_another_household_is_refused(home: UUID) -> None:
    other = registered()
    assert codes(do(answer(other, asked(home).id))) == ["question_not_open"]


def test_the_same_answer_sent_twice_is_one(home: UUID) -> None:
    command = answer(home, asked(home).id)
    assert [do(command).repeated, do(command).repeated] == [False, True]


def test_a_reason_is_demanded_and_stands_sealed_in_the_journal(home: UUID) -> None:
    with pytest.raises(ValueError, match="at least 1 character"):
        answer(home, asked(home).id, reason="")
    command = answer(home, asked(home).id)
    done(command)
    entry = Entry.objects.get(command_id=command.id)
    assert command.reason not in entry.command + entry.changes
    told = next(each for each in record_history(home, keyring()) if each.command_id == command.id)
    assert told.changes[0].after["reason"] == command.reason


def test_what_a_question_quotes_is_sealed(home: UUID) -> None:
    assert "0931" not in asked(home).values
    person = asked(home).person_id
    assert person is not None
    assert "0931" in keyring().open(person, "registry_question.values", asked(home).values)
    with pytest.raises(Unreadable):
        keyring().open(home, "registry_question.values", asked(home).values)
