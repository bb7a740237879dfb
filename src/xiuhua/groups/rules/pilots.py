"""How a pilot goes on: planned, started, reviewed, signed by somebody else, and only then rolled out."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final, Protocol
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class PilotState(StrEnum):
    """What a pilot is."""

    PLANNED = "planned"
    RUNNING = "running"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    ROLLED_OUT = "rolled_out"
    ENDED = "ended"


class Step(StrEnum):
    """What can be done with a pilot."""

    START = "start"
    REVIEW = "review"
    SIGN = "sign"
    ROLL_OUT = "roll_out"
    END = "end"


STATE_NAMES: Final[Mapping[PilotState, Text]] = {
    PilotState.PLANNED: Text("准备中", "planned"),
    PilotState.RUNNING: Text("试点中", "running"),
    PilotState.REVIEWED: Text("已总结，等签批", "reviewed, to be signed"),
    PilotState.SIGNED: Text("总结已签批", "review signed"),
    PilotState.ROLLED_OUT: Text("已推开", "rolled out"),
    PilotState.ENDED: Text("不再推开", "ended without roll-out"),
}

TRANSITIONS: Final[Mapping[tuple[PilotState, Step], PilotState]] = {
    (PilotState.PLANNED, Step.START): PilotState.RUNNING,
    (PilotState.RUNNING, Step.REVIEW): PilotState.REVIEWED,
    (PilotState.REVIEWED, Step.REVIEW): PilotState.REVIEWED,
    (PilotState.REVIEWED, Step.SIGN): PilotState.SIGNED,
    (PilotState.SIGNED, Step.ROLL_OUT): PilotState.ROLLED_OUT,
    (PilotState.PLANNED, Step.END): PilotState.ENDED,
    (PilotState.RUNNING, Step.END): PilotState.ENDED,
    (PilotState.REVIEWED, Step.END): PilotState.ENDED,
    (PilotState.SIGNED, Step.END): PilotState.ENDED,
}
"""What each step makes of a pilot; a review may be written anew until it is signed."""


class Running(Protocol):
    """What is known of a pilot before a step."""

    state: str
    planned_on: date
    started_on: date | None
    reviewed_on: date | None
    reviewed_by: UUID | None
    signed_on: date | None


def judge_step(pilot: Running, step: Step, day: date, *, today: date) -> tuple[Problem, ...]:
    """Return why a step cannot be taken on a day: not from this state, before the step before it, or after today."""
    state = PilotState(pilot.state)
    if (state, step) not in TRANSITIONS:
        code = "pilot_review_not_signed" if step is Step.ROLL_OUT else "pilot_step_not_now"
        name = STATE_NAMES[state]
        return (Problem(code, values={"state_zh": name.zh, "state_en": name.en}),)
    first = max(filter(None, (pilot.planned_on, pilot.started_on, pilot.reviewed_on, pilot.signed_on)))
    if step is Step.REVIEW:
        first = pilot.started_on or pilot.planned_on
    if not first <= day <= today:
        return (Problem("group_day_wrong", "on", {"day": day.isoformat(), "first": first.isoformat()}),)
    return ()


def judge_signature(pilot: Running, signer: UUID | None) -> tuple[Problem, ...]:
    """Return why somebody cannot sign a review: whoever wrote it does not sign it."""
    return (Problem("pilot_signed_by_its_author"),) if pilot.reviewed_by == signer else ()
