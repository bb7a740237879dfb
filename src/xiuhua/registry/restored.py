"""After an older backup was restored: whoever was erased since is erased again."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.execution import execute
from xiuhua.platform.journal.streams import ledger_of
from xiuhua.registry.commands.erasing import ErasePerson
from xiuhua.registry.erased import listed
from xiuhua.registry.models import Person
from xiuhua.registry.rules.erasing import Basis


@dataclass(frozen=True, slots=True)
class Again:
    """What became of people whom an older backup brought back: how many were erased again, and why the others not."""

    erased: int
    left: tuple[tuple[UUID, Problem], ...]


def erase_again(actor: Actor, *, received_at: datetime) -> Again:
    """Erase whom the list names and the database holds all the same: an older backup was restored."""
    ledger, erased, left = ledger_of("default"), 0, list[tuple[UUID, Problem]]()
    for line in listed():
        if line.ledger != ledger:
            continue
        key = UUID(line.person)
        home = Person.objects.filter(id=key).exclude(name="").values_list("household_id", flat=True).first()
        if home is None:
            continue
        wish = ErasePerson(
            id=derived_id(UUID(line.command), "again", received_at.isoformat()),
            household_id=home,
            person_id=key,
            basis=Basis(line.basis),
            reference=line.command,
            reason="恢复了较早的备份，重新删除",
        )
        receipt = execute(wish, actor=actor, received_at=received_at)
        erased += receipt.accepted
        left.extend((key, problem) for problem in receipt.problems)
    return Again(erased, tuple(left))
