"""The rows behind a number of households or people: by place above the village, by household inside it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.places import Level, prefix_of
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.registry.models import Household
from xiuhua.registry.queries.days import held
from xiuhua.registry.queries.figures import household_figure, people_figure
from xiuhua.registry.queries.places import CHILDREN
from xiuhua.registry.queries.village_households import HouseholdLine, household_lines, household_numbers
from xiuhua.registry.queries.village_rows import HOUSEHOLDS

PAGE_SIZE = 100


@dataclass(frozen=True, slots=True)
class PlaceCount:
    """A place inside the place that is shown, and how many households it has."""

    code: str
    name: str
    households: int


@dataclass(frozen=True, slots=True)
class HouseholdCounts:
    """Households of a place by the places in it (``places``), or of a village one by one (``households``)."""

    place: PlaceLine
    figure: Figure
    people: Figure | None
    places: tuple[PlaceCount, ...]
    households: tuple[HouseholdLine, ...]
    after: str | None


def household_counts(
    viewer: Actor, code: str, *, on: date, day: date | None = None, after: str | None = None, size: int = PAGE_SIZE
) -> HouseholdCounts | None:
    """Return what stands behind the number of households of a place, now or on a ``day``; ``None`` where unseen."""
    place = accounts.place(viewer, code)
    if place is None or not reaches(viewer, HOUSEHOLDS, code):
        return None
    if place.level is Level.VILLAGE:
        households, people = household_numbers(code, day)
        lines, following = household_lines(code, day=day, counts={}, asked=False, after=after, size=size)
        figures = household_figure(code, households, on, day), people_figure(code, people, on, day)
        return HouseholdCounts(place, *figures, places=(), households=lines, after=following)
    present = within(Household.objects.filter(held(day)), viewer, HOUSEHOLDS, place=code)
    counts = dict(present.values_list("place_code").annotate(n=Count("*")).order_by())
    inside = accounts.children(viewer, code, on=day, size=CHILDREN).rows
    sums: defaultdict[str, int] = defaultdict(int)
    for child in inside:
        prefix = prefix_of(child.code)
        sums[child.code] = sum(n for village, n in counts.items() if village.startswith(prefix))
    return HouseholdCounts(
        place=place,
        figure=household_figure(code, sum(counts.values()), on, day),
        people=None,
        places=tuple(PlaceCount(child.code, child.name, sums[child.code]) for child in inside),
        households=(),
        after=None,
    )
