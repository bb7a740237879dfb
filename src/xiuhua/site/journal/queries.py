"""Entries of the viewer's territory, newest first, in words, in a fixed number of queries for each page."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.urls import NoReverseMatch, reverse

from xiuhua.kernel.actors import Actor
from xiuhua.kernel.places import Level, level_of, prefix_of
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts import shown as accounts
from xiuhua.platform.accounts.naming import roles_of_posts
from xiuhua.platform.accounts.queries import place_names
from xiuhua.platform.accounts.rules.places import bounds, shared
from xiuhua.platform.accounts.scope import within
from xiuhua.platform.exchange import export_queries as exchange
from xiuhua.platform.files import queries as files
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.browsing import (
    ListedEntry,
    Part,
    Record,
    RecordName,
    Wanted,
    entries,
    newest,
    records_of_entries,
    streams,
    touching,
)
from xiuhua.platform.journal.streams import SYSTEM
from xiuhua.platform.pages import addresses
from xiuhua.registry.queries import named as registry
from xiuhua.site.journal.access import ENTRIES, SYSTEM_ENTRIES

PAGE_SIZE = 30
LOOKED_AT = 100
"""Entries that one grouped page looks at: a batch may fill them all, and is then one line."""

ALL_OF_THEM = ""
"""What the names of all streams begin with."""

RECORDS_SHOWN = 3
"""Names of records on one line of a list; the rest is counted."""

NAMED = {**accounts.NAMED, **files.NAMED, **exchange.NAMED, **registry.NAMED}
DOORS: Mapping[str, Text] = {
    "web": Text("网页", "web page"),
    "api": Text("接口", "API"),
    "command_line": Text("命令行", "command line"),
}
OPERATOR = Text("本机操作员", "local operator")
FIRST = Text("首次设置", "first set-up")
SOMEBODY = Text("某人", "somebody")
GONE_COMMAND = Text("旧版本的操作", "a command of an older version")


@dataclass(frozen=True, slots=True)
class RecordLink:
    """A record as a line names it, and the page that shows it, if there is one for this viewer."""

    label: Text | str
    url: str = ""


@dataclass(frozen=True, slots=True)
class EntryLine:
    """One entry in words. ``who`` is a name where the viewer may see it, else the role of the post that was used.

    ``others`` counts records beyond those listed, and those that the viewer may not see.
    """

    id: int
    stream: str
    sequence: int
    command_id: UUID
    code: str
    what: Text
    received_at: datetime
    who: Text
    place: str
    door: Text
    batch: UUID | None
    records: tuple[RecordLink, ...]
    others: int
    url: str

    @property
    def instant(self) -> str:
        """Return when it was received as programs read it."""
        return self.received_at.isoformat()


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Some entries, and the position before which the next ones come, or ``None`` at the end."""

    rows: tuple[EntryLine, ...]
    before: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """One line of the grouped list: a single entry, or what lies together of a batch, told by its newest entry.

    ``count`` is how many of the batch lie together; ``more`` says that there are further ones.
    """

    line: EntryLine
    count: int = 1
    more: bool = False
    elsewhere: bool = False

    @property
    def is_batch(self) -> bool:
        """Say whether the line stands for several entries."""
        return self.count > 1

    @property
    def one(self) -> RecordLink | None:
        """Return the record of a single entry that changed one only, where it has a page: most entries are so."""
        records = self.line.records
        return records[0] if len(records) == 1 and records[0].url and not self.line.others else None


