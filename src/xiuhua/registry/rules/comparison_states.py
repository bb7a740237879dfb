"""What becomes of the lines of a comparison: open until somebody has looked, and with which result."""

from collections.abc import Mapping
from enum import StrEnum

from xiuhua.kernel.text import Text


class Side(StrEnum):
    """Where a person of a comparison stands. ``perhaps`` is a namesake without a number, ``wrong`` a bad cell.

    ``not_compared`` is a household without the consent that its list needs: nothing of it was matched or is shown.
    """

    AGREEING = "agreeing"
    DIFFERING = "differing"
    ONLY_LISTED = "only_listed"
    ONLY_HERE = "only_here"
    PERHAPS = "perhaps"
    NOT_COMPARED = "not_compared"
    WRONG = "wrong"


SIDES: Mapping[Side, Text] = {
    Side.DIFFERING: Text("两边不一样", "on both sides, but different"),
    Side.ONLY_LISTED: Text("名单上有、这里没有登记", "in the list, not registered here"),
    Side.ONLY_HERE: Text("这里有、名单上没有", "recorded here, not in the list"),
    Side.PERHAPS: Text("可能是同一个人", "perhaps the same person"),
    Side.AGREEING: Text("两边一样", "on both sides, and the same"),
    Side.NOT_COMPARED: Text("没有同意，没有比对", "not compared: no consent"),
    Side.WRONG: Text("看不懂的格", "cells that cannot be read"),
}
"""The sides in the order in which they are looked at."""


class LineState(StrEnum):
    """Where a line stands. A line that agrees, and a bad cell, ask for nothing: they have no state."""

    OPEN = "open"
    LOOKED = "looked"


TRANSITIONS: Mapping[LineState, frozenset[LineState]] = {
    LineState.OPEN: frozenset({LineState.LOOKED}),
    LineState.LOOKED: frozenset({LineState.OPEN, LineState.LOOKED}),
}
"""From where a line may come into which state: looked at, with another result, or open again."""

LABELS: Mapping[LineState, Text] = {
    LineState.OPEN: Text("还没看", "open"),
    LineState.LOOKED: Text("看过了", "looked at"),
}

ASKING = (Side.DIFFERING, Side.ONLY_LISTED, Side.ONLY_HERE, Side.PERHAPS)
"""The sides whose lines are open until somebody has looked."""

RESULTS: Mapping[Side, Mapping[str, Text]] = {
    Side.DIFFERING: {
        "here_right": Text("这里记的对，已告诉部门", "what is recorded here is right; the department was told"),
        "list_right": Text("名单对，这里已更正", "the list is right; corrected here"),
        "changed_since": Text("名单之后情况变了", "things changed after the list"),
        "other": Text("其他，见说明", "something else, see the note"),
    },
    Side.ONLY_LISTED: {
        "registered": Text("去看过，已按程序登记", "visited and registered in the regular way"),
        "no_need": Text("去看过，不用登记", "visited; no need to register"),
        "not_ours": Text("不在这里住", "does not live here"),
        "other": Text("其他，见说明", "something else, see the note"),
    },
    Side.ONLY_HERE: {
        "ended": Text("已不享受，这里已更正", "it has ended; corrected here"),
        "left_out": Text("名单漏了，已告诉部门", "the list leaves it out; the department was told"),
        "changed_since": Text("名单之后情况变了", "things changed after the list"),
        "other": Text("其他，见说明", "something else, see the note"),
    },
    Side.PERHAPS: {
        "same": Text("是同一个人", "the same person"),
        "namesake": Text("同名的另一个人", "another person of that name"),
        "other": Text("其他，见说明", "something else, see the note"),
    },
}
"""What looking can end with, by side."""


def state_of(side: Side, result: str) -> LineState | None:
    """Return the state of a line, or ``None`` where nothing is asked of it.

    >>> state_of(Side.DIFFERING, "").value, state_of(Side.ONLY_HERE, "ended").value, state_of(Side.AGREEING, "")
    ('open', 'looked', None)
    """
    if side not in ASKING:
        return None
    return LineState.LOOKED if result else LineState.OPEN


def may_come(side: Side, result: str, wanted: str) -> bool:
    """Say whether a line with one result may get another one; the empty result opens it again.

    >>> may_come(Side.DIFFERING, "", "list_right"), may_come(Side.DIFFERING, "", "namesake")
    (True, False)
    >>> may_come(Side.DIFFERING, "list_right", ""), may_come(Side.AGREEING, "", "other")
    (True, False)
    """
    before, after = state_of(side, result), state_of(side, wanted)
    if before is None or after is None or after not in TRANSITIONS[before]:
        return False
    return not wanted or wanted in RESULTS[side]
