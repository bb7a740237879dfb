"""Repeatable draws: the same seed gives the same demo on every machine and Python version."""

import random
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")


class Draws(random.Random):
    """A seeded source of draws built on ``random()`` alone, the one method whose numbers Python keeps stable."""

    def between(self, low: int, high: int) -> int:
        """Return an integer from ``low`` to ``high``, both included."""
        return low + int(self.random() * (high - low + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of the items, each as likely as the other."""
        return items[int(self.random() * len(items))]

    def chance(self, probability: float) -> bool:
        """Return true with the given probability."""
        return self.random() < probability

    def weighted(self, items: Sequence[tuple[T, float]]) -> T:
        """Return one of the items with chances in proportion to their weights."""
        sums = list(accumulate(weight for _, weight in items))
        point = self.random() * sums[-1]
        return next(item for (item, _), total in zip(items, sums, strict=True) if point < total)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in a new order."""
        keyed = sorted((self.random(), index) for index in range(len(items)))
        return [items[index] for _, index in keyed]
