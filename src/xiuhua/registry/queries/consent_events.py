"""What entries of the journal did to a household's consents, in plain words."""

from collections.abc import Iterable, Iterator

from xiuhua.kernel.text import Text
from xiuhua.platform.journal import catalogue
from xiuhua.platform.journal.changes import Change, Insert, Update
from xiuhua.registry.rules.data_sets import data_set_name
from xiuhua.registry.rules.purposes import purpose_name

_WITHDRAWN = Text("不再同意", "agreed no longer")
_AGAIN = Text("撤回的同意又有效", "the consent holds again")
_TAKEN_BACK = Text("记下的同意撤销了", "the record of a consent was taken back")


def told_consents(changes: Iterable[Change]) -> Iterator[Text]:
    """Yield one line for each consent that was recorded, withdrawn or taken back."""
    policy = catalogue.policy()
    for change in changes:
        if isinstance(change, Insert):
            data = data_set_name(change.values["data_set"], policy)
            purpose = purpose_name(change.values["purpose"], policy)
            yield Text(f"同意{data.zh}用于{purpose.zh}", f"agreed to {data.en} for {purpose.en}")
        elif isinstance(change, Update):
            yield _WITHDRAWN if change.after.get("revoked_on") else _AGAIN
        else:
            yield _TAKEN_BACK
