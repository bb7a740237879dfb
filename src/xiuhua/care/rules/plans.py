"""How a plan and its measures go on, and what holds them up. Each table says what may follow upon what."""

from collections.abc import Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

KINDS_KEY: Final = "care.measure_kinds"
TERM_KEY: Final = "care.plan_term"


class PlanState(StrEnum):
    """What a version of a plan is."""

    DRAFT = "draft"
    AGREED = "agreed"
    REPLACED = "replaced"
    DROPPED = "dropped"


PLAN_STATES: Final[Mapping[PlanState, Text]] = {
    PlanState.DRAFT: Text("草稿，这一户还没有同意", "a draft the household has not agreed to"),
    PlanState.AGREED: Text("这一户已同意", "agreed by the household"),
    PlanState.REPLACED: Text("有了新的一版", "followed by a new version"),
    PlanState.DROPPED: Text("没有采用", "dropped"),
}

PLAN_STEPS: Final[Mapping[tuple[PlanState, str], PlanState]] = {
    (PlanState.DRAFT, "agree"): PlanState.AGREED,
    (PlanState.DRAFT, "discard"): PlanState.DROPPED,
    (PlanState.AGREED, "follow"): PlanState.REPLACED,
}


class MeasureState(StrEnum):
    """Where a measure stands."""

    PLANNED = "planned"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    DENIED = "denied"


MEASURE_STATES: Final[Mapping[MeasureState, Text]] = {
    MeasureState.PLANNED: Text("还没有结果", "no result yet"),
    MeasureState.REPORTED: Text("有结果，等这一户确认", "a result the household has not confirmed"),
    MeasureState.CONFIRMED: Text("这一户已确认", "confirmed by the household"),
    MeasureState.DENIED: Text("这一户说没有办到", "the household says it was not done"),
}

MEASURE_STEPS: Final[Mapping[tuple[MeasureState, str], MeasureState]] = {
    (MeasureState.PLANNED, "report"): MeasureState.REPORTED,
    (MeasureState.DENIED, "report"): MeasureState.REPORTED,
    (MeasureState.REPORTED, "confirm"): MeasureState.CONFIRMED,
    (MeasureState.REPORTED, "deny"): MeasureState.DENIED,
}

OPEN: Final = (MeasureState.PLANNED, MeasureState.DENIED)
"""States in which something is still to be done."""


def next_plan(state: str, step: str) -> PlanState | None:
    """Return what a plan becomes by a step, ``None`` where it cannot take it."""
    return PLAN_STEPS.get((PlanState(state), step))


def next_measure(state: str, step: str) -> MeasureState | None:
    """Return what a measure becomes by a step, ``None`` where it cannot take it."""
    return MEASURE_STEPS.get((MeasureState(state), step))


def measure_kinds(policy: Policy, *, on: date, region: str | None = None) -> Mapping[str, Text]:
    """Return the kinds of measures of a day by code, in the order in which policy lists them."""
    listed = policy.at(KINDS_KEY, on=on, region=region).value
    return {each["code"]: Text(each["name"]["zh"], each["name"]["en"]) for each in listed}


def kind_name(code: str, policy: Policy) -> Text:
    """Return what a kind of measure is called, also where it has left the list since; else the code itself."""
    lists = [each.value for each in reversed(policy.values) if each.key == KINDS_KEY]
    found = (told["name"] for listed in lists for told in listed if told["code"] == code)
    return next((Text(name["zh"], name["en"]) for name in found), Text(code, code))


def term_problem(begins_on: date, ends_on: date, *, policy: Policy, on: date, region: str) -> tuple[Problem, ...]:
    """Return a refusal where a term is none, or longer than policy lets a plan be: both days count."""
    most: int = policy.at(TERM_KEY, on=on, region=region).value["most_days"]
    if begins_on < ends_on and (ends_on - begins_on).days < most:
        return ()
    return (Problem("plan_term_wrong", "ends_on", {"days": most}),)


def judge_measure(
    kind: str, due: date, *, begins_on: date, ends_on: date, kinds: Collection[str]
) -> tuple[Problem, ...]:
    """Return why a plan of this term cannot hold a measure."""
    problems = [] if kind in kinds else [Problem("measure_kind_unknown", "kind")]
    if not begins_on <= due <= ends_on:
        problems.append(
            Problem("measure_day_wrong", "due", {"first": begins_on.isoformat(), "last": ends_on.isoformat()})
        )
    return tuple(problems)


def judge_agreement(
    agreed_on: date, agreed_by: UUID, *, written_on: date, today: date, at_home: Collection[UUID], measures: int
) -> tuple[Problem, ...]:
    """Return why a draft is not agreed to: it says nothing to be done, or not who of the household agreed, and when."""
    problems = [] if measures else [Problem("plan_without_measures")]
    problems += _answered(agreed_on, agreed_by, "agreed", first=written_on, today=today, at_home=at_home)
    return tuple(problems)


def judge_confirmation(
    confirmed_on: date,
    confirmed_by: UUID,
    *,
    done_on: date,
    today: date,
    at_home: Collection[UUID],
    recorder: UUID | None,
    helpers: Collection[UUID | None],
) -> tuple[Problem, ...]:
    """Return why a result is not confirmed.

    The household answers for it, a day when it was done or later. Whoever helps the household or reported the result
    does not record its answer: nobody confirms work of their own.
    """
    own = recorder is not None and recorder in helpers
    problems = [Problem("confirmed_by_helper")] if own else []
    problems += _answered(confirmed_on, confirmed_by, "confirmed", first=done_on, today=today, at_home=at_home)
    return tuple(problems)


def _answered(
    day: date, person: UUID, field: str, *, first: date, today: date, at_home: Collection[UUID]
) -> list[Problem]:
    problems = [] if person in at_home else [Problem("not_of_household", f"{field}_by")]
    if not first <= day <= today:
        values = {"day": day.isoformat(), "first": first.isoformat()}
        problems.append(Problem("care_day_wrong", f"{field}_on", values))
    return problems


def is_overdue(state: str, due: date, on: date) -> bool:
    """Say whether a measure is past its day and still to be done; on its day it is not."""
    return MeasureState(state) in OPEN and due < on
