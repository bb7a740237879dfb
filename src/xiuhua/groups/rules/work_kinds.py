"""What is a group's task and what is not: kinds of work, and where the others belong."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

KINDS_KEY: Final = "groups.work_kinds"
SCOPE_KEY: Final = "groups.scope"


@dataclass(frozen=True, slots=True)
class WorkKind:
    """A kind of work. ``belongs`` says where it belongs, where it is none of a group's."""

    code: str
    name: Text
    belongs: Text | None


def work_kinds(policy: Policy, *, on: date, region: str) -> tuple[WorkKind, ...]:
    """Return the kinds of work of a day in the order of policy: those of a group first."""
    return tuple(
        WorkKind(each["code"], _text(each["name"]), _text(each["belongs"]) if "belongs" in each else None)
        for each in policy.at(KINDS_KEY, on=on, region=region).value
    )


def judge_kind(code: str, policy: Policy, *, on: date, region: str) -> tuple[Problem, ...]:
    """Return the refusal of work that is none of a group's, with where it belongs; nothing for a group's own."""
    kind = next((each for each in work_kinds(policy, on=on, region=region) if each.code == code), None)
    if kind is None:
        return (Problem("work_kind_unknown", "kind", {"given": code}),)
    if kind.belongs is None:
        return ()
    scope = _text(policy.at(SCOPE_KEY, on=on, region=region).value)
    said = {"kind": kind.name, "scope": scope, "belongs": kind.belongs}
    values = {f"{name}_{language}": getattr(text, language) for name, text in said.items() for language in ("zh", "en")}
    return (Problem("task_outside_scope", "kind", values),)


def kind_name(code: str, policy: Policy, *, on: date, region: str) -> Text:
    """Return what a kind of work is called; one that policy names no more by its code."""
    found = (each.name for each in work_kinds(policy, on=on, region=region) if each.code == code)
    return next(found, Text(code, code))


def _text(words: dict[str, str]) -> Text:
    return Text(words["zh"], words["en"])
