"""Whom one may manage, and for whom one may act."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.access import COMMANDS
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


def acts_for_oneself(account_id: UUID, context: Context) -> bool:
    """Say whether the account is the actor's own; the local operator counts as everybody."""
    return context.actor.operator or account_id == context.actor.person_id


def acts_for_problem(account: Account, posts: Mapping[UUID, Sequence[HeldPost]], context: Context) -> Problem | None:
    """Return why the actor may not act for this person, or ``None``; absent and out of reach answer alike."""
    if acts_for_oneself(account.id, context):
        return None
    if not context.actor.reaches(account.place_code, COMMANDS["accounts.change_person"].roles):
        return Problem("not_found")
    return beyond(account, posts, context)
