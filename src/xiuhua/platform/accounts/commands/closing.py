"""Accounts are closed, and opened again."""

from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.commands import Command, FreeText, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.managing import managing_problem
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import account_places, accounts_by_id, administrators, posts_of
from xiuhua.platform.accounts.models import Account, Post, Token
from xiuhua.platform.accounts.rules.appointing import HeldPost, last_administrator
from xiuhua.platform.accounts.sessions import end_all
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged


class DeactivatePerson(Command):
    """Close an account: posts end today, tokens are revoked, sessions end, nobody signs in with it again.

    Refused: ``not_found``, ``not_managed``, ``not_yourself``, ``last_administrator``.
    """

    code: ClassVar[str] = "accounts.deactivate_person"
    label: ClassVar[Text] = Text("停用账号", "close an account")

    account_id: UUID
    reason: Annotated[
        str,
        Field(max_length=200),
        FreeText,
        asked("为什么停用", "Why is it closed?"),
        UsedBy("日后查证", "whoever looks into it later"),
    ] = ""

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


class ReopenPerson(Command):
    """Open a closed account again. Its posts and tokens stay ended: they are given anew, by whoever may.

    Refused: ``not_found``.
    """

    code: ClassVar[str] = "accounts.reopen_person"
    label: ClassVar[Text] = Text("重新启用账号", "open an account again")

    account_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


def _deactivate(commands: Sequence[DeactivatePerson], context: Context) -> list[Decided]:
    ids = [command.account_id for command in commands]
    accounts = accounts_by_id(ids, using=context.using)
    posts = posts_of(ids, using=context.using)
    tokens = list(Token.objects.using(context.using).filter(account_id__in=ids, revoked=None))
    stewards = administrators(using=context.using)
    outcomes: list[Decided] = []
    closed: list[UUID] = []
    for command in commands:
        account = accounts[command.account_id]
        if not account.active:
            outcomes.append(Unchanged())
            continue
        problem = _closing_problem(account, posts, stewards, context)
        if problem is not None:
            outcomes.append(Refused((problem,)))
            continue
        account.active = False
        stewards = [(owner, post) for owner, post in stewards if owner != account.id]
        mine = [token for token in tokens if token.account_id == account.id]
        closed.append(account.id)
        outcomes.append(Accepted(list(_closing(account, posts.get(account.id, []), mine, context))))
    end_all(closed, using=context.using)  # in the transaction of the command; a session is no domain row
    return outcomes


def _closing_problem(
    account: Account, posts: dict[UUID, list[HeldPost]], stewards: list[tuple[UUID, HeldPost]], context: Context
) -> Problem | None:
    if account.id == context.actor.person_id:
        return Problem("not_yourself")
    if last_administrator(account.id, stewards, after=context.today):
        return Problem("last_administrator")
    return managing_problem(account, posts, context)


def _closing(account: Account, posts: list[HeldPost], tokens: list[Token], context: Context) -> Iterator[Change]:
    yield Update(Account, account.id, account.id, {"active": True}, {"active": False}, subject=account.id)
    for post in posts:
        if not post.period.is_over(context.today):
            start = post.period.start or context.today
            end = {"valid_to": max(context.today, start)}
            yield Update(Post, post.id, account.id, {"valid_to": post.period.end}, end)
    for token in tokens:
        yield Update(Token, token.id, account.id, {"revoked": None}, {"revoked": context.today})


def _reopen(commands: Sequence[ReopenPerson], context: Context) -> list[Decided]:
    accounts = accounts_by_id((command.account_id for command in commands), using=context.using)
    return [_reopen_one(accounts[command.account_id]) for command in commands]


def _reopen_one(account: Account) -> Decided:
    if account.active:
        return Unchanged()
    return Accepted([Update(Account, account.id, account.id, {"active": False}, {"active": True}, subject=account.id)])


def _kept_at(commands: Sequence[DeactivatePerson | ReopenPerson]) -> list[tuple[str, ...] | None]:
    kept = account_places([command.account_id for command in commands])
    return [(kept[command.account_id],) if command.account_id in kept else None for command in commands]


DEACTIVATE_PERSON = CommandType(
    DeactivatePerson, _deactivate, _kept_at, COMMANDS[DeactivatePerson.code], root_model=Account, undoable=False
)
REOPEN_PERSON = CommandType(
    ReopenPerson, _reopen, _kept_at, COMMANDS[ReopenPerson.code], root_model=Account, undoable=False
)
