"""Where a place has groups and where none, on a map and over time."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xiuhua.groups.access import QUERIES
from xiuhua.groups.models import PilotVillage, WorkGroup
from xiuhua.groups.queries.groups import GROUPS
from xiuhua.groups.rules.coverage import at_month_ends
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import villages_in
from xiuhua.platform.accounts.seen import Seen
from xiuhua.registry.queries.positions import positions

PILOTS = QUERIES["groups.pilots"]
MOST_POINTS: Final = 3000


@dataclass(frozen=True, slots=True)
class GroupClass:
    """What a mark of the map says."""

    code: str
    name: Text


_CLASSES: Final = (
    GroupClass("group", Text("有小组", "with a group")),
    GroupClass("pilot", Text("有小组，试点村", "with a group, pilot village")),
    GroupClass("none", Text("还没有小组", "without a group")),
)


@dataclass(frozen=True, slots=True)
class GroupPoint:
    """A village on the map, in degrees; all marks are of one size."""

    code: str
    name: str
    longitude: float
    latitude: float
    class_code: str
    households: int | None = None


@dataclass(frozen=True, slots=True)
class CoverageOverTime:
    """The villages of a place on a map, and how many groups there were on the last day of each month."""

    title: Text
    classes: tuple[GroupClass, ...]
    points: tuple[GroupPoint, ...]
    left_out: int
    months: tuple[tuple[date, int], ...]


def coverage_over_time(viewer: Actor, code: str, *, on: date) -> CoverageOverTime:
    """Return where groups are and since when; the same four queries for every place."""
    villages, placed = villages_in(viewer, code), positions(viewer, code)
    periods = _PERIODS.answers(viewer, place=code)
    present = {village for village, start, end in periods if start <= on and (end is None or on < end)}
    pilots = set(_PILOTS.answers(viewer, place=code))
    points = [
        GroupPoint(village, name, *placed[village], _class(village, present, pilots))
        for village, name in villages.items()
        if village in placed
    ]
    if len(points) > MOST_POINTS:
        points = []
    with_group, total = len(present & villages.keys()), len(villages)
    title = Text(f"{total:,} 个村里 {with_group:,} 个有小组", f"{with_group:,} of {total:,} villages have a group")
    months = at_month_ends([(start, end) for _, start, end in periods], on)
    return CoverageOverTime(title, _CLASSES, tuple(points), total - len(points), months)


_PERIODS: Final = Seen(
    lambda gap, seen: seen(WorkGroup.objects.all(), GROUPS).values_list("place_code", "valid_from", "valid_to"),
    GROUPS,
)
_PILOTS: Final = Seen(
    lambda gap, seen: seen(PilotVillage.objects.all(), PILOTS).values_list("place_code", flat=True), PILOTS
)


def _class(village: str, present: set[str], pilots: set[str]) -> str:
    if village not in present:
        return "none"
    return "pilot" if village in pilots else "group"
