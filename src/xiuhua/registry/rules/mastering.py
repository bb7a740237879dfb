"""Which facts are decided in another system: they are read here, and their correction is asked for there.

What identifies a household or person, and what is decided about it, is decided in one place; what the village sees
first is corrected here and told there. Which fields are which is policy of the adopting body.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any, Final, NamedTuple

from xiuhua.kernel.money import yuan
from xiuhua.kernel.policy import NoPolicy, Policy, PolicyValue
from xiuhua.kernel.refusals import Problem

KEY: Final = "registry.mastered_fields"
CODES: Final = frozenset({"household_code", "person_code"})
"""Fields by which the next export is matched: their correction could never be recognised, so none is asked for."""


class Mastering(NamedTuple):
    """A system that masters a record, and the fields that only it changes."""

    system: str
    fields: frozenset[str]
    policy: PolicyValue

    @property
    def since(self) -> date:
        """Return since when the policy says so."""
        return self.policy.from_

    def barred(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return which of the fields cannot be corrected here, in order."""
        return tuple(name for name in names if name in self.fields)


def mastering_at(policy: Policy, system: str, *, on: date, region: str) -> Mastering | None:
    """Return what a system masters in a place on a day; ``None`` where policy says nothing of it."""
    try:
        found = policy.at(f"{KEY}.{system}", on=on, region=region)
    except NoPolicy:
        return None
    return Mastering(system, frozenset(found.value["fields"]), found)


def barred_problem(field: str, mastering: Mastering, system_zh: str, system_en: str) -> Problem:
    """Return the refusal to correct a mastered field here."""
    values = {"system_zh": system_zh, "system_en": system_en, "since": mastering.since.isoformat()}
    return Problem("field_is_mastered", field, values)


def as_text(field: str, value: Any) -> str:
    """Return a stored value as a sheet would write it.

    >>> as_text("per_head_income", 248550), as_text("water_safe", False), as_text("phone", None)
    ('2485.5', '否', '')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    return yuan(value) if field == "per_head_income" and isinstance(value, int) else str(value)
