"""Idle plots of willing holders that lie together: what a firm that looks for land can be shown.

That two plots lie together is told by what their holders said: one names the other's holder as its neighbour on a side,
or both are called by the same name of a place. Nothing is measured: one looks on the spot before anything is agreed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Beside(StrEnum):
    """By what a plot belongs to its piece."""

    SIDE = "side"
    PLACE = "place"
    ALONE = "alone"


class IdlePlot(NamedTuple):
    """A plot as the match sees it: thousandths of a mu; ``holder`` is the head's name, ``sides`` what lies around."""

    id: UUID
    name: str
    code: str
    area: int
    household_code: str
    holder: str
    sides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Plots that lie together, in their order, with what each of them is known to lie beside by."""

    plots: tuple[IdlePlot, ...]
    beside: Mapping[UUID, Beside]

    @property
    def area(self) -> int:
        """The area of all of them in thousandths of a mu."""
        return sum(plot.area for plot in self.plots)

    @property
    def holders(self) -> int:
        """How many households hold them."""
        return len({plot.household_code for plot in self.plots})


def pieces(plots: Sequence[IdlePlot]) -> tuple[Piece, ...]:
    """Return the plots put together into pieces, the largest first; a plot that lies beside none is one by itself."""
    joined: dict[UUID, UUID] = {plot.id: plot.id for plot in plots}
    how: dict[UUID, Beside] = {plot.id: Beside.ALONE for plot in plots}

    def root(key: UUID) -> UUID:
        while joined[key] != key:
            key = joined[key]
        return key

    for at, one in enumerate(plots):
        for other in plots[at + 1 :]:
            found = _beside(one, other)
            if found is None:
                continue
            joined[root(other.id)] = root(one.id)
            for plot in (one, other):
                if how[plot.id] is not Beside.SIDE:
                    how[plot.id] = found
    grouped: dict[UUID, list[IdlePlot]] = {}
    for plot in plots:
        grouped.setdefault(root(plot.id), []).append(plot)
    found_pieces = [Piece(tuple(some), {plot.id: how[plot.id] for plot in some}) for some in grouped.values()]
    return tuple(sorted(found_pieces, key=lambda piece: -piece.area))


def _beside(one: IdlePlot, other: IdlePlot) -> Beside | None:
    if one.household_code != other.household_code and (_names(one, other) or _names(other, one)):
        return Beside.SIDE
    return Beside.PLACE if one.name and one.name == other.name else None


def _names(one: IdlePlot, other: IdlePlot) -> bool:
    """Say whether something around one plot names the holder of the other, or its code."""
    return any((other.holder and other.holder in side) or (other.code and other.code in side) for side in one.sides)
