"""Which kinds of needs there are, and which of them tell of somebody's health."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

KINDS_KEY: Final = "needs.kinds"
DAYS_KEY: Final = "needs.days"


@dataclass(frozen=True, slots=True)
class NeedKind:
    """One kind of need. What is said of a ``health`` need is read by those alone who may read about health."""

    code: str
    name: Text
    health: bool


@dataclass(frozen=True, slots=True)
class Days:
    """Within how many days a need is looked at, and a delivery is asked about."""

    triage: int
    confirm: int

    @classmethod
    def at(cls, policy: Policy, *, on: date, region: str) -> "Days":
        """Return the days that policy sets for a place on a day."""
        return cls(**policy.at(DAYS_KEY, on=on, region=region).value)


def kinds(policy: Policy, *, on: date, region: str | None = None) -> dict[str, NeedKind]:
    """Return the kinds of a day by code, in the order in which policy lists them."""
    listed = policy.at(KINDS_KEY, on=on, region=region).value
    return {
        each["code"]: NeedKind(each["code"], Text(each["name"]["zh"], each["name"]["en"]), each["health"])
        for each in listed
    }


def kind_problem(code: str, policy: Policy, *, on: date, region: str) -> tuple[Problem, ...]:
    """Return the problem of a kind that policy does not list."""
    if code in kinds(policy, on=on, region=region):
        return ()
    return (Problem("need_kind_unknown", "kind", {"given": code}),)


def other_kind_problem(offered: str, needed: str, policy: Policy, *, on: date, region: str) -> tuple[Problem, ...]:
    """Return the question about a service that is offered for another kind of needs."""
    if offered == needed:
        return ()
    listed = kinds(policy, on=on, region=region)
    names = {code: listed[code].name if code in listed else Text(code, code) for code in (offered, needed)}
    said = {"offered": names[offered], "needed": names[needed]}
    values = {f"{key}_{language}": getattr(name, language) for key, name in said.items() for language in ("zh", "en")}
    return (Problem("service_other_kind", "service_id", values),)
