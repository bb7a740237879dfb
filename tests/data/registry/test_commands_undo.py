"""Everything that was done to a household can be taken back, and done again."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from support.stage import codes, do, done, family, fresh, people_of, person, recording, registered, version
from xiuhua.kernel.commands import Command
from xiuhua.platform.journal.rows import all_rows
from xiuhua.platform.journal.tables import TABLES
from xiuhua.platform.journal.undo import Undo
from xiuhua.registry.commands.members import (
    ChangeHead,
    CorrectHousehold,
    CorrectMember,
    JoinHousehold,
    LeaveHousehold,
    MergeHouseholds,
    SplitHousehold,
)
from xiuhua.registry.commands.questions import AnswerQuestion
from xiuhua.registry.commands.record import Stated
from xiuhua.registry.models import Question

ON = date(2018, 1, 10)


@pytest.fixture
def home() -> UUID:
    mother, father, son = family()
    return registered(members=(mother, father.model_copy(update={"phone": "1"}), son), origin="form")


def rows() -> dict[str, dict[str, Any]]:
    """Return every row of the register; sealed values differ each time they are sealed, so they stand as they are."""
    return {
        name: {key: dict(row) for key, row, _ in all_rows("default", spec)}
        for name, spec in TABLES.items()
        if name.startswith("registry_")
    }


def _relation(home: UUID, name: str, relation: str) -> dict[str, object]:
    return {"person_id": people_of(home)[name].id, "relation": relation}


def _join(home: UUID) -> Command:
    member = person("何苗", "之女", "2017-12-20", female=True, education=None, labour=None)
    return JoinHousehold(id=fresh(), household_id=home, member=member, on=ON, cause="birth")


def _leave(home: UUID) -> Command:
    who = people_of(home)["何小军"].id
    return LeaveHousehold(id=fresh(), household_id=home, person_id=who, on=ON, cause="moved_out")


def _head_leaves(home: UUID) -> Command:
    people = people_of(home)
    return LeaveHousehold(
        id=fresh(),
        household_id=home,
        person_id=people["何慧珍"].id,
        on=ON,
        cause="death",
        new_head_id=people["田巧仓"].id,
        relations=[_relation(home, "何小军", "之子")],
    )


def _split(home: UUID) -> Command:
    leaving = [_relation(home, "田巧仓", "户主")]
    return SplitHousehold(
        id=fresh(), household_id=home, new_household_id=fresh(), new_code="880099", leaving=leaving, on=ON
    )


def _merge(home: UUID) -> Command:
    into = registered(members=(person("马福", "户主", "1950-01-01"),))
    relations = [_relation(home, name, "其他") for name in people_of(home)]
    return MergeHouseholds(id=fresh(), household_id=home, into_id=into, relations=relations, on=ON)


def _answer(home: UUID) -> Command:
    question = Question.objects.get(household_id=home, code="phone_not_11_digits")
    return AnswerQuestion(id=fresh(), household_id=home, question_ids=(question.id,), reason="看过户口本")


DEEDS: dict[str, Callable[[UUID], Command]] = {
    "correct_member": lambda home: CorrectMember(
        id=fresh(), household_id=home, person_id=people_of(home)["田巧仓"].id, phone="13990002222", name="田满仓"
    ),
    "correct_household": lambda home: CorrectHousehold(
        id=fresh(), household_id=home, per_head_income="9000", natural_village="下社"
    ),
    "change_head": lambda home: ChangeHead(
        id=fresh(),
        household_id=home,
        new_head_id=people_of(home)["田巧仓"].id,
        relations=[_relation(home, "何慧珍", "配偶")],
    ),
    "join_household": _join,
    "leave_household": _leave,
    "leave_household, the head": _head_leaves,
    "split_household": _split,
    "merge_households": _merge,
    "answer_question": _answer,
}


@pytest.mark.parametrize("deed", DEEDS)
def test_what_was_done_is_taken_back_row_by_row_and_can_be_done_again(home: UUID, deed: str) -> None:
    command = DEEDS[deed](home)
    before = rows()
    done(command)
    after = rows()
    assert after != before
    undoing = Undo(id=fresh(), target=command.id, reason="填错了")
    done(undoing)
    assert rows() == before
    assert version(home) == undoing.id
    done(Undo(id=fresh(), target=undoing.id))
    assert rows() == after


def test_registering_is_taken_back() -> None:
    before = rows()
    command = recording()
    done(command)
    done(Undo(id=fresh(), target=command.id))
    assert rows() == before
    members = [member.model_copy(update={"id": fresh()}) for member in command.members]
    done(recording(members=members, code=command.household_code))


def test_stating_again_is_taken_back() -> None:
    command = recording()
    done(command)
    before = rows()
    again = command.model_copy(update={"id": fresh(), "stated": Stated(per_head_income="9"), "stated_on": ON})
    done(again)
    done(Undo(id=fresh(), target=again.id))
    assert rows() == before


def test_what_others_built_on_is_not_taken_back(home: UUID) -> None:
    first, second = _leave(home), None
    done(first)
    second = CorrectMember(id=fresh(), household_id=home, person_id=people_of(home)["田巧仓"].id, education="小学")
    done(second)
    third = second.model_copy(update={"id": fresh(), "education": "高中"})
    done(third)
    assert codes(do(Undo(id=fresh(), target=second.id))) == ["built_on"]
    done(Undo(id=fresh(), target=first.id))


def test_who_may_not_do_it_may_not_take_it_back(home: UUID) -> None:
    command = _split(home)
    done(command)
    assert codes(do(Undo(id=fresh(), target=command.id), "member")) == ["not_your_role"]
    assert codes(do(Undo(id=fresh(), target=command.id), "neighbour")) == ["not_found"]
