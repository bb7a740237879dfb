"""What the pages of households and places say of comparisons with departments."""

from datetime import date
from typing import Any

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.beside import Home
from xiuhua.registry.models import ComparisonLine
from xiuhua.registry.queries.comparisons import COMPARISONS, compared_households
from xiuhua.registry.rules.comparison_said import household_not_compared, household_said
from xiuhua.registry.views.requests import address


def comparisons_url(viewer: Actor, code: str) -> str:
    """Return where the comparisons of a place stand; nothing for those who do not see them."""
    return address("place-comparisons", code) if reaches(viewer, COMPARISONS, code) else ""


def household_compared(viewer: Actor, home: Home, *, on: date) -> list[dict[str, Any]]:
    """Return, for the newest list of each department, what it says of the household and where that stands."""
    return [
        {
            "text": household_said(each.kind.department, each.listed_on, differing=each.differing, open_lines=each.open)
            if each.compared
            else household_not_compared(each.kind.department, each.listed_on),
            "href": address("comparison", str(each.id), side=each.side.value),
        }
        for each in (compared_households(viewer, home.id, on=on) if home.has(ComparisonLine) else ())
    ]
