"""What changed lately in a viewer's territory, in words: one line for what is alike, one line a batch."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from xiuhua.kernel.access import Access
from xiuhua.kernel.actors import Actor
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.access import PLACES
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.accounts.queries import place_names
from xiuhua.platform.accounts.scope import reaches
from xiuhua.platform.journal.latest import Latest, latest
from xiuhua.registry.access import QUERIES
from xiuhua.site.journal.queries import command_label, pages_of_entries

READ = 200
"""Entries of each territory that are read to find a few lines; one batch may fill them all."""

OPERATOR = Text("本机操作员", "local operator")
ACCESS: Mapping[str, Access] = {
    "accounts.name_place": PLACES,
    "accounts.close_place": PLACES,
    "registry.record_village": QUERIES["registry.villages"],
    "journal.undo": QUERIES["registry.households"],
}
"""Who may know that such an entry was made; of other entries of the register only who sees households."""


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was recorded: what, where, by whom and when; ``url`` is where it stands, if there is one page."""

    text: Text
    note: Text
    at: datetime
    url: str


def recent_changes(viewer: Actor, *, size: int) -> tuple[Change, ...]:
    """Return what was recorded lately in the viewer's territory, the newest first, as far as the viewer may know."""
    territories = viewer.territories(QUERIES["registry.villages"].roles)
    entries = latest(territories, size=READ)
    groups: dict[Hashable, list[Latest]] = {}
    for entry in entries:
        access = _access(entry.code)
        if access is not None and reaches(viewer, access, entry.place_code):
            alike = (entry.code, entry.place_code, entry.actor)
            groups.setdefault(entry.batch or alike, []).append(entry)
    shown = list(groups.values())[:size]
    names = names_of_people(group[0].actor for group in shown)
    places = place_names(viewer, {entry.place_code for group in shown for entry in group})
    oldest = entries[-1] if len(entries) >= READ else None
    single = [group[0].id for group in shown if len(group) == 1 and group[0] is not oldest]
    pages = pages_of_entries(viewer, single) if single else {}
    return tuple(
        _change(group, names, places, more=group[-1] is oldest, url=pages.get(group[0].id, "")) for group in shown
    )


def _access(code: str) -> Access | None:
    return ACCESS.get(code) or (QUERIES["registry.households"] if code.startswith("registry.") else None)


def _change(
    entries: Sequence[Latest], names: Mapping[UUID, str], places: Mapping[str, str], *, more: bool, url: str
) -> Change:
    newest = entries[0]
    label = command_label(newest.code)
    where = list(dict.fromkeys(places[entry.place_code] for entry in entries if entry.place_code in places))
    if more or len(entries) > 1:
        n = Text(f"{len(entries):,} 条以上", f"more than {len(entries):,}") if more else None
        n = n or Text(f"{len(entries):,} 条", f"{len(entries):,}")
        batch = Text(f"一批{label.zh}：{n.zh}", f"a batch of “{label.en}”: {n.en}")
        text = batch if newest.batch is not None else Text(f"{label.zh}：{n.zh}", f"{label.en}: {n.en}")
        shown = where[:1]
        place = Text(f"{shown[0]}等地", f"{shown[0]} and elsewhere") if len(where) > 1 else _as_text(where)
    else:
        text, place = label, _as_text(where)
    actor = names.get(newest.actor, "") if newest.actor else ""
    who = Text(actor, actor) if actor else OPERATOR
    note = Text(" · ".join(filter(None, (place.zh, who.zh))), " · ".join(filter(None, (place.en, who.en))))
    return Change(text, note, newest.received_at, url)


def _as_text(where: Sequence[str]) -> Text:
    name = where[0] if where else ""
    return Text(name, name)
