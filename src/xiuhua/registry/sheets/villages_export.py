"""The list of villages going out: one row a village, with the collective income of the year that is looked at."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.facts import place_ids, village_names
from xiuhua.platform.accounts.rules.places import place_id
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange.contract import ExportRow, Extent, Heading, Held, Run
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.commands.villages import RecordVillage
from xiuhua.registry.models import CollectiveIncome, Village
from xiuhua.registry.queries.figures import MISSING
from xiuhua.registry.queries.overviews import lacks
from xiuhua.registry.queries.village_lists import Filters
from xiuhua.registry.queries.village_rows import Basis, VillageRow, basis_for, counted, read_villages, years_in
from xiuhua.registry.rules.purposes import purpose_choices
from xiuhua.registry.sheets.since import Earlier
from xiuhua.registry.sheets.village_columns import VILLAGES

FILTERS = frozenset({"class", "poor", "pilot", "asked", "missing", "year", "scheme"})
"""Arguments of the pages of villages that an export takes over."""
_FLAGS = {"poor": Text("贫困村", "poor"), "pilot": Text("先期试点村", "pilot"), "asked": Text("有疑问的村", "asked")}
_ALL = "all"
_EVERY = Text("行政村", "administrative villages")
_KEPT = ("poor", "pilot", "longitude", "latitude")
_INCOME = "income"


class VillagesExport:
    """The rows of the list of villages, with the filters of the page of a place."""

    access = QUERIES["registry.villages"]
    called = Text("村名册", "villages")
    keys = ("村记录编号",)
    masked = frozenset[str]()
    group = ""
    whole = False
    command = RecordVillage

    def extent(self, viewer: Actor, place_code: str, filters: Mapping[str, str], *, on: date) -> Extent | None:
        """Return the villages of a place that match; ``year`` is that of the income, the last on record if absent."""
        found = _chosen(viewer, place_code, filters, on)
        if found is None:
            return None
        rows, basis, title = found
        headings = tuple(
            Heading(f"{_INCOME}:{basis.year}", f"{basis.year}年{each.header}(元)")
            if each.field == _INCOME
            else Heading(each.field, each.header)
            for each in VILLAGES.columns
            if each.field != "sequence"
        )
        return Extent(place_code, filters, title, len(rows), headings)

    def purposes(self, policy: Policy, *, on: date, region: str) -> Sequence[tuple[str, Text]]:
        """Return the purposes for which a sheet may be taken out."""
        return purpose_choices(policy, on=on, region=region)

    def rows(self, extent: Extent, run: Run) -> Iterator[ExportRow]:
        """Yield the villages in code order."""
        found = _chosen(run.actor, extent.place_code, extent.filters, run.today)
        if found is None:
            return
        rows, basis, _ = found
        stored = _read([row.code for row in rows], run)
        for row in rows:
            cells = stored.cells(row.code, basis.year)
            values = tuple(cells[each.name] for each in extent.headings)
            yield ExportRow((stored.ids[row.code],), stored.village(row.code).get("version"), values)

    def held(
        self, wanted: Mapping[UUID, UUID | None], names: frozenset[str], run: Run
    ) -> Mapping[tuple[UUID, ...], Held]:
        """Return the villages that the actor may record, with the incomes of the years that the sheet has."""
        mine = within(Village.objects.using(run.using), run.actor, COMMANDS[RecordVillage.code])
        codes = dict(mine.filter(id__in=list(wanted)).values_list("id", "place_code"))
        unrecorded = [
            code for _, _, _, code in village_names(using=run.using)
            if place_id(code) in wanted and place_id(code) not in codes
        ]  # fmt: skip
        reached = [code for code in unrecorded if run.actor.reaches(code, COMMANDS[RecordVillage.code].roles)]
        stored = _read([*codes.values(), *reached], run)
        years = sorted(int(name.partition(":")[2]) for name in names if name.startswith(f"{_INCOME}:"))
        found: dict[tuple[UUID, ...], Held] = {}
        for code, id_ in stored.ids.items():
            version = wanted.get(id_)
            earlier = Earlier(id_, version, run) if version != stored.village(code).get("version") else None
            if earlier is None or earlier.known:
                found[(id_,)] = stored.held(code, years, earlier)
        return found


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is stored of some villages, by code: names, facts, and the rows of their collective incomes."""

    ids: Mapping[str, UUID]
    names: Mapping[str, tuple[str, str, str]]
    villages: Mapping[str, Mapping[str, Any]]
    incomes: Mapping[str, Sequence[Mapping[str, Any]]]

    def village(self, code: str) -> Mapping[str, Any]:
        """Return the recorded facts; nothing where nobody has recorded any."""
        return self.villages.get(code, {})

    def cells(self, code: str, *years: int) -> dict[str, Any]:
        """Return the cells of a village with the incomes of some years."""
        return _cells(code, self.names, self.village(code), self.incomes.get(code, ()), years)

    def held(self, code: str, years: Sequence[int], earlier: Earlier | None) -> Held:
        """Return a village as shown now and then; income of several sources is not for a sheet to change."""
        incomes = self.incomes.get(code, ())
        now = self.cells(code, *years)
        base = now
        if earlier is not None:
            village = earlier.of(Village._meta.db_table, self.ids[code], self.village(code))
            then = [earlier.of(CollectiveIncome._meta.db_table, each["id"], each) for each in incomes]
            base = _cells(code, self.names, village, then, years)
        several = {year for year in years if sum(each["year"] == year for each in incomes) > 1}
        fixed = frozenset({f"{_INCOME}:{year}" for year in several} | ({"source"} if several else set()))
        return Held(now, base, dict.fromkeys(fixed, ""), fixed)


