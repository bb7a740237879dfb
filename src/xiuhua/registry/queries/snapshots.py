"""Yearly snapshots as a viewer may see them: the villages of the own territory, beside what is on record now."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import county_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import queries as accounts
from xiuhua.platform.accounts.naming import names_of_people, names_of_places
from xiuhua.platform.accounts.queries import PlaceLine
from xiuhua.platform.accounts.rules.places import chain
from xiuhua.platform.accounts.scope import reaches, within
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.queries import EntryView, entries_since
from xiuhua.registry.access import COMMANDS, QUERIES
from xiuhua.registry.models import Snapshot, SnapshotVillage
from xiuhua.registry.queries.village_sums import village_sums
from xiuhua.registry.rules.snapshots import LEVELS, digest_of
from xiuhua.registry.rules.village_sums import NAMES, SumName, added

PAGE_SIZE = 100
ENTRIES = 30

_HOUSEHOLDS = QUERIES["registry.households"]
_TAKES = "registry.take_snapshot"
_TAKE = COMMANDS[_TAKES]
_COLUMNS = ("id", "place_code", "year", "as_of", "taken_on", "taken_by", "policy", "heads", "digest", "replaces_id")


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """A snapshot in a list. ``replaced_by`` is a later one that took its place, ``reason`` why this one replaced."""

    id: UUID
    place_code: str
    place_name: str
    year: int
    as_of: date
    taken_on: date
    who: str
    digest: str
    replaces: UUID | None
    replaced_by: UUID | None
    reason: str


@dataclass(frozen=True, slots=True)
class Snapshots:
    """The snapshots that hold villages of a place, the latest year first."""

    place: PlaceLine
    crumbs: tuple[PlaceLine, ...]
    lines: tuple[SnapshotLine, ...]
    may_take: bool
    who_may_take: Text

    @property
    def takes(self) -> bool:
        """Say whether snapshots are taken of a place of this level."""
        return self.place.level in LEVELS


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure as it was kept (``kept``) and as the same day says now (``then``); ``None`` is not known."""

    name: SumName
    kept: int | None
    then: int | None

    @property
    def difference(self) -> int | None:
        """Return by how much the day says something else now; ``None`` where it says the same."""
        return None if self.kept == self.then else (self.then or 0) - (self.kept or 0)


@dataclass(frozen=True, slots=True)
class VillageCompared:
    """A village of a snapshot with one of its figures."""

    code: str
    name: str
    figure: Compared


@dataclass(frozen=True, slots=True)
class SnapshotPage:
    """A snapshot: its figures over the villages that the viewer sees, and one of them village by village.

    ``whole`` says whether these are all its villages, ``proven`` whether it still has its digest; ``None`` where the
    viewer does not see all of it.
    """

    line: SnapshotLine
    crumbs: tuple[PlaceLine, ...]
    policy: str
    heads: Mapping[str, Sequence[object]]
    whole: bool
    proven: bool | None
    figures: tuple[Compared, ...]
    chosen: SumName
    villages: tuple[VillageCompared, ...]
    after: str | None


@dataclass(frozen=True, slots=True)
class SnapshotFigure:
    """One figure of one village: kept, the same day now, today; and the entries since it was kept."""

    line: SnapshotLine
    village: PlaceLine
    crumbs: tuple[PlaceLine, ...]
    figure: Compared
    now: int | None
    entries: tuple[EntryView, ...]
    names: Mapping[UUID, str]
    labels: Mapping[int, Text]
    more: int


def snapshots(viewer: Actor, code: str) -> Snapshots | None:
    """Return the snapshots that hold villages of a place; ``None`` where the viewer sees no households there."""
    crumbs = accounts.breadcrumb(viewer, code)
    place = next((each for each in crumbs if each.code == code), None)
    if place is None or not reaches(viewer, _HOUSEHOLDS, code):
        return None
    seen = within(SnapshotVillage.objects.all(), viewer, _HOUSEHOLDS, place=code).values("snapshot_id")
    lines = _lines(Snapshot.objects.filter(id__in=seen).order_by("-year", "place_code", "-taken_on", "-id"))
    return Snapshots(place, crumbs, lines, reaches(viewer, _TAKE, code), _TAKE.reason)


