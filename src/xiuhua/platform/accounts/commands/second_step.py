"""The second step of signing in is turned on and off; its secret and its codes never come near a command."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar
from uuid import UUID

from xiuhua.kernel.commands import Command
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.managing import acts_for_oneself, acts_for_problem
from xiuhua.platform.accounts.facts import accounts_by_id, posts_of
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged


class SetSecondStep(Command):
    """Record that a person signs in with a second step from now on, or with a new telephone.

    Refused: ``not_found`` for anybody else's account.
    """

    code: ClassVar[str] = "accounts.set_second_step"
    label: ClassVar[Text] = Text("设置两步验证", "set up the second step")

    account_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


class RemoveSecondStep(Command):
    """Record that a person signs in with the password alone again: it was turned off, or the telephone was lost.

    Refused: ``not_found``, ``not_managed``.
    """

    code: ClassVar[str] = "accounts.remove_second_step"
    label: ClassVar[Text] = Text("去掉两步验证", "remove the second step")

    account_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


def _set(commands: Sequence[SetSecondStep], context: Context) -> list[Decided]:
    accounts = accounts_by_id((command.account_id for command in commands), using=context.using)
    return [_set_one(accounts[command.account_id], context) for command in commands]


def _set_one(account: Account, context: Context) -> Decided:
    if not acts_for_oneself(account.id, context):
        return Refused((Problem("not_found"),))
    return Accepted(_changes(account, True, context), result={"account_id": str(account.id)})


def _remove(commands: Sequence[RemoveSecondStep], context: Context) -> list[Decided]:
    ids = [command.account_id for command in commands]
    accounts = accounts_by_id(ids, using=context.using)
    posts = posts_of(ids, using=context.using)
    outcomes: list[Decided] = []
    for account_id in ids:
        account = accounts[account_id]
        problem = acts_for_problem(account, posts, context)
        if problem is not None:
            outcomes.append(Refused((problem,)))
        elif not account.second_step:
            outcomes.append(Unchanged())
        else:
            outcomes.append(Accepted(_changes(account, False, context), result={"account_id": str(account.id)}))
    return outcomes


def _changes(account: Account, on: bool, context: Context) -> list[Change]:
    """Return what the row shows of it; nothing where a telephone is replaced by another on the same day."""
    wanted = {
        "second_step": on,
        "second_step_changed": context.today,
        "second_step_by": context.actor.person_id,
    }
    after = {name: value for name, value in wanted.items() if value != getattr(account, name)}
    before = {name: getattr(account, name) for name in after}
    return [Update(Account, account.id, account.id, before, after, subject=account.id)] if after else []


def _anywhere(commands: Sequence[Command]) -> list[tuple[str, ...]]:
    """One's own account may be kept by a place outside one's territory: the handlers check whose it is."""
    return [() for _ in commands]


def _type(command: type[Command], handle: Callable[[Sequence[Any], Context], list[Decided]]) -> CommandType:
    return CommandType(command, handle, _anywhere, COMMANDS[command.code], root_model=Account, undoable=False)


SET_SECOND_STEP = _type(SetSecondStep, _set)
REMOVE_SECOND_STEP = _type(RemoveSecondStep, _remove)
