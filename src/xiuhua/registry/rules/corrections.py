"""The way of a correction: asked for here, sent on a list, followed by the system that masters the record.

Nothing is closed by hand: a correction is done when the next export of that system carries the value.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from xiuhua.kernel.policy import Policy
from xiuhua.kernel.text import Text

PATIENCE: Final = "registry.correction_patience"


class CorrectionState(StrEnum):
    """``listed`` is one that stands on a list that was made for sending."""

    OPEN = "open"
    LISTED = "listed"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Final[Mapping[CorrectionState, Mapping[CorrectionState, Text]]] = {
    CorrectionState.OPEN: {
        CorrectionState.LISTED: Text("写进一张清单", "put on a list"),
        CorrectionState.CLOSED: Text("导出的表写了核实后的值", "an export carries the value"),
        CorrectionState.WITHDRAWN: Text("撤回，写明原因", "withdrawn with a reason"),
    },
    CorrectionState.LISTED: {
        CorrectionState.CLOSED: Text("导出的表写了核实后的值", "an export carries the value"),
        CorrectionState.WITHDRAWN: Text("撤回，写明原因", "withdrawn with a reason"),
    },
    CorrectionState.CLOSED: {},
    CorrectionState.WITHDRAWN: {},
}

STATE_NAMES: Final[Mapping[CorrectionState, Text]] = {
    CorrectionState.OPEN: Text("等报送", "to be sent"),
    CorrectionState.LISTED: Text("已报送，等系统更正", "sent, not followed yet"),
    CorrectionState.CLOSED: Text("系统已更正", "followed"),
    CorrectionState.WITHDRAWN: Text("已撤回", "withdrawn"),
}

UNRESOLVED: Final = (CorrectionState.OPEN, CorrectionState.LISTED)
"""What is still asked for."""


class Followed(StrEnum):
    """What an export says of a value that was to be corrected."""

    SILENT = "silent"
    CORRECTED = "corrected"
    OLD = "old"
    OTHER = "other"


class Patience(NamedTuple):
    """After how many days it is said that corrections wait to be sent, and that a sent one was not followed."""

    unsent_days: int
    unfollowed_days: int

    @classmethod
    def at(cls, policy: Policy, *, on: date, region: str) -> "Patience":
        """Return the days in force in a place."""
        value = policy.at(PATIENCE, on=on, region=region).value
        return cls(value["unsent_days"], value["unfollowed_days"])


def may_become(state: str, target: CorrectionState) -> bool:
    """Say whether a correction may go from one state to another.

    >>> may_become("listed", CorrectionState.CLOSED), may_become("closed", CorrectionState.WITHDRAWN)
    (True, False)
    """
    return target in TRANSITIONS[CorrectionState(state)]


def followed(stated: Any, wanted: Any, now: Any, *, has_column: bool) -> Followed:
    """Return what an export says, where ``stated`` was the old value there and ``wanted`` is the one asked for.

    A blank says nothing, unless the value was to become unknown and the export has the column.

    >>> [followed("汉族", "回族", now, has_column=True).value for now in ("回族", "汉族", "藏族", None)]
    ['corrected', 'old', 'other', 'silent']
    >>> followed("九年级", None, None, has_column=True).value, followed("九年级", None, None, has_column=False).value
    ('corrected', 'silent')
    """
    if now is None:
        return Followed.CORRECTED if wanted is None and has_column else Followed.SILENT
    if now == wanted:
        return Followed.CORRECTED
    return Followed.OLD if now == stated else Followed.OTHER
