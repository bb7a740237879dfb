"""What entries of the journal did to a household's income ledgers, in plain words."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.registry.models import Ledger, LedgerLine
from xiuhua.registry.rules.ledger import Basis, IncomeYear
from xiuhua.registry.rules.ledger_words import year_name

_WRITTEN, _CHANGED, _GONE = "written", "changed", "gone"
_SAID: Mapping[str, Text] = {
    _WRITTEN: Text("记 {n} 笔", "{n} written"),
    _CHANGED: Text("改 {n} 笔", "{n} changed"),
    _GONE: Text("去掉 {n} 笔", "{n} taken out"),
}
_MOVED = Text("改按这一收入年度", "moved to this income year")
_COMPLETE, _INCOMPLETE = Text("记完了", "declared complete"), Text("还没有记完", "not complete any more")


@dataclass(slots=True)
class LedgerTeller:
    """Tells entries one after the other, the oldest first: an entry names a ledger and its year only once."""

    _years: dict[UUID, IncomeYear] = field(default_factory=dict)
    _ledger_of: dict[UUID, UUID] = field(default_factory=dict)

    def told(self, changes: Iterable[Change]) -> Mapping[UUID, Text]:
        """Return, by ledger, what an entry did to it."""
        counts: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
        besides: defaultdict[UUID, list[Text]] = defaultdict(list)
        for change in changes:
            if change.model is Ledger:
                key = self._remembered(change)
                counts[key].update(())
                besides[key].extend(_besides(change))
            elif change.model is LedgerLine:
                counts[self._ledger(change)][_what(change)] += 1
        return {ledger: self._line(ledger, done, besides[ledger]) for ledger, done in counts.items()}

    def _remembered(self, change: Change) -> UUID:
        """Keep the year of a ledger as an entry leaves it."""
        key = _key(change)
        known = self._years.get(key)
        values = {"year": known.year, "basis": known.basis} if known else {}
        values |= change.values if isinstance(change, Insert) else change.before
        values |= change.after if isinstance(change, Update) else {}
        if "year" in values:
            self._years[key] = IncomeYear(values["year"], Basis(values["basis"]))
        return key

    def _ledger(self, change: Change) -> UUID:
        key, values = _key(change), change.values if isinstance(change, Insert) else change.before
        if "ledger_id" in values:
            self._ledger_of[key] = UUID(str(values["ledger_id"]))
        return self._ledger_of[key]

    def _line(self, ledger: UUID, done: Counter[str], besides: list[Text]) -> Text:
        said = [*(_SAID[what].filled(n=done[what]) for what in _SAID if done[what]), *besides]
        name = year_name(self._years[ledger])
        zh, en = "、".join(each.zh for each in said), ", ".join(each.en for each in said)
        return Text(f"{name.zh}收入台账：{zh}", f"income ledger of {name.en}: {en}")


def _what(change: Change) -> str:
    if isinstance(change, Insert):
        return _WRITTEN
    ended = isinstance(change, Delete) or change.after.get("ended_on") is not None
    back = isinstance(change, Update) and "ended_on" in change.after and not ended
    return _WRITTEN if back else _GONE if ended else _CHANGED


def _besides(change: Change) -> Iterator[Text]:
    """Yield what became of the ledger itself."""
    values = change.values if isinstance(change, Insert) else change.after if isinstance(change, Update) else {}
    if isinstance(change, Update) and values.keys() & {"year", "basis"}:
        yield _MOVED
    if values.get("complete"):
        yield _COMPLETE
    elif "complete" in values and isinstance(change, Update):
        yield _INCOMPLETE


def _key(change: Change) -> UUID:
    return UUID(str(change.values["id"] if isinstance(change, Insert) else change.key))
