"""Bank accounts of the demo: those of the two largest households of the leader's village. Nobody's cards bear them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from xiuhua.kernel.ids import derived_id
from xiuhua.platform.accounts.scope import actor_for_login
from xiuhua.platform.journal.execution import execute
from xiuhua.registry.commands.members import CorrectHousehold
from xiuhua.registry.queries.household_lists import households_in
from xiuhua.site import clock
from xiuhua.site.demo.cast import Account

ACCOUNTS: Final = (("甘肃农信", "6217995550002007180"), ("邮储银行", "6217995550003112062"))


class Refused(RuntimeError):
    """An account of the demo was refused; the text names the codes."""


def record_accounts(cast: Sequence[Account], origin: UUID) -> None:
    """Let the leader record the accounts. Raise ``Refused`` where it cannot be."""
    leader = next(each for each in cast if each.login == "leader")
    actor = actor_for_login("leader", on=clock.today())
    page = households_in(actor, leader.place_code) if actor else None
    if actor is None or page is None:
        raise Refused("leader")
    lines = sorted((each.line for each in page.rows), key=lambda line: (-line.members, line.code))
    for line, (bank, number) in zip(lines, ACCOUNTS, strict=False):
        wish = CorrectHousehold(
            id=derived_id(origin, "bank", str(line.id)), household_id=line.id, bank_name=bank, bank_account=number
        )
        receipt = execute(wish, actor=actor, received_at=clock.now())
        if not receipt.accepted:
            raise Refused(" ".join(problem.code for problem in receipt.problems))
