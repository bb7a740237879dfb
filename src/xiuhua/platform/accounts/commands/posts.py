"""Posts are given and end."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from xiuhua.kernel.access import ROLE_NAMES, Role
from xiuhua.kernel.commands import Command, Personal, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import COMMANDS
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import (
    account_places,
    accounts_by_id,
    administrators,
    organisations_seen,
    places_by_code,
    posts_by_id,
    posts_of,
)
from xiuhua.platform.accounts.models import Account, Place, Post
from xiuhua.platform.accounts.rules.appointing import (
    Appointment,
    HeldPost,
    decide_appointment,
    may_appoint,
)
from xiuhua.platform.accounts.rules.periods import Period
from xiuhua.platform.journal.changes import Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged


class Appoint(Command):
    """Give a person a post: a role in a territory, from a day until another or until further notice.

    Refused: ``not_found``, ``person_inactive``, ``place_unknown``, ``place_closed``, ``organisation_unknown``,
    ``record_exists``, ``role_wider``, ``own_post``, ``territory_too_wide``, ``post_period``, ``post_overlaps``,
    ``posts_apart``.
    """

    code: ClassVar[str] = "accounts.appoint"
    label: ClassVar[Text] = Text("给予任职", "give a post")

    post_id: UUID
    account_id: UUID
    role: Annotated[
        Role,
        asked("任什么职", "Which post?", choices=ROLE_NAMES),
        UsedBy("决定能做什么", "decides what the person may do"),
    ]
    place_code: Annotated[
        str,
        Field(max_length=40),
        asked("管哪里（名称或区划代码）", "For which place (name or code)?"),
        UsedBy("决定能看到哪里", "decides what the person may see"),
    ]
    organisation_id: Annotated[
        UUID | None,
        asked("由哪个单位派出", "Sent by which organisation?", kind="reference"),
        UsedBy("名单上显示派出单位", "shown on lists as the sending unit"),
    ] = None
    valid_from: Annotated[
        date, asked("从哪天起", "From which day?"), UsedBy("从这一天起有权限", "the rights begin on this day")
    ]
    valid_to: Annotated[
        date | None,
        asked("到哪天止（当天不算）", "Until which day (not included)?"),
        UsedBy("到这一天权限自动停止", "the rights end by themselves on this day"),
    ] = None
    basis: Annotated[
        str,
        Field(max_length=200),
        Personal,
        asked("依据（文号或会议）", "On what basis (document or meeting)?"),
        UsedBy("日后查证", "whoever looks into it later"),
    ] = ""

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


class EndPost(Command):
    """End a post on a day; one that has not begun may be ended on its first day and was then never held.

    Refused: ``not_found``, ``role_wider``, ``post_ended``, ``post_period``, ``last_administrator``.
    """

    code: ClassVar[str] = "accounts.end_post"
    label: ClassVar[Text] = Text("结束任职", "end a post")

    post_id: UUID
    account_id: UUID
    valid_to: Annotated[
        date,
        asked("到哪天止（当天不算）", "Until which day (not included)?"),
        UsedBy("到这一天权限停止", "the rights end on this day"),
    ]

    def roots(self) -> tuple[UUID, ...]:
        """Return the account."""
        return (self.account_id,)


def _appoint(commands: Sequence[Appoint], context: Context) -> list[Decided]:
    ids = [command.account_id for command in commands]
    accounts = accounts_by_id(ids, using=context.using)
    held = posts_of(ids, using=context.using)
    places = places_by_code((command.place_code for command in commands), using=context.using)
    taken = posts_by_id((command.post_id for command in commands), using=context.using).keys()
    wanted = {command.organisation_id for command in commands if command.organisation_id}
    organisations = organisations_seen(context.actor, wanted, using=context.using)
    outcomes: list[Decided] = []
    for command in commands:
        problem = _unknown(command, accounts[command.account_id], places, organisations)
        if problem is None and command.post_id in taken:
            problem = Problem("record_exists", "post_id")
        mine = held.get(command.account_id, [])
        outcomes.append(Refused((problem,)) if problem else _appoint_one(command, mine, context))
    return outcomes


def _appoint_one(command: Appoint, held: Sequence[HeldPost], context: Context) -> Decided:
    period = Period(command.valid_from, command.valid_to)
    wish = Appointment(command.account_id, command.role, command.place_code, period)
    decision = decide_appointment(context.actor, wish, held)
    if not decision.accepted:
        return Refused(decision.problems)
    values = {
        "id": command.post_id,
        "account_id": command.account_id,
        "role": command.role.value,
        "place_code": command.place_code,
        "organisation_id": command.organisation_id,
        "valid_from": command.valid_from,
        "valid_to": command.valid_to,
        "basis": command.basis,
    }
    return Accepted([Insert(Post, values)], result={"post_id": str(command.post_id)})


def _unknown(command: Appoint, account: Account, places: dict[str, Place], organisations: set[UUID]) -> Problem | None:
    if not account.active:
        return Problem("person_inactive", "account_id")
    place = places.get(command.place_code)
    if place is None:
        return Problem("place_unknown", "place_code", {"given": command.place_code})
    if place.valid_to is not None and place.valid_to <= command.valid_from:
        return Problem("place_closed", "place_code", {"place": place.name or place.code})
    if command.organisation_id is not None and command.organisation_id not in organisations:
        return Problem("organisation_unknown", "organisation_id")
    return None


def _end(commands: Sequence[EndPost], context: Context) -> list[Decided]:
    posts = posts_by_id((command.post_id for command in commands), using=context.using)
    stewards = administrators(using=context.using)
    return [_end_one(command, posts[command.post_id], stewards, context) for command in commands]


def _end_one(command: EndPost, post: Post, stewards: list[tuple[UUID, HeldPost]], context: Context) -> Decided:
    if post.valid_to == command.valid_to:
        return Unchanged()
    problem = _ending_problem(command, post, stewards, context)
    if problem is not None:
        return Refused((problem,))
    stewards[:] = [(owner, each) for owner, each in stewards if each.id != post.id]
    return Accepted(
        [Update(Post, post.id, post.account_id, {"valid_to": post.valid_to}, {"valid_to": command.valid_to})]
    )


def _ending_problem(
    command: EndPost, post: Post, stewards: list[tuple[UUID, HeldPost]], context: Context
) -> Problem | None:
    name = ROLE_NAMES[Role(post.role)]
    words = {"role_zh": name.zh, "role_en": name.en}
    if not may_appoint(context.actor, role=post.role, place_code=post.place_code):
        return Problem("role_wider", "post_id", words)
    if post.valid_to is not None and post.valid_to < command.valid_to:
        return Problem("post_ended", "valid_to", {**words, "day": post.valid_to.isoformat()})
    if command.valid_to < post.valid_from:
        return Problem("post_period", "valid_to")
    others = [(owner, each) for owner, each in stewards if each.id != post.id]
    if post.role == Role.ADMINISTRATOR and not any(not each.period.is_over(command.valid_to) for _, each in others):
        return Problem("last_administrator", "post_id")
    return None


def _appointing_places(commands: Sequence[Appoint]) -> list[tuple[str, ...] | None]:
    kept = account_places([command.account_id for command in commands])
    return [
        (kept[command.account_id], command.place_code) if command.account_id in kept else None for command in commands
    ]


def _ending_places(commands: Sequence[EndPost]) -> list[tuple[str, ...] | None]:
    posts = posts_by_id(command.post_id for command in commands)
    return [
        (posts[command.post_id].place_code,)
        if command.post_id in posts and posts[command.post_id].account_id == command.account_id
        else None
        for command in commands
    ]


APPOINT = CommandType(Appoint, _appoint, _appointing_places, COMMANDS[Appoint.code], root_model=Account, undoable=False)
END_POST = CommandType(EndPost, _end, _ending_places, COMMANDS[EndPost.code], root_model=Account, undoable=False)


def post_given(account_id: UUID, post_id: UUID, role: Role, place_code: str, *, since: date, basis: str) -> Insert:
    """Return the change that gives a post, for a module whose own record is the reason for it; that module decides."""
    values = {
        "id": post_id,
        "account_id": account_id,
        "role": role.value,
        "place_code": place_code,
        "organisation_id": None,
        "valid_from": since,
        "valid_to": None,
        "basis": basis,
    }
    return Insert(Post, values)


def post_over(post: Post, on: date) -> Update:
    """Return the change that ends a post on a day, not before its first one."""
    last = max(on, post.valid_from)
    return Update(Post, post.id, post.account_id, {"valid_to": post.valid_to}, {"valid_to": last})
