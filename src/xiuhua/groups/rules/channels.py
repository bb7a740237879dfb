"""Through which channels people come into a group, and who of them votes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.kernel.decisions import Decision, accept, refuse
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.kernel.text import Text

CHANNELS_KEY: Final = "groups.channels"
RULE: Final = "groups.channels/1"
ALWAYS: Final = "always"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way into a group. ``always`` says that whoever came by it votes; others do as Party members."""

    code: str
    name: Text
    always: bool


def channels(policy: Policy, *, on: date, region: str | None = None) -> tuple[Channel, ...]:
    """Return the channels of a day in the order in which policy lists them."""
    listed = policy.at(CHANNELS_KEY, on=on, region=region).value
    return tuple(
        Channel(each["code"], Text(each["name"]["zh"], each["name"]["en"]), each["votes"] == ALWAYS) for each in listed
    )


def judge_channels(
    codes: Sequence[str], *, party_member: bool, policy: Policy, on: date, region: str
) -> tuple[Decision, bool]:
    """Decide whether somebody can come by these channels, and whether that gives a vote.

    Party members participate, others attend; somebody whose channel always votes cannot be no Party member.
    """
    known = {each.code: each for each in channels(policy, on=on, region=region)}
    unknown = [code for code in codes if code not in known]
    if unknown:
        return refuse(*(Problem("channel_unknown", "channels", {"given": code}) for code in unknown), rule=RULE), False
    if not party_member and any(known[code].always for code in codes):
        return refuse(Problem("branch_member_not_party", "party_member"), rule=RULE), False
    return accept(rule=RULE, policy_version=policy.version), party_member


def why_votes(votes: bool) -> Text:
    """Return why somebody votes or does not."""
    if votes:
        return Text("党员，有表决权", "a Party member, who votes")
    return Text("不是党员，可以接受任务", "no Party member; may be given tasks")