@dataclass(frozen=True, slots=True)
class GroupedPage:
    """Some lines, and where the next page begins: before a position, and past a batch that was shown as one line."""

    groups: tuple[Group, ...]
    before: int | None
    past: UUID | None


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entry by which a list can be limited."""

    code: str
    label: Text


def entries_seen(viewer: Actor) -> QuerySet[Any]:
    """Return the entries that the viewer may see, as the beginning of a larger query for a few of them."""
    own = within(entries(system=False), viewer, ENTRIES)
    system = _system_seen(viewer)
    return own if system is None else own | system


def _system_seen(viewer: Actor, place: str | None = None) -> QuerySet[Any] | None:
    """Return the entries of the system that the viewer may see, of a place where one is named; ``None`` for nobody.

    Those that concern no place (a language, a token, a password) belong where the account is kept that they are
    about, or that of whoever acted.
    """
    if not (viewer.operator or SYSTEM_ENTRIES.allows(viewer.roles())):
        return None
    system = entries(system=True)
    placed = within(system, viewer, SYSTEM_ENTRIES, place=place)
    if viewer.operator or place is not None:
        return placed
    kept = accounts.accounts_kept(viewer, SYSTEM_ENTRIES)
    placeless = system.filter(Q(actor__in=kept) | Q(command_id__in=touching(kept)), place_code="")
    return placed | placeless


def entry_page(
    viewer: Actor,
    *,
    place: str = "",
    kind: str = "",
    batch: UUID | None = None,
    before: int | None = None,
    size: int = PAGE_SIZE,
) -> EntryPage:
    """Return a page of the entries that the viewer may see, of a place, a kind and a batch where these are named."""
    found = _newest(viewer, place, Wanted(before, kind, batch=batch), size=size + 1)
    lines = entry_lines(viewer, found[:size])
    return EntryPage(lines, found[size - 1].id if len(found) > size else None)


def grouped_page(
    viewer: Actor,
    *,
    place: str = "",
    kind: str = "",
    before: int | None = None,
    past: UUID | None = None,
    size: int = PAGE_SIZE,
) -> GroupedPage:
    """Return a page on which the entries of a batch that lie together are one line; ``past`` leaves out a batch."""
    found = _newest(viewer, place, Wanted(before, kind, past=past), size=LOOKED_AT)
    runs: list[list[ListedEntry]] = []
    for each in found:
        if runs and each.batch is not None and runs[-1][0].batch == each.batch and runs[-1][0].code == each.code:
            runs[-1].append(each)
        else:
            runs.append([each])
    shown = runs[:size]
    all_of_it = len(found) < LOOKED_AT
    lines = entry_lines(viewer, [run[0] for run in shown])
    groups = tuple(
        Group(
            line,
            count=len(run),
            more=not all_of_it and run is runs[-1],
            elsewhere=len({each.place_code for each in run}) > 1,
        )
        for line, run in zip(lines, shown, strict=True)
    )
    if all_of_it and len(runs) <= size:
        return GroupedPage(groups, None, None)
    last = shown[-1]
    return GroupedPage(groups, last[-1].id, last[0].batch if len(last) > 1 else None)


def entry_lines(viewer: Actor, found: Sequence[ListedEntry]) -> tuple[EntryLine, ...]:
    """Return entries in words; the number of queries does not depend on how many there are."""
    changed = records_of_entries(each.id for each in found)
    people = accounts.people_shown(viewer, (each.actor for each in found))
    roles = roles_of_posts(each.post for each in found)
    names = record_names(viewer, (record for records in changed.values() for record in records))
    places = place_names(viewer, {each.place_code for each in found if each.place_code})
    pages = {each.stream: reverse("journal-entry", args=[each.stream, 0]).removesuffix("0") for each in found}
    links = links_of(names.values())
    return tuple(
        EntryLine(
            id=each.id,
            stream=each.stream,
            sequence=each.sequence,
            command_id=each.command_id,
            code=each.code,
            what=command_label(each.code),
            received_at=each.received_at,
            who=_who(each, people, roles),
            place=places.get(each.place_code, ""),
            door=DOORS.get(each.door, Text(each.door, each.door)),
            batch=each.batch,
            records=tuple(links[names[record]] for record in changed[each.id] if record in names)[:RECORDS_SHOWN],
            others=_others(changed[each.id], names),
            url=f"{pages[each.stream]}{each.sequence}",
        )
        for each in found
    )


def record_names(viewer: Actor, records: Iterable[Record]) -> Mapping[Record, RecordName]:
    """Return what the records that the viewer may see are called; a few queries for each kind of record."""
    by_table: defaultdict[str, set[UUID]] = defaultdict(set)
    for table, record in records:
        by_table[table].add(record)
    return {
        (table, key): name
        for table, ids in sorted(by_table.items())
        if table in NAMED
        for key, name in NAMED[table](viewer, ids).items()
    }


def kinds_of(viewer: Actor) -> tuple[Kind, ...]:
    """Return the kinds of entries that the viewer can meet, in the order of their codes."""
    system = viewer.operator or SYSTEM_ENTRIES.allows(viewer.roles())
    codes = (kind.command.code for kind in catalogue.command_types())
    return tuple(Kind(code, command_label(code)) for code in codes if system or not code.startswith("accounts."))


def command_label(code: str) -> Text:
    """Return what a command is called; an entry outlives the version that could carry its command out."""
    try:
        label: Text = catalogue.command_type(code).command.label
    except KeyError:
        return GONE_COMMAND
    return label


def stream_name(stream: str) -> Text:
    """Return what a stream is called: the county's digits, or that of people and places."""
    return Text("系统", "system") if stream == SYSTEM else Text(stream, stream)