def snapshot(
    viewer: Actor,
    snapshot_id: UUID,
    *,
    figure: str = "",
    today: date,
    after: str | None = None,
    size: int = PAGE_SIZE,
) -> SnapshotPage | None:
    """Return a snapshot as far as the viewer sees its villages; ``None`` where that is none of them."""
    rows = within(SnapshotVillage.objects.filter(snapshot_id=snapshot_id), viewer, _HOUSEHOLDS).order_by("place_code")
    kept = [(code, name, text) for code, name, text in rows.values_list("place_code", "name", "figures")]
    if not kept:
        return None
    row = Snapshot.objects.filter(id=snapshot_id)
    (line,) = _lines(row)
    (stored,) = row.values(*_COLUMNS)
    whole = reaches(viewer, _HOUSEHOLDS, line.place_code)
    then = {
        each.code: each.figures
        for each in village_sums(viewer, line.place_code, year=line.year, day=line.as_of, today=today)
    }
    figures = {code: json.loads(text) for code, _, text in kept}
    sums, now = added(figures.values()), added(then.values())
    known = [name for code, name in NAMES.items() if code in sums or code in now]
    chosen = NAMES[figure] if figure in NAMES else known[0]
    villages = [
        VillageCompared(code, name, _compared(chosen, figures[code], then.get(code, {})))
        for code, name, _ in kept
        if after is None or code > after
    ]
    return SnapshotPage(
        line=line,
        crumbs=accounts.breadcrumb(viewer, line.place_code),
        policy=stored["policy"],
        heads=json.loads(stored["heads"]),
        whole=whole,
        proven=_digest(stored, kept) == line.digest if whole else None,
        figures=tuple(_compared(name, sums, now) for name in known),
        chosen=chosen,
        villages=tuple(villages[:size]),
        after=villages[size - 1].code if len(villages) > size else None,
    )


def snapshot_figure(
    viewer: Actor, snapshot_id: UUID, village: str, figure: str, *, today: date
) -> SnapshotFigure | None:
    """Return what became of one figure of a village since it was kept; ``None`` where that is unseen."""
    rows = within(SnapshotVillage.objects.filter(snapshot_id=snapshot_id), viewer, _HOUSEHOLDS, place=village)
    text = rows.filter(place_code=village).values_list("figures", flat=True).first()
    crumbs = accounts.breadcrumb(viewer, village)
    place = next((each for each in crumbs if each.code == village), None)
    if text is None or place is None or figure not in NAMES:
        return None
    row = Snapshot.objects.filter(id=snapshot_id)
    (line,) = _lines(row)
    heads = json.loads(row.values_list("heads", flat=True)[0])
    stream = county_of(village)
    mine = [code for code in chain(village) if reaches(viewer, _HOUSEHOLDS, code)]
    since = heads.get(stream, [0])[0]
    found, more = entries_since(mine, stream=stream, sequence=since, besides=_TAKES, size=ENTRIES)
    then = village_sums(viewer, village, year=line.year, day=line.as_of, today=today)
    now = village_sums(viewer, village, year=line.year, day=today, today=today)
    return SnapshotFigure(
        line=line,
        village=place,
        crumbs=crumbs,
        figure=_compared(NAMES[figure], json.loads(text), then[0].figures if then else {}),
        now=now[0].figures.get(figure) if now else None,
        entries=tuple(found),
        names=names_of_people(entry.actor for entry in found),
        labels={entry.id: _label(entry.code) for entry in found},
        more=more,
    )


def _compared(name: SumName, kept: Mapping[str, int], then: Mapping[str, int]) -> Compared:
    return Compared(name, kept.get(name.code), then.get(name.code))


def _lines(rows: QuerySet[Snapshot]) -> tuple[SnapshotLine, ...]:
    found = list(rows.values(*_COLUMNS, "reason", "snapshot__id"))
    people = names_of_people(row["taken_by"] for row in found)
    places = names_of_places(row["place_code"] for row in found)
    return tuple(
        SnapshotLine(
            id=row["id"],
            place_code=row["place_code"],
            place_name=places.get(row["place_code"], row["place_code"]),
            year=row["year"],
            as_of=row["as_of"],
            taken_on=row["taken_on"],
            who=people.get(row["taken_by"], ""),
            digest=row["digest"],
            replaces=row["replaces_id"],
            replaced_by=row["snapshot__id"],
            reason=row["reason"],
        )
        for row in found
    )


def _digest(stored: Mapping[str, object], kept: Sequence[tuple[str, str, str]]) -> str:
    return digest_of(
        str(stored["place_code"]),
        int(str(stored["year"])),
        stored["as_of"],
        policy=str(stored["policy"]),
        heads=str(stored["heads"]),
        villages=[(code, text) for code, _, text in kept],
    )


def _label(code: str) -> Text:
    try:
        return catalogue.command_type(code).command.label
    except KeyError:
        return Text(code, code)
