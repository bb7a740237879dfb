"""The posts that follow from belonging to a group: given, changed and ended with it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from uuid import UUID

from xiuhua.kernel.access import Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.ids import derived_id
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.commands.posts import post_given, post_over
from xiuhua.platform.accounts.facts import posts_by_id, posts_of
from xiuhua.platform.accounts.rules.appointing import HeldPost
from xiuhua.platform.journal.changes import Change


class Rights:
    """What some people hold now, read once, and the changes that make it follow a membership."""

    def __init__(self, accounts: Iterable[UUID], posts: Iterable[UUID] = (), *, using: str = "default") -> None:
        self._held: Mapping[UUID, list[HeldPost]] = posts_of(set(accounts), using=using)
        self._posts = posts_by_id(posts, using=using)

    def given(
        self, account_id: UUID, role: Role, place_code: str, *, since: date, basis: str, cause: UUID
    ) -> tuple[UUID, tuple[Change, ...]]:
        """Return the post that gives a role in a village, and what has to change for it; one held already serves."""
        for post in self._held.get(account_id, ()):
            if post.role == role and post.place_code == place_code and post.period.end is None:
                return post.id, ()
        post_id = derived_id(cause, "post", str(account_id))
        return post_id, (post_given(account_id, post_id, role, place_code, since=since, basis=basis),)

    def ended(self, post_id: UUID, on: date) -> Iterator[Change]:
        """Yield the change that ends a post on a day; one that is over or goes is left."""
        post = self._posts.get(post_id)
        if post is not None and (post.valid_to is None or on < post.valid_to):
            yield post_over(post, on)


def own_post_problem(account_id: UUID, field: str, actor: Actor) -> tuple[Problem, ...]:
    """Return the refusal of rights that somebody would give himself: they are given by somebody else."""
    return (Problem("own_post", field),) if actor.person_id == account_id else ()


def role_of(*, votes: bool, leads: bool = False) -> Role:
    """Return the role that a membership gives.

    >>> role_of(votes=False), role_of(votes=True), role_of(votes=True, leads=True)
    (<Role.ATTENDEE: 'attendee'>, <Role.GROUP_MEMBER: 'group_member'>, <Role.GROUP_LEADER: 'group_leader'>)
    """
    if leads:
        return Role.GROUP_LEADER
    return Role.GROUP_MEMBER if votes else Role.ATTENDEE
