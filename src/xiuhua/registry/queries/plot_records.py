"""What pages and programs are shown of plots, as frozen values."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from xiuhua.kernel.figures import Figure
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.registry.rules.plots import Since


@dataclass(frozen=True, slots=True)
class PlotLine:
    """One plot as it is shown: thousandths of a mu, ``sides`` in one text where any is known."""

    id: UUID
    name: str
    code: str
    area: int
    land_class: str
    class_name: Text | None
    land_use: str
    use_name: Text
    since: Since | None
    since_said: Text | None
    willing: str
    willing_name: Text
    east: str
    south: str
    west: str
    north: str
    sides: Text | None
    file: UUID | None
    source: Text
    stated_on: date


@dataclass(frozen=True, slots=True)
class LandOf:
    """The plots of a household or village, in the order of their codes and names, and what they come to."""

    lines: tuple[PlotLine, ...]
    area: int
    idle: int
    said: Text
    version: UUID | None

    @property
    def idle_lines(self) -> tuple[PlotLine, ...]:
        """Return the plots that are idle."""
        return tuple(line for line in self.lines if line.land_use == "idle")


class PlacedPlot(NamedTuple):
    """One plot with its holder: ``household_id`` is ``None`` and the head blank for the land of a village.

    Stable columns: other modules match them. Thousandths of a mu; ``idle_from`` and ``idle_to`` bound the days of which
    one is that on which it fell idle (half-open).
    """

    plot_id: UUID
    place_code: str
    household_id: UUID | None
    household_code: str
    head: str
    name: str
    code: str
    area: int
    land_class: str
    land_use: str
    idle_from: date | None
    idle_to: date | None
    willing: str
    stated_on: date
    east: str = ""
    south: str = ""
    west: str = ""
    north: str = ""


@dataclass(frozen=True, slots=True)
class PlotPage:
    """Some plots in the order of village and household code, and the key after which the next ones come."""

    rows: tuple[PlacedPlot, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class UseLine:
    """What a place holds of one use: area, number of plots, and households that hold them."""

    use: str
    name: Text
    area: Figure
    plots: Figure
    households: Figure


@dataclass(frozen=True, slots=True)
class PlotTotals:
    """The land of a place by use; uses of which there is nothing are left out."""

    place: PlaceLine
    uses: tuple[UseLine, ...]
    total: UseLine

    def of(self, use: str) -> UseLine | None:
        """Return what there is of a use; everything for no use."""
        return next((line for line in self.uses if line.use == use), None) if use else self.total
