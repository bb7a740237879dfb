"""What the row checks look at: one person's cells as read, and what the checks need to know besides."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, Self, TypeAlias

from xiuhua.kernel.policy import Policy

Number: TypeAlias = int | str | None
"""A whole number; or the text of a cell that is none; or ``None`` for a blank cell."""

Flag: TypeAlias = bool | str | None
"""Yes or no; or the text of a cell that says neither; or ``None`` for a blank cell."""


class MemberFacts(NamedTuple):
    """One row of a person list, or one member of a form. Blank is ``None``; text is stripped, as it was written.

    ``sequence`` is how another row refers to this one: the first column, else the number of the row.
    ``identity`` is as :func:`identity.normal_identity` returns it. ``per_head_income`` is in cents,
    ``bank_account`` as :func:`bank.plain_account` returns it. Names of
    places are written as :class:`Places` holds them. The second part belongs to the household: it is taken from
    the head's row, and a blank on another row inherits it. The fields stand in this order so that the whole
    part is compared at once.
    """

    sequence: str | int | None = None
    person_code: str | None = None
    name: str | None = None
    identity: str | None = None
    relation: str | None = None
    ethnicity: str | None = None
    education: str | None = None
    school: str | None = None
    health: str | None = None
    labour: str | None = None
    work_place: str | None = None
    work_months: Number = None
    serious_illness_insurance: Flag = None
    phone: str | None = None
    sex: str | None = None
    birth_date: date | None = None
    age: Number = None

    household_code: str | None = None
    county: str | None = None
    township: str | None = None
    village: str | None = None
    natural_village: str | None = None
    size: Number = None
    exit_status: str | None = None
    household_kind: str | None = None
    main_cause: str | None = None
    unsafe_house: Flag = None
    water_safe: Flag = None
    water_hard: Flag = None
    per_head_income: Number = None
    exit_year: Number = None
    bank_name: str | None = None
    bank_account: str | None = None


FIRST_PLACE_FIELD = MemberFacts._fields.index("county")
FIRST_STATED_FIELD = MemberFacts._fields.index("natural_village")
PLACE_FIELDS = ("county", "township", "village")
STATED_FIELDS = MemberFacts._fields[FIRST_STATED_FIELD:]
"""What a sheet states of a household, besides where it is."""
HOUSEHOLD_FIELDS = (*PLACE_FIELDS, *STATED_FIELDS)


@dataclass(frozen=True, slots=True)
class Places:
    """The places that are known, by name from the county down."""

    counties: frozenset[str]
    townships: frozenset[tuple[str, str]]
    villages: Mapping[tuple[str, str, str], str]

    @classmethod
    def of(cls, villages: Iterable[tuple[str, str, str, str]]) -> Self:
        """Build it from (county, township, village, code of the village)."""
        codes = {(county, township, village): code for county, township, village, code in villages}
        return cls(frozenset(names[0] for names in codes), frozenset(names[:2] for names in codes), codes)


@dataclass(frozen=True, slots=True)
class Limits:
    """The ages and bounds of the questions, from policy; every ``below`` is exclusive."""

    working_from: int
    working_below: int
    school_from: int
    school_below: int
    education_from: int
    months_from: int
    months_to: int
    phone_digits: int
    account_shortest: int
    account_longest: int
    age_tolerance: int

    @classmethod
    def at(cls, policy: Policy, *, on: date, region: str | None = None) -> Self:
        """Read the bounds in force on a day in a place."""

        def value(key: str) -> dict[str, int]:
            found: dict[str, int] = policy.at(f"registry.{key}", on=on, region=region).value
            return found

        working, school, months = value("working_age"), value("school_age"), value("work_months")
        account = value("bank_account")
        return cls(
            working_from=working["from"],
            working_below=working["below"],
            school_from=school["from"],
            school_below=school["below"],
            education_from=value("education_stated")["from"],
            months_from=months["from"],
            months_to=months["to"],
            phone_digits=value("phone")["digits"],
            account_shortest=account["shortest"],
            account_longest=account["longest"],
            age_tolerance=value("stated_age")["tolerance"],
        )


@dataclass(frozen=True, slots=True)
class Checks:
    """What one run of checks knows: the day, the bounds, the columns that the sheet has, the known places.

    ``given`` are the fields for which there is a column: a column that is not there is never called blank.
    Without ``places`` the names of places are not looked up.
    """

    today: date
    limits: Limits
    given: frozenset[str] = frozenset(MemberFacts._fields)
    places: Places | None = None
