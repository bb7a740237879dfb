"""On which ground a department's list may be held against the register: a duty or a consent, as policy says."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.registry.rules.consents import scopes
from xiuhua.registry.rules.data_sets import Ground, data_set_name
from xiuhua.registry.rules.purposes import purpose_name

GROUNDS_KEY: Final = "registry.comparison_grounds"


@dataclass(frozen=True, slots=True)
class Needed:
    """The consent without which somebody's data is not matched: to which data, for what, in which scope."""

    data_set: str
    purpose: str
    scope: str


UNLISTED: Final = Needed("comparisons", "verification", "matching")
"""What is needed for a list on which policy says nothing: nothing is matched only because a line was forgotten."""


def needed_consent(kind: str, policy: Policy, *, on: date, region: str) -> Needed | None:
    """Return the consent that a kind of list needs on a day in a place; ``None`` where a duty covers it."""
    told = policy.at(GROUNDS_KEY, on=on, region=region).value.get(kind)
    if told is None:
        return UNLISTED
    if Ground(told["ground"]) is Ground.DUTY:
        return None
    return Needed(told["data_set"], told["purpose"], told["scope"])


def covers(agreed: Iterable[UUID | None], person: UUID | None) -> bool:
    """Say whether one of those who agreed, ``None`` being the whole household, covers a person; without one, all.

    >>> covers({None}, UUID(int=1)), covers({UUID(int=1)}, UUID(int=1)), covers({UUID(int=1)}, None)
    (True, True, False)
    """
    return any(each is None or each == person for each in agreed)


def what_to_do(needed: Needed | None, policy: Policy, *, on: date, region: str, agreed: bool) -> Text:
    """Return why a household was not compared, and what to do: where it has ``agreed`` since, or need not any more."""
    if needed is None or agreed:
        return Text(
            "比对的时候还不能比，现在可以了：再比对一次就有结果",
            "it could not be compared at the time, but can be now: compare the list once more",
        )
    named = (
        data_set_name(needed.data_set, policy),
        purpose_name(needed.purpose, policy),
        scopes(policy, on=on, region=region).get(needed.scope, Text(needed.scope, needed.scope)),
    )
    zh, en = "·".join(each.zh for each in named), " · ".join(each.en for each in named)
    return Text(
        f"没有现在有效的同意（{zh}）。同意了，就在这一户的页面记下同意，再比对一次；不同意不影响帮扶",
        f"no consent is in force ({en}). Where they agree, record it on the household's page and compare the list once "
        "more; not agreeing changes nothing of the help",
    )
