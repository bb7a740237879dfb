"""Whether a consent can be recorded or withdrawn, and when it is in force."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final, Protocol

from xiuhua.kernel.decisions import Decision, accept, refuse
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.data_sets import sets_of_households
from xiuhua.registry.rules.days import completed_years
from xiuhua.registry.rules.purposes import purpose_name

SCOPES_KEY: Final = "registry.consent_scopes"
TERMS_KEY: Final = "registry.consent_terms"
RULE: Final = "registry.consents/1"


class GivenBy(StrEnum):
    """Who agreed, or withdrew."""

    SELF = "self"
    GUARDIAN = "guardian"
    PROXY = "proxy"


GIVEN_BY_NAMES: Final[Mapping[GivenBy, Text]] = {
    GivenBy.SELF: Text("本人", "the person"),
    GivenBy.GUARDIAN: Text("监护人", "a guardian"),
    GivenBy.PROXY: Text("受委托的人", "a proxy"),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """A consent as it is to be recorded: ``whole`` for the household, else for a person, ``born`` on a day."""

    data_set: str
    purpose: str
    scope: str
    given_on: date
    until: date | None
    given_by: GivenBy
    giver: str
    whole: bool
    member: bool
    born: date | None


class Term(Protocol):
    """What says when a consent is in force: both days of its term count, the day of its withdrawal does not."""

    @property
    def given_on(self) -> date:
        """The day on which it was given."""

    @property
    def until(self) -> date | None:
        """Its last day, where there is one."""

    @property
    def revoked_on(self) -> date | None:
        """The day on which it was withdrawn."""


class State(StrEnum):
    """What a consent is on a day."""

    IN_FORCE = "in_force"
    ENDS_SOON = "ends_soon"
    OVER = "over"
    REVOKED = "revoked"


def scopes(policy: Policy, *, on: date, region: str | None = None) -> Mapping[str, Text]:
    """Return what can be agreed to, by code, in the order in which it is offered."""
    listed = policy.at(SCOPES_KEY, on=on, region=region).value
    return {each["code"]: Text(each["name"]["zh"], each["name"]["en"]) for each in listed}


def judge_consent(wish: Wish, *, policy: Policy, on: date, region: str) -> Decision:
    """Decide about recording a consent.

    The data must be a kind of the list and the purpose one of its own. A person below the age that policy sets does
    not agree alone; whoever agrees for somebody is named. Nothing follows from a consent that is not there: refusing
    to agree is no field.
    """
    known = {each.code: each for each in sets_of_households(policy, on=on, region=region)}
    problems: list[Problem] = []
    if not wish.whole and not wish.member:
        problems.append(Problem("consent_person_unknown", "person_id"))
    if wish.data_set not in known:
        problems.append(Problem("consent_data_unknown", "data_set"))
    elif wish.purpose not in known[wish.data_set].purposes:
        names = [purpose_name(code, policy) for code in known[wish.data_set].purposes]
        allowed = {"purposes_zh": "、".join(n.zh for n in names), "purposes_en": ", ".join(n.en for n in names)}
        problems.append(Problem("consent_purpose_not_for_data", "purpose", allowed))
    if wish.scope not in scopes(policy, on=on, region=region):
        problems.append(Problem("consent_scope_unknown", "scope"))
    if wish.given_on > on or (wish.until is not None and wish.until < wish.given_on):
        problems.append(Problem("consent_day_wrong", "given_on" if wish.given_on > on else "until"))
    below = policy.at(TERMS_KEY, on=on, region=region).value["guardian_below"]
    child = not wish.whole and wish.born is not None and completed_years(wish.born, wish.given_on) < below
    if child and wish.given_by is not GivenBy.GUARDIAN:
        problems.append(Problem("consent_needs_guardian", "given_by", {"age": below}))
    elif wish.given_by is not GivenBy.SELF and not wish.giver:
        problems.append(Problem("consent_giver_missing", "giver"))
    elif wish.given_by is GivenBy.SELF and wish.giver:
        problems.append(Problem("consent_by_self_names_giver", "giver"))
    return refuse(*problems, rule=RULE) if problems else accept(rule=RULE, policy_version=policy.version)


def judge_revocation(consent: Term | None, revoked_on: date, *, on: date) -> Decision:
    """Decide about withdrawing a consent. It needs no reason, and nobody's approval: as easy as giving it."""
    if consent is None or consent.revoked_on is not None:
        return refuse(Problem("consent_not_in_force", "consent_id"), rule=RULE)
    if not consent.given_on <= revoked_on <= on:
        return refuse(Problem("consent_day_wrong", "revoked_on"), rule=RULE)
    return accept(rule=RULE)


def state_on(consent: Term, day: date, *, soon: int = 0) -> State:
    """Return what a consent is on a day; ``soon`` is how many days before its last day it is pointed out.

    One that has not begun on the day is over for its purposes: nothing may rest on it.
    """
    if consent.revoked_on is not None and consent.revoked_on <= day:
        return State.REVOKED
    if day < consent.given_on or (consent.until is not None and consent.until < day):
        return State.OVER
    if consent.until is not None and consent.until - day < timedelta(days=soon):
        return State.ENDS_SOON
    return State.IN_FORCE


def ends_soon_days(policy: Policy, *, on: date, region: str) -> int:
    """Return how many days before its last day a consent is pointed out."""
    days: int = policy.at(TERMS_KEY, on=on, region=region).value["ends_soon_days"]
    return days
