"""Why somebody can see or do something: the same access and the same posts that decide it, told as reasons.

Nothing is decided here. ``Access.allows`` and ``Actor.reaches`` answer, as they do for every page and command; what is
added are the posts that made them answer so.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.access import ROLE_NAMES, Access, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.models import Place, Post
from xiuhua.platform.accounts.queries import PersonLine, PostLine, own_account, person
from xiuhua.platform.accounts.rules.appointing import givers_of, roles_that_reach
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.accounts.scope import actor_for_account
from xiuhua.platform.accounts.shown import people_shown


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody whose rights are asked for: what the viewer sees of the person, and the posts that really count.

    ``actor`` is ``None`` where the account is closed.
    """

    person: PersonLine
    actor: Actor | None
    own: bool


@dataclass(frozen=True, slots=True)
class Needed:
    """A role that would do, and the roles whose holders may give it there."""

    role: Role
    givers: tuple[Role, ...]

    @property
    def role_name(self) -> Text:
        """Return the words for the role."""
        return ROLE_NAMES[self.role]

    @property
    def giver_names(self) -> tuple[Text, ...]:
        """Return the words for the roles that may give it."""
        return tuple(ROLE_NAMES[each] for each in self.givers)


@dataclass(frozen=True, slots=True)
class Reasons:
    """Whether, and why.

    ``by`` are the posts that give it; ``unseen`` says that a post gives it which the viewer may not see. For a no:
    ``elsewhere`` are posts of a fitting role in another territory, ``unfit`` posts here whose role does not fit,
    ``not_now`` posts that would give it but are over or have not begun, ``needed`` the roles that would do.
    """

    may: bool
    everybody: bool
    closed: bool
    by: tuple[PostLine, ...] = ()
    unseen: bool = False
    elsewhere: tuple[PostLine, ...] = ()
    unfit: tuple[PostLine, ...] = ()
    not_now: tuple[PostLine, ...] = ()
    needed: tuple[Needed, ...] = ()


@dataclass(frozen=True, slots=True)
class Holders:
    """The holders of one role in one territory: how many there are, and the names of those whom the viewer may see."""

    role: Role
    place_code: str
    place: str
    count: int
    names: tuple[str, ...]

    @property
    def role_name(self) -> Text:
        """Return the words for the role."""
        return ROLE_NAMES[self.role]


def standing_of(viewer: Actor, account_id: UUID | None, *, on: date) -> Standing | None:
    """Return the viewer's own standing, or that of somebody whom the viewer may see; ``None`` for anybody else."""
    if account_id is None or account_id == viewer.person_id:
        line = own_account(viewer)
        return Standing(line, viewer, own=True) if line else None
    line = person(viewer, account_id)
    return Standing(line, actor_for_account(account_id, on=on, door="web"), own=False) if line else None


def may(standing: Standing, access: Access, place_code: str | None) -> bool:
    """Say whether somebody may: in a place, or anywhere at all where none is named."""
    actor = standing.actor
    if actor is None:
        return False
    if access.everybody or place_code is None:
        return access.allows(actor.roles())
    return actor.reaches(place_code, access.roles)


def reasons(standing: Standing, access: Access, place_code: str | None, *, on: date) -> Reasons:
    """Return whether somebody may, and why."""
    yes = may(standing, access, place_code)
    now = {post.id for post in standing.actor.posts} if standing.actor else set()
    told = Reasons(yes, access.everybody, standing.actor is None)
    if access.everybody or standing.actor is None:
        return told
    fitting = [post for post in standing.person.posts if post.role in access.roles]
    here = [post for post in standing.person.posts if place_code is None or lies_in(place_code, post.place_code)]
    if yes:
        by = tuple(post for post in fitting if post in here and post.id in now)
        return Reasons(True, False, False, by=by, unseen=not by)
    return Reasons(
        False,
        False,
        False,
        elsewhere=tuple(post for post in fitting if post not in here and post.id in now),
        unfit=tuple(post for post in here if post not in fitting and post.id in now),
        not_now=tuple(post for post in fitting if post in here and post.id not in now),
        needed=_needed(access, place_code),
    )


def holders(viewer: Actor, place_code: str, *, on: date) -> tuple[Holders, ...]:
    """Return who holds a post over a place on a day: widest territory first, then in the order of the roles.

    Names are those of accounts that the viewer may see, their own included. The caller has looked the place up for the
    viewer. Three queries.
    """
    in_force = Q(valid_to=None) | Q(valid_to__gt=on)
    rows = Post.objects.filter(in_force, valid_from__lte=on, place_code__in=chain(place_code), account__active=True)
    found: dict[tuple[str, Role], set[UUID]] = {}
    for role, code, account_id in rows.values_list("role", "place_code", "account_id"):
        found.setdefault((code, Role(role)), set()).add(account_id)
    seen = people_shown(viewer, (each for people in found.values() for each in people))
    names = _place_names(code for code, _ in found)
    order = [*Role]
    return tuple(
        Holders(role, code, names[code], len(people), tuple(sorted(seen[each] for each in people if each in seen)))
        for (code, role), people in sorted(found.items(), key=lambda item: (item[0][0], order.index(item[0][1])))
    )


def _needed(access: Access, place_code: str | None) -> tuple[Needed, ...]:
    roles = roles_that_reach(access.roles, place_code) if place_code else [r for r in Role if r in access.roles]
    return tuple(Needed(role, givers_of(role)) for role in roles)


def _place_names(codes: Iterable[str]) -> Mapping[str, str]:
    """Return the names of the places that hold one which the viewer sees."""
    wanted = {*codes}
    known = dict(Place.objects.filter(code__in=wanted).values_list("code", "name"))
    return {code: known.get(code) or code for code in wanted}
