"""What entries of the journal did to the evidence files that records of a household name."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.registry.models import Evidence

_NAMED, _GONE = "named", "gone"
_SAID: Mapping[str, Text] = {
    _NAMED: Text("附上 {n} 份", "{n} named"),
    _GONE: Text("不再附 {n} 份", "{n} named no more"),
}


def told_evidence(changes: Iterable[Change]) -> Iterator[Text]:
    """Yield one line about the files that an entry named or let go, if there are any."""
    counts = Counter(_what(change) for change in changes if change.model is Evidence)
    said = [_SAID[what].filled(n=counts[what]) for what in _SAID if counts[what]]
    if said:
        yield Text(f"材料：{'、'.join(each.zh for each in said)}", f"files: {', '.join(each.en for each in said)}")


def _what(change: Change) -> str:
    back = isinstance(change, Update) and change.after["ended_on"] is None
    return _NAMED if back or isinstance(change, Insert) else _GONE