def _cells(
    code: str,
    names: Mapping[str, tuple[str, str, str]],
    village: Mapping[str, Any],
    incomes: Collection[Mapping[str, Any]],
    years: Collection[int],
) -> dict[str, Any]:
    county, township, name = names.get(code, ("", "", code))
    cells: dict[str, Any] = {"county": county, "township": township, "village": name, "code": code}
    cells.update((each, _shown(each, village.get(each))) for each in _KEPT)
    sources: list[str] = []
    for year in years:
        stated = [each for each in incomes if each["year"] == year]
        cells[f"{_INCOME}:{year}"] = sum(each["amount"] for each in stated) / 100 if stated else None
        sources.extend(each["source"] for each in stated if each["source"])
    cells["source"] = "、".join(dict.fromkeys(sources))
    return cells


def _read(codes: Collection[str], run: Run) -> _Stored:
    names = {code: (county, township, name) for county, township, name, code in village_names(using=run.using)}
    villages = Village.objects.using(run.using).filter(place_code__in=codes)
    facts = {row["place_code"]: row for row in villages.values("id", "place_code", "version", *_KEPT)}
    incomes: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = CollectiveIncome.objects.using(run.using).filter(place_code__in=codes).order_by("year", "source")
    for row in rows.values("id", "place_code", "year", "source", "amount"):
        incomes[row["place_code"]].append(row)
    return _Stored(place_ids(codes, using=run.using), names, facts, incomes)


def _chosen(
    viewer: Actor, code: str, filters: Mapping[str, str], on: date
) -> tuple[Sequence[VillageRow], Basis, Text] | None:
    """Return the villages that match with the basis by which they are classed, and the filters in words."""
    year, missing = filters.get("year", ""), filters.get("missing", "")
    if not filters.keys() <= FILTERS or (year and not (year.isascii() and year.isdigit() and len(year) == 4)):
        return None
    wanted, scheme = int(year) if year else None, filters.get("scheme") or None
    basis = basis_for(code, years=years_in(viewer, code), year=wanted, scheme=scheme, on=on)
    if basis is None or (missing and missing not in MISSING):
        return None
    class_code = "" if filters.get("class") == _ALL else filters.get("class", "")
    flags = {name: filters.get(name) == "1" for name in _FLAGS}
    rows, _ = read_villages(viewer, code, basis)
    classes = {count.code: count.name for count in counted(rows, basis.scheme)}
    if class_code and class_code not in classes:
        return None
    match = Filters(class_code=class_code, **flags).match
    words = [_FLAGS[name] for name in _FLAGS if flags[name]]
    words += [classes[class_code]] if class_code else []
    words += [MISSING[missing][0]] if missing else []
    said = words or [_EVERY]
    title = Text("、".join(each.zh for each in said), ", ".join(each.en for each in said))
    return [row for row in rows if match(row) and (not missing or lacks(row, missing))], basis, title


def _shown(name: str, value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value / 1_000_000 if name in ("longitude", "latitude") and value is not None else value
