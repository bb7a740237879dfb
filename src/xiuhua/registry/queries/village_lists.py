"""Lists of villages in code order: with filters on the page of a place, and as the rows behind a figure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.figures import Figure
from xiuhua.kernel.places import Level, ancestor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.registry.models import CollectiveIncome
from xiuhua.registry.origins import origin_name
from xiuhua.registry.queries.figures import ALL, MISSING, class_figure, missing_figure, total_figure
from xiuhua.registry.queries.overviews import lacks
from xiuhua.registry.queries.village_rows import Basis, VillageRow, basis_for, counted, read_villages, years_in
from xiuhua.registry.rules.village_words import bounds_in_words
from xiuhua.registry.rules.villages import ClassScheme

PAGE_SIZE = 100
_FLAGS = {
    "poor": Text("贫困村", "poor villages"),
    "pilot": Text("先期试点村", "pilot villages"),
    "asked": Text("有疑问的村", "with open questions"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which villages a list shows; nothing chosen shows all."""

    class_code: str = ""
    poor: bool = False
    pilot: bool = False
    asked: bool = False

    def match(self, row: VillageRow) -> bool:
        """Say whether the village belongs into the list."""
        return (
            self.class_code in ("", row.class_code)
            and (not self.poor or bool(row.poor))
            and (not self.pilot or bool(row.pilot))
            and (not self.asked or row.questions > 0)
        )

    @property
    def chosen(self) -> dict[str, str]:
        """Return the filters as arguments of an address."""
        flags = {name: "1" for name in _FLAGS if getattr(self, name)}
        return {"class": self.class_code, **flags} if self.class_code else flags


@dataclass(frozen=True, slots=True)
class FilterChoice:
    """A filter to choose or to drop: ``filters`` are those after it, ``count`` the villages with it."""

    label: Text
    filters: Filters
    count: int
    current: bool


@dataclass(frozen=True, slots=True)
class VillageLine:
    """A village as a list shows it, with the words and the mark of its class."""

    row: VillageRow
    class_name: Text
    position: int


@dataclass(frozen=True, slots=True)
class VillageList:
    """A page of villages with the filters over it; ``total`` counts all that match."""

    lines: tuple[VillageLine, ...]
    total: int
    after: str | None
    filters: Filters
    classes: tuple[FilterChoice, ...]
    flags: tuple[FilterChoice, ...]


@dataclass(frozen=True, slots=True)
class IncomeRow:
    """A village behind a figure: income in cents with its sources, the day it was stated, and by what."""

    code: str
    name: str
    where: str
    income: int | None
    sources: str
    stated_on: date | None
    origins: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class VillageRows:
    """The rows behind a number of villages, with the figure and the scheme it was counted by."""

    place: PlaceLine
    title: Text
    figure: Figure
    basis: Basis
    bounds: Text
    rows: tuple[IncomeRow, ...]
    after: str | None


def listed(
    rows: Sequence[VillageRow], scheme: ClassScheme, filters: Filters, *, after: str | None, size: int
) -> VillageList:
    """Return a page of those villages that match, after a code, and what else could be chosen."""
    counts = counted(rows, scheme)
    places = {count.code: (count.name, position) for position, count in enumerate(counts, start=1)}
    page, following = _page([row for row in rows if filters.match(row)], after, size)
    classes = [(Text("全部", "all"), ""), *((count.name, count.code) for count in counts if count.villages)]
    return VillageList(
        lines=tuple(VillageLine(row, *places[row.class_code]) for row in page),
        total=sum(filters.match(row) for row in rows),
        after=following,
        filters=filters,
        classes=tuple(
            _choice(rows, label, replace(filters, class_code=code), current=filters.class_code == code)
            for label, code in classes
        ),
        flags=tuple(_flags(rows, filters)),
    )


def village_rows(
    viewer: Actor,
    code: str,
    *,
    class_code: str,
    missing: str = "",
    year: int | None,
    scheme: str | None,
    on: date,
    day: date | None = None,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> VillageRows | None:
    """Return the villages behind a figure of a place, page by page; ``None`` where place, class or scheme is absent.

    ``class_code`` may be ``all``; ``missing`` names what the villages lack.
    """
    place = accounts.place(viewer, code)
    years = years_in(viewer, code, day) if place else ()
    basis = basis_for(code, years=years, year=year, scheme=scheme, on=on, day=day) if place else None
    if place is None or basis is None or (missing and missing not in MISSING):
        return None
    rows, _ = read_villages(viewer, code, basis)
    counts = {count.code: count for count in counted(rows, basis.scheme)}
    if class_code == ALL:
        chosen = [row for row in rows if not missing or lacks(row, missing)]
        title = MISSING[missing][0] if missing else Text("行政村", "villages")
        figure = (
            missing_figure(code, missing, len(chosen), basis, on) if missing else total_figure(code, len(rows), basis)
        )
    elif class_code in counts:
        chosen = [row for row in rows if row.class_code == class_code]
        title, figure = counts[class_code].name, class_figure(code, counts[class_code], basis)
    else:
        return None
    page, following = _page(chosen, after, size)
    shown = tuple(_income_rows(viewer, page, basis))
    return VillageRows(place, title, figure, basis, bounds_in_words(basis.scheme), shown, following)


def _page(rows: Sequence[VillageRow], after: str | None, size: int) -> tuple[Sequence[VillageRow], str | None]:
    rest = [row for row in rows if row.code > after] if after else rows
    return rest[:size], rest[size - 1].code if len(rest) > size else None


def _choice(rows: Sequence[VillageRow], label: Text, filters: Filters, *, current: bool) -> FilterChoice:
    return FilterChoice(label, filters, sum(filters.match(row) for row in rows), current)


def _flags(rows: Sequence[VillageRow], filters: Filters) -> Iterable[FilterChoice]:
    """Yield the filters that hold something here; choosing a chosen one drops it."""
    for name, label in _FLAGS.items():
        current = getattr(filters, name)
        count = sum(replace(filters, **{name: True}).match(row) for row in rows)
        if count or current:
            yield FilterChoice(label, replace(filters, **{name: not current}), count, current)


def _income_rows(viewer: Actor, rows: Sequence[VillageRow], basis: Basis) -> Iterable[IncomeRow]:
    codes = [row.code for row in rows]
    stated: dict[str, list[tuple[str, date, str]]] = {}
    incomes = CollectiveIncome.objects.filter(place_code__in=codes, year=basis.year).order_by("source")
    if basis.day is not None:
        incomes = incomes.filter(stated_on__lte=basis.day)
    for code, *line in incomes.values_list("place_code", "source", "stated_on", "origin"):
        stated.setdefault(code, []).append((line[0], line[1], line[2]))
    names = accounts.place_names(viewer, {place for code in codes for place in _holding(code)})
    for row in rows:
        lines = stated.get(row.code, [])
        yield IncomeRow(
            row.code,
            row.name,
            _where(row.code, names),
            row.income,
            "、".join(source for source, _, _ in lines if source),
            max((day for _, day, _ in lines), default=None),
            tuple(origin_name(origin) for origin in sorted({origin for _, _, origin in lines})),
        )


def _holding(code: str) -> tuple[str, ...]:
    return ancestor(code, Level.COUNTY), ancestor(code, Level.TOWNSHIP)


def _where(code: str, names: Mapping[str, str]) -> str:
    return " ".join(dict.fromkeys(names[place] for place in _holding(code) if place in names))
