"""Whom one may manage."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.models import Account
from xiuhua.platform.accounts.rules.appointing import HeldPost, may_manage
from xiuhua.platform.journal.contract import Context


def beyond(account: Account, posts: Mapping[UUID, Sequence[HeldPost]], context: Context) -> Problem | None:
    """Return the problem of acting on a person who holds, or will hold, a post that the actor could not give."""
    current = [post for post in posts.get(account.id, ()) if not post.period.is_over(context.today)]
    return None if may_manage(context.actor, current) else Problem("not_managed")


def managing_problem(account: Account, posts: Mapping[UUID, Sequence[HeldPost]], context: Context) -> Problem | None:
    """Return what speaks against changing an account, or ``None``."""
    return beyond(account, posts, context) or (None if account.active else Problem("person_inactive"))
