"""The row checks applied to a wish, with the bounds in force where and when it is made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.ids import derived_id, order_of
from xiuhua.kernel.places import county_of
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.refusals import Problem
from xiuhua.platform.journal.contract import Context
from xiuhua.registry.rules.facts import HOUSEHOLD_FIELDS, Checks, Limits, MemberFacts
from xiuhua.registry.rules.findings import SEVERITY, Found
from xiuhua.registry.rules.household import check_household
from xiuhua.registry.rules.identity import IdentityFacts
from xiuhua.registry.rules.people import twice
from xiuhua.registry.stored import facts_of

_ALL = frozenset(MemberFacts._fields) - {"sequence", "household_code", "county", "township", "village"}
_known: dict[tuple[str, date, str, tuple[str, ...]], Checks] = {}


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks of one household found: errors, things to ask, and what the identity numbers say."""

    command_id: UUID
    errors: list[Problem]
    asked: list[Found]
    identities: Sequence[IdentityFacts | None]

    @property
    def statement_id(self) -> UUID:
        """The id of the statement that this command makes."""
        return derived_id(self.command_id, "statement", order=order_of(self.command_id))

    def membership_id(self, index: int) -> UUID:
        """The id of the membership that this command makes for its member at ``index``."""
        return derived_id(self.command_id, "membership", str(index), order=order_of(self.command_id))


def checks_at(policy: Policy, *, today: date, place_code: str, not_asked: Sequence[str] = ()) -> Checks:
    """Return what a run of checks knows in a place on a day; bounds are read from policy once per county."""
    key = (policy.version, today, county_of(place_code), tuple(not_asked))
    checks = _known.get(key)
    if checks is None:
        limits = Limits.at(policy, on=today, region=place_code)
        checks = _known[key] = Checks(today=today, limits=limits, given=_ALL.difference(not_asked))
    return checks


def check(command: Any, context: Context) -> Checked:
    """Check a ``RecordHousehold`` as one household."""
    household = {"code": command.household_code, "natural_village": command.natural_village}
    people = [member.__dict__ for member in command.members]
    rows = facts_of(people, household, command.stated.__dict__)
    checks = checks_at(
        context.policy, today=context.today, place_code=command.village_code, not_asked=command.not_asked
    )
    return check_rows(command.id, rows, checks)


def check_rows(command_id: UUID, rows: Sequence[MemberFacts], checks: Checks) -> Checked:
    """Check the rows of one household."""
    result = check_household(rows, checks=checks)
    found = [*result.found, *_twice(rows)]
    return Checked(
        command_id,
        _said_once([each.problem for each in found if SEVERITY[each.problem.code] == "error"]),
        [each for each in found if SEVERITY[each.problem.code] == "warning"],
        result.identities,
    )


def _said_once(problems: Sequence[Problem]) -> list[Problem]:
    """Return the problems; what stands against a cell of the household is found on each row and said once."""
    said: list[Problem] = []
    for each in problems:
        if each.field not in HOUSEHOLD_FIELDS or each not in said:
            said.append(each)
    return said


def _twice(rows: Sequence[MemberFacts]) -> list[Found]:
    found: list[Found] = []
    for field, keys in (
        ("identity", [row.identity[:18] if row.identity else None for row in rows]),
        ("person_code", [row.person_code for row in rows]),
    ):
        if len(set(keys)) < len(keys):
            found.extend(twice(field, keys, range(1, len(rows) + 1)))
    return found
