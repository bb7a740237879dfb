"""Whether a masked field may be shown to somebody who asks for it, and for how long."""

from datetime import date, timedelta
from typing import Final

from xiuhua.kernel.decisions import Decision, accept, refuse
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.registry.rules.purposes import purposes

MINUTES_KEY: Final = "registry.reveal_minutes"
RULE: Final = "registry.reveals/1"


def judge_reveal(
    *, member: bool, filled: bool, masked: bool, purpose: str, policy: Policy, on: date, region: str
) -> Decision:
    """Decide about showing one field of a person for a stated purpose.

    Refused for somebody who is no present member of the household, for what is blank or erased, for what the viewer
    sees anyhow, and without one of the purposes that policy lists. Nobody's reason is weighed: who asked, when and
    what for stays visible instead.
    """
    if not member:
        return refuse(Problem("reveal_person_unknown", "person_id"), rule=RULE)
    if purpose not in {each.code for each in purposes(policy, on=on, region=region)}:
        return refuse(Problem("purpose_unknown", "purpose"), rule=RULE)
    if not masked:
        return refuse(Problem("reveal_not_masked", "field"), rule=RULE)
    if not filled:
        return refuse(Problem("reveal_nothing_there", "field"), rule=RULE)
    return accept(rule=RULE, policy_version=policy.version)


def shown_for(policy: Policy, *, on: date, region: str) -> timedelta:
    """Return for how long whoever asked may open the value again."""
    return timedelta(minutes=policy.at(MINUTES_KEY, on=on, region=region).value)
