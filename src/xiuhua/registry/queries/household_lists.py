"""The present households of a place of any level, in the order of village and household code, page by page."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.registry.access import QUERIES
from xiuhua.registry.models import Household
from xiuhua.registry.queries.days import held
from xiuhua.registry.queries.village_households import HouseholdLine, lines_of, with_columns

PAGE_SIZE = 100

_ACCESS = QUERIES["registry.households"]


@dataclass(frozen=True, slots=True)
class PlacedHousehold:
    """A household as lists show it, with the code of its village."""

    place_code: str
    line: HouseholdLine


@dataclass(frozen=True, slots=True)
class HouseholdPage:
    """Some households, and the key after which the next ones come (``village code/household code``)."""

    rows: tuple[PlacedHousehold, ...]
    after: str | None


def households_in(
    viewer: Actor, code: str, *, day: date | None = None, after: str | None = None, size: int = PAGE_SIZE
) -> HouseholdPage | None:
    """Return a page of the households of a place; ``None`` where the viewer sees no households there.

    They are the present ones, or those of a ``day``. A key of another form starts from the beginning.
    """
    if not reaches(viewer, _ACCESS, code):
        return None
    rows = within(Household.objects.filter(held(day)), viewer, _ACCESS, place=code)
    village, separator, household = (after or "").partition("/")
    if separator:
        rows = rows.filter(Q(place_code__gt=village) | Q(place_code=village, code__gt=household))
    found = list(with_columns(rows.order_by("place_code", "code"), "place_code", day=day)[: size + 1])
    page = found[:size]
    lines = lines_of(viewer, code, [columns for *columns, _ in page], day)
    shown = tuple(PlacedHousehold(row[-1], line) for row, line in zip(page, lines, strict=True))
    return HouseholdPage(shown, f"{page[-1][-1]}/{page[-1][1]}" if len(found) > size else None)
