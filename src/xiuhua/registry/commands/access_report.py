"""Make, at the request of a member, the paper that tells what is held about the household."""

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from xiuhua.kernel.commands import Command, UsedBy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Insert
from xiuhua.platform.journal.contract import Accepted, CommandType, Context, Refused
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.commands.concerned import places_of_present_households, present_household_codes
from xiuhua.registry.models import AccessReport, Household, Person
from xiuhua.registry.rules.reveals import shown_for


class MakeAccessReport(Command):
    """Make the paper for a present member who asked for it. Its purpose is that request. Refused: 4770.

    Like a look it stays visible on the household's page, and cannot be undone.
    """

    code: ClassVar[str] = "registry.make_access_report"
    label: ClassVar[Text] = Text("开个人信息查询书", "make a report on personal data")

    household_id: UUID
    asked_by: Annotated[
        UUID,
        asked(
            "谁来查的？",
            "Who asked for it?",
            kind="reference",
            why=Text("当面核对身份，再交给本人。", "Make sure who it is, and hand it to that person."),
        ),
        UsedBy("“谁看过”，给这一户和审计看", "“Who looked”, for the household and auditors"),
    ]

    def roots(self) -> tuple[UUID, ...]:
        """The household that asked."""
        return (self.household_id,)


def access_report_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    access = COMMANDS[MakeAccessReport.code]
    return (
        CommandType(
            MakeAccessReport, _handle, places_of_present_households, access, root_model=Household, undoable=False
        ),
    )


def _handle(commands: Sequence[MakeAccessReport], context: Context) -> list[Accepted | Refused]:
    ids = {command.asked_by for command in commands}
    rows = Person.objects.using(context.using).filter(id__in=ids, left_on=None)
    homes, places = dict(rows.values_list("id", "household_id")), present_household_codes(commands)
    return [
        _made(command, places[command.household_id], context)
        if homes.get(command.asked_by) == command.household_id
        else Refused((Problem("reveal_person_unknown", "asked_by"),))
        for command in commands
    ]


def _made(command: MakeAccessReport, place_code: str, context: Context) -> Accepted:
    post = context.actor.post_in(place_code, COMMANDS[MakeAccessReport.code].roles)
    values = {
        "id": command.id,
        "household_id": command.household_id,
        "person_id": command.asked_by,
        "place_code": place_code,
        "number": f"{context.today:%Y%m%d}-{command.id.hex[-8:].upper()}",
        "made_by": context.actor.person_id,
        "post": post.id if post else None,
        "made_at": context.received_at,
        "open_until": context.received_at + shown_for(context.policy, on=context.today, region=place_code),
    }
    return Accepted([Insert(AccessReport, values)], (place_code,), {"report": str(command.id)})
