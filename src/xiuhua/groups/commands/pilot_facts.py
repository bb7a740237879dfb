"""What the commands of pilots share: where a pilot is, what it is now, what a step changes."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from xiuhua.groups.commands.words import PROOF
from xiuhua.groups.facts import Places
from xiuhua.groups.models import Pilot
from xiuhua.groups.rules.pilots import TRANSITIONS, PilotState, Step
from xiuhua.kernel.commands import Command
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.journal.changes import Change, Update
from xiuhua.platform.journal.contract import Accepted, Context

_ON = asked("哪天？", "On which day?")


class OfPilot(Command):
    """A step of a pilot on a day."""

    pilot_id: UUID
    on: Annotated[date, _ON, PROOF]

    def roots(self) -> tuple[UUID, ...]:
        """The pilot."""
        return (self.pilot_id,)


def places_of_pilots(commands: Sequence[OfPilot]) -> Places:
    """Return the place of each pilot."""
    codes = dict(Pilot.objects.filter(id__in={each.pilot_id for each in commands}).values_list("id", "place_code"))
    return [(codes[each.pilot_id],) if each.pilot_id in codes else None for each in commands]


def pilots_of(commands: Sequence[OfPilot], context: Context) -> Mapping[UUID, Pilot]:
    """Return the pilots that are named, by id."""
    return Pilot.objects.using(context.using).in_bulk({command.pilot_id for command in commands})


def stepped(pilot: Pilot, step: Step, after: Mapping[str, Any], *more: Change) -> Accepted:
    """Return what a step changes of a pilot. Its state always is: no step is undone from under a later one."""
    values = {"state": TRANSITIONS[PilotState(pilot.state), step].value, **after}
    changed = {name: value for name, value in values.items() if name == "state" or getattr(pilot, name) != value}
    before = {name: getattr(pilot, name) for name in changed}
    return Accepted(
        [Update(Pilot, pilot.id, pilot.id, before, changed, subject=pilot.id), *more],
        (pilot.place_code,),
        _result(pilot),
    )


def _result(pilot: Pilot) -> dict[str, str]:
    return {"pilot": str(pilot.id)}
