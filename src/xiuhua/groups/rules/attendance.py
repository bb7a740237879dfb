"""Who came to a session of a meeting, how they voted, and what came of it."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from xiuhua.groups.rules.meetings import Came, Quorum
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class Vote(StrEnum):
    """How somebody voted."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


VOTE_NAMES: Final[Mapping[Vote, Text]] = {
    Vote.FOR: Text("赞成", "for"),
    Vote.AGAINST: Text("反对", "against"),
    Vote.ABSTAIN: Text("弃权", "abstained"),
}


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody who was invited, and whether that person votes; a guest is no member and counted with nobody."""

    id: UUID
    votes: bool
    guest: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What a paper list says of somebody who was invited."""

    person_id: UUID
    came: Came
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many of those who vote and of those who attend came to a session. ``quorate`` says if enough who vote did."""

    voting: int
    voting_due: int
    attending: int
    attending_due: int
    quorate: bool


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on a motion. ``carried`` is what it came to; without a quorum it is never so."""

    for_: int
    against: int
    abstained: int
    carried: bool


def attendance_problems(
    invited: Sequence[Invited], answers: Sequence[Answer], *, voted: Iterable[UUID], away: Collection[UUID] = ()
) -> tuple[Problem, ...]:
    """Return why a list of who came cannot stand: each who was invited is on it once, an excuse has its reason.

    ``voted`` are those whose vote is recorded: it cannot turn out that they were not there. ``away`` are those whose
    leave of that day was approved: it is their excuse, and where they came all the same the list says why.
    """
    problems: list[Problem] = []
    known, counted = {each.id for each in invited}, Counter(each.person_id for each in answers)
    if not counted.keys() <= known or any(n > 1 for n in counted.values()):
        problems.append(Problem("attendance_not_invited", "answers"))
    missing = len(known - counted.keys())
    if missing:
        problems.append(Problem("attendance_incomplete", "answers", {"n": missing}))
    if any(each.came is Came.EXCUSED and not each.reason and each.person_id not in away for each in answers):
        problems.append(Problem("excuse_without_reason", "answers"))
    back = sum(each.came is Came.PRESENT and not each.reason and each.person_id in away for each in answers)
    if back:
        problems.append(Problem("attendance_on_leave", "answers", {"n": back}))
    present = {each.person_id for each in answers if each.came is Came.PRESENT}
    if not set(voted) <= present:
        problems.append(Problem("attendance_voted", "answers"))
    return tuple(problems)


def turnout(invited: Sequence[Invited], present: Iterable[UUID], rule: Quorum) -> Turnout:
    """Return how many came, those who vote and those who attend apart."""
    came = set(present)
    due = sum(each.votes for each in invited)
    voting = sum(each.votes and each.id in came for each in invited)
    attends = [each.id in came for each in invited if not each.votes and not each.guest]
    return Turnout(voting, due, sum(attends), len(attends), rule.there.exceeded(voting, due))


def ballot_problems(
    invited: Sequence[Invited], present: Iterable[UUID], ballots: Sequence[UUID]
) -> tuple[Problem, ...]:
    """Return why votes cannot be recorded: everybody there who votes has one vote, nobody else has any."""
    came, counted = set(present), Counter(ballots)
    votes = {each.id: each.votes for each in invited}
    problems: list[Problem] = []
    if any(votes.get(person) is False for person in counted):
        problems.append(Problem("attendee_cannot_vote", "ballots"))
    if any(person not in came for person in counted if votes.get(person) is not False):
        problems.append(Problem("absent_cannot_vote", "ballots"))
    if any(n > 1 for n in counted.values()):
        problems.append(Problem("voted_twice", "ballots"))
    missing = sum(person not in counted for person, may in votes.items() if may and person in came)
    if missing:
        problems.append(Problem("vote_missing", "ballots", {"n": missing}))
    return tuple(problems)


def tally(votes: Iterable[Vote], at: Turnout, rule: Quorum) -> Tally:
    """Return what votes came to: carried by more than the share of all who vote, and only at a quorate session.

    >>> from xiuhua.groups.rules.meetings import Share
    >>> rule = Quorum(Share(1, 2), Share(1, 2), Text("", ""), False)
    >>> tally([Vote.FOR] * 3 + [Vote.AGAINST], Turnout(4, 5, 0, 0, True), rule).carried
    True
    >>> tally([Vote.FOR] * 2, Turnout(2, 5, 0, 0, False), rule).carried
    False
    """
    counted = Counter(votes)
    carried = at.quorate and rule.for_.exceeded(counted[Vote.FOR], at.voting_due)
    return Tally(counted[Vote.FOR], counted[Vote.AGAINST], counted[Vote.ABSTAIN], carried)
