"""Make a paper of a household from its rows: journalled with its purpose, kept nowhere."""

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from xiuhua.care.access import COMMANDS
from xiuhua.care.models import HouseholdPaper
from xiuhua.care.rules.papers import TELLS
from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused
from xiuhua.registry.commands.concerned import places_of_present_households, present_household_codes
from xiuhua.registry.rules.purposes import purposes
from xiuhua.registry.rules.reveals import shown_for

_LOOKED = UsedBy("“谁看过”，给这一户和审计看", "“Who looked”, for the household and auditors")


class MakePaper(Command):
    """Make a paper of a household for a purpose; nothing is typed for it. Refused: 5260.

    Like a look it stays visible on the household's page, and cannot be undone.
    """

    code: ClassVar[str] = "care.make_paper"
    label: ClassVar[Text] = Text("打印这一户的材料", "print a paper of a household")

    household_id: UUID
    kind: Annotated[Literal["booklet", "card", "file"], asked("要哪一种？", "Which one?", choices=TELLS), _LOOKED]
    purpose: Annotated[str, Field(max_length=40), asked("做什么用？", "What is it for?", kind="choice"), _LOOKED]


def paper_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    access = COMMANDS[MakePaper.code]
    return (CommandType(MakePaper, _make, places_of_present_households, access, undoable=False),)


def _make(commands: Sequence[MakePaper], context: Context) -> list[Accepted | Refused]:
    places = present_household_codes(commands)
    return [_made(command, places[command.household_id], context) for command in commands]


def _made(command: MakePaper, place_code: str, context: Context) -> Accepted | Refused:
    listed = {each.code for each in purposes(context.policy, on=context.today, region=place_code)}
    if command.purpose not in listed:
        return Refused((Problem("paper_purpose_unknown", "purpose"),))
    post = context.actor.post_in(place_code, COMMANDS[MakePaper.code].roles)
    values = {
        "id": command.id,
        "household_id": command.household_id,
        "place_code": place_code,
        "kind": command.kind,
        "purpose": command.purpose,
        "number": f"{context.today:%Y%m%d}-{command.id.hex[-8:].upper()}",
        "made_by": context.actor.person_id,
        "post": post.id if post else None,
        "made_at": context.received_at,
        "open_until": context.received_at + shown_for(context.policy, on=context.today, region=place_code),
    }
    return Accepted([Insert(HouseholdPaper, values)], (place_code,), {"paper": str(command.id)})
