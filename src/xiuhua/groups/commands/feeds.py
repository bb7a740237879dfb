"""Somebody gets a secret address for the calendar of their own telephone, and takes it back."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.models import CalendarFeed
from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import account_records
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Decided, Refused, Unchanged

_KNOWN = UsedBy("手机日历凭地址来取，这里据此认出它", "the address is known by it when a calendar asks")
_NOT_FOUND = Refused((Problem("not_found"),))


class OpenFeed(Command):
    """Open the calendar feed of oneself by an address of which only the digest is kept; the one before ends.

    Refused: ``not_found`` for anybody else, ``record_exists``.
    """

    code: ClassVar[str] = "groups.open_feed"
    label: ClassVar[Text] = Text("开日历地址", "open a calendar address")

    feed_id: UUID
    account_id: UUID
    digest: Annotated[
        str, Field(pattern=r"^[0-9a-f]{64}$"), asked("地址的 SHA-256 摘要", "SHA-256 digest of the address"), _KNOWN
    ]
    language: Annotated[
        Literal["zh-hans", "en"],
        asked(
            "日历用哪种语言？",
            "In which language?",
            choices={"zh-hans": Text("中文", "Chinese"), "en": Text("英文", "English")},
        ),
        _KNOWN,
    ] = "zh-hans"


class CloseFeed(Command):
    """Close the calendar feed of oneself: its address answers nothing any more. Refused: ``not_found``."""

    code: ClassVar[str] = "groups.close_feed"
    label: ClassVar[Text] = Text("作废日历地址", "close a calendar address")

    feed_id: UUID
    account_id: UUID

    def roots(self) -> tuple[UUID, ...]:
        """The feed."""
        return (self.feed_id,)


def feed_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list. A feed that is over is not brought back by undoing."""
    return (
        CommandType(
            OpenFeed,
            _open,
            _nowhere,
            COMMANDS[OpenFeed.code],
            find_records=lambda commands: account_records(command.account_id for command in commands),
            undoable=False,
        ),
        CommandType(CloseFeed, _close, _nowhere, COMMANDS[CloseFeed.code], root_model=CalendarFeed, undoable=False),
    )


def _nowhere(commands: Sequence[Command]) -> list[tuple[str, ...]]:
    """A feed belongs to a person and to no place: the handlers check whose it is."""
    return [() for _ in commands]


def _open(commands: Sequence[OpenFeed], context: Context) -> list[Decided]:
    feeds = CalendarFeed.objects.using(context.using)
    taken = set(feeds.filter(digest__in=[each.digest for each in commands]).values_list("digest", flat=True))
    taken |= set(feeds.filter(id__in=[each.feed_id for each in commands]).values_list("id", flat=True))
    present = {each.account_id: each.id for each in feeds.filter(revoked=None, account_id=context.actor.person_id)}
    outcomes: list[Decided] = []
    for command in commands:
        if context.actor.person_id is None or command.account_id != context.actor.person_id:
            outcomes.append(_NOT_FOUND)
            continue
        if not taken.isdisjoint({command.digest, command.feed_id}):
            outcomes.append(Refused((Problem("record_exists", "feed_id"),)))
            continue
        before = present.get(command.account_id)
        changes: list[Change] = [_over(before, context)] if before else []
        values = {
            "id": command.feed_id,
            "account_id": command.account_id,
            "digest": command.digest,
            "language": command.language,
            "created": context.today,
            "revoked": None,
        }
        changes.append(Insert(CalendarFeed, values))
        taken |= {command.digest, command.feed_id}
        present[command.account_id] = command.feed_id
        outcomes.append(Accepted(changes, (), {"feed": str(command.feed_id)}))
    return outcomes


def _close(commands: Sequence[CloseFeed], context: Context) -> list[Decided]:
    feeds = CalendarFeed.objects.using(context.using).in_bulk([command.feed_id for command in commands])
    outcomes: list[Decided] = []
    for command in commands:
        feed = feeds[command.feed_id]
        if feed.account_id != context.actor.person_id or feed.account_id != command.account_id:
            outcomes.append(_NOT_FOUND)
        elif feed.revoked is not None:
            outcomes.append(Unchanged({"feed": str(feed.id)}))
        else:
            outcomes.append(Accepted([_over(feed.id, context)], (), {"feed": str(feed.id)}))
    return outcomes


def _over(feed_id: UUID, context: Context) -> Update:
    return Update(CalendarFeed, feed_id, feed_id, {"revoked": None}, {"revoked": context.today})
