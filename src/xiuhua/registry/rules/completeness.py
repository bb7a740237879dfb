"""What is not known yet about a household or a village, said as problems that a page can word."""

from dataclasses import dataclass

from xiuhua.kernel.refusals import Problem


@dataclass(frozen=True, slots=True)
class HouseholdRead:
    """What is stored of a household, as far as completeness asks. Income is the stated one, in cents."""

    members: int
    has_head: bool
    phones: int
    identities: int
    stated_size: int | None = None
    stated_income: int | None = None
    exit_status: str | None = None
    main_cause: str | None = None
    unsafe_house: bool | None = None
    water_safe: bool | None = None


@dataclass(frozen=True, slots=True)
class VillageRead:
    """What is stored of a village for one income year. Income is the collective's, in cents; zero is known."""

    year: int
    collective_income: int | None
    households: int
    has_position: bool


def missing_facts(household: HouseholdRead) -> list[Problem]:
    """Return what is missing on a household, the most useful to ask first. Empty where nothing is."""
    missing: list[Problem] = []
    if not household.members:
        return [Problem("missing_members", "name")]
    if not household.has_head:
        missing.append(Problem("missing_head", "relation"))
    if household.stated_size is not None and household.members < household.stated_size:
        values = {"size": household.stated_size, "rows": household.members}
        missing.append(Problem("missing_some_members", "size", values))
    if household.identities < household.members:
        values = {"count": household.members - household.identities}
        missing.append(Problem("missing_identities", "identity", values))
    if not household.phones:
        missing.append(Problem("missing_phone", "phone"))
    if household.stated_income is None:
        missing.append(Problem("missing_income", "per_head_income"))
    for field in ("exit_status", "main_cause"):
        if not getattr(household, field):
            missing.append(Problem(f"missing_{field}", field))
    for field in ("unsafe_house", "water_safe"):
        if getattr(household, field) is None:
            missing.append(Problem(f"missing_{field}", field))
    return missing


def missing_village_facts(village: VillageRead) -> list[Problem]:
    """Return what is missing on a village for its income year. Empty where nothing is."""
    missing: list[Problem] = []
    if village.collective_income is None:
        missing.append(Problem("missing_collective_income", "collective_income", {"year": village.year}))
    if not village.households:
        missing.append(Problem("missing_households", "household_code"))
    if not village.has_position:
        missing.append(Problem("missing_position", "position"))
    return missing


MISSING = frozenset(
    {
        "missing_members",
        "missing_head",
        "missing_some_members",
        "missing_identities",
        "missing_phone",
        "missing_income",
        "missing_exit_status",
        "missing_main_cause",
        "missing_unsafe_house",
        "missing_water_safe",
        "missing_collective_income",
        "missing_households",
        "missing_position",
    }
)
"""Every code that this module can return."""
