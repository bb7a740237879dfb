"""The page of a place from the prefecture down to the township."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.figures import Figure, share
from xiuhua.kernel.places import PREFIX_LENGTHS, Level, prefix_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.exchange import queries as imports
from xiuhua.platform.exchange.queries import ImportView
from xiuhua.registry.access import COMMANDS
from xiuhua.registry.queries.figures import class_figure, household_figure, total_figure
from xiuhua.registry.queries.overviews import Overview, overview_of
from xiuhua.registry.queries.village_lists import PAGE_SIZE, Filters, VillageList, listed
from xiuhua.registry.queries.village_rows import (
    HOUSEHOLDS,
    Basis,
    VillageRow,
    basis_for,
    counted,
    read_villages,
    years_in,
)
from xiuhua.registry.rules.villages import UNKNOWN, UNKNOWN_NAME, ClassCount

IMPORTS = 3
CHILDREN = 1000
"""No county has more townships, no prefecture more counties."""

_LISTED = (Level.COUNTY, Level.TOWNSHIP)


@dataclass(frozen=True, slots=True)
class ChildLine:
    """A county or township inside the place, with its villages by class in the order of the classes."""

    code: str
    name: str
    villages: Figure
    by_class: tuple[Figure, ...]
    households: Figure | None


@dataclass(frozen=True, slots=True)
class LastImport:
    """An import that was taken in: what it brought, who did it, when, and the page that says what became of it."""

    text: Text
    who: str
    at: datetime | None
    url: str


@dataclass(frozen=True, slots=True)
class PlaceHome:
    """The page of a prefecture, county or township. ``villages`` is ``None`` where only the children are listed."""

    overview: Overview
    crumbs: tuple[PlaceLine, ...]
    children: tuple[ChildLine, ...]
    villages: VillageList | None
    imports: tuple[LastImport, ...]
    may_record: bool
    who_may_record: Text


def place_home(
    viewer: Actor,
    code: str,
    *,
    year: int | None = None,
    scheme: str | None = None,
    on: date,
    day: date | None = None,
    filters: Filters | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> PlaceHome | None:
    """Return the page of a place above the village, as it is or as it was on a ``day``.

    ``None`` where it is absent, outside the viewer's territory or a village, or where policy knows no such
    scheme. Children come in code order, villages page by page after the code ``after``.
    """
    crumbs = accounts.breadcrumb(viewer, code)
    place = next((each for each in crumbs if each.code == code), None)
    basis = _basis(viewer, code, year=year, scheme=scheme, on=on, day=day) if place else None
    if place is None or basis is None or place.level is Level.VILLAGE:
        return None
    rows, asked = read_villages(viewer, code, basis)
    inside = () if place.level is Level.TOWNSHIP else accounts.children(viewer, code, on=day, size=CHILDREN).rows
    recording = COMMANDS["registry.record_village"]
    shown = filters or Filters()
    return PlaceHome(
        overview=overview_of(viewer, place, basis, rows, asked, on=on),
        crumbs=crumbs,
        children=_children(viewer, inside, rows, basis, on),
        villages=listed(rows, basis.scheme, shown, after=after, size=size) if place.level in _LISTED else None,
        imports=() if day else tuple(_import(view) for view in imports.taken_in(viewer, code, size=IMPORTS)),
        may_record=reaches(viewer, recording, code),
        who_may_record=recording.reason,
    )


def _basis(
    viewer: Actor, code: str, *, year: int | None, scheme: str | None, on: date, day: date | None
) -> Basis | None:
    return basis_for(code, years=years_in(viewer, code, day), year=year, scheme=scheme, on=on, day=day)


def _import(view: ImportView) -> LastImport:
    brought = imports.amount(view.unit, view.taken_in)
    text = Text(f"{view.kind_label.zh}：接收 {brought.zh}", f"{view.kind_label.en}: {brought.en} taken in")
    return LastImport(text, view.owner, view.taken, view.url)


def _children(
    viewer: Actor, places: Sequence[PlaceLine], rows: Sequence[VillageRow], basis: Basis, on: date
) -> tuple[ChildLine, ...]:
    inside: defaultdict[str, list[VillageRow]] = defaultdict(list)
    for row in rows:
        inside[row.code[: PREFIX_LENGTHS[Level.COUNTY]]].append(row)
        inside[row.code[: PREFIX_LENGTHS[Level.TOWNSHIP]]].append(row)
    classes = [count.code for count in counted(rows, basis.scheme)]
    return tuple(
        _child(viewer, place, inside[prefix_of(place.code)], classes, basis, on)
        for place in places
        if place.level is not Level.VILLAGE
    )


def _child(
    viewer: Actor, place: PlaceLine, rows: Sequence[VillageRow], classes: Sequence[str], basis: Basis, on: date
) -> ChildLine:
    by_code = {count.code: count for count in counted(rows, basis.scheme)}
    none_unknown = ClassCount(UNKNOWN, UNKNOWN_NAME, 0, share(0, len(rows)))
    households = sum(row.households or 0 for row in rows)
    return ChildLine(
        place.code,
        place.name,
        total_figure(place.code, len(rows), basis),
        tuple(class_figure(place.code, by_code.get(each, none_unknown), basis) for each in classes),
        household_figure(place.code, households, on, basis.day) if reaches(viewer, HOUSEHOLDS, place.code) else None,
    )
