"""A pilot is started, its review signed by somebody else, and it is rolled out or ended."""

from collections.abc import Callable, Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field

from xiuhua.groups.access import COMMANDS
from xiuhua.groups.commands.pilot_facts import OfPilot, pilots_of, places_of_pilots, stepped
from xiuhua.groups.commands.words import PROOF
from xiuhua.groups.facts import Places
from xiuhua.groups.models import Pilot
from xiuhua.groups.rules.pilots import Step, judge_signature, judge_step
from xiuhua.kernel.places import lies_in
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.commands.words import asked
from xiuhua.platform.accounts.facts import place_ids
from xiuhua.platform.journal.contract import CommandType, Context, Decided, Refused


class StartPilot(OfPilot):
    """Start a pilot. Refused: 5152, 5010."""

    code: ClassVar[str] = "groups.start_pilot"
    label: ClassVar[Text] = Text("开始试点", "start a pilot")


class SignPilot(OfPilot):
    """Sign the review of a pilot; whoever wrote it does not. Refused: 5152, 5154, 5010."""

    code: ClassVar[str] = "groups.sign_pilot"
    label: ClassVar[Text] = Text("签批总结", "sign the review")


class RollOut(OfPilot):
    """Extend what was tried to a place, after its review was signed. Refused: 5155, 5156, 5010."""

    code: ClassVar[str] = "groups.roll_out"
    label: ClassVar[Text] = Text("推开", "roll out")

    place_code: Annotated[
        str, Field(pattern=r"^\d{12}$"), asked("推开到哪里？", "To which place?", kind="reference"), PROOF
    ]
    basis: Annotated[str, Field(min_length=1, max_length=120), asked("依据", "On what basis?"), PROOF]


class EndPilot(OfPilot):
    """End a pilot without rolling it out, with the reason. Refused: 5152, 5010."""

    code: ClassVar[str] = "groups.end_pilot"
    label: ClassVar[Text] = Text("结束试点，不推开", "end a pilot")

    because: Annotated[str, Field(min_length=1, max_length=120), asked("为什么？", "Why?"), PROOF]


def pilot_step_types() -> tuple[CommandType, ...]:
    """Return the command types for the site's list."""
    steps = ((StartPilot, _start), (SignPilot, _sign), (EndPilot, _end))
    return (
        *(
            CommandType(command, handle, places_of_pilots, COMMANDS[command.code], root_model=Pilot)
            for command, handle in steps
        ),
        CommandType(RollOut, _roll_out, _roll_out_places, COMMANDS[RollOut.code], root_model=Pilot),
    )


def _roll_out_places(commands: Sequence[RollOut]) -> Places:
    known = place_ids({command.place_code for command in commands})
    found = places_of_pilots(commands)
    return [
        (*places, command.place_code) if places and command.place_code in known else None
        for command, places in zip(commands, found, strict=True)
    ]


def _nothing(pilot: Pilot, command: Any, context: Context) -> tuple[Problem, ...]:
    return ()


def _step(
    step: Step,
    written: Callable[[Any, Context], dict[str, Any]],
    more: Callable[[Pilot, Any, Context], tuple[Problem, ...]] = _nothing,
) -> Callable[[Sequence[Any], Context], list[Decided]]:
    """Return what decides about a step: ``written`` is what the pilot then says, ``more`` what else is against it."""

    def decided(commands: Sequence[Any], context: Context) -> list[Decided]:
        pilots = pilots_of(commands, context)
        outcomes: list[Decided] = []
        for command in commands:
            pilot = pilots[command.pilot_id]
            problems = judge_step(pilot, step, command.on, today=context.today) or more(pilot, command, context)
            outcomes.append(Refused(problems) if problems else stepped(pilot, step, written(command, context)))
        return outcomes

    return decided


def _elsewhere(pilot: Pilot, command: RollOut, context: Context) -> tuple[Problem, ...]:
    if lies_in(pilot.place_code, command.place_code):
        return ()
    return (Problem("pilot_rolled_out_elsewhere", "place_code"),)


_start = _step(Step.START, lambda command, context: {"started_on": command.on})
_sign = _step(
    Step.SIGN,
    lambda command, context: {"signed_on": command.on, "signed_by": context.actor.person_id},
    lambda pilot, command, context: judge_signature(pilot, context.actor.person_id),
)
_roll_out = _step(
    Step.ROLL_OUT,
    lambda command, context: {
        "rolled_out_on": command.on,
        "rolled_out_to": command.place_code,
        "roll_out_basis": command.basis,
    },
    _elsewhere,
)
_end = _step(Step.END, lambda command, context: {"ended_on": command.on, "ended_because": command.because})
