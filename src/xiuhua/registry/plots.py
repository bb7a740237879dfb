"""What is stored of plots now, in the form in which commands, sheets and pages compare it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from xiuhua.kernel.iteration import chunks
from xiuhua.platform.journal.sql import select_values
from xiuhua.registry.evidence import NAMED, with_files
from xiuhua.registry.models import Plot, PlotColumns, VillagePlot
from xiuhua.registry.rules.plots import SIDES, Parcel, Since

PLOT_FIELDS = ("name", "code", "area", "land_class", "land_use", "idle_from", "idle_to", "willing", *SIDES)
"""Columns of a plot that a form or sheet states."""

_PLOT = ("id", *PLOT_FIELDS, "origin", "stated_on")
_IN = 5000
_ORDER = ("code", "name", "id")
_NO_FILE = dict.fromkeys(NAMED)
"""Land of a village names no files: they are about people and households."""

Row = dict[str, Any]


def root_of(model: type[PlotColumns]) -> str:
    """Return the name of the column with the id of whose plots a model holds."""
    return "household_id" if model is Plot else "village_id"


def load_plots(
    model: type[Plot] | type[VillagePlot],
    holders: Collection[UUID],
    *,
    using: str = "default",
    day: date | None = None,
    files: bool = True,
) -> dict[UUID, list[Row]]:
    """Return the plots that count, or that counted on a day gone by, by holder; one query for some thousands.

    Without ``files`` it stays open which of them each names.

    A plot counts from the day on which it was written until that on which it was taken out. What was changed of it
    meanwhile keeps no days of its own, so it is as it is now.
    """
    found: defaultdict[UUID, list[Row]] = defaultdict(list)
    root = root_of(model)
    for part in chunks(sorted(holders), _IN):
        whole = _with_files(part, using, day) if files and model is Plot else _plain(model, part, using, day)
        for row in whole:
            found[row.pop(root)].append(row)
    return dict(found)


def _with_files(holders: Collection[UUID], using: str, day: date | None) -> Iterable[Row]:
    counts = Q(ended_on=None) if day is None else Q(Q(ended_on=None) | Q(ended_on__gt=day), stated_on__lte=day)
    rows = Plot.objects.using(using).filter(counts, household_id__in=holders, area__isnull=False)
    return with_files(rows.order_by(*_ORDER), "household_id", *_PLOT, day=day)


def _plain(
    model: type[Plot] | type[VillagePlot], holders: Collection[UUID], using: str, day: date | None
) -> Iterable[Row]:
    root = root_of(model)
    for row in select_values(model, (root, *_PLOT, "ended_on"), {root: holders}, order=_ORDER, using=using):
        until = row.pop("ended_on")
        counts = until is None if day is None else row["stated_on"] <= day and (until is None or until > day)
        if counts and row["area"] is not None:
            yield {**row, **_NO_FILE}


def parcel_of(row: Mapping[str, Any]) -> Parcel:
    """Return stored columns as the rules see a plot."""
    return Parcel(row["name"], row["code"], row["area"], row["land_use"], since_of(row))


def since_of(row: Mapping[str, Any]) -> Since | None:
    """Return the period in which a stored plot fell idle, where that is known."""
    return Since(row["idle_from"], row["idle_to"]) if row["idle_from"] and row["idle_to"] else None


class Held:
    """Which households of a village hold a plot by a code: those that are stored, and those written since."""

    def __init__(self, rows: Collection[tuple[str, str, UUID, str]]) -> None:
        self._by_code: defaultdict[tuple[str, str], dict[UUID, str]] = defaultdict(dict)
        for place_code, code, household, household_code in rows:
            self._by_code[place_code, code][household] = household_code

    @classmethod
    def read(cls, codes: Collection[str], places: Collection[str], *, using: str = "default") -> "Held":
        """Read who holds plots with these codes in these villages; at most one query for some thousands of codes."""
        found: list[tuple[str, str, UUID, str]] = []
        for part in chunks(sorted({code for code in codes if code}), _IN):
            rows = Plot.objects.using(using).filter(code__in=part, ended_on=None, household__valid_to=None)
            columns = ("place_code", "code", "household_id", "household__code")
            found.extend(row for row in rows.values_list(*columns) if row[0] in places)
        return cls(found)

    def other(self, place_code: str, code: str, household: UUID) -> str:
        """Return the code of another household that holds the plot, the first one by code, or nothing."""
        held = self._by_code.get((place_code, code), {}) if code else {}
        return min((other for key, other in held.items() if key != household), default="")

    def note(self, place_code: str, codes: Collection[str], household: UUID, household_code: str) -> None:
        """Add what a household has come to hold."""
        for code in codes:
            self._by_code[place_code, code][household] = household_code
