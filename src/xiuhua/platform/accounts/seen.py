"""Questions about what a viewer sees, put into words once: for pages that ask many small ones."""

from collections.abc import Callable
from functools import partial
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model, QuerySet

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.platform.accounts.scope import in_any, ranges_of
from xiuhua.platform.journal.worded import Gaps, Worded

Row = TypeVar("Row", bound=Model)
Answer = TypeVar("Answer")


class Inside(Protocol):
    """Narrows rows to those that the viewer sees: what :func:`within` is where a question is put into words once."""

    def __call__(self, rows: QuerySet[Row], access: Access, *, field: str = "place_code") -> QuerySet[Row]:
        """Return the rows whose place lies in a territory in which the viewer holds a role of ``access``."""


class Seen(Generic[Answer]):
    """A question about rows that the viewer sees, put into words once: see :class:`Worded`.

    ``ask`` takes its gaps and what narrows rows to the viewer's territories; each ``access`` by which that is done is
    named beside it.
    """

    def __init__(
        self, ask: Callable[[Gaps, Inside], QuerySet[Any, Answer]], *accesses: Access, in_order: bool = False
    ) -> None:
        self._names = {access: f"territories {number}" for number, access in enumerate(accesses)}
        self._worded: Worded[Answer] = Worded(lambda gap: ask(gap, partial(self._inside, gap)), in_order=in_order)

    def answers(self, viewer: Actor, *, place: str | None = None, **values: Any) -> list[Answer]:
        """Return what the viewer sees, in one place where that is named; one query, none for whoever sees nothing."""
        for access, name in self._names.items():
            ranges = ranges_of(viewer, access, place)
            if ranges is not None:
                values[name] = [end for ends in ranges for end in ends]
        return self._worded.answers(**values)

    def first(self, viewer: Actor, *, place: str | None = None, **values: Any) -> Answer | None:
        """Return the first of the answers, or ``None``; ``ask`` says how many are read."""
        return next(iter(self.answers(viewer, place=place, **values)), None)

    def _inside(self, gap: Gaps, rows: QuerySet[Row], access: Access, *, field: str = "place_code") -> QuerySet[Row]:
        name = self._names[access]
        if name not in gap:
            return rows
        ranges = gap.pairs(name)
        return rows.filter(in_any(ranges, field)) if ranges else rows.none()
