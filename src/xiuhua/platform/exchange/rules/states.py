"""The states of an import session and the ways between them."""

from collections.abc import Mapping
from enum import StrEnum

from xiuhua.kernel.text import Text


class SessionState(StrEnum):
    """Where an import stands.

    ``uploaded`` waits for its sheet to be looked at, ``reviewed`` for its owner. After taking in what is good, a
    session in which something was held is looked at again; one in which nothing is left is ``settled``, as is one
    whose owner gives up what is left of it.
    """

    UPLOADED = "uploaded"
    PREVIEWING = "previewing"
    REVIEWED = "reviewed"
    REFUSED = "refused"
    ACCEPTING = "accepting"
    SETTLED = "settled"
    UNDOING = "undoing"
    UNDONE = "undone"
    DISCARDED = "discarded"


TRANSITIONS: Mapping[SessionState, frozenset[SessionState]] = {
    SessionState.UPLOADED: frozenset({SessionState.PREVIEWING, SessionState.SETTLED, SessionState.DISCARDED}),
    SessionState.PREVIEWING: frozenset(
        {SessionState.REVIEWED, SessionState.REFUSED, SessionState.SETTLED, SessionState.DISCARDED}
    ),
    SessionState.REVIEWED: frozenset(
        {
            SessionState.UPLOADED,
            SessionState.REFUSED,
            SessionState.ACCEPTING,
            SessionState.SETTLED,
            SessionState.UNDOING,
            SessionState.DISCARDED,
        }
    ),
    SessionState.REFUSED: frozenset({SessionState.UPLOADED, SessionState.SETTLED, SessionState.DISCARDED}),
    SessionState.ACCEPTING: frozenset({SessionState.UPLOADED, SessionState.SETTLED, SessionState.REVIEWED}),
    SessionState.SETTLED: frozenset({SessionState.UNDOING}),
    SessionState.UNDOING: frozenset({SessionState.UNDONE, SessionState.SETTLED, SessionState.REVIEWED}),
    SessionState.UNDONE: frozenset(),
    SessionState.DISCARDED: frozenset(),
}

WORKING = frozenset({SessionState.UPLOADED, SessionState.PREVIEWING, SessionState.ACCEPTING, SessionState.UNDOING})
"""A job is at work or about to be."""

WAITING = frozenset({SessionState.REVIEWED, SessionState.REFUSED})
"""The owner's turn."""

CLOSED = frozenset({SessionState.SETTLED, SessionState.UNDONE, SessionState.DISCARDED})
"""Nothing of the sheet is kept any more."""

LABELS: Mapping[SessionState, Text] = {
    SessionState.UPLOADED: Text("等待读取", "waiting to be read"),
    SessionState.PREVIEWING: Text("正在核对", "being checked"),
    SessionState.REVIEWED: Text("等您核对", "waiting for your review"),
    SessionState.REFUSED: Text("没有读进来", "not read"),
    SessionState.ACCEPTING: Text("正在接收", "being taken in"),
    SessionState.SETTLED: Text("已接收", "taken in"),
    SessionState.UNDOING: Text("正在撤销", "being undone"),
    SessionState.UNDONE: Text("已撤销", "undone"),
    SessionState.DISCARDED: Text("没有接收", "not taken in"),
}

TONES: Mapping[SessionState, str] = {
    SessionState.SETTLED: "good",
    SessionState.REVIEWED: "care",
    SessionState.REFUSED: "bad",
}


def sources_of(target: SessionState) -> frozenset[SessionState]:
    """Return the states from which a session may come into ``target``.

    >>> sorted(sources_of(SessionState.UNDOING))
    [<SessionState.REVIEWED: 'reviewed'>, <SessionState.SETTLED: 'settled'>]
    """
    return frozenset(source for source, targets in TRANSITIONS.items() if target in targets)
