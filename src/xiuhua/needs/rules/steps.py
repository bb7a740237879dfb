"""How a need goes from being told to being confirmed: the table of its states, and what stands against a step."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final
from uuid import UUID

from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text


class State(StrEnum):
    """How far a need has come."""

    TOLD = "told"
    TRIAGED = "triaged"
    MATCHED = "matched"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    CONFIRMED = "confirmed"
    CLOSED = "closed"


class Step(StrEnum):
    """What happens to a need."""

    TRIAGE = "triage"
    MATCH = "match"
    ACCEPT = "accept"
    DECLINE = "decline"
    DELIVER = "deliver"
    CONFIRM = "confirm"
    RETURN = "return"
    WITHDRAW = "withdraw"
    CLOSE = "close"


STATE_NAMES: Final[Mapping[State, Text]] = {
    State.TOLD: Text("待研判", "to be looked at"),
    State.TRIAGED: Text("待对接", "to be matched"),
    State.MATCHED: Text("等对方答复", "waiting for the provider"),
    State.ACCEPTED: Text("对方已接下", "taken on"),
    State.DELIVERED: Text("待本人确认", "to be confirmed by the person"),
    State.CONFIRMED: Text("本人已确认", "confirmed by the person"),
    State.CLOSED: Text("不再办", "closed"),
}

STEP_NAMES: Final[Mapping[Step, Text]] = {
    Step.TRIAGE: Text("研判", "look at it"),
    Step.MATCH: Text("对接", "match it"),
    Step.ACCEPT: Text("接下", "take it on"),
    Step.DECLINE: Text("谢绝", "decline it"),
    Step.DELIVER: Text("登记办了", "record the delivery"),
    Step.CONFIRM: Text("记本人确认", "record that the person confirms"),
    Step.RETURN: Text("记本人不满意", "record that the person is not satisfied"),
    Step.WITHDRAW: Text("撤回同意", "withdraw from the job"),
    Step.CLOSE: Text("不再办", "close it"),
}

MOVES: Final[Mapping[tuple[State, Step], State]] = {
    (State.TOLD, Step.TRIAGE): State.TRIAGED,
    (State.TOLD, Step.CLOSE): State.CLOSED,
    (State.TRIAGED, Step.TRIAGE): State.TRIAGED,
    (State.TRIAGED, Step.MATCH): State.MATCHED,
    (State.TRIAGED, Step.CLOSE): State.CLOSED,
    (State.MATCHED, Step.ACCEPT): State.ACCEPTED,
    (State.MATCHED, Step.DECLINE): State.TRIAGED,
    (State.MATCHED, Step.CLOSE): State.CLOSED,
    (State.MATCHED, Step.WITHDRAW): State.TRIAGED,
    (State.ACCEPTED, Step.DELIVER): State.DELIVERED,
    (State.ACCEPTED, Step.DECLINE): State.TRIAGED,
    (State.ACCEPTED, Step.WITHDRAW): State.TRIAGED,
    (State.DELIVERED, Step.CONFIRM): State.CONFIRMED,
    (State.DELIVERED, Step.RETURN): State.TRIAGED,
    (State.DELIVERED, Step.WITHDRAW): State.TRIAGED,
}
"""Where each step leads from each state; a pair that is not here is refused."""

UNMET: Final = (State.TOLD, State.TRIAGED, State.MATCHED, State.ACCEPTED)
"""The states of a need that nobody has met yet."""

OPEN: Final = (*UNMET, State.DELIVERED)
"""The states in which something is still to be done."""

SOURCE_NAMES: Final[Mapping[str, Text]] = {
    "visit": Text("入户走访", "on a visit"),
    "household": Text("本人来说", "the family came"),
    "officer": Text("干部发现", "an officer noticed"),
    "paper": Text("凭纸码填报", "with a paper code"),
}

CLOSE_NAMES: Final[Mapping[str, Text]] = {
    "withdrawn": Text("本人不要了", "the person does not want it any more"),
    "elsewhere": Text("别处解决了", "met elsewhere"),
    "not_possible": Text("眼下办不了", "not possible now"),
}


def judge_step(state: str, step: Step) -> tuple[Problem, ...]:
    """Return why a step cannot be taken from a state, or nothing where it can."""
    if (State(state), step) in MOVES:
        return ()
    if step is Step.DELIVER:
        return (Problem("need_not_accepted"),)
    now, wish = STATE_NAMES[State(state)], STEP_NAMES[step]
    values = {"state_zh": now.zh, "state_en": now.en, "step_zh": wish.zh, "step_en": wish.en}
    return (Problem("need_step_not_now", values=values),)


def judge_answer(who: UUID | None, involved: frozenset[UUID]) -> tuple[Problem, ...]:
    """Return why somebody cannot record the answer of the person: whoever met the need, or said so, does not."""
    return (Problem("need_confirmed_by_helper"),) if who in involved else ()


def judge_day(day: date, *, first: date, today: date, field: str) -> tuple[Problem, ...]:
    """Return the problem of a day that is still to come, or lies before the one on which it could be first."""
    if first <= day <= today:
        return ()
    return (Problem("need_day_wrong", field, {"day": day.isoformat(), "first": first.isoformat()}),)


def judge_capacity(name: str, capacity: int | None, taken: int) -> tuple[Problem, ...]:
    """Return the problem of a service that has taken on all that it can in a month."""
    if capacity is None or taken < capacity:
        return ()
    return (Problem("service_full", values={"name": name, "capacity": capacity}),)
