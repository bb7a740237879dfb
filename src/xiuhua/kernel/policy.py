"""Dated policy: every number that a policy sets, with its region and its source."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from xiuhua.kernel.places import lies_in
from xiuhua.kernel.tables import read_table
from xiuhua.kernel.text import Text


class NoPolicy(LookupError):
    """No value of this key is in force at this date and place."""


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """One value in force from a date (inclusive) until another (exclusive) in a region (full place code).

    ``region`` is ``None`` where the value holds everywhere. ``verified`` is false where the source is
    general knowledge or weak: the screen says so. ``replace`` asks the adopting body to set its own.
    """

    key: str
    value: Any
    from_: date
    to: date | None
    region: str | None
    source: Text
    verified: bool
    replace: bool


@dataclass(frozen=True, slots=True)
class Policy:
    """The values of one or more modules; a later overlay wins over the seed for the same dates."""

    values: tuple[PolicyValue, ...]
    version: str

    def at(self, key: str, *, on: date, region: str | None = None) -> PolicyValue:
        """Return the value in force on a day in a place: the narrowest region, then the latest overlay."""
        found = [
            value
            for value in self.values
            if value.key == key
            and value.from_ <= on
            and (value.to is None or on < value.to)
            and (value.region is None or (region is not None and lies_in(region, value.region)))
        ]
        if not found:
            raise NoPolicy(key)
        return max(enumerate(found), key=lambda pair: (len((pair[1].region or "").rstrip("0")), pair[0]))[1]

    def overlaid(self, other: "Policy") -> "Policy":
        """Return this policy with another laid over it."""
        return _policy((*self.values, *other.values))


def load_policy(path: Path) -> Policy:
    """Read a module's ``policy.yaml``: a mapping of key to its dated values."""
    document: Mapping[str, Sequence[Mapping[str, Any]]] = read_table(path) or {}
    return _policy(
        tuple(
            PolicyValue(
                key=key,
                value=entry["value"],
                from_=entry["from"],
                to=entry.get("to"),
                region=entry.get("region"),
                source=Text(entry["source"]["zh"], entry["source"]["en"]),
                verified=entry.get("verified", False),
                replace=entry.get("replace", False),
            )
            for key, entries in document.items()
            for entry in entries
        )
    )


def _policy(values: tuple[PolicyValue, ...]) -> Policy:
    return Policy(values, hashlib.sha256(repr(values).encode()).hexdigest())
