"""What a measurement says: our figure, the other figure of the same run, their ratio, and the goal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal


@dataclass(frozen=True, slots=True)
class Figure:
    """One comparison. ``goal`` bounds ``ratio`` (or, without ``theirs``, our own figure) from the side ``bound``."""

    name: str
    ours: float
    theirs: float | None
    unit: str
    goal: float
    bound: Literal["at most", "at least"] = "at most"

    @property
    def ratio(self) -> float:
        """Ours divided by theirs; ours alone where there is nothing to divide by."""
        return self.ours if self.theirs is None else self.ours / self.theirs

    @property
    def met(self) -> bool:
        """Say whether the goal is met."""
        return self.ratio <= self.goal if self.bound == "at most" else self.ratio >= self.goal

    def line(self) -> str:
        """Return the figure as one line of the report."""
        word = "met" if self.met else "not met"
        sign = "≤" if self.bound == "at most" else "≥"
        if self.theirs is None:
            return f"  {self.name:<44} {_number(self.ours)} {self.unit}   goal {sign} {self.goal:g}   {word}"
        both = f"{_number(self.ours)} / {_number(self.theirs)} {self.unit}"
        return f"  {self.name:<44} {both:<26} = {self.ratio:.2f} ×   goal {sign} {self.goal:g}   {word}"


def report(title: str, figures: Iterable[Figure], notes: Iterable[str] = ()) -> None:
    """Print the figures of one database, and what else was seen on the way."""
    print(f"\n{title}", flush=True)
    for figure in figures:
        print(figure.line(), flush=True)
    for note in notes:
        print(f"    {note}", flush=True)


def middle(values: Sequence[float]) -> float:
    """Return the median: one disturbed run does not count."""
    return median(values)


def at_share(values: Sequence[float], share: float) -> float:
    """Return the value that this share of the values does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, round(share * len(ordered) + 0.5) - 1))]


def _number(value: float) -> str:
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.2f}" if value >= 0.1 else f"{value:.4f}"
