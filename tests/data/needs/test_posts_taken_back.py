"""Undoing what freed a post: it holds only while the post is free."""

from uuid import UUID

import pytest

from support.groups_stage import organisations
from support.jobs_stage import beginning, carry, firm_agreeing, person_agreeing, proposing, taking_on, vacancy, wished
from support.needs_stage import confirming
from support.stage import NOW, TODAY, actor, codes, do, done, fresh, registered
from xiuhua.kernel.commands import Command
from xiuhua.needs.commands.meeting import AnswerMatch
from xiuhua.needs.job_facts import taken_posts
from xiuhua.platform.journal.execution import execute_many
from xiuhua.platform.journal.undo import Undo


@pytest.fixture(autouse=True)
def firms(stage: None) -> None:
    organisations()


def both_agree(offered: UUID) -> UUID:
    """Let both sides of a new household agree, and return the need's id."""
    need = wished(registered())
    done(proposing(need, offered), "leader")
    carry(person_agreeing(need), firm_agreeing(need))
    return need


def works(offered: UUID) -> UUID:
    """Let somebody of a new household begin, and return the need's id."""
    need = both_agree(offered)
    carry(taking_on(need), beginning(need))
    return need


def undoing(wish: Command) -> Undo:
    return Undo(id=fresh(), target=wish.id)


@pytest.mark.parametrize("posts", [1, 2])
def test_an_answer_that_freed_a_post_is_undone_only_while_one_is_left(posts: int) -> None:
    offered = vacancy(posts=posts)
    left = confirming(works(offered), satisfied=False)
    done(left, "township")
    works(offered)
    receipt = do(undoing(left), "township")
    assert codes(receipt) == (["post_given_since"] if posts == 1 else [])
    assert taken_posts([offered])[offered] == posts
    if posts == 1:
        assert dict(receipt.problems[0].values) == {"title": "后厨帮工", "posts": 1}


def test_a_refusal_after_a_yes_and_a_yes_that_was_undone_ask_too() -> None:
    offered = vacancy(posts=1)
    first, second = both_agree(offered), both_agree(offered)
    carry(taking_on(first))
    no = AnswerMatch(id=fresh(), need_id=first, accepted=False, answered_on=TODAY)
    yes = taking_on(second)
    carry(no, yes)
    assert codes(do(undoing(no), "leader")) == ["post_given_since"]
    taken_back = undoing(yes)
    done(taken_back, "leader")
    done(undoing(no), "leader")
    assert codes(do(undoing(taken_back), "leader")) == ["post_given_since"]
    assert taken_posts([offered])[offered] == 1


def test_two_that_are_undone_together_share_the_last_post() -> None:
    offered = vacancy(posts=1)
    left = []
    for _ in range(2):
        left.append(confirming(works(offered), satisfied=False))
        done(left[-1], "township")
    wishes = [undoing(each) for each in left]
    receipts = execute_many(wishes, actor=actor("township"), received_at=NOW)
    assert [codes(each) for each in receipts] == [[], ["post_given_since"]]
    assert taken_posts([offered])[offered] == 1


def test_a_refusal_that_freed_nothing_is_undone_although_all_posts_are_taken() -> None:
    offered = vacancy(posts=1)
    need = both_agree(offered)
    no = AnswerMatch(id=fresh(), need_id=need, accepted=False, answered_on=TODAY)
    carry(no)
    works(offered)
    done(undoing(no), "leader")


def test_a_consent_is_not_undone_once_somebody_was_taken_on_with_it() -> None:
    need = wished(registered())
    done(proposing(need, vacancy(posts=1)), "leader")
    person, firm = person_agreeing(need), firm_agreeing(need)
    carry(person, firm)
    done(undoing(person), "leader")
    again = person_agreeing(need)
    carry(again, taking_on(need))
    for consent in (again, firm):
        assert codes(do(undoing(consent), "leader")) == ["built_on"]
