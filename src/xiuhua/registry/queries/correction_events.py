"""What entries of the journal did to the corrections of a household, in plain words; their values are not told here."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from xiuhua.kernel.text import Text
from xiuhua.platform.journal.changes import Change, Delete, Insert
from xiuhua.registry.models import Correction
from xiuhua.registry.rules.corrections import CorrectionState

_SAID: Mapping[str, Text] = {
    CorrectionState.OPEN: Text("记 {n} 处更正，等报送", "{n} to be sent to the system as corrected"),
    CorrectionState.LISTED: Text("报送 {n} 处更正", "{n} sent to the system as corrected"),
    CorrectionState.CLOSED: Text("{n} 处更正，系统已更正", "{n} corrected by the system"),
    CorrectionState.WITHDRAWN: Text("撤回 {n} 处更正", "{n} withdrawn from the list"),
}
_OLD = Text("{n} 处更正，表里还是老值", "{n} still the old value in the sheet")
_TAKEN_BACK = Text("{n} 处更正的登记撤回", "{n} taken back from the list")


def corrections_told(changes: Iterable[Change]) -> Iterator[Text]:
    """Yield what became of how many corrections."""
    now: defaultdict[Text, int] = defaultdict(int)
    for change in changes:
        said = _said(change) if change.model is Correction else None
        if said is not None:
            now[said] += 1
    for said, n in now.items():
        yield said.filled(n=n)


def _said(change: Change) -> Text | None:
    if isinstance(change, Delete):
        return _TAKEN_BACK
    values = change.values if isinstance(change, Insert) else change.after
    if "state" in values:
        return _SAID[values["state"]]
    return _OLD if values.get("still_old_on") else None
