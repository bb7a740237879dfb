"""A territory in one look: what is found, how its villages are classed, where they lie, what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.scope import reaches
from xiuhua.registry.queries.figures import (
    MISSING,
    asked_figure,
    class_figure,
    household_figure,
    missing_figure,
    total_figure,
)
from xiuhua.registry.queries.village_rows import (
    HOUSEHOLDS,
    AskedKind,
    Basis,
    VillageRow,
    basis_for,
    counted,
    read_villages,
    years_in,
)
from xiuhua.registry.rules.village_words import condition, finding, map_title
from xiuhua.registry.rules.villages import UNKNOWN, UNKNOWN_NAME, ClassCount

MAP_LIMIT = 3000
"""More marks than this tell nothing and weigh on the page; narrower places have their own map."""

MAP_CLASSES = 6
"""A picture tells at most so many classes apart."""


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class of villages: which incomes it holds (``condition``) and how many villages belong to it.

    ``position`` decides its colour and shape, ``None`` for neither.
    """

    code: str
    name: Text
    condition: Text
    villages: Figure
    share: str
    position: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """A village on the map, in degrees."""

    code: str
    name: str
    longitude: float
    latitude: float
    class_code: str
    households: int | None


@dataclass(frozen=True, slots=True)
class MapOfVillages:
    """What a map shows, and how many villages it cannot show."""

    title: Text
    classes: tuple[ClassLine, ...]
    points: tuple[Point, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Gap:
    """Something missing or contradictory, and in how many villages or households it is so."""

    text: Text
    count: Figure


@dataclass(frozen=True, slots=True)
class Overview:
    """A place with its classes, map and gaps. ``households`` is ``None`` for whoever sees none."""

    place: PlaceLine
    basis: Basis
    title: Text
    total: Figure
    classes: tuple[ClassLine, ...]
    map: MapOfVillages
    households: Figure | None
    questions: int
    gaps: tuple[Gap, ...]


def overview(viewer: Actor, place: PlaceLine, *, on: date) -> Overview | None:
    """Return a place that the viewer sees in one look, on the basis that policy makes the default there."""
    basis = basis_for(place.code, years=years_in(viewer, place.code), year=None, scheme=None, on=on)
    if basis is None:
        return None
    rows, asked = read_villages(viewer, place.code, basis)
    return overview_of(viewer, place, basis, rows, asked, on=on)


def overview_of(
    viewer: Actor,
    place: PlaceLine,
    basis: Basis,
    rows: Sequence[VillageRow],
    asked: Sequence[AskedKind],
    *,
    on: date,
) -> Overview:
    """Return the overview of villages that were read already."""
    counts = counted(rows, basis.scheme)
    lines = tuple(
        ClassLine(
            count.code,
            count.name,
            condition(basis.scheme, count.code),
            class_figure(place.code, count, basis),
            count.share,
            position if position <= MAP_CLASSES else None,
        )
        for position, count in enumerate(counts, start=1)
    )
    households = sum(row.households or 0 for row in rows)
    return Overview(
        place=place,
        basis=basis,
        title=finding(place.name, counts, basis.scheme),
        total=total_figure(place.code, len(rows), basis),
        classes=lines,
        map=_map(rows, lines, map_title(counts)),
        households=household_figure(place.code, households, on, basis.day)
        if reaches(viewer, HOUSEHOLDS, place.code)
        else None,
        questions=sum(each.questions for each in asked),
        gaps=tuple(_gaps(place.code, rows, asked, basis, on)),
    )


def lacks(row: VillageRow, name: str) -> bool:
    """Say whether the village lacks what ``MISSING`` names, as far as the viewer sees."""
    return not row.placed if name == "position" else row.households == 0


def _map(rows: Sequence[VillageRow], lines: Sequence[ClassLine], title: Text) -> MapOfVillages:
    classes = tuple(line for line in lines if line.position is not None)
    drawn = {line.code for line in classes}
    placed = [row for row in rows if row.placed and row.class_code in drawn]
    points = tuple(_point(row) for row in placed) if len(placed) <= MAP_LIMIT else ()
    return MapOfVillages(title, classes, points, len(rows) - len(points))


def _point(row: VillageRow) -> Point:
    longitude, latitude = (row.longitude or 0) / 1_000_000, (row.latitude or 0) / 1_000_000
    return Point(row.code, row.name, longitude, latitude, row.class_code, row.households)


def _gaps(code: str, rows: Sequence[VillageRow], asked: Sequence[AskedKind], basis: Basis, on: date) -> Iterator[Gap]:
    unknown = sum(row.class_code == UNKNOWN for row in rows)
    if unknown:
        text = Text(
            f"不知道 {basis.year} 年集体收入的村", f"villages whose collective income of {basis.year} is not known"
        )
        yield Gap(text, class_figure(code, ClassCount(UNKNOWN, UNKNOWN_NAME, unknown, ""), basis))
    for name, (text, _) in MISSING.items():
        villages = sum(lacks(row, name) for row in rows)
        if villages:
            yield Gap(text, missing_figure(code, name, villages, basis, on))
    for kind in asked:
        yield Gap(kind.name, asked_figure(code, kind, on))