def _newest(viewer: Actor, place: str, wanted: Wanted, *, size: int) -> tuple[ListedEntry, ...]:
    """Return the newest entries that the viewer may see, of a place where one is named."""
    system = _system_seen(viewer, place or None)
    return newest(_parts(viewer, place), wanted, size=size, system=system)


def _parts(viewer: Actor, place: str) -> tuple[Part, ...]:
    """Return what of the counties' streams the viewer may see, of a place where one is named."""
    if viewer.operator:
        seen = [place] if place else []
    else:
        territories = viewer.territories(ENTRIES.roles)
        seen = [code for each in territories if (code := shared(each, place or each)) is not None]
    narrow = [code for code in seen if level_of(code) in (Level.TOWNSHIP, Level.VILLAGE)]
    wide = [prefix_of(code) for code in seen if code not in narrow]
    if viewer.operator and not place:
        wide = [ALL_OF_THEM]
    return (*(Part(stream) for stream in streams(wide)), *(Part("", *bounds(code)) for code in narrow))


def _who(entry: ListedEntry, people: Mapping[UUID, str], roles: Mapping[UUID, Text]) -> Text:
    if entry.actor is None:
        return FIRST if entry.door == "web" else OPERATOR
    name = people.get(entry.actor)
    if name is not None:
        return Text(name, name)
    return roles.get(entry.post, SOMEBODY) if entry.post else SOMEBODY


def pages_of_entries(viewer: Actor, ids: Iterable[int]) -> Mapping[int, str]:
    """Return the page of the record that each of these entries changed; those with none, or several, are left out.

    The caller has established that the viewer may know of the entries; which records may be opened is asked here.
    """
    changed = records_of_entries(ids)
    names = record_names(viewer, (record for records in changed.values() for record in records))
    links = links_of(names.values())
    pages = {key: {links[names[each]].url for each in records if each in names} for key, records in changed.items()}
    return {key: next(iter(urls)) for key, urls in pages.items() if len(urls) == 1 and urls != {""}}


def links_of(names: Collection[RecordName]) -> Mapping[RecordName, RecordLink]:
    """Return names with the addresses of their pages; one that no page answers has none."""
    urls: dict[str, Mapping[str, str]] = {}
    for route in {name.route for name in names if name.route}:
        with suppress(NoReverseMatch):
            urls[route] = addresses(route, each=[name.argument for name in names if name.route == route])
    return {name: RecordLink(name.label, urls.get(name.route, {}).get(name.argument, "")) for name in names}


def _others(records: Sequence[Record], names: Mapping[Record, RecordName]) -> int:
    return len(records) - min(RECORDS_SHOWN, sum(1 for record in records if record in names))
