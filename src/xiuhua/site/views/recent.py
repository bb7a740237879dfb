"""What changed lately in a viewer's territory, in words: one line an entry, one line a batch."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import PLACES
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import place_names
from xiuhua.platform.accounts.rules.places import bounds
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.latest import latest
from xiuhua.platform.journal.queries import EntryView
from xiuhua.registry.access import QUERIES

READ = 200
"""Entries that are read to find a few lines; one batch may fill them all."""

WHOLE = ("0" * 12, "9" * 12)
OPERATOR = Text("本机操作员", "local operator")
_PLACES = ("accounts.name_place", "accounts.close_place")
_VILLAGES = ("registry.record_village",)


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was recorded: what, where, by whom and when."""

    text: Text
    note: Text
    at: datetime


def recent_changes(viewer: Actor, *, size: int) -> tuple[Change, ...]:
    """Return what was recorded last in the viewer's territory, the newest first; three queries."""
    entries = latest([(codes, _ranges(viewer, access)) for codes, access in _known_to(viewer)], size=READ)
    groups: dict[UUID, list[EntryView]] = {}
    for entry in entries:
        groups.setdefault(entry.batch or entry.command_id, []).append(entry)
    shown = list(groups.values())[:size]
    names = names_of_people(group[0].actor for group in shown)
    places = place_names(viewer, {entry.place_code for group in shown for entry in group})
    cut_off = len(entries) == READ
    last = next(reversed(groups.values()), None)
    return tuple(_change(group, names, places, more=cut_off and group is last) for group in shown)


def _known_to(viewer: Actor) -> list[tuple[Sequence[str], Access]]:
    """Return the commands whose entries the viewer may know of, with the access that says where."""
    codes = [kind.command.code for kind in catalogue.command_types()]
    households = [code for code in codes if code.startswith("registry.") and code not in _VILLAGES]
    known = [
        (_PLACES, PLACES),
        (_VILLAGES, QUERIES["registry.villages"]),
        (households, QUERIES["registry.households"]),
    ]
    return [(wanted, access) for wanted, access in known if viewer.operator or viewer.roles() & access.roles]


def _ranges(viewer: Actor, access: Access) -> Sequence[tuple[str, str]]:
    return [WHOLE] if viewer.operator else [bounds(code) for code in viewer.territories(access.roles)]


def _change(
    entries: Sequence[EntryView], names: Mapping[UUID, str], places: Mapping[str, str], *, more: bool
) -> Change:
    newest = entries[0]
    label = catalogue.command_type(newest.code).command.label
    where = list(dict.fromkeys(places[entry.place_code] for entry in entries if entry.place_code in places))
    if newest.batch is not None and (more or len(entries) > 1):
        n = Text(f"{len(entries):,} 条以上", f"more than {len(entries):,}") if more else None
        n = n or Text(f"{len(entries):,} 条", f"{len(entries):,}")
        text = Text(f"一批{label.zh}：{n.zh}", f"a batch of “{label.en}”: {n.en}")
        shown = where[:1]
        place = Text(f"{shown[0]}等地", f"{shown[0]} and elsewhere") if len(where) > 1 else _as_text(where)
    else:
        text, place = label, _as_text(where)
    actor = names.get(newest.actor, "") if newest.actor else ""
    who = Text(actor, actor) if actor else OPERATOR
    note = Text(" · ".join(filter(None, (place.zh, who.zh))), " · ".join(filter(None, (place.en, who.en))))
    return Change(text, note, newest.received_at)


def _as_text(where: Sequence[str]) -> Text:
    name = where[0] if where else ""
    return Text(name, name)
