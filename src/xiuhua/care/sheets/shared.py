"""What the ledgers of help share: they only go out, for a purpose, and name where a row belongs."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import village_names
from xiuhua.platform.exchange.contract import Heading
from xiuhua.registry.rules.purposes import purpose_choices

PLACE: Final = (Heading("township", "乡（镇）"), Heading("village", "行政村"))
HOUSEHOLD: Final = (Heading("household_code", "户编号"), Heading("head", "户主"))
YEAR: Final = "year"
"""The filter that names a year."""

Names = Mapping[str, tuple[str, str]]
"""By code of a village: what its township and itself are called."""


class GoesOut:
    """A sheet that is not taken in again: no row bears a key."""

    keys: tuple[str, ...] = ()

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which personal data may be taken out."""
        return purpose_choices(policy, on=on, region=region)


def names_of_villages() -> Names:
    """Return what every village in use and its township are called; one query."""
    return {code: (township, village) for _, township, village, code in village_names()}


def placed(names: Names, village: str) -> dict[str, Any]:
    """Return the cells that say where a row belongs."""
    township, name = names.get(village, ("", village))
    return {"township": township, "village": name}


def year_of(filters: Mapping[str, str], on: date) -> int | None:
    """Return the year that filters ask for, that of the day without one; ``None`` where they ask for something else."""
    if filters.keys() - {YEAR}:
        return None
    asked = filters.get(YEAR, str(on.year))
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 and int(asked) > 0 else None


def said(text: Text | None) -> str:
    """Return words as a sheet has them."""
    return text.zh if text else ""


def ticked(value: bool | None) -> str:
    """Return a yes or no as a sheet has it."""
    return "" if value is None else "是" if value else "否"


def day(value: date | None) -> str:
    """Return a day as a sheet has it."""
    return value.isoformat() if value else ""
