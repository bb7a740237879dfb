"""Half-open periods: the first day counts, the last does not; no end means until further notice."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """The days from ``start`` (included) to ``end`` (excluded); a start of ``None`` is before all records."""

    start: date | None
    end: date | None = None

    def is_ordered(self) -> bool:
        """Say whether the period holds at least one day."""
        return self.start is None or self.end is None or self.start < self.end

    def holds(self, day: date) -> bool:
        """Say whether the day lies in the period."""
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)

    def is_over(self, day: date) -> bool:
        """Say whether the period has ended by the day; one that has not begun is not over.

        >>> Period(date(2017, 1, 1), date(2017, 7, 1)).is_over(date(2017, 7, 1))
        True
        """
        return self.end is not None and self.end <= day

    def overlaps(self, other: "Period") -> bool:
        """Say whether the two periods share a day.

        >>> a = Period(date(2017, 1, 1), date(2017, 7, 1))
        >>> a.overlaps(Period(date(2017, 7, 1))), a.overlaps(Period(date(2017, 6, 30)))
        (False, True)
        """
        if not (self.is_ordered() and other.is_ordered()):
            return False
        return _starts_before_end(self, other) and _starts_before_end(other, self)


def _starts_before_end(one: Period, other: Period) -> bool:
    return one.start is None or other.end is None or one.start < other.end
