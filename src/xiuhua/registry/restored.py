"""After an older backup was restored: whoever was erased since, and each household, is erased again.

What cannot be erased yet, such as a household that had not ended in the backup, is tried again by each start, until it
is gone; nothing but a person can say how a household ended.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.streams import ledger_of
from xiuhua.registry.commands.erasing import EraseHousehold, ErasePerson
from xiuhua.registry.erased import Erased, listed
from xiuhua.registry.models import Household, Person
from xiuhua.registry.rules.erasing import Basis


@dataclass(frozen=True, slots=True)
class Again:
    """What became of whom an older backup brought back: how many were erased again, and which could not be."""

    erased: int
    left: tuple["Left", ...]


@dataclass(frozen=True, slots=True)
class Left:
    """Somebody, or a household, that is there although it was erased: in the household with this code, and why."""

    key: UUID
    household: str
    problem: Problem


def back_again() -> tuple[str, ...]:
    """Return the codes of the households that the list names, or somebody of whom it names, and that are there."""
    ledger = ledger_of("default")
    lines = [line for line in listed() if line.ledger == ledger]
    homes = Household.objects.filter(id__in={line.household for line in lines if line.household}, erased_on=None)
    people = Person.objects.filter(id__in={line.person for line in lines if line.person}).exclude(name="")
    of_people = Household.objects.filter(id__in=people.values("household_id"))
    return tuple(sorted({*homes.values_list("code", flat=True), *of_people.values_list("code", flat=True)}))


def erase_again(actor: Actor, *, received_at: datetime) -> Again:
    """Erase whom the list names and the database holds all the same: an older backup was restored."""
    ledger, erased, left = ledger_of("default"), 0, list[Left]()
    for line in listed():
        wish = _wish(line, received_at) if line.ledger == ledger else None
        if wish is None:
            continue
        receipt = execute(wish, actor=actor, received_at=received_at)
        erased += receipt.accepted
        left.extend(_left(line, wish.household_id, problem) for problem in receipt.problems)
    return Again(erased, tuple(left))


def _left(line: Erased, home: UUID, problem: Problem) -> Left:
    code = Household.objects.values_list("code", flat=True).get(id=home)
    if problem.code == "household_not_ended":
        problem = Problem("restored_household_there", values={"household": code})
    return Left(UUID(line.person or line.household), code, problem)


def _wish(line: Erased, received_at: datetime) -> ErasePerson | EraseHousehold | None:
    """Return the wish that erases again what a line names, or ``None`` where nothing of it is there."""
    again = {
        "id": derived_id(UUID(line.command), "again", received_at.isoformat()),
        "basis": Basis(line.basis),
        "reference": line.command,
        "reason": "恢复了较早的备份，重新删除",
    }
    if line.household:
        home = UUID(line.household)
        there = Household.objects.filter(id=home, erased_on=None).exists()
        return EraseHousehold(household_id=home, **again) if there else None
    person = UUID(line.person)
    belongs = Person.objects.filter(id=person).exclude(name="").values_list("household_id", flat=True).first()
    return None if belongs is None else ErasePerson(household_id=belongs, person_id=person, **again)
