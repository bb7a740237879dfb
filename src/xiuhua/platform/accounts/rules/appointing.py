"""Who may give which post where, and whom one may manage."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.decisions import Decision, accept, refuse
from xiuhua.kernel.places import PREFIX_LENGTHS, Level, level_of, lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.accounts.rules.periods import Period

_IN_GROUPS = frozenset({Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.ATTENDEE})
_IN_COUNTY = _IN_GROUPS | {Role.TOWNSHIP_OFFICER, Role.ORGANISATION_DEPARTMENT, Role.COUNTY_OFFICER}

GIVES: Mapping[Role, frozenset[Role]] = {
    Role.ADMINISTRATOR: frozenset(Role),
    Role.PREFECTURE_OFFICER: _IN_COUNTY | {Role.PREFECTURE_OFFICER},
    Role.COUNTY_OFFICER: _IN_COUNTY,
    Role.ORGANISATION_DEPARTMENT: _IN_GROUPS | {Role.TOWNSHIP_OFFICER, Role.ORGANISATION_DEPARTMENT},
}
"""The roles that the holder of a role may give, inside the territory of that very post. None is wider than his own."""

WIDEST: Mapping[Role, Level] = {
    Role.ADMINISTRATOR: Level.PROVINCE,
    Role.PREFECTURE_OFFICER: Level.PROVINCE,
    Role.COUNTY_OFFICER: Level.COUNTY,
    Role.ORGANISATION_DEPARTMENT: Level.PROVINCE,
    Role.TOWNSHIP_OFFICER: Level.TOWNSHIP,
    Role.GROUP_LEADER: Level.VILLAGE,
    Role.GROUP_MEMBER: Level.VILLAGE,
    Role.ATTENDEE: Level.VILLAGE,
    Role.AUDITOR: Level.PROVINCE,
}
"""The widest territory of a role: a township officer of a whole county would see the whole county."""

APART = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that one person does not hold at the same time: who manages the system does not audit it."""


@dataclass(frozen=True, slots=True)
class HeldPost:
    """A post of a person, whenever it is held."""

    id: UUID
    role: str
    place_code: str
    period: Period


@dataclass(frozen=True, slots=True)
class Appointment:
    """A post that somebody wants to give."""

    account_id: UUID
    role: str
    place_code: str
    period: Period


def may_appoint(actor: Actor, *, role: str, place_code: str) -> bool:
    """Say whether one of the actor's posts allows giving this role in this place.

    Role and territory must come from the same post: an administrator of one village who is also a member
    elsewhere gives nothing elsewhere.
    """
    return actor.operator or any(
        role in GIVES.get(Role(post.role), frozenset()) and lies_in(place_code, post.place_code) for post in actor.posts
    )


def may_manage(actor: Actor, posts: Iterable[HeldPost]) -> bool:
    """Say whether the actor may change, reset or close the account of a person with these posts.

    Every post must be one that the actor could have given; otherwise a reset password would be a way up.
    """
    return all(may_appoint(actor, role=post.role, place_code=post.place_code) for post in posts)


def last_administrator(account_id: UUID, stewards: Iterable[tuple[UUID, HeldPost]], *, after: date) -> bool:
    """Say whether nobody but this person would be administrator from a day on.

    ``stewards`` are the administrators' posts with the ids of their holders. A person who is none is not the last.
    """
    lasting = {owner for owner, post in stewards if not post.period.is_over(after)}
    return lasting == {account_id}


def decide_appointment(actor: Actor, wish: Appointment, held: Iterable[HeldPost]) -> Decision:
    """Decide whether a post may be given to a person who holds the posts ``held``."""
    problems = [*_form(wish), *_right(actor, wish), *_beside(wish, held)]
    return refuse(*problems) if problems else accept(rule="appointment")


def _form(wish: Appointment) -> Iterable[Problem]:
    widest = WIDEST[Role(wish.role)]
    if PREFIX_LENGTHS[level_of(wish.place_code)] < PREFIX_LENGTHS[widest]:
        yield Problem("territory_too_wide", "place_code", _role_words(wish.role))
    if not wish.period.is_ordered():
        yield Problem("post_period", "valid_to")


def _right(actor: Actor, wish: Appointment) -> Iterable[Problem]:
    if actor.operator:
        return
    if actor.person_id == wish.account_id:
        yield Problem("own_post", "account_id")
    elif not may_appoint(actor, role=wish.role, place_code=wish.place_code):
        yield Problem("role_wider", "role", _role_words(wish.role))


def _beside(wish: Appointment, held: Iterable[HeldPost]) -> Iterable[Problem]:
    together = [post for post in held if post.period.overlaps(wish.period)]
    if any(post.role == wish.role and post.place_code == wish.place_code for post in together):
        yield Problem("post_overlaps", "valid_from", _role_words(wish.role))
    if wish.role in APART and any(post.role in APART and post.role != wish.role for post in together):
        yield Problem("posts_apart", "role")


def _role_words(role: str) -> dict[str, str]:
    name = ROLE_NAMES[Role(role)]
    return {"role_zh": name.zh, "role_en": name.en}


def roles_that_reach(roles: Iterable[str], place_code: str) -> tuple[Role, ...]:
    """Return those of these roles that can be held widely enough to cover a place, in the order of the roles.

    >>> roles_that_reach({"group_leader", "county_officer"}, "620122000000")
    (<Role.COUNTY_OFFICER: 'county_officer'>,)
    """
    wanted = frozenset(roles)
    level = PREFIX_LENGTHS[level_of(place_code)]
    return tuple(role for role in Role if role in wanted and PREFIX_LENGTHS[WIDEST[role]] <= level)


def givers_of(role: Role) -> tuple[Role, ...]:
    """Return the roles whose holders may give this one inside their own territory, in the order of the roles.

    >>> givers_of(Role.AUDITOR)
    (<Role.ADMINISTRATOR: 'administrator'>,)
    """
    return tuple(each for each in Role if role in GIVES.get(each, frozenset()))
