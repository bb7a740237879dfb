"""Why somebody comes to belong to a household and no longer does, and why a household ends."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from xiuhua.kernel.text import Text
from xiuhua.registry.rules.erasing import ERASED


class JoinCause(StrEnum):
    """Why somebody comes to belong to a household."""

    BIRTH = "birth"
    MARRIAGE = "marriage"
    ADOPTION = "adoption"
    MOVED_IN = "moved_in"
    RETURNED = "returned"
    OTHER = "other"


class LeaveCause(StrEnum):
    """Why somebody no longer belongs to a household."""

    DEATH = "death"
    MARRIAGE = "marriage"
    MOVED_OUT = "moved_out"
    OTHER = "other"


REGISTERED, SPLIT, MERGED = "registered", "split", "merged"
"""Causes that no form offers: a source names the person; the household is split or merged."""

JOIN_CAUSES: Final[Mapping[str, Text]] = {
    JoinCause.BIRTH: Text("出生", "birth"),
    JoinCause.MARRIAGE: Text("婚入", "marriage"),
    JoinCause.ADOPTION: Text("收养", "adoption"),
    JoinCause.MOVED_IN: Text("迁入", "moved in"),
    JoinCause.RETURNED: Text("回来", "came back"),
    JoinCause.OTHER: Text("其他原因", "another reason"),
}
LEAVE_CAUSES: Final[Mapping[str, Text]] = {
    LeaveCause.DEATH: Text("去世", "death"),
    LeaveCause.MARRIAGE: Text("婚出", "marriage"),
    LeaveCause.MOVED_OUT: Text("迁出", "moved away"),
    LeaveCause.OTHER: Text("其他原因", "another reason"),
}
_BY_ITSELF: Final[Mapping[str, Text]] = {
    REGISTERED: Text("登记入册", "registered"),
    SPLIT: Text("分户", "split"),
    MERGED: Text("并户", "merge"),
    ERASED: Text("信息已删除", "erased"),
}


def joined_by(cause: str) -> Text:
    """Return why a membership began.

    >>> joined_by("birth").zh, joined_by("split").en
    ('出生', 'split')
    """
    return {**JOIN_CAUSES, **_BY_ITSELF}.get(cause, Text(cause, cause))


def left_by(cause: str) -> Text:
    """Return why a membership or a household ended.

    >>> left_by("marriage").zh, left_by("merged").zh
    ('婚出', '并户')
    """
    return {**LEAVE_CAUSES, **_BY_ITSELF}.get(cause, Text(cause, cause))
