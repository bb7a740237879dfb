"""What happened to a village's record, in words, from the journal."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from xiuhua.kernel.money import yuan
from xiuhua.kernel.text import Text
from xiuhua.platform.accounts.naming import names_of_people
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.platform.journal.queries import EntryView, record_history
from xiuhua.platform.vault.keyring import keyring
from xiuhua.registry.models import CollectiveIncome, Village
from xiuhua.registry.queries.plot_events import told_plots

DOORS: Mapping[str, Text] = {
    "web": Text("网页", "page"),
    "api": Text("接口", "API"),
    "command_line": Text("命令行", "command line"),
}
OPERATOR = Text("本机操作员", "local operator")
NOTHING_SAID = Text("记录有改动", "the record changed")
UNDONE = Text("撤销：", "Undone: ")
_YES, _NO, _UNKNOWN = Text("是", "yes"), Text("否", "no"), Text("未知", "unknown")
_FACTS: Mapping[str, Text] = {"poor": Text("贫困村", "poor village"), "pilot": Text("先期试点", "pilot village")}
_POSITION = ("longitude", "latitude")


@dataclass(frozen=True, slots=True)
class Event:
    """One entry in words: when, what changed, who did it through which door, and the entry itself."""

    at: datetime
    text: Text
    who: Text
    entry: str
    batch: UUID | None


def village_history(village_id: UUID, *, income_year: int | None = None) -> tuple[Event, ...]:
    """Return what happened to a village that the viewer sees, the newest first.

    With ``income_year`` only what stated or changed the collective income of that year.
    """
    entries = record_history(village_id, keyring())
    years = _years(entries)
    if income_year is not None:
        entries = [entry for entry in entries if any(years.get(_key(each)) == income_year for each in entry.changes)]
    names = names_of_people(entry.actor for entry in entries)
    return tuple(_event(entry, names, years) for entry in reversed(entries))


def _event(entry: EntryView, names: Mapping[UUID, str], years: Mapping[UUID, int]) -> Event:
    said = [text for change in entry.changes for text in _said(change, years)]
    said = [*said, *told_plots(entry.changes)] or [NOTHING_SAID]
    text = Text("；".join(each.zh for each in said), "; ".join(each.en for each in said))
    if entry.code == "journal.undo":
        text = Text(UNDONE.zh + text.zh, UNDONE.en + text.en)
    actor = names.get(entry.actor, "") if entry.actor else ""
    name = Text(actor, actor) if actor else OPERATOR
    door = DOORS.get(entry.door, Text(entry.door, entry.door))
    who = Text(f"{name.zh} · {door.zh}", f"{name.en} · {door.en}")
    return Event(entry.received_at, text, who, f"{entry.stream}/{entry.sequence}", entry.batch)


def _said(change: Change, years: Mapping[UUID, int]) -> Iterator[Text]:
    if change.model is CollectiveIncome:
        yield _income(change, years)
    elif change.model is Village:
        yield from _village(change)
    elif change.model._meta.label == "accounts.Place":
        name = _after(change).get("name")
        if name:
            yield Text(f"村名登记为“{name}”", f"named “{name}”")


def _village(change: Change) -> Iterator[Text]:
    if isinstance(change, Delete):
        yield Text("村的情况不再登记", "the village's facts are no longer on record")
        return
    if isinstance(change, Insert):
        yield Text("登记了村的情况", "the village's facts were recorded")
    before, after = _before(change), _after(change)
    for name, label in _FACTS.items():
        if name in after and (isinstance(change, Update) or after[name] is not None):
            new, old = _flag(after[name]), _flag(before.get(name))
            if isinstance(change, Update):
                yield Text(f"{label.zh}：{old.zh} → {new.zh}", f"{label.en}: {old.en} → {new.en}")
            else:
                yield Text(f"{label.zh}：{new.zh}", f"{label.en}: {new.en}")
    if isinstance(change, Update) and any(name in after for name in _POSITION):
        yield Text("经纬度有改动", "the position changed")


def _income(change: Change, years: Mapping[UUID, int]) -> Text:
    before, after = _before(change), _after(change)
    year = years[_key(change)]
    label = Text(f"{year} 年集体收入", f"collective income of {year}")
    if isinstance(change, Insert):
        source = after.get("source")
        zh, en = (f"（{source}）", f" ({source})") if source else ("", "")
        return Text(f"{label.zh} {_yuan(after)} 元{zh}", f"{label.en}: {_yuan(after)} yuan{en}")
    if isinstance(change, Delete):
        return Text(f"{label.zh}不再登记", f"{label.en} is no longer on record")
    if "amount" in after:
        return Text(
            f"{label.zh} {_yuan(before)} → {_yuan(after)} 元", f"{label.en}: {_yuan(before)} → {_yuan(after)} yuan"
        )
    old, new = before.get("source") or "—", after.get("source") or "—"
    return Text(f"{label.zh}的来源：{old} → {new}", f"source of the {label.en}: {old} → {new}")


def _years(entries: Sequence[EntryView]) -> dict[UUID, int]:
    """Return the year of each line of income that the entries speak of; an update does not name it again."""
    whole = [
        change
        for entry in entries
        for change in entry.changes
        if change.model is CollectiveIncome and not isinstance(change, Update)
    ]
    return {_key(change): (_after(change) or _before(change))["year"] for change in whole}


def _before(change: Change) -> Mapping[str, Any]:
    return {} if isinstance(change, Insert) else change.before


def _after(change: Change) -> Mapping[str, Any]:
    if isinstance(change, Insert):
        return change.values
    return change.after if isinstance(change, Update) else {}


def _key(change: Change) -> UUID:
    return UUID(str(change.values["id"])) if isinstance(change, Insert) else change.key


def _flag(value: bool | None) -> Text:
    return _UNKNOWN if value is None else _YES if value else _NO


def _yuan(values: Mapping[str, Any]) -> str:
    whole, _, rest = yuan(values["amount"]).partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest else "")
