"""What entries of the journal did to plots of land, in plain words: how many, never which."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Delete, Insert, Update
from xiuhua.registry.models import Plot, VillagePlot

PLOTS: Final = frozenset({Plot, VillagePlot})

_WRITTEN, _CHANGED, _GONE = "written", "changed", "gone"
_SAID: Mapping[str, Text] = {
    _WRITTEN: Text("记 {n} 块", "{n} written"),
    _CHANGED: Text("改 {n} 块", "{n} changed"),
    _GONE: Text("去掉 {n} 块", "{n} taken out"),
}


def told_plots(changes: Iterable[Change]) -> Iterator[Text]:
    """Yield one line about the plots among the changes of an entry, if there are any."""
    counts = Counter(_what(change) for change in changes if change.model in PLOTS)
    said = [_SAID[what].filled(n=counts[what]) for what in _SAID if counts[what]]
    if said:
        yield Text(f"地块：{'、'.join(each.zh for each in said)}", f"plots: {', '.join(each.en for each in said)}")


def _what(change: Change) -> str:
    if isinstance(change, Insert):
        return _WRITTEN
    if isinstance(change, Update) and "ended_on" not in change.after:
        return _CHANGED
    return _GONE if isinstance(change, Delete) or change.after["ended_on"] is not None else _WRITTEN
