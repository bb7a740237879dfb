"""For what personal data may be looked at or taken out: the list is policy, and every door uses the same one."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text

PURPOSES_KEY: Final = "registry.purposes"
OWN_REQUEST: Final = "own_request"
"""The purpose of what is made because the person concerned asks for it."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """One purpose that may be stated. ``code`` is what is stored and never changes its meaning."""

    code: str
    name: Text


def purposes(policy: Policy, *, on: date, region: str | None = None) -> tuple[Purpose, ...]:
    """Return the purposes that may be stated on a day in a place, in the order in which they are offered.

    Raise ``ValueError`` where a code stands twice in the list.
    """
    listed = policy.at(PURPOSES_KEY, on=on, region=region).value
    found = tuple(Purpose(each["code"], Text(each["name"]["zh"], each["name"]["en"])) for each in listed)
    if len({each.code for each in found}) != len(found):
        raise ValueError(f"{PURPOSES_KEY}: a code stands twice")
    return found


def purpose_choices(policy: Policy, *, on: date, region: str) -> list[tuple[str, Text]]:
    """Return code and name of the purposes from which whoever takes rows out chooses one."""
    return [(each.code, each.name) for each in purposes(policy, on=on, region=region)]


def purpose_name(code: str, policy: Policy) -> Text:
    """Return what a stated purpose is called, also where it has left the list since; else the code itself."""
    lists = [each.value for each in reversed(policy.values) if each.key == PURPOSES_KEY]
    named = (
        Text(each["name"]["zh"], each["name"]["en"]) for listed in lists for each in listed if each["code"] == code
    )
    return next(named, Text(code, code))
