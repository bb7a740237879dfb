"""The way of a finding, and of which kinds evidence is asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

KINDS_KEY: Final = "groups.finding_kinds"
WISH_FOR_INDUSTRY: Final = "industry"
IDLE_LAND: Final = "idle_land"


class FindingState(StrEnum):
    """``in_hand`` is a finding of which somebody has a task."""

    OPEN = "open"
    IN_HAND = "in_hand"
    SETTLED = "settled"
    NOT_A_PROBLEM = "not_a_problem"


_SETTLED = Text("解决了，写明结果", "settled, with the result")
_NONE = Text("看过，不是问题，写明原因", "looked at and no problem, with the reason")

TRANSITIONS: Final[Mapping[FindingState, Mapping[FindingState, Text]]] = {
    FindingState.OPEN: {
        FindingState.IN_HAND: Text("交办成任务", "given as a task"),
        FindingState.SETTLED: _SETTLED,
        FindingState.NOT_A_PROBLEM: _NONE,
    },
    FindingState.IN_HAND: {FindingState.SETTLED: _SETTLED, FindingState.NOT_A_PROBLEM: _NONE},
    FindingState.SETTLED: {},
    FindingState.NOT_A_PROBLEM: {},
}

STATE_NAMES: Final[Mapping[FindingState, Text]] = {
    FindingState.OPEN: Text("还没有人办", "nobody has it in hand"),
    FindingState.IN_HAND: Text("在办", "in hand"),
    FindingState.SETTLED: Text("解决了", "settled"),
    FindingState.NOT_A_PROBLEM: Text("不是问题", "no problem"),
}
UNSETTLED: Final = (FindingState.OPEN, FindingState.IN_HAND)


@dataclass(frozen=True, slots=True)
class FindingKind:
    """A kind of finding. ``evidence`` says that it is about money, land or assets, of which evidence is asked."""

    code: str
    name: Text
    evidence: bool


def finding_kinds(policy: Policy, *, on: date, region: str) -> tuple[FindingKind, ...]:
    """Return the kinds of findings of a day in the order of policy."""
    return tuple(
        FindingKind(each["code"], Text(each["name"]["zh"], each["name"]["en"]), each.get("evidence", False))
        for each in policy.at(KINDS_KEY, on=on, region=region).value
    )


def judge_finding(code: str, policy: Policy, *, on: date, region: str, with_evidence: bool) -> tuple[Problem, ...]:
    """Return why a finding of a kind is not taken: no such kind, or one that asks for evidence without it."""
    kind = next((each for each in finding_kinds(policy, on=on, region=region) if each.code == code), None)
    if kind is None:
        return (Problem("finding_kind_unknown", "kind", {"given": code}),)
    if kind.evidence and not with_evidence:
        return (Problem("finding_evidence_missing", "file", {"kind_zh": kind.name.zh, "kind_en": kind.name.en}),)
    return ()


def finding_step(state: str, target: FindingState) -> tuple[Problem, ...]:
    """Return why a finding cannot go on to a state, or nothing where it can."""
    now = FindingState(state)
    if target in TRANSITIONS[now]:
        return ()
    name = STATE_NAMES[now]
    return (Problem("finding_not_so_far", values={"state_zh": name.zh, "state_en": name.en}),)
